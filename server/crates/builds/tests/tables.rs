//! Tables of build files and the builds that they define.
//!
//! A table file has several cases. A case begins with `=== ` and its name; `--- ` and a path begins
//! a file of it, and `--- builds` the expected builds, which `UPDATE_EXPECT=1` writes. Paths are
//! below `/w`.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::BTreeMap,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_builds::{Build, Context, Dockerfile, FileKind, Files, Kind, Known, Said, Source, Table};

/// The files of a case.
#[derive(Default)]
struct Memory(BTreeMap<PathBuf, String>);

impl Files for Memory {
    fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.0.get(path).map(|text| text.as_str().into())
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.keys().any(|file| file.starts_with(path))
    }
}

struct Case {
    name: String,
    files: Memory,
    expected: String,
    source: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<PathBuf> = None;
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("=== ") {
            let (name, source) = (name.trim().to_owned(), line.to_owned());
            cases.push(Case { name, files: Memory::default(), expected: String::new(), source });
            open = None;
            continue;
        }
        let case = cases.last_mut().unwrap();
        if line.trim_end() == "--- builds" {
            open = Some(PathBuf::new());
        } else if let Some(path) = line.strip_prefix("--- ") {
            let path = Path::new("/w").join(path.trim());
            case.files.0.insert(path.clone(), String::new());
            open = Some(path);
            case.source += line;
        } else if let Some(path) = &open {
            match case.files.0.get_mut(path) {
                Some(text) => {
                    *text += line;
                    case.source += line;
                }
                None => case.expected += line,
            }
        }
    }
    cases
}

fn shown(said: &Said) -> String {
    match &said.value {
        Known::Certain(value) => value.clone(),
        Known::EnvFile(value) => format!("{value} (.env)"),
        Known::Unknown => "?".to_owned(),
    }
}

fn path(path: &Path) -> String {
    let below = path.strip_prefix("/w").map(|path| path.to_string_lossy().into_owned());
    match below {
        Ok(path) if path.is_empty() => ".".to_owned(),
        Ok(path) => path,
        Err(_) => path.to_string_lossy().into_owned(),
    }
}

fn print(build: &Build, files: &Memory, out: &mut String) {
    let kind = match build.kind {
        Kind::Service => "service",
        Kind::Target => "target",
        Kind::DevContainer => "dev container",
    };
    let base = if build.is_base { " (base)" } else { "" };
    writeln!(out, "{kind} {}{base} in {}", build.name, path(&build.file)).unwrap();
    let context = match &build.context {
        Context::Folder(folder) => path(folder),
        Context::Remote(url) => format!("remote {url}"),
        Context::Unknown => "?".to_owned(),
    };
    let dockerfile = match &build.dockerfile {
        Dockerfile::File(file) => path(file),
        Dockerfile::Inline(inline) => format!("inline {:?}", inline.text),
        Dockerfile::Unknown => "?".to_owned(),
    };
    writeln!(out, "  context {context}, dockerfile {dockerfile}").unwrap();
    if let Dockerfile::Inline(inline) = &build.dockerfile {
        let source = &files.0[&*inline.place.file];
        let mapped = inline.segments.iter().map(|segment| {
            let theirs = &source[segment.file..segment.file + segment.len];
            let ours = &inline.text[segment.text..segment.text + segment.len];
            assert_eq!(theirs.replace("\r\n", "\n"), ours, "a segment of {}", build.name);
            segment.len
        });
        let mapped: usize = mapped.sum();
        writeln!(out, "  mapped {mapped} of {} bytes", inline.text.len()).unwrap();
    }
    let mut line = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            writeln!(out, "  {name} {}", values.join(", ")).unwrap();
        }
    };
    let list = |list: &[Said]| list.iter().map(shown).collect::<Vec<_>>();
    line("target", build.target.iter().map(shown).collect());
    let arg = |arg: &dockwright_builds::Argument| {
        format!("{}={}", shown(&arg.name), arg.value.as_ref().map_or("(environment)".to_owned(), shown))
    };
    line("args", build.args.iter().map(arg).collect());
    let named = |named: &dockwright_builds::NamedContext| {
        let source = match &named.source {
            Source::Folder(folder) => format!("folder {}", path(folder)),
            Source::Image(image) => format!("image {image}"),
            Source::Build(build) => format!("build {build}"),
            Source::Remote(url) => format!("remote {url}"),
            Source::Unknown => "?".to_owned(),
        };
        format!("{}={source}", shown(&named.name))
    };
    line("contexts", build.contexts.iter().map(named).collect());
    line("platforms", list(&build.platforms));
    line("ssh", list(&build.ssh));
    line("secrets", list(&build.secrets));
    line("tags", list(&build.tags));
    line("uncached", list(&build.uncached_stages));
    line("cache from", list(&build.cache_from));
    line("no cache", build.no_cache.iter().map(shown).collect());
    line("profiles", list(&build.profiles));
    line(
        "misspelt",
        build.unknown_keys.iter().map(|it| format!("{} ({}?)", it.key.text, it.meant)).collect(),
    );
    line("both", build.inline_and_file.iter().map(|_| "a path and a text".to_owned()).collect());
}

