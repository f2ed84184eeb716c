//! `pip install` of a package without a version.
//!
//! # What it does
//! Reports packages in `pip install` and `pipx install` that are named without a version.
//!
//! # Why it matters
//! pip installs the newest version at the time of the build. Next month, the same Dockerfile may produce a different
//! image or fail to build.
//!
//! # Example
//! ```dockerfile
//! FROM python:3.13
//! RUN pip install --no-cache-dir flask
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM python:3.13
//! RUN pip install --no-cache-dir flask==3.1.0
//! ```
//!
//! # Limits
//! Any version specifier counts, `>=` included. `pip`, `setuptools` and `wheel` are not reported. Packages are not
//! reported either if a file with requirements, constraints or hashes is given, because it may hold their versions.
//! Words from variables are not known. Many projects want the newest version of a tool, so only the presets `all` and
//! `hadolint` contain this rule.
//!
//! # References
//! - <https://pip.pypa.io/en/stable/reference/requirement-specifiers/>
//! - <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>

use super::{
    Acc, Check, StageContext,
    environment::{Setting, variable},
};
use crate::run_calls::runs;
use dockwright_analysis::{commands::CallIn, spec::wrappers::family};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::pip_pin as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3013"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

/// Options that take versions from elsewhere, or install nothing.
const ELSEWHERE: &[&str] = &[
    "-c",
    "-h",
    "-r",
    "--constraint",
    "--group",
    "--help",
    "--no-index",
    "--require-hashes",
    "--requirement",
];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs(ctx) {
        for call in run.commands.calls().filter(|call| installs(*call)) {
            if variable(ctx, &run, "PIP_CONSTRAINT") != Setting::Unset {
                continue;
            }
            for &word in &call.operands[1..] {
                if let Some(package) = call.text(word).filter(|text| !is_pinned(text)) {
                    let finding = Finding::own(&RULE, call.range(word), texts::finding(package));
                    acc.push_at(run.item, run.role, finding);
                }
            }
        }
    }
}

fn installs(call: CallIn<'_>) -> bool {
    call.name().is_some_and(|name| matches!(family(name), "pip" | "pip2" | "pip3" | "pipx"))
        && call.subcommand(call.view) == Some("install")
        && !call.has_option(call.view, ELSEWHERE)
}

/// Whether a requirement says which version it means, or is not one of an index.
fn is_pinned(text: &str) -> bool {
    const ARCHIVES: [&str; 5] = [".tar.bz2", ".tar.gz", ".tgz", ".whl", ".zip"];
    let text = text.split(';').next().unwrap_or_default().trim();
    if let Some((_, url)) = text.split_once('@').filter(|(name, _)| !name.contains([':', '/'])) {
        return is_pinned_url(url.trim());
    }
    if text.contains("://") {
        return is_pinned_url(text);
    }
    let is_file =
        text.starts_with(['.', '~']) || text.contains('/') || ARCHIVES.iter().any(|it| text.ends_with(it));
    let has_version = text.contains(['<', '>']) || ["==", "!=", "~="].iter().any(|it| text.contains(it));
    is_file || has_version || text.is_empty() || is_tool_of_pip(text)
}

/// A URL can only be without a version if it leads to a repository.
fn is_pinned_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return url.starts_with("file:") };
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    !scheme.contains('+') || path.split('#').next().is_some_and(|path| path.contains('@'))
}

/// Packages that pip itself needs, which images usually upgrade first.
fn is_tool_of_pip(text: &str) -> bool {
    let name = text.split('[').next().unwrap_or_default();
    ["pip", "setuptools", "wheel"].iter().any(|tool| name.eq_ignore_ascii_case(tool))
}

cases! {
    found: [r#"
FROM a
RUN pip install -q -U flask "django>=4" 'requests[socks]' \
                      ^^^^^ info: `flask` is installed without a version
                                        ^^^^^^^^^^^^^^^^^ info: `requests[socks]` is installed without a version
  # why
  numpy==1 pandas $MORE "x$Y" -i https://a/b c
           ^^^^^^ info: `pandas` is installed without a version
                                             ^ info: `c` is installed without a version
RUN ["python3", "-m", "pip", "install", "a"]
                                        ^^^ info: `a` is installed without a version
ONBUILD RUN sudo pip3.11 install a
                                 ^ info: `a` is installed without a version
RUN <<E
pipx install --python python3.12 black
                                 ^^^^^ info: `black` is installed without a version
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "pip install -r a.txt b",
            "pip install -Ur a.txt",
            "pip install -c a.txt b",
            "pip install --require-hashes b",
            "pip install --group dev",
            "pip install -e .",
            "pip install pip setuptools wheel",
            "pip uninstall a",
            "pip list install",
            "pipenv install a",
        ],
        "{}" => ["FROM a\nENV PIP_CONSTRAINT=/c\nRUN pip install a\n"],
    },
}

#[cfg(test)]
mod tests {
    use super::is_pinned;

    #[test]
    fn requirements() {
        for text in [
            ".",
            ".[dev]",
            "./a",
            "/a/b",
            "dist/a",
            "a.whl",
            "a-1.tar.gz",
            "a==1",
            "a~=1",
            "a @ https://b/c.zip",
            "git+https://a/b.git@v1",
            "a@git+ssh://git@a/b@v1#egg=a",
            "https://a/b.zip",
            "a>1; python_version<'3'",
        ] {
            assert!(is_pinned(text), "{text}");
        }
        for text in ["a", "a[b]", "git+https://a/b.git", "git+ssh://git@a/b.git#egg=a", "a@1", "a;x<'1'"] {
            assert!(!is_pinned(text), "{text}");
        }
    }
}
