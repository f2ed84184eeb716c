//! Questions that several rules have about the calls of programs in RUN: where their input comes
//! from, what they delete, and which stages keep what they write.

use std::sync::Arc;

use crate::{Role, StageContext};
use dockwright_analysis::{
    commands::{CallIn, Commands, Programs},
    document::Item,
    facts::{Facts, operands::Operands},
    memo::Memoized,
    model::{Base, Model},
    shell::{Dialect, RedirectionKind, ShellView},
    spec::{
        Instruction,
        mounts::{MountKind, MountValue},
    },
};

/// A RUN of a stage, or one after ONBUILD.
pub(crate) struct Run<'a> {
    pub(crate) item: usize,
    pub(crate) role: Role,
    /// The RUN itself.
    pub(crate) facts: &'a Facts,
    pub(crate) commands: &'a Commands,
}

/// The RUNs of a stage by their items, found once for all rules, and the programs in them.
struct StageRuns(Vec<(usize, Role, Arc<Commands>)>, Programs);

impl Memoized for StageRuns {}

/// The RUNs of a stage that Docker can read, in their order.
pub(crate) fn runs<'a>(ctx: &StageContext<'a>) -> impl Iterator<Item = Run<'a>> {
    runs_with(ctx, None)
}

/// The RUNs of a stage that may call one of some programs, given by their names without folders.
pub(crate) fn runs_of<'a>(
    ctx: &StageContext<'a>,
    programs: &[&str],
) -> impl Iterator<Item = Run<'a>> + use<'a> {
    runs_with(ctx, Some(Programs::of(programs)))
}

fn runs_with<'a>(
    ctx: &StageContext<'a>,
    programs: Option<Programs>,
) -> impl Iterator<Item = Run<'a>> + use<'a> {
    let (items, scripts) = (ctx.items, ctx.scripts);
    let of = |(item, it): (usize, &Item)| {
        let (facts, role) = run_facts(it);
        let is_run = facts.instruction == Some(Instruction::Run);
        let is_read = it.facts.problems.is_empty() && facts.problems.is_empty();
        // An exec form is read in any case, that of Windows too.
        let is_posix = || scripts.dialect(item) == Dialect::Posix;
        (is_run && is_read && is_posix()).then(|| (item, role, scripts.commands(item)))
    };
    let StageRuns(runs, all) = ctx.evaluated.memo.get_or_init(|| {
        let runs: Vec<_> = items.iter().enumerate().filter_map(of).collect();
        let all =
            runs.iter().fold(Programs::default(), |all, (_, _, commands)| all.with(commands.programs()));
        StageRuns(runs, all)
    });
    let may_have = move |those: Programs| programs.is_none_or(|programs| those.may_have(programs));
    let runs = if may_have(*all) { runs.as_slice() } else { &[] };
    runs.iter().filter(move |(_, _, commands)| may_have(commands.programs())).map(|(item, role, commands)| {
        let (facts, _) = run_facts(&items[*item]);
        Run { item: *item, role: *role, facts, commands }
    })
}

fn run_facts(it: &Item) -> (&Facts, Role) {
    match it.facts.trigger.as_deref() {
        Some(trigger) => (trigger, Role::Inner),
        None => (&it.facts, Role::Own),
    }
}

/// Whether options may be in words that come from a variable, so that none is known to be missing.
pub(crate) fn may_hide_options(call: &CallIn<'_>) -> bool {
    let is_open = |text: &str| text.is_empty() || text.starts_with('-');
    call.words(call.view).any(|(_, word)| word.text.is_none() && is_open(&word.lead))
}

/// The subcommand of a call of `apt-get install` or `apt install` that installs something.
pub(crate) fn apt_install(call: &CallIn<'_>) -> Option<usize> {
    let view = call.view;
    let is_apt = matches!(call.name(), Some("apt-get" | "apt")) && !is_in_other_root(call);
    let verb = *call.operands.first().filter(|_| is_apt)?;
    let has_work = call.operands.len() > 1 || call.has_option(view, &["-f", "--fix-broken"]);
    (call.text(verb) == Some("install") && has_work && !call.has_option(view, APT_INERT)).then_some(verb)
}

/// The options with which apt changes nothing.
pub(crate) const APT_INERT: &[&str] = &[
    "-s",
    "-h",
    "-v",
    "--simulate",
    "--just-print",
    "--dry-run",
    "--recon",
    "--no-act",
    "--print-uris",
    "--help",
    "--version",
];