/// Every text that an edit may replace is in its file at its place.
fn check_places(build: &Build, files: &Memory) {
    let args = build.args.iter().flat_map(|arg| [Some(&arg.name), arg.value.as_ref()]).flatten();
    let contexts = build.contexts.iter().flat_map(|named| [&named.name, &named.value]);
    let lists = [&build.platforms, &build.ssh, &build.secrets, &build.tags, &build.uncached_stages];
    let all = args.chain(contexts).chain(lists.into_iter().flatten()).chain(&build.target);
    for said in all.chain(&build.dockerfile_said).chain(&build.context_said) {
        let source = &files.0[&*said.place.file];
        let text = source.get(said.place.range.clone()).unwrap();
        if said.is_verbatim {
            assert_eq!(Some(text), said.value(), "{}", build.name);
        }
    }
}

fn read(files: &Memory, earlier: &Table) -> Table {
    let paths: Vec<PathBuf> = files.0.keys().filter(|path| FileKind::of(path).is_some()).cloned().collect();
    Table::read(files, &paths, earlier)
}

fn print_table(table: &Table, files: &Memory) -> String {
    let mut out = String::new();
    for build in table.all() {
        check_places(build, files);
        print(build, files, &mut out);
    }
    for file in table.files() {
        if let Some(broken) = file.broken {
            let line = files.0[file.path][..broken.offset].matches('\n').count() + 1;
            writeln!(out, "broken {} in line {line}", path(file.path)).unwrap();
        }
    }
    out
}

fn check(tables: &[(&str, &str)], expected_files: usize, is_counted: fn(FileKind) -> bool) {
    let (mut count, mut problems) = (0, String::new());
    for (table, source) in tables {
        let mut updated = String::new();
        for case in cases(source) {
            count += case.files.0.keys().filter(|path| FileKind::of(path).is_some_and(is_counted)).count();
            let found = print_table(&read(&case.files, &Table::default()), &case.files);
            if found != case.expected {
                writeln!(problems, "{}: expected\n{}found\n{found}", case.name, case.expected).unwrap();
            }
            write!(updated, "{}--- builds\n{found}", case.source).unwrap();
        }
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(table), updated).unwrap();
        }
    }
    assert!(problems.is_empty() || env::var_os("UPDATE_EXPECT").is_some(), "\n{problems}");
    assert!(count >= expected_files, "{count} files in the tables");
}

macro_rules! tables {
    ($($path:literal),*) => { &[$(($path, include_str!($path))),*] };
}

#[test]
fn compose_files() {
    let tables =
        tables!["compose/keys.txt", "compose/merging.txt", "compose/variables.txt", "compose/inline.txt"];
    check(tables, 60, |kind| kind == FileKind::Compose);
}

#[test]
fn bake_files() {
    let tables = tables!["bake/keys.txt", "bake/inheritance.txt", "bake/values.txt", "bake/inline.txt"];
    check(tables, 40, |kind| matches!(kind, FileKind::BakeHcl | FileKind::BakeJson));
}

#[test]
fn dev_containers() {
    check(tables!["devcontainer/containers.txt"], 20, |kind| kind == FileKind::DevContainer);
}

