//! Tests of renames, and of those that are rejected.

use dockwright_fixture::parse_one;
use dockwright_syntax::Text;

use super::*;

#[track_caller]
fn apply(fixture: &str, new_name: &str) -> Result<String, RenameError> {
    let file = parse_one(fixture);
    let document = Document::new(Text::new(&file.text));
    let mut text = file.text.clone();
    for edit in rename(&document, file.cursor(), new_name)?.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    Ok(text)
}

#[track_caller]
fn check(fixture: &str, new_name: &str, expected: &str) {
    assert_eq!(apply(fixture, new_name).unwrap(), expected);
}

#[track_caller]
fn check_refused(fixture: &str, new_name: &str, reason: &str) {
    let error = apply(fixture, new_name).unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn a_stage_with_all_its_uses() {
    check(
        "FROM a AS Bu<|>ild\nONBUILD COPY --from=build x y\nFROM build\nCOPY --from=BUILD x y\nRUN --mount=from=build,target=/x y\nCOPY --from=0 x y\n",
        "Base",
        "FROM a AS Base\nONBUILD COPY --from=Base x y\nFROM base\nCOPY --from=Base x y\nRUN --mount=from=Base,target=/x y\nCOPY --from=0 x y\n",
    );
}

#[test]
fn a_variable_in_child_stages_and_declarations() {
    check(
        "ARG V=1\nFROM a:$V AS x\nARG V\nENV W=${V:-$V}\nFROM x\nLABEL v=$<|>V\nFROM a\nENV V=other\n",
        "VERSION",
        "ARG VERSION=1\nFROM a:$VERSION AS x\nARG VERSION\nENV W=${VERSION:-$VERSION}\nFROM x\nLABEL v=$VERSION\nFROM a\nENV V=other\n",
    );
}

#[test]
fn what_the_base_brings_is_left_alone() {
    check(
        "FROM a\nENV PATH=/x:$PATH\nLABEL p=$P<|>ATH\n",
        "MYPATH",
        "FROM a\nENV MYPATH=/x:$PATH\nLABEL p=$MYPATH\n",
    );
    check_refused("FROM a\nENV PATH=/x:$P<|>ATH\n", "X", "base image");
}

#[test]
fn bad_names_and_clashes_are_refused() {
    check_refused("FROM a AS b<|>\n", "1x", "not a stage name");
    check_refused("FROM a AS b<|>\n", "scratch", "is reserved");
    check_refused("FROM a AS b<|>\nFROM a AS c\n", "C", "already called `c`");
    check_refused("FROM a AS b<|>\nFROM alpine\n", "alpine", "would then mean this stage");
    check_refused("FROM a AS b<|>\nFROM c\nCOPY --from=nginx a b\n", "nginx", "would then mean this stage");
    check_refused("FROM a\nENV A<|>=1\n", "A-B", "not a variable name");
    check_refused("FROM a\nENV A<|>=1\nENV B=2\n", "B", "already used on line 3");
    check_refused("FROM a\nARG TARGETARCH\nENV A=$TARGET<|>ARCH\n", "X", "builder");
    check_refused("FROM a\nENV A<|>=1\n", "TARGETARCH", "builder");
    check_refused("FROM a\nFROM b\nCOPY --from=0<|> a b\n", "x", "position");
    check_refused("ARG B=base\nFROM a AS ba<|>se\nFROM $B\n", "x", "variable");
}

#[test]
fn a_stage_may_be_called_like_its_image() {
    check(
        "FROM composer AS tool<|>s\nFROM a\nCOPY --from=tools x y\n",
        "composer",
        "FROM composer AS composer\nFROM a\nCOPY --from=composer x y\n",
    );
}

#[test]
fn nothing_to_rename() {
    let file = parse_one("FROM al<|>pine\n");
    let document = Document::new(Text::new(&file.text));
    assert_eq!(prepare_rename(&document, file.cursor()), Err(RenameError::NothingHere));
}

#[test]
fn shell_text_is_renamed_where_it_reads_the_variable() {
    check(
        "FROM a\nARG V<|>=1\nRUN echo $V '$V' \"${V:-x}\" && V=2 && echo $V\nRUN V=${V:-3}; echo $V\n",
        "W",
        "FROM a\nARG W=1\nRUN echo $W '$V' \"${W:-x}\" && V=2 && echo $V\nRUN V=${W:-3}; echo $V\n",
    );
    check_refused("FROM a\nARG V<|>=1\nRUN W=1; echo $W $V\n", "W", "already used on line 3");
}

#[test]
fn a_script_and_a_delimiter() {
    check(
        "FROM a\nENV x=1\nRUN for f<|> in *; do echo $f $x; done\n",
        "file",
        "FROM a\nENV x=1\nRUN for file in *; do echo $file $x; done\n",
    );
    check_refused("FROM a\nENV x=1\nRUN for f<|> in *; do echo $f $x; done\n", "x", "in this script");
    check_refused("FROM a\nRUN PATH=/x:$PATH && echo $PA<|>TH\n", "P", "from its environment");
    check("FROM a\nCOPY <<'E<|>' /x\nb\nE\n", "END", "FROM a\nCOPY <<'END' /x\nb\nEND\n");
    check_refused("FROM a\nCOPY <<E<|> /x\nb\nE\n", "b", "would end the heredoc");
}
