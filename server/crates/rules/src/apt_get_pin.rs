//! `apt-get install` without the versions of packages.
//!
//! # What it does
//! Reports each package that `apt-get install` installs without a version.
//!
//! # Why it matters
//! The build installs the version that is current on that day. Two builds of the same file can differ, and a new
//! version can break what worked before.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends curl=8.14.* && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! # Limits
//! Debian and Ubuntu delete old versions from their servers, so an exact version can make later builds fail. That is
//! why the rule is off unless you select it. Words with variables, files, `package/release` and `package-`, which
//! removes a package, are not reported.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#apt-get>

use super::{
    Check,
    package_pins::{Pins, is_place, unpinned},
    run_calls::APT_INERT,
};
use dockwright_analysis::{commands::CallIn, spec::Instruction};

rule! {
    checks: [Check::Instruction(&[Instruction::Run], |ctx, acc| unpinned(ctx, &RULE, &PINS, acc))],
    aliases: &["DL3008"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

const PINS: Pins =
    Pins { programs: &["apt-get", "apt"], installs: &[&["install"]], inert: APT_INERT, is_pinned };

fn is_pinned(_: &CallIn<'_>, word: &str) -> bool {
    word.contains('=') || word.ends_with('-') || is_place(word, ".deb") || word.starts_with(['~', '?'])
}

cases! {
    found: [r#"
FROM debian
RUN apt-get update && \
    apt-get install -y -t sid -o A=b curl \
                                     ^^^^ info: `curl` is installed without a version
      git=1:2.* "less"
                ^^^^^^ info: `less` is installed without a version
ONBUILD RUN apt install a+
                        ^^ info: `a+` is installed without a version
RUN <<E
apt-get install -- x
                   ^ info: `x` is installed without a version
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "apt-get install a=1 b=1:2-3",
            "apt-get install a/sid ./b.deb c.deb",
            "apt-get install $PACKAGES a-$VERSION",
            "apt-get install a-",
            "apt-get -s install a",
            "apt-get update",
            "apt-get remove a",
            "apt-get install a (",
            "echo apt-get install a",
        ],
    },
}
