//! Prints the configuration file and the effective settings to standard error, for `--verbose`.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
};

use dockwright_lint::rule::Severity;

use crate::{
    cli::printable,
    config::hadolint::{HadolintSettings, LEVELS, Threshold},
};

pub(super) fn print_file(file: Option<&Path>) {
    let line = match file {
        Some(path) => format!("Configuration file used: {}", path.display()),
        None => "No configuration was specified. Using default configuration".to_owned(),
    };
    let _ = writeln!(io::stderr().lock(), "\"{}\"", printable::line(&line));
}

pub(super) fn print_settings(settings: &HadolintSettings) {
    let _ = io::stderr().lock().write_all(described(settings).as_bytes());
}

fn described(settings: &HadolintSettings) -> String {
    let is_on = |value: Option<bool>| if value == Some(true) { "True" } else { "False" };
    let codes = |level: Severity| {
        let codes = settings.overrides.iter().filter(move |(other, _)| *other == level);
        codes.map(|(_, code)| format!("{code:?}")).collect::<Vec<_>>()
    };
    let mut schema = settings.label_schema.clone();
    schema.sort();
    let mut registries = settings.trusted_registries.clone();
    registries.sort();
    registries.dedup();
    let mut out = format!(
        "Configuration:\n  no fail: {}\n  no color: {}\n",
        is_on(settings.no_fail),
        is_on(settings.no_color)
    );
    list(&mut out, "output format", settings.formats.iter().map(|format| format.name().to_owned()));
    let threshold = settings.threshold.unwrap_or(Threshold::DEFAULT).name;
    let _ = writeln!(out, "  failure threshold: {threshold}");
    for (name, level) in LEVELS {
        list(&mut out, &format!("override {name}"), codes(level));
    }
    list(&mut out, "override ignore", settings.ignored.iter().map(|code| format!("{code:?}")));
    let _ = writeln!(out, "  strict labels: {}", is_on(settings.strict_labels));
    list(
        &mut out,
        "label schema",
        schema.iter().map(|(label, form)| format!("{}: {form}", printable::line(label))),
    );
    let _ = writeln!(out, "  disable ignore pragma: {}", is_on(settings.disable_ignore_pragma));
    list(
        &mut out,
        "allowed registries",
        registries.iter().map(|registry| format!("- {}", printable::line(registry))),
    );
    out
}

fn list(out: &mut String, name: &str, items: impl IntoIterator<Item = String>) {
    let _ = writeln!(out, "  {name}:");
    let before = out.len();
    for item in items {
        let _ = writeln!(out, "    - {item}");
    }
    if out.len() == before {
        out.push_str("    none\n");
    }
}
