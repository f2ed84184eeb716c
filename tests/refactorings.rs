//! Refactorings of scripts in real files: Docker still reads the result, other instructions and
//! words stay, and what can be undone is undone. Their effect in a shell is tested with commands
//! that succeed and fail.
//!
//! The files live outside the repository.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeMap, fmt::Write as _, fs, sync::Mutex, thread};

use dockwright_analysis::{document::Document, shell};
use dockwright_ide::{Refactoring, refactorings};
use dockwright_lint::build_report::{InstructionReport, report};
use dockwright_syntax::Text;
use dockwright_tests::{
    corpus,
    stub_programs::{Outcome, StubPrograms, shells},
};

/// One file in this many is tested.
const STEP: usize = 11;
/// How many places are tried in a file.
const PLACES: usize = 12;

const HEREDOC: &str = "Split the `&&` chain into a heredoc";
const CHAIN: &str = "Join the lines of the heredoc with `&&`";
const JOIN: &str = "Join with the next RUN";
const SPLIT: &str = "Split into two RUN instructions";
const LINES: &str = "One argument per line";
const SORT: &str = "Sort the package list";
const CACHE: &str = "cache mount";

fn document(source: &str) -> Document {
    Document::new(Text::new(source))
}

fn applied(source: &str, refactoring: &Refactoring) -> String {
    let mut text = source.to_owned();
    for edit in refactoring.edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    text
}

/// The text after the refactoring of this title at an offset.
fn after(source: &str, at: usize, title: &str) -> Option<String> {
    let found = refactorings(&document(source), &(at..at));
    Some(applied(source, found.iter().find(|it| it.title == title)?))
}

#[test]
fn real_files_keep_their_meaning() {
    let Some(corpus) = corpus() else { return };
    let files: Vec<_> = corpus.files().into_iter().step_by(STEP).collect();
    let (wrong, tried) = (Mutex::new(String::new()), Mutex::new(BTreeMap::<String, usize>::new()));
    thread::scope(|scope| {
        let (wrong, tried) = (&wrong, &tried);
        for half in files.chunks(files.len().div_ceil(2).max(1)) {
            scope.spawn(move || {
                for (id, path) in half {
                    let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                    for at in places(&source) {
                        let document = document(&source);
                        for it in refactorings(&document, &(at..at)) {
                            *tried.lock().unwrap().entry(it.title.to_string()).or_default() += 1;
                            if let Some(fault) = fault(&source, &document, at, &it) {
                                let row = document.text().point(at).row + 1;
                                writeln!(wrong.lock().unwrap(), "{id}:{row}: {}: {fault}", it.title).unwrap();
                            }
                        }
                    }
                }
            });
        }
    });
    let tried = tried.into_inner().unwrap();
    println!("refactorings: {tried:?}");
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} faults:\n{wrong}", wrong.lines().count());
    for title in [HEREDOC, JOIN, SPLIT, LINES, SORT] {
        assert!(tried.contains_key(title), "{title} was never tried");
    }
}

/// Starts of instructions, chains and commands.
fn places(source: &str) -> Vec<usize> {
    let document = document(source);
    let mut places = Vec::new();
    for placed in document.instructions() {
        places.push(placed.start);
        let text = document.source(&placed);
        for mark in ["&&", " install ", " add ", "\nset -e"] {
            places.extend(text.match_indices(mark).map(|(at, _)| placed.start + at + 1));
        }
    }
    places.sort_unstable();
    let step = places.len().div_ceil(PLACES).max(1);
    places.into_iter().step_by(step).collect()
}

/// The arguments without the command that makes apt keep its downloads.
fn without_cleaner(args: &[String]) -> Vec<String> {
    let kept = |text: &String| {
        let rest = text.strip_prefix("rm -f /etc/apt/apt.conf.d/docker-clean")?;
        rest.trim_start().strip_prefix("&& ").map(str::to_owned)
    };
    args.iter().map(|text| kept(text).unwrap_or_else(|| text.clone())).collect()
}

