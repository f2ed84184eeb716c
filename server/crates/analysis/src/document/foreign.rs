//! Detects files that are named like Dockerfiles but are not: files for a different frontend, and
//! templates.
//!
//! The pages of the rules `OtherFrontend` and `TemplateFile` describe both.

use std::ops::Range;

use super::{Document, Frontend, Mark};
use crate::{document::Placed, facts::Form, spec::Instruction};

/// What a file is if it is not a Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign {
    /// A file that a different frontend reads.
    Frontend(Frontend),
    /// A template, and the range of its first mark.
    Template(Range<usize>),
}

/// The name extensions of templates.
const EXTENSIONS: [&str; 10] =
    ["j2", "jinja", "jinja2", "erb", "tmpl", "tpl", "template", "in", "mustache", "gotmpl"];

/// The opening and closing marks of template languages.
const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")];

/// The longest text between an opening and a closing mark, in bytes.
const LONGEST: usize = 1_000;

/// Programs whose arguments or input often are templates, or look like templates.
const READERS: [&str; 29] = [
    "awk",
    "bash",
    "buildah",
    "cat",
    "confd",
    "consul-template",
    "crictl",
    "docker",
    "dockerize",
    "echo",
    "go",
    "gomplate",
    "helm",
    "jinja2",
    "j2",
    "jq",
    "kubectl",
    "nerdctl",
    "node",
    "oc",
    "perl",
    "php",
    "podman",
    "printf",
    "python",
    "python3",
    "ruby",
    "sed",
    "skopeo",
];

impl Document {
    /// Detects what the file is if it is not a Dockerfile.
    pub(super) fn find_foreign(&self) -> Option<Foreign> {
        if let Some(frontend) = self.other_frontend() {
            return Some(Foreign::Frontend(frontend));
        }
        let extension = self.context().file_name.as_deref().and_then(|name| name.rsplit_once('.'));
        let extension = extension.map(|(_, extension)| extension.to_ascii_lowercase());
        let is_named = extension.as_deref().is_some_and(|it| EXTENSIONS.contains(&it));
        let has_words = extension.as_deref() == Some("in");
        let has_mark = has_words || self.has(Mark::Template);
        if !has_mark {
            return None;
        }
        self.instructions().find_map(|placed| {
            let source = self.source(&placed);
            let found = if is_named {
                anywhere(&source, has_words)
            } else {
                let end = header_end(&placed).min(source.len());
                in_instruction(&source[..end], &placed)
            };
            found.map(|range| Foreign::Template(placed.start + range.start..placed.start + range.end))
        })
    }
}

/// The end of an instruction's text, where its heredocs begin.
fn header_end(placed: &Placed<'_>) -> usize {
    placed.facts.heredocs.first().map_or(usize::MAX, |heredoc| heredoc.content_start)
}

/// The first mark in a template's text, outside of comment lines.
fn anywhere(source: &str, has_words: bool) -> Option<Range<usize>> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if !line.trim_start().starts_with('#') {
            let marks = line.char_indices().find_map(|(at, _)| mark(line, at));
            let found = marks.or_else(|| word(line).filter(|_| has_words));
            if let Some(range) = found {
                return Some(start + range.start..start + range.end);
            }
        }
        start += line.len();
    }
    None
}

/// The first `@NAME@` in a line.
fn word(line: &str) -> Option<Range<usize>> {
    line.match_indices('@').find_map(|(at, _)| {
        let rest = &line[at + 1..];
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let is_name =
            len > 0 && rest.starts_with(|c: char| !c.is_ascii_digit()) && rest[len..].starts_with('@');
        is_name.then_some(at..at + len + 2)
    })
}

