//! `zypper install` without the versions of packages.
//!
//! # What it does
//! Reports each package that `zypper install` installs without a version.
//!
//! # Why it matters
//! The build installs the version that is current on that day. Two builds of the same file can differ, and a new
//! version can break what worked before. Add the version.
//!
//! # Example
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper -n install git && zypper clean --all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper -n install 'git>=2.43' && zypper clean --all
//! ```
//!
//! # Limits
//! Repositories can delete old versions, so an exact version can make later builds fail. That is why the rule is off
//! unless you select it. Words with variables, files, URLs and patterns are not reported.
//!
//! # References
//! - <https://en.opensuse.org/SDB:Zypper_manual>

use super::{
    Check,
    package_pins::{Pins, is_place, unpinned},
};
use dockwright_analysis::{commands::CallIn, spec::Instruction};

rule! {
    checks: [Check::Instruction(&[Instruction::Run], |ctx, acc| unpinned(ctx, &RULE, &PINS, acc))],
    aliases: &["DL3037"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

const PINS: Pins = Pins {
    programs: &["zypper"],
    installs: &[&["install"], &["in"]],
    inert: &["-t", "--type", "-D", "--dry-run", "-h", "--help"],
    is_pinned,
};

fn is_pinned(_: &CallIn<'_>, word: &str) -> bool {
    word.contains(['=', '<', '>', ':']) || word.starts_with(['-', '!']) || is_place(word, ".rpm")
}

cases! {
    found: [r#"
FROM opensuse/leap
RUN zypper -n in --no-recommends git \
                                 ^^^ info: `git` is installed without a version
      'curl>=8'
ONBUILD RUN zypper -n install --repo r a
                                       ^ info: `a` is installed without a version
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "zypper -n in a=1 'b<2'",
            "zypper -n in ./a.rpm b.rpm pattern:devel",
            "zypper -n in -t pattern devel_basis",
            "zypper -n in $A",
            "zypper rm a",
        ],
    },
}