/// The fault of a refactoring.
fn fault(source: &str, before: &Document, at: usize, it: &Refactoring) -> Option<String> {
    let text = applied(source, it);
    let changed = document(&text);
    let (old, new) = (report(before), report(&changed));
    if new.errors.len() > old.errors.len() {
        return Some(format!("Docker refuses {text}"));
    }
    let title = it.title.to_string();
    let title = title.as_str();
    let added = match title {
        JOIN => -1,
        SPLIT => 1,
        HEREDOC | CHAIN | LINES | SORT => 0,
        _ if title.contains(CACHE) => 0,
        _ => return None,
    };
    let (old, new) = (&old.instructions, &new.instructions);
    if new.len().cast_signed() != old.len().cast_signed() + added {
        return Some(format!("{} instructions became {}", old.len(), new.len()));
    }
    let first = old.iter().zip(new).position(|(a, b)| words(a) != words(b));
    let last = old.iter().rev().zip(new.iter().rev()).position(|(a, b)| words(a) != words(b));
    let (Some(first), Some(last)) = (first, last) else {
        return (title != LINES).then(|| "changes nothing".to_owned());
    };
    let (old_end, new_end) = (old.len() - last, new.len() - last);
    if title.contains(CACHE) {
        let is_kept = old.iter().zip(new).all(|(a, b)| {
            a.args == without_cleaner(&b.args) && a.flags.iter().all(|it| b.flags.contains(it))
        });
        return (!is_kept).then(|| "more than flags".to_owned());
    }
    let (old_words, new_words) = (all(&old[first..old_end]), all(&new[first..new_end]));
    match title {
        LINES => Some("changes words".to_owned()),
        SORT => {
            let sorted = |mut words: Vec<String>| {
                words.sort();
                words
            };
            (sorted(old_words) != sorted(new_words)).then(|| "other words".to_owned())
        }
        JOIN | SPLIT => {
            let bare = |words: Vec<String>| -> Vec<String> {
                words
                    .into_iter()
                    .filter(|it| {
                        !["&&", "{", "}", ";", "RUN"].contains(&it.as_str()) && !it.starts_with("--")
                    })
                    .collect()
            };
            let text = |words: Vec<String>| bare(words).join(" ");
            let (a, b) = (text(old_words), text(new_words));
            (a != b).then(|| format!("{a}\nbecame\n{b}"))
        }
        HEREDOC => {
            let back = after(&text, at.min(text.len()), CHAIN)?;
            let again = report(&document(&back)).instructions.clone();
            let without = |words: Vec<String>| words.join(" ").replace("RUN set -e && ", "RUN ");
            let (a, b) = (without(old_words), without(all(&again[first..old_end])));
            (a.replace("set -e && ", "") != b.replace("set -e && ", ""))
                .then(|| format!("{a}\ncame back as\n{b}"))
        }
        _ => None,
    }
    .or_else(|| {
        (title == SORT || title == LINES)
            .then(|| after(&text, at, title))?
            .map(|_| "is offered again".to_owned())
    })
}

fn words(it: &InstructionReport) -> Vec<String> {
    let texts = [&it.keyword].into_iter().chain(&it.flags).chain(&it.args).chain(it.json.iter().flatten());
    let bodies = it.heredocs.iter().map(|heredoc| &heredoc.content);
    // Operators are words, with or without spaces around them; line ends are not.
    let text = |text: &String| text.replace("&&", " && ").replace(';', " ; ").replace("\\\n", " ");
    let texts: Vec<String> = texts.chain(bodies).map(text).collect();
    texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
}

fn all(instructions: &[InstructionReport]) -> Vec<String> {
    instructions.iter().flat_map(words).collect()
}

/// Commands that record that they ran, and succeed or fail.
fn stage() -> StubPrograms {
    let text =
        |name: &str, status: u8| format!("#!/bin/sh\necho {name} \"$@\" >> \"$TRACE\"\nexit {status}\n");
    StubPrograms::new(true, [("yes", text("yes", 0)), ("no", text("no", 3))])
}

/// The output of scripts; the parts of a pipeline run at the same time.
fn outcome(stage: &StubPrograms, shell: &str, scripts: &[String]) -> Outcome {
    let (trace, status) = stage.run(shell, scripts, "");
    let mut lines: Vec<&str> = trace.lines().collect();
    lines.sort_unstable();
    (lines.join("\n"), status)
}

