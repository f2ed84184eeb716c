//! Checks small projects: their Dockerfiles have no findings, and the files that they copy exist
//! and are sent.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeMap;

use dockwright_analysis::{
    document::Document,
    facts::operands::Operands,
    spec::{Instruction, mounts::MountValue},
};
use dockwright_context::{
    ignore_file::IgnoreFile,
    sources::{ContextView, Found, Kind, source},
};
use dockwright_init::{Entry, ProjectView, Starter, dockerignore, starter};
use dockwright_lint::{
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    rule::Preset,
};
use dockwright_syntax::Text;
use dockwright_texts::Language;
use serde::Deserialize;

#[derive(Deserialize)]
struct Projects {
    project: Vec<Project>,
}

#[derive(Deserialize)]
struct Project {
    name: String,
    kind: String,
    has: Vec<String>,
    files: BTreeMap<String, String>,
}

impl Project {
    fn folder(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
        Self { name: String::new(), kind: String::new(), has: Vec::new(), files }
    }
}

impl ProjectView for Project {
    fn text(&self, path: &str) -> Option<String> {
        self.files.get(path).cloned()
    }

    fn entries(&self, folder: &str) -> Vec<Entry> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut entries: Vec<Entry> = Vec::new();
        for path in self.files.keys().filter_map(|path| path.strip_prefix(&prefix)) {
            let (name, is_folder) = path.split_once('/').map_or((path, false), |(name, _)| (name, true));
            entries.push(Entry { name: name.to_owned(), is_folder });
        }
        entries.dedup();
        entries
    }
}

impl ContextView for Project {
    fn kind(&self, path: &str) -> Kind {
        if self.files.contains_key(path) {
            Kind::File
        } else if path.is_empty() || self.files.keys().any(|file| file.starts_with(&format!("{path}/"))) {
            Kind::Folder
        } else {
            Kind::Absent
        }
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let mut names: Vec<String> =
            ProjectView::entries(self, folder).into_iter().map(|entry| entry.name).collect();
        names.dedup();
        Some(names)
    }
}

fn projects() -> Vec<Project> {
    toml::from_str::<Projects>(include_str!("projects.toml")).unwrap().project
}

/// The findings in a Dockerfile under the preset with all rules.
fn findings(text: &str) -> Vec<String> {
    let document = Document::new(Text::new(text));
    dockwright_rules::install();
    let selection = Selection::new(Preset::All, &Choice::default());
    let found = diagnostics_for(&document, document.model(), &selection);
    let shown = |it: &dockwright_lint::diagnostic::Diagnostic| {
        format!("{}: {} ({})", it.code, it.message.text(Language::English), &text[it.range.clone()])
    };
    found.iter().map(shown).collect()
}

/// The paths that a Dockerfile copies from the build context.
fn sources(text: &str) -> Vec<String> {
    let document = Document::new(Text::new(text));
    let mut found = Vec::new();
    for placed in document.instructions() {
        let is_from = placed.facts.flags.iter().any(|flag| flag.text.starts_with("--from="));
        match &placed.facts.operands {
            Operands::Copy(copy) if !is_from => {
                found.extend(copy.sources.iter().map(|path| path.literal().unwrap().to_owned()));
            }
            Operands::Run(mounts) => found.extend(mounts.iter().filter_map(|mount| {
                let is_bind = mount.value(MountValue::Kind).is_none_or(|kind| &*kind.text == "bind");
                mount.value(MountValue::Source).filter(|_| is_bind).map(|path| path.text.clone())
            })),
            _ => {}
        }
    }
    assert!(!found.is_empty() || text.contains("COPY"), "{text}");
    found
}

#[track_caller]
fn check(project: &Project, starter: &Starter) {
    let text = &starter.dockerfile;
    assert_eq!(findings(text), Vec::<String>::new(), "{}\n{text}", project.name);
    let document = Document::new(Text::new(text));
    let ignore = IgnoreFile::new(&starter.dockerignore);
    assert!(ignore.fault().is_none(), "{}", starter.dockerignore);
    for path in sources(text) {
        assert_eq!(source(project, &ignore, &path), Found::Sent, "{}: {path}\n{text}", project.name);
    }
    let keywords: Vec<_> = document.instructions().filter_map(|it| it.facts.instruction).collect();
    for needed in [Instruction::User, Instruction::Healthcheck] {
        assert!(keywords.contains(&needed), "{}: {needed:?}\n{text}", project.name);
    }
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("CMD [") || last.starts_with("ENTRYPOINT ["), "{last}");
    assert!(!text.contains("\n\n\n") && text.ends_with('\n'), "{text}");
}

