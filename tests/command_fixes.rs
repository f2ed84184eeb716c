//! What fixes of rules about RUN mean to a shell: more than 300 scripts run before and after each
//! fix, with programs that record their calls. The calls stay the same, except for what the fix
//! promises to add.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use dockwright_analysis::facts::operands::Operands;
use dockwright_analysis::{
    document::{Document, Placed},
    fix::edited,
    model::paths::join_path,
    shell,
    spec::Instruction,
};
use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    registry::named,
    rule::{Group, Preset},
};
use dockwright_syntax::Text;
use dockwright_tests::stub_programs::{StubPrograms, shells};

/// What a fix may change about the calls of programs.
enum Promise {
    /// Nothing.
    Nothing,
    /// Each call may have one more of these words.
    Words(&'static [&'static str]),
    /// Each call may have one more option with this letter, by itself or among the letters of an
    /// existing option.
    Letter(char),
    /// There may be more calls that begin with these words.
    Calls(&'static [&'static str]),
    /// Calls of one program are calls of the other.
    Name(&'static str, &'static str),
    /// Calls of these programs may be gone.
    Without(&'static [&'static str]),
}

/// What the fixes of rules promise, unless they change nothing.
const PROMISES: &[(&str, Promise)] = &[
    ("ApkNoCache", Promise::Words(&["--no-cache"])),
    ("AptCleanLists", Promise::Calls(&["rm -rf /var/lib/apt/lists/"])),
    ("AptGetNoInstallRecommends", Promise::Words(&["--no-install-recommends"])),
    ("AptGetYes", Promise::Words(&["-y"])),
    ("AptInsteadOfAptGet", Promise::Name("apt", "apt-get")),
    ("CacheMounts", Promise::Calls(&["rm -f /etc/apt/apt.conf.d/docker-clean"])),
    ("CurlFail", Promise::Letter('f')),
    ("CurlFollowRedirects", Promise::Letter('L')),
    (
        "DnfClean",
        Promise::Calls(&["dnf clean all", "dnf5 clean all", "microdnf clean all", "tdnf clean all"]),
    ),
    ("DnfYes", Promise::Words(&["-y"])),
    ("PipNoCacheDir", Promise::Words(&["--no-cache-dir"])),
    ("UseAddForArchive", Promise::Without(&["tar", "rm"])),
    ("UseShellInstruction", Promise::Without(&["ln", "rm"])),
    ("UseraddLargeUid", Promise::Words(&["-l", "--no-log-init"])),
    ("WgetProgress", Promise::Words(&["-nv", "-q"])),
    ("YarnCacheClean", Promise::Calls(&["yarn cache clean"])),
    ("YumClean", Promise::Calls(&["yum clean all"])),
    ("YumYes", Promise::Words(&["-y"])),
    ("ZypperClean", Promise::Calls(&["zypper clean"])),
    ("ZypperYes", Promise::Words(&["-y", "-n"])),
];

/// Commands in which rules find something; each replaces `@` in each layout.
const COMMANDS: &[&str] = &[
    "apk add git",
    "apt-get update",
    "apt-get install -q curl 'a b'",
    "apt-get update && apt-get install curl",
    "apt install \"$X\" nano",
    "sudo apt-get -qq update",
    "sudo -E -u root make all",
    "cd /var/log && make all",
    "curl -f https://example.org/a | tar xz -C /opt",
    "dnf install git",
    "microdnf install -y git",
    "ln -sf /bin/bash /bin/sh",
    "pip3 install flask==3",
    "python3 -m pip install 'a>1'",
    "systemctl start x",
    "useradd -u 1234567 app",
    "wget https://example.org/a",
    "wget -O - https://example.org/a | sh2 -s",
    "yarn install --frozen-lockfile",
    "yum install git",
    "yum -y install git",
    "zypper install git",
    "make all",
];

