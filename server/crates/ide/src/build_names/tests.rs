//! Tests that stages and arguments are renamed across files, in both directions.

use std::{collections::BTreeMap, path::PathBuf};

use dockwright_analysis::fix::edited;
use dockwright_builds::Files;
use dockwright_syntax::Text;
use proptest::prelude::*;

use super::*;
use crate::rename::rename;

const DOCKERFILE: &str = "ARG V=1\nFROM a:$V AS dev\nARG V\nFROM dev AS prod\nRUN echo $V\n";

/// Spellings of a build with the target `prod` and the argument `V`.
const SPELLINGS: &[(&str, &str)] = &[
    (
        "compose.yaml",
        "services:\n  w:\n    build:\n      context: .\n      target: prod # prod\n      args:\n        V: 2\n",
    ),
    ("docker-compose.yml", "services: {w: {build: {context: ., target: 'prod', args: [V=2, \"V2=V\"]}}}\n"),
    (
        "compose.yml",
        "x-b: &b\r\n  args: {\"V\": \"V\"}\r\n  target: \"prod\"\r\nservices:\r\n  w: {build: *b}\r\n  x: {build: *b}\r\n",
    ),
    ("compose.prod.yaml", "services: {w: {build: {context: ., no_cache_filter: [dev, prod], args: [V]}}}\n"),
    (
        "docker-bake.hcl",
        "target \"w\" {\n  target = \"prod\"\n  args = { V = \"prod\" }\n  no-cache-filter = [\"prod\"]\n}\n",
    ),
    ("docker-bake.json", "{\"target\": {\"w\": {\"target\": \"prod\", \"args\": {\"V\": \"2\"}}}}\n"),
    (
        ".devcontainer.json",
        "{\"build\": {\"dockerfile\": \"Dockerfile\", \"target\": \"prod\", \"options\": [\"--build-arg=V=2\"]}} // prod\n",
    ),
];

#[derive(Clone, PartialEq, Debug)]
struct Memory(BTreeMap<PathBuf, String>);

impl Files for Memory {
    fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.0.get(path).map(|text| text.as_str().into())
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }
}

impl Memory {
    fn new(spellings: &[usize]) -> Self {
        let dockerfile = (PathBuf::from("/w/Dockerfile"), DOCKERFILE.to_owned());
        let others = spellings.iter().map(|&at| {
            let (name, text) = SPELLINGS[at];
            (Path::new("/w").join(name), text.to_owned())
        });
        Self(others.chain([dockerfile]).collect())
    }

    fn table(&self) -> Table {
        let paths: Vec<PathBuf> = self.0.keys().cloned().collect();
        Table::read(self, &paths, &Table::default())
    }

    /// Renames the symbol at the last occurrence of `find` in the Dockerfile.
    fn rename(&mut self, find: &str, new_name: &str) -> Result<usize, RenameError> {
        let path = Path::new("/w/Dockerfile");
        let source = self.0[path].clone();
        let document = Document::new(Text::new(&source));
        let offset = source.rfind(find).unwrap() + find.len() - 1;
        let name = shared_name(&document, offset).unwrap();
        let shown = |path: &Path| path.display().to_string();
        let own = rename(&document, offset, new_name)?;
        let others = rename_edits(&self.table(), path, &document, &name, new_name, &shown)?;
        let count = others.len();
        self.0.insert(path.to_owned(), edited(&source, &own));
        for (path, edit) in others.into_iter().rev() {
            let text = edited(&self.0[&*path], &[edit]);
            self.0.insert(path.to_path_buf(), text);
        }
        Ok(count)
    }
}

proptest! {
    #[test]
    fn a_rename_and_back_restores_every_byte(
        spellings in proptest::sample::subsequence((0..SPELLINGS.len()).collect::<Vec<_>>(), 1..=SPELLINGS.len()),
        name in "[a-z][a-z0-9_.-]{0,12}x",
        is_stage in any::<bool>(),
    ) {
        let before = Memory::new(&spellings);
        let mut files = before.clone();
        let (old, new) = if is_stage { ("AS prod", name) } else { ("ARG V", name.replace(['.', '-'], "_")) };
        let count = files.rename(old, &new).unwrap();
        prop_assert!(count >= 1);
        let (find, old) = if is_stage { (format!("AS {new}"), "prod") } else { (format!("ARG {new}"), "V") };
        prop_assert_eq!(files.rename(&find, old).unwrap(), count);
        prop_assert_eq!(files, before);
    }
}

#[track_caller]
fn refused(name: &str, text: &str, reason: &str) {
    let mut files = Memory::new(&[]);
    files.0.insert(Path::new("/w").join(name), text.to_owned());
    let error = files.rename("AS prod", "true").unwrap_err();
    assert!(error.to_string().contains(reason), "{error}");
}

#[test]
fn a_rename_that_would_miss_a_name_is_refused() {
    refused("compose.yaml", "services: {w: {build: {target: prod", "cannot be read");
    refused("compose.yaml", "services: {w: {build: {target: \"${T:-prod}\"}}}", "from a variable");
    refused("compose.yaml", "services: {w: {build: {target: prod}}}", "unless it is in quotes");
    refused(
        "compose.yaml",
        "services: {w: {build: {target: &t \"prod\"}}, x: {build: {dockerfile: D, target: *t}}}",
        "different Dockerfile",
    );
}
