//! Path with a space is not written as a JSON array.
//!
//! # What it does
//! Reports COPY, ADD and VOLUME with a path whose spaces are escaped by a backslash or enclosed in quotes:
//! `COPY my\ file.txt /`, `COPY "my file.txt" /`.
//!
//! # Why it matters
//! Docker splits the arguments at every space, before it looks at quotes. `my\` and `file.txt` become two files, and
//! the build fails because neither exists. Each half of a quoted path has an unmatched quote, and Docker rejects the
//! file.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY "my file.txt" /data/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY ["my file.txt", "/data/"]
//! ```
//!
//! # Limits
//! In VOLUME, only quotes are reported, because a backslash can be part of the path. A quote that is never closed is
//! reported by `UnclosedQuote`. There is no fix for paths with wildcards, or with variables after a backslash.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>

use super::{Acc, Check, InStageContext, Role};
use dockwright_analysis::{facts::Facts, fix::Fix, model::State, spec::Instruction, words::json_array};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::copy_path_with_spaces as texts, titles};

rule! {
    checks: [Check::InStage(&[Instruction::Add, Instruction::Copy, Instruction::Volume], check)],
    replaces: [unclosed_quote],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if ctx.role == Role::Inherited || facts.json.is_some() || !facts.heredocs.is_empty() {
        return;
    }
    // Hardly any instruction has a word that could belong to such a path.
    let is_part = |word: &String| word.starts_with(['"', '\'']) || word.ends_with('\\');
    if !facts.args.iter().any(is_part) {
        return;
    }
    let message = if let Some(path) = quoted(facts) {
        texts::quotes(path)
    } else if has_escaped_space(ctx) {
        texts::backslash()
    } else {
        return;
    };
    let finding = Finding::own(&RULE, facts.args_range.clone(), message);
    acc.push(Finding { mend: Some(fix), ..finding });
}

/// The first path in quotes with a space in it.
fn quoted(facts: &Facts) -> Option<String> {
    joined(&facts.args)?.into_iter().find_map(|word| match word {
        Path::Quoted(path) => Some(path),
        Path::Escaped(_) | Path::Plain(_) => None,
    })
}

fn has_escaped_space(ctx: &InStageContext<'_>) -> bool {
    let facts = ctx.facts;
    // With an escaped space, a volume's name ends in a backslash, which may be intended.
    let Some((_, words)) = facts.args.split_last().filter(|_| facts.instruction != Some(Instruction::Volume))
    else {
        return false;
    };
    // A folder on Windows may end this way.
    let is_windows = ctx.exit.is_some_and(State::is_windows);
    if is_windows || facts.args.iter().any(|word| word.contains(":\\")) {
        return false;
    }
    words.iter().any(|word| is_torn(word)) && words.iter().all(|word| word.matches('\\').count() < 2)
}

fn is_torn(word: &str) -> bool {
    word.ends_with('\\') && !word.ends_with("\\\\")
}

/// The intended form of a path.
enum Path {
    /// Words that quotes should keep together.
    Quoted(String),
    /// Words that backslashes should keep together.
    Escaped(String),
    /// One word.
    Plain(String),
}

/// The words put together again; `None` if a quote is never closed.
fn joined(words: &[String]) -> Option<Vec<Path>> {
    let mut paths = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let quote = word.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let Some(quote) = quote.filter(|&quote| !word[1..].contains(quote)) {
            let mut path = word[1..].to_owned();
            loop {
                let next = words.next()?;
                path.push(' ');
                if let Some(last) = next.strip_suffix(quote).filter(|last| !last.contains(quote)) {
                    path.push_str(last);
                    break;
                }
                if next.contains(quote) {
                    return None;
                }
                path.push_str(next);
            }
            paths.push(Path::Quoted(path));
        } else if is_torn(word) {
            let mut path = word[..word.len() - 1].to_owned();
            loop {
                let next = words.next()?;
                path.push(' ');
                path.push_str(next.strip_suffix('\\').unwrap_or(next));
                if !is_torn(next) {
                    break;
                }
            }
            paths.push(Path::Escaped(path));
        } else {
            paths.push(Path::Plain(word.clone()));
        }
    }
    Some(paths)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let mut paths = Vec::new();
    // Single quotes keep a variable as it is written, an array does not.
    let is_raw = facts.args.iter().any(|word| word.starts_with('\''));
    for path in joined(&facts.args)? {
        let (text, is_whole) = match path {
            Path::Quoted(text) if is_raw && text.contains('$') => return None,
            Path::Escaped(text) if text.contains('$') => return None,
            Path::Quoted(text) | Path::Escaped(text) => (text, false),
            Path::Plain(text) => (text, true),
        };
        // A word in quotes is the same without them.
        let text = match is_whole.then(|| unquoted(&text)).flatten() {
            Some(inner) => inner.to_owned(),
            None => text,
        };
        if text.contains(['"', '\'', '\\', '*', '?', '[']) {
            return None;
        }
        paths.push(text);
    }
    let least = if facts.instruction == Some(Instruction::Volume) { 1 } else { 2 };
    (paths.len() >= least).then(|| ctx.replace(&titles::WRITE_AS_ARRAY, json_array(&paths)).unsafe_choice())
}

fn unquoted(word: &str) -> Option<&str> {
    let quoted = |quote: char| word.strip_prefix(quote)?.strip_suffix(quote);
    quoted('"').or_else(|| quoted('\'')).filter(|inner| !inner.contains('$'))
}

cases! {
    found: [r#"
FROM a
COPY my\ file /d/
     ^^^^^^^^^^^^ error: A backslash does not keep the path together at this space
onbuild add --chown=a x\ y z /d/
                      ^^^^^^^^^^ error: A backslash does not keep the path together at this space
COPY "my file.txt" /d/
     ^^^^^^^^^^^^^^^^^ error: Quotes do not keep the spaces in `my file.txt`
VOLUME 'a b c'
       ^^^^^^^ error: Quotes do not keep the spaces in `a b c`
"#],
    quiet: {
        "{}" => [
            "FROM a\nCOPY a b \\\n  /c\nCOPY [\"a b\", \"c\"]\nCOPY C:\\a\\ C:\\b\\\nCOPY site\\ C:\\b\nCOPY a b\nCOPY \"a\" 'b' c\nCOPY \"a b\nVOLUME a\\ b\n",
        ],
    },
    fixed: {
        "FROM a\nCOPY my\\ old\\ file x /d/\n" => "FROM a\nCOPY [\"my old file\", \"x\", \"/d/\"]\n",
        "FROM a\nADD --chown=1 \"a $B c\" \"x\" $D/\nVOLUME \"a b\"\n"
            => "FROM a\nADD --chown=1 [\"a $B c\", \"x\", \"$D/\"]\nVOLUME [\"a b\"]\n",
    },
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_error_for_both_halves() {
        let found = dockwright_lint::diagnostics::diagnostics(&dockwright_analysis::document::Document::new(
            dockwright_syntax::Text::new("FROM a:1\nCOPY \"my file\" /d/\nVOLUME \"a b\"\n"),
        ));
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["CopyPathWithSpaces", "CopyPathWithSpaces"]);
    }
}
