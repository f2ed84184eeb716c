//! Tests what the rule reports and what not, and the text after its fix.

use dockwright_syntax::Text;

use super::super::testing::{build_preset, check_fix, find};
use dockwright_analysis::document::Document;
use dockwright_lint::{diagnostics::diagnostics_for, preset::Selection, rule::Preset};

/// The words that are reported in a text.
fn words(text: &str) -> Vec<&str> {
    find("GlobalArgInStage", text).into_iter().map(|(range, _)| &text[range]).collect()
}

/// Follows `ARG V=1` and `FROM alpine`.
fn in_stage(text: &str) -> Vec<String> {
    words(&format!("ARG V=1\nFROM alpine\n{text}\n")).into_iter().map(str::to_owned).collect()
}

#[test]
fn every_place_that_the_stage_reads() {
    for text in [
        "RUN echo $V",
        "run echo \"${V}\"",
        "RUN --mount=type=cache,target=/x,id=$V y",
        "RUN a \\\n  # comment\n  && b ${V%x}",
        "RUN <<E\necho $V\nE",
        "RUN cat <<E > /x\n$V\nE",
        "RUN [\"sh\", \"-c\", \"echo $V\"]",
        "RUN [\"/bin/bash\", \"-ec\", \"echo $V\", \"x\"]",
        "RUN bash -c \"echo $V\"",
        "RUN X=$V; echo $X",
        "RUN V=$V",
        "ENV A=$V",
        "LABEL a=${V:-x}",
        "EXPOSE $V",
        "COPY <<E /x\n$V\nE",
        "COPY --chown=$V a /b",
        "ARG A=$V",
        "ARG V=$V",
        "CMD echo $V",
        "ENTRYPOINT exec a $V",
        "HEALTHCHECK CMD curl $V",
        "CMD [\"sh\", \"-c\", \"echo $V\"]",
        "ONBUILD RUN echo $V",
        "ONBUILD COPY $V /a",
        "RUN echo $V\nARG V",
        "SHELL [\"pwsh\", \"-c\"]\nRUN echo $env:V",
    ] {
        assert_eq!(in_stage(text), ["V"], "{text}");
    }
    assert_eq!(
        words("FROM alpine\nRUN echo $TARGETARCH\nCOPY $TARGETSTAGE /\n"),
        ["TARGETARCH", "TARGETSTAGE"]
    );
    assert_eq!(in_stage("RUN echo $V \\\n$V"), ["V", "V"]);
    let text = "# escape=`\r\nARG V\r\nFROM alpine\r\nRUN a `\r\n  $V\r\n";
    assert_eq!(words(text), ["V"]);
}

#[test]
fn what_the_stage_sees_or_sets() {
    for text in [
        "ARG V\nRUN echo $V",
        "ARG V=$W W\nRUN echo $V",
        "ENV V=1\nRUN echo $V\nCMD echo $V",
        "RUN V=1; echo $V",
        "RUN export V=$(x) && echo $V",
        "RUN for V in a b; do echo $V; done",
        "RUN read V < x && echo $V",
        "RUN f() { echo $V; }; V=1; f",
        "RUN . /etc/os-release && echo $V",
        "RUN export $(cat x) && echo $V",
        "RUN eval $(x); echo $V",
        "RUN V=1 x $V",
        "RUN echo '$V' \\$V",
        "RUN cat <<'E' > /x\n$V\nE",
        "RUN <<E python\nprint('x')\nE",
        "RUN awk '{print $V}'",
        "RUN [\"echo\", \"$V\", \"x\"]",
        "SHELL [\"cmd\", \"/c\"]\nRUN echo $V",
        "LABEL a='$V' b=\\$V",
        "CMD echo ${V:-80}",
        "CMD echo $V\nENV V=1",
        "ONBUILD ARG V\nONBUILD RUN echo $V",
        "ARG V\nONBUILD RUN echo $V",
        "ONBUILD CMD echo $V",
        "RUN for V in a b; do for x in 1 2; do echo $V; done done",
        "ENV V=1 A=$V",
        "ARG V=${V:-x}",
        "RUN echo $HOME $http_proxy",
    ] {
        assert_eq!(in_stage(text), [""; 0], "{text}");
    }
    assert!(words("ARG V\nFROM a AS b\nARG V\nFROM b\nRUN echo $V\n").is_empty());
    assert!(words("ARG HTTP_PROXY HOME PWD\nFROM a\nRUN echo $HTTP_PROXY $HOME $PWD\n").is_empty());
    assert!(words("ARG V\nFROM $V\n").is_empty());
    // The image may set it.
    assert!(words("ARG NODE_VERSION\nFROM node\nRUN echo $NODE_VERSION\nENV A=$NODE_VERSION\n").is_empty());
    assert_eq!(words("ARG NODE_VERSION\nFROM debian:12\nRUN echo $NODE_VERSION\n"), ["NODE_VERSION"]);
}

