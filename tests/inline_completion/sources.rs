//! The files of the collection, their owners, and the two halves.

use std::{fs, io};

use dockwright_analysis::document::Document;
use dockwright_syntax::Text;
use dockwright_tests::corpus;

/// A file of the collection.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) id: String,
    /// The owner of the repository; in a collection of other people's files, the owner of the file.
    pub(crate) owner: String,
    pub(crate) text: String,
    is_template: bool,
}

impl Source {
    /// Whether it is in the half that the table is counted over. Templates are in neither.
    pub(crate) fn is_counted(&self) -> bool {
        hash(&self.owner).is_multiple_of(2)
    }

    /// Its escape character.
    pub(crate) fn escape(&self) -> char {
        Document::new(Text::new(&self.text)).escape()
    }
}

/// All files that are UTF-8 and not templates.
pub(crate) fn all() -> io::Result<Vec<Source>> {
    let corpus = corpus().ok_or_else(|| io::Error::other("there is no collection"))?;
    let index = fs::read_to_string(&corpus.index)?;
    let mut sources = Vec::new();
    for row in index.lines().skip(1) {
        let columns: Vec<_> = row.split('\t').collect();
        let [id, repository, path, _, _, _, class, ..] = *columns else { continue };
        let file = corpus.dockerfiles.join(format!("{id}.Dockerfile"));
        if let Ok(text) = fs::read_to_string(file) {
            let is_template = class == "template";
            sources.push(Source { id: id.to_owned(), owner: owner(repository, path), text, is_template });
        }
    }
    sources.retain(|source| !source.is_template);
    sources.sort_by(|a, b| (&a.owner, &a.id).cmp(&(&b.owner, &b.id)));
    Ok(sources)
}

/// This many files of the half that is not counted.
pub(crate) fn sample(sources: Vec<Source>, files: usize, seed: u64) -> Vec<Source> {
    let mut sources: Vec<_> = sources.into_iter().filter(|source| !source.is_counted()).collect();
    sources.sort_by_key(|source| hash(&format!("{seed} {}", source.id)));
    sources.truncate(files);
    sources
}

fn owner(repository: &str, path: &str) -> String {
    // `data/a/alice/…`: a collection of other people's files.
    let parts: Vec<_> = path.split('/').collect();
    let owner = match *parts {
        ["data", initial, owner, ..] if owner.to_lowercase().starts_with(&initial.to_lowercase()) => owner,
        _ => repository.split('/').next().unwrap_or_default(),
    };
    owner.to_lowercase()
}

/// A number for a text: FNV-1a with its upper bits mixed in.
pub(crate) fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ (hash >> 29)
}
