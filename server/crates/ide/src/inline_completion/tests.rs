//! Tests of suggestions at cursors, marked with `<|>`, and of the text that is read before them.
//!
//! Suggestions come from the bundled table, so the tests only expect results that hardly depend on
//! the counts.

use dockwright_fixture::without_cursors;
use dockwright_syntax::Text;

use super::{
    context::{Contexts, Stem},
    reader::{Event, WordReader},
    *,
};

fn document(fixture: &str) -> (Document, usize) {
    let (text, cursors) = without_cursors(fixture);
    (Document::new(Text::new(&text)), cursors[0])
}

fn suggested(fixture: &str) -> Option<String> {
    let (document, offset) = document(fixture);
    let completion = inline_completion(&document, offset)?;
    let written = document.text().slice(completion.range.clone());
    assert!(completion.range.end == offset && completion.text.starts_with(&*written), "{completion:?}");
    assert!(completion.rest().chars().count() > 1 && !completion.text.contains('\n'), "{completion:?}");
    Some(completion.rest().to_owned())
}

/// The end of a fixture, to identify it when a test fails.
fn end(fixture: &str) -> &str {
    fixture.split_inclusive('\n').next_back().unwrap_or_default()
}

/// Checks that the suggestion begins with a text.
#[track_caller]
fn suggests(fixture: &str, expected: &str) {
    let found = suggested(fixture);
    assert!(found.as_deref().is_some_and(|text| text.starts_with(expected)), "{:?}: {found:?}", end(fixture));
}

#[track_caller]
fn suggests_nothing(fixture: &str) {
    assert_eq!(suggested(fixture), None, "{:?}", end(fixture));
}

#[test]
fn words_are_completed() {
    suggests("FROM debian\nRUN apt-get upd<|>", "ate");
    suggests("FROM debian\nRUN apt-get update && apt-get ins<|>\n", "tall");
    suggests("FROM debian\nRUN apt-get install -y --no-inst<|>", "all-recommends");
    suggests("FROM debian\nRUN apt-get install -y --no-install-recommends ca-cert<|>", "ificates");
    suggests("FROM debian\nENTRYPOINT [\"/docker-ent<|>", "rypoint.sh");
    suggests("FROM debian\nENV DEBIAN_FRONT<|>", "END");
    suggests("FROM python\nRUN pip install --no-cache-dir -r req<|>", "uirements.txt");
    suggests("FROM debian\nRUN curl -fsSL https://git<|>", "hub");
}

#[test]
fn several_words_are_suggested_where_they_are_certain() {
    suggests(
        "FROM debian\nRUN apt-get update && apt-get install -y curl && rm -rf /v<|>",
        "ar/lib/apt/lists/*",
    );
    suggests("FROM centos\nRUN yum install -y curl && yum cl<|>", "ean all");
}

#[test]
fn the_base_image_decides_the_package_manager() {
    suggests("FROM debian:12\nRUN a<|>", "pt-get");
    suggests("FROM alpine:3.20\nRUN a<|>", "pk");
    suggests("FROM library/node:22-alpine\nRUN a<|>", "pk");
    suggests("FROM debian\nFROM alpine\nRUN a<|>", "pk");
    suggests("FROM alpine AS base\nFROM debian\nFROM BASE\nUSER root\nRUN a<|>", "pk");
    suggests("FROM fedora\nRUN apt-get update\nRUN d<|>", "nf");
}

#[test]
fn the_file_knows_best() {
    let file = "FROM debian\nARG WIDGET_VERSION=1\nENV GADGET_HOME=/opt/gadgets/home\nRUN apt-get install -y libfrobnicate-dev\n";
    suggests(&format!("{file}RUN apt-get install -y libfrob<|>"), "nicate");
    suggests(&format!("{file}RUN echo $WID<|>"), "GET_VERSION");
    suggests(&format!("{file}RUN echo \"v${{WID<|>"), "GET_VERSION");
    suggests(&format!("{file}RUN cd /opt/gad<|>"), "gets");
    suggests("FROM golang AS compile\nFROM scratch\nCOPY --from=com<|>", "pile");
    // The following lines count as well.
    suggests("FROM debian\nRUN frobnic<|>\nRUN frobnicate --all\n", "ate");
}

