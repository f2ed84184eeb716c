//! Downloads of `zypper` stay in the image.
//!
//! # What it does
//! Reports `zypper install` and other subcommands that download packages, if the same RUN does not delete the downloads afterwards.
//!
//! # Why it matters
//! zypper keeps lists of packages and what it downloaded in `/var/cache/zypp`. They become a part of the layer, and a later RUN cannot take them out of it.
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
//! Only stages that the image is made of are looked at. A cache mount on the directory counts as a clean-up, and so does any program
//! with `clean` in its name.
//!
//! # References
//! - <https://en.opensuse.org/SDB:Zypper_manual>

use super::{Check, FileContext, FileFound};
use crate::{
    finding::{Finding, Mending},
    rules::package_caches::{Cleaning, Downloads, Left, clean_up_fix, report_left},
};
use dockwright_analysis::fix::Fix;
use dockwright_texts::rules::zypper_clean as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3036", "DS-0020"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

struct Zypper;

impl Cleaning for Zypper {
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
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let finding = |left: &Left| Finding {
        mend: Some(fix),
        ..Finding::own(&RULE, left.range.clone(), texts::finding(&*left.program))
    };
    report_left::<Zypper>(ctx, finding, found);
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    clean_up_fix(ctx, &texts::FIX, |_| "zypper clean --all".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, check_fix, find};
    use super::RULE;

    #[test]
    fn downloads_that_stay() {
        check(
            RULE.name,
            r#"
FROM opensuse/leap
RUN zypper cc && \
    zypper -n in \
              ^^ info: Downloads of `zypper` stay in the image
      git
ONBUILD RUN zypper -n dup
                      ^^^ info: Downloads of `zypper` stay in the image
"#,
        );
        for run in [
            "zypper -n in a && zypper clean",
            "zypper -n in a && zypper cc -a",
            "zypper -n in a && rm -rf /var/cache/zypp*",
            "--mount=type=cache,target=/var/cache/zypp zypper -n in a",
            "--mount=type=cache,target=/var/cache zypper -n in a",
            "zypper -n --root /x in a",
            "zypper ref",
            "zypper -n in a && (",
        ] {
            assert!(find(RULE.name, &format!("FROM a\nRUN {run}\n")).is_empty(), "{run}");
        }
    }

    #[test]
    fn downloads_are_deleted() {
        check_fix(
            RULE.name,
            "FROM a\nRUN zypper -n in a\n",
            "FROM a\nRUN zypper -n in a && zypper clean --all\n",
        );
    }
}
