//! One pass over the workspace for `workspace/diagnostic`: a search for files unless the last list is current, and then one file
//! after the other.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use dockwright_builds::MAX_FILES as MAX_BUILD_FILES;
use dockwright_lint::{registry, rule::Group};
use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, NumberOrString, PreviousResultId,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDocumentDiagnosticReport as Report,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::{
    ctx::Ctx,
    document_configurations::DocumentConfigurations,
    documents::OpenDocument,
    findings::shown,
    pool::guarded,
    result_ids::{ResultIds, content_id},
    session::Session,
    uris,
    workspace_files::MAX_FILES,
    workspace_findings::{FileList, KnownFile, LISTED, LISTED_UNWATCHED, Stamp},
    workspace_search::{self, WorkspaceFile},
};
use crate::{contexts::SharedFolders, regular_file};

/// The length of a step, if a single file does not take longer.
const STEP: Duration = Duration::from_millis(5);
/// The maximum number of folders to search.
const MAX_FOLDERS: usize = 100_000;
/// A list of files is current for at least this many times the duration of the search.
const WORTH: u32 = 10;
/// The maximum size of a closed file.
const MAX_SIZE: u64 = 1 << 20;
/// The maximum size of all closed files together.
const MAX_BYTES: u64 = 128 << 20;
/// The maximum number of findings of a closed file, and of a pass.
const MAX_OF_FILE: usize = 1_000;
const MAX_OF_PASS: usize = 50_000;
/// After this time, the findings of an unchanged file are computed again: soon if there are findings
/// about files of the build context, since the user probably creates or renames these files.
const SOON: Duration = Duration::from_secs(2);
const LATER: Duration = Duration::from_secs(300);

/// A pass that continues with each call of [`Pass::step`].
pub(crate) struct Pass {
    session: Session,
    phase: Phase,
    /// The results that the client has.
    previous: HashMap<FileKey, PreviousResultId>,
    open: Vec<Arc<OpenDocument>>,
    configurations: DocumentConfigurations,
    shared: Arc<SharedFolders>,
    /// The state of the Dockerfiles that were checked.
    dockerfiles: DefaultHasher,
    builds: u64,
    changes: u64,
    done: usize,
    all: usize,
    bytes_left: u64,
    findings_left: usize,
}

enum Phase {
    Search(Search),
    Check(VecDeque<Subject>),
}

struct Search {
    folders: Box<dyn Iterator<Item = Vec<WorkspaceFile>> + Send>,
    found: Vec<WorkspaceFile>,
    searched: usize,
    start: Instant,
}

/// A file to check.
enum Subject {
    Open(Arc<OpenDocument>),
    Closed(WorkspaceFile),
}

/// Clients may spell the URI of a file differently.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum FileKey {
    Path(PathBuf),
    Other(String),
}

impl FileKey {
    fn new(uri: &str) -> Self {
        uris::file_path(uri).map_or_else(|| Self::Other(uri.to_owned()), Self::Path)
    }
}

/// The results of a step.
#[derive(Debug, Default)]
pub(crate) struct Step {
    pub(crate) reports: Vec<Report>,
    /// Complaints about configuration files.
    pub(crate) complaints: Vec<String>,
    /// How many files have been checked, of how many; not known during the search.
    pub(crate) done: Option<(usize, usize)>,
    pub(crate) is_last: bool,
}

impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pass").field("done", &self.done).field("all", &self.all).finish_non_exhaustive()
    }
}

impl Pass {
    /// A pass with the documents that were open at the request, and the results that the client has.
    pub(crate) fn new(
        session: Session,
        open: Vec<Arc<OpenDocument>>,
        previous: Vec<PreviousResultId>,
    ) -> Self {
        let folders = Box::new(workspace_search::search(&session.folders));
        let search = Search { folders, found: Vec::new(), searched: 0, start: Instant::now() };
        let changes = session.findings.changes();
        let previous = previous.into_iter().map(|it| (FileKey::new(it.uri.as_str()), it)).collect();
        Self {
            session,
            phase: Phase::Search(search),
            previous,
            open,
            configurations: DocumentConfigurations::default(),
            shared: Arc::default(),
            dockerfiles: DefaultHasher::new(),
            builds: 0,
            changes,
            done: 0,
            all: 0,
            bytes_left: MAX_BYTES,
            findings_left: MAX_OF_PASS,
        }
    }

