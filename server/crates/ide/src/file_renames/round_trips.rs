//! Renames there and back, which must restore every byte.

use std::{
    collections::HashMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_builds::{Context, Dockerfile, Files, Table};
use dockwright_syntax::Text;
use proptest::prelude::*;

use super::*;
use crate::ignore_file::IgnoreDocument;

/// Texts of a workspace by their paths.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Workspace(HashMap<PathBuf, Arc<str>>);

impl Files for Workspace {
    fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.0.get(path).cloned()
    }

    fn exists(&self, _: &Path) -> bool {
        true
    }
}

impl Workspace {
    fn table(&self) -> Table {
        let mut paths: Vec<PathBuf> = self.0.keys().cloned().collect();
        paths.sort();
        Table::read(self, &paths, &Table::default())
    }

    /// The workspace after files were renamed and the edits applied. `context` is the folder that is sent
    /// to the builder.
    fn renamed(&self, context: &Path, renames: &FileRenames) -> Self {
        let table = self.table();
        let of_builds: HashMap<_, _> = build_file_edits(&table, renames).into_iter().collect();
        let renamed = self.0.iter().map(|(path, text)| {
            let contexts = [context.to_owned()];
            let edits = if path.ends_with(".dockerignore") {
                pattern_edits(&IgnoreDocument::new(text.to_string()), &contexts, renames)
            } else if let Some(edits) = of_builds.get(path.as_path()) {
                edits.clone()
            } else if path.extension().is_some() {
                Vec::new()
            } else if path.ends_with("dockwright.toml") {
                setting_edits(text, path, renames)
            } else {
                let folders = SourceFolders::new(contexts.to_vec(), table.all());
                source_edits(&Document::new(Text::new(text)), &folders, renames)
            };
            (renames.path(path), edited(text, &edits).into())
        });
        Self(renamed.collect())
    }

    /// Dockerfile and context of each build.
    fn built(&self) -> Vec<(PathBuf, PathBuf)> {
        let table = self.table();
        let paths = table.all().filter_map(|build| match (&build.dockerfile, &build.context) {
            (Dockerfile::File(file), Context::Folder(folder)) => Some((file.clone(), folder.clone())),
            _ => None,
        });
        paths.collect()
    }
}

/// The edits of a list of paths, one in each line.
fn setting_edits(text: &str, file: &Path, renames: &FileRenames) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        let edit = setting_path_edit(written, SettingPath::Path, file, renames);
        edits.extend(edit.map(|edit| TextEdit {
            range: start + edit.range.start..start + edit.range.end,
            text: edit.text,
        }));
        start += line.len();
    }
    edits
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "src", "app.js", "한글", "x-y", ".env"]).prop_map(str::to_owned)
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..4).prop_map(|names| names.join("/"))
}

/// A path with the spellings that mean the same.
fn spelled() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["", "./", "/"]), path(), prop::sample::select(vec!["", "/"]))
        .prop_map(|(start, path, end)| format!("{start}{path}{end}"))
}

fn instruction() -> impl Strategy<Value = String> {
    let forms = prop::sample::select(vec![
        "COPY @ /to/",
        "COPY --link @ other/*.js /to/",
        "COPY [\"@\", \"/to/\"]",
        "ADD \"@\" /to/",
        "RUN --mount=type=bind,source=@,target=/x make",
        "COPY --from=base @ /to/",
        "COPY --from=assets @ /to/",
        "RUN --mount=type=bind,from=assets,source=@,target=/x make",
        "COPY $HOME/@ /to/",
        "COPY \\\n  @ \\\n  # comment\n  /to/",
    ]);
    (forms, spelled()).prop_map(|(form, path)| form.replace('@', &path))
}

fn workspace() -> impl Strategy<Value = Workspace> {
    let dockerfile = prop::collection::vec(instruction(), 1..6);
    let patterns = prop::collection::vec(
        (prop::sample::select(vec!["", "!", "**/", "  "]), spelled()).prop_map(|(a, b)| format!("{a}{b}")),
        0..5,
    );
    let builds = prop::collection::vec((path(), path(), any::<bool>()), 0..4);
    (dockerfile, patterns, builds).prop_map(|(instructions, patterns, builds)| {
        let mut compose = String::new();
        if let Some((context, dockerfile, is_short)) = builds.first() {
            let _ = if *is_short {
                writeln!(compose, "include: [\"./{context}\", {dockerfile}]")
            } else {
                writeln!(compose, "include:\n  - path: {context}.yaml\n    project_directory: {dockerfile}")
            };
        }
        let mut settings = String::new();
        for (context, ..) in &builds {
            let _ = writeln!(settings, "{context}\n./{context}/");
        }
        compose.push_str("services:\n");
        let mut bake = String::new();
        for (number, (context, dockerfile, is_short)) in builds.iter().enumerate() {
            let _ = if *is_short {
                writeln!(compose, "  s{number}:\n    extends: {{file: {dockerfile}, service: x}}\n    build: ./{context}")
            } else {
                writeln!(compose, "  s{number}:\n    build:\n      context: {context}/ # here\n      dockerfile: \"{dockerfile}\"\n      additional_contexts:\n        assets: ./src")
            };
            let _ = writeln!(
                bake,
                "target \"t{number}\" {{\n  context = \"./{context}\"\n  dockerfile = \"{dockerfile}\"\n}}"
            );
        }
        let files = [
            ("/w/Dockerfile", format!("FROM scratch AS base\n{}\n", instructions.join("\n"))),
            ("/w/.dockerignore", patterns.join("\n")),
            ("/w/compose.yaml", compose),
            ("/w/docker-bake.hcl", bake),
            ("/w/dockwright.toml", settings),
        ];
        Workspace(files.into_iter().map(|(path, text)| (PathBuf::from(path), text.into())).collect())
    })
}

fn renames() -> impl Strategy<Value = Vec<(PathBuf, PathBuf)>> {
    // The new names are new, so that nothing is overwritten.
    let new = prop::sample::select(vec!["new", "a/new", "new/deeper/one", "new.txt", "새 이름", "n$w"]);
    prop::collection::vec((path(), new), 1..3).prop_map(|renames| {
        let number = |(number, (old, new)): (usize, (String, &str))| {
            (Path::new("/w").join(old), Path::new("/w").join(format!("{new}{number}")))
        };
        renames.into_iter().enumerate().map(number).collect()
    })
}

proptest! {
    #[test]
    fn renames_there_and_back_restore_every_byte(before in workspace(), renames in renames()) {
        let is_inner = |path: &Path, of: &Path| path.starts_with(of) || of.starts_with(path);
        // Two renames of the same file have no inverse.
        prop_assume!(renames.len() < 2 || !is_inner(&renames[0].0, &renames[1].0));
        prop_assume!(renames.iter().all(|(_, new)| renames.iter().all(|(old, _)| !is_inner(new, old))));
        let there = FileRenames::new(renames.clone());
        let back = FileRenames::new(renames.into_iter().map(|(old, new)| (new, old)));
        let context = Path::new("/w");
        let after = before.renamed(context, &there);
        prop_assert_eq!(&after.renamed(context, &back), &before);
        // The builds follow, except for names that need quotes in some language.
        if there.old_paths().all(|old| !there.path(old).to_string_lossy().contains('$')) {
            let expected = before.built().into_iter();
            let expected: Vec<_> = expected.map(|(file, folder)| (there.path(&file), there.path(&folder))).collect();
            prop_assert_eq!(after.built(), expected);
        }
    }
}
