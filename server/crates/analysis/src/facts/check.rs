//! Reports why BuildKit rejects a single instruction: its instruction phase.
//!
//! Source: `frontend/dockerfile/instructions/parse.go`. BuildKit stops at the first error of a
//! file; here all are found, even several in one instruction if they are independent. The trigger
//! of an ONBUILD is not checked: BuildKit ignores it until a stage is based on this one.

mod values;

use std::ops::Range;

use dockwright_syntax::{heredoc, unicode, words::Word};
use dockwright_texts::{Message, analysis::problems as texts, titles};

use super::{Facts, Form, operands::is_as};
use crate::{
    facts::array,
    fix::{Fix, TextEdit},
    go::quote,
    parts::split_flag,
    problem::{Phase, Problem, Refusal},
    spec::{Engine, FlagKind, INSTRUCTIONS, Instruction, InstructionSpec},
    suggest::{is_near, nearest},
};

/// Adds the problems of the instruction phase.
pub(super) fn check(facts: &mut Facts, engine: Engine) {
    let mut found = Vec::new();
    match facts.instruction {
        Some(instruction) => {
            let checker = Checker { facts, spec: instruction.spec(), engine };
            checker.arguments(&mut found);
            checker.flags(&mut found);
            checker.flag_values(&mut found);
        }
        None => found.push(unknown_instruction(facts)),
    }
    facts.problems.append(&mut found);
}

/// Whether a word is close enough to a keyword to be a typo of it. BuildKit's own suggestions are
/// guesses for short words: `set` is two letters from `USER`, `rm` from `RUN`, and both begin lines
/// whose preceding line lost its continuation.
fn is_slip(word: &str, keyword: &str) -> bool {
    let keyword = keyword.to_uppercase();
    word.len() > 2 && (word.len() > 4 && keyword.len() > 4 || is_near(word, &keyword))
}

fn unknown_instruction(facts: &Facts) -> Problem {
    let range = facts.keyword_range.clone();
    let word = &facts.word;
    let mut problem = Problem::new(
        Refusal::UnknownInstruction,
        Phase::Instruction,
        range.clone(),
        format!("unknown instruction: {word}"),
    );
    if let Some(keyword) = nearest(&facts.keyword, INSTRUCTIONS.iter().map(|spec| spec.keyword)) {
        // Like BuildKit, use the letter case of the input.
        let keyword = if *word == facts.keyword { keyword.to_owned() } else { keyword.to_lowercase() };
        if is_slip(&facts.keyword, &keyword) {
            problem.fix = Some(replace(range, keyword.clone(), titles::change_to(&keyword)));
        }
        problem.suggestion = Some(keyword);
    } else if let Some(keyword) = INSTRUCTIONS.iter().map(|spec| spec.keyword).find(|keyword| {
        facts
            .keyword
            .strip_prefix(keyword)
            .is_some_and(|rest| rest.starts_with(['[', '(', '"', '=', '\u{a0}']))
    }) {
        problem.note = Some(texts::needs_space(keyword));
        let at = range.start + keyword.len();
        problem.fix = Some(replace(at..at, " ".to_owned(), texts::insert_space(keyword)));
    } else if word.starts_with(['&', '|', '-', '"', '\'', ']', '}', '(', ')', '<', '>', ';']) {
        problem.note = Some(texts::lost_continuation());
    }
    problem
}

fn replace(range: Range<usize>, text: String, title: Message) -> Fix {
    Fix { title, safe: false, edits: vec![TextEdit { range, text }] }
}

struct Checker<'a> {
    facts: &'a Facts,
    spec: &'static InstructionSpec,
    engine: Engine,
}

