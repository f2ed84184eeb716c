//! Real scripts: if bash accepts a script, the view reads all of it.
//!
//! Every distinct script of the corpus is passed to `bash -n`, which reads it and runs nothing. The
//! files live outside the repository.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::HashMap,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use dockwright_analysis::{
    document::Document,
    shell::{self, Dialect, dialect},
    spec::Instruction,
};
use dockwright_syntax::Text;
use dockwright_tests::corpus;

/// At most this many of a thousand scripts that bash accepts may stop the grammar somewhere.
const STUMBLES_IN_THOUSAND: usize = 5;

/// What is known about one script text.
struct Seen {
    has_error: bool,
    count: usize,
    place: String,
}

#[test]
fn what_bash_accepts_is_read_whole() {
    let Some(corpus) = corpus() else { return };
    if Command::new("bash").arg("--version").stdout(Stdio::null()).status().is_err() {
        let message = "SKIPPED: no bash to ask";
        assert!(std::env::var_os("DOCKWRIGHT_CORPUS_REQUIRED").is_none(), "{message}");
        writeln!(std::io::stderr(), "{message}").unwrap();
        return;
    }
    let mut seen: HashMap<String, Seen> = HashMap::new();
    let mut power_shell = (0, 0);
    for (id, path) in corpus.files() {
        read(&id, &path, &mut seen, &mut power_shell);
    }
    let mut scripts: Vec<(String, Seen)> = seen.into_iter().collect();
    scripts.sort_by(|a, b| a.0.cmp(&b.0));
    let accepted = accepted(&scripts);
    let of = |chosen: &dyn Fn(usize) -> bool| -> usize {
        (0..scripts.len()).filter(|&at| chosen(at)).map(|at| scripts[at].1.count).sum()
    };
    let all = of(&|_| true);
    let good = of(&|at| accepted[at]);
    let stumbles = of(&|at| accepted[at] && scripts[at].1.has_error);
    let mut places = String::new();
    for (at, (_, script)) in scripts.iter().enumerate() {
        if accepted[at] && script.has_error {
            writeln!(places, "{}", script.place).unwrap();
        }
    }
    writeln!(
        std::io::stderr(),
        "{all} scripts, {} distinct; bash accepts {good}, of which {stumbles} have an error here; \
         PowerShell: {} scripts, {} with an error",
        scripts.len(),
        power_shell.0,
        power_shell.1,
    )
    .unwrap();
    assert!(stumbles * 1000 <= good * STUMBLES_IN_THOUSAND, "{stumbles} of {good}:\n{places}");
}

fn read(id: &str, path: &Path, seen: &mut HashMap<String, Seen>, power_shell: &mut (usize, usize)) {
    let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    let document = Document::new(Text::new(&source));
    let (mut shell, mut is_windows) = (None, false);
    for placed in document.instructions() {
        match placed.facts.instruction {
            Some(Instruction::From) => {
                shell = None;
                is_windows = placed.facts.args.first().is_some_and(|image| dialect::is_windows_image(image));
            }
            Some(Instruction::Shell) => shell.clone_from(&placed.facts.json),
            _ => {}
        }
        let dialect = dialect::dialect(shell.as_deref(), is_windows);
        let Some(view) = shell::view(&document, &placed, dialect) else { continue };
        // Nothing may panic on a real file, and no place may lie outside it.
        let end = document.source(&placed).len();
        for (name, span) in view.reads() {
            let text = &source[placed.start + span.start as usize..placed.start + span.end as usize];
            let text: String = text.split(['\\', '`', '\n', '\r', ' ', '\t']).collect();
            let name = view.name(name);
            assert!(
                span.end as usize <= end && (text.eq_ignore_ascii_case(name) || text.contains('#')),
                "{id}:{}: {name} is read at {text:?}",
                placed.row + 1
            );
            assert!(!view.occurrences(name).is_empty());
        }
        if view.dialect == Dialect::PowerShell {
            power_shell.0 += 1;
            power_shell.1 += usize::from(view.has_error);
            continue;
        }
        let script =
            shell::script(placed.facts, &document.source(&placed), document.escape(), dialect).unwrap();
        let place = format!("{id}:{}", placed.row + 1);
        let entry = seen.entry(script.text).or_insert(Seen { has_error: view.has_error, count: 0, place });
        entry.count += 1;
    }
}

/// Which of the scripts bash accepts.
fn accepted(scripts: &[(String, Seen)]) -> Vec<bool> {
    let mut accepted = vec![false; scripts.len()];
    let half = scripts.len().div_ceil(2).max(1);
    thread::scope(|scope| {
        for (scripts, accepted) in scripts.chunks(half).zip(accepted.chunks_mut(half)) {
            scope.spawn(move || {
                for ((script, _), accepted) in scripts.iter().zip(accepted) {
                    *accepted = is_accepted(script);
                }
            });
        }
    });
    accepted
}

fn is_accepted(script: &str) -> bool {
    let mut bash = Command::new("bash")
        .args(["--norc", "-n"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A script with an error may be given up on before it is read to its end.
    let _ = bash.stdin.take().unwrap().write_all(script.as_bytes());
    bash.wait().unwrap().success()
}
