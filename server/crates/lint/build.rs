//! Collects the rules: every file below `src/rules/` that has a `rule!` or a `rejection!` is one.
//!
//! Into `OUT_DIR/rules.rs` go the modules, the registry in the order of the names, and the pages, which are the `//!`
//! comments of the files. A rule's name is the name of its file in CamelCase; a file whose letters differ
//! (`JSONArgsRecommended`) says so in the first line of its record.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// A file with a rule.
struct Rule {
    path: PathBuf,
    module: String,
    name: String,
    page: String,
}

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("src").join("rules");
    let mut rules = Vec::new();
    collect(&folder, &mut rules);
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(&out, registry(&rules)).expect("OUT_DIR can be written to");
}

fn collect(folder: &Path, rules: &mut Vec<Rule>) {
    // A change of the folder is a new file or one that is gone.
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).expect("the rules are in their folder");
    for path in entries.map(|entry| entry.expect("the folder can be read").path()) {
        if path.is_dir() {
            collect(&path, rules);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            println!("cargo::rerun-if-changed={}", path.display());
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            rules.extend(rule(&path, &text));
        }
    }
}

/// The rule of a file, if it has one.
fn rule(path: &Path, text: &str) -> Option<Rule> {
    let record = ["rule! {", "rejection! {"];
    let mut lines = text.lines().skip_while(|line| !record.contains(line));
    lines.next()?;
    let module = path.file_stem()?.to_str()?.to_owned();
    let written = lines.next().and_then(|line| line.trim().strip_prefix("name: \"")?.strip_suffix("\","));
    let name = written.map_or_else(|| camel_case(&module), str::to_owned);
    let page = text.lines().map_while(|line| line.strip_prefix("//!"));
    let page: String = page.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect();
    Some(Rule { path: path.to_owned(), module, name, page: page.trim_end().to_owned() })
}

fn camel_case(module: &str) -> String {
    let words = module.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect()
}

fn registry(rules: &[Rule]) -> String {
    let mut out = String::new();
    for Rule { path, module, .. } in rules {
        let path = path.to_str().expect("cargo knows no other paths either");
        let _ = writeln!(out, "#[path = {path:?}]\npub mod {module};");
    }
    out.push_str("/// Every rule, by name.\npub static RULES: &[&Rule] = &[\n");
    for Rule { module, .. } in rules {
        let _ = writeln!(out, "    &{module}::RULE,");
    }
    out.push_str("];\n/// What each of them looks at.\npub(crate) static CHECKS: &[&[Check]] = &[\n");
    for Rule { module, .. } in rules {
        let _ = writeln!(out, "    {module}::CHECKS,");
    }
    out.push_str("];\nconst PAGES: &[Page] = &[\n");
    for Rule { module, name, page, .. } in rules {
        let summary = page.lines().next().unwrap_or_default().trim_end_matches('.');
        let _ = writeln!(
            out,
            "    Page {{ module: {module:?}, name: {name:?}, summary: {summary:?}, text: {page:?}, \
             texts: dockwright_texts::rules::{module}::RULE }},"
        );
    }
    out.push_str("];\n");
    out
}
