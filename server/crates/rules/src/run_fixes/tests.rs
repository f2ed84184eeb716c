//! Tests edits of scripts in all layouts.

use super::*;
use crate::untagged_image::RULE;
use dockwright_analysis::document::Document;
use dockwright_lint::finding::Finding;
use dockwright_syntax::Text;

/// The text after an edit at the first word that says this.
fn edited(
    text: &str,
    word: &str,
    edit: impl FnOnce(&Mending<'_>, &Range<usize>) -> Option<TextEdit>,
) -> String {
    let document = Document::new(Text::new(text));
    let placed = document.instructions().find(|it| document.source(it).contains(word)).unwrap();
    let source = document.source(&placed);
    let start = source.find(word).unwrap();
    let finding = Finding::own(&RULE, start..start + word.len(), &dockwright_texts::rules::apt_get_yes::FIX);
    let ctx = Mending::new(&document, &finding, &placed, &source);
    match edit(&ctx, &finding.range) {
        Some(TextEdit { range, text: new }) => {
            let range = placed.start + range.start..placed.start + range.end;
            format!("{}{new}{}", &text[..range.start], &text[range.end..])
        }
        None => "none".to_owned(),
    }
}

#[test]
fn options_follow_the_word() {
    let insert = |text: &str, word: &str| edited(text, word, |ctx, at| Some(insert_after(ctx, at, &["-y"])));
    assert_eq!(insert("RUN a install \\\n  b\n", "install"), "RUN a install -y \\\n  b\n");
    assert_eq!(insert("RUN a install", "install"), "RUN a install -y");
    let exec = insert("RUN [\"a\",\"install\",\"b\"]\n", "\"install\"");
    assert_eq!(exec, "RUN [\"a\",\"install\",\"-y\",\"b\"]\n");
    assert_eq!(insert("RUN [\"a\", \"install\"]\n", "\"install\""), "RUN [\"a\", \"install\", \"-y\"]\n");
    let script = insert("RUN [\"sh\", \"-c\", \"a install\"]\n", "install");
    assert_eq!(script, "RUN [\"sh\", \"-c\", \"a install -y\"]\n");
}

#[test]
fn words_go() {
    let remove = |text: &str, words: &str| edited(text, words, remove_words);
    assert_eq!(remove("RUN sudo -E a b\n", "sudo -E"), "RUN a b\n");
    assert_eq!(remove("RUN a b -q\n", "-q"), "RUN a b\n");
    assert_eq!(remove("RUN a \\\n  b \\\n  c\n", "b"), "RUN a \\\n  c\n");
    assert_eq!(remove("RUN a \\\r\n  b c\r\n", "c"), "RUN a \\\r\n  b\r\n");
    assert_eq!(remove("RUN a b \\\n  c\n", "b"), "RUN a \\\n  c\n");
    assert_eq!(remove("RUN a \\\n  b\n", "b"), "RUN a\n");
    let exec = remove("RUN [\"sudo\", \"-E\", \"a\"]\n", "\"sudo\", \"-E\"");
    assert_eq!(exec, "RUN [\"a\"]\n");
    assert_eq!(remove("RUN [\"a\", \"-E\"]\n", "\"-E\""), "RUN [\"a\"]\n");
}

#[track_caller]
fn check_append(before: &str, after: &str) {
    assert_eq!(edited(before, "upd", |ctx, at| append(ctx, at, "rm -rf /x/*")), after, "{before}");
}

#[test]
fn commands_follow_the_others() {
    for (before, after) in [
        ("RUN upd\n", "RUN upd && rm -rf /x/*\n"),
        ("RUN upd && a b # why\n", "RUN upd && a b && rm -rf /x/* # why\n"),
        ("RUN upd;\n", "RUN upd && rm -rf /x/*;\n"),
        ("ONBUILD RUN upd || true\n", "ONBUILD RUN upd || true && rm -rf /x/*\n"),
        ("RUN if a; then upd; fi\n", "RUN if a; then upd; fi && rm -rf /x/*\n"),
        ("RUN (upd | b) >c\n", "RUN (upd | b) >c && rm -rf /x/*\n"),
        // Operators at the start and at the end of lines.
        ("RUN upd \\\n && a \\\n    b\n", "RUN upd \\\n && a \\\n    b \\\n && rm -rf /x/*\n"),
        (
            "RUN upd && \\\n  # why\n  a \\\n    b \\\n",
            "RUN upd && \\\n  # why\n  a \\\n    b && \\\n  rm -rf /x/* \\\n",
        ),
        ("RUN upd && a \\\n    b \\\n    c\n", "RUN upd && a \\\n    b \\\n    c \\\n    && rm -rf /x/*\n"),
        (
            "RUN a && \\\n  b\nRUN upd && a \\\n    b\n",
            "RUN a && \\\n  b\nRUN upd && a \\\n    b && \\\n    rm -rf /x/*\n",
        ),
        (
            "# escape=`\r\nFROM a\r\nRUN upd `\r\n    && a\r\n",
            "# escape=`\r\nFROM a\r\nRUN upd `\r\n    && a `\r\n    && rm -rf /x/*\r\n",
        ),
        (
            "RUN --mount=type=tmpfs,target=/t \\\n  upd && a\n",
            "RUN --mount=type=tmpfs,target=/t \\\n  upd && a && rm -rf /x/*\n",
        ),
        // `;` says the same only where a failure ends the script.
        ("RUN set -eux; \\\n\tupd; \\\n\ta\n", "RUN set -eux; \\\n\tupd; \\\n\ta; \\\n\trm -rf /x/*\n"),
        ("RUN set -e; upd; a\n", "RUN set -e; upd; a; rm -rf /x/*\n"),
        ("RUN upd; \\\n  a\n", "RUN upd; \\\n  a \\\n  && rm -rf /x/*\n"),
        // Heredocs.
        ("RUN <<E\nset -e\nupd\n  a\nE\n", "RUN <<E\nset -e\nupd\n  a\n  rm -rf /x/*\nE\n"),
        ("RUN <<-E\n\tupd\n\ta\n\tE\n", "RUN <<-E\n\tupd\n\ta &&\n\trm -rf /x/*\n\tE\n"),
        ("RUN <<E\nset -e\nupd && \\\n  a\nE\n", "RUN <<E\nset -e\nupd && \\\n  a\nrm -rf /x/*\nE\n"),
        // Scripts in words.
        ("RUN a; sh -c \"upd && sh -c 'b'\"\n", "RUN a; sh -c \"upd && sh -c 'b' && rm -rf /x/*\"\n"),
        ("RUN sh -c 'upd && a'\n", "RUN sh -c 'upd && a && rm -rf /x/*'\n"),
        ("RUN [\"sh\", \"-c\", \"upd && a\"]\n", "RUN [\"sh\", \"-c\", \"upd && a && rm -rf /x/*\"]\n"),
    ] {
        check_append(before, after);
    }
}

#[test]
fn nothing_is_appended_where_it_may_not_run() {
    for text in [
        "RUN upd && exec a\n",
        "RUN upd; exit 0\n",
        "RUN upd; a &\n",
        "RUN upd; f() { a; }\n",
        "RUN upd && cat <<E >a\nb\nE\n",
        "RUN [\"upd\", \"a\"]\n",
        "RUN upd (\n",
        "RUN sh -c 'upd && a' && b\n",
        "RUN sh -c 'upd'; sh -c 'b'\n",
    ] {
        check_append(text, "none");
    }
}
