//! Source does not exist in the build context.
//!
//! # What it does
//! Reports a source of COPY, ADD or a bind mount that is not in the build context. Where the context is only assumed to be the
//! directory of the Dockerfile, a source is reported only if a file with nearly the same name is there instead.
//!
//! # Why it matters
//! The build fails. Often the name is misspelt, or differs in case only: that works on macOS and Windows, and fails
//! in CI.
//!
//! # Example
//! With `files = ["package.json"]`:
//! ```dockerfile
//! FROM node:22
//! COPY pakage.json /app/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! COPY package.json /app/
//! ```
//!
//! # Limits
//! A file that Git ignores may be made by a step before the build, so it is not reported, and neither is a wildcard that
//! matches nothing, which Docker allows. The build context is known from `--context`, from the settings, or from the file that describes
//! the build. With `--no-context`, the rule reports nothing. A source that contains a build argument is not reported, because
//! the build may set the argument.
//!
//! # References
//! - <https://docs.docker.com/build/concepts/context/>
//! - <https://docs.docker.com/reference/dockerfile/#copy>

use dockwright_context::{build::SourceFacts, glob::has_wildcard, sources::Found as Source};

use super::{Check, FileContext, FileFound, Role};
use dockwright_analysis::fix::Fix;
use dockwright_lint::{
    context_sources::{self, ContextSource},
    finding::{Finding, Found, Mending},
};
use dockwright_texts::{rules::copy_missing_source as texts, titles};

rule! {
    checks: [Check::File(check)],
    group: Context,
    unfinished: &[Unfinished::InWord],
    presets: &[Default],
    needs_context: true,
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    context_sources::each(ctx, |source| {
        if let Some(finding) = finding(source) {
            let found_in =
                FileFound { stage: Some(source.stage), found: Found { item: source.item, finding } };
            found.push(found_in);
        }
    });
}

fn finding(source: &ContextSource<'_>) -> Option<Finding> {
    let path = &*source.path.text;
    if !source.facts.iter().all(|(is_stated, facts)| is_certain(path, *is_stated, facts)) {
        return None;
    }
    let severity = source.severity(RULE.severity)?;
    let near: Vec<_> =
        source.facts.iter().map(|(_, facts)| facts.missing.as_ref()?.near.as_deref()).collect();
    let word = near.first().copied().flatten().filter(|word| near.iter().all(|other| *other == Some(word)));
    let message = match word {
        Some(word) => texts::Misspelt { path, near: word }.message(),
        None => texts::finding(path),
    };
    let is_case = word.is_some_and(|word| word.to_lowercase() == path.to_lowercase());
    Some(Finding {
        severity: Some(severity),
        note: is_case.then(texts::case),
        mend: Some(spell),
        word: word.map(str::to_owned).filter(|_| source.role == Role::Own),
        ..Finding::own(&RULE, source.range.clone(), message)
    })
}

/// Whether the source certainly does not exist in one build.
fn is_certain(path: &str, is_stated: bool, facts: &SourceFacts) -> bool {
    if facts.found != Source::Missing {
        return false;
    }
    match &facts.missing {
        Some(missing) if missing.is_excused => false,
        // If the context is only assumed, a different folder may be the context, or something may create
        // the file.
        Some(missing) if !is_stated => missing.near.is_some() && !missing.is_elsewhere && !has_wildcard(path),
        Some(_) | None => is_stated,
    }
}

/// Corrects the name, in the same quotes.
fn spell(ctx: &Mending<'_>) -> Option<Fix> {
    let word = ctx.finding.word.as_deref()?;
    let is_plain =
        !word.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '$' | '`' | ','));
    let text = ctx.text();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let written = text.trim_matches(|c| Some(c) == quote);
    // A text with variables or escapes is not the path itself.
    if !is_plain
        || written.split('/').count() != word.split('/').count()
        || written.contains(['$', '\\', '`'])
    {
        return None;
    }
    let quote = quote.map(String::from).unwrap_or_default();
    Some(ctx.replace(titles::change_to(word), format!("{quote}{word}{quote}")).unsafe_choice())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_fix_in_context, check_in_context, find_in_context};
    use super::RULE;

    const FILES: &[&str] = &["package.json", "README.md", "src/server/main.js"];

    #[test]
    fn sources_that_are_not_there() {
        check_in_context(
            RULE.name,
            (FILES, None),
            r#"
FROM scratch
COPY nothing \
     ^^^^^^^ warning: `nothing` does not exist in the build context
  ./pakage.json *.none src/*.none /d/
  ^^^^^^^^^^^^^ warning: `./pakage.json` does not exist in the build context; there is `./package.json`
COPY ["readme.md", "/d/"]
      ^^^^^^^^^^^ warning: `readme.md` does not exist in the build context; there is `README.md`
      ^^^^^^^^^^^ note: Upper and lower case are different for the builder, even if they are the same on your disk
RUN --mount=source=none,target=/d ls
                   ^^^^ warning: `none` does not exist in the build context
COPY none/*.txt /d/
     ^^^^^^^^^^ warning: `none/*.txt` does not exist in the build context
COPY --from=x none /d/
COPY --parents src/server/main.js /d/
"#,
        );
    }

    #[test]
    fn without_a_stated_context_only_slips_are_reported() {
        let found = |source: &str| {
            find_in_context(RULE.name, (FILES, None), false, &format!("FROM a\nCOPY {source} /d/\n")).len()
        };
        for (source, expected) in
            [("nothing", 0), ("pakage.json", 1), ("src/Server", 1), ("none/*.txt", 0), ("src/sever/*.js", 0)]
        {
            assert_eq!(found(source), expected, "{source}");
        }
    }

    #[test]
    fn the_name_is_spelled_right() {
        check_fix_in_context(
            RULE.name,
            (FILES, None),
            "FROM a\r\nCOPY pakage.json /d/\r\nCOPY [\"./src/Server/main.js\", \"/d/\"]\r\nCOPY nothing /\r\n",
            "FROM a\r\nCOPY package.json /d/\r\nCOPY [\"./src/server/main.js\", \"/d/\"]\r\nCOPY nothing /\r\n",
        );
    }
}
