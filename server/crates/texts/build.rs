//! Generates Rust code from the texts, so that a missing text or argument is a compile error.
//!
//! - `languages.toml` becomes the enum `Language`.
//! - `docs/en/NAME.md` becomes `Topic::Name`, with the texts of all languages.
//! - `messages/FOLDER/FILE.toml` becomes the module `FOLDER::FILE`, and each table `[key]` in it a static `KEY` and what
//!   makes a `Message` of it. With up to one placeholder that is a function, `key(name)`. With more it is a record with a
//!   field for each of them, `Key { name, path }.message()`: the order in which a text has them does not matter. Each
//!   file in `messages/rules/` belongs to a rule, with the rule's `summary` and `note`.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

struct Language {
    code: String,
    variant: String,
    is_complete: bool,
}

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let languages = languages(&root.join("languages.toml"));
    let mut out = String::new();
    write_languages(&languages, &mut out);
    write_topics(&root.join("docs"), &languages, &mut out);
    let mut names = Vec::new();
    write_folder(&root.join("messages"), &root.join("messages"), &languages, &mut names, &mut out);
    let _ = writeln!(out, "#[cfg(test)]\npub(crate) static ALL: &[&crate::Text] = &[{}];", names.join(", "));
    let path = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("texts.rs");
    fs::write(path, out).expect("OUT_DIR can be written to");
}

fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The entries of a folder, sorted by name.
fn entries(folder: &Path) -> BTreeMap<String, PathBuf> {
    // Rebuild when a file is added or removed.
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path))).collect()
}