    /// Continues for a short time.
    pub(crate) fn step(&mut self) -> Step {
        let start = Instant::now();
        let mut step = Step::default();
        while start.elapsed() < STEP {
            match &mut self.phase {
                Phase::Search(search) => {
                    let is_listed = search.searched == 0 && self.is_listed();
                    if !is_listed && self.search() {
                        continue;
                    }
                    self.start_checks();
                    // Reading the builds may have taken long.
                    break;
                }
                Phase::Check(subjects) => {
                    let Some(subject) = subjects.pop_front() else {
                        step.reports.extend(self.previous.drain().map(|(_, gone)| nothing(gone.uri)));
                        step.is_last = true;
                        break;
                    };
                    self.done += 1;
                    // If it panics, the client keeps an earlier result.
                    if let Ok(Some(report)) = guarded(|| Ok(self.check(&subject, &mut step))) {
                        step.reports.push(report);
                    }
                }
            }
        }
        step.done = (self.all > 0).then_some((self.done, self.all));
        step
    }

    fn is_listed(&self) -> bool {
        let known = self.session.findings.known();
        known.listed.as_ref().is_some_and(|list| {
            list.folders == self.session.folders
                && list.changes == self.changes
                && Instant::now() < list.until
        })
    }

    /// Searches one more folder; false at the end.
    fn search(&mut self) -> bool {
        let Phase::Search(search) = &mut self.phase else { return false };
        search.searched += 1;
        let is_allowed = search.searched <= MAX_FOLDERS && search.found.len() < MAX_FILES;
        if let Some(found) = search.folders.next().filter(|_| is_allowed) {
            search.found.extend(found);
            return true;
        }
        let (found, time) = (std::mem::take(&mut search.found), search.start.elapsed());
        self.list(found, time);
        false
    }

    /// Keeps the list of files that was found.
    fn list(&self, mut found: Vec<WorkspaceFile>, searched_for: Duration) {
        found.sort();
        let (mut dockerfiles, mut build_files, mut ignore_files) = (Vec::new(), Vec::new(), Vec::new());
        for file in found {
            match file {
                WorkspaceFile::Dockerfile(path) => dockerfiles.push(path),
                WorkspaceFile::BuildFile(path) => build_files.push(path),
                WorkspaceFile::IgnoreFile(path) => ignore_files.push(path),
            }
        }
        dockerfiles.truncate(MAX_FILES);
        ignore_files.truncate(MAX_FILES);
        build_files.truncate(MAX_BUILD_FILES);
        let Session { folders, builds, abilities, findings, .. } = &self.session;
        builds.offer(folders, build_files.clone());
        let time = if abilities.workspace.watches_files { LISTED } else { LISTED_UNWATCHED };
        let mut known = findings.known();
        let lists = [&dockerfiles, &build_files, &ignore_files];
        known.files.retain(|path, _| lists.iter().any(|list| list.binary_search(path).is_ok()));
        known.listed = Some(FileList {
            // A large workspace is not searched all the time.
            until: Instant::now() + time.max(searched_for * WORTH),
            changes: self.changes,
            folders: Arc::clone(folders),
            dockerfiles: dockerfiles.into(),
            build_files: build_files.into(),
            ignore_files: ignore_files.into(),
        });
    }

    fn start_checks(&mut self) {
        let table = self.session.builds.table(&self.session.folders);
        let mut known = self.session.findings.known();
        let (before, number) = &mut known.builds;
        if !Arc::ptr_eq(before, &table) {
            *number += 1;
            *before = table;
        }
        self.builds = *number;
        let opened: HashSet<PathBuf> =
            self.open.iter().filter_map(|document| uris::file_path(&document.uri)).collect();
        let mut subjects: VecDeque<Subject> = self.open.drain(..).map(Subject::Open).collect();
        if let Some(list) = &known.listed {
            let dockerfiles = list.dockerfiles.iter().map(|path| WorkspaceFile::Dockerfile(path.clone()));
            let build_files = list.build_files.iter().map(|path| WorkspaceFile::BuildFile(path.clone()));
            let ignore_files = list.ignore_files.iter().map(|path| WorkspaceFile::IgnoreFile(path.clone()));
            let closed = dockerfiles
                .chain(build_files)
                .chain(ignore_files)
                .filter(|file| !opened.contains(file.path()));
            subjects.extend(closed.map(Subject::Closed));
        }
        drop(known);
        self.all = subjects.len();
        self.phase = Phase::Check(subjects);
    }

    fn check(&mut self, subject: &Subject, step: &mut Step) -> Option<Report> {
        match subject {
            Subject::Open(open) => self.open(open, step),
            Subject::Closed(file) => self.closed(file, step),
        }
    }