/// The mark that begins at an offset of a line.
fn mark(line: &str, at: usize) -> Option<Range<usize>> {
    let rest = &line[at..];
    let (begin, end) = MARKS.into_iter().find(|(begin, _)| rest.starts_with(begin))?;
    // A mark contains no braces, so the search stops at the next one: a line may begin thousands of
    // marks.
    let inside = &rest.as_bytes()[begin.len()..];
    let inside = &inside[..inside.len().min(LONGEST)];
    let brace = inside.iter().position(|byte| matches!(byte, b'{' | b'}')).unwrap_or(inside.len());
    let inside = &inside[..inside.len().min(brace + end.len())];
    let len = inside.windows(end.len()).position(|found| found == end.as_bytes())?;
    let inner = &rest[begin.len()..begin.len() + len];
    // `${{ … }}` belongs to a workflow, and nested braces to a shell.
    let is_other = line[..at].ends_with('$') || inner.trim().is_empty() || inner.contains(['{', '}']);
    (!is_other).then_some(at..at + begin.len() + len + end.len())
}

/// A mark that continues on later lines.
fn opened(line: &str, at: usize) -> Option<Range<usize>> {
    let rest = &line[at..];
    MARKS.iter().find(|(begin, _)| rest.starts_with(begin)).map(|_| at..line.trim_end().len())
}

/// The first mark in a file with any name. Marks that may be data do not count: those in quoted
/// text, arrays, and arguments of programs that read templates.
fn in_instruction(source: &str, placed: &Placed<'_>) -> Option<Range<usize>> {
    let facts = placed.facts;
    if facts.form == Some(Form::Exec) || facts.json.is_some() {
        return None;
    }
    let is_shell = facts.form == Some(Form::Shell);
    let mut quote = None;
    let mut command = TemplateCommand::default();
    let mut start = 0;
    for (number, line) in source.split_inclusive('\n').enumerate() {
        let is_comment = number > 0 && line.trim_start().starts_with('#');
        if is_comment {
            start += line.len();
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            if std::mem::take(&mut escaped) {
                continue;
            }
            match (c, quote) {
                ('\\', None | Some('"')) => escaped = true,
                ('"' | '\'', None) => quote = Some(c),
                (c, Some(open)) if c == open => quote = None,
                (';' | '|' | '&', None) => command = TemplateCommand { start: start + at + 1, reads: false },
                _ => {}
            }
            let is_line_start = at == indent && quote.is_none();
            let is_unknown = facts.instruction.is_none();
            let opened = || (is_line_start && is_unknown).then(|| opened(line, at)).flatten();
            let Some(range) = mark(line, at).or_else(opened) else { continue };
            let found = start + range.start..start + range.end;
            let is_from = facts.instruction == Some(Instruction::From);
            let is_data = match facts.instruction {
                _ if is_line_start && (number > 0 || is_unknown) => false,
                _ if is_from => false,
                _ if quote.is_some() => true,
                _ if is_shell => command.reads(source, found.start),
                // `ENV FORMAT={{.Name}}`
                _ => line[range.clone()].starts_with("{{.") && !line[range].contains(' '),
            };
            if !is_data {
                return Some(found);
            }
        }
        start += line.len();
    }
    None
}

/// A command whose words are read up to an offset.
#[derive(Debug, Default)]
struct TemplateCommand {
    /// The start of the words that are not read yet.
    start: usize,
    /// Whether it reads templates.
    reads: bool,
}

impl TemplateCommand {
    /// Whether the words before an offset show that the command reads templates.
    fn reads(&mut self, source: &str, end: usize) -> bool {
        if !self.reads {
            let words = &source[self.start..end];
            self.reads = is_read(words);
            // The last word may be incomplete.
            self.start += words.rfind(char::is_whitespace).unwrap_or_default();
        }
        self.reads
    }
}

/// Whether the start of a command reads templates: it names a program that does, or has an option
/// for one.
fn is_read(command: &str) -> bool {
    command.split(|c: char| c.is_whitespace() || c == '=').any(|word| {
        let name = word.rsplit('/').next().unwrap_or_default();
        READERS.contains(&name)
            || matches!(word, "-f" | "--format" | "-t" | "--template" | "-o" | "--output" | "-w")
    })
}

#[cfg(test)]
mod tests;
