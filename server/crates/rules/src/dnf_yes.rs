//! `dnf` asks a question that no one can answer.
//!
//! # What it does
//! Reports `dnf install` and other subcommands that change packages if they have no `-y`. `dnf5` and `tdnf` are checked
//! too.
//!
//! # Why it matters
//! dnf asks whether the listed changes are right. A build has no terminal, so dnf takes the answer as "no", and the
//! build fails.
//!
//! # Example
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install git && dnf clean all
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y git && dnf clean all
//! ```
//!
//! # Limits
//! `--assumeyes`, `assumeyes=1` in a configuration file that the same stage writes, and input from a pipe count as
//! `-y`. Nothing is reported if a variable may hold options. `microdnf` in Red Hat's images asks nothing and is not
//! checked.
//!
//! # References
//! - <https://dnf.readthedocs.io/en/latest/command_ref.html>

use super::{Acc, Check, StageContext, yum_yes::questions};

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3038"],
    group: Commands, presets: &[Hadolint, Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    questions(ctx, &RULE, &["dnf", "dnf5", "tdnf"], acc);
}

cases! {
    found: [r#"
FROM fedora
RUN dnf install \
        ^^^^^^^ warning: Without `-y`, `dnf install` asks for confirmation
    git; dnf5 upgrade
              ^^^^^^^ warning: Without `-y`, `dnf5 upgrade` asks for confirmation
ONBUILD RUN ["tdnf", "install", "git"]
                     ^^^^^^^^^ warning: Without `-y`, `tdnf install` asks for confirmation
RUN <<E
dnf module install nodejs:20
           ^^^^^^^ warning: Without `-y`, `dnf install` asks for confirmation
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "dnf -y install a",
            "dnf install --setopt=install_weak_deps=False -y a",
            "dnf install --setopt assumeyes=True a",
            "echo assumeyes=True >>/etc/dnf/dnf.conf; dnf install a",
            "yum install a",
            "microdnf install a",
            "dnf makecache",
            "dnf install",
        ],
    },
    fixed: {
        "FROM a\nRUN [\"dnf\", \"in\", \"a\"]\n" => "FROM a\nRUN [\"dnf\", \"in\", \"-y\", \"a\"]\n",
    },
}