/// The scripts that the RUNs of a file give their shell.
fn scripts(source: &str) -> Vec<String> {
    let document = document(source);
    let script = |placed| {
        let text = document.source(&placed).into_owned();
        shell::script(placed.facts, &text, document.escape(), shell::Dialect::Posix).map(|script| script.text)
    };
    document.instructions().filter_map(script).collect()
}

/// Scripts in which each `@` is a separate command.
const CHAINS: [&str; 22] = [
    "@ 1 && @ 2 && @ 3",
    "@ 1 || @ 2 && @ 3",
    "@ 1 && @ 2 || @ 3 && @ 4",
    "@ 1 | @ 2 && @ 3",
    "@ 1 > /dev/null && @ 2 2>&1 | @ 3 && @ 4",
    "(@ 1 && @ 2) && @ 3",
    "(@ 1 || @ 2) && @ 3",
    "{ @ 1 || @ 2; } && @ 3",
    "{ @ 1; } && @ 3",
    "(cd /tmp && @ 1) && @ 2",
    "x=$(@ 1) && @ 2 $x",
    "x=$(@ 1 && @ 2) && @ 3 $x",
    "x=$(@ 1 | @ 2) && @ 3",
    "export x=$(@ 1) && @ 2",
    "[ -d /tmp ] && @ 1 && @ 2",
    "[ -d /nowhere ] || @ 1 && @ 2",
    "cd /tmp && @ 1 \"a \\\n  b\" && @ \"$PWD\"",
    "set -x && @ 1 && @ 2",
    "set -eu && @ 1 && @ 2",
    "@ 1 \\\n  a \\\n  b && \\\n # note\n @ 2 'x\\\n y'",
    "x=1 && @ 1 $x && exit 0 && @ 2",
    "@ 1 `@ 2` && @ 3",
];

/// A text with each `@` replaced by one of the commands, in all combinations.
fn variants(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for part in text.split_inclusive('@') {
        let (kept, is_place) = part.strip_suffix('@').map_or((part, false), |kept| (kept, true));
        let names: &[&str] = if is_place { &["yes", "no"] } else { &[""] };
        found =
            found.iter().flat_map(|it| names.iter().map(move |name| format!("{it}{kept}{name}"))).collect();
    }
    found
}

#[test]
#[cfg(unix)]
fn shells_do_the_same_before_and_after() {
    let (stage, shells) = (stage(), shells());
    let mut tried = BTreeMap::<&str, usize>::new();
    let mut check = |before: &str, at: usize, title: &'static str| {
        let Some(now) = after(before, at, title) else { return };
        *tried.entry(title).or_default() += 1;
        for shell in &shells {
            let (old, new) =
                (outcome(&stage, shell, &scripts(before)), outcome(&stage, shell, &scripts(&now)));
            assert_eq!(old, new, "{shell}: {before}\n{now}");
        }
        if title == HEREDOC
            && let Some(back) = after(&now, at, CHAIN)
        {
            for shell in &shells {
                let (old, new) =
                    (outcome(&stage, shell, &scripts(&now)), outcome(&stage, shell, &scripts(&back)));
                assert_eq!(old, new, "{shell}: {now}\n{back}");
            }
        }
    };
    for chain in CHAINS {
        for variant in variants(chain) {
            let file = format!("FROM a\nRUN {variant}\n");
            check(&file, 8, HEREDOC);
            for (at, _) in variant.match_indices("&&") {
                check(&file, 11 + at, SPLIT);
            }
        }
    }
    for (first, second) in [
        ("@ 1 && @ 2", "@ 3"),
        ("@ 1 || @ 2", "@ 3 || @ 4"),
        ("@ 1; @ 2", "@ 3 && @ 4"),
        ("(cd /tmp; @ 1)", "@ 2 || @ 3 && @ 4"),
        ("for x in 1 2; do @ 1; done", "@ 2"),
    ] {
        for variant in variants(&format!("FROM a\nRUN {first}\nRUN {second}\n")) {
            check(&variant, 8, JOIN);
        }
    }
    println!("tried in {shells:?}: {tried:?}");
    for title in [HEREDOC, SPLIT, JOIN] {
        assert!(tried.get(title).is_some_and(|&count| count > 50), "{title}: {tried:?}");
    }
}
