//! Build contexts on disk, for rules and features that need to know the sources of COPY and ADD.
//!
//! Only the paths given by sources are read, and nothing outside the context, except git's ignore
//! files in the folders above it, and names in those folders, since one of them may be the actual
//! context.

mod disk;
mod ignore_files;
mod listings;
mod shared;
mod submodules;

pub(crate) use disk::DiskView;
pub(crate) use ignore_files::{ContextIgnore, ignore_file, ignore_files};
pub(crate) use listings::{FolderListings, Listed, ListedKind};
pub(crate) use shared::SharedFolders;
use submodules::absent_submodules;

use std::{
    cell::OnceCell,
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use dockwright_analysis::{spec::Engine, suggest::typing_errors};
use dockwright_context::{
    build::{BuildContext, BuildRoot, Inspection, Provenance, SourceFacts},
    sources::Found,
};

use crate::dockerfiles::GitIgnores;

/// A context on disk, with the results of looking up sources in it.
#[derive(Debug)]
pub(crate) struct FolderContext {
    pub(crate) place: BuildRoot,
    engine: Engine,
    /// If the context is only a guess, the folders above the root up to this one may be the actual
    /// context.
    outermost: Option<PathBuf>,
    /// Whether sources are looked up on disk on demand. Otherwise only earlier results are available.
    reads_at_once: bool,
    /// If sources are looked up on demand, the context as it was at the first lookup.
    reading: Mutex<Option<Reading>>,
    shared: Option<Arc<SharedFolders>>,
    /// The maximum time spent on a source that is looked up on demand.
    patience: Option<Duration>,
    known: Mutex<HashMap<Arc<str>, Arc<SourceFacts>>>,
    /// The ignore file at the last lookup.
    ignore: Mutex<Option<Arc<ContextIgnore>>>,
    version: AtomicU64,
}

/// A context that is being read.
#[derive(Debug)]
struct Reading {
    view: DiskView,
    ignore: Arc<ContextIgnore>,
    /// The files of git that ignore paths, read when a source is missing.
    git: OnceCell<GitIgnores>,
    /// The submodules that are not checked out, read when a source is missing.
    submodules: OnceCell<Arc<[PathBuf]>>,
}

impl FolderContext {
    /// A context that is read on demand.
    pub(crate) fn reading(place: BuildRoot, engine: Engine, outermost: Option<PathBuf>) -> Self {
        Self {
            place,
            engine,
            outermost,
            reads_at_once: true,
            reading: Mutex::default(),
            shared: None,
            patience: None,
            known: Mutex::default(),
            ignore: Mutex::default(),
            version: AtomicU64::default(),
        }
    }

    /// Shares facts about folders with other contexts.
    pub(crate) fn sharing(self, shared: Arc<SharedFolders>) -> Self {
        Self { shared: Some(shared), ..self }
    }

    /// Limits the time spent on each source. A source that takes longer remains unknown.
    pub(crate) fn patient(self, patience: Duration) -> Self {
        Self { patience: Some(patience), ..self }
    }

    /// A context that is read only by [`FolderContext::renew`].
    pub(crate) fn remembering(place: BuildRoot, engine: Engine, outermost: Option<PathBuf>) -> Self {
        Self { reads_at_once: false, ..Self::reading(place, engine, outermost) }
    }

    /// Whether another context has the same files and would give the same results.
    pub(crate) fn asks_the_same(&self, other: &Self) -> bool {
        let key = |context: &Self| (context.place.clone(), context.engine, context.outermost.clone());
        key(self) == key(other)
    }

    /// The files of the context; `None` if its folder does not exist, or if a file of the workspace
    /// specifies a folder that is unrelated to the workspace.
    pub(crate) fn view(&self) -> Option<DiskView> {
        if !self.may_read(&self.place.root, Path::to_path_buf) {
            return None;
        }
        let view = DiskView::sharing(&self.place.root, self.shared.clone())?;
        // Checks again with symbolic links resolved.
        let resolved = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.may_read(view.root(), resolved).then_some(view)
    }

    /// Whether a folder may be read as the context. Users may specify any folder; files may specify
    /// only folders in the workspace and those that contain the Dockerfile.
    fn may_read(&self, root: &Path, path: impl Fn(&Path) -> PathBuf) -> bool {
        match self.place.provenance {
            Provenance::CommandLine | Provenance::Inferred => true,
            Provenance::Settings | Provenance::BuildFile => {
                let is_inside = self.outermost.as_deref().is_some_and(|outer| root.starts_with(path(outer)));
                let folder = self.place.dockerfile.parent();
                is_inside || folder.is_some_and(|folder| path(folder).starts_with(root))
            }
        }
    }

    /// Finds the ignore file that applies now.
    pub(crate) fn find_ignore_file(&self) -> ContextIgnore {
        ContextIgnore::find(&self.place, self.engine)
    }

    /// The ignore file that the results are based on.
    pub(crate) fn known_ignore_file(&self) -> Option<Arc<ContextIgnore>> {
        self.ignore.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks sources up again, and returns whether findings may have changed. Results for other sources
    /// are dropped. A source that takes longer than `patience` remains unknown.
    pub(crate) fn renew<'a>(
        &self,
        sources: impl IntoIterator<Item = &'a Arc<str>>,
        patience: Option<Duration>,
    ) -> bool {
        let sources: Vec<_> = sources.into_iter().cloned().collect();
        let found = self.look_up(&sources, patience);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_changed = self.notable(&known) != self.notable(&found);
        *known = found;
        if is_changed {
            self.version.fetch_add(1, Ordering::Relaxed);
        }
        is_changed
    }

    /// Looks a source up now, without using earlier results.
    pub(crate) fn fresh(&self, source: &str, patience: Option<Duration>) -> Option<Arc<SourceFacts>> {
        self.look_up(&[source.into()], patience).remove(source)
    }

    /// The sources that findings may be about.
    fn notable<'a>(
        &self,
        known: &'a HashMap<Arc<str>, Arc<SourceFacts>>,
    ) -> HashMap<&'a Arc<str>, &'a Arc<SourceFacts>> {
        let is_stated = self.is_stated();
        let is_notable = |facts: &SourceFacts| match facts.found {
            Found::Sent | Found::Unknown => facts.reported.is_some(),
            Found::Missing => is_stated || facts.missing.as_ref().is_some_and(|it| it.near.is_some()),
            Found::Ignored(_) | Found::Empty(_) => true,
        };
        known.iter().filter(|(_, facts)| is_notable(facts)).collect()
    }

    fn look_up(
        &self,
        sources: &[Arc<str>],
        patience: Option<Duration>,
    ) -> HashMap<Arc<str>, Arc<SourceFacts>> {
        if sources.is_empty() {
            return HashMap::new();
        }
        let mut kept = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = if kept.is_none() { self.open() } else { None };
        let Some(reading) = kept.as_ref().or(fresh.as_ref()) else { return HashMap::new() };
        let Reading { view, ignore, git, submodules } = reading;
        let root = view.root();
        let shared = self.shared.as_deref();
        let find_git = || shared.map_or_else(|| shared::git(root), |shared| shared.git(root));
        let git = || git.get_or_init(find_git);
        let find_submodules =
            || shared.map_or_else(|| absent_submodules(root), |shared| shared.absent_submodules(root));
        let submodules = || submodules.get_or_init(find_submodules);
        let inspection = Inspection {
            view,
            ignore: &ignore.file,
            ignore_text: (&ignore.text, &ignore.name),
            slips: typing_errors,
            is_git_ignored: &|path| {
                let file = view.root().join(path);
                submodules().iter().any(|submodule| file.starts_with(submodule))
                    || is_git_ignored(git(), view.root(), path)
            },
            is_elsewhere: &|path| self.is_elsewhere(path),
        };
        let look = |source: &Arc<str>| {
            view.take_time(patience);
            (Arc::clone(source), Arc::new(inspection.source(source)))
        };
        let found = sources.iter().map(look).collect();
        if self.reads_at_once && fresh.is_some() {
            *kept = fresh;
        }
        found
    }

    /// Opens the context and its ignore file.
    fn open(&self) -> Option<Reading> {
        let view = self.view()?;
        let ignore = Arc::new(self.find_ignore_file());
        *self.ignore.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&ignore));
        Some(Reading { view, ignore, git: OnceCell::new(), submodules: OnceCell::new() })
    }

    /// Whether a path exists in a folder above the root.
    fn is_elsewhere(&self, path: &str) -> bool {
        let Some(outermost) = self.outermost.as_deref() else { return false };
        let above = self.place.root.ancestors().skip(1).take_while(|folder| folder.starts_with(outermost));
        above.into_iter().any(|folder| folder.join(path).symlink_metadata().is_ok())
    }
}

impl BuildContext for FolderContext {
    fn is_stated(&self) -> bool {
        self.place.provenance.is_stated()
    }

    fn version(&self) -> u64 {
        self.version.load(Ordering::Relaxed)
    }

    fn source(&self, source: &str) -> Option<Arc<SourceFacts>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(source).cloned();
        if known.is_some() || !self.reads_at_once {
            return known;
        }
        let found = self.look_up(&[source.into()], self.patience);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(found);
        known.get(source).cloned()
    }
}

/// Whether git ignores a path in a folder, or one of the folders that contain it.
fn is_git_ignored(above: &GitIgnores, root: &Path, path: &str) -> bool {
    let mut ignores = above.clone();
    let mut place = root.to_owned();
    for name in path.split('/') {
        place.push(name);
        if ignores.ignores(&place, false) || ignores.ignores(&place, true) {
            return true;
        }
        if place.is_dir() {
            ignores = ignores.within(&place);
        }
    }
    false
}

#[cfg(test)]
mod tests;
