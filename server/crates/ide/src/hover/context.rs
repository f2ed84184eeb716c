//! Adds to hovers what a source of COPY, ADD or a bind mount includes from the build context.
//!
//! The caller counts the files, since this crate does not read any.

use std::ops::Range;

use dockwright_context::{
    build::IgnoreLine,
    sources::{FileCount, Found},
};

use super::{Hover, markdown::one_line};
use dockwright_analysis::{
    document::Document,
    model::{Remark, place::Spot},
    usage::touches,
};
use dockwright_texts::{Language, Message, ide::hover::context as texts};

/// A source in the build context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextSource {
    /// Byte range of the source.
    pub range: Range<usize>,
    /// Its path, with variables replaced by their values.
    pub path: String,
}

/// The source at `offset`, if its value is known.
pub fn context_source_at(document: &Document, offset: usize) -> Option<ContextSource> {
    let spot = Spot::at(document, offset)?;
    let stage = document.model().stages.get(spot.stage?)?;
    let remarks = stage.evaluated.remarks.iter().filter(|(item, _)| *item == spot.item);
    remarks.into_iter().find_map(|(_, remark)| match remark {
        Remark::ContextSource { range, path, .. } => {
            let range = spot.placed.start + range.start..spot.placed.start + range.end;
            let is_known = path.argument.is_none() && path.is_certain;
            (is_known && touches(&range, offset))
                .then(|| ContextSource { range, path: path.text.to_string() })
        }
        _ => None,
    })
}

/// What one build finds at a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    /// The displayed name of the context's root.
    pub folder: String,
    /// The result of the lookup.
    pub found: Found,
    /// The number of files.
    pub count: FileCount,
    /// The line of the ignore file that excludes some of them.
    pub ignored_by: Option<IgnoreLine>,
}

/// Appends what builds find at a source to the other hover text.
pub fn source_hover(
    source: &ContextSource,
    summaries: &[SourceSummary],
    other: Option<Hover>,
    language: Language,
) -> Option<Hover> {
    let mut lines: Vec<String> = Vec::new();
    for summary in summaries {
        let line = summarized(summary)?.text(language);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let found = lines.join("\n\n");
    match other {
        _ if found.is_empty() => other,
        // For a variable, the value comes first.
        Some(other) if other.range != source.range => {
            Some(Hover { markdown: format!("{}\n\n---\n\n{found}", other.markdown), range: other.range })
        }
        Some(other) => {
            Some(Hover { markdown: format!("{found}\n\n---\n\n{}", other.markdown), range: other.range })
        }
        None => Some(Hover { range: source.range.clone(), markdown: found }),
    }
}

/// The maximum length of a path or pattern before it is cut.
const LONGEST: usize = 200;

fn summarized(summary: &SourceSummary) -> Option<Message> {
    let SourceSummary { folder, found, count, ignored_by } = summary;
    let folder = one_line(folder, LONGEST);
    if *found == Found::Missing {
        return Some(texts::missing(folder));
    }
    if *found == Found::Unknown || count.is_cut && count.sent == 0 {
        return None;
    }
    let files = match count.sent {
        0 => texts::no_file(),
        sent if count.is_cut => texts::more_files(sent),
        1 => texts::one_file(),
        sent => texts::files(sent),
    };
    let excluded = if count.ignored == 1 { texts::one() } else { texts::many(count.ignored) };
    Some(match ignored_by {
        _ if count.ignored == 0 => texts::Copies { count: files, folder }.message(),
        Some(line) => texts::CopiesExcludedAt {
            count: files,
            folder,
            excluded,
            file: &*line.file,
            line: line.line,
            pattern: one_line(&line.pattern, LONGEST),
        }
        .message(),
        None => texts::CopiesExcluded { count: files, folder, excluded, file: ".dockerignore" }.message(),
    })
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    #[test]
    fn sources_with_known_values() {
        let at = |text: &str, before: &str| {
            let document = Document::new(Text::new(text));
            context_source_at(&document, text.find(before).unwrap()).map(|source| source.path)
        };
        let text = "FROM scratch\nENV D=docs\nARG A\nCOPY src/x $D/a.md $A --from /d/\nCOPY --from=b one /d\nRUN --mount=source=two,target=/t x\n";
        for (before, path) in [
            ("src/x", Some("src/x")),
            ("$D/a", Some("docs/a.md")),
            ("$A", None),
            ("one", None),
            ("two", Some("two")),
        ] {
            assert_eq!(at(text, before).as_deref(), path, "{before}");
        }
    }

    #[test]
    fn counts() {
        let shown = |count: FileCount, ignored_by: Option<IgnoreLine>| {
            let summary = SourceSummary { folder: "web".to_owned(), found: Found::Sent, count, ignored_by };
            let source = ContextSource { range: 0..1, path: String::new() };
            source_hover(&source, &[summary], None, Language::English).map(|hover| hover.markdown)
        };
        let count = |sent, ignored, is_cut| FileCount { sent, ignored, is_cut, ignored_by: None };
        let line = IgnoreLine { file: ".dockerignore".into(), line: 4, pattern: "*.md".to_owned() };
        for (count, line, text) in [
            (count(1, 0, false), None, "1 file of the build context `web`"),
            (count(12, 0, true), None, "More than 12 files of the build context `web`"),
            (
                count(12, 3, false),
                Some(line),
                "12 files of the build context `web`; 3 excluded by `.dockerignore` (line 4: `*.md`)",
            ),
        ] {
            assert_eq!(shown(count, line).as_deref(), Some(text));
        }
        assert_eq!(shown(count(0, 0, true), None), None);
    }
}
