//! Argument looks like a JSON array but is not valid JSON.
//!
//! # What it does
//! Reports text that is meant as a JSON array but is not valid JSON. It has single or typographic quotes, no quotes,
//! missing, doubled or trailing commas, a missing bracket, text or a comment after the array, backslashes that JSON
//! does not allow, or lines that continue the array without the escape character.
//!
//! # Why it matters
//! Docker does not reject the file. It passes the whole text of CMD, ENTRYPOINT, RUN and HEALTHCHECK to a shell. In
//! `sh` and `bash`, `[` is the test command. VOLUME, COPY and ADD take the words as paths, brackets and quotes included.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! CMD ['nginx', '-g', 'daemon off;']
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! # Limits
//! Test commands such as `[ -f x ] && y` and COPY patterns such as `[a-c].txt` are not reported. A RUN is reported only
//! if its first element is in quotes. A fix is offered if Docker then reads an array of strings.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell-and-exec-form>

use std::ops::Range;

use dockwright_syntax::exec_form::{ExecForm, exec_form};

use super::{ARRAYS, Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::{
        Facts, Form,
        array::{self, Broken, Flaw, apply},
    },
    fix::{Fix, TextEdit},
    programs::{intended::meant, shell_text},
    shell::Dialect,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{Message, rules::malformed_json_array as texts, titles};

rule! {
    checks: [Check::Instruction(ARRAYS, check)],
    replaces: [
        json_args_recommended,
        background_process,
        shell_cmd_with_exec_entrypoint,
        shell_entrypoint_drops_arguments,
        shell_entrypoint_ignores_cmd,
    ],
    aliases: &["T:invalid-json-form", "DU:JSON_IN_SINGLE_QUOTES"],
    group: Forms, severity: Error, presets: &[Default],
    url: Some("https://docs.docker.com/reference/dockerfile/#shell-and-exec-form"),
}

/// The longest array that a title shows.
const SHOWN: usize = 52;

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited {
        return;
    }
    let facts = ctx.facts;
    let (broken, range) = if let Some((broken, array)) = array::broken(facts) {
        let range = array.map.range(&array.text, broken.place.clone());
        (broken, range)
    } else if let Some(broken) = bare_list(ctx) {
        (broken, facts.command_range.clone())
    } else {
        return;
    };
    let finding = Finding::own(&RULE, range, message(broken.flaw));
    acc.push(Finding { note: Some(note(ctx, broken.flaw)), mend: Some(fix), ..finding });
}

fn bare_list(ctx: &InstructionContext<'_>) -> Option<Broken> {
    if !matches!(ctx.facts.instruction, Some(Instruction::Cmd | Instruction::Entrypoint)) {
        return None;
    }
    array::bare_list(shell_text(ctx.facts)?)
}

fn message(flaw: Flaw) -> Message {
    match flaw {
        Flaw::SmartQuotes => texts::smart_quotes(),
        Flaw::SingleQuotes => texts::single_quotes(),
        Flaw::Unquoted => texts::unquoted(),
        Flaw::MissingQuote => texts::missing_quote(),
        Flaw::WrongSeparator => texts::wrong_separator(),
        Flaw::ExtraComma => texts::extra_comma(),
        Flaw::MissingComma => texts::missing_comma(),
        Flaw::BadEscape => texts::bad_escape(),
        Flaw::RawControl => texts::raw_control(),
        Flaw::Remark => texts::remark(),
        Flaw::Operator | Flaw::TextAfter => texts::text_after(),
        Flaw::ExtraBracket => texts::extra_bracket(),
        Flaw::WrongBracket => texts::wrong_bracket(),
        Flaw::Unterminated => texts::unterminated(),
        Flaw::MissingBrackets => texts::missing_brackets(),
    }
}

