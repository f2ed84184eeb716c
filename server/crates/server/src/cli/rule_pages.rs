//! The pages of the rules in `server/docs/rules/`, with the text of `dockwright explain`. They are
//! generated from the rules and committed. With `UPDATE_EXPECT` set, the tests here update them and
//! the counts in the comparison.

use std::{collections::BTreeSet, fmt::Write as _};

use dockwright_lint::{
    registry,
    rule::{Group, Preset, Rule},
};

/// A rule's page as Markdown.
fn page(rule: &Rule) -> String {
    let mut out = format!("# {}\n\n", rule.name);
    let text = rule.page;
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let first = if first.is_empty() { format!("{}.", rule.summary) } else { first.replace('\n', " ") };
    let _ = writeln!(out, "{first}\n");
    let _ = writeln!(out, "| Group | Severity | Presets | Also called |\n|---|---|---|---|");
    let mut presets: Vec<_> = rule.presets.iter().map(|preset| preset.name()).collect();
    presets.push("all");
    let also = if rule.aliases.is_empty() { "–".to_owned() } else { rule.aliases.join(", ") };
    let group = rule.group.name();
    let _ = writeln!(out, "| {group} | {} | {} | {also} |", rule.severity.name(), presets.join(", "));
    if rule.is_experimental {
        out.push_str("\nThe rule is experimental: it runs only if you select it.\n");
    }
    if !rest.is_empty() {
        let _ = write!(out, "\n{}", lower_headings(rest));
    }
    if let Some(url) = rule.url
        && !rest.contains(url)
    {
        let _ = writeln!(out, "\nSee <{url}>.");
    }
    out
}

/// Moves headings down a level, below the rule's name.
fn lower_headings(text: &str) -> String {
    let mut out = String::new();
    let mut is_code = false;
    let mut is_blank = true;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        let is_heading = !is_code && line.starts_with("# ");
        if is_heading && !is_blank {
            out.push('\n');
        }
        let _ = writeln!(out, "{}{line}", if is_heading { "#" } else { "" });
        if is_heading {
            out.push('\n');
        }
        is_blank = line.is_empty();
    }
    out
}

const INTRODUCTION: &str = "\
# Rules

`dockwright explain NAME` prints these pages in a terminal. Rules with a *yes* are on unless you choose a different
[preset](../settings.md#presets).
";

/// The rules by group.
fn index() -> String {
    let mut out = INTRODUCTION.to_owned();
    let groups: BTreeSet<_> = registry::rules().iter().map(|rule| rule.group).collect();
    for group in groups {
        let title = heading(group);
        let _ =
            writeln!(out, "\n## {title}\n\n| Rule | Severity | Default | What is wrong |\n|---|---|---|---|");
        for rule in registry::rules().iter().filter(|rule| rule.group == group) {
            let (name, summary) = (rule.name, rule.summary.replace('|', "\\|"));
            let default =
                if rule.presets.contains(&Preset::Default) && !rule.is_experimental { "yes" } else { "" };
            let _ =
                writeln!(out, "| [{name}]({name}.md) | {} | {default} | {summary} |", rule.severity.name());
        }
    }
    out
}

/// The name of a group in the list of rules.
fn heading(group: Group) -> &'static str {
    match group {
        Group::Syntax => "Syntax",
        Group::Forms => "Exec form and shell form",
        Group::Stages => "Stages and base images",
        Group::Variables => "Variables",
        Group::Context => "Files and the build context",
        Group::Commands => "Commands in RUN",
        Group::Shell => "Shell text in RUN",
        Group::Security => "Security",
        Group::Metadata => "Image configuration",
        Group::Performance => "Performance",
        Group::Style => "Style",
    }
}

#[test]
fn the_pages_are_those_of_the_rules() {
    use std::{collections::BTreeMap, env, fs, path::Path};

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    let mut pages: BTreeMap<String, String> =
        registry::rules().iter().map(|rule| (format!("{}.md", rule.name), page(rule))).collect();
    pages.insert("README.md".to_owned(), index());
    let is_renewing = env::var_os("UPDATE_EXPECT").is_some();
    if is_renewing {
        fs::create_dir_all(&folder).unwrap();
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !pages.contains_key(&name) {
            assert!(is_renewing, "{name} is the page of no rule: set UPDATE_EXPECT=1");
            fs::remove_file(folder.join(&name)).unwrap();
        }
    }
    for (name, page) in pages {
        let path = folder.join(&name);
        if is_renewing {
            fs::write(&path, &page).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(found == page, "{name} is not what the rule says: set UPDATE_EXPECT=1");
    }
}

/// Replaces the number between two texts.
fn with_count(text: &str, before: &str, count: usize, after: &str) -> String {
    let (head, rest) = text.split_once(before).unwrap();
    let (_, tail) = rest.split_once(after).unwrap();
    format!("{head}{before}{count}{after}{tail}")
}

/// The codes of hadolint's own rules, in version 2.15.
const HADOLINT: &[std::ops::RangeInclusive<u16>] =
    &[1001..=1001, 3000..=3004, 3006..=3016, 3018..=3030, 3032..=3038, 3040..=3067, 4000..=4001, 4003..=4006];

#[test]
fn the_comparison_counts_right() {
    use std::{env, fs, path::Path};

    let aliases = registry::rules().iter().flat_map(|rule| rule.aliases);
    let hadolint: BTreeSet<_> = aliases.filter(|name| name.starts_with("DL")).collect();
    let forms = registry::rules().iter().filter(|rule| rule.group == Group::Forms).count();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/comparison.md");
    let page = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let mut right = with_count(&page, "| all together | ", registry::rules().len(), " |");
    right = with_count(&right, "| hadolint's rules | ", hadolint.len(), " of 71 |");
    right = with_count(&right, "| exec form, shell form, arrays | ", forms, " rules |");
    let is_missing = |number: &u16| !hadolint.contains(&&*format!("DL{number}"));
    let missing: Vec<u16> = HADOLINT.iter().cloned().flatten().filter(is_missing).collect();
    assert!(missing.is_empty(), "rules of hadolint that are missing: {missing:?}");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &right).unwrap();
    } else {
        assert!(page == right, "comparison.md counts wrong: set UPDATE_EXPECT=1");
    }
}
