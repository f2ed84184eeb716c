//! The scripts of a document, each as a file for `ShellCheck`.
//!
//! A file has two lines before the script. The first one names the dialect in a directive, because
//! one process reads scripts for several shells, which its option `-s` does not support. The second
//! one exports the variables of the stage, so that they are known to be set (SC2154) and likely
//! misspellings of them are found (SC2153). Their values stay unknown.

use std::collections::BTreeSet;

use dockwright_analysis::{
    document::{BlockView, Document, Placed},
    facts::{Facts, Form},
    memo::Memoized,
    model::{Evaluated, Model},
    programs::base_name,
    shell::{self, Dialect, Script},
    spec::Instruction,
    usage::Shells as ShellsInForce,
};

use crate::{
    shell_report::{Runner, runner, shell_at},
    shells::Shells,
};

/// The lines before a script.
pub(super) const HEAD: usize = 2;
/// The limits of a document; the rest is not checked. In scripts, and in bytes of one of them and
/// of all.
const MAX_SCRIPTS: usize = 250;
const MAX_SCRIPT: usize = 64 << 10;
const MAX_ALL: usize = 1 << 20;
/// How many variables are named.
const MAX_NAMES: usize = 500;
/// Docker sets these by default.
const ALWAYS: [&str; 4] = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy"];

/// A script for `ShellCheck`, and its place.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The file for it.
    pub text: String,
    pub(super) placed: Placed<'a>,
    pub(super) script: &'a Script,
    /// Whether the shell that runs it is only guessed.
    pub(super) is_guessed: bool,
}

/// The script that a shell reads in an instruction, cached with its facts.
struct Body(Option<Script>);

impl Memoized for Body {}

/// The scripts of all RUN instructions that a POSIX shell reads, those in ONBUILD among them.
pub fn scripts<'a>(document: &'a Document, model: &'a Model) -> Vec<Checked<'a>> {
    let mut found = Vec::new();
    let mut size = 0;
    for (stage, block) in document.blocks() {
        let Some(stage) = stage.and_then(|stage| model.stages.get(stage)) else { continue };
        let evaluated = &*stage.evaluated;
        let mut names = None;
        for (item, placed) in block.instructions().enumerate() {
            let Some((script, is_trigger)) = body(document, evaluated, item, &placed) else { continue };
            let Some((dialect, is_guessed)) = dialect(document, block, evaluated, item, is_trigger) else {
                continue;
            };
            let names = names.get_or_insert_with(|| exported(evaluated));
            let text = format!("# shellcheck shell={dialect}\n{names}\n{}", script.text);
            size += text.len();
            if found.len() == MAX_SCRIPTS || size > MAX_ALL {
                return found;
            }
            found.push(Checked { text, placed, script, is_guessed });
        }
    }
    found
}

fn body<'a>(
    document: &Document,
    evaluated: &Evaluated,
    item: usize,
    placed: &Placed<'a>,
) -> Option<(&'a Script, bool)> {
    let trigger = placed.facts.trigger.as_deref();
    let facts: &Facts = trigger.unwrap_or(placed.facts);
    let is_script = facts.instruction == Some(Instruction::Run) && facts.form == Some(Form::Shell);
    if !is_script || placed.facts.len > MAX_SCRIPT {
        return None;
    }
    if ShellsInForce::of_stage(evaluated).dialect(item, trigger.is_some()) != Dialect::Posix {
        return None;
    }
    let Body(script) = placed.facts.memo.get_or_init(|| {
        let source = document.source(placed);
        let script = shell::script(placed.facts, &source, document.escape(), Dialect::Posix);
        Body(script.filter(|script| script.dialect == Dialect::Posix && !script.text.trim().is_empty()))
    });
    Some((script.as_ref()?, trigger.is_some()))
}

/// The dialect by `ShellCheck`'s name, and whether that is a guess; `None` for a shell that it does not know.
fn dialect(
    document: &Document,
    block: BlockView<'_>,
    evaluated: &Evaluated,
    item: usize,
    is_trigger: bool,
) -> Option<(&'static str, bool)> {
    let placed = block.placed(item);
    let named = shell_at(document, placed.start, placed.start + placed.facts.len);
    let image = |known: Option<Shells>| match known {
        Some(Shells::DASH) => ("dash", false),
        Some(Shells::ASH) => ("busybox", false),
        Some(Shells::BASH) => ("bash", false),
        _ => ("sh", true),
    };
    let of_program = |program: &str| match program {
        "sh" => Some(("sh", false)),
        "bash" | "rbash" => Some(("bash", false)),
        "dash" => Some(("dash", false)),
        "ash" | "busybox" => Some(("busybox", false)),
        "ksh" | "mksh" => Some(("ksh", false)),
        _ => None,
    };
    if let Some(named) = named {
        return of_program(base_name(&named));
    }
    match runner(block, Some(evaluated), item, is_trigger) {
        Runner::Program(program) => of_program(program),
        Runner::Sh(known) => Some(image(known)),
    }
}

/// A line that exports the variables of a stage.
fn exported(evaluated: &Evaluated) -> String {
    let is_name = |name: &&str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        name.bytes().all(is_letter) && name.len() <= 100 && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut names: BTreeSet<&str> = ALWAYS.into();
    let own = evaluated.exit.scope.names();
    names.extend(own.into_iter().map(|(name, _)| &**name).filter(is_name).filter(|name| !name.is_empty()));
    let mut line = "export".to_owned();
    for name in names.into_iter().take(MAX_NAMES) {
        line.push(' ');
        line.push_str(name);
        // An argument of the script: it is set, but to an unknown value.
        line.push_str("=\"$1\"");
    }
    line
}
