//! Why a shell cannot read a script.
//!
//! The tree recovers from errors, reads some of them as words, and does not say what they are. So
//! the script is read again, strictly, up to the first thing that is not allowed there. It is
//! reported twice: for readers as one finding about what is wrong, and as the points that
//! `ShellCheck` gives, for those who ask for its codes.
//!
//! - 1072: the point where reading stops; 1073 and 1009: the two constructs around it
//! - 1070, 1088, 1089: a word, a bracket or a keyword that belongs to nothing
//! - 1044 to 1065 and others: what is missing, empty or too much

mod compound;
pub(super) mod conditions;
mod words;

use std::ops::Range;

use super::{
    Unless, bashisms,
    script::{Script, short},
};

pub(super) fn check(script: &mut Script<'_>) {
    let mut heredocs: Vec<Range<usize>> =
        script.view.heredocs.iter().map(|it| it.body.start as usize..it.end.end as usize).collect();
    heredocs.sort_by_key(|range| range.start);
    let unclosed = script.view.heredocs.iter().filter(|it| it.end.start == it.end.end);
    let unclosed = unclosed.map(|it| it.start.start as usize).collect();
    let whole = script.view.scopes[0].span.range();
    let mut end = whole.end.min(script.text.len());
    end += usize::from(script.text.get(end..).is_some_and(|rest| rest.starts_with('\n')));
    let Some(text) = script.text.get(..end) else { return };
    let mut parser = Parser { text, at: whole.start, heredocs, unclosed, ..Parser::default() };
    let failure = parser.script().err();
    if failure.as_ref().is_some_and(|failure| failure.is_too_deep) {
        return;
    }
    let Parser { notes, arithmetic, loops, unseparated, .. } = parser;
    script.unseparated = unseparated;
    for range in loops {
        script.push(3005, range).shells = bashisms::NOT_BASH;
    }
    for (range, is_command) in arithmetic {
        if is_command {
            script.push(3006, range.clone()).shells = bashisms::NOT_BASH;
        }
        bashisms::arithmetic(script, &range);
    }
    let last = notes.iter().rev().map(|note| note.code).find(|code| FAULTS.contains(code));
    for Note { code, range, subject } in notes {
        let is_doubtful = match code {
            // In a script that can be read, these are nearly always intended.
            1010 => failure.is_none(),
            // `[ test = "$X" ]` is fine; a failure is reported where the test begins.
            1014 | 1102 | 1105 => true,
            1083 | 1019 | 1020 | 1027 => false,
            // The failure says more.
            _ => failure.is_some(),
        };
        script.noted.insert((code, range.start));
        let found = script.push_about(code, range, subject.into());
        if is_doubtful {
            found.unless = Unless::Meant;
        }
    }
    if let Some(failure) = failure {
        report(script, *failure, last);
    }
}

/// The checks for what a construct lacks.
const FAULTS: [u16; 13] = [1046, 1047, 1048, 1049, 1050, 1052, 1055, 1056, 1057, 1058, 1060, 1061, 1062];

/// What is wrong with a construct in which reading stops, and the words for it: the keyword, and the one that it lacks.
fn fault(script: &Script<'_>, construct: &Range<usize>, at: usize, note: Option<u16>) -> (u16, String) {
    let opener = script.at(construct);
    let is_end = script.text[at..].trim().is_empty();
    let inside = script.text.get(construct.end..at).unwrap_or_default();
    let is_empty = inside.trim_end().strip_suffix(')').is_some_and(|inside| inside.trim().is_empty());
    let closer = match (note, opener) {
        (Some(1048), _) => return (1048, "then".to_owned()),
        (Some(1052), _) => return (1052, "else".to_owned()),
        (Some(1055), _) => return (1055, "{".to_owned()),
        (Some(1060), _) => return (1060, "do".to_owned()),
        (Some(1046 | 1047), _) => "fi",
        (Some(1049 | 1050), _) => "then",
        (Some(1056), _) => "}",
        (Some(1057 | 1058), _) => "do",
        (Some(1061 | 1062), _) => "done",
        (_, "then" | "else") => return (1048, opener.to_owned()),
        (_, "(") if is_empty => return (1048, opener.to_owned()),
        (_, "if" | "elif") if is_end => "fi",
        (_, "while" | "until" | "for" | "select") if is_end => "done",
        (_, "case") if is_end => "esac",
        (_, "(") if is_end => ")",
        (_, "{") if is_end => "}",
        (_, "[[") if is_end => "]]",
        _ => return (1073, short(opener)),
    };
    (1073, format!("{opener} {closer}"))
}

