//! `check --migrate-hadolint`: writes a `dockwright.toml` that is equivalent to hadolint's
//! configuration file.

use std::{
    collections::HashSet,
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{anyhow, bail};
use dockwright_lint::{preset::is_known_name, rule::Severity};
use dockwright_texts::{Language, Message, cli::migration as texts};

use crate::{
    cli::{Status, complain, files::FileStamp, reason, replace_file::replace, unwritable},
    config::{
        checks::FailOn,
        hadolint::{HadolintFile, HadolintFormat, HadolintSettings, Threshold},
    },
    regular_file,
};

/// The file to write, in the current folder, since that is where hadolint's file applies too.
const TARGET: &str = "dockwright.toml";

/// Writes the file and reports the settings that it cannot express. `given` is the file to read; by
/// default it is hadolint's usual one.
pub(super) fn migrate(given: Option<&Path>, is_forced: bool, language: Language) -> anyhow::Result<Status> {
    let path = given.map_or_else(usual_file, |path| Ok(path.to_owned()))?;
    let name = path.display().to_string();
    let text = regular_file::configuration_or_error(&path)
        .map_err(|error| anyhow!(texts::CannotRead { name: &*name, reason: reason(&error) }.message()))?;
    let file = HadolintFile::parse(&text).map_err(|(line, message)| {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        anyhow!(texts::VoidFile { place: format!("{name}{line}"), reason: message }.message())
    })?;
    let migrated = Migrated::new(&name, &file);
    write(&migrated.toml, is_forced)?;
    for note in &migrated.notes {
        complain(note, language);
    }
    writeln!(io::stdout().lock(), "wrote {TARGET}").map_err(unwritable)?;
    Ok(Status::Fine)
}

fn usual_file() -> anyhow::Result<PathBuf> {
    let names = [".hadolint.yaml", ".hadolint.yml"].map(PathBuf::from);
    let found = names.into_iter().find(|path| path.is_file());
    found.ok_or_else(|| anyhow!(texts::no_file()))
}

fn write(toml: &str, is_forced: bool) -> anyhow::Result<()> {
    let path = Path::new(TARGET);
    let failed = |reason: Message| anyhow!(texts::CannotWrite { name: TARGET, reason }.message());
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            let written = file.write_all(toml.as_bytes()).and_then(|()| file.sync_all());
            written.map_err(|error| {
                // A partial file would be worse than none.
                let _ = fs::remove_file(path);
                failed(reason(&error))
            })
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if !is_forced {
                bail!(texts::exists(TARGET));
            }
            let stamp = fs::metadata(path).map_err(|error| failed(reason(&error)))?;
            replace(path, toml, Some(FileStamp::from(&stamp))).map_err(failed)
        }
        Err(error) => Err(failed(reason(&error))),
    }
}

/// The settings as TOML, and the settings that it cannot express.
struct Migrated {
    toml: String,
    notes: Vec<Message>,
}

impl Migrated {
    fn new(name: &str, file: &HadolintFile) -> Self {
        let settings = &file.settings;
        let mut migrated = Self {
            toml: format!(
                "# From {}, by `dockwright check --migrate-hadolint`.\npreset = \"hadolint\"\n",
                one_line(name)
            ),
            notes: notes(name, file),
        };
        let fail_on = fail_on(settings);
        migrated.entry("fail-on", &quoted(fail_on));
        migrated.list("ignore", settings.ignored.iter().filter(|code| is_code(code)));
        migrated.list("trusted-registries", settings.trusted_registries.iter());
        for (key, value) in [
            ("strict-labels", settings.strict_labels),
            ("disable-hadolint-comments", settings.disable_ignore_pragma),
        ] {
            if value == Some(true) {
                migrated.entry(key, "true");
            }
        }
        let levels = settings.levels().into_iter().filter(|(code, _)| is_code(code));
        migrated.table("severity", levels.map(|(code, level)| (code, level.name())));
        let schema = settings.label_schema.iter().map(|(label, form)| (label.as_str(), form.as_str()));
        migrated.table("label-schema", schema);
        migrated
    }

    fn entry(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.toml, "{key} = {value}");
    }

    fn list<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a String>) {
        let mut seen = HashSet::new();
        let all: Vec<String> =
            values.filter(|value| seen.insert(*value)).map(|value| quoted(value)).collect();
        if !all.is_empty() {
            self.entry(key, &format!("[{}]", all.join(", ")));
        }
    }

    fn table<'a>(&mut self, name: &str, entries: impl Iterator<Item = (&'a str, &'a str)>) {
        let mut entries = entries.peekable();
        if entries.peek().is_some() {
            let _ = writeln!(self.toml, "\n[{name}]");
        }
        for (key, value) in entries {
            let is_bare =
                !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
            let key = if is_bare { key.to_owned() } else { quoted(key) };
            self.entry(&key, &quoted(value));
        }
    }
}

/// The failure level, by its name in `dockwright.toml`.
fn fail_on(settings: &HadolintSettings) -> &'static str {
    let level = match settings.no_fail {
        Some(true) => FailOn::Never,
        _ => FailOn::AtLeast(settings.threshold.unwrap_or(Threshold::DEFAULT).least),
    };
    match level {
        FailOn::AtLeast(severity) => Severity::name(severity),
        FailOn::Never => "never",
    }
}

/// Messages about the settings that the new file does not contain.
fn notes(name: &str, file: &HadolintFile) -> Vec<Message> {
    let settings = &file.settings;
    let mut notes = Vec::new();
    for format in &settings.formats {
        let instead = match format {
            HadolintFormat::Tty => "text",
            HadolintFormat::Gnu => "concise",
            HadolintFormat::Json | HadolintFormat::Codacy | HadolintFormat::Sonarqube => "json",
            HadolintFormat::Checkstyle => "checkstyle",
            HadolintFormat::Codeclimate | HadolintFormat::GitlabCodeclimate => "gitlab",
            HadolintFormat::Sarif => "sarif",
            HadolintFormat::Junit => "junit",
        };
        notes.push(texts::Format { name, format: instead }.message());
    }
    if settings.no_color == Some(true) {
        notes.push(texts::no_color(name));
    }
    if settings.no_fail == Some(true) && settings.threshold.is_some() {
        notes.push(texts::threshold(name));
    }
    let unknown = file.unknown_keys.iter().map(|(key, _)| key.as_str());
    let kebab = (!file.kebab_registries.is_empty()).then_some("trusted-registries");
    for key in unknown.chain(kebab) {
        notes.push(texts::UnknownKey { name, key }.message());
    }
    let mut seen = HashSet::new();
    let mut without_rule = Vec::new();
    for code in file.codes.iter().map(|(code, _)| code.as_str()).filter(|code| seen.insert(*code)) {
        if code == "DL1000" {
            notes.push(texts::parse_error(name));
        } else if !is_code(code) {
            notes.push(texts::NoCode { name, code }.message());
        } else if !is_known_name(code) {
            without_rule.push(code);
        }
    }
    if !without_rule.is_empty() {
        notes.push(texts::WithoutRule { name, codes: without_rule.join(", ") }.message());
    }
    notes
}

/// Whether hadolint recognizes a code at all: codes are case-sensitive, and unreadable files are
/// always reported.
fn is_code(code: &str) -> bool {
    let number = code.strip_prefix("DL").or_else(|| code.strip_prefix("SC")).unwrap_or_default();
    number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()) && code != "DL1000"
}

/// Quotes a text as a basic string of TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
