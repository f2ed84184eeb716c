//! Comment that silences nothing.
//!
//! # What it does
//! Reports a name in a `# dockwright ignore=`, `# hadolint ignore=` or `# check=skip=` comment that silences nothing,
//! or that is not the name of a rule.
//!
//! # Why it matters
//! The fault that it suppressed may be long fixed, and the comment hides the next mistake of its kind. A misspelt name
//! hides nothing, although it looks as if it did. Remove the comment, or correct the name.
//!
//! # Example
//! ```dockerfile
//! FROM alpine
//! # dockwright ignore=StageNameCasing
//! RUN make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine
//! RUN make
//! ```
//!
//! # Limits
//! If a rule does not run, its name is not reported. This also applies to names that only hadolint or `ShellCheck`
//! know, and to `skip=all`. The fix for comments of other tools is a suggestion, because those tools may find more.
//!
//! # References
//! - <https://docs.docker.com/build/checks/#skip-checks>

use std::ops::Range;

use super::{Check, CommentsContext, RULES};
use dockwright_analysis::{fix::Fix, suggest::nearest};
use dockwright_lint::{
    diagnostic::Diagnostic,
    finding::Tag,
    rule::{Preset, Rule},
    suppression::comments::{Comment, Reach, Tool},
};
use dockwright_texts::{Message, rules::unused_suppression as texts};

rule! {
    checks: [Check::Comments(check)],
    group: Style, severity: Hint, presets: &[Default],
    is_about_comments: true,
    unfinished: &[Unfinished::CommentWord],
}

fn check(ctx: &CommentsContext<'_>, out: &mut Vec<Diagnostic>) {
    for (index, comment) in ctx.comments.iter().enumerate() {
        for (number, name) in comment.names.iter().enumerate() {
            let is_used = ctx.used.contains(&(index, number));
            if !is_used && let Some(message) = verdict(ctx, comment, &ctx.source[name.clone()]) {
                out.push(diagnostic(ctx.source, comment, name, message));
            }
        }
    }
}

/// Why a name silences nothing; `None` if it does silence something, or if that is not known.
fn verdict(ctx: &CommentsContext<'_>, comment: &Comment, name: &str) -> Option<Message> {
    let rules: Vec<_> = match comment.tool {
        Tool::Buildkit => RULES.iter().filter(|rule| rule.name == name && is_buildkit(rule)).collect(),
        Tool::Hadolint | Tool::ShellCheck | Tool::Dockwright => {
            RULES.iter().filter(|rule| rule.is_called(name)).collect()
        }
    };
    if rules.is_empty() && comment.tool == Tool::Buildkit && RULES.iter().any(|rule| rule.name == name) {
        return Some(texts::other_tool(name));
    }
    if rules.is_empty() {
        let is_foreign = comment.tool == Tool::ShellCheck
            || (comment.tool == Tool::Hadolint && is_code(name, &["DL", "SC"]))
            || (comment.tool == Tool::Dockwright && is_code(name, &["DL", "SC", "DS-", "DU:", "DFL:", "T:"]));
        return (!is_foreign).then(|| {
            let known = RULES.iter().map(|rule| rule.name);
            match nearest(name, known) {
                Some(similar) => texts::Similar { name, similar }.message(),
                None => texts::unknown(name),
            }
        });
    }
    // hadolint and `ShellCheck` find more than what is reported by default.
    let is_for_others = comment.tool != Tool::Dockwright && is_code(name, &["SC"]);
    let is_judged = !is_for_others
        && rules.iter().all(|rule| (ctx.selects)(rule) && !rule.is_experimental && !rule.needs_context);
    let has_skipped = comment.tool == Tool::Buildkit && (ctx.finds)(name, comment);
    (is_judged && !has_skipped).then(|| match comment.reach {
        Reach::Instruction if ctx.is_ignore_file => texts::in_pattern(name),
        Reach::Instruction => texts::in_instruction(name),
        Reach::Stage => texts::in_stage(name),
        Reach::File => texts::in_file(name),
    })
}

fn is_buildkit(rule: &Rule) -> bool {
    Preset::Buildkit.has(rule) && rule.rejection.is_none()
}

fn is_code(name: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && name.len() > prefix.len()
    })
}

fn diagnostic(source: &str, comment: &Comment, name: &Range<usize>, message: Message) -> Diagnostic {
    let (removed, title) = if comment.names.len() > 1 {
        (without(comment, name), texts::remove_name(&source[name.clone()]))
    } else if let Some(option) = &comment.option {
        // One of the separators is removed with the option.
        let range = if source[option.end..].starts_with(';') {
            option.start..option.end + 1
        } else {
            option.start - 1..option.end
        };
        (range, texts::remove_option())
    } else {
        let start = comment.line.start;
        let mark = if source[start..].starts_with('\u{feff}') { 3 } else { 0 };
        (start + mark..comment.line.end, texts::remove_comment())
    };
    let fix = Fix::replace(title, removed, String::new());
    Diagnostic {
        code: RULE.name,
        aliases: RULE.aliases,
        severity: RULE.severity,
        range: name.clone(),
        lines: None,
        message,
        notes: Vec::new(),
        related: Vec::new(),
        tags: vec![Tag::Unnecessary],
        fix: Some(if comment.tool == Tool::Dockwright { fix } else { fix.unsafe_choice() }),
        alternative: None,
        url: None,
    }
}