/// Commands with something that rules about the shell's own language fix. All values are single words, so quotes change
/// nothing.
const SHELL_COMMANDS: &[&str] = &[
    "make $(printf a) b",
    "make \"c d\" `printf a`",
    "make \"`printf 'a b'`\" x`printf a`y",
    "V=$(printf a) && make $V ${V}/b \"x y\"$V",
    "V=$(printf a) && [ $V = a ] && make $V",
    "export W=$(printf 'a b') && make \"$W\"",
    "readonly R=\"$(printf a)\" && make $R",
    "cd /tmp; make 1",
    "V=$(printf b) && make \"a $V\" > /dev/$(printf null)",
    "make a\\:b c\\=d",
    "printf 'a b' | { read V; make \"$V\"; }",
    "V=$(printf .c) && W=a.b.c && make \"${W%$V}\" ${W%$V}",
    "D=$(printf /none) && for f in $D/*.x; do make \"$f\"; done",
    "D=$(printf /none) && rm -rf \"$D\"/*",
    "make ${V:-a} ${V:=b} $V",
    "V=$(printf a) && make `printf %s \\${V}`",
];

/// Scripts around a command, with the keyword.
const LAYOUTS: &[&str] = &[
    "RUN @",
    "RUN make 1 && @",
    "RUN @ && make 2",
    "RUN make 1 && \\\n    @ && \\\n    make \"2 3\"",
    "RUN make 1 \\\n  # why\n  && @ \\\n  && make 2",
    "RUN set -eux; \\\n\tmake 1; \\\n\t@; \\\n\tmake 2",
    "RUN make 1; @",
    "RUN ( @ ) && make 2",
    "RUN { @; } && make 2",
    "RUN if make 1; then @; fi",
    "RUN for x in 1 2; do make $x && @; done",
    "RUN @ > /dev/null 2>&1",
    "RUN @ || make 3",
    "RUN X=1 make 1 && @",
    "RUN sh -c 'make 1 && make 2' && @",
    "RUN --network=none \\\n    @",
    "RUN <<EOF\nset -e\nmake 1\n@\nEOF",
    "RUN <<EOF\nmake 1 && @\nEOF",
    "RUN <<-EOF\n\tset -e\n\t@\n\tEOF",
    "RUN make 1\nRUN @",
    "RUN f() { @; }; f",
    "RUN [\"make\", \"4\"]\nrun @",
];

/// Files that are whole.
const FILES: &[&str] = &[
    "RUN [\"sudo\", \"apt-get\", \"update\"]\n",
    "RUN [\"apt-get\", \"install\", \"curl\"]\n",
    "RUN [\"sh\", \"-c\", \"apt-get install curl && make 1\"]\n",
    "COPY a.tgz /usr/\nRUN make 1 && tar xzf /usr/a.tgz -C /opt && rm /usr/a.tgz && make 2\n",
    "COPY a.tgz /usr/\nRUN tar xzf /usr/a.tgz -C /opt\n",
    "WORKDIR /var\nRUN make 3\nRUN cd log && make 1 \\\n && make 2\n",
    "RUN rm /bin/sh && ln -s bash /bin/sh\n",
    "RUN make 1\n# why\nRUN make 2 'a  b'\nRUN make 3\n",
];

/// Programs that run a different one, and are left out of the comparison.
const RUNNERS: [&str; 2] = ["env", "sudo"];

