//! One table of file names, `tests/file-names.txt`, for the command line, the pre-commit hooks and
//! every editor.
//!
//! The file matching of each editor is imitated here. The tests in `editors/*/test` try the same
//! table with the editor itself. `UPDATE_EXPECT=1` renews the globs of Helix and Zed.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod globs;

use std::{
    collections::BTreeSet,
    env, fs,
    process::{Command, Stdio},
};

use dockwright_tests::{dockwright_binary, root};
use globset::{GlobBuilder, GlobMatcher};
use regex::Regex;
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dockerfile,
    Template,
    Other,
}

struct Row {
    name: String,
    kind: Kind,
    /// The editors that differ.
    differing: Vec<String>,
}

impl Row {
    fn base(&self) -> &str {
        self.name.rsplit('/').next().unwrap()
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table() -> Vec<Row> {
    let mut kind = None;
    let mut rows = Vec::new();
    for line in read("tests/file-names.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        match line {
            "[dockerfile]" => kind = Some(Kind::Dockerfile),
            "[template]" => kind = Some(Kind::Template),
            "[other]" => kind = Some(Kind::Other),
            _ => {
                let (name, differing) = line.split_once("  | ").unwrap_or((line, ""));
                let differing = differing.split_whitespace().map(str::to_owned).collect();
                rows.push(Row { name: name.to_owned(), kind: kind.unwrap(), differing });
            }
        }
    }
    let names: BTreeSet<_> = rows.iter().map(|row| &row.name).collect();
    assert!(rows.len() > 200 && names.len() == rows.len(), "{} rows, {} names", rows.len(), names.len());
    rows
}

/// The words of a list in the source of the program.
fn list(name: &str) -> Vec<String> {
    let source = read("server/crates/server/src/dockerfiles/names.rs");
    let (_, rest) = source.split_once(&format!("const {name}: &[&str] =")).unwrap();
    let list = rest.split("];").next().unwrap();
    let code = list.lines().map(|line| line.split("//").next().unwrap()).collect::<String>();
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The extensions that exclude a name, those of templates last.
fn extensions() -> Vec<String> {
    [list("OTHER"), list("TEMPLATES")].concat()
}

#[track_caller]
fn check(editor: &str, is_dockerfile: impl Fn(&Row) -> bool) {
    let mut problems = Vec::new();
    for row in table() {
        let differs = row.differing.iter().any(|it| it == editor);
        let expected = (row.kind == Kind::Dockerfile) != differs;
        if is_dockerfile(&row) != expected {
            problems.push(format!("{} is {}", row.name, if expected { "not taken" } else { "taken" }));
        }
    }
    assert!(problems.is_empty(), "{editor}:\n{}", problems.join("\n"));
}

/// Each name in a separate folder: some differ in letter case only, and some are folders of others.
#[test]
fn the_command_line() {
    let folder = env::temp_dir().join(format!("dockwright-names-{}", std::process::id()));
    let rows = table();
    for (number, row) in rows.iter().enumerate() {
        let path = folder.join(format!("{number:03}")).join(&row.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "WROKDIR /\n").unwrap();
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(dockwright_binary());
        let output = command.args(arguments).current_dir(&folder).stdin(Stdio::null()).output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (stdout, stderr) = run(&["check", "--format", "json", "--select", "UnknownInstruction"]);
    let found: Value = serde_json::from_str(&stdout).unwrap();
    let found: BTreeSet<_> =
        found.as_array().unwrap().iter().map(|it| it["file"].as_str().unwrap()).collect();
    let names = |kind: Kind| -> BTreeSet<String> {
        let numbered = rows.iter().enumerate().filter(|(_, row)| row.kind == kind);
        numbered.map(|(number, row)| format!("{number:03}/{}", row.name)).collect()
    };
    let expected = names(Kind::Dockerfile);
    assert_eq!(found, expected.iter().map(String::as_str).collect());
    let templates = names(Kind::Template);
    let first: Vec<_> = templates.iter().take(5).cloned().collect();
    let line = format!("dockwright: {} templates skipped: {}, …\n", templates.len(), first.join(", "));
    assert_eq!(stderr, line);
    let (formatted, _) = run(&["format", "--check"]);
    let (stats, _) = run(&["stats"]);
    assert!(stats.contains(&format!("files: {}\n", expected.len())), "{stats}");
    assert!(formatted.contains(&format!("{} files unchanged", expected.len())), "{formatted}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn pre_commit() {
    let hooks: Value = serde_saphyr::from_str(&read(".pre-commit-hooks.yaml")).unwrap();
    for hook in hooks.as_array().unwrap() {
        let pattern = |key: &str| Regex::new(hook[key].as_str().unwrap()).unwrap();
        let (files, exclude) = (pattern("files"), pattern("exclude"));
        check("pre-commit", |row| files.is_match(&row.name) && !exclude.is_match(&row.name));
    }
    let page = read("server/docs/ci.md");
    let example = page.split("```yaml").find(|block| block.contains("language: python")).unwrap();
    let example: Value = serde_saphyr::from_str(example.split("```").next().unwrap()).unwrap();
    let hook = &example["repos"][0]["hooks"][0];
    assert_eq!((&hook["files"], &hook["exclude"]), (&hooks[0]["files"], &hooks[0]["exclude"]), "ci.md");
}

#[test]
fn helix() {
    let extensions = extensions();
    let lines: Vec<_> =
        globs::globs(&extensions).iter().map(|glob| format!("  {{ glob = \"{glob}\" }},\n")).collect();
    expect_part("editors/helix/languages.toml", "file-types = [\n", "]\n", &lines.concat());
    // As Helix reads globs: at the end of a path, and `*` crosses folders.
    let globs: Vec<_> = globs::globs(&extensions).iter().map(|glob| matcher(&format!("*/{glob}"))).collect();
    check("helix", |row| globs.iter().any(|glob| glob.is_match(format!("/folder/{}", row.name))));
}

#[test]
fn zed() {
    let extensions = extensions();
    let globs: Vec<_> = globs::globs(&extensions).into_iter().skip(2).collect();
    let mut lines: Vec<_> = globs.iter().map(|glob| format!("      \"{glob}\"")).collect();
    lines.sort();
    expect_part("editors/zed/settings.json", "\"Dockerfile\": [\n", "\n    ]", &lines.join(",\n"));
    let config = read("editors/zed/languages/dockerfile/config.toml");
    let (_, suffixes) = config.split_once("path_suffixes = [").unwrap();
    let suffixes: Vec<_> = suffixes.split(']').next().unwrap().split('"').skip(1).step_by(2).collect();
    let globs: Vec<_> = globs.iter().map(|glob| matcher(glob)).collect();
    // The suffix of a language is the whole name, or what follows a dot.
    check("zed", |row| {
        let has_suffix = |suffix: &&&str| {
            row.base()
                .strip_suffix(**suffix)
                .is_some_and(|rest| rest.is_empty() || (rest.len() > 1 && rest.ends_with('.')))
        };
        suffixes.iter().find(has_suffix).is_some() || globs.iter().any(|glob| glob.is_match(row.base()))
    });
}

fn matcher(glob: &str) -> GlobMatcher {
    GlobBuilder::new(glob).build().unwrap_or_else(|error| panic!("{glob}: {error}")).compile_matcher()
}

/// The text between two lines of a file, which is rewritten with `UPDATE_EXPECT=1`.
#[track_caller]
fn expect_part(path: &str, begin: &str, end: &str, part: &str) {
    let text = read(path);
    let (before, rest) = text.split_once(begin).unwrap_or_else(|| panic!("{path}: no {begin:?}"));
    let (found, after) = rest.split_once(end).unwrap();
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join(path), format!("{before}{begin}{part}{end}{after}")).unwrap();
    } else {
        assert_eq!(found, part, "{path}: set UPDATE_EXPECT=1 to renew it");
    }
}

#[test]
fn sublime() {
    let source = read("editors/sublime/dockwright.py");
    let pattern = |name: &str, quotes: &str, flags: &str| {
        let (_, rest) = source.split_once(&format!("{name} = re.compile(")).unwrap();
        let text = rest.split(quotes).nth(1).unwrap();
        Regex::new(&format!("^(?:{flags}{text})$")).unwrap()
    };
    let (name, other) = (pattern("NAME", "\"", ""), pattern("OTHER", "\"\"\"", "(?ix)"));
    check("sublime", |row| name.is_match(row.base()) && !other.is_match(row.base()));
}

/// The words of a file in quotes, without those that are not extensions.
fn listed(path: &str, begin: &str, end: &str, separators: &[char]) -> Vec<String> {
    let source = read(path);
    let (_, rest) = source.split_once(begin).unwrap_or_else(|| panic!("{path}: no {begin:?}"));
    let words = rest.split(end).next().unwrap().split(|c: char| c.is_whitespace() || separators.contains(&c));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// These are tried by the editors' own tests; their lists have to be complete.
#[test]
fn lists_are_those_of_the_program() {
    let quotes = ['\'', '"', ',', '|', '\\', ')', '('];
    for (path, begin, end) in [
        ("editors/neovim/lua/dockwright/filetype.lua", "local others = {", "}"),
        ("editors/emacs/dockwright-files.el", "(defconst dockwright-other-extensions\n  '(", "\n  \""),
        ("editors/vim/dockwright.vim", "let s:other = '\\v(\\~|\\.('\n", "\n      \\ .. '))$'"),
    ] {
        let found = listed(path, begin, end, &quotes);
        let found: Vec<_> = found.iter().filter(|word| *word != "..").cloned().collect();
        assert_eq!(found, extensions(), "{path}");
    }
    let kakoune = listed("editors/kakoune/dockwright.kak", "            *~|\\\n", ")\n", &['|', '\\']);
    let expected: Vec<_> = extensions().iter().map(|extension| format!("*.{extension}")).collect();
    assert_eq!(kakoune, expected, "dockwright.kak");
    let text = read("editors/vscode/other-languages.json");
    let languages: Value = serde_json::from_str(&text).unwrap();
    let mut found: Vec<_> = languages
        .as_object()
        .unwrap()
        .values()
        .flat_map(|list| list.as_str().unwrap().split(' ').map(str::to_owned))
        // The extension has a language for them.
        .chain(["dockerignore".to_owned(), "containerignore".to_owned()])
        .collect();
    found.sort();
    let mut expected = extensions();
    expected.sort();
    assert_eq!(found, expected, "other-languages.json");
}

/// The regular expression of Emacs in the form of Rust.
fn from_emacs(text: &str) -> String {
    let text = text.replace("\\\\", "\\");
    let pairs = [("\\(?:", "(?:"), ("\\|", "|"), ("\\)", ")"), ("\\`", "\\A"), ("\\'", "\\z")];
    pairs.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

#[test]
fn emacs() {
    let source = read("editors/emacs/dockwright-files.el");
    let (_, rest) = source.split_once("(defconst dockwright-file-regexp\n  \"").unwrap();
    let name = Regex::new(&from_emacs(rest.split("\"\n").next().unwrap())).unwrap();
    let extensions = extensions();
    check("emacs", |row| {
        let (_, extension) = row.base().rsplit_once('.').unwrap_or_default();
        name.is_match(row.base())
            && !row.base().ends_with('~')
            && !extensions.contains(&extension.to_lowercase())
    });
}

/// With the shell that Kakoune calls.
#[cfg(unix)]
#[test]
fn kakoune() {
    let source = read("editors/kakoune/dockwright.kak");
    let (hook, rest) = source.split_once("%{\n    evaluate-commands %sh{\n").unwrap();
    let script = rest.split("\n    }\n}\n").next().unwrap();
    let pattern = hook.rsplit("BufCreate '").next().unwrap().split('\'').next().unwrap();
    let pattern = Regex::new(&format!("^(?:{pattern})$")).unwrap();
    let rows = table();
    // One shell for all of them.
    let calls = rows.iter().map(|row| &row.name).filter(|name| pattern.is_match(name)).map(|name| {
        format!("kak_buffile='{name}' kak_opt_filetype=\nprintf '%s: ' '{name}'; decide; echo\n")
    });
    let all = format!("decide() {{\n{script}\n}}\n{}", calls.collect::<Vec<_>>().concat());
    let output = Command::new("sh").args(["-c", &all]).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let taken: BTreeSet<_> = output
        .lines()
        .filter_map(|line| line.strip_suffix(": set-option buffer filetype dockerfile"))
        .collect();
    check("kakoune", |row| taken.contains(&*row.name));
}
