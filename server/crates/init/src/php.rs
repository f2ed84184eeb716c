//! PHP programs, served by `FrankenPHP`.

use std::collections::BTreeSet;

use dockwright_texts::init as texts;
use minijinja::context;

use crate::{
    manifest::words,
    names::is_plain,
    project::{Plan, Project},
    ruby::node,
    tables::{FRAMEWORKS, current},
    version::Version,
};

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let text = project.has("composer.json").then(|| project.text("composer.json")).flatten()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    let required = manifest.get("require").and_then(|it| it.as_object());
    let is_required = |package: &str| required.is_some_and(|it| it.contains_key(package));
    let (is_laravel, is_symfony) =
        (is_required("laravel/framework"), is_required("symfony/framework-bundle"));
    let is_public = project.has_folder("public");
    if !is_public && !project.has("index.php") {
        return None;
    }
    let range = required.and_then(|it| it.get("php")).and_then(|it| it.as_str());
    let platform = manifest.get("config").and_then(|it| it.get("platform")?.get("php")?.as_str());
    let named = platform.and_then(|text| Version::named(text, "composer.json"));
    let version = named.or_else(|| Version::for_range(range?, current("php"), "composer.json"));
    let version = version.map(|version| version.series(2)).filter(|version| version.numbers().len() == 2);
    let version = version.unwrap_or_else(|| Version::current(current("php")));
    let keys = required.into_iter().flat_map(|it| it.keys());
    let extensions = keys.filter_map(|key| key.strip_prefix("ext-")).filter(|name| is_extension(name));
    let mut extensions: BTreeSet<String> = extensions.map(str::to_owned).collect();
    extensions.extend(words(&["opcache", "zip"]));
    let environment = [".env.example", ".env"].iter().filter(|file| project.has(file));
    let environment: String = environment.filter_map(|file| project.text(file)).collect();
    let marked = FRAMEWORKS.php.iter().filter(|it| has_line(&environment, &it.mark));
    extensions.extend(marked.map(|it| it.extension.clone()));
    if is_laravel {
        extensions.insert("pcntl".to_owned());
    }
    if is_symfony {
        extensions.extend(words(&["apcu", "intl"]));
    }
    let (writable, owned): (&[&str], &[&str]) = if is_laravel {
        let writable = &[
            "bootstrap/cache",
            "storage/framework/cache",
            "storage/framework/sessions",
            "storage/framework/views",
            "storage/logs",
        ];
        (writable, &["bootstrap/cache", "storage"])
    } else if is_symfony {
        (&["var/cache", "var/log"], &["var"])
    } else {
        (&[], &[])
    };
    let mut notes = Vec::new();
    if is_laravel && !extensions.iter().any(|it| it.starts_with("pdo_")) {
        notes.push(texts::unknown_database());
    }
    // Symfony reads its defaults from `.env`, which is committed; secrets are in `.env.local`.
    let kept = if is_symfony { words(&["**/.env", "**/.env.*", "!**/.env.example"]) } else { Vec::new() };
    let values = context! {
        program => "PHP",
        version => version,
        extensions => extensions.into_iter().collect::<Vec<_>>(),
        manifests => project.existing(&["composer.json", "composer.lock", "symfony.lock"]),
        node => node(project).filter(|_| is_laravel && is_public),
        public => is_public,
        symfony => is_symfony,
        scripts => is_symfony && manifest.get("scripts").and_then(|it| it.get("post-install-cmd")).is_some(),
        writable => words(writable),
        owned => words(owned),
        port => 8080,
        command => words(&["frankenphp", "run", "--config", "/etc/frankenphp/Caddyfile"]),
    };
    let ignore: &'static [&'static str] = if is_symfony { &["php", "symfony"] } else { &["php"] };
    let kind = match (is_laravel, is_symfony) {
        (true, _) => "Laravel",
        (_, true) => "Symfony",
        _ => "PHP",
    };
    Some(Plan { kind, template: "php", ignore, kept, values, notes })
}

/// Whether a name is an extension that the image does not include already.
fn is_extension(name: &str) -> bool {
    const BUILT_IN: [&str; 20] = [
        "ctype",
        "curl",
        "dom",
        "fileinfo",
        "filter",
        "hash",
        "iconv",
        "json",
        "libxml",
        "mbstring",
        "openssl",
        "pcre",
        "pdo",
        "phar",
        "session",
        "simplexml",
        "sodium",
        "tokenizer",
        "xml",
        "zlib",
    ];
    is_plain(name) && !name.contains('/') && !BUILT_IN.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a line that is not a comment contains a mark.
fn has_line(text: &str, mark: &str) -> bool {
    text.lines().any(|line| !line.trim_start().starts_with('#') && line.contains(mark))
}
