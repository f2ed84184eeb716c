//! Collects the rules: every file below `src/` with a record such as `rule!` or `rejection!`
//! is one.
//!
//! It writes the registry, in the order of the names, and the pages, which are the `//!` comments
//! of the files, to `OUT_DIR/rules.rs`. A rule's name is the name of its file in CamelCase; a file
//! whose letters differ (`JSONArgsRecommended`) gives the name in the first line of its record.
//!
//! The `pub mod` lines of `src/lib.rs` and of its folders' files list these files. They are part
//! of the sources, so that every tool finds the rules. With `UPDATE_EXPECT=1` the script rewrites
//! them.
//!
//! The pages are in English. Their translations are the files `pages/LANGUAGE/MODULE.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// A file with a rule.
struct Rule {
    /// The module's path below the crate's root.
    path: String,
    module: String,
    name: String,
    page: String,
}

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut rules = rules_in(&Path::new(&root).join("src"), "");
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    let translations = translations(&Path::new(&root).join("pages"));
    fs::write(&out, registry(&rules, &translations)).expect("OUT_DIR can be written to");
}

/// The rules in a folder, whose file has to name them.
fn rules_in(folder: &Path, prefix: &str) -> Vec<Rule> {
    // The folder changes when a file is added or removed.
    println!("cargo::rerun-if-changed={}", folder.display());
    let (mut rules, mut modules) = (Vec::new(), BTreeSet::new());
    let entries = fs::read_dir(folder).expect("the rules are in their folder");
    for path in entries.map(|entry| entry.expect("the folder can be read").path()) {
        let module = path.file_stem().and_then(|name| name.to_str()).expect("sources have names in ASCII");
        let found = if path.is_dir() {
            rules_in(&path, &format!("{prefix}{module}::"))
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            rule(module, prefix, &text).into_iter().collect()
        };
        if !found.is_empty() {
            modules.insert(module.to_owned());
            rules.extend(found);
        }
    }
    if !modules.is_empty() {
        let is_root = folder.file_name().is_some_and(|name| name == "src");
        let file = if is_root { folder.join("lib.rs") } else { folder.with_extension("rs") };
        check_list(&file, &modules);
    }
    rules
}

/// Checks that the `pub mod` lines of a file, which follow each other, name the modules, or writes them.
fn check_list(file: &Path, modules: &BTreeSet<String>) {
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file).expect("each folder of rules has a file of its name");
    let (before, rest) = text.split_at(text.find("pub mod ").expect("it names a rule"));
    let length = rest.split_inclusive('\n').take_while(|line| line.starts_with("pub mod "));
    let after = &rest[length.map(str::len).sum()..];
    let lines: String = modules.iter().flat_map(|module| ["pub mod ", module, ";\n"]).collect();
    let expected = format!("{before}{lines}{after}");
    if expected == text {
        return;
    }
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, expected).expect("sources can be written");
    } else {
        let name = file.file_name().unwrap_or_default().display();
        println!("cargo::error={name} does not name all rules: build once with UPDATE_EXPECT=1");
    }
}

/// The rule of a file, if it has one.
fn rule(module: &str, prefix: &str, text: &str) -> Option<Rule> {
    let is_record =
        |line: &str| line == "rejection! {" || (line.ends_with("rule! {") && !line.starts_with(' '));
    let mut lines = text.lines().skip_while(|line| !is_record(line));
    lines.next()?;
    let written = lines.next().and_then(|line| line.trim().strip_prefix("name: \"")?.strip_suffix("\","));
    let name = written.map_or_else(|| camel_case(module), str::to_owned);
    let page = text.lines().map_while(|line| line.strip_prefix("//!"));
    let page: String = page.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect();
    let path = format!("{prefix}{module}");
    Some(Rule { path, module: module.to_owned(), name, page: page.trim_end().to_owned() })
}

/// The folders of the languages, by their codes.
fn translations(folder: &Path) -> BTreeMap<String, PathBuf> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).expect("the crate has translated pages");
    let folders = entries.map(|entry| entry.expect("the folder can be read").path());
    let code = |path: &Path| path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    folders.map(|path| (code(&path), path)).collect()
}

fn camel_case(module: &str) -> String {
    let words = module.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect()
}

fn registry(rules: &[Rule], translations: &BTreeMap<String, PathBuf>) -> String {
    let mut out = String::from("/// Every rule, by name.\nstatic RULES: &[&Rule] = &[\n");
    for Rule { path, .. } in rules {
        let _ = writeln!(out, "    &{path}::RULE,");
    }
    out.push_str("];\n/// What each of them looks at.\nstatic CHECKS: &[&[Check]] = &[\n");
    for Rule { path, .. } in rules {
        let _ = writeln!(out, "    {path}::CHECKS,");
    }
    out.push_str("];\nconst PAGES: &[Page] = &[\n");
    for Rule { module, name, page, .. } in rules {
        let summary = page.lines().next().unwrap_or_default().trim_end_matches('.');
        let files = translations.iter().map(|(code, folder)| (code, folder.join(format!("{module}.md"))));
        let files = files.filter(|(_, path)| path.exists());
        let mut translated = String::new();
        for (code, path) in files {
            let _ = write!(translated, "({code:?}, include_str!({:?})), ", path.to_string_lossy());
        }
        let _ = writeln!(
            out,
            "    Page {{ module: {module:?}, name: {name:?}, summary: {summary:?}, text: {page:?}, \
             translations: &[{translated}], texts: dockwright_texts::rules::{module}::RULE }},"
        );
    }
    out.push_str("];\n");
    out
}
