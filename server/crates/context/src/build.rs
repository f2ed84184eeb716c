//! The context that a Dockerfile is built from, and facts about the sources that it names.
//!
//! A Dockerfile may have several builds with different contexts. Rules and features ask [`BuildContexts`] about sources;
//! the code that makes it reads the files and decides when.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    ignore_file::IgnoreFile,
    similar_names::distance,
    sources::{ContextView, Found, Gap, gap, reported_by_buildkit, source},
};

/// Where a Dockerfile is built from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BuildRoot {
    /// The root of the context.
    pub root: PathBuf,
    /// The Dockerfile, which decides which ignore file counts.
    pub dockerfile: PathBuf,
    /// What says so.
    pub provenance: Provenance,
}

impl BuildRoot {
    /// Where a Dockerfile is built from if nothing says so: its own folder.
    pub fn inferred(dockerfile: &Path) -> Option<Self> {
        let root = dockerfile.parent()?.to_owned();
        Some(Self { root, dockerfile: dockerfile.to_owned(), provenance: Provenance::Inferred })
    }
}

/// What says which context it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Provenance {
    /// An option of the command line.
    CommandLine,
    /// A setting.
    Settings,
    /// A file that describes builds, such as a Compose file.
    BuildFile,
    /// Nothing: it is the folder of the Dockerfile.
    Inferred,
}

impl Provenance {
    /// Whether something says so, rather than that it is what most builds use.
    pub fn is_stated(&self) -> bool {
        *self != Self::Inferred
    }
}

/// Facts about a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFacts {
    /// What it finds.
    pub found: Found,
    /// The line of the ignore file that leaves it out.
    pub ignored_by: Option<IgnoreLine>,
    /// The path that BuildKit's check `CopyIgnoredFile` reports, if it reports it.
    pub reported: Option<String>,
    /// A source that is not there.
    pub missing: Option<MissingSource>,
}

/// A line of an ignore file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreLine {
    /// The name of the file.
    pub file: Arc<str>,
    /// The number of the line, 1-based.
    pub line: usize,
    /// The pattern as written.
    pub pattern: String,
}

/// A source that is not in the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSource {
    /// The source that was probably meant: one of its names is spelled differently and it exists.
    pub near: Option<String>,
    /// That it is missing may have a good reason: git ignores it, so that a step before the build makes it, or a link leads
    /// out of the context.
    pub is_excused: bool,
    /// A folder above has the whole path and may be the context. Only known where the context is not stated.
    pub is_elsewhere: bool,
}

/// A context, and what it is known to have. An answer may be missing because the files were not read yet.
pub trait BuildContext: fmt::Debug + Send + Sync {
    /// Whether something says that this is the context.
    fn is_stated(&self) -> bool;

    /// A number that grows whenever something else is known.
    fn version(&self) -> u64 {
        0
    }

    /// The facts about a source, after its variables are replaced.
    fn source(&self, source: &str) -> Option<Arc<SourceFacts>>;
}

/// The contexts of all known builds of a Dockerfile; empty if there is nothing to read.
#[derive(Debug, Clone, Default)]
pub struct BuildContexts(Arc<[Arc<dyn BuildContext>]>);

impl BuildContexts {
    /// The contexts of these builds.
    pub fn new(contexts: impl IntoIterator<Item = Arc<dyn BuildContext>>) -> Self {
        Self(contexts.into_iter().collect())
    }

    /// Whether no context is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number that grows whenever something else is known.
    pub fn version(&self) -> u64 {
        self.0.iter().map(|context| context.version()).sum()
    }

    /// What each build finds at a source, with whether its context is stated; `None` while one of them does not know.
    pub fn source(&self, source: &str) -> Option<Vec<(bool, Arc<SourceFacts>)>> {
        let facts = self.0.iter().map(|context| Some((context.is_stated(), context.source(source)?)));
        facts.collect::<Option<Vec<_>>>().filter(|facts| !facts.is_empty())
    }
}

/// They are the same where they ask the same files.
impl PartialEq for BuildContexts {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&*other.0).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

impl Eq for BuildContexts {}

/// The input of the facts about sources.
pub struct Inspection<'a> {
    /// The names in the context.
    pub view: &'a dyn ContextView,
    /// The ignore file that counts.
    pub ignore: &'a IgnoreFile,
    /// The text of the ignore file and its name.
    pub ignore_text: (&'a str, &'a Arc<str>),
    /// How many slips of typing make one name the other, or more than two.
    pub slips: fn(&str, &str) -> usize,
    /// Whether git ignores a path.
    pub is_git_ignored: &'a dyn Fn(&str) -> bool,
    /// Whether a folder above that may be the context has a path.
    pub is_elsewhere: &'a dyn Fn(&str) -> bool,
}