fn report(script: &mut Script<'_>, failure: Failure, last: Option<u16>) {
    let at = failure.at;
    let [inner, outer] = failure.around;
    let is_rest = failure.rest.is_some();
    script.broken = Some((at, is_rest));
    if let Some(code) = failure.rest {
        let rest = &script.text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || ";&|()".contains(c)).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let range = at..at + end.max(first);
        if code == 1088 {
            // ShellCheck says it twice.
            script.push(1036, range.clone()).unless = Unless::Meant;
        }
        script.push(code, range);
        return;
    }
    // What readers get.
    let is_noted = script.found.iter().any(|it| matches!(it.code, 1019 | 1020 | 1027));
    let own = match inner.clone() {
        Some(Context { inside: Inside::Construct, range }) => {
            let (code, subject) = fault(script, &range, at, last);
            script.push_about(code, range, subject).unless = Unless::Broken;
            None
        }
        Some(Context { inside: Inside::Opened, range }) => Some((1078, range)),
        // A note says what is wrong with the test.
        Some(Context { inside: Inside::Test, .. }) if is_noted => None,
        Some(Context { inside: Inside::Test, range }) => Some((1014, range)),
        Some(Context { inside: Inside::Function, range }) => {
            let open = script.text[range.start..].find('(').map(|open| range.start + open);
            open.map(|open| (1088, open..open + 1))
        }
        // Another rule reports operators without a command.
        Some(Context { inside: Inside::Command | Inside::Redirection, .. }) | None => None,
    };
    if let Some((code, range)) = own {
        script.push(code, range).unless = Unless::Broken;
    }
    for (code, context) in [(1073, inner), (1009, outer)] {
        if let Some(Context { range, .. }) = context {
            let subject = short(script.at(&range));
            script.push_about(code, range.start..range.start, subject).unless = Unless::Meant;
        }
    }
    if script.text[at..].starts_with('(') {
        script.push(1036, at..at + 1).unless = Unless::Meant;
    }
    let line = script.text[..at].rfind('\n').map_or(0, |end| end + 1);
    let subject = short(script.text[line..at].trim());
    script.push_about(1072, at..at, subject).unless = Unless::Meant;
}

/// A construct that is being read.
#[derive(Debug, Clone)]
struct Context {
    inside: Inside,
    /// What it begins with.
    range: Range<usize>,
}

/// What a construct is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Quotes or brackets that have to be closed.
    Opened,
    /// `if`, `{`, `[[`.
    Construct,
    /// `[`
    Test,
    Function,
    /// A simple command or an assignment.
    Command,
    Redirection,
}

/// Where reading stops.
struct Failure {
    at: usize,
    /// The constructs around it, the inner one first.
    around: [Option<Context>; 2],
    /// What comes before it can be read; the number of the check.
    rest: Option<u16>,
    /// The script is nested too deeply to know more.
    is_too_deep: bool,
}

type Read<T> = Result<T, Box<Failure>>;

/// Something besides the failure.
struct Note {
    code: u16,
    range: Range<usize>,
    subject: &'static str,
}

#[derive(Default)]
struct Parser<'a> {
    text: &'a str,
    at: usize,
    contexts: Vec<Context>,
    /// How many commands and conditions are being read.
    depth: usize,
    notes: Vec<Note>,
    /// A keyword or bracket where a command may begin, and where the text after it begins.
    closer: Option<(usize, usize)>,
    /// `((…))` and the headers of `for ((…))`; whether it is a command.
    arithmetic: Vec<(Range<usize>, bool)>,
    /// The keywords of `for ((…))`.
    loops: Vec<Range<usize>>,
    /// The keywords and variables of `for x in a do`, which has no `;` before `do`.
    unseparated: Vec<(Range<usize>, Range<usize>)>,
    heredocs: Vec<Range<usize>>,
    /// The places of the delimiters of heredocs without an end.
    unclosed: Vec<usize>,
}

/// Constructs deeper than this are not read, which bounds the stack.
const MAX_DEPTH: usize = 100;

/// Words that end or continue something where a command may begin.
const CLOSERS: [&str; 8] = ["then", "do", "elif", "else", "fi", "done", "esac", "}"];

/// Keywords that are probably not intended as arguments.
const MISPLACED: [&str; 5] = ["do", "done", "then", "fi", "esac"];

