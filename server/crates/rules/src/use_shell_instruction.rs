//! `/bin/sh` is replaced to change the shell of RUN.
//!
//! # What it does
//! Reports `ln`, `cp` and `mv` in RUN that replace `/bin/sh` with a different shell.
//!
//! # Why it matters
//! Every script in the image that asks for `/bin/sh` then runs with the new shell, even those of the base image, and an
//! update of the package that owns `/bin/sh` may undo the change. Use SHELL: it chooses the shell for RUN, CMD and
//! ENTRYPOINT and changes no file.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN ln -sf /bin/bash /bin/sh
//! RUN source /etc/profile
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! SHELL ["/bin/bash", "-c"]
//! RUN source /etc/profile
//! ```
//!
//! # Limits
//! An image that is built from `scratch` needs a `/bin/sh`, and so does the directory of a `chroot`. Neither is
//! reported, and links to `busybox` are not reported either.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell>

use super::{Acc, Check, Role, StageContext};
use crate::run_fixes::commands;
use dockwright_analysis::{
    commands::{CallIn, Commands},
    fix::Fix,
    programs::{base_name, is_posix_shell},
    spec::Instruction,
    words::json_array,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    statements::{own_statements, single_command},
};
use dockwright_texts::rules::use_shell_instruction as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL4005"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// The names of the shell that RUN starts.
const SHELLS: [&str; 2] = ["/bin/sh", "/usr/bin/sh"];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let entry = &ctx.evaluated.entry;
    if entry.image.is_none() || entry.is_windows() {
        return;
    }
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let facts = item.facts.trigger.as_deref().unwrap_or(&item.facts);
        if facts.instruction != Some(Instruction::Run) || !facts.problems.is_empty() {
            continue;
        }
        let role = if item.facts.trigger.is_some() { Role::Inner } else { Role::Own };
        let commands = ctx.scripts.commands(at);
        for (call, source) in replaced(&commands) {
            let range = call.view.commands[call.command].span.range();
            let finding = Finding::own(&RULE, range, texts::finding(source));
            acc.push_at(at, role, Finding { mend: Some(fix), ..finding });
        }
    }
}

/// The commands that replace the shell, each with the replacement.
fn replaced(commands: &Commands) -> Vec<(CallIn<'_>, &str)> {
    let mut found = Vec::new();
    // The directory that a `cd` of the same script chose.
    let mut directory = None;
    for call in commands.calls() {
        if call.name() == Some("cd") {
            let path = call.operands.first().and_then(|&word| call.text(word));
            directory = path.map(|path| (call.in_script, path.trim_end_matches('/')));
        }
        let here = directory.filter(|(script, _)| *script == call.in_script).map(|(_, path)| path);
        found.extend(replaces_shell(call, here).map(|source| (call, source)));
    }
    found
}

/// What a command replaces the shell with.
fn replaces_shell<'a>(call: CallIn<'a>, directory: Option<&str>) -> Option<&'a str> {
    if !matches!(call.name(), Some("ln" | "cp" | "mv")) {
        return None;
    }
    let [source, destination] = call.operands.as_slice() else { return None };
    let (source, destination) = (call.text(*source)?, call.text(*destination)?);
    let is_shell = SHELLS.contains(&destination)
        || (destination == "sh" && matches!(directory, Some("/bin" | "/usr/bin")));
    let name = base_name(source);
    // `mv /bin/sh.distrib /bin/sh` restores the original.
    let is_other = is_posix_shell(name) && name != "sh";
    let is_elsewhere = call.wrappers.iter().any(|(wrapper, _)| wrapper.programs.contains(&"chroot"));
    (is_shell && is_other && !is_elsewhere).then_some(source)
}

/// Uses SHELL instead, if the RUN does nothing else.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    if ctx.whole.trigger.is_some() || !ctx.facts.flags.is_empty() || !ctx.whole.heredocs.is_empty() {
        return None;
    }
    let commands = commands(ctx);
    let view = &*commands.scripts.first()?.view;
    if commands.is_partial() || !view.comments.is_empty() {
        return None;
    }
    let calls: Vec<CallIn<'_>> = commands.calls().collect();
    let found = replaced(&commands);
    let &[(_, source)] = found.as_slice() else { return None };
    let is_part = |call: &CallIn<'_>| {
        let first = call.operands.first().and_then(|&word| call.text(word)).unwrap_or_default();
        match call.name() {
            Some("rm" | "unlink") => call.operands.len() == 1 && (SHELLS.contains(&first) || first == "sh"),
            Some("mv") if SHELLS.contains(&first) => true,
            Some("cd" | "true" | "ls") => true,
            _ => found.iter().any(|(it, _)| (it.in_script, it.command) == (call.in_script, call.command)),
        }
    };
    let own = own_statements(view);
    let is_whole = own.len() == calls.len()
        && own.iter().all(|it| single_command(view, it).is_some())
        && calls.iter().all(is_part);
    if !is_whole {
        return None;
    }
    let path =
        if source.starts_with('/') { source.to_owned() } else { format!("/bin/{}", base_name(source)) };
    let keyword = if ctx.facts.word == "run" { "shell" } else { "SHELL" };
    let text = format!("{keyword} {}", json_array(&[path.as_str(), "-c"]));
    let end = ctx.source.trim_end().len();
    Some(Fix::replace(&texts::FIX, 0..end, text).unsafe_choice())
}

cases! {
    found: [r#"
FROM debian
RUN rm /bin/sh && \
    ln -s /bin/bash /bin/sh
    ^^^^^^^^^^^^^^^^^^^^^^^ info: `/bin/bash` replaces `/bin/sh` for every program in the image
RUN cd /bin && sudo ln -sf bash sh; a
               ^^^^^^^^^^^^^^^^^^^ info: `bash` replaces `/bin/sh` for every program in the image
ONBUILD RUN ["cp", "/bin/zsh", "/bin/sh"]
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: `/bin/zsh` replaces `/bin/sh` for every program in the image
RUN <<E
mv /usr/local/bin/bash /usr/bin/sh
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: `/usr/local/bin/bash` replaces `/bin/sh` for every program in the image
E
"#],
    quiet: {
        "{}\n" => [
            "FROM debian\nRUN ln -s /bin/sh /bin/x",
            "FROM debian\nRUN ln -sf bash sh",
            "FROM debian\nRUN cd /opt && ln -sf bash sh",
            "FROM debian\nRUN mv /bin/sh.distrib /bin/sh",
            "FROM debian\nRUN chroot /x ln -s /bin/bash /bin/sh",
            "FROM debian\nRUN ln -s /bin/busybox /bin/sh",
            "FROM debian\nRUN ln -s $X /bin/sh",
            "FROM scratch\nADD x.tar /\nRUN ln -s /bin/bash /bin/sh",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn shell_is_chosen() {
        check_fix(
            RULE.name,
            "FROM a\r\nRUN rm /bin/sh \\\r\n && ln -s bash /bin/sh\r\nrun [\"ln\", \"-sf\", \"/bin/zsh\", \"/bin/sh\"]\r\nRUN a\r\n",
            "FROM a\r\nSHELL [\"/bin/bash\", \"-c\"]\r\nshell [\"/bin/zsh\", \"-c\"]\r\nRUN a\r\n",
        );
        let text = "FROM a\nRUN a && ln -s /bin/bash /bin/sh\n";
        check_fix(RULE.name, text, text);
    }
}
