//! `dockwright explain`: the page of a rule in the terminal, by any of its names.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use anyhow::anyhow;
use dockwright_lint::{
    rule::Rule,
    rule_texts::{rule_note, rule_summary},
    rules,
};
use dockwright_texts::Language;

use super::{Status, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The rule, by its name or that of another tool, in any letter case.
    rule: String,
    #[command(flatten)]
    locale: Locale,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Status> {
    let rule = rules::named(&options.rule)
        .ok_or_else(|| anyhow!("no rule is called {:?}; `dockwright rules` lists them", options.rule))?;
    let mut out = io::stdout().lock();
    out.write_all(page(rule, options.locale.language(None)).as_bytes())
        .and_then(|()| out.flush())
        .map_err(unwritable)?;
    Ok(Status::Fine)
}

fn page(rule: &Rule, language: Language) -> String {
    let mut out = format!("{} ({}, {})\n", rule.name, rule.group.name(), rule.severity.name());
    if !rule.aliases.is_empty() {
        let _ = writeln!(out, "Also called: {}", rule.aliases.join(", "));
    }
    let presets: Vec<_> = rule.presets.iter().map(|preset| preset.name()).collect();
    let experimental = if rule.is_experimental { "; experimental" } else { "" };
    let _ = writeln!(out, "In the presets: {}, all{experimental}", presets.join(", "));
    let page = rule.page;
    let summary = rule_summary(rule, language);
    // The page is English; a translation of its essence goes before it.
    if page.is_empty() || summary != rule_summary(rule, Language::English) {
        let _ = writeln!(out, "\n{summary}");
        let note = rule_note(rule, language);
        if !note.is_empty() {
            let _ = writeln!(out, "\n{note}");
        }
    }
    if !page.is_empty() {
        let _ = writeln!(out, "\n{page}");
    }
    out
}