fn table(path: &Path) -> Table {
    read(path).parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn languages(path: &Path) -> Vec<Language> {
    let table = table(path);
    let rows = table["language"].as_array().expect("a list of languages");
    let text = |row: &Value, key: &str| row[key].as_str().expect("a string").to_owned();
    let language = |row: &Value| Language {
        code: text(row, "code"),
        variant: text(row, "variant"),
        is_complete: row.get("complete").and_then(Value::as_bool).unwrap_or_default(),
    };
    rows.iter().map(language).collect()
}

fn write_languages(languages: &[Language], out: &mut String) {
    let variants: Vec<_> = languages.iter().map(|language| language.variant.as_str()).collect();
    let default = variants.first().expect("there is a language");
    out.push_str("/// A language of the texts.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]\npub enum Language {\n");
    for variant in &variants {
        let mark = if variant == default { "#[default] " } else { "" };
        let _ = writeln!(out, "    /// {variant}.\n    {mark}{variant},");
    }
    let _ = writeln!(out, "}}\npub(crate) const LANGUAGES: usize = {};", languages.len());
    out.push_str("pub(crate) const CODES: [(&str, Language); LANGUAGES] = [");
    for Language { code, variant, .. } in languages {
        let _ = write!(out, "({code:?}, Language::{variant}), ");
    }
    let complete = languages.iter().filter(|language| language.is_complete);
    let complete: Vec<_> = complete.map(|language| format!("Language::{}", language.variant)).collect();
    let _ = writeln!(
        out,
        "];\n#[cfg(test)]\npub(crate) const COMPLETE: &[Language] = &[{}];",
        complete.join(", ")
    );
}

fn camel_case(name: &str) -> String {
    let (first, rest) = name.split_at(1.min(name.len()));
    first.to_ascii_uppercase() + rest
}

fn write_topics(folder: &Path, languages: &[Language], out: &mut String) {
    let english = entries(&folder.join(&languages[0].code));
    let folders: Vec<_> = languages.iter().map(|language| entries(&folder.join(&language.code))).collect();
    out.push_str("/// What a file of texts is about.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Topic {\n");
    for name in english.keys() {
        let _ = writeln!(out, "    /// `{name}.md`\n    {},", camel_case(name));
    }
    let _ = writeln!(out, "}}\npub(crate) const TOPICS: &[(&str, Topic, [&str; LANGUAGES])] = &[");
    for name in english.keys() {
        let _ = write!(out, "    ({name:?}, Topic::{}, [", camel_case(name));
        for folder in &folders {
            let text = folder.get(name).map(|path| read(path)).unwrap_or_default();
            let _ = write!(out, "{text:?}, ");
        }
        out.push_str("]),\n");
    }
    out.push_str("];\n");
}

fn write_folder(
    root: &Path,
    folder: &Path,
    languages: &[Language],
    names: &mut Vec<String>,
    out: &mut String,
) {
    for (name, path) in entries(folder) {
        let _ = writeln!(out, "/// Texts of `{name}`.\npub mod {name} {{");
        if path.is_dir() {
            write_folder(root, &path, languages, names, out);
        } else {
            let inside = path.strip_prefix(root).expect("it is in the folder").with_extension("");
            let id = inside.to_str().expect("the names are ASCII").replace('\\', "/");
            let texts = table(&path);
            for (key, value) in &texts {
                let texts = value.as_table().unwrap_or_else(|| panic!("{}: [{key}]", path.display()));
                write_message(&format!("{id}.{key}"), key, texts, languages, out);
                names.push(format!("&crate::{}::{}", id.replace('/', "::"), key.to_ascii_uppercase()));
            }
            if id.starts_with("rules/") {
                let note = if texts.contains_key("note") { "Some(&NOTE)" } else { "None" };
                let _ = writeln!(
                    out,
                    "/// What the rule says of itself.\npub const RULE: crate::RuleTexts = crate::RuleTexts {{ summary: &SUMMARY, note: {note} }};"
                );
            }
        }
        out.push_str("}\n");
    }
}

fn write_message(id: &str, key: &str, texts: &Table, languages: &[Language], out: &mut String) {
    let known = |name: &String| languages.iter().any(|language| language.code == *name);
    if let Some(unknown) = texts.keys().find(|name| !known(name)) {
        panic!("{id}: no language has the code {unknown}");
    }
    let text = |language: &Language| texts.get(&language.code).map(|text| text.as_str().expect("a string"));
    let mut names: Vec<&str> = Vec::new();
    let first = text(&languages[0]).unwrap_or_default();
    for name in placeholders(first) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut doc = first.replace('\n', " ");
    // Some messages quote like hadolint, with a backtick and an apostrophe.
    if doc.matches('`').count() % 2 == 1 {
        doc = doc.replace('`', "'");
    }
    let constant = key.to_ascii_uppercase();
    let _ = write!(
        out,
        "/// > {doc}\npub static {constant}: crate::Text = crate::Text {{ id: {id:?}, arguments: {}, languages: [",
        names.len()
    );
    for language in languages {
        let _ =
            write!(out, "{:?}, ", text(language).map(|text| numbered(id, text, &names)).unwrap_or_default());
    }
    out.push_str("] };\n");
    match names[..] {
        [] | [_] => write_function(key, &constant, &doc, &names, out),
        _ => write_record(key, &constant, &doc, &names, out),
    }
}

fn write_function(key: &str, constant: &str, doc: &str, names: &[&str], out: &mut String) {
    let parameters: Vec<_> = names.iter().map(|name| format!("{name}: impl Into<crate::Argument>")).collect();
    let values: Vec<_> = names.iter().map(|name| format!("{name}.into()")).collect();
    let _ = writeln!(
        out,
        "/// > {doc}\npub fn {key}({}) -> crate::Message {{ crate::Message::new(&{constant}, vec![{}]) }}",
        parameters.join(", "),
        values.join(", ")
    );
}

/// Arguments of one type can be swapped without an error, so a message with several of them has fields instead.
fn write_record(key: &str, constant: &str, doc: &str, names: &[&str], out: &mut String) {
    let record: String = key.split('_').map(camel_case).collect();
    let fields: Vec<_> =
        names.iter().map(|name| format!("/// Takes the place of `{name}`.\npub {name}: {name}")).collect();
    let bounds: Vec<_> = names.iter().map(|name| format!("{name}: Into<crate::Argument>")).collect();
    let values: Vec<_> = names.iter().map(|name| format!("self.{name}.into()")).collect();
    let types = names.join(", ");
    let _ = writeln!(
        out,
        "/// > {doc}\n#[allow(non_camel_case_types)]\npub struct {record}<{types}> {{ {} }}\n\
         #[allow(non_camel_case_types)]\nimpl<{}> {record}<{types}> {{\n/// The message in no language yet.\n\
         pub fn message(self) -> crate::Message {{ crate::Message::new(&{constant}, vec![{}]) }}\n}}",
        fields.join(",\n"),
        bounds.join(", "),
        values.join(", ")
    );
}

/// The names between braces; a doubled brace is a literal brace.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let after = &rest[rest.find('{')? + 1..];
            if let Some(doubled) = after.strip_prefix('{') {
                rest = doubled;
                continue;
            }
            let (name, further) = after.split_once('}')?;
            rest = further;
            return Some(name);
        }
    })
}

/// The text with the names of its placeholders replaced by numbers.
fn numbered(id: &str, text: &str, names: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        out.push_str(before);
        if let Some(doubled) = after.strip_prefix('{') {
            out.push_str("{{");
            rest = doubled;
            continue;
        }
        let (name, further) = after.split_once('}').unwrap_or_else(|| panic!("{id}: an open brace"));
        let number = names.iter().position(|known| *known == name);
        let number = number.unwrap_or_else(|| panic!("{id}: the English text has no {{{name}}}"));
        let _ = write!(out, "{{{number}}}");
        rest = further;
    }
    out.push_str(rest);
    out
}
