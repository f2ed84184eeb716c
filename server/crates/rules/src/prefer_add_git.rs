//! Repository is cloned by a RUN instead of ADD.
//!
//! # What it does
//! Reports `git clone` in RUN.
//!
//! # Why it matters
//! A RUN is cached by its text. A later build reuses the old clone even if the repository has new commits, and the
//! image needs `git`. ADD needs no `git` in the image, and checks for new commits in each build.
//!
//! # Example
//! ```dockerfile
//! FROM alpine/git:2.49.1
//! RUN git clone --branch v1.2 https://example.org/app.git /src
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine/git:2.49.1
//! ADD --keep-git-dir=true https://example.org/app.git#v1.2 /src
//! ```
//!
//! # Limits
//! Clones in conditions, loops and functions are not reported, and neither are clones of an address in a variable. A
//! fix is offered if the address and the directory are known and no other command of the RUN calls git. It is a
//! suggestion, because ADD also fetches submodules, and fetches only as much of the history as it needs.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository>

use super::{Acc, Check, Role, StageContext};
use crate::surroundings::{RunsAs, Surroundings, resolve};
use dockwright_analysis::{
    commands::{CallIn, CallOption, Commands},
    fix::{Fix, TextEdit},
    shell::Context,
    spec::Instruction,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    statements::without_commands,
};
use dockwright_texts::rules::prefer_add_git as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:prefer-add-git"],
    group: Commands, severity: Info, presets: &[],
}

/// Options of `git clone` with which ADD does the same.
const OPTIONS: [&str; 13] = [
    "-b",
    "-q",
    "-j",
    "-v",
    "--branch",
    "--depth",
    "--single-branch",
    "--recursive",
    "--recurse-submodules",
    "--shallow-submodules",
    "--quiet",
    "--jobs",
    "--progress",
];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut here = Surroundings::at_start(ctx.evaluated);
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let facts = &item.facts;
        here.step(facts);
        if facts.instruction != Some(Instruction::Run) || !facts.problems.is_empty() {
            continue;
        }
        let commands = ctx.scripts.commands(at);
        // ADD gives the files to root.
        let is_simple = commands.calls_of("git").nth(1).is_none() && here.user != RunsAs::Other;
        for call in commands.calls_of("git") {
            let Some(address) = cloned(call) else { continue };
            let range = call.range(call.word).start..call.range(call.operands[0]).end;
            let line = is_simple.then(|| add(&commands, call, address, &here)).flatten();
            let mut finding = Finding::own(&RULE, range, texts::finding(address));
            finding.mend = line.is_some().then_some(fix as _);
            (finding.word, finding.mends_document) = (line, true);
            acc.push_at(at, Role::Own, finding);
        }
    }
}

/// The address that a command clones.
fn cloned(call: CallIn<'_>) -> Option<&str> {
    if call.subcommand(call.view) != Some("clone") {
        return None;
    }
    let context = call.view.commands[call.command].context;
    let away = [Context::CONDITIONAL, Context::CONDITION, Context::FUNCTION, Context::SUBSTITUTION];
    let address = call.text(*call.operands.get(1)?)?;
    let is_remote = address.contains("://") || address.starts_with("git@");
    (is_remote && !away.iter().any(|it| context.has(*it))).then_some(address)
}

/// ADD for a clone, if everything that it needs is known.
fn add(commands: &Commands, call: CallIn<'_>, address: &str, here: &Surroundings) -> Option<String> {
    let view = call.view;
    let is_known = |option: &CallOption| OPTIONS.iter().any(|name| option.is_named(view, name));
    let is_plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/+@-:~".contains(&byte));
    if commands.is_partial() || !call.options.iter().all(is_known) || call.operands.len() > 3 {
        return None;
    }
    let rest = address.strip_prefix("https://").filter(|_| is_plain(address) && !address.contains('@'))?;
    let name = rest.trim_end_matches('/').rsplit('/').next()?;
    let folder = match call.operands.get(2) {
        Some(&word) => call.text(word)?,
        None => name.strip_suffix(".git").unwrap_or(name),
    };
    let directory = here.directory_of(commands, call);
    let target = resolve(directory.as_deref(), folder).filter(|it| is_plain(it))?;
    let branch = match call.option(view, &["-b", "--branch"]) {
        Some(option) => format!("#{}", option.value(view).filter(|it| is_plain(it))?),
        None => String::new(),
    };
    let address = address.trim_end_matches('/');
    let address = address.strip_suffix(".git").unwrap_or(address);
    Some(format!("--keep-git-dir=true {address}.git{branch} {target}"))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let line = ctx.finding.word.as_ref()?;
    let (_, block) = ctx.document.block_at(ctx.start)?;
    let item = block.item_at(ctx.start)?;
    let commands = crate::run_fixes::commands(ctx);
    let call = commands.calls().find(|call| call.range(call.word).start == ctx.finding.range.start)?;
    let place = call.view.commands[call.command].span.range();
    let keyword = if ctx.whole.word == "run" { "add" } else { "ADD" };
    let removed = without_commands(ctx, item, &place, |_| false)?;
    let is_whole = removed.iter().any(|edit| edit.range.start <= ctx.start);
    let edits = if is_whole {
        let end = ctx.start + ctx.source.trim_end().len();
        vec![TextEdit { range: ctx.start..end, text: format!("{keyword} {line}") }]
    } else {
        let text = format!("{keyword} {line}{}{}", ctx.line_ending(), ctx.indentation());
        let first = TextEdit { range: ctx.start..ctx.start, text };
        [first].into_iter().chain(removed).collect()
    };
    Some(Fix { title: (&texts::FIX).into(), safe: false, edits })
}

cases! {
    found: [r#"
FROM a
RUN a && \
  git clone https://example.org/x && \
  ^^^^^^^^^ info: `https://example.org/x` can be fetched by ADD
  cd x
RUN <<E
git -c a=b clone -q git@example.org:a/b.git
^^^^^^^^^^^^^^^^ info: `git@example.org:a/b.git` can be fetched by ADD
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN git clone $URL",
            "RUN git clone /src /x",
            "RUN [ -d x ] || git clone https://example.org/x",
            "RUN git pull",
            "ONBUILD RUN git clone https://example.org/x",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn add_fetches_it() {
        check_fix(
            RULE.name,
            "FROM a\r\nWORKDIR /src\r\n  RUN a && \\\r\n    git clone --depth 1 -b v1 https://example.org/x && \\\r\n    b\r\nrun cd /y && git clone https://example.org/x.git z\r\nRUN git clone https://example.org/x.git /x\r\n",
            "FROM a\r\nWORKDIR /src\r\n  ADD --keep-git-dir=true https://example.org/x.git#v1 /src/x\r\n  RUN a && \\\r\n    b\r\nadd --keep-git-dir=true https://example.org/x.git /y/z\r\nrun cd /y\r\nADD --keep-git-dir=true https://example.org/x.git /x\r\n",
        );
        for text in [
            "FROM a\nRUN git clone https://example.org/x /x && git -C /x checkout y\n",
            "FROM a\nUSER app\nRUN git clone https://example.org/x /x\n",
            "FROM a\nRUN git clone https://example.org/x\n",
        ] {
            check_fix(RULE.name, text, text);
        }
    }
}