#[test]
fn nothing_is_suggested_where_nothing_should_be() {
    suggests_nothing("FROM debian\nRUN apt-get upd<|> && true");
    suggests_nothing("FROM debian\nRUN apt-get upd<|>ate");
    suggests_nothing("FROM debian\n# RUN apt-get upd<|>");
    suggests_nothing("FROM debian\nRUN true \\\n  # apt-get upd<|>\n  && false");
    suggests_nothing("FROM debian\nRUN true # apt-get upd<|>");
    suggests_nothing("# escape=\\<|>\n");
    suggests_nothing("FROM debian\nRU<|>");
    suggests_nothing("FROM debian\nONBUILD RU<|>");
    suggests_nothing("FROM debian\nNONSENSE apt-get upd<|>");
    suggests_nothing("FROM debian\nMAINTAINER Dani<|>");
    suggests_nothing("FROM debian\n<|>");
    suggests_nothing("<|>");
    suggests_nothing("FROM debian\nRUN apt-get update \\<|>\n");
    suggests_nothing(&format!("FROM debian\nRUN {} && apt-get upd<|>", "x".repeat(5000)));
}

#[test]
fn nothing_follows_a_complete_line() {
    suggests_nothing("FROM centos\nRUN yum install -y curl && yum clean all<|>\n");
    suggests_nothing("FROM debian\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*<|>\n");
    suggests_nothing("FROM nginx\nEXPOSE 80<|>\n");
    suggests_nothing("FROM python\nRUN pip install -r requirements.txt<|>");
}

#[test]
fn closing_characters_are_not_repeated() {
    suggests("FROM node\nCMD [\"npm\", \"sta<|>", "rt\"]");
    assert_eq!(suggested("FROM node\nCMD [\"npm\", \"sta<|>\"]").as_deref(), Some("rt"));
    assert_eq!(suggested("FROM debian\nRUN x=$(apt-get upd<|>)").as_deref(), Some("ate"));
    assert_eq!(suggested("FROM debian\nRUN apt-get upd<|> \\\n  && true").as_deref(), Some("ate"));
    assert_eq!(suggested("# escape=`\nFROM debian\nRUN apt-get upd<|> `\n  && true").as_deref(), Some("ate"));
}

#[test]
fn lines_continue() {
    suggests("FROM debian\nRUN true \\\n    && apt-get upd<|>", "ate");
    suggests("FROM debian\r\nRUN true \\\r\n    && apt-get upd<|>\r\n", "ate");
    suggests("# escape=`\nFROM debian\nRUN true `\n    && apt-get upd<|>", "ate");
    suggests("from debian\nrun apt-get upd<|>", "ate");
    suggests("FROM debian\nONBUILD RUN apt-get upd<|>", "ate");
    suggests("\u{feff}FROM alpine\nRUN a<|>", "pk");
    suggests("\u{feff}FROM ubu<|>", "ntu");
    suggests("FROM debian\nRUN true \\\n# 🐳 comment\n\n    && apt-get upd<|>", "ate");
    suggests("FROM debian\nRUN echo 한글 🐳 && apt-get upd<|>", "ate");
    suggests("FROM debian\nHEALTHCHECK --interval=5s CMD cu<|>", "rl");
}

#[test]
fn an_empty_line_gets_a_suggestion_at_its_indentation() {
    let file = "FROM debian\nRUN true \\\n  && apt-get update \\\n";
    suggests(&format!("{file}  <|>"), "&&");
    suggests_nothing(&format!("{file} <|>"));
    suggests_nothing(&format!("{file}    <|>"));
}

#[test]
fn heredocs_that_a_shell_reads() {
    suggests("FROM debian\nRUN <<EOF\nset -e\napt-get upd<|>\nEOF\n", "ate");
    suggests("FROM debian\nRUN <<-EOF\n\tapt-get upd<|>\n\tEOF\n", "ate");
    suggests("FROM debian\nRUN bash <<EOF\napt-get upd<|>", "ate");
    suggests("FROM debian\nRUN <<EOF\ntrue\nEOF\nRUN apt-get upd<|>", "ate");
    suggests_nothing("FROM debian\nRUN python3 <<EOF\napt-get upd<|>\nEOF\n");
    suggests_nothing("FROM debian\nCOPY <<EOF /a\napt-get upd<|>\nEOF\n");
    suggests_nothing("FROM debian\nRUN <<EOF\n# apt-get upd<|>\nEOF\n");
}

