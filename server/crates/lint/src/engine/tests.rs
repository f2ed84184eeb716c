//! How often the checks of an instruction run.

use std::cell::Cell;

use dockwright_analysis::document::Document;
use dockwright_syntax::Text;

use crate::{
    check::Check,
    diagnostics::diagnostics,
    registry::{Registry, install},
    rule::Rule,
};

static RULE: Rule = Rule { name: "Any", ..Rule::PLAIN };

/// A rule that looks at each instruction: what it finds does not matter here.
static REGISTRY: Registry = Registry { rules: &[&RULE], checks: &[&[Check::Instruction(&[], |_, _| ())]] };

thread_local! {
    /// How often the checks of an instruction alone have run.
    pub(super) static CHECKED: Cell<usize> = const { Cell::new(0) };
}

/// The instructions that are checked again when `inserted` is typed at the first `|` of a text.
#[track_caller]
fn checked_after(text: &str, inserted: &str) -> usize {
    install(&REGISTRY);
    let at = text.find('|').expect("it marks a place");
    let text = text.replacen('|', "", 1);
    let document = Document::new(Text::new(&text));
    diagnostics(&document);
    let before = CHECKED.get();
    let mut new = document.text().clone();
    let edit = new.replace(at..at, inserted);
    let edited = document.edited(new, &[edit]);
    let found = diagnostics(&edited);
    let checked = CHECKED.get() - before;
    let fresh = Document::new(Text::new(&edited.text().slice(0..edited.text().len())));
    assert_eq!(found, diagnostics(&fresh));
    checked
}

#[test]
fn an_edit_checks_what_it_touches() {
    let many = |line: &str| (0..500).map(|at| line.replace('#', &at.to_string())).collect::<String>();
    let lines = many("RUN apt-get install a#\nCOPY . /a#\nWORKDIR a#\nENV A#=1\nONBUILD RUN cd /a#\n");
    assert_eq!(checked_after(&format!("FROM a\n{lines}RUN apt|\n{lines}"), "-get"), 1);
    assert_eq!(checked_after(&format!("FROM a\n{lines}|{lines}"), "RUN x\n"), 1);
    assert_eq!(checked_after(&format!("FROM a\n{lines}ENV P=|\n{lines}"), "secret"), 1);
}

#[test]
fn a_shell_checks_what_it_runs() {
    let text = "FROM a\nRUN ls\n|RUN ls\nUSER a\nONBUILD RUN ls\n";
    // The SHELL itself, and all instructions after it: they have another setting now.
    assert_eq!(checked_after(text, "SHELL [\"pwsh\"]\n"), 5);
}
