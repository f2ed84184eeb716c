//! User is created, but the container runs as root.
//!
//! # What it does
//! Reports `useradd` and `adduser` in the stages that end up in the image, if there is no USER and the image starts a
//! program such as `node` or `python` directly.
//!
//! # Why it matters
//! Creating a user changes nothing by itself: without USER, the container runs as the user of the base image, which is
//! root for most images. Add USER with the new user.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! RUN useradd --create-home app
//! CMD ["node", "server.js"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! RUN useradd --create-home app
//! USER app
//! CMD ["node", "server.js"]
//! ```
//!
//! # Limits
//! Nothing is reported if the user may be meant for something else: if the file starts a script, or a server that
//! changes the user by itself, if it calls or installs `gosu`, `su-exec`, `sudo` or a similar program, or if the
//! command that starts the container names the user.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#user>

use super::{Check, FileContext, FileFound, Role, StageContext, Summary};
use crate::run_calls::{kept_stages, runs};
use dockwright_analysis::{
    commands::CallIn,
    fix::{Fix, TextEdit},
    memo::Memoized,
    model::Command,
    programs::base_name,
    spec::{Instruction, programs::family},
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::user_created_not_used as texts;
use std::ops::Range;

rule! {
    checks: [Check::File(check)],
    aliases: &["T:user-created-but-never-used"],
    group: Security, severity: Info, presets: &[Default],
}

/// The users that a stage creates: the instruction, the place of the name, the name.
struct Users {
    created: Vec<(usize, Range<usize>, String)>,
    /// It has a program that changes the user.
    has_switch: bool,
}

impl Memoized for Users {}

impl Summary for Users {
    fn of(ctx: &StageContext<'_>) -> Self {
        let mut users = Self { created: Vec::new(), has_switch: false };
        for run in runs(ctx).filter(|run| run.role == Role::Own) {
            for call in run.commands.calls() {
                users.has_switch |= switches(call);
                if let Some((word, name)) = created(call) {
                    users.created.push((run.item, call.range(word), name.to_owned()));
                }
            }
        }
        users
    }
}

/// Programs that run another program as a different user.
const SWITCHES: &[&str] = &[
    "chpst",
    "doas",
    "gosu",
    "runuser",
    "s6-setuidgid",
    "setpriv",
    "setuidgid",
    "sshd",
    "su",
    "su-exec",
    "sudo",
    "supervisor",
    "supervisord",
    "openssh-server",
    "openssh",
];

fn switches(call: CallIn<'_>) -> bool {
    let is_it = |name: Option<&str>| name.is_some_and(|name| SWITCHES.contains(&name));
    is_it(call.name())
        || call.wrappers.iter().any(|(wrapper, _)| wrapper.programs.iter().any(|it| SWITCHES.contains(it)))
        || call.operands.iter().any(|&word| is_it(call.text(word).map(base_name)))
}

/// The user that a call creates.
fn created(call: CallIn<'_>) -> Option<(usize, &str)> {
    // The settings of editors and of platforms for development name these.
    const OF_EDITORS: [&str; 3] = ["codespace", "gitpod", "vscode"];
    let is_it = match call.name()? {
        "useradd" => true,
        // With two words, it adds a user to a group.
        "adduser" => call.operands.len() == 1,
        _ => false,
    };
    let &word = call.operands.last().filter(|_| is_it)?;
    Some((word, call.text(word).filter(|name| !OF_EDITORS.contains(name))?))
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(target) = ctx.model.target() else { return };
    let exit = &ctx.model.stages[target].evaluated.exit;
    if exit.user.is_some() || exit.is_windows() {
        return;
    }
    let start = exit.entrypoint.as_deref().or(exit.cmd.as_deref());
    let mut starts = [&exit.entrypoint, &exit.cmd].into_iter().filter_map(|it| it.as_deref());
    // An image that starts a program without arguments is for others to build on.
    let is_alone = starts.clone().map(|it| it.words.len()).sum::<usize>() < 2
        && starts.clone().all(|it| it.is_exec || !it.words.iter().any(|word| word.contains(' ')));
    if !start.is_some_and(is_plain_program) || is_alone {
        return;
    }
    let kept = kept_stages(ctx.model);
    let users =
        || (0..ctx.stages.len()).filter(|stage| kept[*stage]).map(|it| (it, ctx.stages[it].1.get::<Users>()));
    if users().any(|(_, users)| users.has_switch) {
        return;
    }
    let Some((stage, (item, range, name))) =
        users().find_map(|(stage, users)| users.created.last().map(|it| (stage, it)))
    else {
        return;
    };
    let names_user =
        |word: &String| word.split(|c: char| c.is_whitespace() || "=:,".contains(c)).any(|part| part == name);
    if starts.any(|command| command.words.iter().any(names_user)) {
        return;
    }
    let mut finding = Finding::own(&RULE, range.clone(), texts::finding(name));
    finding.word = Some(name.clone());
    finding.mends_document = true;
    finding.mend = Some(fix);
    found.push(FileFound { stage: Some(stage), found: Found { item: *item, finding } });
}

/// Programs that run as the user that started them.
const PLAIN: &[&str] = &[
    "bundle",
    "bun",
    "celery",
    "daphne",
    "deno",
    "dotnet",
    "flask",
    "gunicorn",
    "hypercorn",
    "java",
    "node",
    "nodejs",
    "npm",
    "npx",
    "perl",
    "php",
    "pipenv",
    "pnpm",
    "poetry",
    "puma",
    "python",
    "rackup",
    "rails",
    "rake",
    "ruby",
    "streamlit",
    "ts-node",
    "uv",
    "uvicorn",
    "yarn",
];

/// Whether the container starts a program that does not change the user by itself.
fn is_plain_program(command: &Command) -> bool {
    let first = if command.is_exec {
        command.words.first().map(String::as_str)
    } else {
        let text = command.words.first().map_or("", String::as_str).trim_start();
        if text.contains(['&', '|', ';', '$', '`']) {
            return false;
        }
        text.strip_prefix("exec ").unwrap_or(text).split_whitespace().next()
    };
    first.is_some_and(|program| PLAIN.contains(&family(base_name(program))))
}

/// Writes USER before the instructions that start the container, if they are in a row at the end of
/// their stage.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    const AFTER: [Instruction; 7] = [
        Instruction::Cmd,
        Instruction::Entrypoint,
        Instruction::Expose,
        Instruction::Healthcheck,
        Instruction::Label,
        Instruction::Stopsignal,
        Instruction::Volume,
    ];
    let name = ctx.finding.word.as_deref()?;
    let target = ctx.document.model().target()?;
    let block = ctx.document.stages().nth(target)?;
    let ends = |at: &usize| {
        let instruction = block.items()[*at].facts.instruction;
        instruction.is_some_and(|it| AFTER.contains(&it))
    };
    let is_start = |at: &usize| {
        let instruction = block.items()[*at].facts.instruction;
        matches!(instruction, Some(Instruction::Cmd | Instruction::Entrypoint))
    };
    let first = (1..block.items().len()).rev().take_while(ends).filter(is_start).last()?;
    let start = block.placed(first).start;
    if start < ctx.start {
        return None;
    }
    let text = format!("USER {name}{}", ctx.line_ending());
    let edits = vec![TextEdit { range: start..start, text }];
    Some(Fix { title: texts::fix(name), safe: false, edits })
}

