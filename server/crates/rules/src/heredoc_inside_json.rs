//! Heredoc in an instruction with a JSON array.
//!
//! # What it does
//! Reports `<<WORD` as an element of a JSON array, and after a bracket that does not start a valid array.
//!
//! # Why it matters
//! In an array, the marker is an ordinary argument, and Docker reads no lines after it. If the array is not valid JSON,
//! the heredoc does start, but the brackets and commas next to the marker become part of its delimiter.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN ["cat", "<<EOF"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN cat <<EOF
//! ready
//! EOF
//! ```
//!
//! # Limits
//! A marker inside a longer element is not reported, because the element may be a script for a shell.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#here-documents>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::heredoc_inside_json as texts;

rule! {
    checks: [Check::Instruction(&[], check), Check::Refused(check)],
    replaces: [malformed_json_array, unterminated_heredoc],
    group: Syntax, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if ctx.role != Role::Own {
        return;
    }
    let read = facts.trigger.as_deref().unwrap_or(facts);
    if let Some(words) = &read.json {
        for (word, range) in words.iter().zip(&read.elements).filter(|(word, _)| is_marker(word)) {
            let message = texts::argument(word);
            let mut finding = Finding::own(&RULE, range.clone(), message);
            finding.note = Some(texts::argument_note());
            acc.push(finding);
        }
    } else if read.broken_array.is_some()
        && let Some(heredoc) = facts.heredocs.first()
    {
        let message = texts::heredoc(&heredoc.marker.name);
        let mut finding = Finding::own(&RULE, heredoc.range.clone(), message);
        finding.note = Some(texts::heredoc_note());
        acc.push(finding);
    }
}

/// `<<WORD`, `<<-WORD` or one in quotes, with a word of letters.
fn is_marker(word: &str) -> bool {
    let Some(name) = word.strip_prefix("<<") else { return false };
    let name = name.strip_prefix('-').unwrap_or(name).trim_matches(['"', '\'']);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn markers_in_arrays() {
        check(
            RULE.name,
            r#"
FROM a
RUN ["cat", "<<EOF"]
            ^^^^^^^ error: `<<EOF` is an ordinary argument here
            ^^^^^^^ note: Docker does not read heredocs in a JSON array
COPY ["<<-E", "/x"]
      ^^^^^^ error: `<<-E` is an ordinary argument here
      ^^^^^^ note: Docker does not read heredocs in a JSON array
RUN ["sh", <<X]
           ^^^^ error: A heredoc called `X]` starts here
           ^^^^ note: This is not a valid JSON array, so Docker reads it in shell form and takes the lines below as the heredoc's text
a
X]
RUN ["sh", "-c", "cat <<E\nx\nE"]
CMD ["echo", "<<"]
"#,
        );
        assert_eq!(find(RULE.name, "FROM a\nRUN [\"sh\", <<X]\n").len(), 1);
    }
}
