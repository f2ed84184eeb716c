//! File that `.dockerignore` excludes is copied.
//!
//! # What it does
//! Reports a source of COPY, ADD or a bind mount that exists, but that the ignore file keeps out of the build context. If
//! the build context is known, a directory or wildcard is reported too if all of its files are excluded.
//!
//! # Why it matters
//! The builder never gets the file, so the build fails with a message that does not name the ignore file. If a directory is
//! sent without any of its files, the build succeeds and copies nothing.
//!
//! # Example
//! With `files = ["README.md", "docs/guide.md"]` and `.dockerignore = ["docs"]`:
//! ```dockerfile
//! FROM alpine:3.22
//! COPY README.md docs/guide.md /srv/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY README.md /srv/
//! ```
//!
//! # Limits
//! The build context is what `--context`, the settings or the file that describes the build say; otherwise it is the
//! directory of the Dockerfile. With `--no-context`, the rule reports nothing. `--preset buildkit` reports what BuildKit's own check
//! reports: it compares each path with the patterns alone, and is silent as soon as the file has a line that begins with `!`.
//! A source that contains a build argument is not reported, because the build may set the argument.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/copy-ignored-file/>
//! - <https://docs.docker.com/build/concepts/context/#dockerignore-files>

use dockwright_context::{
    build::{IgnoreLine, SourceFacts},
    sources::Found as Source,
};

use super::{Check, FileContext, FileFound, Role};
use dockwright_analysis::{go::quote, spec::Instruction};
use dockwright_lint::{
    context_sources::{self, ContextSource},
    finding::{BuildPlace, Finding, Found},
    rule::Severity,
};
use dockwright_texts::{Message, rules::copy_ignored_file as texts};

rule! {
    checks: [Check::File(check)],
    group: Context,
    unfinished: &[Unfinished::InWord],
    url: Some("https://docs.docker.com/reference/build/checks/copy-ignored-file/"),
    moment: Moment::new(Pass::Dispatch, 1),
    needs_context: true,
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    context_sources::each(ctx, |source| {
        let findings = [of_buildkit(source), for_people(source)];
        found.extend(findings.into_iter().flatten().map(|finding| FileFound {
            stage: Some(source.stage),
            found: Found { item: source.item, finding },
        }));
    });
}

/// The finding of BuildKit's check.
fn of_buildkit(source: &ContextSource<'_>) -> Option<Finding> {
    let verb = match source.instruction {
        Instruction::Copy => "Copy",
        Instruction::Add => "Add",
        _ => return None,
    };
    let reported: Option<Vec<&String>> =
        source.facts.iter().map(|(_, facts)| facts.reported.as_ref()).collect();
    let path = *reported?.first()?;
    let finding =
        Finding::new(&RULE, source.range.clone(), texts::Finding { verb, path: quote(path) }.message());
    let silenced_at = (source.role == Role::Own).then_some(source.item);
    Some(Finding { severity: None, silenced_at, ..finding })
}

/// The finding for users, if the source is left out in all builds.
fn for_people(source: &ContextSource<'_>) -> Option<Finding> {
    let is_left_out = |facts: &SourceFacts| matches!(facts.found, Source::Ignored(_) | Source::Empty(_));
    if !source.facts.iter().all(|(_, facts)| is_left_out(facts)) {
        return None;
    }
    let facts = source.facts.iter().map(|(_, facts)| facts);
    let is_empty = facts.clone().any(|facts| matches!(facts.found, Source::Empty(_)));
    // A folder of which nothing is sent is probably not the context.
    if is_empty && source.facts.iter().any(|(is_stated, _)| !is_stated) {
        return None;
    }
    let line = facts.clone().find_map(|facts| facts.ignored_by.as_ref());
    let path = &*source.path.text;
    let (severity, message) = if is_empty {
        (Severity::Info, texts::Empty { path, file: file(line) }.message())
    } else {
        (RULE.severity, texts::Excluded { path, file: file(line) }.message())
    };
    let severity = source.severity(severity)?;
    let note = line.map(|line| {
        if is_empty {
            texts::EmptyLine { line: line.line, pattern: &line.pattern }.message()
        } else {
            texts::Line { line: line.line, pattern: &line.pattern }.message()
        }
    });
    let finding = Finding::new(&RULE, source.range.clone(), message);
    // A comment silences it in the same places as BuildKit's own finding.
    let silenced_at = (source.role == Role::Own).then_some(source.item);
    Some(Finding { severity: Some(severity), build: BuildPlace::Nowhere, silenced_at, note, ..finding })
}