#[test]
fn one_finding_on_a_word() {
    let text = "ARG V\nFROM alpine\nENV A=$V\n";
    let rules = |selection: &Selection, text: &str| {
        let document = Document::new(Text::new(text));
        let found = diagnostics_for(&document, document.model(), selection);
        found.iter().map(|it| it.code).collect::<Vec<_>>()
    };
    let default = Selection::default_preset();
    assert_eq!(rules(default, text), ["GlobalArgInStage"]);
    assert_eq!(
        rules(&Selection::new(Preset::Buildkit, &dockwright_lint::preset::Choice::default()), text),
        ["UndefinedVar"]
    );
    assert!(build_preset("ARG V\nFROM alpine\nRUN echo $V\n").is_empty());
    for comment in [
        "# dockwright ignore=UndefinedVar",
        "# dockwright ignore=GlobalArgInStage",
        "# check=skip=UndefinedVar",
    ] {
        let text = format!("ARG V\nFROM alpine\n{comment}\nENV A=$V\n");
        assert!(rules(default, &text).is_empty(), "{comment} {:?}", rules(default, &text));
    }
    let choice = dockwright_lint::preset::Choice {
        ignore: vec!["GlobalArgInStage".to_owned()],
        ..dockwright_lint::preset::Choice::default()
    };
    assert_eq!(rules(&Selection::new(Preset::Default, &choice), text), ["UndefinedVar"]);
}

#[test]
fn messages_name_the_line() {
    let messages = |text: &str| -> Vec<String> {
        find("GlobalArgInStage", text).into_iter().map(|(_, message)| message).collect()
    };
    assert_eq!(
        messages("# a\nARG A \\\n  V=1\nFROM alpine\nRUN echo $V\n"),
        ["`V` is not visible in this stage: the ARG on line 3 is only for FROM"]
    );
    assert_eq!(
        messages("FROM alpine\nRUN echo $TARGETOS\n"),
        ["`TARGETOS` is not visible in this stage without `ARG TARGETOS`"]
    );
    assert_eq!(messages("ARG V\nFROM a\nCMD echo $V\n"), ["`V` is not set when a container runs this"]);
}

#[test]
fn the_stage_declares_it() {
    check_fix(
        "GlobalArgInStage",
        "ARG V=1\r\nFROM a\r\n# why\r\nrun \\\r\n  echo $V\r\n",
        "ARG V=1\r\nFROM a\r\narg V\r\n# why\r\nrun \\\r\n  echo $V\r\n",
    );
    check_fix(
        "GlobalArgInStage",
        "ARG V=1\nFROM a\nCMD echo $V\n",
        "ARG V=1\nFROM a\nARG V\nENV V=$V\nCMD echo $V\n",
    );
    check_fix(
        "GlobalArgInStage",
        "ARG V=1\nFROM a\nONBUILD RUN echo $V\n",
        "ARG V=1\nFROM a\nONBUILD ARG V\nONBUILD RUN echo $V\n",
    );
    check_fix(
        "GlobalArgInStage",
        "FROM a\nCOPY <<E /x\n$TARGETARCH\nE\n",
        "FROM a\nARG TARGETARCH\nCOPY <<E /x\n$TARGETARCH\nE\n",
    );
    // Several uses need one declaration.
    let document = Document::new(Text::new("ARG V\nFROM a\nRUN $V\nENV A=$V\n"));
    let selection = Selection::new(
        Preset::Default,
        &dockwright_lint::preset::Choice {
            select: vec!["GlobalArgInStage".to_owned()],
            ..dockwright_lint::preset::Choice::default()
        },
    );
    let fixed =
        dockwright_lint::fix_all::fix_all(&document, &selection, dockwright_lint::fix_all::Applied::Unsafe)
            .unwrap();
    assert_eq!(fixed.source, "ARG V\nFROM a\nARG V\nRUN $V\nENV A=$V\n");
}

#[test]
fn an_action_declares_it_at_the_cursor() {
    let text = "ARG VERSION=1.2\nFROM alpine:$VERSION\nRUN echo $VERSION\n";
    let document = Document::new(Text::new(text));
    let at = text.rfind("SION").unwrap();
    let found = dockwright_lint::diagnostics::diagnostics(&document);
    let action = found.into_iter().find(|it| it.range.contains(&at)).and_then(|it| it.fix).unwrap();
    assert_eq!(action.title, "Declare `VERSION` in this stage");
    assert_eq!(
        dockwright_analysis::fix::edited(text, &action.edits),
        "ARG VERSION=1.2\nFROM alpine:$VERSION\nARG VERSION\nRUN echo $VERSION\n"
    );
}