#[test]
fn every_project_gets_a_file_without_findings() {
    let projects = projects();
    assert!(projects.len() >= 30);
    for project in &projects {
        let starter = starter(project, Language::English);
        let starter = starter.unwrap_or_else(|| panic!("{}: nothing found", project.name));
        check(project, &starter);
        assert_eq!(starter.kind, project.kind, "{}", project.name);
        for line in &project.has {
            assert!(starter.dockerfile.contains(line), "{}: {line}\n{}", project.name, starter.dockerfile);
        }
    }
}

#[test]
fn comments_are_in_the_language_of_the_reader() {
    for project in &projects() {
        let (english, korean) =
            (starter(project, Language::English).unwrap(), starter(project, Language::Korean).unwrap());
        check(project, &korean);
        let code = |text: &str| {
            let lines = text.lines().filter(|line| !line.starts_with("# ") || line.starts_with("# syntax="));
            let is_kept = |line: &&str| !line.is_empty();
            lines.filter(is_kept).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(code(&english.dockerfile), code(&korean.dockerfile), "{}", project.name);
        assert_eq!(code(&english.dockerignore), code(&korean.dockerignore), "{}", project.name);
        let is_hangul = |c: char| ('가'..='힣').contains(&c);
        let comments = korean.dockerfile.lines().filter(|line| line.starts_with("# "));
        assert!(comments.filter(|line| line.contains(is_hangul)).count() > 4, "{}", korean.dockerfile);
        assert!(!english.dockerfile.contains(is_hangul) && !english.dockerignore.contains(is_hangul));
        assert!(!english.dockerfile.contains("{}") && !korean.dockerfile.contains("{}"));
    }
}

#[test]
fn the_usual_is_not_sent() {
    for project in &projects() {
        let starter = starter(project, Language::English).unwrap();
        let ignore = IgnoreFile::new(&starter.dockerignore);
        for path in
            [".git", "Dockerfile", "compose.yaml", ".dockerignore", ".vscode", ".env.local", "web/.idea"]
        {
            assert!(ignore.row_of(path).is_ignored(), "{}: {path}\n{}", project.name, starter.dockerignore);
        }
        for path in project.files.keys() {
            let is_secret = path == "config/master.key" || path == ".npmrc" || path == ".env";
            let is_kept = path == ".env" && project.kind == "Symfony";
            assert_eq!(ignore.row_of(path).is_ignored(), is_secret && !is_kept, "{}: {path}", project.name);
        }
    }
    let plain = dockerignore(&Project::folder(&[]), Language::English);
    assert!(IgnoreFile::new(&plain).row_of(".git").is_ignored() && plain.contains("**/.env\n"));
    let node = dockerignore(&Project::folder(&[("package.json", "{}")]), Language::English);
    assert!(node.contains("**/node_modules\n"));
}

#[test]
fn nothing_of_a_folder_without_a_program() {
    for files in [
        &[][..],
        &[("README.md", "# x")],
        &[("go.mod", "module x\n"), ("x.go", "package x\n")],
        &[("Cargo.toml", "[package]\nname = \"x\"\n"), ("src/lib.rs", "")],
        &[("composer.json", "{}")],
        &[("Library.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"/>")],
        &[("package.json", "not json")],
        &[("pom.xml", "<project")],
        &[("Cargo.toml", "[package\n")],
    ] {
        assert_eq!(starter(&Project::folder(files), Language::English), None, "{files:?}");
    }
}

#[test]
fn hostile_names_stay_out_of_the_file() {
    const BAD: [&str; 12] = [
        "x\"]\nRUN touch /pwned\n#",
        "x\nRUN touch /pwned",
        "$(touch pwned)",
        "`touch pwned`",
        "a;touch pwned",
        "a && touch pwned",
        "x' 'pwned",
        "--pwned",
        "../pwned",
        "/pwned",
        "a\\\npwned",
        "${pwned}",
    ];
    for bad in BAD {
        let json = serde_json::Value::from(bad).to_string();
        // A JSON string is also a TOML string.
        let toml = json.clone();
        let xml = bad.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        // The last part of a module path is a valid name.
        let module = if bad.ends_with("/pwned") { "x" } else { bad };
        let folders = [
            vec![
                (
                    "package.json",
                    format!(
                        r#"{{"main": {json}, "packageManager": "pnpm@" , "engines": {{"node": {json}}}, "volta": {{"node": {json}}},
                "scripts": {{"start": {json}, "build": {json}}}, "workspaces": [{json}], "dependencies": {{{json}: {json}, "express": "1"}}}}"#
                    ),
                ),
                (".nvmrc", bad.to_owned()),
                ("index.js", String::new()),
            ],
            vec![
                (
                    "package.json",
                    format!(
                        r#"{{"packageManager": {json}, "main": {json}, "dependencies": {{"next": "1"}}}}"#
                    ),
                ),
                ("pnpm-lock.yaml", String::new()),
                ("pnpm-workspace.yaml", format!("packages:\n  - {bad}\n")),
            ],
            vec![
                (
                    "package.json",
                    r#"{"scripts": {"build": "x"}, "dependencies": {"@angular/core": "1"}}"#.to_owned(),
                ),
                ("angular.json", format!(r#"{{"projects": {{{json}: {{}}}}}}"#)),
            ],
            vec![
                (
                    "pyproject.toml",
                    format!(
                        "[project]\nname = {toml}\nrequires-python = {toml}\ndependencies = [{toml}, \"fastapi\"]\n[project.scripts]\n{toml} = {toml}\n"
                    ),
                ),
                (".python-version", bad.to_owned()),
                ("main.py", format!("{} = FastAPI()\n", bad.replace('\n', " "))),
            ],
            vec![
                ("requirements.txt", format!("django\n-r {bad}\n")),
                ("manage.py", format!("DJANGO_SETTINGS_MODULE\", \"{bad}.settings\"")),
            ],
            vec![
                ("go.mod", format!("module {module}\n\ngo {bad}\n")),
                ("main.go", "package main\n".to_owned()),
            ],
            vec![
                (
                    "Cargo.toml",
                    format!("[package]\nname = {toml}\n[[bin]]\nname = {toml}\npath = \"src/main.rs\"\n"),
                ),
                ("src/main.rs", String::new()),
                ("rust-toolchain", bad.to_owned()),
            ],
            vec![
                ("Cargo.toml", format!("[package]\nname = \"x\"\ndefault-run = {toml}\n")),
                ("src/main.rs", String::new()),
                ("rust-toolchain.toml", format!("[toolchain]\nchannel = {toml}\n")),
            ],
            vec![(
                "pom.xml",
                format!(
                    "<project><artifactId>{xml}</artifactId><version>{xml}</version><properties><java.version>{xml}</java.version></properties><build><finalName>{xml}</finalName></build></project>"
                ),
            )],
            vec![
                (
                    "pom.xml",
                    format!("<project><modules><module>{xml}</module><module>a</module></modules></project>"),
                ),
                ("a/pom.xml", format!("<project><artifactId>{xml}</artifactId></project>")),
            ],
            vec![
                ("build.gradle", "plugins { id 'application' }".to_owned()),
                ("settings.gradle", format!("rootProject.name = '{bad}'\ninclude '{bad}'")),
            ],
            vec![(
                "App.csproj",
                format!(
                    "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net{xml}</TargetFramework><AssemblyName>{xml}</AssemblyName></PropertyGroup><ItemGroup><ProjectReference Include=\"{xml}\"/></ItemGroup></Project>"
                ),
            )],
            vec![
                ("Gemfile", format!("gem 'sinatra'\nruby '{bad}'\n")),
                ("config.ru", String::new()),
                (".ruby-version", bad.to_owned()),
            ],
            vec![
                (
                    "composer.json",
                    format!(
                        r#"{{"require": {{"php": {json}, "ext-{}": "*"}}, "config": {{"platform": {{"php": {json}}}}}}}"#,
                        json.trim_matches('"')
                    ),
                ),
                ("index.php", String::new()),
            ],
            vec![(".tool-versions", format!("hugo {bad}\n")), ("hugo.toml", String::new())],
        ];
        for files in &folders {
            let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
            let project = Project::folder(&files);
            let Some(found) = starter(&project, Language::English) else { continue };
            assert!(!found.dockerfile.contains("pwned"), "{bad:?}\n{}", found.dockerfile);
            check(&project, &found);
        }
    }
    // File names are just as untrusted.
    for bad in BAD {
        let (csproj, program) = (format!("{bad}.csproj"), format!("cmd/{bad}/main.go"));
        let web = "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>";
        for files in
            [&[(csproj.as_str(), web)][..], &[("go.mod", "module x\n"), (program.as_str(), "package main\n")]]
        {
            let found = starter(&Project::folder(files), Language::English);
            assert!(found.is_none_or(|it| !it.dockerfile.contains("pwned")), "{bad:?}");
        }
    }
}

#[test]
fn sizes_are_bounded() {
    let long = "x".repeat(3 << 20);
    let manifest = format!(r#"{{"name": "{long}", "scripts": {{"start": "node index.js"}}}}"#);
    assert_eq!(starter(&Project::folder(&[("package.json", &manifest)]), Language::English), None);
    let mut many =
        Project::folder(&[("package.json", r#"{"workspaces": ["packages/*"]}"#), ("index.js", "")]);
    for at in 0..5000 {
        many.files.insert(format!("packages/p{at}/package.json"), "{}".to_owned());
        many.files.insert(format!("p{at}/main.go"), "package main".to_owned());
    }
    many.files.insert("go.mod".to_owned(), "module x".to_owned());
    let found = starter(&many, Language::English).unwrap();
    assert!(found.dockerfile.len() < 10_000 && found.dockerignore.len() < 10_000);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(starter(&Project::folder(&[("package.json", &deep)]), Language::English), None);
}