fn note(ctx: &InstructionContext<'_>, flaw: Flaw) -> Message {
    match ctx.facts.instruction {
        Some(Instruction::Volume) => texts::volume_note(),
        Some(Instruction::Copy | Instruction::Add) => texts::copy_note(),
        _ if flaw == Flaw::MissingBrackets => texts::list_note(),
        _ if ctx.script.dialect() != Dialect::Posix => texts::other_shell_note(),
        _ => texts::shell_note(),
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let Some((broken, array)) = array::broken(facts) else {
        let broken = array::bare_list(shell_text(facts)?)?;
        let is_one_run = facts.command_range.len() == shell_text(facts)?.len();
        let edits = moved(&broken, |range| {
            facts.command_range.start + range.start..facts.command_range.start + range.end
        });
        return is_one_run.then(|| suggestion(&texts::ADD_BRACKETS, edits));
    };
    if broken.flaw == Flaw::Unterminated
        && let Some(fix) = continued(ctx, &array.text)
    {
        return Some(fix);
    }
    if broken.edits.is_empty() {
        return None;
    }
    let text = &array.text;
    let mut edits = moved(&broken, |range| match range.end {
        // After the last character of the preceding text, not before what follows a continuation.
        end if range.is_empty() && end > 0 => {
            let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
            let end = array.map.range(text, last..end).end;
            // An opening quote stays at its word.
            let start = if end_is_open(text, range.start) { array.map.offset(range.start) } else { end };
            start..start
        }
        _ => array.map.range(text, range),
    });
    let is_apart = edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
    if !is_apart {
        return None;
    }
    match broken.flaw {
        Flaw::Remark => {
            let remark = format!("{}{}", &text[broken.place.clone()], ctx.line_ending());
            edits.insert(0, TextEdit { range: 0..0, text: remark });
            Some(suggestion(&texts::MOVE_REMARK, edits))
        }
        Flaw::Operator if facts.form == Some(Form::Shell) => {
            Some(suggestion(&titles::WRITE_IN_SHELL_FORM, edits))
        }
        Flaw::Operator => None,
        Flaw::TextAfter => Some(suggestion(&texts::JOIN, edits)),
        _ => {
            let now = apply(text, &broken.edits);
            if let Some(fix) = command(facts, &now) {
                return Some(fix);
            }
            let is_short = now.len() <= SHOWN;
            let title = if is_short { texts::write(now) } else { titles::write_as_array() };
            Some(suggestion(title, edits))
        }
    }
}

/// The whole command rewritten, if the array is valid now but its words are not.
fn command(facts: &Facts, array: &str) -> Option<Fix> {
    let ExecForm::Strings(elements) = exec_form(array) else { return None };
    if !is_command(facts.instruction?) {
        return None;
    }
    let words: Vec<String> = elements.into_iter().map(|element| element.text).collect();
    let meant = meant(&words, facts.instruction?)?;
    Some(Fix::replace(meant.title, facts.command_range.clone(), meant.text).unsafe_choice())
}

fn is_command(instruction: Instruction) -> bool {
    use Instruction::{Cmd, Entrypoint, Healthcheck, Run};
    matches!(instruction, Cmd | Entrypoint | Healthcheck | Run)
}

/// Whether an insertion belongs to what follows it.
fn end_is_open(text: &str, at: usize) -> bool {
    text[..at].ends_with([' ', '\t', '[', ',', ';', ':']) || text[at..].starts_with(['\\', '"'])
}

fn moved(broken: &Broken, place: impl Fn(Range<usize>) -> Range<usize>) -> Vec<TextEdit> {
    broken
        .edits
        .iter()
        .map(|(range, text)| TextEdit { range: place(range.clone()), text: text.clone() })
        .collect()
}

/// The build changes, on purpose: it did not do what the text says.
fn suggestion(title: impl Into<Message>, edits: Vec<TextEdit>) -> Fix {
    Fix { title: title.into(), safe: false, edits }
}

/// `[` with its elements on the lines below: the escape character at the end of each.
fn continued(ctx: &Mending<'_>, array: &str) -> Option<Fix> {
    const MAX: usize = 4096;
    let end = ctx.start + ctx.whole.len;
    let text = ctx.document.text();
    let behind = text.slice(end..text.len().min(end + MAX));
    let mut whole = array.to_owned();
    let mut edits = Vec::new();
    let mut at = ctx.start + ctx.whole.len;
    // The end of the instruction's own text, without the line end and spaces.
    let own = ctx.source.trim_end_matches(['\r', '\n', ' ', '\t']).len();
    let mut stop = own;
    for line in behind.trim_start_matches(['\r', '\n']).split_inclusive('\n') {
        if at == ctx.start + ctx.whole.len {
            at += behind.len() - behind.trim_start_matches(['\r', '\n']).len();
        }
        let shown = line.trim_end_matches(['\r', '\n', ' ', '\t']);
        let inner = shown.trim_start_matches([' ', '\t']);
        if !inner.starts_with(['"', ']', '\'']) {
            return None;
        }
        edits.push(TextEdit { range: stop..stop, text: format!(" {}", ctx.escape) });
        whole.push_str(shown);
        stop = at - ctx.start + shown.len();
        at += line.len();
        if let ExecForm::Strings(_) = exec_form(&whole) {
            return Some(suggestion(&texts::CONTINUE_LINES, edits));
        }
    }
    None
}

cases! {
    found: [r#"
FROM a
CMD ['nginx', '-g']
     ^^^^^^^ error: JSON strings need double quotes
     ^^^^^^^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
ENTRYPOINT ["a",]
               ^ error: This comma has no element next to it
               ^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
cmd ["a" "b"]
        ^ error: A comma is missing between two elements
        ^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
VOLUME [/a, /b]
        ^^ error: Elements of a JSON array need double quotes
        ^^ note: This is not valid JSON, so Docker takes the words as paths, brackets and quotes included
COPY ['a', 'b']
      ^^^ error: JSON strings need double quotes
      ^^^ note: This is not valid JSON, so Docker takes the words as file names, brackets included
HEALTHCHECK --retries=2 CMD ["a"] # now
                                  ^^^^^ error: A comment cannot follow a JSON array on the same line
                                  ^^^^^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
RUN ["a", \
  "C:\app"]
  ^^^^^^^^ error: JSON does not allow this backslash; write `\\` for a backslash
  ^^^^^^^^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
ONBUILD CMD [“a”]
             ^^^ error: JSON strings need plain double quotes, not typographic ones
             ^^^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
CMD "a", "b"
    ^^^^^^^^ error: The brackets of this JSON array are missing
    ^^^^^^^^ note: Without brackets this is shell form: the shell runs the line, and the commas are part of its words
SHELL ["powershell", "-Command"]
RUN ["a" "b"]
        ^ error: A comma is missing between two elements
        ^ note: This is not valid JSON, so Docker uses shell form: the shell gets the whole text, brackets included
SHELL ["/bin/sh", "-c"]
CMD ["a",
    ^^^^^ error: The closing `]` of this JSON array is missing
    ^^^^^ note: This is not valid JSON, so Docker uses shell form, and the shell runs its test command `[`
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN [ -f x ] && y",
            "RUN [[ -n \"$x\" ]]",
            "HEALTHCHECK CMD [ $(curl -s x) = 1 ] || exit 1",
            "COPY [a-z].txt /d/",
            "CMD [\"a\", \"\\u0041\"]",
            "RUN <<E\n[ 'a' 'b'\nE",
            "CMD [\\\n \"a\", \\\n # note\n \"b\" \\\n]",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn fixes_change_what_is_wrong() {
        let fixes = |before: &str, after: &str| {
            check_fix(RULE.name, &format!("FROM a\n{before}"), &format!("FROM a\n{after}"));
        };
        fixes("VOLUME [\"/a']\n", "VOLUME [\"/a\"]\n");
        fixes("CMD ['npm start']\n", "CMD [\"npm\", \"start\"]\n");
        fixes("CMD [\"app\", $PORT]\n", "CMD [\"sh\", \"-c\", \"exec app \\\"$PORT\\\"\"]\n");
        fixes("CMD ['a',  'b']\n", "CMD [\"a\",  \"b\"]\n");
        fixes("CMD [a, \\\r\n  # note\r\n  'b']\r\n", "CMD [\"a\", \\\r\n  # note\r\n  \"b\"]\r\n");
        fixes("CMD [\"a\" \\\n  \"b\"]\n", "CMD [\"a\", \\\n  \"b\"]\n");
        fixes("ONBUILD VOLUME [/a]\n", "ONBUILD VOLUME [\"/a\"]\n");
        fixes("CMD [\"a\"] # b\n", "# b\nCMD [\"a\"]\n");
        fixes("CMD \"a\", \"b\"\n", "CMD [\"a\", \"b\"]\n");
        fixes("CMD [\"a\"] && b\n", "CMD a && b\n");
        fixes("CMD [\"a\", ", "CMD [\"a\"] ");
        fixes("CMD [\"C:\\app\\x\"]\n", "CMD [\"C:\\\\app\\\\x\"]\n");
        fixes("CMD [\n  \"a\",\n  \"b\"\n]\nRUN x\n", "CMD [ \\\n  \"a\", \\\n  \"b\" \\\n]\nRUN x\n");
    }

    #[test]
    fn line_ends_stay() {
        let (text, fixed) = ("FROM a\r\nCMD [\"a\"] # b\r\n", "FROM a\r\n# b\r\nCMD [\"a\"]\r\n");
        check_fix(RULE.name, text, fixed);
    }

    #[test]
    fn json_has_its_own_escapes() {
        let text = "# escape=`\nFROM a\nCMD ['C:\\x', `\n 'b']\n";
        let fixed = "# escape=`\nFROM a\nCMD [\"C:\\\\x\", `\n \"b\"]\n";
        check_fix(RULE.name, text, fixed);
    }
}