/// Whether an option of apt sets a variable of its configuration to one of these values: `-o APT::Get::Assume-Yes=true`.
pub(crate) fn apt_option(call: &CallIn<'_>, name: &str, values: &[&str]) -> bool {
    call.options.iter().any(|option| {
        let is_it = option.is_named(call.view, "-o") || option.is_named(call.view, "--option");
        is_it && option.value(call.view).is_some_and(|value| sets(value, name, values))
    })
}

/// Which of apt's words for true and false a text is. Source: apt.conf(5).
pub(crate) const APT_YES: &[&str] = &["1", "yes", "true", "with", "on", "enable"];
pub(crate) const APT_NO: &[&str] = &["0", "no", "false", "without", "off", "disable"];

/// Whether an instruction may change the configuration of apt: it writes a variable with one of these values, or copies a file
/// that is not known.
pub(crate) fn configures_apt(it: &Item, commands: Option<&Commands>, name: &str, values: &[&str]) -> bool {
    if let Operands::Copy(operands) = &it.facts.operands {
        let destination = operands.destination.as_ref();
        let is_unknown = operands.heredocs.is_empty();
        if is_unknown && destination.is_some_and(|it| it.text.starts_with("/etc/apt/apt.conf")) {
            return true;
        }
    }
    writes_setting(it, commands, |text| sets(text, name, values))
}

/// Whether something answers the questions of a program: a pipe or a file as its input, or as that of what it is in.
pub(crate) fn is_fed(commands: &Commands, call: &CallIn<'_>) -> bool {
    let (mut script, mut command) = (call.in_script, call.command);
    loop {
        let view = &*commands.scripts[script].view;
        if is_fed_in(view, command) {
            return true;
        }
        let Some(outer) = commands.scripts[script].outer else { return false };
        (script, command) = outer;
    }
}

fn is_fed_in(view: &ShellView, command: usize) -> bool {
    let mut part = Some(view.commands[command].part);
    while let Some(at) = part {
        let this = &view.parts[at as usize];
        let feeds = |kind| {
            matches!(kind, RedirectionKind::Input | RedirectionKind::Herestring | RedirectionKind::Heredoc)
        };
        if this.pipe.is_some() || view.redirections.iter().any(|it| it.part == at && feeds(it.kind)) {
            return true;
        }
        let scope = view.statements[this.statement as usize].scope;
        part = view.scopes[scope as usize].part;
    }
    false
}

/// Whether a call works on the files of another root directory.
pub(crate) fn is_in_other_root(call: &CallIn<'_>) -> bool {
    call.wrappers.iter().any(|(wrapper, _)| wrapper.programs.contains(&"chroot"))
}

/// A command that runs with the rights of a call; `None` if a wrapper gives the call the rights of
/// another user.
pub(crate) fn with_rights_of(call: &CallIn<'_>, command: &str) -> Option<String> {
    /// Wrappers that run a program as the same user.
    const SAME: [&str; 12] = [
        "builtin",
        "busybox",
        "command",
        "eatmydata",
        "env",
        "ionice",
        "nice",
        "nohup",
        "setarch",
        "stdbuf",
        "time",
        "timeout",
    ];
    let mut lead = "";
    for (wrapper, word) in &call.wrappers {
        let has = |name: &str| wrapper.programs.contains(&name);
        if has("sudo") {
            let is_plain = !call.text(word + 1)?.starts_with('-') || call.text(word + 1)? == "-E";
            lead = if is_plain { "sudo " } else { return None };
        } else if !SAME.iter().any(|name| has(name)) {
            return None;
        }
    }
    Some(format!("{lead}{command}"))
}

/// Whether a cache or a tmpfs is mounted on a directory or one around it, so that its files are not in the image.
pub(crate) fn is_mounted(facts: &Facts, folder: &str) -> bool {
    let Operands::Run(mounts) = &facts.operands else { return false };
    mounts.iter().any(|mount| {
        let kind = mount.value(MountValue::Kind).and_then(|kind| MountKind::named(&kind.text));
        let is_kept_out = matches!(kind, Some(MountKind::Cache | MountKind::Tmpfs));
        let target = mount.value(MountValue::Target);
        // A path from a variable may be anything.
        let is_it = |target: &str| is_within(folder, target.trim_matches(['"', '\'']));
        is_kept_out && target.is_some_and(|target| target.literal().is_none_or(is_it))
    })
}

