//! Command has no effect in a build.
//!
//! # What it does
//! Reports commands in RUN that need something that a build does not have: a service manager (`systemctl start`), a
//! machine to stop (`shutdown`, `reboot`), or a terminal (`vim`, `top`). A service that is started at the end of a RUN
//! is reported too, if no command after it can use it.
//!
//! # Why it matters
//! A RUN keeps the files that it changes, and nothing else. Its processes end with it, so a service that it starts does
//! not run in the next RUN or in the container.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends nginx \
//!     && rm -rf /var/lib/apt/lists/* \
//!     && service nginx start
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y --no-install-recommends nginx \
//!     && rm -rf /var/lib/apt/lists/*
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! # Limits
//! A service that other commands of the same RUN may use is not reported. `systemctl enable`, which only creates links,
//! is not reported either. `mount`, `ssh`, `kill`, `ps` and `free` work in a build and are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run>
//! - <https://docs.docker.com/engine/containers/multi-service_container/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    shell::{Context, Dialect},
    spec::Instruction,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::{Message, rules::pointless_command as texts};

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["DL3001"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// The condition of a command that a build does not fulfil.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// To keep running after its RUN.
    Time,
    Manager,
    Machine,
    Terminal,
}

/// Subcommands of `systemctl` that ask the running manager for something.
const OF_MANAGER: [&str; 9] = [
    "daemon-reexec",
    "daemon-reload",
    "isolate",
    "reload",
    "reload-or-restart",
    "restart",
    "start",
    "stop",
    "try-restart",
];

/// Programs that may follow a service without using it.
const INDEPENDENT: [&str; 11] =
    [":", "chmod", "chown", "echo", "exit", "find", "printf", "rm", "rmdir", "true", "unset"];

/// Services whose first start creates files that stay: keys, or a database.
const MAKES_FILES: [&str; 4] = ["mariadb", "mysqld", "postgresql", "sshd"];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited || ctx.script.dialect() != Dialect::Posix {
        return;
    }
    let Some(commands) = ctx.commands() else { return };
    let mut last_user = None;
    for call in commands.calls() {
        let Some(name) = call.name() else { continue };
        let Some(needs) = needs(call, name).filter(|_| !is_elsewhere(call)) else { continue };
        if needs == Needs::Time {
            let last = last_user.get_or_insert_with(|| self::last_user(commands));
            if commands.is_partial() || last.is_some_and(|last| call.range(call.word).start < last) {
                continue;
            }
        }
        let message = message(call, name, needs);
        acc.push(Finding::own(&RULE, call.range(call.word), message));
    }
}

/// In a function, which may never be called, or in the root file system of an image that is being
/// assembled.
fn is_elsewhere(call: CallIn<'_>) -> bool {
    call.view.commands[call.command].context.has(Context::FUNCTION)
        || call.wrappers.iter().any(|(wrapper, _)| wrapper.programs.contains(&"chroot"))
}

fn needs(call: CallIn<'_>, name: &str) -> Option<Needs> {
    let has = |names: &[&str]| call.has_option(call.view, names);
    let operand = |at: usize| call.operands.get(at).and_then(|&word| call.text(word));
    let is_start = |at: usize| matches!(operand(at), Some("start" | "restart"));
    let path = || call.text(call.word).unwrap_or_default();
    match name {
        "service" | "rc-service" | "invoke-rc.d" => {
            (is_start(1) && operand(0).is_none_or(|it| !MAKES_FILES.contains(&it))).then_some(Needs::Time)
        }
        "systemctl" => {
            let is_live = operand(0).is_some_and(|verb| {
                OF_MANAGER.contains(&verb) || (matches!(verb, "enable" | "disable") && has(&["--now"]))
            });
            (is_live && !has(&["--root", "--help", "--image"])).then_some(Needs::Manager)
        }
        "shutdown" | "reboot" | "halt" | "poweroff" => (!has(&["--help"])).then_some(Needs::Machine),
        "init" | "telinit" => {
            let is_level = operand(0).is_some_and(|level| level.len() == 1 && call.operands.len() == 1);
            is_level.then_some(Needs::Machine)
        }
        "top" | "htop" | "atop" => {
            (!has(&["-b", "-h", "-v", "--help", "--version"])).then_some(Needs::Terminal)
        }
        "vi" | "vim" | "nano" | "emacs" => {
            let is_command = |word: &usize| call.text(*word).is_none_or(|text| text.starts_with('+'));
            let is_script = !call.options.is_empty() || call.operands.iter().any(is_command);
            let reads = call.view.redirections_of(&call.view.commands[call.command]).next().is_some();
            let is_fed = call.view.commands[call.command].context.has(Context::PIPELINE);
            (!is_script && !reads && !is_fed).then_some(Needs::Terminal)
        }
        _ if path().starts_with("/etc/init.d/") || path().starts_with("/etc/rc.d/") => {
            (is_start(0) && !MAKES_FILES.contains(&name)).then_some(Needs::Time)
        }
        _ => None,
    }
}

