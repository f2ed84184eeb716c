//! The documents the client has open.
//!
//! Only the [front](super::front) writes; everything else gets an `Arc` of one version, which never
//! changes. Guards of the map are not passed out of this file. The text of a version is available
//! immediately, but its analysis is made when it is first needed: a burst of edits costs one parse,
//! and a large document is parsed in the thread that needs it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use dashmap::DashMap;
use dockwright_analysis::document::{Document, DocumentContext};
use dockwright_ide::{RelativeToken, ignore_file::IgnoreDocument};
use dockwright_syntax::{Edit, Position, PositionEncoding, Text};

use super::{
    document_kind::DocumentKind,
    last_edit::{LastEdit, Typing},
};

/// Longer texts are not analysed: the largest Dockerfiles in practice have a few hundred kilobytes,
/// and an analysis takes ten times the memory of the text.
pub(crate) const ANALYSED: usize = 16 << 20;
/// A document whose handlers take longer than this is handled in the pool from then on.
const SLOW: Duration = Duration::from_millis(30);
/// Larger documents are analysed in the pool, so that the next keystroke does not have to wait.
/// Fewer than one file in a thousand is larger.
const LARGE: usize = 32 << 10;
/// After this many edits since the last analysis, a fresh parse is cheaper than tracking them.
const MANY_EDITS: usize = 64;

/// One version of a document the client has open.
#[derive(Debug)]
pub(crate) struct OpenDocument {
    /// The URI in the client's spelling.
    pub(crate) uri: String,
    /// The client's number for this version; absent for a document read from disk.
    pub(crate) version: Option<i32>,
    /// The server's number for this version, never reused.
    pub(crate) revision: u64,
    pub(crate) kind: DocumentKind,
    /// The contents.
    pub(crate) text: Text,
    /// Where completion was last requested in this version: the byte offset plus one, or 0.
    completed_at: AtomicUsize,
    /// The information about it besides its text.
    context: Arc<DocumentContext>,
    analysis: OnceLock<Arc<Document>>,
    ignore_file: OnceLock<IgnoreDocument>,
    base: Mutex<Option<EarlierAnalysis>>,
    /// Shared by all versions of a document while it is open.
    last_tokens: Arc<LastTokens>,
    /// Whether a request about this or an earlier version took long. Work is limited wherever it is
    /// known to be large; this covers unforeseen cases, so that such a document delays others once
    /// instead of at each keystroke.
    is_slow: Arc<AtomicBool>,
    last_edit: LastEdit,
}

/// The semantic tokens that were sent last, which the client's next request may refer to.
#[derive(Debug, Default)]
pub(crate) struct LastTokens(Mutex<Option<(u64, Arc<[RelativeToken]>)>>);

impl LastTokens {
    /// The tokens of a version, if it is the last one that was sent.
    pub(crate) fn of(&self, revision: u64) -> Option<Arc<[RelativeToken]>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(of, _)| *of == revision).map(|(_, tokens)| Arc::clone(tokens))
    }

    /// Replaces the tokens that were sent before.
    pub(crate) fn keep(&self, revision: u64, tokens: Arc<[RelativeToken]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, tokens));
    }
}

/// An analysis of an earlier version, and the edits since.
#[derive(Debug, Clone)]
struct EarlierAnalysis {
    document: Arc<Document>,
    edits: Vec<Edit>,
}

/// A change of a document's text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The whole text is replaced.
    Whole(String),
    /// A part is replaced.
    Part {
        /// Where it starts.
        start: Position,
        /// Where it ends.
        end: Position,
        /// The new text.
        text: String,
    },
}

impl OpenDocument {
    /// The first version of a document.
    pub(crate) fn new(
        uri: String,
        version: Option<i32>,
        revision: u64,
        source: &str,
        context: Arc<DocumentContext>,
    ) -> Self {
        Self {
            kind: DocumentKind::new(&uri, ""),
            uri,
            version,
            revision,
            text: Text::new(source),
            completed_at: AtomicUsize::new(0),
            context,
            analysis: OnceLock::new(),
            ignore_file: OnceLock::new(),
            base: Mutex::default(),
            last_tokens: Arc::default(),
            is_slow: Arc::default(),
            last_edit: LastEdit::default(),
        }
    }

    /// What is known about it besides its text.
    pub(crate) fn context(&self) -> &DocumentContext {
        &self.context
    }

    /// Whether requests about it are answered immediately, before the next message is read.
    pub(crate) fn is_quick(&self) -> bool {
        self.text.len() <= LARGE && !self.is_slow.load(Ordering::Relaxed)
    }