impl Parser<'_> {
    fn script(&mut self) -> Read<()> {
        self.list()?;
        if self.peek().is_none() {
            return Ok(());
        }
        let is_closer = self.closer.is_some_and(|(at, _)| at == self.at)
            || self.rest().starts_with(')')
            || self.rest().starts_with(";;") && !self.rest().starts_with(";;&")
            || self.closing_word().is_some();
        let code = match self.peek() {
            Some('(') => 1088,
            _ if is_closer => 1089,
            _ => 1070,
        };
        Err(Box::new(Failure { at: self.at, around: [None, None], rest: Some(code), is_too_deep: false }))
    }

    /// Commands as long as there are any; whether there are.
    fn list(&mut self) -> Read<bool> {
        let mut has_any = false;
        loop {
            self.blank_lines();
            if !self.starts_command() {
                return Ok(has_any);
            }
            self.and_or()?;
            has_any = true;
            self.spaces();
            match self.peek() {
                Some(';') if !self.rest().starts_with(";;") && !self.rest().starts_with(";&") => self.at += 1,
                Some('&') if !self.rest().starts_with("&&") => {
                    self.at += 1;
                    self.spaces();
                    let is_more = self.rest().starts_with(';') && !self.rest().starts_with(";;");
                    self.at += usize::from(is_more);
                }
                Some('\n') => {}
                _ => return Ok(has_any),
            }
        }
    }

    /// Commands of which there has to be one.
    fn commands(&mut self) -> Read<()> {
        if self.list()? { Ok(()) } else { self.fail() }
    }

    fn and_or(&mut self) -> Read<()> {
        loop {
            self.pipeline()?;
            self.spaces();
            if !self.rest().starts_with("&&") && !self.rest().starts_with("||") {
                return Ok(());
            }
            self.at += 2;
            self.blank_lines();
            if !self.starts_command() {
                return self.fail();
            }
        }
    }

    fn pipeline(&mut self) -> Read<()> {
        let mut may_be_keyword = false;
        loop {
            if self.eat("!") {
                self.spaces();
                if !self.starts_command() {
                    return self.fail();
                }
            }
            let keyword = MISPLACED.into_iter().find(|word| may_be_keyword && self.is_at(word));
            if let Some(keyword) = keyword {
                self.note(1010, self.at..self.at + keyword.len(), keyword);
                self.simple()?;
            } else if self.closing_word().is_some() && may_be_keyword {
                self.simple()?;
            } else {
                self.command()?;
            }
            self.spaces();
            if !self.rest().starts_with('|') || self.rest().starts_with("||") {
                return Ok(());
            }
            self.at += 1 + usize::from(self.rest().starts_with("|&"));
            self.blank_lines();
            if self.peek().is_none_or(|c| ";&|)".contains(c)) {
                return self.fail();
            }
            may_be_keyword = true;
        }
    }

    /// Whether a command may begin here.
    fn starts_command(&mut self) -> bool {
        let length = match self.peek() {
            Some(')') => 1,
            Some(';') if self.rest().starts_with(";;") => 2,
            Some('&') if self.rest().starts_with("&>") => return true,
            None | Some('\n' | ';' | '&' | '|') => return false,
            Some(_) => match self.closing_word() {
                Some(word) => word.len(),
                None => return true,
            },
        };
        let start = self.at;
        self.at += length;
        self.spaces();
        self.closer = Some((start, self.at));
        self.at = start;
        false
    }

    /// The keyword or bracket here that ends something.
    fn closing_word(&self) -> Option<&'static str> {
        CLOSERS.into_iter().find(|word| self.is_at(word))
    }

    /// Whether a word is here, and ends.
    fn is_at(&self, word: &str) -> bool {
        let rest = self.rest().strip_prefix(word);
        rest.is_some_and(|rest| {
            rest.starts_with("\\\n")
                || !rest.starts_with(|c: char| !c.is_ascii_whitespace() && !";&|()<>".contains(c))
        })
    }

    fn eat(&mut self, word: &str) -> bool {
        let is_here = self.is_at(word);
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    /// Reads something as a construct that begins here.
    fn within<T>(
        &mut self,
        inside: Inside,
        range: Range<usize>,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        self.contexts.push(Context { inside, range });
        let result = read(self);
        self.contexts.pop();
        result
    }

    /// Reads something that may contain itself.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Read<()>) -> Read<()> {
        if self.depth == MAX_DEPTH {
            return self
                .fail_at(self.at)
                .map_err(|failure| Box::new(Failure { is_too_deep: true, ..*failure }));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn note(&mut self, code: u16, range: Range<usize>, subject: &'static str) {
        self.notes.push(Note { code, range, subject });
    }

    /// A note about a point.
    fn note_at(&mut self, code: u16, at: usize, subject: &'static str) {
        self.note(code, at..at, subject);
    }

    /// Stops at this place, where a command might have begun.
    fn fail<T>(&self) -> Read<T> {
        let at = match self.closer {
            Some((start, end)) if start == self.at => end,
            _ => self.at + usize::from(self.rest().starts_with('&')),
        };
        self.fail_at(at)
    }

    /// Stops at a place.
    fn fail_at<T>(&self, at: usize) -> Read<T> {
        let mut around = self.contexts.iter().rev().cloned();
        let at = at.min(self.text.len());
        Err(Box::new(Failure { at, around: [around.next(), around.next()], rest: None, is_too_deep: false }))
    }
}
