//! Build files and the findings in them.
//!
//! A case of the table begins with `=== ` and its name; `--- ` and a path begins a file of it, and `--- findings` the expected
//! findings, which `UPDATE_EXPECT=1` writes. Paths are below `/w`.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::BTreeMap,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::document::Document;
use dockwright_builds::{Build, Dockerfile, FileKind, Files, Table};
use dockwright_lint::{
    build_file_context::Dockerfiles, build_files::build_file_diagnostics, preset::Selection,
};
use dockwright_syntax::Text;
use dockwright_texts::Language;

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

impl Dockerfiles for Memory {
    fn document(&self, build: &Build) -> Option<Arc<Document>> {
        let text = match &build.dockerfile {
            Dockerfile::File(path) => self.0.get(path)?.as_str(),
            Dockerfile::Inline(inline) => inline.text.as_str(),
            Dockerfile::Unknown => return None,
        };
        Some(Arc::new(Document::new(Text::new(text))))
    }

    fn exists(&self, path: &Path) -> Option<bool> {
        path.starts_with("/w").then(|| Files::exists(self, path))
    }
}

/// The findings in all build files of a case, one per line, with the line after its fix.
fn findings(files: &Memory) -> String {
    let paths: Vec<PathBuf> = files.0.keys().filter(|path| FileKind::of(path).is_some()).cloned().collect();
    let table = Table::read(files, &paths, &Table::default());
    let mut out = String::new();
    for path in &paths {
        let text = &files.0[path];
        for found in build_file_diagnostics(&table, path, files, Selection::default_preset()) {
            let name = path.strip_prefix("/w").unwrap().display();
            let line = text[..found.range.start].matches('\n').count();
            let (severity, place) = (found.severity.name(), &text[found.range.clone()]);
            let message = found.message.text(Language::English);
            writeln!(out, "{name}:{} {severity} {} at {place}: {message}", line + 1, found.code).unwrap();
            if let Some(fix) = found.fix {
                let mut fixed = text.clone();
                for edit in fix.edits.iter().rev() {
                    fixed.replace_range(edit.range.clone(), &edit.text);
                }
                writeln!(out, "  {}", fixed.lines().nth(line).unwrap().trim()).unwrap();
            }
        }
    }
    out
}

#[test]
fn findings_in_build_files() {
    dockwright_rules::install();
    let source = include_str!("build_files.txt");
    let (mut updated, mut problems) = (String::new(), String::new());
    for case in source.split("=== ").skip(1) {
        let (given, expected) = case.split_once("--- findings\n").unwrap();
        let mut parts = given.split("--- ");
        let name = parts.next().unwrap().trim();
        let file = |part: &str| {
            let (path, text) = part.split_once('\n').unwrap();
            (Path::new("/w").join(path), text.to_owned())
        };
        let found = findings(&Memory(parts.map(file).collect()));
        if found != expected {
            writeln!(problems, "{name}: expected\n{expected}found\n{found}").unwrap();
        }
        write!(updated, "=== {given}--- findings\n{found}").unwrap();
    }
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/build_files.txt"), updated).unwrap();
    } else {
        assert!(problems.is_empty(), "\n{problems}");
    }
}