fn programs() -> StubPrograms {
    let names = [
        "apk",
        "apt",
        "apt-get",
        "curl",
        "dnf",
        "dnf5",
        "ln",
        "make",
        "microdnf",
        "pip3",
        "python3",
        "rm",
        "sh2",
        "systemctl",
        "tar",
        "useradd",
        "wget",
        "yarn",
        "yum",
        "zypper",
    ];
    let stub = "#!/bin/sh\nname=${0##*/}\nline=$name\nfor it; do line=\"$line $it\"; done\n\
                printf '%s: %s\\n' \"$PWD\" \"$line\" >> \"$TRACE\"\n[ \"$name\" != \"$FAILING\" ] || exit 3\n";
    let runner = "#!/bin/sh\nwhile :; do case $1 in -u | -g) shift 2 ;; --) shift; break ;; -*) shift ;; \
                  *=*) export \"$1\"; shift ;; *) break ;; esac; done\nexec \"$@\"\n";
    let mut all: Vec<(&str, String)> = names.into_iter().map(|name| (name, stub.to_owned())).collect();
    all.extend(RUNNERS.map(|name| (name, runner.to_owned())));
    for shell in shells() {
        let name = if shell.ends_with("bash") { "bash" } else { "sh" };
        all.push((name, format!("#!/bin/sh\nexec {shell} \"$@\"\n")));
    }
    StubPrograms::new(false, all)
}

/// The arguments of the shell for each RUN, and where it runs.
fn runs(source: &str) -> Vec<(PathBuf, Vec<String>)> {
    let document = Document::new(Text::new(source));
    let mut directory = "/".to_owned();
    let mut runs = Vec::new();
    let mut take = |placed: Placed<'_>| match (&placed.facts.instruction, &placed.facts.operands) {
        (Some(Instruction::Workdir), Operands::Whole(path)) => {
            directory = join_path(&directory, path.literal().unwrap());
        }
        (Some(Instruction::Run), _) => {
            let text = document.source(&placed).into_owned();
            let arguments = if let Some(words) = &placed.facts.json {
                let exec = ["-c", "exec \"$@\"", "sh"].map(str::to_owned);
                exec.into_iter().chain(words.iter().cloned()).collect()
            } else {
                let script = shell::script(placed.facts, &text, document.escape(), shell::Dialect::Posix);
                vec!["-c".to_owned(), script.unwrap().text]
            };
            runs.push((PathBuf::from(&directory), arguments));
        }
        _ => {}
    };
    document.instructions().for_each(&mut take);
    runs
}

fn found(source: &str, groups: &[Group]) -> Vec<Diagnostic> {
    let document = Document::new(Text::new(source));
    let selection = Selection::new(Preset::All, &Choice::default());
    let found = diagnostics_for(&document, document.model(), &selection);
    let is_in_groups = |it: &Diagnostic| {
        let group = named(it.code).map(|rule| rule.group);
        it.fix.is_some() && group.is_some_and(|group| groups.contains(&group))
    };
    found.into_iter().filter(is_in_groups).collect()
}

/// The calls; those of pipelines are in any order.
fn calls(source: &str, stage: &StubPrograms, shell: &str, failing: &str) -> (Vec<String>, Option<i32>) {
    let runs = runs(source);
    let scripts: Vec<_> = runs
        .iter()
        .map(|(directory, arguments)| (directory.as_path(), arguments.iter().map(String::as_str).collect()))
        .collect();
    let (trace, status) = stage.run_with(shell, &scripts, failing);
    let mut calls: Vec<String> = trace.lines().map(str::to_owned).collect();
    if source.contains(" | ") {
        calls.sort_unstable();
    }
    (calls, status)
}

/// A call without its directory.
fn words(call: &str) -> &str {
    call.split_once(": ").map_or(call, |(_, words)| words)
}

