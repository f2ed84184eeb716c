//! `dockwright explain`: the page of a rule in the terminal, by any of its names.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use anyhow::anyhow;
use dockwright_ide::{Rule, rules};

use super::{
    Status,
    output::{preset_name, severity_name},
    rules::summary,
    unwritable,
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The rule, by its name or that of another tool, in any letter case.
    rule: String,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Status> {
    let rule = rules::named(&options.rule)
        .ok_or_else(|| anyhow!("no rule is called {:?}; `dockwright rules` lists them", options.rule))?;
    let mut out = io::stdout().lock();
    out.write_all(page(rule).as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(Status::Fine)
}

fn page(rule: &Rule) -> String {
    let mut out = format!("{} ({}, {})\n", rule.name, rule.group.name(), severity_name(rule.severity));
    if !rule.aliases.is_empty() {
        let _ = writeln!(out, "Also called: {}", rule.aliases.join(", "));
    }
    let presets: Vec<_> = rule.presets.iter().map(|&preset| preset_name(preset)).collect();
    let experimental = if rule.is_experimental { "; experimental" } else { "" };
    let _ = writeln!(out, "In the presets: {}, all{experimental}", presets.join(", "));
    let page = rule.page();
    let _ = writeln!(out, "\n{}", if page.is_empty() { summary(rule) } else { &page });
    out
}