/// The last command of a RUN that may use what is started before it.
fn last_user(commands: &Commands) -> Option<usize> {
    let may_use = |call: &CallIn<'_>| {
        let Some(name) = call.name() else { return true };
        let is_clean = || matches!(call.subcommand(call.view), Some("clean" | "autoremove" | "purge"));
        !(INDEPENDENT.contains(&name)
            || needs(*call, name).is_some()
            || (matches!(name, "apt-get" | "apt" | "yum" | "dnf") && is_clean()))
    };
    commands.calls().filter(may_use).map(|call| call.range(call.word).start).max()
}

fn message(call: CallIn<'_>, name: &str, needs: Needs) -> Message {
    let verb = call.subcommand(call.view).unwrap_or_default();
    match needs {
        Needs::Time => texts::service(),
        Needs::Manager => texts::manager(format!("{name} {verb}")),
        Needs::Machine => texts::machine(name),
        Needs::Terminal => texts::terminal(name),
    }
}

cases! {
    quiet: {
        "FROM a\nRUN {}\n" => [
            "service mysql start && mysql < /x.sql && service mysql stop",
            "service x start && $CMD",
            "service x status",
            "service sshd start",
            "service x start && sleep 10",
            "service x start && (",
            "systemctl enable x",
            "systemctl --root=/mnt start x",
            "chroot /mnt systemctl restart x",
            "f() { reboot; }; ls",
            "apt-get install -y vim top nano",
            "top -bn1 | head",
            "vim +PlugInstall +qall",
            "vim -es -u ~/.vimrc -c 'x'",
            "vi x < /cmds",
            "command -v vim",
            "ssh a b; mount x /y; kill 1; ps; free",
            "init db --name x",
            "which reboot",
        ],
        "{}" => ["FROM mcr.microsoft.com/windows/servercore\nRUN shutdown\nRUN [\"shutdown\"]\n"],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn commands_without_effect() {
        check(
            RULE.name,
            r#"
FROM a
RUN apt-get install -y nginx && \
    sudo service nginx start && \
         ^^^^^^^ info: This service stops when the RUN ends
    rm -rf /tmp/x
RUN systemctl daemon-reload; systemctl enable --now x
    ^^^^^^^^^ info: `systemctl daemon-reload` needs systemd, which does not run in a build
                             ^^^^^^^^^ info: `systemctl enable` needs systemd, which does not run in a build
RUN <<E
/etc/init.d/x restart
^^^^^^^^^^^^^ info: This service stops when the RUN ends
E
ONBUILD RUN ["/sbin/reboot"]
             ^^^^^^^^^^^^^^ info: `reboot` has no effect in a build
RUN vim /etc/hosts
    ^^^ info: `vim` needs a terminal, which a build does not have
"#,
        );
        assert_eq!(find(RULE.name, "FROM a\nRUN init 6; telinit 3\nRUN top; bash -c 'nano x'\n").len(), 4);
    }
}
