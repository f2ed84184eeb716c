//! `gem install` of a gem without a version.
//!
//! # What it does
//! Reports gems that `gem install` installs without a version.
//!
//! # Why it matters
//! The build installs the version that is current on that day. The same Dockerfile can make a different image next
//! month, or fail to build.
//!
//! # Example
//! ```dockerfile
//! FROM ruby:3.4
//! RUN gem install rake
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM ruby:3.4
//! RUN gem install rake:13.2.1
//! ```
//!
//! # Limits
//! If the command has `-v`, all of its gems count as pinned. The values of variables are not known. Many projects want
//! the newest version of a tool, so the rule is only in the presets `all` and `hadolint`.
//!
//! # References
//! - <https://guides.rubygems.org/command-reference/#gem-install>
//! - <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>

use super::{Acc, Check, StageContext, environment::has_suffix};
use crate::run_calls::runs_of;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::gem_pin as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3028"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

/// Options that say which versions are meant, or install nothing.
const VERSIONS: &[&str] = &["-g", "-h", "-v", "--explain", "--file", "--help", "--version"];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs_of(ctx, &["gem"]) {
        for call in run.commands.calls_of("gem") {
            let is_install = matches!(call.subcommand(call.view), Some("install" | "i"));
            if !is_install || call.has_option(call.view, VERSIONS) {
                continue;
            }
            // The words after `--` are for the compilers.
            let end = call.words(call.view).find(|(_, word)| word.shown() == "--").map(|(at, _)| at);
            for &word in call.operands[1..].iter().filter(|word| end.is_none_or(|end| **word < end)) {
                if let Some(gem) = call.text(word).filter(|text| !is_pinned(text)) {
                    let finding = Finding::own(&RULE, call.range(word), texts::finding(gem));
                    acc.push_at(run.item, run.role, finding);
                }
            }
        }
    }
}

fn is_pinned(text: &str) -> bool {
    text.is_empty() || text.contains([':', '/']) || has_suffix(text, &[".gem"])
}

cases! {
    found: [r#"
FROM a
RUN gem install --no-document -s https://a \
  # why
  a:1 b $C "d" ./e.gem -- --with-x f
      ^ info: `b` is installed without a version
           ^^^ info: `d` is installed without a version
RUN ["gem", "i", "a"]
                 ^^^ info: `a` is installed without a version
ONBUILD RUN sudo gem install a --source x
                             ^ info: `a` is installed without a version
RUN <<E
gem install -N a
               ^ info: `a` is installed without a version
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "gem install a -v 1",
            "gem install -v1 a",
            "gem install a --version=1",
            "gem install a:1.0",
            "gem update a",
            "gem install -g",
            "gem install $A",
        ],
    },
}
