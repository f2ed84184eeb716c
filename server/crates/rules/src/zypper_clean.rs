//! Downloads of `zypper` stay in the image.
//!
//! # What it does
//! Reports `zypper install` and other subcommands that download packages if the same RUN does not delete the downloads
//! afterwards.
//!
//! # Why it matters
//! zypper keeps lists of packages and the files that it downloaded in `/var/cache/zypp`. They become part of the layer,
//! and deleting them in a later RUN does not make the image smaller. Add `zypper clean --all` to the same RUN.
//!
//! # Example
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper install -y git
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper install -y git && zypper clean --all
//! ```
//!
//! # Limits
//! Only stages that end up in the image are checked. A cache mount on the directory counts as a clean-up, and so does
//! any program with `clean` in its name.
//!
//! # References
//! - <https://en.opensuse.org/SDB:Zypper_manual>

use super::{
    Check,
    package_caches::{Cleaning, Downloads, report_left},
};
use dockwright_lint::rule::Rule;

rule! {
    checks: [Check::File(report_left::<Zypper>)],
    aliases: &["DL3036", "DS-0020"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

struct Zypper;

impl Cleaning for Zypper {
    const RULE: &'static Rule = &RULE;
    const DOWNLOADS: Downloads = Downloads {
        programs: &["zypper"],
        leaving: &[
            &["install"],
            &["in"],
            &["source-install"],
            &["si"],
            &["update"],
            &["up"],
            &["patch"],
            &["dist-upgrade"],
            &["dup"],
        ],
        cleaners: &["zypper"],
        folders: &["/var/cache/zypp", "/var/cache/zypper"],
    };
    const CLEAN_UP: &'static str = "zypper clean --all";
}

cases! {
    found: [r#"
FROM opensuse/leap
RUN zypper cc && \
    zypper -n in \
              ^^ info: Downloads of `zypper` stay in the image
      git
ONBUILD RUN zypper -n dup
                      ^^^ info: Downloads of `zypper` stay in the image
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "zypper -n in a && zypper clean",
            "zypper -n in a && zypper cc -a",
            "zypper -n in a && rm -rf /var/cache/zypp*",
            "--mount=type=cache,target=/var/cache/zypp zypper -n in a",
            "--mount=type=cache,target=/var/cache zypper -n in a",
            "zypper -n --root /x in a",
            "zypper ref",
            "zypper -n in a && (",
        ],
    },
    fixed: {
        "FROM a\nRUN zypper -n in a\n" => "FROM a\nRUN zypper -n in a && zypper clean --all\n",
    },
}
