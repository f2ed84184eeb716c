//! What hadolint sees of a RUN: its commands with their words, and whether anything is piped.
//!
//! It is made from the view of the script, which all rules share. The text of an exec form is its
//! elements with spaces between them, and the text of a heredoc is shell, even if its `#!` line
//! says otherwise. If a script does not parse, hadolint sees the text before the place where it
//! stops, or nothing.

use std::ops::Range;

use dockwright_analysis::{
    document::{Document, Placed},
    facts::{Facts, Form},
    memo::Memoized,
    shell::{self, Dialect, PlaceKind, Script, ShellView},
};

use super::{
    command::{Arg, Command},
    extent::{Extent, extent, has_odd_parentheses, subshells},
    words::WordText,
};

/// What hadolint sees of a RUN.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The commands that have a name, in the order of the text.
    pub(super) commands: Vec<Command>,
    /// The number of names, where `time` counts as well.
    pub(super) named: usize,
    /// The first pipe.
    pub(super) pipe: Option<Range<usize>>,
    /// Some of its text disables pip's cache, in an assignment or not.
    pub(super) disables_pip_cache: bool,
}

impl Memoized for Reading {}

impl Reading {
    /// The reading of a RUN, or of the RUN in an ONBUILD, cached with its facts.
    pub(super) fn of<'a>(document: &Document, placed: &Placed<'a>) -> &'a Self {
        placed.facts.memo.get_or_init(|| Self::read(document, placed).unwrap_or_default())
    }

    fn read(document: &Document, placed: &Placed<'_>) -> Option<Self> {
        let source = document.source(placed);
        let facts = placed.facts.triggered();
        if facts.form == Some(Form::Exec) {
            let text = facts.json.as_ref()?.join(" ");
            return Self::of_text(&text, &|range| of_element(facts, &range));
        }
        let mut script = shell::script(placed.facts, &source, document.escape(), Dialect::Posix)?;
        if !facts.heredocs.is_empty() || script.dialect != Dialect::Posix {
            script.dialect = Dialect::Posix;
            let is_whole = facts.heredocs.len() == 1 && facts.heredocs[0].range == facts.args_range;
            let text = if is_whole { &*script.text } else { before_heredocs(facts, &script) };
            return Self::of_text(text, &|range| script.source_range(range));
        }
        if extent(&script.text) != Extent::Whole || has_odd_parentheses(&script.text) {
            return Self::of_text(&script.text, &|range| script.source_range(range));
        }
        let view = shell::view(document, placed, Dialect::Posix)?;
        let runs = Runs::of(&script);
        let mut reading = Self::of_view(&view, &|span| runs.text(span), &|range| range);
        reading.disables_pip_cache = disables_pip_cache(&script.text);
        Some(reading)
    }

    /// Reads a text whose places `place` finds in the instruction.
    fn of_text(text: &str, place: &dyn Fn(Range<usize>) -> Range<usize>) -> Option<Self> {
        let text = subshells(text);
        let text = match extent(&text) {
            Extent::Whole => &*text,
            Extent::UpTo(end) => &text[..end],
            Extent::Nothing => return None,
        };
        let view = shell::text_view(&Script::of_text(text))?;
        let mut reading = Self::of_view(&view, &|span| text.get(span).unwrap_or_default(), place);
        reading.disables_pip_cache = disables_pip_cache(text);
        Some(reading)
    }

    /// `text` returns the text at a place of the view, and `place` the range of that place in the
    /// instruction.
    fn of_view<'a>(
        view: &ShellView,
        text: &dyn Fn(Range<usize>) -> &'a str,
        place: &dyn Fn(Range<usize>) -> Range<usize>,
    ) -> Self {
        let mut reading = Self::default();
        let in_heredoc: Vec<Range<u32>> = view
            .substitutions
            .iter()
            .filter(|substitution| substitution.place.kind == PlaceKind::Heredoc)
            .map(|substitution| substitution.commands.clone())
            .collect();
        for (index, command) in (0..).zip(&view.commands) {
            use shell::CommandKind::{DoubleTest, Test};
            if matches!(command.kind, Test | DoubleTest)
                || in_heredoc.iter().any(|commands| commands.contains(&index))
            {
                continue;
            }
            let words = command.words.start as usize..command.words.end as usize;
            let words = view.words[words].iter().map(|word| {
                let range = word.span.range();
                (WordText::of(text(range.clone())), place(range))
            });
            reading.add(words.collect());
        }
        let piped = view.parts.iter().find_map(|part| part.pipe);
        reading.pipe = piped.map(|pipe| place(pipe.range()));
        reading
    }

    /// Adds a command. `time` is a keyword. After `command`, `builtin` and `exec`, the command has
    /// their name, and the name of the program is its first argument.
    fn add(&mut self, mut words: Vec<(WordText, Range<usize>)>) {
        let is = |words: &[(WordText, Range<usize>)], name: &str| {
            words.first().is_some_and(|(word, _)| word.text == name)
        };
        if is(&words, "time") && words.len() > 1 {
            self.named += 1;
            words.remove(0);
            if is(&words, "-p") {
                words.remove(0);
            }
        } else if is(&words, "coproc") && words.len() > 1 {
            words.remove(0);
        }
        let Some((first, _)) = words.first() else { return };
        if !first.is_literal {
            return;
        }
        self.named += 1;
        let name = match &*first.text {
            "command" | "builtin" => 1,
            "exec" => after_options(&words),
            _ => 0,
        };
        let Some((word, range)) = words.get(name) else { return };
        if !word.is_literal || name > 0 && word.text.starts_with('-') {
            return;
        }
        let (name, range) = (word.text.as_str().into(), range.clone());
        let args = words.drain(1..).map(|(word, range)| Arg { text: word.text.into(), range });
        self.commands.push(Command { name, range, args: args.collect() });
    }

    /// The commands of a name.
    pub(super) fn named<'a>(&'a self, names: &'a [&str]) -> impl DoubleEndedIterator<Item = &'a Command> {
        self.commands.iter().filter(move |command| names.contains(&&*command.name))
    }
}

