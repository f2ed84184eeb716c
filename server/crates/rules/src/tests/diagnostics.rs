//! The findings that users get for Dockerfiles that Docker rejects, and how settings change them.

use dockwright_syntax::Text;

use dockwright_analysis::{document::Document, problem::Unless};
use dockwright_lint::{
    build_report::report,
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    registry,
    rule::{Preset, Severity},
};

fn found(text: &str, selection: &Selection) -> Vec<(&'static str, Severity)> {
    let document = Document::new(Text::new(text));
    let found = diagnostics_for(&document, document.model(), selection);
    found
        .into_iter()
        .filter(|it| registry::named(it.code).is_some_and(|rule| rule.rejection.is_some()))
        .map(|it| (it.code, it.severity))
        .collect()
}

/// The findings of the default preset for a file, and what `parse` says could make Docker accept
/// it.
#[track_caller]
fn check(text: &str, expected: &[(&str, Severity)], unless: &[Option<Unless>]) {
    assert_eq!(found(text, Selection::default_preset()), expected, "{text}");
    let report = report(&Document::new(Text::new(text)));
    assert!(!report.ok, "{text}");
    let found: Vec<_> = report.errors.into_iter().map(|error| error.unless).collect();
    assert_eq!(found, unless, "{text}");
    let selection = Selection::new(Preset::Buildkit, &Choice::default());
    assert!(self::found(text, &selection).iter().all(|(_, severity)| *severity == Severity::Error), "{text}");
}

#[track_caller]
fn depends_on_base(text: &str, rule: &str) {
    check(text, &[(rule, Severity::Info)], &[Some(Unless::Base)]);
}

#[track_caller]
fn depends_on_argument(text: &str, rule: &str, name: &str) {
    check(text, &[(rule, Severity::Info)], &[Some(Unless::BuildArg(name.into()))]);
}

#[track_caller]
fn is_certain(text: &str, rule: &str) {
    check(text, &[(rule, Severity::Error)], &[None]);
}

#[test]
fn what_the_base_image_may_set_is_no_error() {
    depends_on_base("FROM a\nVOLUME $GOPATH\n", "MissingArgument");
    depends_on_base("FROM a\nVOLUME [\"$PGDATA\"]\n", "MissingArgument");
    depends_on_base("FROM a\nSTOPSIGNAL $S\n", "InvalidStopSignal");
    depends_on_base("FROM a\nENV A=${B:?m}\n", "RequiredVariableUnset");
    depends_on_base("FROM a\nRUN --mount=type=cache,target=$T x\n", "InvalidMount");
    depends_on_base("FROM a\nRUN --mount=type=bind,target=. x\n", "InvalidMount");
    depends_on_base("FROM a\nENV B=$C\nFROM a AS b\nENV B=$C\nFROM b\nSTOPSIGNAL $B\n", "InvalidStopSignal");
    depends_on_base("FROM a AS b\nFROM b\nSTOPSIGNAL $S\n", "InvalidStopSignal");
}

#[test]
fn what_the_file_alone_decides_is_an_error() {
    is_certain("FROM scratch\nVOLUME $X\n", "MissingArgument");
    is_certain("FROM a\nENV X=\nVOLUME $X\n", "MissingArgument");
    is_certain("FROM scratch AS a\nFROM a\nSTOPSIGNAL $S\n", "InvalidStopSignal");
    is_certain("FROM scratch\nENV A=${B:?m}\n", "RequiredVariableUnset");
    is_certain("FROM a\nRUN --mount=type=bind,target=/ x\n", "InvalidMount");
    is_certain("FROM a\nWORKDIR /w\nRUN --mount=type=bind,target=.. x\n", "InvalidMount");
    is_certain("FROM a\nSTOPSIGNAL X$S\nENV S=1\n".replace("X$S", "SIGX").as_str(), "InvalidStopSignal");
}

#[test]
fn what_a_build_argument_may_give_is_no_error() {
    depends_on_argument("ARG IMG\nFROM $IMG\n", "BaseNameEmpty", "IMG");
    depends_on_argument("ARG T\nFROM a:$T\n", "InvalidImageReference", "T");
    depends_on_argument("ARG P\nFROM --platform=$P a\n", "InvalidPlatform", "P");
    depends_on_argument("ARG V\nFROM a:${V:?which}\n", "RequiredVariableUnset", "V");
    depends_on_argument("FROM scratch\nARG S\nSTOPSIGNAL $S\n", "InvalidStopSignal", "S");
    depends_on_argument("FROM a\nARG P\nEXPOSE x$P\n", "InvalidPort", "P");
    depends_on_argument("FROM scratch\nARG M\nCOPY --chmod=z$M a /\n", "InvalidChmod", "M");
    // Nothing declares these, so no argument reaches them.
    is_certain("FROM $IMG\n", "BaseNameEmpty");
    is_certain("ARG T=\nFROM a:$T\n", "InvalidImageReference");
}

#[test]
fn checks_that_fail_the_build_may_depend_on_the_base_image() {
    depends_on_base("# check=error=true\nFROM a\nCMD x\n", "ChecksFailed");
    is_certain("# check=error=true\nFROM a as b\nCMD x\n", "ChecksFailed");
}

#[test]
fn the_message_names_what_is_missing() {
    let message = |text: &str| {
        dockwright_lint::diagnostics::diagnostics(&Document::new(Text::new(text))).remove(0).message
    };
    assert_eq!(
        message("ARG IMG\nFROM $IMG\n"),
        "Needs `--build-arg IMG`: without it Docker rejects the file (base name ($IMG) should not be blank)"
    );
    assert_eq!(
        message("FROM a\nSTOPSIGNAL $RUBY_S\n"),
        "Depends on the base image: Docker rejects the file unless the image sets the value (invalid signal: )"
    );
}

#[test]
fn what_docker_rejects_can_be_lowered_and_silenced() {
    let text = "FROM a\nRUNN x\nSTOPSIGNAL X\n";
    let mut selection = Selection::new(Preset::Default, &Choice::default());
    selection.set_severity("UnknownInstruction", Some(Severity::Hint));
    selection.set_severity("InvalidStopSignal", None);
    assert_eq!(found(text, &selection), [("UnknownInstruction", Severity::Hint)]);
    let choice = Choice { ignore: vec!["syntax".to_owned()], ..Choice::default() };
    let selection = Selection::new(Preset::Default, &choice);
    assert_eq!(found(text, &selection), [("InvalidStopSignal", Severity::Error)]);
}

#[test]
fn the_preset_of_buildkit_keeps_its_verdict() {
    let choice = Choice { ignore: vec!["UnknownInstruction".to_owned()], ..Choice::default() };
    let mut selection = Selection::new(Preset::Buildkit, &choice);
    selection.set_severity("UnknownInstruction", Some(Severity::Hint));
    let text = "FROM a\n# dockwright ignore=UnknownInstruction\nRUNN x\n";
    assert_eq!(found(text, &selection), [("UnknownInstruction", Severity::Error)]);
}
