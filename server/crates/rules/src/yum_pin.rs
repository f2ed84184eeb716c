//! `yum install` without the versions of packages.
//!
//! # What it does
//! Reports each package that `yum install` installs without a version.
//!
//! # Why it matters
//! The build installs the version that is current on that day. Two builds of the same file can differ, and a new
//! version can break what worked before. Add the version.
//!
//! # Example
//! ```dockerfile
//! FROM centos:7
//! RUN yum install -y httpd && yum clean all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM centos:7
//! RUN yum install -y httpd-2.4.6 && yum clean all
//! ```
//!
//! # Limits
//! Many repositories keep only the newest version, so an exact version can make later builds fail. That is why the rule
//! is off unless you select it. Words with variables, files, URLs and groups are not reported.
//!
//! # References
//! - <https://man7.org/linux/man-pages/man8/yum.8.html>

use super::{
    Check,
    package_pins::{Pins, is_place, unpinned},
};
use dockwright_analysis::{commands::CallIn, spec::Instruction};

rule! {
    checks: [Check::Instruction(&[Instruction::Run], |ctx, acc| unpinned(ctx, &RULE, &PINS, acc))],
    aliases: &["DL3033"],
    group: Commands, severity: Info, presets: &[Hadolint],
}

const PINS: Pins = Pins {
    programs: &["yum"],
    installs: &[&["install"], &["module", "install"]],
    inert: &["-h", "--help", "--assumeno"],
    is_pinned,
};

/// Whether a word says which version, as `git-2.45.2` does, or is a file, an address or a group.
pub(super) fn is_pinned(call: &CallIn<'_>, word: &str) -> bool {
    if call.subcommand(call.view) == Some("module") {
        return word.contains(':');
    }
    let is_version = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let has_version = word.split('-').skip(1).any(is_version);
    has_version || word.starts_with('@') || word.contains(['=', '<', '>', '(']) || is_place(word, ".rpm")
}

cases! {
    found: [r#"
FROM centos
RUN yum -y install --enablerepo epel httpd \
                                     ^^^^^ info: `httpd` is installed without a version
      git-1.8 gcc-c++
              ^^^^^^^ info: `gcc-c++` is installed without a version
ONBUILD RUN yum -y module install php:8.0 nodejs
                                          ^^^^^^ info: `nodejs` is installed without a version
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "yum -y install a-1.2 b-1:2-3.el7",
            "yum -y install https://r/a.rpm ./b.rpm c.rpm @group",
            "yum -y install $PACKAGES a-$V",
            "yum -y groupinstall Development",
            "yum -y remove a",
            "dnf -y install a",
            "yum -y install a (",
        ],
    },
}