/// Whether `PIP_NO_CACHE_DIR` gets a value that means yes, anywhere in a text.
fn disables_pip_cache(text: &str) -> bool {
    text.split("PIP_NO_CACHE_DIR=").skip(1).any(starts_with_yes)
}

/// Whether a text begins with a word for yes, in any letter case.
pub(super) fn starts_with_yes(text: &str) -> bool {
    let is_it = |yes: &str| text.get(..yes.len()).is_some_and(|start| start.eq_ignore_ascii_case(yes));
    ["1", "true", "on", "yes"].into_iter().any(is_it)
}

/// Which word follows the options of `exec`.
fn after_options(words: &[(WordText, Range<usize>)]) -> usize {
    let mut at = 1;
    while let Some((word, _)) = words.get(at).filter(|(word, _)| word.text.starts_with('-')) {
        at += if word.text.ends_with('a') { 2 } else { 1 };
        if word.text == "--" {
            break;
        }
    }
    at
}

/// The text that hadolint reads of a command with heredocs: what precedes the first marker.
fn before_heredocs<'a>(facts: &Facts, script: &'a Script) -> &'a str {
    let marker = facts.heredocs[0].range.start;
    let mut runs = script.runs();
    let at = runs.find_map(|(run, source)| {
        (source <= marker && marker < source + run.len()).then(|| run.start + marker - source)
    });
    match at {
        Some(at) if !script.text[..at].trim().is_empty() => &script.text[..at],
        _ => &script.text,
    }
}

/// The element that a place in the joined elements is in.
fn of_element(facts: &Facts, range: &Range<usize>) -> Range<usize> {
    let mut end = 0;
    for (text, place) in facts.json.iter().flatten().zip(&facts.elements) {
        end += text.len() + 1;
        if range.start < end {
            return place.clone();
        }
    }
    facts.keyword_range.clone()
}

/// A script's text by places in the instruction.
struct Runs<'a> {
    text: &'a str,
    runs: Vec<(Range<usize>, usize)>,
}

impl<'a> Runs<'a> {
    fn of(script: &'a Script) -> Self {
        Self { text: &script.text, runs: script.runs().collect() }
    }

    fn offset(&self, source: usize) -> Option<usize> {
        let at = self.runs.partition_point(|(_, start)| *start <= source).checked_sub(1)?;
        let (run, start) = &self.runs[at];
        Some((run.start + source - start).min(run.end))
    }

    fn text(&self, span: Range<usize>) -> &'a str {
        let range = self.offset(span.start).zip(span.end.checked_sub(1).and_then(|last| self.offset(last)));
        range.and_then(|(start, last)| self.text.get(start..last + 1)).unwrap_or_default()
    }
}

/// What hadolint reads in a shell text, for tests.
#[cfg(test)]
pub(super) fn shown(text: &str) -> Vec<String> {
    let reading = Reading::of_text(text, &|range| range).unwrap_or_default();
    let show = |command: &Command| {
        let args = command.args.iter().map(|arg| format!(" {}", arg.text));
        format!("{}{}", command.name, args.collect::<String>())
    };
    reading.commands.iter().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn commands_have_names() {
        for (text, expected) in [
            ("a b && c", &["a b", "c"][..]),
            ("time -p a b", &["a b"]),
            ("command a b", &["a a b"]),
            ("command -v a", &[]),
            ("exec -a n a b", &["a -a n a b"]),
            ("$X a; b", &["b"]),
            ("x $(y \"$z\")", &["x $(y \"$z\")", "y ${z}"]),
            ("[ -f x ] || 'a' > b", &["a"]),
            ("cat <<E\n$(a)\nE\n", &["cat"]),
            ("A=1 b", &["b"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