    fn open(&mut self, open: &Arc<OpenDocument>, step: &mut Step) -> Option<Report> {
        (&open.uri, open.revision).hash(&mut self.dockerfiles);
        let (configuration, complaints) = self.configurations.of(&self.session, &open.uri, false);
        self.complain(&complaints, step);
        let session = Session { selection: Some(configuration.selection), ..self.session.clone() };
        let ctx = Ctx::new(Arc::clone(open), session);
        let previous = self.previous.remove(&FileKey::new(&open.uri));
        let (uri, version) = (ctx.uri()?.clone(), open.version.map(i64::from));
        let ids = ResultIds::new(&ctx);
        let previous = previous.map(|previous| previous.value);
        if let Some(id) = previous.clone().filter(|previous| ids.is_current(&ctx, previous)) {
            return Some(unchanged(uri, version, id));
        }
        let (items, holds_back) = shown(&ctx);
        let id = ids.id(&ctx, holds_back, &items);
        if previous.as_ref() == Some(&id) {
            return Some(unchanged(uri, version, id));
        }
        Some(full(uri, version, Some(id), items))
    }

    /// The report about a file on disk. The client gets none if the file exceeds a limit.
    fn closed(&mut self, file: &WorkspaceFile, step: &mut Step) -> Option<Report> {
        let path = file.path();
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let is_build_file = matches!(file, WorkspaceFile::BuildFile(_));
        let stamp = Stamp {
            modified: metadata.modified().ok(),
            size: metadata.len(),
            generation: self.session.generation,
            builds: self.builds,
            changes: self.changes,
            dockerfiles: if is_build_file { self.dockerfiles.finish() } else { 0 },
        };
        if matches!(file, WorkspaceFile::Dockerfile(_)) {
            (path, stamp.modified, stamp.size).hash(&mut self.dockerfiles);
        }
        self.bytes_left = self.bytes_left.checked_sub(stamp.size).filter(|_| stamp.size <= MAX_SIZE)?;
        let previous = self.previous.remove(&FileKey::Path(path.to_owned()));
        let uri = Uri::from_file_path(path)?;
        let known = self.session.findings.known().files.get(path).and_then(|known| {
            (known.stamp == stamp && stamp.modified.is_some() && Instant::now() < known.until)
                .then(|| known.id.clone())
        });
        let is_same = |id: &String| previous.as_ref().is_some_and(|previous| previous.value == *id);
        if let Some(id) = known.filter(is_same) {
            return Some(unchanged(uri, None, id));
        }
        let (bytes, _) = regular_file::read(path, MAX_SIZE).ok()?;
        let (configuration, complaints) = self.configurations.of_closed(&self.session, path, &self.shared);
        self.complain(&complaints, step);
        let context = Arc::clone(&configuration.context);
        let document = OpenDocument::new(uri.to_string(), None, 0, &String::from_utf8_lossy(&bytes), context);
        let session = Session {
            selection: Some(configuration.selection),
            context: configuration.context,
            ..self.session.clone()
        };
        let (mut items, _) = shown(&Ctx::new(Arc::new(document), session));
        items.truncate(MAX_OF_FILE);
        self.findings_left = self.findings_left.checked_sub(items.len())?;
        let id = content_id(&items);
        let is_soon = items.iter().any(|item| is_build_file || is_about_context(item));
        let until = Instant::now() + if is_soon { SOON } else { LATER };
        let known = KnownFile { stamp, id: id.clone(), until };
        self.session.findings.known().files.insert(path.to_owned(), known);
        Some(if is_same(&id) { unchanged(uri, None, id) } else { full(uri, None, Some(id), items) })
    }

    /// Adds the complaints that were not shown before.
    fn complain(&self, complaints: &[dockwright_texts::Message], step: &mut Step) {
        if complaints.is_empty() {
            return;
        }
        let texts = complaints.iter().map(|complaint| complaint.text(self.session.language));
        let mut known = self.session.findings.known();
        step.complaints.extend(texts.filter(|text| known.complaints.insert(text.clone())));
    }
}

/// Whether a finding is about files of the build context.
fn is_about_context(item: &Diagnostic) -> bool {
    match &item.code {
        Some(NumberOrString::String(code)) => {
            registry::named(code).is_some_and(|rule| rule.group == Group::Context)
        }
        _ => false,
    }
}

fn unchanged(uri: Uri, version: Option<i64>, result_id: String) -> Report {
    let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
    WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
}

fn full(uri: Uri, version: Option<i64>, result_id: Option<String>, items: Vec<Diagnostic>) -> Report {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
}

/// The report about a file that is no longer in the workspace.
fn nothing(uri: Uri) -> Report {
    full(uri, None, None, Vec::new())
}

impl WorkspaceFile {
    fn path(&self) -> &Path {
        match self {
            Self::Dockerfile(path) | Self::BuildFile(path) | Self::IgnoreFile(path) => path,
        }
    }
}
