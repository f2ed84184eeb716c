//! The package lists of apt stay in the image.
//!
//! # What it does
//! Reports `apt-get update` if the same RUN does not delete `/var/lib/apt/lists` afterwards.
//!
//! # Why it matters
//! The lists take 20 to 50 MB, and the image does not need them: they are soon out of date, and every later RUN that
//! installs something has to fetch them again anyway. Deleting them in a later RUN does not make the image smaller.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends curl \
//!     && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! # Limits
//! Only stages that end up in the image are checked. A cache mount on the lists counts as a clean-up, and so does any
//! program with `clean` in its name. If a later RUN installs from these lists, the fix is not applied automatically.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#apt-get>

use super::{Check, FileContext, FileFound};
use crate::{
    package_caches::clean_up_fix,
    package_lists::{LaterUses, list_runs},
    run_calls::kept_stages,
};
use dockwright_analysis::fix::Fix;
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::apt_clean_lists as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3009", "DFL:apt-get_missing_rm"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let (kept, uses) = (kept_stages(ctx.model), LaterUses::of(ctx));
    for stage in (0..ctx.stages.len()).filter(|&stage| kept[stage]) {
        for run in list_runs(ctx, stage) {
            let Some(left) = &run.left else { continue };
            let mut finding = Finding::own(&RULE, left.clone(), &texts::FINDING);
            finding.mend = Some(fix);
            if let Some((at, item)) = uses.after(stage, run) {
                finding.mend = Some(fix_of_choice);
                if at == stage {
                    let keyword = ctx.stages[at].0.items()[item].facts.keyword_range.clone();
                    finding.related = vec![(item, keyword, (&texts::USED_LATER).into())];
                }
            }
            found.push(FileFound { stage: Some(stage), found: Found { item: run.item, finding } });
        }
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    clean_up_fix(ctx, &texts::FIX, |_| "rm -rf /var/lib/apt/lists/*".to_owned())
}

fn fix_of_choice(ctx: &Mending<'_>) -> Option<Fix> {
    Some(fix(ctx)?.unsafe_choice())
}

cases! {
    fixed: {
        "FROM a\nRUN apt-get update \\\n    && apt-get install -y \\\n        b\n"
            => "FROM a\nRUN apt-get update \\\n    && apt-get install -y \\\n        b \\\n    && rm -rf /var/lib/apt/lists/*\n",
        "FROM a\r\nRUN sudo apt-get update\r\nRUN set -e; \\\r\n  apt update; \\\r\n  b\r\n" => "FROM a\r\nRUN sudo apt-get update && sudo rm -rf /var/lib/apt/lists/*\r\n\
             RUN set -e; \\\r\n  apt update; \\\r\n  b; \\\r\n  rm -rf /var/lib/apt/lists/*\r\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;
    use dockwright_analysis::document::Document;
    use dockwright_lint::{
        diagnostics::diagnostics_for,
        preset::{Choice, Selection},
        rule::Preset,
    };
    use dockwright_syntax::Text;

    #[test]
    fn lists_that_stay() {
        check(
            RULE.name,
            r#"
FROM debian AS unused
RUN apt-get update
FROM debian AS Base
RUN rm -rf /var/lib/apt/lists/* \
 && apt-get -q update \
               ^^^^^^ info: The package lists of apt stay in the image
 && apt-get install -y curl && rm -rf /tmp/* /var/lib/apt/lists-old
FROM base
ONBUILD RUN sudo apt update
                     ^^^^^^ info: The package lists of apt stay in the image
RUN <<E
aptitude update
         ^^^^^^ info: The package lists of apt stay in the image
rm -f /var/lib/dpkg/lists/*
E
RUN apt-get update
            ^^^^^^ info: The package lists of apt stay in the image
RUN apt-get install -y git
^^^ related: This RUN installs from these lists
RUN chroot /x apt-get update
"#,
        );
        for clean in [
            "rm -rf /var/lib/apt/lists/*",
            "rm -fr /var/lib/apt/lists",
            "rm -r /var/lib/apt/lists/",
            "rm -f /var/lib/apt/lists/*_*",
            "rm --recursive /var/lib/apt/",
            "sudo rm -Rf /tmp/* /var/lib/apt/lists/*",
            "rm -rf /var/lib/{apt,dpkg}/",
            "rm -rf /var/lib/apt/{lists,mirrors}/*",
            "find /var/lib/apt/lists -type f -delete",
            "find /var/lib/apt/lists -type f | xargs rm -f",
            "apt-get distclean",
            "apt-get dist-clean",
            "/opt/cleanup.sh",
            "sh -c 'rm -rf /var/lib/apt/lists/*'",
            "(",
        ] {
            let text = format!("FROM a\nRUN apt-get update && apt-get install -y b && {clean}\n");
            assert!(find(RULE.name, &text).is_empty(), "{clean}");
        }
        for mounts in ["type=cache,target=/var/lib/apt,sharing=locked", "type=tmpfs,dst=/var/lib/apt/lists/"]
        {
            let text = format!("FROM a\nRUN --mount={mounts} apt-get update\n");
            assert!(find(RULE.name, &text).is_empty(), "{mounts}");
        }
    }

    #[test]
    fn lists_that_others_need_are_a_choice() {
        let is_safe = |text: &str| {
            let document = Document::new(Text::new(text));
            let choice = Choice { select: vec![RULE.name.to_owned()], ..Choice::default() };
            let selection = Selection::new(Preset::Default, &choice);
            let found = diagnostics_for(&document, document.model(), &selection);
            found[0].fix.as_ref().unwrap().safe
        };
        for text in [
            "FROM a\nRUN apt-get update && b\nRUN c && apt-get install -y d\n",
            "FROM a AS b\nRUN apt-get update && b\nFROM b AS c\nFROM c\nRUN apt-get install -y d\n",
        ] {
            assert!(!is_safe(text), "{text}");
        }
        for text in [
            "FROM a\nRUN apt-get install -y c; apt-get update && b\nRUN apt-get update; apt-get install d\n",
            "FROM a AS b\nRUN apt-get update && b\nFROM b\nRUN apk add c\n",
        ] {
            assert!(is_safe(text), "{text}");
        }
    }
}
