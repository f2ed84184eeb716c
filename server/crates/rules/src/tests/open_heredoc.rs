//! Heredocs without their last line: the findings and their fixes.

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_syntax::Text;

use dockwright_lint::diagnostics::diagnostics;

/// The note of the only finding, and the text after its fix.
#[track_caller]
fn found(text: &str) -> (String, Option<String>) {
    let found = diagnostics(&Document::new(Text::new(text)));
    let [found] = found.as_slice() else { panic!("{found:?}") };
    let note = found.notes_text(dockwright_texts::Language::English);
    (note, found.fix.as_ref().map(|fix| edited(text, &fix.edits)))
}

#[test]
fn an_operator_after_the_delimiter() {
    let (note, fixed) = found("FROM scratch\nRUN cat <<EOF>/x\nline\nEOF\n");
    assert!(note.contains("`EOF>/x`") && note.ends_with("between `EOF` and `>/x`"), "{note}");
    assert_eq!(fixed.as_deref(), Some("FROM scratch\nRUN cat <<EOF >/x\nline\nEOF\n"));
    let (_, fixed) = found("FROM scratch\nRUN cat <<'EOF'|sh\nline\nEOF\n");
    assert_eq!(fixed.as_deref(), Some("FROM scratch\nRUN cat <<'EOF' |sh\nline\nEOF\n"));
    let (note, fixed) = found("FROM scratch\nRUN (cat <<-'E'|sh)\n\techo\n\tE\n");
    assert!(note.contains("`E|sh)`, tabs before it allowed"), "{note}");
    assert_eq!(fixed.as_deref(), Some("FROM scratch\nRUN (cat <<-'E' |sh)\n\techo\n\tE\n"));
    assert_eq!(found("FROM scratch\nRUN cat <<E;x\nline\n").1, None);
    let (note, _) = found("FROM scratch\nRUN R <<install('x');\n");
    assert!(note.ends_with("and there is none"), "{note}");
}

#[test]
fn a_shift_is_no_marker() {
    let (note, fixed) = found("FROM scratch\nRUN echo $((1 << 2))\n");
    assert!(note.contains("`2))`") && note.ends_with("as in `$((1<<2))`"), "{note}");
    assert_eq!(fixed.as_deref(), Some("FROM scratch\nRUN echo $((1<<2))\n"));
    assert_eq!(found("FROM scratch\nRUN echo $(( <<2))\n").1, None);
}

#[test]
fn spaces_around_the_last_line() {
    let (note, fixed) = found("FROM scratch\nRUN <<EOF\nline\n  EOF\nUSER a\n");
    assert!(note.ends_with("The line `  EOF` has different spaces"), "{note}");
    assert_eq!(fixed.as_deref(), Some("FROM scratch\nRUN <<EOF\nline\nEOF\nUSER a\n"));
    let (note, _) = found("FROM scratch\nRUN <<-EOF\nline\n");
    assert!(note.ends_with("and there is none"), "{note}");
}
