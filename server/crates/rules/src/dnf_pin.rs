//! `dnf install` without the versions of packages.
//!
//! # What it does
//! Reports each package that `dnf install` installs without a version.
//!
//! # Why it matters
//! The build installs the version that is current on that day. Two builds of the same file can differ, and a new
//! version can break what worked before.
//!
//! # Example
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y git && dnf clean all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y git-2.49.0 && dnf clean all
//! ```
//!
//! # Limits
//! Fedora keeps only the newest version, so an exact version can make later builds fail. That is why the rule is off
//! unless you select it. `dnf5`, `microdnf` and `tdnf` are checked too. Words with variables, files, URLs and groups
//! are not reported.
//!
//! # References
//! - <https://dnf.readthedocs.io/en/latest/command_ref.html#specifying-packages>

use super::{
    Check,
    package_pins::{Pins, unpinned},
    yum_pin::is_pinned,
};
use dockwright_analysis::spec::Instruction;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], |ctx, acc| unpinned(ctx, &RULE, &PINS, acc))],
    aliases: &["DL3041"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

const PINS: Pins = Pins {
    programs: &["dnf", "dnf5", "microdnf", "tdnf"],
    installs: &[&["install"], &["in"], &["module", "install"]],
    inert: &["-h", "--help", "--assumeno"],
    is_pinned,
};

cases! {
    found: [r#"
FROM fedora
RUN dnf -y install --setopt=tsflags=nodocs git \
                                           ^^^ info: `git` is installed without a version
      curl-8.2
ONBUILD RUN microdnf install -y nodejs
                                ^^^^^^ info: `nodejs` is installed without a version
RUN ["dnf5", "in", "-y", "a"]
                         ^^^ info: `a` is installed without a version
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "dnf -y install a-1.2",
            "dnf -y install /tmp/a.rpm @b 'dnf-command(copr)'",
            "dnf -y module install nodejs:20",
            "dnf -y group install a",
            "yum -y install a",
            "dnf -y install $A",
        ],
    },
}
