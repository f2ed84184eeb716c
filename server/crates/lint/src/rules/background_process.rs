//! First process of the container runs in the background.
//!
//! # What it does
//! Reports CMD and ENTRYPOINT that only start something in the background: `app &`, `service x start`, `systemctl
//! start x`.
//!
//! # Why it matters
//! The container ends when its first process ends. A command that puts the program into the background ends at once,
//! and takes the program with it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y nginx
//! CMD service nginx start
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y nginx
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! # Limits
//! Only a single command is looked at: one with `tail -f` or a shell behind it stays. What a program does by itself,
//! as `nginx` without `daemon off;`, is not known here.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, Check, InstructionContext, Role, STARTS};
use crate::{
    finding::Finding,
    rule::{Group, Preset},
};
use dockwright_analysis::programs::{base_name, is_posix_shell, shell_text};

rule! {
    checks: [Check::Instruction(STARTS, check)],
    replaces: [json_args_recommended],
    group: Group::Forms,
    presets: &[Preset::Default],
    note: "It ends at once, and the container with it",
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited {
        return;
    }
    let is_background = match (&ctx.facts.json, shell_text(ctx.facts)) {
        (Some(words), _) => {
            let mut words = words.iter().map(String::as_str);
            match (words.next(), words.next(), words.next()) {
                (Some(shell), Some("-c"), Some(script)) if is_posix_shell(base_name(shell)) => {
                    ends_at_once(script)
                }
                (Some(program), second, third) => starts_service(program, second, third),
                (None, _, _) => false,
            }
        }
        (None, Some(text)) => ends_at_once(text),
        (None, None) => false,
    };
    if is_background {
        let range = ctx.facts.command_range.clone();
        acc.push(Finding::own(&RULE, range, "This only starts something in the background"));
    }
}

fn ends_at_once(script: &str) -> bool {
    let script = script.trim_end();
    if let Some(command) = script.strip_suffix('&').filter(|it| !it.ends_with(['&', '\\', '>'])) {
        return !command.contains(['&', '|', ';', '\n', '(', '{']);
    }
    if script.contains(['&', '|', ';', '\n', '$', '(']) {
        return false;
    }
    let mut words = script.split_ascii_whitespace();
    let mut word = || words.next();
    let first =
        word().map(|first| if matches!(first, "sudo" | "exec") { word().unwrap_or_default() } else { first });
    first.is_some_and(|program| starts_service(program, word(), word()))
}

fn starts_service(program: &str, second: Option<&str>, third: Option<&str>) -> bool {
    let is_start = |word: Option<&str>| matches!(word, Some("start" | "restart"));
    match base_name(program) {
        "service" | "rc-service" => is_start(third),
        "systemctl" => is_start(second),
        _ => (program.starts_with("/etc/init.d/") || program.starts_with("/etc/rc.d/")) && is_start(second),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn services_and_background() {
        check(
            RULE.name,
            r#"
FROM a
CMD service nginx start
    ^^^^^^^^^^^^^^^^^^^ warning: This only starts something in the background
ENTRYPOINT ["/etc/init.d/x", "start"]
           ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: This only starts something in the background
CMD app -x &
    ^^^^^^^^ warning: This only starts something in the background
CMD ["sh", "-c", "systemctl start x"]
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: This only starts something in the background
"#,
        );
        for text in [
            "service x start && bash",
            "a & b",
            "a && b",
            "service x status",
            "app",
            "a 2>&1",
            "[\"a\", \"start\"]",
        ] {
            assert!(find(RULE.name, &format!("FROM a\nCMD {text}\n")).is_empty(), "{text}");
        }
    }
}
