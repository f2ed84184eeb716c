//! Command runs through sudo although the build is root already.
//!
//! # What it does
//! Reports `sudo` in a RUN whose commands run as root: after `USER root`, or on a base image that is known to run as
//! root.
//!
//! # Why it matters
//! `sudo` gives the command no rights that it does not already have. But it has to be installed, starts an extra
//! process between the shell and the command, and clears most of the variables that ENV sets.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN sudo apt-get update
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update
//! ```
//!
//! # Limits
//! After a USER that is not root, `sudo` may be needed and is not reported. `sudo -u` with a different user is not
//! reported either. The user of a base image is known only for official images and some more. On any other image,
//! `sudo` is reported only after `USER root`.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#user>

use super::{Acc, Check, Role, StageContext};
use crate::{
    run_fixes::{commands, remove_words},
    surroundings::{RunsAs, Surroundings},
};
use dockwright_analysis::{
    commands::{CallIn, Commands, ScriptIn},
    facts::Facts,
    fix::Fix,
    spec::{Instruction, base_images::runs_as_root},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::no_sudo as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3004", "DS-0010", "DFL:sudo_usage"],
    group: Commands, presets: &[Default, Hadolint],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let entry = &ctx.evaluated.entry;
    if entry.is_windows() {
        return;
    }
    let mut here = Surroundings::at_start(ctx.evaluated);
    let is_root_image = entry.image.as_deref().is_some_and(runs_as_root);
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let facts = item.facts.trigger.as_deref().unwrap_or(&item.facts);
        let role = if item.facts.trigger.is_some() { Role::Inner } else { Role::Own };
        here.step(&item.facts);
        let is_root = here.user == RunsAs::Root || (here.user == RunsAs::Base && is_root_image);
        if facts.instruction == Some(Instruction::Run) && is_root && is_sound(&item.facts) {
            of_run(&ctx.scripts.commands(at), at, role, acc);
        }
    }
}

fn is_sound(facts: &Facts) -> bool {
    facts.problems.is_empty() && facts.trigger.as_deref().is_none_or(|trigger| trigger.problems.is_empty())
}

fn of_run(commands: &Commands, item: usize, role: Role, acc: &mut Acc) {
    let mut found = commands.calls().filter_map(|call| Some((call, Sudo::of(call)?))).peekable();
    let is_function =
        |script: &ScriptIn| script.view.scopes.iter().any(|it| it.name.as_deref() == Some("sudo"));
    if found.peek().is_none() || commands.scripts.iter().any(is_function) || commands.calls().any(names_sudo)
    {
        return;
    }
    for (call, sudo) in found.filter(|(call, sudo)| !sudo.is_for_other_user(*call)) {
        let message = texts::finding(call.name().unwrap_or("sudo"));
        let finding = Finding::own(&RULE, sudo.range(call), message);
        acc.push_at(item, role, Finding { mend: Some(fix), ..finding });
    }
}

/// Whether a command makes an alias of this name.
fn names_sudo(call: CallIn<'_>) -> bool {
    let is_sudo = |&word: &usize| call.view.words[word].shown().starts_with("sudo=");
    call.name() == Some("alias") && call.operands.iter().any(is_sudo)
}

/// `sudo` before a program.
struct Sudo {
    /// Its word.
    word: usize,
    /// The word after its options and assignments.
    next: usize,
}

impl Sudo {
    fn of(call: CallIn<'_>) -> Option<Self> {
        let at = call.wrappers.iter().position(|(wrapper, _)| wrapper.programs.contains(&"sudo"))?;
        let word = call.wrappers[at].1;
        let next = call.wrappers.get(at + 1).map_or(call.word, |(_, word)| *word);
        Some(Self { word, next })
    }

    fn range(&self, call: CallIn<'_>) -> std::ops::Range<usize> {
        call.range(self.word).start..call.range(self.next - 1).end
    }

