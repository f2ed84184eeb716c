//! Analyses what an exec form starts: a program, a shell with a script, or arguments for the
//! ENTRYPOINT.

pub mod intended;

use crate::{
    facts::{Facts, Form},
    model::Command,
    shell::{CommandKind, Script, ShellView, text_view},
    spec::{Instruction, wrappers::Wrapper},
    words::BUILTINS,
};

/// The start of a shell in an exec form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShellCall {
    /// The index of the shell's word.
    pub shell: usize,
    /// The index of the first word that is not an option: the script, or the name of a script file.
    pub script: usize,
    /// Whether `-c` is given.
    pub has_command_switch: bool,
}

/// Whether a word contains a space between other characters.
pub fn has_blank(word: &str) -> bool {
    word.trim().contains(' ')
}

/// The name of a program without its folder: `/usr/bin/bash` becomes `bash`.
pub fn base_name(program: &str) -> &str {
    // Names are short: a search that is fast in long texts takes longer to start.
    let folder = program.bytes().rposition(|byte| matches!(byte, b'/' | b'\\'));
    let name = folder.map_or(program, |at| &program[at + 1..]);
    match name.len().checked_sub(4).and_then(|at| name.split_at_checked(at)) {
        Some((stem, end)) if end.eq_ignore_ascii_case(".exe") => stem,
        _ => name,
    }
}

/// Whether an ENTRYPOINT runs the CMD as a program.
pub fn runs_its_arguments(entrypoint: &Command) -> bool {
    let Some(last) = entrypoint.words.last() else { return true };
    let name = base_name(last);
    entrypoint.is_exec
        && (last == "--"
            || Wrapper::of_commands(name).is_some()
            || Wrapper::of_commands(base_name(&entrypoint.words[0])).is_some()
            || name.starts_with("docker-entrypoint")
            || entrypoint.words.iter().any(|word| word.contains("$@") || word.contains("$*")))
}

/// Whether the words probably run a script of the project, which may do anything with its
/// arguments.
pub fn is_script(words: &[String]) -> bool {
    let is_it = |word: &String| {
        let name = base_name(word);
        name.contains("entrypoint")
            || name.contains("entry-point")
            || name.contains("init")
            || has_script_extension(name)
    };
    words.iter().any(is_it)
}

fn has_script_extension(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "sh" | "bash" | "py" | "rb" | "pl" | "js" | "php")))
}

/// Whether any kind of shell is among the words; a shell expands what Docker does not.
pub fn any_shell(words: &[String]) -> bool {
    words.iter().any(|word| {
        let name = base_name(word);
        is_posix_shell(name)
            || ["cmd", "powershell", "pwsh", "fish", "csh", "tcsh", "nu", "xonsh"]
                .iter()
                .any(|it| name.eq_ignore_ascii_case(it))
    })
}

pub fn is_posix_shell(name: &str) -> bool {
    matches!(name, "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh" | "rbash")
}

/// The POSIX shell that the words start, directly or through a program that runs its arguments.
pub fn shell_call(words: &[String]) -> Option<ShellCall> {
    let shell = words.iter().take(6).position(|word| is_posix_shell(base_name(word)))?;
    if shell > 0 && Wrapper::of_commands(base_name(&words[0])).is_none() {
        return None;
    }
    let mut call = ShellCall { shell, script: shell + 1, has_command_switch: false };
    while let Some(word) = words.get(call.script) {
        if word.len() < 2 || !word.starts_with(['-', '+']) {
            break;
        }
        call.script += 1;
        if word == "--" {
            break;
        }
        if !word.starts_with("--") {
            call.has_command_switch |= word.starts_with('-') && word.contains('c');
            // `-o pipefail` has a value, and so has `-eo`.
            call.script += usize::from(word.ends_with(['o', 'O']));
        } else if matches!(word.as_str(), "--rcfile" | "--init-file") {
            call.script += 1;
        }
    }
    Some(call)
}

/// Whether a script uses its arguments: `$1`, `$@`, `${2:-x}`.
pub fn uses_arguments(script: &str) -> bool {
    text_view(&Script::of_text(script)).is_none_or(|view| view.uses_arguments())
}

/// Whether a script is a single simple command that can follow `exec`.
pub fn is_simple_command(script: &str) -> bool {
    text_view(&Script::of_text(script)).is_some_and(|view| is_simple(&view))
}

/// Commands that most shells run themselves, besides [`BUILTINS`].
const OWN: [&str; 8] = ["[", "[[", "echo", "select", "test", "time", "true", "type"];

/// Whether a script is one simple command in the foreground that starts a program.
pub fn is_simple(view: &ShellView) -> bool {
    let [statement] = view.statements.as_slice() else { return false };
    let ([part], [command]) = (view.parts.as_slice(), view.commands.as_slice()) else { return false };
    let word = view.words.get(command.words.start as usize);
    // A variable may contain anything, but a word with a folder before the variable is a program.
    let is_program = word.is_some_and(|word| match word.text.as_deref() {
        Some(name) => !BUILTINS.contains(&name) && !OWN.contains(&name) && !name.is_empty(),
        None => word.lead.contains('/'),
    });
    !view.has_error
        && view.comments.is_empty()
        && view.heredocs.is_empty()
        && !statement.is_background
        && part.command.is_some()
        && command.kind == CommandKind::Simple
        && command.assignments.is_empty()
        && is_program
}

/// The text of the shell form of CMD, ENTRYPOINT, RUN or HEALTHCHECK, as written.
pub fn shell_text(facts: &Facts) -> Option<&str> {
    if facts.form != Some(Form::Shell) {
        return None;
    }
    let at = usize::from(facts.instruction == Some(Instruction::Healthcheck));
    facts.args.get(at).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(words: &str) -> Option<(usize, usize, bool)> {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        shell_call(&words).map(|call| (call.shell, call.script, call.has_command_switch))
    }

    #[test]
    fn shells_are_found_behind_wrappers() {
        assert_eq!(call("sh -c x"), Some((0, 2, true)));
        assert_eq!(call("/bin/bash -lc x y"), Some((0, 2, true)));
        assert_eq!(call("bash -c -l x"), Some((0, 3, true)));
        assert_eq!(call("bash -eo pipefail -c x"), Some((0, 4, true)));
        assert_eq!(call("tini -- sh x"), Some((2, 3, false)));
        assert_eq!(call("app sh -c x"), None);
    }

    #[test]
    fn names_and_arguments() {
        assert_eq!(base_name("C:\\x\\Cmd.EXE"), "Cmd");
        assert_eq!(base_name("é"), "é");
        for script in ["a $1", "a \"$@\"", "${2:-x}", "shift; a", "$#"] {
            assert!(uses_arguments(script), "{script}");
        }
        for script in ["a $B $$ $(c)", "awk '{ print $1 }' f", "a \\$1", "# $1", "shifty"] {
            assert!(!uses_arguments(script), "{script}");
        }
    }

    #[test]
    fn simple_commands() {
        for script in ["app -p $PORT", "/$A/app", "app > log 2>&1", "app 'a; b'", "app \"a && b\""] {
            assert!(is_simple_command(script), "{script}");
        }
        for script in ["a && b", "a; b", "a | b", "cd x", "exec a", "A=1 b", "(a)", "a &", "", "if a", "a 'b"]
        {
            assert!(!is_simple_command(script), "{script}");
        }
    }
}
