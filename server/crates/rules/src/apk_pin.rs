//! `apk add` without the versions of packages.
//!
//! # What it does
//! Reports each package that `apk add` installs without a version.
//!
//! # Why it matters
//! The build installs the version that is current on that day. Two builds of the same file can differ, and a new
//! version can break what worked before.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache "curl~8.14"
//! ```
//!
//! # Limits
//! Alpine deletes old versions from its servers, so an exact version can make later builds fail. That is why the rule
//! is off unless you select it. Words with variables, files, packages from a tagged repository (`package@edge`) and
//! `!package` are not reported.
//!
//! # References
//! - <https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper>

use super::{
    Check,
    package_pins::{Pins, is_place, unpinned},
};
use dockwright_analysis::{commands::CallIn, spec::Instruction};

rule! {
    checks: [Check::Instruction(&[Instruction::Run], |ctx, acc| unpinned(ctx, &RULE, &PINS, acc))],
    aliases: &["DL3018"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

const PINS: Pins = Pins {
    programs: &["apk"],
    installs: &[&["add"]],
    inert: &["-s", "-h", "--simulate", "--help"],
    is_pinned,
};

fn is_pinned(_: &CallIn<'_>, word: &str) -> bool {
    word.contains(['=', '~', '<', '>', '@']) || word.starts_with('!') || is_place(word, ".apk")
}

cases! {
    found: [r#"
FROM alpine
RUN apk add --no-cache --virtual .deps \
      gcc "musl-dev=~1.2"
      ^^^ info: `gcc` is installed without a version
ONBUILD RUN apk add -X https://r curl
                                 ^^^^ info: `curl` is installed without a version
RUN ["apk", "add", "git"]
                   ^^^^^ info: `git` is installed without a version
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apk add a=1 'b>1' c~2",
            "apk add a@edge !b /tmp/c.apk d.apk",
            "apk add $DEPS",
            "apk add -t .deps a=1",
            "apk del a",
            "apk add a && (",
        ],
    },
}