    /// The words between `sudo` and the command; `None` for one with a variable.
    fn options<'a>(&self, call: CallIn<'a>) -> impl Iterator<Item = Option<&'a str>> {
        (self.word + 1..self.next).map(move |word| call.text(word))
    }

    /// Whether it runs the command as someone else, or as a group.
    fn is_for_other_user(&self, call: CallIn<'_>) -> bool {
        let mut options = self.options(call);
        while let Some(option) = options.next() {
            let Some(option) = option else { return true };
            let value = match option.strip_prefix("--") {
                Some(long) => match long.split_once('=') {
                    Some(("user" | "group", value)) => value,
                    None if matches!(long, "user" | "group") => options.next().flatten().unwrap_or_default(),
                    _ => continue,
                },
                None => match option.strip_prefix('-').and_then(|letters| letters.split_once(['u', 'g'])) {
                    Some((_, "")) => options.next().flatten().unwrap_or_default(),
                    Some((_, value)) => value,
                    None => continue,
                },
            };
            if !matches!(value, "root" | "#0" | "0") {
                return true;
            }
        }
        false
    }

    /// Whether the command does the same without it. An option that starts a login shell or sets a variable does more.
    fn is_plain(&self, call: CallIn<'_>) -> bool {
        let mut options = self.options(call).flatten();
        options.all(|option| {
            let is_letters = |letters: &str| letters.chars().all(|it| "EHnSu".contains(it));
            matches!(option, "--" | "root" | "#0" | "0" | "--user" | "--preserve-env" | "--set-home")
                || matches!(option, "--non-interactive" | "--stdin" | "--user=root" | "-uroot")
                || option.strip_prefix('-').is_some_and(is_letters)
        })
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let commands = commands(ctx);
    let found = commands.calls().find_map(|call| {
        let sudo = Sudo::of(call).filter(|sudo| sudo.range(call) == ctx.finding.range)?;
        Some((call, sudo))
    });
    let (call, sudo) = found?;
    let is_plain = sudo.is_plain(call);
    // Without `sudo`, its assignments are the shell's.
    let is_set = |word: &usize| call.assignments.contains(word);
    let keeps = (sudo.word + 1..sudo.next).find(is_set);
    let is_first = sudo.word == call.view.commands[call.command].words.start as usize;
    // Options after an assignment would remain.
    if keeps.is_some_and(|first| !is_first || !(first..sudo.next).all(|word| is_set(&word))) {
        return None;
    }
    let end = keeps.map_or(ctx.finding.range.end, |word| call.range(word - 1).end);
    let edit = remove_words(ctx, &(ctx.finding.range.start..end))?;
    let fix = Fix { title: (&texts::FIX).into(), safe: true, edits: vec![edit] };
    Some(if is_plain { fix } else { fix.unsafe_choice() })
}

cases! {
    found: [r#"
FROM ubuntu:24.04 AS a
RUN sudo -E apt-get update && \
    ^^^^^^^ warning: `apt-get` already runs as root
    echo x | sudo tee /x && sudo sh -c 'sudo y'
             ^^^^ warning: `tee` already runs as root
                            ^^^^ warning: `sh` already runs as root
                                        ^^^^ warning: `y` already runs as root
USER app
RUN sudo a
FROM someone/x
RUN sudo a
USER 0:0
RUN <<E
sudo -u root -- a
^^^^^^^^^^^^^^^ warning: `a` already runs as root
E
ONBUILD RUN ["sudo", "a"]
             ^^^^^^ warning: `a` already runs as root
FROM a
RUN sudo b
USER $U
RUN sudo b
"#],
    quiet: {
        "FROM debian\n{}\n" => [
            "RUN sudo -u app a",
            "RUN sudo -Huapp a",
            "RUN sudo --user=app a",
            "RUN sudo --user app a",
            "RUN sudo -g staff a",
            "RUN sudo -u $U a",
            "RUN sudo A=1 -u app a",
            "RUN sudo -l; apt-get install sudo; which sudo",
            "RUN sudo() { \"$@\"; }; sudo a",
            "RUN alias sudo= && sudo a",
            "SHELL [\"pwsh\", \"-c\"]\nRUN sudo a",
        ],
    },
    fixed: {
        "FROM debian\nRUN sudo -EH apt-get \\\n  update && X=1 sudo \\\n  a | sudo -u root b\nONBUILD RUN [\"sudo\", \"a\"]\n"
            => "FROM debian\nRUN apt-get \\\n  update && X=1 \\\n  a | b\nONBUILD RUN [\"a\"]\n",
        "FROM debian\r\nRUN <<E\r\nsudo -i A=1 a\r\nE\r\n"
            => "FROM debian\r\nRUN <<E\r\nA=1 a\r\nE\r\n",
        "FROM debian\nRUN time sudo A=1 a\n" => "FROM debian\nRUN time sudo A=1 a\n",
    },
}
