//! Finds packages that a RUN installs without a version.

use crate::{Acc, InstructionContext};
use dockwright_analysis::commands::CallIn;
use dockwright_lint::{finding::Finding, rule::Rule};
use dockwright_texts::{Message, rules::apt_get_pin as texts};

/// How a package manager installs, and how it takes versions.
pub(crate) struct Pins {
    /// Its programs.
    pub(crate) programs: &'static [&'static str],
    /// The subcommands that install.
    pub(crate) installs: &'static [&'static [&'static str]],
    /// With one of these options, nothing is installed, or the words are not packages.
    pub(crate) inert: &'static [&'static str],
    /// Whether a word says which version, or is not the name of a package.
    pub(crate) is_pinned: fn(&CallIn<'_>, &str) -> bool,
}

/// The packages that an instruction installs in any version.
pub(crate) fn unpinned(ctx: &InstructionContext<'_>, rule: &'static Rule, pins: &Pins, acc: &mut Acc) {
    let Some(commands) = ctx.commands() else { return };
    for call in commands.calls() {
        if !call.name().is_some_and(|name| pins.programs.contains(&name)) || commands.is_partial() {
            continue;
        }
        let Some(verb) = call.verb(call.view, pins.installs) else { continue };
        if call.has_option(call.view, pins.inert) {
            continue;
        }
        for &word in &call.operands[verb..] {
            // The value of a variable is unknown.
            let Some(text) = call.text(word) else { continue };
            if !text.is_empty() && !(pins.is_pinned)(&call, text) {
                let message: Message = texts::finding(text);
                acc.push(Finding::own(rule, call.range(word), message));
            }
        }
    }
}

/// Whether a word is a file, an address or a pattern, and not the name of a package.
pub(crate) fn is_place(text: &str, ending: &str) -> bool {
    text.contains('/') || text.ends_with(ending)
}
