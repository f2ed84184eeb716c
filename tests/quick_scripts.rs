//! Two readers of scripts, one outcome: if the quick reader accepts a script, it reads it as the
//! bash grammar does.
//!
//! The trees of both are compared, and what is derived from them. The scripts are those of the
//! tests' own files, changed ones with something missing, added or out of place, and those of real
//! files, which live outside the repository.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, fs};

use dockwright_analysis::{
    document::Document,
    shell::{Dialect, Script, element_script, readings, script},
};
use dockwright_syntax::Text;
use dockwright_tests::{Numbers, corpus, dockerfiles, recorded_texts, root};

/// At least this many of a thousand real scripts must not need the grammar.
const QUICK_IN_THOUSAND: usize = 950;

/// How many changed scripts are compared.
const CHANGED: usize = 20_000;

/// Characters that are inserted into scripts.
const ALPHABET: &[u8] = b" \t\n\\\"'$`{}()[]<>|&;#=+-*?!@%:,./~^_aX0129efdn";

/// Pieces from which scripts are made.
const PIECES: [&str; 40] = [
    "a",
    "b x",
    "c -y",
    "|",
    "|",
    "&&",
    "&&",
    "||",
    ";",
    "> f",
    "2>&1",
    "(",
    ")",
    "{",
    "; }",
    "if",
    "; then",
    "; fi",
    "else",
    "! ",
    "X=1",
    "\"s $X\"",
    "$(",
    "'t'",
    "# c\n",
    "\n",
    "&",
    "for x in",
    "; do",
    "; done",
    "while",
    "export",
    "[ -f x ]",
    "[ \"a\" = b ]",
    "${X:-y}",
    "{}",
    "f()",
    "$1",
    "\\\n",
    "<<E",
];

/// The scripts of a Dockerfile, exec forms' words too.
fn scripts(source: &str, found: &mut Vec<Script>) {
    let document = Document::new(Text::new(source));
    for placed in document.instructions() {
        let source = document.source(&placed);
        found.extend(script(placed.facts, &source, document.escape(), Dialect::Posix));
        found.extend(element_script(placed.facts, &source, 2));
    }
}

/// How many of the scripts the quick reader accepts. At most `allowed` may be read in two ways.
fn compared<'a>(scripts: impl IntoIterator<Item = &'a Script>, allowed: usize) -> usize {
    let mut quick = 0;
    let mut wrong = Vec::new();
    for script in scripts {
        match readings(script) {
            None => {}
            Some(Ok(())) => quick += 1,
            Some(Err(difference)) => wrong.push(format!("{:?}: {difference}", script.text)),
        }
    }
    assert!(
        wrong.len() <= allowed,
        "{} scripts are read in two ways:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    quick
}

/// The scripts of the samples and of the recorded cases.
fn own_scripts() -> Vec<Script> {
    let mut found = Vec::new();
    for path in dockerfiles(&root().join("tests/samples")) {
        scripts(&String::from_utf8_lossy(&fs::read(path).unwrap()), &mut found);
    }
    for text in recorded_texts() {
        scripts(&text, &mut found);
    }
    found
}

#[test]
fn the_scripts_of_the_tests_are_read_in_one_way() {
    let scripts = own_scripts();
    assert!(scripts.len() > 500, "{}", scripts.len());
    assert!(compared(&scripts, 0) * 10 > scripts.len() * 7);
}

#[test]
fn changed_scripts_are_read_in_one_way() {
    let texts: BTreeSet<String> = own_scripts().into_iter().map(|script| script.text).collect();
    let texts: Vec<String> = texts.into_iter().filter(|text| (1..800).contains(&text.len())).collect();
    let mut numbers = Numbers(88_172_645_463_325_252);
    let mut changed = Vec::with_capacity(2 * CHANGED);
    for _ in 0..CHANGED {
        let mut bytes = texts[numbers.below(texts.len())].as_bytes().to_vec();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(bytes.len().max(1));
            let letter = ALPHABET[numbers.below(ALPHABET.len())];
            match numbers.below(4) {
                0 if !bytes.is_empty() => drop(bytes.remove(at)),
                1 if at + 1 < bytes.len() => bytes.swap(at, at + 1),
                2 if !bytes.is_empty() => bytes[at] = letter,
                _ => bytes.insert(at, letter),
            }
        }
        changed.extend(String::from_utf8(bytes).ok().map(|text| Script::of_text(&text)));
    }
    for _ in 0..CHANGED {
        let pieces: Vec<&str> =
            (0..2 + numbers.below(16)).map(|_| PIECES[numbers.below(PIECES.len())]).collect();
        changed.push(Script::of_text(&pieces.join(" ")));
    }
    // After a redirection, the grammar reads some line ends as spaces. It does not if it parses the
    // statement alone.
    assert!(compared(&changed, changed.len() / 1_000) * 10 > changed.len());
}

#[test]
fn real_scripts_are_read_in_one_way_and_mostly_without_the_grammar() {
    let Some(corpus) = corpus() else { return };
    let mut found = Vec::new();
    for (_, path) in corpus.files() {
        scripts(&String::from_utf8_lossy(&fs::read(path).unwrap()), &mut found);
    }
    let quick = compared(&found, 0);
    println!("{quick} of {}", found.len());
    assert!(quick * 1000 >= found.len() * QUICK_IN_THOUSAND, "{quick} of {}", found.len());
}
