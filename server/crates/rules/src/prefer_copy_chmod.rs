//! Mode of a copied file is changed by a RUN.
//!
//! # What it does
//! Reports `chmod` in RUN for files that COPY or ADD of the same stage copied.
//!
//! # Why it matters
//! `chmod` stores each file again in the layer of the RUN, so the image contains it twice. With `--chmod`, COPY sets
//! the mode during the copy.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! COPY start.sh /usr/local/bin/start.sh
//! RUN chmod 755 /usr/local/bin/start.sh
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! COPY --chmod=755 start.sh /usr/local/bin/start.sh
//! ```
//!
//! # Limits
//! Files that are copied with their directory are not reported. The fix is a suggestion: `chmod +x` keeps the rest of
//! the mode, which is not known here, so the fix uses `755`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---chown---chmod>

use std::ops::Range;

use super::{Acc, Check, Role, StageContext};
use crate::surroundings::{Surroundings, walk};
use dockwright_analysis::{
    commands::CallIn,
    facts::{Facts, operands::Operands},
    fix::{Fix, TextEdit},
    shell::Context,
    spec::Instruction,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    statements::without_commands,
};
use dockwright_texts::rules::prefer_copy_chmod as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:prefer-copy-chmod"],
    group: Performance, severity: Info, presets: &[],
}

/// A file that COPY or ADD adds.
struct Copied {
    item: usize,
    keyword: Range<usize>,
    /// Its paths after that: at the destination, or in it.
    paths: Vec<String>,
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    if ctx.evaluated.entry.is_windows() {
        return;
    }
    let mut copied: Vec<Copied> = Vec::new();
    walk(ctx.evaluated, ctx.items, |at, facts, here| match (facts.instruction, &facts.operands) {
        (Some(Instruction::Copy | Instruction::Add), Operands::Copy(_)) => {
            copied.extend(of_copy(facts, at, here));
        }
        (Some(Instruction::Run), _) if !copied.is_empty() => {
            let commands = ctx.scripts.commands(at);
            for call in commands.calls_of("chmod") {
                let Some((mode, path)) = changed(call) else { continue };
                let Some(path) = here.resolve(path) else { continue };
                let Some(file) = copied.iter().rev().find(|it| it.paths.contains(&path)) else {
                    continue;
                };
                if !path.starts_with('/') || commands.calls_of("cd").next().is_some() {
                    continue;
                }
                let place = call.view.commands[call.command].span.range();
                let mut finding = Finding::own(&RULE, file.keyword.clone(), texts::finding(path));
                finding.related = vec![(at, place, (&texts::CHANGED).into())];
                (finding.mend, finding.mends_document) = (Some(fix as _), true);
                finding.word = Some(mode);
                let item = file.item;
                copied.retain(|it| it.item != item);
                acc.push_at(item, Role::Own, finding);
            }
        }
        _ => {}
    });
}

/// The file of a COPY or ADD of one file without a mode.
fn of_copy(facts: &Facts, item: usize, here: &Surroundings) -> Option<Copied> {
    let Operands::Copy(operands) = &facts.operands else { return None };
    let has_mode = facts.flags.iter().any(|flag| flag.text.starts_with("--chmod"));
    let (source, place) = match (operands.sources.as_slice(), operands.heredocs.as_slice()) {
        ([source], []) => (source.literal()?, operands.destination.as_ref()?.literal()?),
        _ => return None,
    };
    let name = source.rsplit('/').next().unwrap_or(source);
    if has_mode
        || name.is_empty()
        || name == "."
        || source.contains(['*', '?', '['])
        || source.contains("://")
    {
        return None;
    }
    let own = here.resolve(place).filter(|_| !place.ends_with('/'));
    let inside = here.resolve(&format!("{place}/{name}"));
    let paths = own.into_iter().chain(inside).collect();
    Some(Copied { item, keyword: facts.keyword_range.clone(), paths })
}

/// The mode that a `chmod` gives a file, in the form for COPY, and the file.
fn changed(call: CallIn<'_>) -> Option<(String, &str)> {
    let [mode, path] = call.operands.as_slice() else { return None };
    let (mode, path) = (call.text(*mode)?, call.text(*path)?);
    let is_octal = matches!(mode.len(), 3 | 4) && mode.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    let mode = match mode {
        "+x" | "a+x" | "u+x" | "ugo+x" | "+rx" | "a+rx" => "755",
        _ if is_octal => mode,
        _ => return None,
    };
    let is_plain = call.options.is_empty() && call.view.commands[call.command].context == Context::default();
    (is_plain && !path.contains(['*', '?', '['])).then(|| (mode.to_owned(), path))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let mode = ctx.finding.word.as_ref()?;
    let (item, place, _) = ctx.finding.related.first()?;
    let at = ctx.start + ctx.finding.range.end;
    let mut edits = vec![TextEdit { range: at..at, text: format!(" --chmod={mode}") }];
    edits.extend(without_commands(ctx, *item, place, |_| false)?);
    Some(Fix { title: texts::fix(mode.as_str()), safe: false, edits })
}

cases! {
    found: [r#"
FROM a
COPY x/a.sh /bin/
^^^^ info: The mode of `/bin/a.sh` is changed after the copy
WORKDIR /src
ADD --link b c
^^^ info: The mode of `/src/c` is changed after the copy
RUN a && \
    chmod +x /bin/a.sh && \
    ^^^^^^^^^^^^^^^^^^ related: The mode is changed here
    chmod 0600 c
    ^^^^^^^^^^^^ related: The mode is changed here
COPY d /d
^^^^ info: The mode of `/d` is changed after the copy
RUN <<E
chmod 755 /d
^^^^^^^^^^^^ related: The mode is changed here
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "COPY --chmod=755 a /a\nRUN chmod +x /a",
            "COPY . /a\nRUN chmod +x /a/b",
            "COPY a b /c/\nRUN chmod +x /c/a",
            "COPY a /a\nRUN chmod -R 755 /a",
            "COPY a /a\nRUN chmod g=u /a",
            "COPY a /a\nRUN chmod +x /a /b",
            "COPY a /a\nRUN if b; then chmod +x /a; fi",
            "COPY $A /a\nRUN chmod +x /a",
            "COPY a /a\nRUN cd /x && chmod +x a",
            "COPY a /a\nONBUILD RUN chmod +x /a",
        ],
    },
    fixed: {
        "FROM a\r\ncopy --link a /a\r\nRUN b\r\n  RUN chmod +x /a\r\nCOPY c \\\r\n  /c\r\nRUN a && \\\r\n  chmod 0600 /c && \\\r\n  b\r\n"
            => "FROM a\r\ncopy --chmod=755 --link a /a\r\nRUN b\r\nCOPY --chmod=0600 c \\\r\n  /c\r\nRUN a && \\\r\n  b\r\n",
    },
}