impl Checker<'_> {
    fn problem(refusal: Refusal, range: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::new(refusal, Phase::Instruction, range, message)
    }

    /// A missing argument is reported at the keyword, the only text there is.
    fn missing(&self, message: String) -> Problem {
        Self::problem(Refusal::MissingArgument, self.facts.keyword_range.clone(), message)
    }

    fn at_least_one(&self) -> Option<Problem> {
        self.facts
            .args
            .is_empty()
            .then(|| self.missing(format!("{} requires at least one argument", self.spec.keyword)))
    }

    fn args_range(&self) -> Range<usize> {
        self.facts.args_range.clone()
    }

    fn arguments(&self, found: &mut Vec<Problem>) {
        let facts = self.facts;
        // The arguments of an instruction that the parse phase rejects cannot be checked.
        if facts.problems.iter().any(|problem| problem.phase == Phase::Parse) {
            return;
        }
        let keyword = self.spec.keyword;
        match self.spec.instruction {
            Instruction::From => self.from(found),
            Instruction::Add | Instruction::Copy => self.copy(found),
            Instruction::Env | Instruction::Label => {
                found.extend(self.at_least_one());
                if facts.args.chunks(3).any(|pair| pair[0].is_empty()) {
                    found.push(Self::problem(
                        Refusal::BlankKey,
                        self.args_range(),
                        format!("{keyword} names can not be blank"),
                    ));
                }
            }
            Instruction::Arg => {
                found.extend(self.at_least_one());
                if facts.args.iter().any(|word| word.starts_with('=')) {
                    found.push(Self::problem(
                        Refusal::BlankKey,
                        self.args_range(),
                        "ARG names can not be blank",
                    ));
                }
            }
            Instruction::Expose => found.extend(self.at_least_one()),
            Instruction::Volume => {
                found.extend(self.at_least_one());
                if facts.args.iter().any(|path| path.trim().is_empty()) {
                    let message = "VOLUME specified can not be an empty string";
                    found.push(Self::problem(Refusal::MissingArgument, self.args_range(), message));
                }
            }
            Instruction::User | Instruction::Workdir | Instruction::Stopsignal | Instruction::Maintainer => {
                if facts.args.is_empty() {
                    found.push(self.missing(format!("{keyword} requires exactly one argument")));
                }
            }
            Instruction::Shell => {
                if facts.args.is_empty() {
                    found.push(self.missing("SHELL requires at least one argument".to_owned()));
                } else if facts.form != Some(Form::Exec) {
                    let message = "SHELL requires the arguments to be in JSON form";
                    let mut problem = Self::problem(Refusal::ShellNeedsJson, self.args_range(), message);
                    problem.fix = self.shell_as_json();
                    found.push(problem);
                }
            }
            Instruction::Healthcheck => self.healthcheck(found),
            Instruction::Onbuild => self.onbuild(found),
            Instruction::Run | Instruction::Cmd | Instruction::Entrypoint => {}
        }
    }

    /// Turns `SHELL bash -c` into `SHELL ["bash", "-c"]` if the text is plain.
    fn shell_as_json(&self) -> Option<Fix> {
        if let Some((broken, array)) = array::broken(self.facts) {
            let text = array::apply(&array.text, &broken.edits);
            let is_one_run = self.args_range().len() == array.text.len() && !broken.edits.is_empty();
            return is_one_run.then(|| replace(self.args_range(), text, texts::write_array()));
        }
        let text = self.facts.args.first()?;
        if text.contains(['[', ']', '"', '\'', '\\', ',', '“', '”']) {
            return None;
        }
        let words: Vec<String> = text.split_whitespace().map(|word| format!("\"{word}\"")).collect();
        let array = format!("[{}]", words.join(", "));
        Some(replace(self.args_range(), array, texts::write_array()))
    }

    fn from(&self, found: &mut Vec<Problem>) {
        let args = &self.facts.args;
        let is_named = args.len() == 3 && is_as(&args[1]);
        if args.len() != 1 && !is_named {
            let range = if args.is_empty() { self.facts.keyword_range.clone() } else { self.args_range() };
            found.push(Self::problem(
                Refusal::FromArity,
                range,
                "FROM requires either one or three arguments",
            ));
        } else if is_named {
            let name = unicode::lower(&args[2]);
            let valid = name.starts_with(|c: char| c.is_ascii_lowercase())
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
            if !valid {
                let whole = self.args_range();
                let range = whole.end.saturating_sub(args[2].len()).max(whole.start)..whole.end;
                found.push(Self::problem(
                    Refusal::InvalidStageName,
                    range,
                    format!(
                        "invalid name for build stage: {}, name can't start with a number or contain symbols",
                        quote(&args[2])
                    ),
                ));
            }
        }
    }

    fn copy(&self, found: &mut Vec<Problem>) {
        let (keyword, args) = (self.spec.keyword, &self.facts.args);
        if args.len() < 2 {
            let mut problem = self.missing(format!(
                "{keyword} requires at least two arguments, but only one was provided. Destination could not be determined"
            ));
            if !args.is_empty() {
                problem.range = self.args_range();
            }
            found.push(problem);
        } else if args.last().is_some_and(|word| heredoc::parse(word).is_some()) {
            let range =
                self.facts.heredocs.last().map_or_else(|| self.args_range(), |heredoc| heredoc.range.clone());
            let message = format!("{keyword} cannot accept a heredoc as a destination");
            found.push(Self::problem(Refusal::HeredocAsDestination, range, message));
        }
    }

    fn healthcheck(&self, found: &mut Vec<Problem>) {
        let Some(kind) = self.facts.args.first() else {
            found.extend(self.at_least_one());
            return;
        };
        let start = self.facts.args_range.start;
        let kind_range = start..(start + kind.len()).min(self.facts.args_range.end);
        let rest = &self.facts.args[1..];
        match unicode::upper(kind).as_str() {
            "NONE" => {
                if !rest.is_empty() {
                    let range = kind_range.end..self.facts.args_range.end;
                    let mut problem = Self::problem(
                        Refusal::HealthcheckNoneArguments,
                        range.clone(),
                        "HEALTHCHECK NONE takes no arguments",
                    );
                    problem.fix = Some(replace(range, String::new(), texts::remove_arguments()));
                    found.push(problem);
                }
            }
            "CMD" => {
                if rest.is_empty() {
                    let message = "Missing command after HEALTHCHECK CMD";
                    found.push(Self::problem(Refusal::HealthcheckMissingCommand, self.args_range(), message));
                }
            }
            other => {
                let message = format!("Unknown type {} in HEALTHCHECK (try CMD)", quote(other));
                let mut problem = Self::problem(Refusal::InvalidHealthcheckType, kind_range, message);
                problem.fix = Some(if is_near(other, "CMD") {
                    replace(problem.range.clone(), "CMD".to_owned(), titles::change_to("CMD"))
                } else {
                    replace(start..start, "CMD ".to_owned(), texts::insert_cmd())
                });
                found.push(problem);
            }
        }
    }

    fn onbuild(&self, found: &mut Vec<Problem>) {
        let Some(trigger) = &self.facts.trigger else {
            found.push(self.missing("ONBUILD requires at least one argument".to_owned()));
            return;
        };
        // This check differs from how keywords are parsed: it compares upper case and trims any whitespace.
        let keyword = unicode::upper(unicode::lower(&trigger.word).trim());
        let message = match Instruction::from_keyword(&keyword) {
            Some(Instruction::Onbuild) => "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".to_owned(),
            Some(Instruction::From | Instruction::Maintainer) => {
                format!("{keyword} isn't allowed as an ONBUILD trigger")
            }
            _ => return,
        };
        found.push(Self::problem(Refusal::OnbuildForbiddenTrigger, trigger.keyword_range.clone(), message));
    }

    /// HEALTHCHECK NONE ignores its flags.
    fn ignores_flags(&self) -> bool {
        !self.spec.checks_flags
            || (self.spec.instruction == Instruction::Healthcheck
                && self.facts.args.first().is_none_or(|kind| kind.eq_ignore_ascii_case("NONE")))
    }

    fn flags(&self, found: &mut Vec<Problem>) {
        if self.ignores_flags() {
            return;
        }
        let mut seen: Vec<&str> = Vec::new();
        for flag in &self.facts.flags {
            let (name, value) = split_flag(&flag.text);
            let name_range = flag.range.start..(flag.range.start + 2 + name.len()).min(flag.range.end);
            let Some(spec) = self.spec.flag_of(self.engine, name) else {
                let mut problem = Self::problem(
                    Refusal::UnknownFlag,
                    name_range.clone(),
                    format!("unknown flag: --{name}"),
                );
                if self.spec.podman_flag(name).is_some() {
                    problem.note = Some(texts::podman_only(format!("--{name}")));
                } else if self.spec.flags.is_empty() {
                    problem.note = Some(texts::no_flags(self.spec.keyword));
                }
                if let Some(near) = nearest(name, self.spec.flags_of(self.engine).map(|flag| flag.name)) {
                    problem.suggestion = Some(near.to_owned());
                    let flag = format!("--{near}");
                    problem.fix = Some(replace(name_range, flag.clone(), titles::change_to(flag)));
                }
                found.push(problem);
                continue;
            };
            if spec.kind() != FlagKind::List && seen.contains(&name) {
                let message = format!("duplicate flag specified: --{name}");
                found.push(Self::problem(Refusal::DuplicateFlag, flag.range.clone(), message));
                continue;
            }
            seen.push(name);
            let missing = || {
                Self::problem(
                    Refusal::FlagNeedsValue,
                    flag.range.clone(),
                    format!("missing a value on flag: --{name}"),
                )
            };
            match (spec.kind(), value) {
                (FlagKind::Bool, Some("")) | (FlagKind::Text | FlagKind::List, None) => found.push(missing()),
                (FlagKind::Bool, Some(value)) => {
                    if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") {
                        let message = format!("expecting boolean value for flag --{name}, not: {value}");
                        found.push(Self::problem(Refusal::FlagNotBoolean, value_range(flag), message));
                    }
                }
                (FlagKind::Bool, None) | (FlagKind::Text | FlagKind::List, Some(_)) => {}
            }
        }
    }

    fn flag_values(&self, found: &mut Vec<Problem>) {
        if self.ignores_flags() {
            return;
        }
        for flag in &self.facts.flags {
            let (name, Some(value)) = split_flag(&flag.text) else { continue };
            let Some(spec) = self.spec.flag_of(self.engine, name) else { continue };
            found.extend(values::check(spec, value, self.engine, value_range(flag)));
        }
    }
}

/// The range of a flag's value, including quotes; the whole flag if the value is empty.
fn value_range(flag: &Word) -> Range<usize> {
    let (name, _) = split_flag(&flag.text);
    let start = flag.range.start + 2 + name.len() + 1;
    if start < flag.range.end { start..flag.range.end } else { flag.range.clone() }
}