cases! {
    found: [
        r#"
FROM a AS base
RUN groupadd -r app && \
  # why
  useradd -r -g app app && chown app /srv
                    ^^^ info: The container does not run as `app`
FROM base
CMD ["node", "server.js"]
"#,
        r#"
FROM a
RUN ["adduser", "-D", "app"]
                      ^^^^^ info: The container does not run as `app`
CMD exec python3.12 app.py
"#,
    ],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN useradd app\nUSER app\nCMD [\"node\", \"a.js\"]",
            "RUN useradd app\nENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"node\", \"a.js\"]",
            "RUN useradd app\nCMD [\"nginx\"]",
            "RUN useradd app && apt-get install -y gosu\nCMD [\"node\", \"a.js\"]",
            "RUN useradd app && su app -c x\nCMD [\"node\", \"a.js\"]",
            "RUN useradd app\nCMD [\"gunicorn\", \"--user\", \"app\"]",
            "RUN adduser app staff\nCMD [\"node\", \"a.js\"]",
            "RUN useradd app",
            "RUN useradd app\nCMD [\"python\"]",
            "RUN useradd vscode\nCMD [\"node\", \"a.js\"]",
            "RUN useradd app\nFROM b\nCMD [\"node\", \"a.js\"]",
            "ONBUILD RUN useradd app\nCMD [\"node\", \"a.js\"]",
        ],
    },
    fixed: {
        "FROM a AS b\r\nRUN useradd app\r\nFROM b\r\nEXPOSE 80\r\n# why\r\nENTRYPOINT [\"node\"]\r\nCMD [\"x\"]\r\n"
            => "FROM a AS b\r\nRUN useradd app\r\nFROM b\r\nEXPOSE 80\r\n# why\r\nUSER app\r\nENTRYPOINT [\"node\"]\r\nCMD [\"x\"]\r\n",
    },
}