fn file(line: Option<&IgnoreLine>) -> Message {
    Message::verbatim(line.map_or(".dockerignore", |line| &*line.file).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build_in_context, check_in_context};
    use super::RULE;

    const FILES: &[&str] = &["docs/a.md", "docs/api/b.md", "src/app.js", "package.json", "Dockerfile"];

    #[test]
    fn sources_that_are_excluded() {
        check_in_context(
            RULE.name,
            (FILES, Some("docs\n")),
            r#"
FROM scratch
ARG D=docs
COPY docs/a.md \
     ^^^^^^^^^ warning: `docs/a.md` is excluded by `.dockerignore`
     ^^^^^^^^^ note: Line 1 (`docs`) keeps it out of the build context, so the build fails
  src/app.js ./$D/a.md /d/
             ^^^^^^^^^ warning: `./docs/a.md` is excluded by `.dockerignore`
             ^^^^^^^^^ note: Line 1 (`docs`) keeps it out of the build context, so the build fails
ADD ["docs", "/d"]
     ^^^^^^ warning: `docs` is excluded by `.dockerignore`
     ^^^^^^ note: Line 1 (`docs`) keeps it out of the build context, so the build fails
RUN --mount=type=bind,source=docs,target=/d ls
                             ^^^^ warning: `docs` is excluded by `.dockerignore`
                             ^^^^ note: Line 1 (`docs`) keeps it out of the build context, so the build fails
RUN --mount=type=cache,source=docs,target=/d ls
COPY --from=x docs /d
COPY nothing . /d/
ADD https://example.com/docs /d/
COPY <<docs /d
docs
"#,
        );
    }

    #[test]
    fn folders_of_which_nothing_is_left() {
        check_in_context(
            RULE.name,
            (FILES, Some("docs/**\n")),
            r#"
FROM scratch
COPY docs /d
     ^^^^ info: Every file in `docs` is excluded by `.dockerignore`
     ^^^^ note: Line 1 (`docs/**`) keeps them out of the build context: the build succeeds and copies no file
COPY docs/* /d/
     ^^^^^^ info: Every file in `docs/*` is excluded by `.dockerignore`
     ^^^^^^ note: Line 1 (`docs/**`) keeps them out of the build context: the build succeeds and copies no file
"#,
        );
    }

    #[test]
    fn triggers_are_shown_where_they_run() {
        check_in_context(
            RULE.name,
            (FILES, Some("docs\n")),
            r#"
FROM scratch AS a
ONBUILD COPY docs /d
FROM a
     ^ warning: `docs` is excluded by `.dockerignore`
     ^ note: Line 1 (`docs`) keeps it out of the build context, so the build fails
"#,
        );
    }

    #[test]
    fn what_is_not_known_is_less_than_a_warning() {
        check_in_context(
            RULE.name,
            (FILES, Some("docs\n")),
            r#"
FROM alpine
ARG NAME
COPY docs$X /d
     ^^^^^^ info: `docs` is excluded by `.dockerignore`
     ^^^^^^ note: Line 1 (`docs`) keeps it out of the build context, so the build fails
COPY docs$NAME /e
"#,
        );
    }

    #[test]
    fn buildkits_check_is_silent_with_an_exception() {
        let text = "FROM alpine\nCOPY docs/a.md /d\nADD [\"docs\", \"/d\"]\n# check=skip=CopyIgnoredFile\nCOPY docs /d\n";
        assert_eq!(build_in_context(RULE.name, (FILES, Some("docs\n")), text), [(2, 2), (3, 3)]);
        assert_eq!(build_in_context(RULE.name, (FILES, Some("docs\n!docs/a.md\n")), text), []);
        assert_eq!(build_in_context(RULE.name, (FILES, None), text), []);
    }
}
