//! Random edits of Dockerfiles, for tests of what must hold after any edit.

use std::ops::Range;

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

/// Texts that are inserted at random: everything that starts, ends or joins something.
pub(crate) const SNIPPETS: &[&str] = &[
    "\n",
    " ",
    "\\",
    "\\\n",
    "\\ \n",
    "\\\r\n",
    "`",
    "`\n",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "$",
    "${",
    "}",
    ":-x",
    "//",
    "=",
    "<<EOF\n",
    "<<-'E' ",
    "EOF\n",
    "FROM ",
    "RUN ",
    "USER ",
    "--mount=type=",
    "--from=",
    "ENV A=1\n",
    "# escape=`\n",
    "# syntax=x\n",
    "#\n",
    "é",
    "한글",
    "😀",
    "\r\n",
    "\r",
    "\t",
    "CMD [\"a\", ",
    "COPY --from=0 a b\n",
    "ONBUILD ",
    "HEALTHCHECK CMD ",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "AS b\n",
    "localhost:1/a@sha256:",
    "\0",
];

/// An edit without a text: where, how many bytes go, what comes.
pub(crate) type Change = (Index, usize, String);

pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let removed = prop_oneof![3 => Just(0usize), 2 => 1..6usize, 1 => 6..80usize];
    let inserted = prop_oneof![
        6 => select(SNIPPETS).prop_map(str::to_owned),
        2 => Just(String::new()),
        1 => vec(select(SNIPPETS), 2..5).prop_map(|snippets| snippets.concat()),
    ];
    vec((any::<Index>(), removed, inserted), 1..=20)
}

/// The same cases in every run.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// A range without the places inside characters.
pub(crate) fn whole_characters(source: &str, range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start.min(source.len()), range.end.min(source.len()));
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    while !source.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
