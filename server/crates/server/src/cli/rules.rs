//! `dockwright rules`: lists all rules, as text, JSON or Markdown.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use dockwright_lint::{registry, rule_texts::rule_summary};
use dockwright_texts::{Language, cli::rules as texts};
use serde::Serialize;

use super::{Status, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    pub(super) locale: Locale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    name: &'a str,
    aliases: &'a [&'a str],
    group: &'static str,
    severity: &'static str,
    summary: String,
    presets: Vec<&'static str>,
    experimental: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    let printed = match options.format {
        Format::Text => text(language),
        Format::Json => json(language),
        Format::Markdown => markdown(language),
    };
    let mut out = io::stdout().lock();
    out.write_all(printed.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(Status::Fine)
}

fn text(language: Language) -> String {
    let width = registry::rules().iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    for rule in registry::rules() {
        let (severity, group) = (rule.severity.name(), rule.group.name());
        let _ =
            writeln!(out, "{:width$}  {severity:7}  {group:11}  {}", rule.name, rule_summary(rule, language));
    }
    out
}

fn json(language: Language) -> String {
    let rules: Vec<_> = registry::rules()
        .iter()
        .map(|rule| RuleJson {
            name: rule.name,
            aliases: rule.aliases,
            group: rule.group.name(),
            severity: rule.severity.name(),
            summary: rule_summary(rule, language),
            presets: rule.presets.iter().map(|preset| preset.name()).collect(),
            experimental: rule.is_experimental,
            url: rule.url,
        })
        .map(|rule| serde_json::to_string(&rule).expect("plain data has a JSON form"))
        .collect();
    format!("[{}]\n", rules.join(",\n"))
}

fn markdown(language: Language) -> String {
    let mut out = texts::table().text(language) + "\n|---|---|---|---|---|\n";
    for rule in registry::rules() {
        let name = match rule.url {
            Some(url) => format!("[{}]({url})", rule.name),
            None => rule.name.to_owned(),
        };
        let summary = rule_summary(rule, language);
        let cells = [&name, &rule.aliases.join(", "), rule.group.name(), rule.severity.name(), &summary];
        let _ = writeln!(out, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    out
}
