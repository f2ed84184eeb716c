//! Tests of hovers about modifiers such as `${NAME:-default}`.

use super::{check_rows, check_rows_in};

#[test]
fn modifiers_tell_what_they_did() {
    let head = "FROM scratch\nENV F=foobarbaz E= N=1.2.3\n";
    let file = |line: &str| format!("{head}{line}");
    check_rows_in(
        file,
        &[
            (
                "USER ${U:<|>-x}\n",
                "${U:-x}",
                &["`${U:-x}` = `x`", "`U` is not set, so the default is used.", "Not set here."],
            ),
            (
                "USER ${F:-<|>x}\n",
                "${F:-x}",
                &[
                    "`${F:-x}` = `foobarbaz`",
                    "`F` is set, so the default is not used.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${E:-<|>x}\n",
                "${E:-x}",
                &["`${E:-x}` = `x`", "`E` is empty, so the default is used.", "Set by `ENV` on line 2."],
            ),
            (
                "USER ${E-<|>x}\n",
                "${E-x}",
                &[
                    "`${E-x}` is empty",
                    "`E` is empty, so the default is not used.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${F:+<|>x}\n",
                "${F:+x}",
                &["`${F:+x}` = `x`", "`F` is set, so the text after `+` is used.", "Set by `ENV` on line 2."],
            ),
            (
                "USER ${U+<|>x}\n",
                "${U+x}",
                &["`${U+x}` is empty", "`U` is not set, so the result is empty.", "Not set here."],
            ),
            (
                "USER ${F:?<|>x}\n",
                "${F:?x}",
                &[
                    "`${F:?x}` = `foobarbaz`",
                    "`F` is set; without a value, the build would fail.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${U:?<|>say why}\n",
                "${U:?say why}",
                &["`${U:?say why}` makes the build fail: U: say why", "`U` is not set.", "Not set here."],
            ),
            (
                "USER ${F#<|>f*b}\n",
                "${F#f*b}",
                &[
                    "`${F#f*b}` = `arbaz`",
                    "Shortest prefix of `foobarbaz` matching `f*b` removed.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${F##<|>f*b}\n",
                "${F##f*b}",
                &[
                    "`${F##f*b}` = `az`",
                    "Longest prefix of `foobarbaz` matching `f*b` removed.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${F%<|>b*}\n",
                "${F%b*}",
                &[
                    "`${F%b*}` = `foobar`",
                    "Shortest suffix of `foobarbaz` matching `b*` removed.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${F#<|>x}\n",
                "${F#x}",
                &[
                    "`${F#x}` = `foobarbaz`",
                    "No prefix of `foobarbaz` matches `x`.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${N//<|>./_}\n",
                "${N//./_}",
                &[
                    "`${N//./_}` = `1_2_3`",
                    "Every match of `.` in `1.2.3` replaced by `_`.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${N/<|>./}\n",
                "${N/./}",
                &["`${N/./}` = `12.3`", "First match of `.` in `1.2.3` removed.", "Set by `ENV` on line 2."],
            ),
            (
                "USER ${F/<|>x/y}\n",
                "${F/x/y}",
                &[
                    "`${F/x/y}` = `foobarbaz`",
                    "Nothing in `foobarbaz` matches `x`.",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${F<|>^^}\n",
                "${F^",
                &[
                    "`${F^` makes the build fail: unsupported modifier (^) in substitution",
                    "Set by `ENV` on line 2.",
                ],
            ),
            (
                "USER ${U:-${F#<|>foo}}\n",
                "${F#foo}",
                &[
                    "`${F#foo}` = `barbaz`",
                    "Shortest prefix of `foobarbaz` matching `foo` removed.",
                    "Set by `ENV` on line 2.",
                ],
            ),
        ],
    );
    check_rows(&[
        (
            "FROM golang\nUSER ${GO<|>PATH:-/go}\n",
            "${GOPATH:-/go}",
            &[
                "`${GOPATH:-/go}` has no value in this file",
                "If `GOPATH` has no value, the default is used.",
                "Not set earlier in this file; the base image `golang` may set it.",
            ],
        ),
        (
            "FROM golang\nUSER ${GO<|>PATH:?}\n",
            "${GOPATH:?}",
            &[
                "`${GOPATH:?}` has no value in this file",
                "If `GOPATH` has no value, the build fails.",
                "Not set earlier in this file; the base image `golang` may set it.",
            ],
        ),
    ]);
}
