//! Patterns for files that are usually excluded, chosen by the contents of the context's root.

use dockwright_context::{ignore_file::IgnoreFile, sources::Entry};
use dockwright_texts::{Message, ide::ignore_file as texts};

use super::Site;
use crate::{CompletionItem, CompletionKind};

/// A pattern to offer.
struct Usual {
    pattern: &'static str,
    /// The pattern is offered if one of these names is in the root; a leading `*` matches any prefix.
    /// If there are no names, it is always offered.
    with: &'static [&'static str],
    detail: fn() -> Message,
}

const NODE: &[&str] = &["package.json"];
const PYTHON: &[&str] = &["pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "uv.lock", "*.py"];
const RUST: &[&str] = &["Cargo.toml"];
const DOTNET: &[&str] = &["*.csproj", "*.fsproj", "*.sln", "*.slnx"];
const MAVEN: &[&str] = &["pom.xml"];
const GRADLE: &[&str] = &["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"];
const RUBY: &[&str] = &["Gemfile"];
const PHP: &[&str] = &["composer.json"];
const ELIXIR: &[&str] = &["mix.exs"];
const TERRAFORM: &[&str] = &["*.tf"];

const USUAL: &[Usual] = &[
    Usual { pattern: ".git", with: &[], detail: texts::version_control },
    Usual { pattern: "**/node_modules", with: NODE, detail: texts::packages },
    Usual { pattern: "**/npm-debug.log*", with: NODE, detail: texts::logs },
    Usual { pattern: "**/dist", with: NODE, detail: texts::build_output },
    Usual { pattern: "**/coverage", with: NODE, detail: texts::build_output },
    Usual {
        pattern: ".next",
        with: &["next.config.*", "next.config.js", "next.config.mjs", "next.config.ts"],
        detail: texts::build_output,
    },
    Usual { pattern: "**/__pycache__", with: PYTHON, detail: texts::caches },
    Usual { pattern: "**/*.py[cod]", with: PYTHON, detail: texts::caches },
    Usual { pattern: "**/.venv", with: PYTHON, detail: texts::packages },
    Usual { pattern: "**/.pytest_cache", with: PYTHON, detail: texts::caches },
    Usual { pattern: "**/*.egg-info", with: PYTHON, detail: texts::build_output },
    Usual { pattern: "**/target", with: RUST, detail: texts::build_output },
    Usual { pattern: "**/target", with: MAVEN, detail: texts::build_output },
    Usual { pattern: "**/build", with: GRADLE, detail: texts::build_output },
    Usual { pattern: "**/.gradle", with: GRADLE, detail: texts::caches },
    Usual { pattern: "**/bin", with: DOTNET, detail: texts::build_output },
    Usual { pattern: "**/obj", with: DOTNET, detail: texts::build_output },
    Usual { pattern: ".bundle", with: RUBY, detail: texts::packages },
    Usual { pattern: "log", with: RUBY, detail: texts::logs },
    Usual { pattern: "vendor", with: PHP, detail: texts::packages },
    Usual { pattern: "_build", with: ELIXIR, detail: texts::build_output },
    Usual { pattern: "deps", with: ELIXIR, detail: texts::packages },
    Usual { pattern: "**/.terraform", with: TERRAFORM, detail: texts::caches },
    Usual { pattern: "**/.env*", with: &[], detail: texts::secrets },
    Usual { pattern: "**/*.pem", with: &["*.pem"], detail: texts::secrets },
    Usual { pattern: "**/*.log", with: &[], detail: texts::logs },
    Usual { pattern: "**/.DS_Store", with: &[], detail: texts::system },
    Usual { pattern: ".idea", with: &[".idea"], detail: texts::editors },
    Usual { pattern: ".vscode", with: &[".vscode"], detail: texts::editors },
    Usual { pattern: "**/*.swp", with: &[], detail: texts::editors },
    Usual { pattern: "Dockerfile*", with: &["Dockerfile"], detail: texts::not_needed },
    Usual { pattern: "compose*.y*ml", with: &["compose.yaml", "compose.yml"], detail: texts::not_needed },
    Usual {
        pattern: "docker-compose*.y*ml",
        with: &["docker-compose.yaml", "docker-compose.yml"],
        detail: texts::not_needed,
    },
    Usual { pattern: ".dockerignore", with: &[], detail: texts::not_needed },
    Usual { pattern: ".github", with: &[".github"], detail: texts::version_control },
];

/// Adds the patterns that suit the root and are not in the file yet.
pub(super) fn add(site: &Site<'_>, root: &[Entry], others: &IgnoreFile, items: &mut Vec<CompletionItem>) {
    let is_there = |with: &&str| match with.strip_prefix('*') {
        Some(end) => root.iter().any(|entry| entry.name.ends_with(end)),
        None => root.iter().any(|entry| entry.name == **with),
    };
    let mut offered: Vec<&str> = Vec::new();
    for Usual { pattern, with, detail } in USUAL {
        let fits = with.is_empty() || with.iter().any(is_there);
        let is_known = others.rules.iter().any(|rule| !rule.is_exception && rule.pattern.text() == *pattern)
            || offered.contains(pattern);
        if !fits || is_known {
            continue;
        }
        offered.push(pattern);
        let item = site.item(pattern, site.start..site.end, (*pattern).to_owned(), CompletionKind::Value);
        items.push(CompletionItem { rank: 40, ..site.with_detail(item, &detail()) });
    }
}
