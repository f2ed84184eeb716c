//! First process of the container runs in the background.
//!
//! # What it does
//! Reports CMD and ENTRYPOINT that only start something in the background: `app &`, `service x start`,
//! `systemctl start x`.
//!
//! # Why it matters
//! The container stops when its first process ends. A command that puts the program into the background ends at once,
//! and the program ends with it.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! CMD service nginx start
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! # Limits
//! Only a single command is checked: one followed by `tail -f` or a shell is fine. Programs that put themselves into
//! the background, as `nginx` does without `daemon off;`, are not recognized.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, Check, InstructionContext, Role, STARTS};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    shell::ShellView,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::background_process as texts;

rule! {
    checks: [Check::Instruction(STARTS, check)],
    replaces: [json_args_recommended],
    group: Forms, presets: &[Default],
    unfinished: &[Unfinished::Operator],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited {
        return;
    }
    let Some(commands) = ctx.commands() else { return };
    if commands.scripts.first().is_some_and(|script| ends_at_once(commands, 0, &script.view)) {
        let range = ctx.facts.command_range.clone();
        acc.push(Finding::own(&RULE, range, &texts::FINDING));
    }
}

/// Whether a script is one list in the background, or one command that starts a service.
fn ends_at_once(commands: &Commands, script: usize, view: &ShellView) -> bool {
    let mut own = view.statements.iter().filter(|statement| statement.scope == 0);
    let Some(first) = own.next().filter(|_| !view.has_error) else { return false };
    if first.is_background {
        return own.all(|statement| statement.list == first.list);
    }
    let ([part], None) = (first.parts.as_slice(), own.next()) else { return false };
    let Some(command) = view.parts[*part as usize].command else { return false };
    let mut calls = commands.calls().filter(|call| call.in_script == script);
    let Some(call) = calls.find(|call| call.command == command as usize) else { return false };
    let inner = commands.scripts.iter().position(|inner| inner.outer == Some((script, call.command)));
    match inner {
        Some(inner) => ends_at_once(commands, inner, &commands.scripts[inner].view),
        None => starts_service(call),
    }
}

fn starts_service(call: CallIn<'_>) -> bool {
    let is_start = |operand: usize| {
        let word = call.operands.get(operand).and_then(|&word| call.text(word));
        matches!(word, Some("start" | "restart"))
    };
    let is_script = call
        .text(call.word)
        .is_some_and(|path| ["/etc/init.d/", "/etc/rc.d/"].iter().any(|it| path.starts_with(it)));
    match call.name() {
        Some("service" | "rc-service") => is_start(1),
        Some("systemctl") => is_start(0),
        _ => is_script && is_start(0),
    }
}

cases! {
    found: [r#"
FROM a
CMD service nginx start
    ^^^^^^^^^^^^^^^^^^^ warning: The only command of the container runs in the background
ENTRYPOINT ["/etc/init.d/x", "start"]
           ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: The only command of the container runs in the background
CMD app -x &
    ^^^^^^^^ warning: The only command of the container runs in the background
CMD ["sh", "-c", "systemctl start x"]
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: The only command of the container runs in the background
CMD a && b --c "d & e" &
    ^^^^^^^^^^^^^^^^^^^^ warning: The only command of the container runs in the background
CMD exec sudo -u x service "$NAME" start
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: The only command of the container runs in the background
"#],
    quiet: {
        "FROM a\nCMD {}\n" => [
            "service x start && bash",
            "a & b",
            "a && b",
            "service x status",
            "app",
            "a 2>&1",
            "a; b & c",
            "echo \"a &\"",
            "echo a \\&",
            "service x start; a &",
            "[\"a\", \"start\"]",
        ],
    },
}