#[test]
fn the_beginning_of_a_long_file_is_not_read() {
    let filler = "ENV NOTHING=1\n".repeat(2_000);
    suggests(&format!("FROM alpine\n{filler}RUN a<|>"), "pk");
    suggests(&format!("FROM alpine AS base\nFROM base AS again\nFROM again\n{filler}RUN a<|>"), "pk");
    suggests(
        &format!("FROM debian\nRUN true \\\n{}  && apt-get upd<|>", "  && echo again \\\n".repeat(2_000)),
        "ate",
    );
    let script = "echo again\n".repeat(2_000);
    suggests(&format!("FROM debian\nRUN <<EOF\n{script}apt-get upd<|>\nEOF\n"), "ate");
    suggests_nothing(&format!("FROM debian\nRUN cat <<EOF > /a\n{script}apt-get upd<|>\nEOF\n"));
}

#[test]
fn words_for_a_list() {
    let words = |fixture: &str| {
        let (document, offset) = document(fixture);
        let words = free_text_words(&document, offset);
        assert!(words.windows(2).all(|pair| pair[0].likelihood >= pair[1].likelihood), "{words:?}");
        assert!(words.iter().all(|word| word.range.end == offset), "{words:?}");
        words.into_iter().map(|word| word.text).collect::<Vec<_>>()
    };
    assert_eq!(words("FROM debian\nRUN apt-get inst<|>").first().map(String::as_str), Some("install"));
    let programs = words("FROM debian\nRUN a<|>");
    assert!(programs.contains(&"apt-get".to_owned()) && programs.iter().all(|word| word.starts_with('a')));
    assert!(words("FROM debian\nRUN apt-get <|>").contains(&"update".to_owned()));
    assert_eq!(words("FROM debian\nRUN echo frobnicate\nRUN frob<|>"), ["frobnicate"]);
    assert_eq!(words("FROM debian\nENV a<|>"), [""; 0]);
    assert_eq!(words("FROM debian\n# a<|>"), [""; 0]);
}

/// Counting reads whole lines, prediction reads unfinished ones; both must compute the same
/// contexts.
#[test]
fn a_line_is_read_alike_while_it_is_written() {
    let text = "FROM node:22-alpine AS build\nARG A=1\nRUN --mount=type=cache,target=/x apk add --no-cache \\\n    git curl && \\\n  # comment\n    sudo npm ci; echo a | tee b\nONBUILD RUN true\nCMD [\"npm\", \"start\"]\nRUN <<EOF\nset -e\napt-get update \\\n  && true\nEOF\nHEALTHCHECK CMD curl -f http://localhost/\n";
    let mut reader = WordReader::new('\\');
    let mut start = 0;
    let mut count = 0;
    for line in text.split('\n') {
        let mut expected = Vec::new();
        reader.clone().read(line, |reader, event| {
            if let Event::Word(word) = event {
                expected.push((word.to_owned(), Contexts::new(reader).of_piece(&Stem::new(""))));
            }
        });
        let mut end = 0;
        for (word, keys) in expected {
            end += line[end..].find(&word).expect("the word is in the line") + word.len();
            let mut typed = reader.clone();
            if typed.begin(&line[..end]) == Some(word.as_str()) {
                assert_eq!(
                    Contexts::new(&typed).of_piece(&Stem::new("")),
                    keys,
                    "{:?}",
                    &text[..start + end]
                );
                count += 1;
            }
        }
        reader.read(line, |_, _| ());
        start += line.len() + 1;
    }
    assert!(count > 30, "{count}");
}

#[test]
fn the_table_has_facts_and_no_names() {
    let table = Table::bundled();
    assert!(table.len() > 2_000, "{}", table.len());
    let pieces: Vec<_> = table.pieces().collect();
    assert!(pieces.windows(2).all(|pair| pair[0] < pair[1]), "the pieces are in order");
    for piece in pieces {
        assert!(pieces::pieces(piece).count() == 1 && piece.len() <= 40, "{piece} is one piece");
        let digits = piece.bytes().filter(u8::is_ascii_digit).count();
        let is_hexadecimal = piece.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(piece.len() < 8 || digits == 0 || !is_hexadecimal, "{piece} looks like a key");
    }
}
