//! `npm install` of a package without a version.
//!
//! # What it does
//! Reports packages in `npm install`, `npm i` and `npm add` that are named without a version.
//!
//! # Why it matters
//! npm installs the newest version at the time of the build. Next month, the same Dockerfile may produce a different
//! image or fail to build.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! RUN npm install -g serve
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! RUN npm install -g serve@14.2.4
//! ```
//!
//! # Limits
//! Anything after `@` counts as a version, `latest` included. Files, directories and archives are not reported, and
//! words from variables are not known. Many projects want the newest version of a tool, so only the presets `all` and
//! `hadolint` contain this rule.
//!
//! # References
//! - <https://docs.npmjs.com/cli/commands/npm-install>
//! - <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>

use super::{Acc, Check, StageContext, environment::has_suffix};
use crate::run_calls::runs_of;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::npm_pin as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3016"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs_of(ctx, &["npm"]) {
        for call in run.commands.calls_of("npm") {
            let view = call.view;
            let is_install = matches!(call.subcommand(view), Some("install" | "i" | "in" | "add"));
            if !is_install || call.has_option(view, &["-h", "--help"]) {
                continue;
            }
            // A switch may have a value after a space: `--unsafe-perm true`.
            let is_value = |word: usize| {
                matches!(call.text(word), Some("true" | "false" | "null"))
                    && call.options.iter().any(|it| it.word + 1 == word)
            };
            for &word in call.operands[1..].iter().filter(|word| !is_value(**word)) {
                if let Some(package) = call.text(word).filter(|text| !is_pinned(text)) {
                    let finding = Finding::own(&RULE, call.range(word), texts::finding(package));
                    acc.push_at(run.item, run.role, finding);
                }
            }
        }
    }
}

/// Whether a package says which version it means, or does not come from a registry.
fn is_pinned(text: &str) -> bool {
    const PATHS: [&str; 7] = [".", "/", "~/", "file:", "link:", "workspace:", "\\"];
    const ARCHIVES: [&str; 3] = [".tgz", ".tar.gz", ".tar"];
    const HOSTS: [&str; 4] = ["github:", "gitlab:", "bitbucket:", "gist:"];
    let is_archive = has_suffix(text, &ARCHIVES);
    if text.is_empty() || is_archive || PATHS.iter().any(|start| text.starts_with(start)) {
        return true;
    }
    if let Some((_, package)) = text.split_once("@npm:") {
        return is_pinned(package);
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        let is_repository = !scheme.starts_with("http") || has_suffix(rest, &[".git"]);
        return !is_repository || text.contains('#');
    }
    let is_repository = HOSTS.iter().any(|host| text.starts_with(host))
        || (text.contains('/') && !text.starts_with('@'))
        || text.starts_with("git@");
    if is_repository {
        return text.contains('#');
    }
    text.strip_prefix('@').unwrap_or(text).contains('@')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::{RULE, is_pinned};

    #[test]
    fn packages_without_a_version() {
        check(
            RULE.name,
            r#"
FROM a
RUN npm install -g a@1 b @c/d @c/d@2 --unsafe-perm true \
                       ^ info: `b` is installed without a version
                         ^^^^ info: `@c/d` is installed without a version
  # why
  --registry https://r e $F "g@$H"
                       ^ info: `e` is installed without a version
RUN ["npm", "i", "a"]
                 ^^^ info: `a` is installed without a version
ONBUILD RUN sudo npm --loglevel warn add a
                                         ^ info: `a` is installed without a version
RUN <<E
npm in a || true
       ^ info: `a` is installed without a version
E
"#,
        );
        for text in
            ["npm install", "npm ci a", "npm run install a", "npm install .", "pnpm add a", "npm i --help a"]
        {
            assert!(find(RULE.name, &format!("FROM a\nRUN {text}\n")).is_empty(), "{text}");
        }
    }

    #[test]
    fn packages() {
        for text in [
            "a@1",
            "a@latest",
            "@a/b@1",
            "./a",
            "../a",
            "/a",
            "~/a",
            "a.tgz",
            "file:a",
            "https://a/b.tar.gz",
            "https://a/b",
            "a/b#v1",
            "github:a/b#v1",
            "git+https://a/b.git#v1",
            "x@npm:y@1",
        ] {
            assert!(is_pinned(text), "{text}");
        }
        for text in ["a", "@a/b", "a/b", "github:a/b", "git+ssh://git@a/b.git", "https://a/b.git", "x@npm:y"]
        {
            assert!(!is_pinned(text), "{text}");
        }
    }
}