/// Whether a path is a directory or something in it.
pub(crate) fn is_within(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a call deletes what is in a directory.
pub(crate) fn empties(call: &CallIn<'_>, folder: &str) -> bool {
    let covers = |&word: &usize| {
        let word = &call.view.words[word];
        braces(word.shown()).iter().any(|path| {
            let name = path.trim_end_matches(['*', '.']).trim_end_matches('/');
            let is_pattern = path.get(folder.len()..).is_some_and(|rest| rest.contains('*'));
            !name.is_empty() && (is_within(folder, name) || (is_within(path, folder) && is_pattern))
        })
    };
    match call.name() {
        Some("rm" | "unlink" | "shred") => call.operands.iter().any(covers),
        Some("find") => {
            let acts = |text: &str| text == "-delete" || text.starts_with("-exec");
            let deletes = call.words(call.view).any(|(_, word)| acts(word.shown()));
            let part = &call.view.parts[call.view.commands[call.command].part as usize];
            let is_piped = call.view.statements[part.statement as usize].parts.len() > 1;
            (deletes || is_piped) && call.operands.iter().any(covers)
        }
        _ => false,
    }
}

/// Whether the name of a program says that it cleans up, in ways that are not known here.
pub(crate) fn is_cleaner(call: &CallIn<'_>) -> bool {
    call.name().is_some_and(|name| name.contains("clean"))
}

/// The words that brace expansion produces, as for `/a/{b,c}`. A word without braces stays
/// unchanged.
fn braces(text: &str) -> Vec<String> {
    /// More words are not needed.
    const MAX: usize = 64;
    let mut out = Vec::new();
    let mut pending = vec![text.to_owned()];
    while let Some(text) = pending.pop() {
        let inner = text.find('}').and_then(|close| Some((text[..close].rfind('{')?, close)));
        match inner.filter(|_| out.len() + pending.len() < MAX) {
            Some((open, close)) if text[open..close].contains(',') => {
                let parts = text[open + 1..close].split(',');
                let whole = |part: &str| format!("{}{part}{}", &text[..open], &text[close + 1..]);
                pending.extend(parts.map(whole));
            }
            _ => out.push(text),
        }
    }
    out
}

/// Whether a text sets a variable of a configuration file: `Assume-Yes "true";`, `assumeyes=1`.
pub(crate) fn sets(text: &str, name: &str, values: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    text.match_indices(&name.to_ascii_lowercase()).any(|(at, found)| {
        let rest = &text[at + found.len()..];
        let value = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let gap = rest.len() - value.len();
        let end = value.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(value.len());
        gap > 0 && gap <= 6 && values.contains(&&value[..end])
    })
}

/// Whether an instruction writes a setting to a file: with `echo` or similar, or from a heredoc.
pub(crate) fn writes_setting(it: &Item, commands: Option<&Commands>, is_set: impl Fn(&str) -> bool) -> bool {
    let writes = |call: CallIn<'_>| {
        matches!(call.name(), Some("echo" | "printf" | "sed" | "crudini")) && {
            let words: Vec<&str> = call.words(call.view).map(|(_, word)| word.shown()).collect();
            is_set(&words.join(" "))
        }
    };
    it.facts.heredocs.iter().any(|heredoc| is_set(&heredoc.content))
        || commands.is_some_and(|commands| commands.calls().any(writes))
}

/// Which stages are in the image that the build makes: the target and the stages that it is based on.
pub(crate) fn kept_stages(model: &Model) -> Vec<bool> {
    let mut kept = vec![false; model.stages.len()];
    let mut at = model.target();
    while let Some(stage) = at.filter(|&stage| !kept[stage]) {
        kept[stage] = true;
        at = match model.stages[stage].base {
            Base::Stage(base) => Some(base),
            Base::Scratch | Base::Image(_) | Base::Unknown => None,
        };
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_become_words() {
        let mut words = braces("/var/{lib/{apt,dpkg},log}/x");
        words.sort();
        words.dedup();
        assert_eq!(words, ["/var/lib/apt/x", "/var/lib/dpkg/x", "/var/log/x"]);
        assert_eq!(braces("a{b}c"), ["a{b}c"]);
    }

    #[test]
    fn settings_are_read() {
        let is_yes = |text: &str| sets(text, "Assume-Yes", &["true", "1"]);
        assert!(
            is_yes("APT::Get::Assume-Yes \"true\";") && is_yes("APT { Get { Assume-Yes \\\"1\\\"; }; };")
        );
        assert!(
            !is_yes("APT::Get::Assume-Yes \"false\";") && !is_yes("Assume-Yes") && !is_yes("assume-yestrue")
        );
    }
}