impl Inspection<'_> {
    /// Looks at a source.
    pub fn source(&self, text: &str) -> SourceFacts {
        let is_readable =
            self.ignore.fault().is_none() && self.ignore.rules.iter().all(|rule| !rule.pattern.is_bad());
        let nothing = IgnoreFile::default();
        // With a line that BuildKit rejects there is no build; what is missing is missing all the same.
        let found = source(self.view, if is_readable { self.ignore } else { &nothing }, text);
        let rule = match found {
            Found::Ignored(rule) | Found::Empty(rule) => rule,
            Found::Sent | Found::Missing | Found::Unknown => None,
        };
        let reported = if is_readable { reported_by_buildkit(self.ignore, text) } else { None };
        let missing = (found == Found::Missing).then(|| gap(self.view, text)).flatten();
        let missing = missing.map(|gap| self.missing(&gap, text));
        SourceFacts { found, ignored_by: rule.and_then(|rule| self.line(rule)), reported, missing }
    }

    fn line(&self, rule: usize) -> Option<IgnoreLine> {
        let rule = self.ignore.rules.get(rule)?;
        let (text, file) = self.ignore_text;
        Some(IgnoreLine {
            file: Arc::clone(file),
            line: rule.line + 1,
            pattern: text.get(rule.range.clone())?.to_owned(),
        })
    }

    fn missing(&self, gap: &Gap, text: &str) -> MissingSource {
        let path = |name: &str| {
            let names = gap.before.iter().map(String::as_str).chain([name]);
            names.chain(gap.after.iter().map(String::as_str)).collect::<Vec<_>>().join("/")
        };
        let whole = path(&gap.name);
        // Git may ignore the folder of a path as well.
        let ends = whole.match_indices('/').map(|(at, _)| at).chain([whole.len()]);
        let is_excused =
            gap.leads_outside || ends.into_iter().any(|end| (self.is_git_ignored)(&whole[..end]));
        let near = if is_excused { None } else { self.near(gap) };
        MissingSource {
            near: near.map(|name| respelled(text, &gap.name, &name)),
            is_excused,
            is_elsewhere: (self.is_elsewhere)(&whole),
        }
    }

    /// The name in the folder that was probably meant, if the rest of the path exists there.
    fn near(&self, gap: &Gap) -> Option<String> {
        let names = self.view.few_names(&gap.folder)?;
        let mut near: Vec<(usize, String)> = names
            .iter()
            .filter_map(|name| Some((distance(&gap.name, name, self.slips)?, name.clone())))
            .collect();
        near.sort_unstable();
        near.truncate(MAX_NEAR);
        let fits = |name: &String| {
            let names = [gap.folder.as_str(), name].into_iter().chain(gap.after.iter().map(String::as_str));
            let path = names.collect::<Vec<_>>().join("/");
            source(self.view, &IgnoreFile::default(), &path) == Found::Sent
        };
        near.into_iter().map(|(_, name)| name).find(fits)
    }
}

/// The maximum number of nearest names that are compared.
const MAX_NEAR: usize = 8;
/// The source with one of its names spelled differently, as it is written otherwise.
fn respelled(source: &str, name: &str, near: &str) -> String {
    let mut is_done = false;
    let names = source.split('/').map(|part| {
        let is_it = !is_done && part == name;
        is_done |= is_it;
        if is_it { near } else { part }
    });
    names.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::ListedFiles;

    fn look(files: &[&str], ignore_text: &str, source: &str) -> SourceFacts {
        let (view, ignore) = (ListedFiles::new(files.iter().copied()), IgnoreFile::new(ignore_text));
        let slips = |a: &str, b: &str| {
            let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
            a.len().max(b.len()) - same
        };
        let inspection = Inspection {
            view: &view,
            ignore: &ignore,
            ignore_text: (ignore_text, &".dockerignore".into()),
            slips,
            is_git_ignored: &|path| path == "dist",
            is_elsewhere: &|path| path == "Makefile",
        };
        inspection.source(source)
    }

    #[test]
    fn the_line_that_ignores_a_source_is_known() {
        let facts = look(&["docs/a.md", "src/x"], "# why\n  docs \n", "./docs/a.md");
        let line = facts.ignored_by.unwrap();
        assert_eq!((line.line, &*line.pattern, &*line.file), (2, "docs", ".dockerignore"));
        assert_eq!(facts.reported.as_deref(), Some("docs/a.md"));
        assert_eq!(look(&["docs/a.md"], "docs\n!", "docs").found, Found::Sent);
    }

    #[test]
    fn near_names() {
        let near =
            |files: &[&str], source: &str| look(files, "", source).missing.and_then(|missing| missing.near);
        for (file, source, expected) in [
            ("readme.md", "README.md", Some("readme.md")),
            ("config.yaml", "./config.yam", Some("./config.yaml")),
            ("requirements.txt", "requirementx.txt", Some("requirements.txt")),
            ("requirements.txt", "requirement.txt", Some("requirements.txt")),
            ("src/server/main.go", "/src/servers/main.go", Some("/src/server/main.go")),
            ("src/server/main.go", "src/servers/other.go", None),
            ("Src/", "src", Some("Src")),
            ("a1", "a2", None),
            ("release1", "release2", None),
            ("abc", "abd", None),
        ] {
            assert_eq!(
                near(&[file], source).as_deref(),
                expected.filter(|it| *it != source),
                "{file} {source}"
            );
        }
    }

    #[test]
    fn what_may_be_missing_for_a_reason() {
        let missing = |source: &str| look(&["src/x"], "", source).missing.unwrap();
        assert!(missing("dist/app.js").is_excused && !missing("lib/app.js").is_excused);
        assert!(missing("Makefile").is_elsewhere);
        let mut view = ListedFiles::new(["src/x"]);
        view.add("out", &crate::sources::Kind::Link("../elsewhere".to_owned()));
        assert!(gap(&view, "out/a").unwrap().leads_outside);
        assert!(!gap(&view, "src/a").unwrap().leads_outside);
    }
}