#[test]
fn a_broken_file_keeps_what_it_said() {
    for (name, good, broken) in [
        (
            "/w/compose.yaml",
            "services:\n  web:\n    build:\n      target: a\n",
            "services:\n  web:\n    build: {target: b\n  x\n",
        ),
        ("/w/docker-bake.hcl", "target \"web\" { target = \"a\" }\n", "target \"web\" { target = \n"),
        ("/w/docker-bake.json", "{\"target\": {\"web\": {\"target\": \"a\"}}}", "{\"target\": {\"web\": {"),
        (
            "/w/.devcontainer.json",
            "{\"build\": {\"dockerfile\": \"D\", \"target\": \"a\"}}",
            "{\"build\": {\"dockerfile",
        ),
    ] {
        let files = |text: &str| Memory(BTreeMap::from([(PathBuf::from(name), text.to_owned())]));
        let first = read(&files(good), &Table::default());
        let target = |table: &Table| {
            table.all().map(|build| shown(build.target.as_ref().unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(target(&first), ["a"], "{name}");
        // The second of two broken versions still has what the good one said.
        let second = read(&files(broken), &first);
        let third = read(&files(&format!("{broken} ")), &second);
        for table in [&second, &third] {
            assert_eq!(target(table), ["a"], "{name}");
            let file = table.file(Path::new(name)).unwrap();
            assert!(file.broken.is_some(), "{name}");
            assert_eq!(&**file.text, good, "{name}");
        }
        let fourth = read(&files(&good.replace('a', "z")), &third);
        assert!(fourth.file(Path::new(name)).is_some_and(|file| file.broken.is_none()), "{name}");
    }
}

#[test]
fn hostile_files_have_bounds() {
    let bomb = (1..40).map(|at| format!("a{at}: &a{at} [*a{0}, *a{0}, *a{0}]", at - 1));
    let bomb = bomb.collect::<Vec<_>>().join("\n");
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let circle = "services:\n  a: {extends: b}\n  b: {extends: a, build: .}\ninclude: [compose.yaml]\n";
    let variables = "variable \"a\" { default = b }\nvariable \"b\" { default = \"${a}\" }\nfunction \"f\" {\n params = [x]\n result = \"${f(x)}${f(x)}\"\n}\ntarget \"t\" {\n inherits = [\"t\"]\n args = {a = a, f = f(1)}\n matrix = {m = range(9999), n = range(9999)}\n name = \"t${m}-${n}\"\n}\n";
    for (name, text) in [
        ("compose.yaml", format!("a0: &a0 [x]\n{bomb}")),
        ("compose.yaml", deep("[", "]")),
        ("compose.yaml", deep("{a: ", "}")),
        ("compose.yaml", circle.to_owned()),
        ("docker-bake.hcl", variables.to_owned()),
        ("docker-bake.hcl", format!("a = {}", deep("[", "]"))),
        ("docker-bake.json", deep("[", "]")),
        ("docker-bake.json", format!("{{\"a\": {}1{}}}", "[".repeat(60), "]".repeat(60))),
        (".devcontainer.json", deep("{\"a\":", "}")),
    ] {
        let files = Memory(BTreeMap::from([(Path::new("/w").join(name), text)]));
        let table = read(&files, &Table::default());
        assert!(table.all().len() <= 2_000, "{name}");
    }
}

/// Files that count how often their texts are read.
struct Counted<'a>(&'a Memory, std::cell::Cell<usize>);

impl Files for Counted<'_> {
    fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.1.set(self.1.get() + 1);
        self.0.text(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.exists(path)
    }
}

#[test]
fn a_change_of_one_file_gives_the_same_table_as_reading_all() {
    let tables = tables![
        "compose/keys.txt",
        "compose/merging.txt",
        "compose/variables.txt",
        "bake/inheritance.txt",
        "devcontainer/containers.txt"
    ];
    for case in tables.iter().flat_map(|(_, source)| cases(source)) {
        let before = read(&case.files, &Table::default());
        for path in case.files.0.keys() {
            let mut files = Memory(case.files.0.clone());
            let text = files.0.get_mut(path).unwrap();
            *text = text.replacen('a', "b", 1);
            let paths: Vec<PathBuf> =
                files.0.keys().filter(|path| FileKind::of(path).is_some()).cloned().collect();
            let changed = std::iter::once(path.clone()).collect();
            let found = Table::read_changed(&files, &paths, &before, &changed);
            let expected = read(&files, &before);
            assert!(found.is_same(&expected), "{}: {}", case.name, path.display());
            let texts = |table: &Table| {
                table.files().iter().map(|it| (it.path.to_owned(), it.text.to_string())).collect::<Vec<_>>()
            };
            assert_eq!(texts(&found), texts(&expected), "{}: {}", case.name, path.display());
        }
    }
}

#[test]
fn a_change_reads_only_what_depends_on_it() {
    let build = "services:\n  web:\n    build: .\n".to_owned();
    let files: BTreeMap<_, _> =
        (0..50).map(|number| (PathBuf::from(format!("/w/{number}/compose.yaml")), build.clone())).collect();
    let mut files = Memory(files);
    let includes = PathBuf::from("/w/compose.yaml");
    files.0.insert(includes, "include: [./7/compose.yaml]\n".to_owned());
    let paths: Vec<PathBuf> = files.0.keys().cloned().collect();
    let counted = Counted(&files, std::cell::Cell::new(0));
    let before = Table::read(&counted, &paths, &Table::default());
    assert!(counted.1.take() > 100);
    let changed = std::iter::once(PathBuf::from("/w/7/compose.yaml")).collect();
    let after = Table::read_changed(&counted, &paths, &before, &changed);
    assert!(after.is_same(&before) && after.files().len() == before.files().len());
    // Two Compose files, and the `.env` files next to them.
    assert_eq!(counted.1.get(), 4);
}