    /// Runs a handler, and records whether it takes long.
    pub(crate) fn timed<R>(&self, run: impl FnOnce() -> R) -> R {
        let start = Instant::now();
        let result = run();
        if start.elapsed() > SLOW {
            self.is_slow.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Whether the text is too large to be analysed.
    pub(crate) fn is_too_large(&self) -> bool {
        self.text.len() > ANALYSED
    }

    /// The semantic tokens of this document that were sent last.
    pub(crate) fn last_tokens(&self) -> &LastTokens {
        &self.last_tokens
    }

    /// The edit that led to this version.
    pub(crate) fn last_edit(&self) -> &LastEdit {
        &self.last_edit
    }

    /// The version after some changes, each of which applies to the result of the one before it.
    fn changed(
        &self,
        version: Option<i32>,
        revision: u64,
        changes: Vec<Change>,
        encoding: PositionEncoding,
    ) -> Self {
        let mut text = self.text.clone();
        let mut base = self.base();
        let mut typing = Typing::after(&self.last_edit);
        for change in changes {
            match change {
                Change::Whole(source) => {
                    text = Text::new(&source);
                    base = None;
                    typing.replace_all();
                }
                Change::Part { start, end, text: new } => {
                    let edit = text.replace(text.offset(start, encoding)..text.offset(end, encoding), &new);
                    typing.edit(&edit, &new);
                    if let Some(base) = &mut base {
                        base.edits.push(edit);
                    }
                }
            }
        }
        let base = Mutex::new(base.filter(|base| base.edits.len() <= MANY_EDITS));
        Self {
            uri: self.uri.clone(),
            version,
            revision,
            kind: self.kind,
            text,
            completed_at: AtomicUsize::new(0),
            context: Arc::clone(&self.context),
            analysis: OnceLock::new(),
            ignore_file: OnceLock::new(),
            base,
            last_tokens: Arc::clone(&self.last_tokens),
            is_slow: Arc::clone(&self.is_slow),
            last_edit: typing.finish(),
        }
    }

    /// Records that completion is requested at an offset, and returns whether the previous request was
    /// for the same offset of the same version. While the user types, every request is about a
    /// different version.
    pub(crate) fn is_asked_again(&self, offset: usize) -> bool {
        self.completed_at.swap(offset + 1, Ordering::Relaxed) == offset + 1
    }

    /// The same version in a different context.
    fn in_context(&self, revision: u64, context: Arc<DocumentContext>) -> Self {
        Self {
            uri: self.uri.clone(),
            version: self.version,
            revision,
            kind: self.kind,
            text: self.text.clone(),
            completed_at: AtomicUsize::new(0),
            context,
            analysis: OnceLock::new(),
            ignore_file: OnceLock::new(),
            base: Mutex::default(),
            last_tokens: Arc::clone(&self.last_tokens),
            is_slow: Arc::clone(&self.is_slow),
            last_edit: self.last_edit.clone(),
        }
    }

    fn base(&self) -> Option<EarlierAnalysis> {
        match self.analysis.get() {
            Some(_) if self.is_too_large() => None,
            Some(document) => Some(EarlierAnalysis { document: Arc::clone(document), edits: Vec::new() }),
            None => self.base.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// The patterns of this version of an ignore file; empty if the text is too large.
    pub(crate) fn ignore_file(&self) -> &IgnoreDocument {
        self.ignore_file.get_or_init(|| {
            let end = if self.is_too_large() { 0 } else { self.text.len() };
            IgnoreDocument::new(self.text.slice(0..end).into_owned())
        })
    }

    /// The analysis of this version. The first caller makes it; concurrent callers wait for it.
    pub(crate) fn document(&self) -> &Arc<Document> {
        self.analysis.get_or_init(|| {
            if self.is_too_large() {
                return Arc::new(Document::new(Text::default()));
            }
            let base = self.base.lock().unwrap_or_else(PoisonError::into_inner).take();
            let edited =
                base.and_then(|base| survive(|| base.document.edited(self.text.clone(), &base.edits)));
            let document = edited
                .or_else(|| survive(|| Document::with_context(self.text.clone(), Arc::clone(&self.context))));
            // Even without an analysis, the document keeps its text, so that the next edit can be applied.
            Arc::new(document.unwrap_or_else(|| Document::new(Text::default())))
        })
    }
}

/// The value, or `None` if computing it panics: a panic in the analysis costs one analysis, not the
/// session.
fn survive<T>(make: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(make)).inspect_err(|_| tracing::error!("an analysis panicked")).ok()
}

/// All open documents by their URI, in the client's spelling.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    open: DashMap<String, Arc<OpenDocument>>,
    revisions: std::sync::atomic::AtomicU64,
}

impl Documents {
    /// The current version of a document.
    pub(crate) fn get(&self, uri: &str) -> Option<Arc<OpenDocument>> {
        self.open.get(uri).map(|entry| Arc::clone(entry.value()))
    }

    /// The current versions of all documents.
    pub(crate) fn all(&self) -> Vec<Arc<OpenDocument>> {
        self.open.iter().map(|entry| Arc::clone(entry.value())).collect()
    }

    /// Opens a Dockerfile.
    #[cfg(test)]
    fn open(
        &self,
        uri: String,
        version: Option<i32>,
        source: &str,
        context: Arc<DocumentContext>,
    ) -> Arc<OpenDocument> {
        self.open_as(DocumentKind::Dockerfile, uri, version, source, context)
    }

    /// Opens a document of a kind, or replaces its text.
    pub(crate) fn open_as(
        &self,
        kind: DocumentKind,
        uri: String,
        version: Option<i32>,
        source: &str,
        context: Arc<DocumentContext>,
    ) -> Arc<OpenDocument> {
        let document = OpenDocument::new(uri, version, self.next_revision(), source, context);
        self.insert(OpenDocument { kind, ..document })
    }

    fn insert(&self, document: OpenDocument) -> Arc<OpenDocument> {
        let document = Arc::new(document);
        self.open.insert(document.uri.clone(), Arc::clone(&document));
        document
    }

    /// Changes a document; `None` if it is not open.
    pub(crate) fn change(
        &self,
        uri: &str,
        version: Option<i32>,
        changes: Vec<Change>,
        encoding: PositionEncoding,
    ) -> Option<Arc<OpenDocument>> {
        let before = self.get(uri)?;
        let document = Arc::new(before.changed(version, self.next_revision(), changes, encoding));
        self.open.insert(uri.to_owned(), Arc::clone(&document));
        Some(document)
    }

    /// Changes the context of a document and returns it; `None` if it is not open.
    pub(crate) fn put_into(&self, uri: &str, context: Arc<DocumentContext>) -> Option<Arc<OpenDocument>> {
        let before = self.get(uri)?;
        if before.context == context {
            return Some(before);
        }
        let document = Arc::new(before.in_context(self.next_revision(), context));
        self.open.insert(uri.to_owned(), Arc::clone(&document));
        Some(document)
    }

    /// Removes a document; returns false if it was not open.
    pub(crate) fn close(&self, uri: &str) -> bool {
        self.open.remove(uri).is_some()
    }

    /// A new revision number.
    pub(crate) fn next_revision(&self) -> u64 {
        self.revisions.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(start: (u32, u32), end: (u32, u32), text: &str) -> Change {
        let position = |(line, column)| Position { line, column };
        Change::Part { start: position(start), end: position(end), text: text.to_owned() }
    }

    fn source(document: &OpenDocument) -> String {
        document.text.slice(0..document.text.len()).into_owned()
    }

    #[test]
    fn changes_mean_the_text_before_them() {
        let documents = Documents::default();
        documents.open("u".to_owned(), Some(1), "FROM a\n", Arc::default());
        let changes = vec![
            part((0, 5), (0, 6), "b\nRUN"),
            part((1, 3), (1, 3), " x"),
            Change::Whole("FROM c".to_owned()),
            part((0, 99), (7, 7), "\n"),
        ];
        let document = documents.change("u", Some(2), changes, PositionEncoding::Utf16).unwrap();
        assert_eq!(source(&document), "FROM c\n");
        assert_eq!(document.version, Some(2));
    }

    #[test]
    fn a_version_taken_before_an_edit_stays_as_it_was() {
        let documents = Documents::default();
        let first = documents.open("u".to_owned(), Some(1), "FROM a", Arc::default());
        let second = documents
            .change("u", Some(2), vec![part((0, 0), (0, 0), "# x\n")], PositionEncoding::Utf8)
            .unwrap();
        assert_eq!((source(&first), source(&second)), ("FROM a".to_owned(), "# x\nFROM a".to_owned()));
        assert_eq!(first.document().text().len(), 6);
        assert_eq!(second.document().text().len(), 10);
        assert!(first.revision < second.revision);
    }

    #[test]
    fn edits_are_analysed_together_and_as_a_fresh_text_is() {
        let documents = Documents::default();
        let first = documents.open("u".to_owned(), None, "FROM a\nRUN b\n", Arc::default());
        first.document();
        let mut last = first;
        for _ in 0..MANY_EDITS {
            last =
                documents.change("u", None, vec![part((1, 4), (1, 4), "x")], PositionEncoding::Utf8).unwrap();
        }
        assert_eq!(last.base.lock().unwrap().as_ref().map(|base| base.edits.len()), Some(MANY_EDITS));
        let fresh = Document::new(Text::new(&source(&last)));
        assert_eq!(last.document().tree().root().to_sexp(), fresh.tree().root().to_sexp());
        let last =
            documents.change("u", None, vec![part((1, 4), (1, 4), "x")], PositionEncoding::Utf8).unwrap();
        assert_eq!(last.base.lock().unwrap().as_ref().map(|base| base.edits.len()), Some(1));
    }

    #[test]
    fn unknown_documents_are_not_changed() {
        let documents = Documents::default();
        assert!(
            documents.change("u", None, vec![Change::Whole(String::new())], PositionEncoding::Utf8).is_none()
        );
        assert!(documents.get("u").is_none());
        assert!(!documents.close("u"));
    }

    #[test]
    fn a_panic_costs_one_analysis() {
        assert_eq!(survive(|| -> u8 { panic!("on purpose") }), None);
        assert_eq!(survive(|| 1), Some(1));
    }
}
