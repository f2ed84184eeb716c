//! `dockwright explain`: prints the page of a rule, found by any of its names.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use anyhow::anyhow;
use dockwright_lint::{
    registry,
    rule::{Preset, Rule},
    rule_texts::{rule_note, rule_page, rule_summary},
};
use dockwright_texts::{Language, cli::rules as texts};

use super::{Status, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    rule: String,
    #[command(flatten)]
    pub(super) locale: Locale,
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    let rule = registry::named(&options.rule).ok_or_else(|| anyhow!(texts::no_rule(&options.rule)))?;
    let mut out = io::stdout().lock();
    out.write_all(page(rule, language).as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(Status::Fine)
}

fn page(rule: &Rule, language: Language) -> String {
    let mut out = format!("{} ({}, {})\n", rule.name, rule.group.name(), rule.severity.name());
    if !rule.aliases.is_empty() {
        let _ = writeln!(out, "{}", texts::also_called(rule.aliases.join(", ")).text(language));
    }
    let presets = rule.presets.iter().chain(&[Preset::All]).map(|preset| preset.name());
    let presets = presets.collect::<Vec<_>>().join(", ");
    let presets = if rule.is_experimental {
        texts::in_presets_experimental(presets)
    } else {
        texts::in_presets(presets)
    };
    let _ = writeln!(out, "{}", presets.text(language));
    let page = rule_page(rule, language);
    // The rule's page already starts with the summary.
    if page.is_empty() {
        let _ = writeln!(out, "\n{}", rule_summary(rule, language));
        let note = rule_note(rule, language);
        if !note.is_empty() {
            let _ = writeln!(out, "\n{note}");
        }
    } else {
        let _ = writeln!(out, "\n{page}");
    }
    out
}