/// A name with the comma and the spaces that separate it from its neighbour.
fn without(comment: &Comment, name: &Range<usize>) -> Range<usize> {
    let number = comment.names.iter().position(|it| it == name).unwrap_or_default();
    match (number.checked_sub(1), comment.names.get(number + 1)) {
        (_, Some(next)) => name.start..next.start,
        (Some(previous), None) => comment.names[previous].end..name.end,
        (None, None) => name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;
    use dockwright_analysis::document::Document;
    use dockwright_lint::{
        fix_all::{Applied, fix_all},
        preset::{Choice, Selection},
    };

    /// Rules and messages of the findings in a text.
    fn found(text: &str) -> Vec<String> {
        let document = Document::new(Text::new(text));
        let found = dockwright_lint::diagnostics::diagnostics(&document).into_iter();
        found
            .map(|it| if it.code == RULE.name { it.message.to_string() } else { it.code.to_owned() })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text), expected, "{text}");
    }

    #[test]
    fn comments_silence_the_next_instruction() {
        check("# dockwright ignore=FromAsCasing; reason=old\n\n# why\nFROM alpine as b\n", &[]);
        check("# dockwright ignore=stagenamecasing , FromAsCasing\nFROM alpine as B\n", &[]);
        check("FROM alpine\n# hadolint ignore=DL3025,DL3008 # it must\n# why\nCMD a\n", &[]);
        check(
            "FROM alpine\n# hadolint ignore=DL3025\n\nCMD a\n",
            &["`DL3025` finds nothing in the next instruction", "JSONArgsRecommended"],
        );
        check("FROM alpine\nCMD a\n# dockwright ignore=DL4003\nCMD [\"a\"]\n", &["JSONArgsRecommended"]);
        check("FROM alpine\nRUN <<X\n# dockwright ignore=FromAsCasing\nX\n", &[]);
    }

    #[test]
    fn comments_silence_stages_and_files() {
        check("FROM alpine as b\n# dockwright file ignore=FromAsCasing\nFROM alpine as c\n", &[]);
        check("# hadolint global ignore=DL3025\nFROM alpine\nCMD a\nFROM alpine\nCMD b\n", &[]);
        check(
            "# hadolint stage ignore=DL3025\nFROM alpine\nCMD a\nFROM alpine\nCMD b\n",
            &["JSONArgsRecommended"],
        );
    }

    #[test]
    fn what_silences_nothing_is_told() {
        check("# check=skip=FromAsCasing\nFROM alpine as b\n", &[]);
        check("# check=skip=all\nFROM alpine\n", &[]);
        check(
            "# check=skip=FromAsCasing,CopyIgnoredFile\nFROM alpine\n",
            &["`FromAsCasing` finds nothing in this file"],
        );
        check(
            "FROM alpine\n# check=skip=jsonargsrecommended\nCMD a\n",
            &["There is no rule called `jsonargsrecommended`", "JSONArgsRecommended"],
        );
        check(
            "# dockwright ignore=FromAsCasin\nFROM alpine\n",
            &["There is no rule called `FromAsCasin`; did you mean `FromAsCasing`?"],
        );
        check(
            "# hadolint ignore=DL3008,SC2086\nFROM alpine\nRUN \\\n  # shellcheck disable=SC2086\n  a\n",
            &[],
        );
        check(
            "FROM alpine\n# check=skip=UnknownInstruction\nRUNN a\n",
            &[
                "`UnknownInstruction` is not a BuildKit check; write `# dockwright ignore=UnknownInstruction`",
                "UnknownInstruction",
            ],
        );
    }

    #[test]
    fn what_docker_rejects_is_silenced_too() {
        check("FROM alpine\n# dockwright ignore=UnknownInstruction\nRUNN a\n", &[]);
        check("# dockwright file ignore=UnusedArg,InstructionBeforeFrom\nARG A\nRUN a\n", &[]);
        check("# hadolint global ignore=DL3061\n", &[]);
        check(
            "FROM alpine\n# dockwright ignore=UnknownFlag\nRUN a\n",
            &["`UnknownFlag` finds nothing in the next instruction"],
        );
    }

    #[test]
    fn fixes_remove_it() {
        let fix = |text: &str| {
            let selection = Selection::new(Preset::Default, &Choice::default());
            fix_all(&Document::new(Text::new(text)), &selection, Applied::Unsafe).map(|fixed| fixed.source)
        };
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(fix("# dockwright ignore=Nothing,More ;reason=x\nFROM alpine\n"), is("FROM alpine\n"));
        assert_eq!(
            fix("# check=skip=FromAsCasing;error=true\nFROM alpine\n"),
            is("# check=error=true\nFROM alpine\n")
        );
        assert_eq!(
            fix("# check=error=true;skip=FromAsCasing\nFROM alpine\n"),
            is("# check=error=true\nFROM alpine\n")
        );
        let text = "FROM alpine\n# hadolint ignore=DL3025, DL3029\nCMD a\n";
        assert!(fix(text).unwrap().contains("# hadolint ignore=DL3025\n"));
    }
}
