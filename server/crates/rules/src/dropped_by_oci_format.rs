//! Podman's default image format drops this instruction.
//!
//! # What it does
//! Reports the first HEALTHCHECK, the first ONBUILD and the first SHELL of a file that Podman builds.
//!
//! # Why it matters
//! Podman and Buildah build images in the OCI format by default, and that format cannot store these settings. The build
//! only prints a warning: the image has no health check and no ONBUILD triggers, and later instructions in shell form
//! run with `/bin/sh -c`, whatever SHELL says. Images in Docker's format keep all three.
//!
//! # Example
//! With `engine = "podman"`:
//! ```dockerfile
//! FROM fedora:42
//! HEALTHCHECK CMD curl -f http://localhost/
//! ```
//!
//! # Use instead
//! Build with `podman build --format docker`, or set `BUILDAH_FORMAT=docker` in the environment, and ignore this rule
//! for the file. Without the instruction, the image is the same in both formats:
//!
//! ```dockerfile
//! FROM fedora:42
//! ```
//!
//! # Limits
//! Only files that Podman builds are checked: a Containerfile, or any file with `engine = "podman"` in the settings.
//! `HEALTHCHECK NONE` and `SHELL ["/bin/sh", "-c"]` are not reported, because the image behaves the same without them.
//! The format that you really build with is not known.
//!
//! # References
//! - <https://github.com/containers/buildah/blob/main/docs/buildah-config.1.md>
//! - <https://docs.podman.io/en/latest/markdown/podman-build.1.html>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::Facts,
    spec::{Engine, Instruction, podman::DROPPED},
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::{Message, rules::dropped_by_oci_format as texts};

rule! {
    checks: [Check::File(check)],
    group: Metadata, severity: Info, presets: &[Default],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    if ctx.document.context().inputs.engine != Engine::Podman {
        return;
    }
    for dropped in DROPPED {
        let mut places = ctx.stages.iter().enumerate().flat_map(|(stage, (block, _))| {
            block.items().iter().enumerate().map(move |(item, placed)| (stage, item, placed))
        });
        let is_it = |facts: &Facts| {
            facts.instruction == Some(dropped) && facts.problems.is_empty() && has_effect(dropped, facts)
        };
        let Some((stage, item, first)) = places.find(|(_, _, item)| is_it(&item.facts)) else { continue };
        let keyword = dropped.spec().keyword;
        let message = texts::finding(keyword);
        let mut finding = Finding::own(&RULE, first.facts.keyword_range.clone(), message);
        finding.note = Some(note(dropped));
        found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
    }
}

/// How the image or the build differs without the instruction.
fn note(instruction: Instruction) -> Message {
    match instruction {
        Instruction::Healthcheck => texts::healthcheck(),
        Instruction::Onbuild => texts::onbuild(),
        _ => texts::shell(),
    }
}

/// Whether the image would differ without the instruction.
fn has_effect(instruction: Instruction, facts: &Facts) -> bool {
    match instruction {
        Instruction::Healthcheck => facts.args.first().is_none_or(|kind| !kind.eq_ignore_ascii_case("NONE")),
        Instruction::Shell => facts.args != ["/bin/sh", "-c"],
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{find, find_with_podman};
    use super::RULE;

    const FILE: &str = "\
FROM a AS x
SHELL [\"/bin/sh\", \"-c\"]
SHELL [\"bash\", \"-c\"]
ONBUILD RUN a
FROM x
ONBUILD RUN b
healthcheck \\
  CMD a
HEALTHCHECK CMD b
SHELL [\"bash\", \"-c\"]
";

    #[test]
    fn the_first_of_each_kind() {
        let found = find_with_podman(RULE.name, FILE);
        let mut words: Vec<_> = found.iter().map(|(range, _)| (range.start, &FILE[range.clone()])).collect();
        words.sort_unstable();
        let second_shell = FILE.find("SHELL [\"bash").unwrap();
        let first = |word| FILE.find(word).unwrap();
        assert_eq!(
            words,
            [(second_shell, "SHELL"), (first("ONBUILD"), "ONBUILD"), (first("healthcheck"), "healthcheck")]
        );
        assert!(found.iter().all(|(_, message)| message.contains("`--format docker`")), "{found:?}");
    }

    #[test]
    fn docker_keeps_them() {
        assert!(find(RULE.name, FILE).is_empty());
    }

    #[test]
    fn what_changes_nothing() {
        for text in
            ["HEALTHCHECK NONE", "HEALTHCHECK none", "SHELL [\"/bin/sh\", \"-c\"]", "STOPSIGNAL 9", "CMD x"]
        {
            let found = find_with_podman(RULE.name, &format!("FROM a\n{text}\n"));
            assert!(found.is_empty(), "{text}");
        }
    }

    #[test]
    fn heredocs_and_triggers_are_no_instructions_of_the_file() {
        let text = "FROM a\nRUN <<E\nHEALTHCHECK CMD a\nE\nONBUILD HEALTHCHECK CMD a\n";
        let found = find_with_podman(RULE.name, text);
        assert_eq!(found.iter().map(|(range, _)| &text[range.clone()]).collect::<Vec<_>>(), ["ONBUILD"]);
    }
}