/// Whether the calls after a fix are those before it, except for what it promises.
fn is_as_promised(promise: &Promise, before: &[String], after: &[String]) -> bool {
    let begins = |call: &String, starts: &[&str]| starts.iter().any(|start| words(call).starts_with(start));
    match promise {
        Promise::Nothing => before == after,
        Promise::Words(more) => {
            let is_same = |(old, new): (&String, &String)| {
                let mut left = old.split(' ').peekable();
                let is_known = |word: &str| left.next_if_eq(&word).is_some() || more.contains(&word);
                new.split(' ').all(is_known) && left.next().is_none()
            };
            before.len() == after.len() && before.iter().zip(after).all(is_same)
        }
        Promise::Letter(letter) => {
            let without = |word: &str| {
                let is_short = word.starts_with('-') && !word.starts_with("--");
                let word = if is_short { word.replacen(*letter, "", 1) } else { word.to_owned() };
                (word != "-").then_some(word)
            };
            let bare = |call: &String| call.split(' ').filter_map(without).collect::<Vec<_>>();
            before.iter().map(bare).eq(after.iter().map(bare))
        }
        Promise::Calls(more) => {
            let mut left = before.iter().peekable();
            after.iter().all(|call| left.next_if_eq(&call).is_some() || begins(call, more))
                && left.next().is_none()
        }
        Promise::Name(old, new) => {
            let renamed = |call: &String| call.replacen(&format!(": {old} "), &format!(": {new} "), 1);
            before.iter().map(renamed).collect::<Vec<_>>() == after
        }
        Promise::Without(gone) => {
            let mut left = after.iter().peekable();
            let is_gone = |call: &String| gone.iter().any(|name| words(call).split(' ').next() == Some(name));
            before.iter().all(|call| left.next_if_eq(&call).is_some() || is_gone(call))
                && left.next().is_none()
        }
    }
}

fn promise(code: &str) -> &'static Promise {
    PROMISES.iter().find(|(rule, _)| *rule == code).map_or(&Promise::Nothing, |(_, promise)| promise)
}

/// The files with these commands, each with a base that the command is for.
fn files(commands: &[&str], files: &[&str]) -> Vec<String> {
    let base = |text: &str| match text {
        _ if text.contains("apk ") => "alpine:3.22",
        _ if text.contains("yum ") || text.contains("dnf ") => "fedora:42",
        _ if text.contains("zypper ") => "opensuse/leap:15",
        _ => "debian:13",
    };
    let scripts = commands.iter().flat_map(|command| LAYOUTS.iter().map(move |it| it.replace('@', command)));
    let scripts = scripts.chain(files.iter().map(|&file| file.trim_end().to_owned()));
    scripts.map(|script| format!("FROM {}\n{script}\n", base(&script))).collect()
}

#[test]
fn programs_are_called_as_promised() {
    let files = files(COMMANDS, FILES);
    assert!(files.len() >= 300, "{}", files.len());
    compare(&files, &[Group::Commands, Group::Performance]);
}

#[test]
fn scripts_do_the_same_with_quotes() {
    let files = files(SHELL_COMMANDS, &[]);
    assert!(files.len() >= 300, "{}", files.len());
    compare(&files, &[Group::Shell]);
}

/// Runs files before and after each fix of the rules in some groups.
fn compare(files: &[String], groups: &[Group]) {
    let (stage, shells) = (programs(), shells());
    let mut tried = BTreeMap::<&str, usize>::new();
    let mut wrong = String::new();
    for source in files {
        for diagnostic in found(source, groups) {
            let fix = diagnostic.fix.as_ref().unwrap();
            *tried.entry(diagnostic.code).or_default() += 1;
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| edit.range.start);
            let fixed = edited(source, &edits);
            // A fix that is only suggested may change what happens after a failure.
            let failing: &[&str] = if fix.safe { &["", "make"] } else { &[""] };
            for (shell, failing) in shells.iter().flat_map(|shell| failing.iter().map(move |it| (shell, it)))
            {
                let (old, old_status) = calls(source, &stage, shell, failing);
                let (new, new_status) = calls(&fixed, &stage, shell, failing);
                if old_status != new_status || !is_as_promised(promise(diagnostic.code), &old, &new) {
                    let code = diagnostic.code;
                    writeln!(wrong, "{code}, {shell}, failing: {failing:?}\n{source}{fixed}{old:#?} {old_status:?}\n{new:#?} {new_status:?}\n").unwrap();
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(tried.values().sum::<usize>() > 100, "{tried:?}");
}
