//! The errors of BuildKit's convert phase for builds with given inputs, kind by kind.

use dockwright_syntax::Text;

use crate::testing;
use dockwright_analysis::{
    build_inputs::{BaseConfig, BuildInputs},
    document::Document,
    model::Model,
    platform::Platform,
};

fn with_target(target: &str) -> BuildInputs {
    BuildInputs { target: Some(target.to_owned()), ..BuildInputs::default() }
}

fn for_platform(platform: &str) -> BuildInputs {
    BuildInputs { platform: Platform::parse(platform).unwrap(), ..BuildInputs::default() }
}

#[track_caller]
fn check(text: &str, inputs: &BuildInputs, expected: &[(Option<u32>, &str)]) {
    let found = testing::refusals(text, inputs);
    let found: Vec<_> = found.iter().map(|(line, message)| (*line, message.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

/// Checks a file for a build without inputs.
#[track_caller]
fn check_plain(text: &str, expected: &[(u32, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(line, message)| (Some(*line), *message)).collect();
    check(text, &BuildInputs::default(), &expected);
}

/// The working directory of the last stage.
fn workdir(text: &str, inputs: &BuildInputs) -> String {
    let document = Document::new(Text::new(text));
    let model = Model::new(&document, inputs, None);
    model.image(&document, model.stages.len() - 1).workdir.text.to_string()
}

#[test]
fn an_unknown_target_is_reported_after_every_from() {
    let text = "FROM --platform=linux/$X a AS b\nSTOPSIGNAL X\n";
    check(
        text,
        &with_target("c"),
        &[
            (
                Some(1),
                "failed to parse platform linux/$X: \"\" is an invalid component of \"linux/\": platform specifier component must match \"^[A-Za-z0-9_.-]+$\": invalid argument",
            ),
            (None, "target stage \"c\" could not be found (did you mean b?)"),
        ],
    );
}

#[test]
fn stages_that_the_target_does_not_need_are_not_converted() {
    let text = "FROM a AS one\nSTOPSIGNAL X\nFROM a AS two\nSTOPSIGNAL Y\nCOPY --from=three / /\nFROM one AS three\n";
    check(text, &with_target("one"), &[(Some(2), "invalid signal: X")]);
    check(
        text,
        &with_target("two"),
        &[
            (Some(2), "invalid signal: X"),
            (Some(4), "invalid signal: Y"),
            (
                Some(5),
                "cannot copy from stage \"three\", it needs to be defined before current stage \"two\"",
            ),
        ],
    );
}

#[test]
fn triggers_run_only_in_stages_that_the_target_needs() {
    let text = "FROM a AS one\nONBUILD ARG =\nFROM one AS two\nFROM a AS three\n";
    let message = "ARG names can not be blank";
    for target in ["one", "three"] {
        check(text, &with_target(target), &[]);
    }
    check(text, &with_target("two"), &[(Some(3), message)]);
    // Without a target, those that the last stage needs.
    check(text, &BuildInputs::default(), &[]);
    check(&text.replace("FROM a AS three", "FROM two"), &BuildInputs::default(), &[(Some(3), message)]);
}

#[test]
fn the_builder_has_its_own_platform() {
    let platform = |name: &str| format!("ARG P=${name}\nFROM a\nARG P\nSTOPSIGNAL $P\n");
    let inputs = for_platform("windows/arm64");
    check(&platform("BUILDPLATFORM"), &inputs, &[(Some(4), "invalid signal: linux/amd64")]);
    check(&platform("TARGETPLATFORM"), &inputs, &[(Some(4), "invalid signal: windows/arm64")]);
    check(&platform("BUILDARCH"), &inputs, &[(Some(4), "invalid signal: amd64")]);
}

#[test]
fn scratch_has_the_platform_of_the_build() {
    let text = "FROM --platform=linux/amd64 scratch\nWORKDIR a\n";
    assert_eq!(workdir(text, &for_platform("windows/amd64")), "\\a");
    assert_eq!(workdir(text, &for_platform("linux/amd64")), "/a");
}

#[test]
fn windows_images_have_only_drive_c() {
    let text = "FROM --platform=windows/amd64 a\nWORKDIR c:/x\nCOPY a D:/x\nWORKDIR //server/share\n";
    check_plain(
        text,
        &[
            (3, "removing drive letter: The specified path is not on the system drive (C:)"),
            (
                4,
                "normalizing workdir: normalizing working directory: removing drive letter: UNC paths are not supported",
            ),
        ],
    );
}

#[test]
fn an_empty_workdir_keeps_the_former_one() {
    let inputs = BuildInputs { base: Some(BaseConfig::default()), ..BuildInputs::default() };
    assert_eq!(workdir("FROM a\nWORKDIR /a/b/\nWORKDIR \"$X\"\n", &inputs), "/a/b/");
    assert_eq!(workdir("FROM a\nWORKDIR /a/b/\nWORKDIR c\n", &inputs), "/a/b/c");
}

#[test]
fn an_operator_drops_the_text_before_it_in_expose() {
    let ports = |text: &str| {
        let document = Document::new(Text::new(&format!("FROM a\nARG P Q\nEXPOSE {text}\n")));
        let model = Model::new(&document, &BuildInputs::default(), None);
        model.image(&document, 0).ports.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(ports("80${P:-1}"), ["1/tcp"]);
    assert_eq!(ports("\"80${P:-1}\""), ["801/tcp"]);
    assert_eq!(ports("80$P"), ["80/tcp"]);
    check_plain("FROM a\nEXPOSE ${P:-80}/${Q:-udp}\n", &[(2, "invalid containerPort: udp")]);
}

#[test]
fn a_suffix_pattern_is_quoted_as_it_is_read() {
    let found = testing::refusals("FROM a\nENV A=${B%\\ x}\n", &BuildInputs::default());
    let [(_, message)] = found.as_slice() else { panic!("{found:?}") };
    let expected = "invalid pattern (x\\ ) in substitution: invalid escape '\\ '";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn a_checksum_needs_a_remote_source() {
    check_plain(
        "FROM a\nADD --checksum=sha256:0 u@h:p?ref=a&ref=b /\n",
        &[(2, "query \"ref\" has multiple values"), (2, "checksum requires HTTP(S) or Git sources")],
    );
}

#[test]
fn mounts_are_checked_before_devices() {
    let text = "FROM a\nRUN --device=a/b --mount=type=bind,target=. x\n";
    check_plain(
        text,
        &[
            (2, "invalid mount target \"/\""),
            (2, "device feature is only supported in Dockerfile frontend 1.14.0-labs or later"),
        ],
    );
    // An absolute target is compared as it is written.
    check_plain("FROM a\nRUN --mount=type=bind,target=//. x\n", &[]);
}

#[test]
fn only_the_expanded_one_of_two_heredocs_with_the_same_name_counts() {
    let text = "FROM a\nCOPY <<-'E' <<E /e/\n$ONE\nE\n$TWO\nE\n";
    let found = testing::build_preset(text);
    assert_eq!(found, [("UndefinedVar", 2)]);
    assert!(testing::build_preset(&text.replace("<<E", "<<\"E\"")).is_empty());
}
