//! Tests of what the quick reader reads, and what it leaves to the grammar.

use crate::shell::{Script, readings};

/// The quick reader and the grammar give the same result.
#[test]
fn common_scripts_are_read_without_the_grammar() {
    for text in [
        "",
        "# a",
        "apt-get update && apt-get install -y --no-install-recommends curl=1.2-3 'b c' \"d $e\" # f",
        "a; b &\nc | d 2>&1 >/dev/null || e > f g && h",
        "a && b > c | d | e",
        "a | b | c && d | e && f",
        "a | # x\n b | c && # y\n d",
        "X=1 Y=\"$(a b)\" c ${D} ${D:-e/f.g} ${D:-g-h} ${D%%.*} \"${D#v}\"  \"${D}  ${E}\" $1 \"$@\"",
        "X=1 Y= && Z='a'\"b\"c",
        "export X=1 Y && unset X; readonly Z=\"$A\"",
        "(a && b; c) > d; { e; f\n} | g",
        "if ! a && [ -f b ]; then c\nelif [ \"$d\" = e ]; then f; # g\nelse\n h\n # i\nfi; j",
        "for x in a \"b\" $(c); do d; done; while e; do f; done; until g; do h; done | i",
        "f() { a; }; f",
        "X=`a -b | c` d \"`e`\" `f` ${X%%[a-z]*}",
        "a {} \\; x{y,z}[0-9]* a\\ b 'c'\\''d' {e",
        "if [ ! -d a ] || [[ \"$b\" == \"c\" ]]; then d; fi",
        "case \"$(a)\" in b|c-d) e; f ;; 'g') ;; *) h && i;; esac; j",
        "a \\\n  b \\\n  && c",
        "cat <<E > a && b\n$c\nE\nd",
        "if a b <<< \"${X}\"; then c <<<d e > f; fi",
    ] {
        assert_eq!(readings(&Script::of_text(text)), Some(Ok(())), "{text}");
    }
}

/// Oddities of the grammar, and constructs that are too rare.
#[test]
fn other_scripts_are_left_to_the_grammar() {
    for text in [
        "a &&",
        "a \"b",
        "a ) b",
        "a b`c`",
        "a $((1 + 2))",
        "X=(a b)",
        "case a in [a-z]) b ;; esac",
        "a > b <<< c",
        "> a b",
        // A line end that the grammar reads as a space.
        "a | b | c\nd && e",
        "X=1 Y=2\na",
        // A longer pipeline that the grammar splits differently for each `&&` after it.
        "a | b | c | d && e && f",
        // Names for the grammar.
        "a#b",
        "local{a",
        "a --b - 1>c",
        "0>a",
        // Brackets that do not match.
        "if a; then b",
        "{ a; b",
        "(a",
    ] {
        assert_eq!(readings(&Script::of_text(text)), None, "{text}");
    }
}

/// Only the statements that need the grammar are read by it.
#[test]
fn a_statement_may_be_left_to_the_grammar() {
    for text in [
        "a; X=$((1 + 2)); b && c",
        "a && b; if c; then X=(1 2); d; fi; e\nf",
        "> a b; c",
        "case a in [a-z]) b ;; esac; c; Y=(d); e",
        "a; function f { declare X=1; }; f",
        "a\n# don't; \nb `c` && d || \n e; f",
        "a; fi",
    ] {
        assert_eq!(readings(&Script::of_text(text)), Some(Ok(())), "{text}");
    }
}
