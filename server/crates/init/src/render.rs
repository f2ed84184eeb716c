//! Renders a plan: templates filled with values, and comments in the user's language.

use std::{collections::BTreeSet, fmt::Write as _, sync::LazyLock};

use dockwright_texts::{Entry, Language, Topic};
use minijinja::{Environment, Value, context, syntax::SyntaxConfig};
use unicode_width::UnicodeWidthStr;

use crate::{
    names::{copy_arguments, exec_form, shell_word},
    project::{Plan, Project},
    tables::{IGNORED, versions},
};

/// Templates by their names.
const TEMPLATES: [(&str, &str); 20] = [
    ("dotnet", include_str!("../templates/dotnet.dockerfile")),
    ("footer", include_str!("../templates/footer.dockerfile")),
    ("go", include_str!("../templates/go.dockerfile")),
    ("gradle", include_str!("../templates/gradle.dockerfile")),
    ("header", include_str!("../templates/header.dockerfile")),
    ("java-final", include_str!("../templates/java-final.dockerfile")),
    ("jekyll", include_str!("../templates/jekyll.dockerfile")),
    ("maven", include_str!("../templates/maven.dockerfile")),
    ("nginx", include_str!("../templates/nginx.dockerfile")),
    ("nginx-footer", include_str!("../templates/nginx-footer.dockerfile")),
    ("node", include_str!("../templates/node.dockerfile")),
    ("node-install", include_str!("../templates/node-install.dockerfile")),
    ("php", include_str!("../templates/php.dockerfile")),
    ("python", include_str!("../templates/python.dockerfile")),
    ("rails", include_str!("../templates/rails.dockerfile")),
    ("ruby", include_str!("../templates/ruby.dockerfile")),
    ("ruby-packages", include_str!("../templates/ruby-packages.dockerfile")),
    ("rust", include_str!("../templates/rust.dockerfile")),
    ("site", include_str!("../templates/site.dockerfile")),
    ("user", include_str!("../templates/user.dockerfile")),
];

/// The groups of patterns in every ignore file.
const FOR_ALL: [&str; 4] = ["usual", "docker", "secrets", "editors"];

/// The width at which comments wrap.
const WIDTH: usize = 100;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().expect("the syntax is the usual one"));
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Lenient);
    for (name, template) in TEMPLATES {
        environment.add_template(name, template).expect("the template is ours");
    }
    environment.add_filter("exec", |words: Vec<String>| exec_form(words.iter().map(String::as_str)));
    environment.add_filter("sh", |word: &str| shell_word(word));
    environment.add_filter("prepend", |paths: Vec<String>, folder: &str| -> Vec<String> {
        paths.iter().map(|path| format!("{folder}{path}")).collect()
    });
    environment.add_function("copy", |mut paths: Vec<String>, destination: &str| {
        paths.push(destination.to_owned());
        copy_arguments(&paths)
    });
    environment
});

/// The Dockerfile of a plan.
pub(crate) fn dockerfile(plan: &Plan, language: Language) -> Option<String> {
    let note = move |id: &str, values: minijinja::value::Rest<String>| note(id, &values, language);
    let values = context! {
        versions => versions().clone(),
        note => Value::from_function(note),
        ..plan.values.clone()
    };
    let text = ENVIRONMENT.get_template(plan.template).ok()?.render(values);
    debug_assert!(text.is_ok(), "{:?}", text.as_ref().err());
    Some(tidied(&text.ok()?))
}

/// Removes repeated and trailing empty lines, which unmet conditions in a template leave.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_after_empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if !(line.is_empty() && is_after_empty) {
            out.push_str(line);
            out.push('\n');
        }
        is_after_empty = line.is_empty();
    }
    out.trim_end().to_owned() + "\n"
}

/// A text as comment lines, with each `{}` replaced by a value in order.
fn note(id: &str, values: &[String], language: Language) -> String {
    let entry = Topic::Init.entry(language, id);
    debug_assert!(entry.is_some(), "init.md has no {id}");
    let mut text = entry.map(Entry::summary).unwrap_or_default();
    for value in values {
        text = text.replacen("{}", value, 1);
    }
    let mut out = String::new();
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.width() + 1 + word.width() > WIDTH && line != "#" {
            out.push_str(&line);
            out.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    out + &line
}

/// The ignore file of a plan.
pub(crate) fn dockerignore(plan: &Plan, project: &Project<'_>, language: Language) -> String {
    let mut out = note("ignore", &[], language) + "\n";
    let mut seen = BTreeSet::new();
    for group in FOR_ALL.iter().chain(plan.ignore).filter_map(|&name| IGNORED.get(name)) {
        let is_new = |pattern: &&String| !plan.kept.contains(pattern);
        let patterns: Vec<_> =
            group.patterns.iter().filter(is_new).filter(|it| seen.insert((*it).clone())).collect();
        if patterns.is_empty() {
            continue;
        }
        out.push('\n');
        out.push_str(&note(&group.note, &[], language));
        out.push('\n');
        for pattern in patterns {
            out.push_str(pattern);
            out.push('\n');
        }
    }
    // Ignoring a whole folder would drop the empty files that keep it in Git, and a program may need
    // the folder.
    for folder in ["log", "tmp", "storage"] {
        if plan.ignore.contains(&"ruby") && project.has_folder(folder) {
            let _ = writeln!(out, "!{folder}/.keep");
        }
    }
    out
}
