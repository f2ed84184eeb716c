//! Tests of which findings are held back during typing, and which are shown at once.

use dockwright_syntax::Text;

use super::*;
use dockwright_lint::{diagnostics::diagnostics, preset::Choice, rule::Preset};

/// The text without the `|`, and the offset of the `|`.
fn typed(text: &str) -> (Document, usize) {
    let cursor = text.find('|').unwrap();
    (Document::new(Text::new(&text.replacen('|', "", 1))), cursor)
}

/// The rules of the findings that are held back, and those of the findings that are shown.
fn parted(text: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let (document, cursor) = typed(text);
    let found = editor_diagnostics(&document, document.model(), Selection::default_preset(), &[cursor]);
    let shown: Vec<_> = found.shown.iter().map(|found| found.code).collect();
    let mut held: Vec<_> = diagnostics(&document).iter().map(|found| found.code).collect();
    for code in &shown {
        let at = held.iter().position(|other| other == code).unwrap();
        held.remove(at);
    }
    let is_empty_file = held == ["NoStage"] && !found.holds_back;
    assert!(is_empty_file || found.holds_back != held.is_empty(), "{text}");
    (held, shown)
}

/// Checks that all findings of the rule are held back. Each text follows `FROM scratch AS build`.
#[track_caller]
fn held(rule: &str, texts: &[&str]) {
    all(texts, |held, shown| held.contains(&rule) && !shown.contains(&rule));
}

/// Like [`held`], for findings that are shown at once.
#[track_caller]
fn shown(rule: &str, texts: &[&str]) {
    all(texts, |held, shown| shown.contains(&rule) && !held.contains(&rule));
}

#[track_caller]
fn all(texts: &[&str], is_right: impl Fn(&[&str], &[&str]) -> bool) {
    let wrong: Vec<_> = texts
        .iter()
        .map(|text| (text, parted(&format!("FROM scratch AS build\n{text}"))))
        .filter(|(_, (held, shown))| !is_right(held, shown))
        .map(|(text, (held, shown))| format!("{text:?}: {held:?} held back, {shown:?} shown"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn programs_in_the_run_being_typed() {
    held("AptGetYes", &["RUN apt-get install cu|", "RUN x && \\\n  apt-get install cu|\n"]);
    held("AptInsteadOfAptGet", &["RUN apt install -y x|"]);
    shown(
        "AptGetYes",
        &["RUN apt-get install x\nRUN |", "|RUN apt-get install x", "RUN x| && apt-get install x"],
    );
}

#[test]
fn keywords() {
    held("UnknownInstruction", &["C|", "wor|", "HEALTHCHEC|", "W|DIR", "|OPY a b", "  E|"]);
    shown(
        "UnknownInstruction",
        &["CO |", "CPY|", "RUNN|", "C|X a", "FROMM|", "C\n|", "C\n|\nRUN a", "CO\nRUN a|"],
    );
    held("MissingLineContinuation", &["RUN a\n  MAI|"]);
}

#[test]
fn operators_of_a_shell() {
    held(
        "DanglingOperator",
        &["RUN a &&|", "RUN a && |", "RUN a && \\\n  |", "CMD a &&|", "RUN <<E\na &&|\nE\n"],
    );
    shown("DanglingOperator", &["RUN a| &&", "RUN a &&\nCOPY a b|", "R|UN a && && b"]);
}

#[test]
fn arguments_that_a_stage_does_not_see() {
    held(
        "GlobalArgInStage",
        &["ARG TARGETARCHIVE\nRUN $TARGETARCH|", "ENV TARGETARCH1=x\nLABEL a=${TARGETARCH|"],
    );
    shown("GlobalArgInStage", &["RUN $TARGETARCH|", "RUN $TARGETARCH |", "RUN a|\nRUN $TARGETARCH"]);
    held("PlatformArgDefault", &["ARG TARGETARCH=|", "ARG TARGETARCH=a|"]);
    shown("PlatformArgDefault", &["ARG TARGETARCH=a |", "ARG TARGETARCH=a B|"]);
}

#[test]
fn names_of_stages() {
    held(
        "UnknownStageTypo",
        &[
            "FROM a\nCOPY --from=buil| a b",
            "FROM buil|",
            "FROM builds|",
            "FROM a\nRUN --mount=from=buil|,target=/x y",
        ],
    );
    shown("UnknownStageTypo", &["FROM a\nCOPY --from=buil a| b", "FROM buil AS x|"]);
    held("PlatformOnStage", &["FROM --platform=x/y build|"]);
    shown("PlatformOnStage", &["FROM --platform=x/y build |", "FROM --platform=x/y| build"]);
}

#[test]
fn flags() {
    held("UnknownFlag", &["COPY --f| a b", "COPY --|rom=a b c", "COPY --chm|", "RUN --mou|"]);
    shown("UnknownFlag", &["COPY --f | a b", "COPY --form| a b", "COPY --f=x| a b", "EXPOSE --f|"]);
    held("FlagNeedsValue", &["COPY --from| a b", "HEALTHCHECK --interval| CMD a", "ADD --checksum|"]);
    shown("FlagNeedsValue", &["COPY --from | a b", "COPY --from a| b"]);
    held("FlagNotBoolean", &["COPY --link=t| a b", "COPY --link=FAL| a b"]);
    shown("FlagNotBoolean", &["COPY --link=y| a b", "COPY --link=t a| b"]);
    held("InvalidRunMode", &["RUN --network=h| a", "RUN --network=| a", "RUN --security=in| a"]);
    shown("InvalidRunMode", &["RUN --network=hots| a", "RUN --network=h a|"]);
    held("InvalidHealthcheckType", &["HEALTHCHECK C|", "HEALTHCHECK no|", "HEALTHCHECK -|"]);
    shown("InvalidHealthcheckType", &["HEALTHCHECK curl|", "HEALTHCHECK C |"]);
}

#[test]
fn missing_arguments() {
    held(
        "MissingArgument",
        &["COPY|", "COPY |", "COPY a|", "COPY a |", "WORKDIR |", "ENV |", "ONBUILD |", "COPY --fr|"],
    );
    held("MissingArgument", &["COPY \\\n  a|", "COPY \\\n  a \\\n|", "VOLUME \"|\" /a"]);
    shown("MissingArgument", &["COPY a\n|", "|COPY a", "C|OPY a", "VOLUME \"\" /a|", "COPY a\nRUN b|"]);
    held("EmptyCommand", &["RUN|", "CMD |", "ENTRYPOINT |", "RUN [|]"]);
    held("HealthcheckMissingCommand", &["HEALTHCHECK CMD|", "HEALTHCHECK --retries=3 CMD |"]);
    held("EnvNeedsValue", &["ENV A|", "ENV A |", "LABEL a.b|", "ENV \\\n  A|", "ONBUILD ENV A|"]);
    held("KeyValueMissingEquals", &["ENV A=1 B|", "ENV A=1 \\\n  B| \\\n  C=3", "LABEL a=1 |b"]);
    shown("KeyValueMissingEquals", &["ENV A=1 B |", "ENV A=1 B C=3|", "ENV A=1| B"]);
    held("OnbuildTriggerFails", &["ONBUILD RU|", "ONBUILD COPY a |", "ONBUILD COPY --fr| a b"]);
    shown("OnbuildTriggerFails", &["ONBUILD RUNN x|", "ONBUILD COPY --form=a b |c"]);
    held("BlankKey", &["ENV |=1"]);
    shown("BlankKey", &["ENV =1|"]);
    held("HeredocAsDestination", &["COPY a <<E|\nE\n"]);
    held("CopyDestinationSlash", &["COPY a b /c|", "COPY a b c |"]);
    shown("CopyDestinationSlash", &["COPY a| b /c"]);
}

#[test]
fn base_images_and_stage_names() {
    held(
        "FromArity",
        &["FROM|", "FROM |", "FROM a A|", "FROM a as|", "FROM a AS |", "FROM | AS b", "FROM a A| b"],
    );
    shown("FromArity", &["FROM a b|", "FROM a AS b c|", "FROM a A |b", "FROM a ASS|", "FROM a x AS|"]);
    let digest = format!("FROM a@sha256:{}|", "0".repeat(20));
    held(
        "InvalidImageReference",
        &["FROM a:|", "FROM a/|", "FROM mcr.|", "FROM reg.io:5000/|", "FROM a@sha|", &digest],
    );
    held("InvalidImageReference", &["FROM -|", "FROM a:|${X}", "COPY --from=a/| b c", "FROM $|"]);
    shown(
        "InvalidImageReference",
        &["FROM Node|", "FROM a:b:c|", "FROM a: AS b|", "FROM ghcr.io/Org/a|", "FROM a::|b"],
    );
    let later = "COPY --from=bu| a b\nFROM scratch AS bu";
    held("CopyFromUnknownStage", &[&format!("FROM scratch AS c\n{later}")]);
    held("InvalidImageReference", &["FROM a\nCOPY --from=BU| b c"]);
    shown("CopyFromUnknownStage", &["COPY --from=bu| a b\nFROM scratch AS bu", "COPY --from=7| a b"]);
    held("CircularStageDependency", &["FROM scratch AS bu\nCOPY --from=bu| a b"]);
    held("InvalidPlatform", &["FROM --platform=linux/| a", "FROM --platform=li| a", "FROM --platform=$| a"]);
    shown("InvalidPlatform", &["FROM --platform=foo| a", "FROM --platform=linux/*| a"]);
    shown("InvalidStageName", &["FROM a AS 1|"]);
}

#[test]
fn variables() {
    held(
        "InvalidSubstitution",
        &["ENV A=${|", "ENV A=${B|", "ENV A=${B:|", "ENV A=${B:-|", "ENV A=\"${|}\"", "USER ${|}"],
    );
    held(
        "InvalidSubstitution",
        &["ENV A=${B:-${C|", "COPY <<E /a/\n${A|\nit's\nE\n", "ENV A=1 \\\n  B=${|\n"],
    );
    shown("InvalidSubstitution", &["ENV A=${B@}|", "ENV A=${B@} C=|", "ENV A=${ C=${D}|", "ENV A=| B=${C@}"]);
    shown("InvalidSubstitution", &["COPY <<E /a/\n${A\nit's |\nE\n"]);
    held(
        "UnclosedQuote",
        &["ENV A=\"|", "ENV A=\"b c|", "ENV A=\"b |", "LABEL a='b|", "ENV A=\"b \\\n  c|", "VOLUME [\"/a|"],
    );
    shown("UnclosedQuote", &["ENV A=|\"b", "ENV B=1| A=\"b"]);
    let file = |text: &str| parted(&format!("ARG BASE=a\nARG EMPTY\n{text}"));
    assert_eq!(file("FROM $B|"), (vec!["BaseNameEmpty", "UndefinedArgInFrom"], vec![]));
    assert_eq!(file("FROM ${E|}"), (vec!["BaseNameEmpty", "UndefinedArgInFrom"], vec![]));
    assert_eq!(file("FROM ${EMPTY|}").0, ["BaseNameEmpty"]);
    assert_eq!(file("FROM $EMPTY|").0, Vec::<&str>::new());
    assert_eq!(file("FROM $X|").0, Vec::<&str>::new());
    held("UndefinedVar", &["ENV APP_HOME=/a\nUSER $APP|", "USER ${DEBIAN|}"]);
    shown("UndefinedVar", &["ENV APP_HOME=/a\nUSER $APP_HOEM|", "ENV APP_HOME=/a\nUSER $APP |"]);
    held("WorkdirRelativePath", &["WORKDIR \"|\"", "WORKDIR C|", "ENV HOME=/a\nWORKDIR $H|"]);
    shown("WorkdirRelativePath", &["WORKDIR app|"]);
}

#[test]
fn arrays() {
    let arrays = ["[|", "[ |", "[\"a|", "[\"a\"|", "[\"a\",|", "[\"a\", |]", "[\"\\u00|", "[\"a\" | \"b\"]"];
    for array in arrays {
        held("MalformedJsonArray", &[&format!("CMD {array}")]);
        held("ShellNeedsJson", &[&format!("SHELL {array}")]);
    }
    held("MalformedJsonArray", &["HEALTHCHECK CMD [\"a|", "COPY [\"a\", \"b|", "ONBUILD CMD [\"a|"]);
    let wrong = ["['a'|", "[a, |", "[\"a\"] b|", "[|'a']", "[\"a\";|"];
    for array in wrong {
        shown("MalformedJsonArray", &[&format!("CMD {array}")]);
        shown("ShellNeedsJson", &[&format!("SHELL {array}")]);
    }
    shown("MalformedJsonArray", &["CMD [\"a\n|", "CMD |[\"a"]);
    shown("ShellNeedsJson", &["SHELL bash|"]);
    held("ExecEmptyArgument", &["ENTRYPOINT [\"|\"]"]);
    shown("ExecEmptyArgument", &["ENTRYPOINT [\"\"|]"]);
    held("ExecShellBuiltin", &["ENTRYPOINT [\".|\"]"]);
    held("ShellMissingCommandFlag", &["SHELL [\"/bin/bash\"|]"]);
}

#[test]
fn values() {
    held(
        "InvalidPort",
        &[
            "EXPOSE 80:|",
            "EXPOSE 8000-|",
            "EXPOSE 8000-9|",
            "EXPOSE 127.0.|",
            "EXPOSE $|",
            "EXPOSE 80 81-| 82",
        ],
    );
    shown("InvalidPort", &["EXPOSE 99999|", "EXPOSE a|", "EXPOSE 80: 81|", "EXPOSE a 80|"]);
    held("InvalidProtocol", &["EXPOSE 80/t|", "EXPOSE 80/UD|", "EXPOSE 80-90/s|"]);
    shown("InvalidProtocol", &["EXPOSE 80/http|", "EXPOSE 80/t |"]);
    held("InvalidDuration", &["HEALTHCHECK --interval=5| CMD a", "HEALTHCHECK --interval=1m3| CMD a"]);
    shown("InvalidDuration", &["HEALTHCHECK --interval=x| CMD a", "HEALTHCHECK --interval=5 CMD a|"]);
    held("InvalidRetries", &["HEALTHCHECK --retries=-| CMD a"]);
    shown("InvalidRetries", &["HEALTHCHECK --retries=x| CMD a", "HEALTHCHECK --retries=-1| CMD a"]);
    held(
        "InvalidStopSignal",
        &["STOPSIGNAL S|", "STOPSIGNAL sigq|", "STOPSIGNAL TER|", "STOPSIGNAL RTMIN+|", "STOPSIGNAL $|"],
    );
    shown("InvalidStopSignal", &["STOPSIGNAL SIGFOO|", "STOPSIGNAL S |"]);
    held("InvalidChmod", &["COPY --chmod=u| a b", "COPY --chmod=u+x,| a b", "COPY --chmod=$| a b"]);
    shown("InvalidChmod", &["COPY --chmod=foo| a b", "COPY --chmod=99| a b", "COPY --chmod=u a b|"]);
    held(
        "InvalidChecksum",
        &["ADD --checksum=sha256:ab| https://x.io/a b", "ADD --checksum=sh| https://x.io/a b"],
    );
    shown("InvalidChecksum", &["ADD --checksum=md5:ab| https://x.io/a b"]);
    held("InvalidGitSource", &["ADD https://x.io/a.git?re| b", "ADD https://x.io/a.git?keep-git-dir=tr| b"]);
    shown("InvalidGitSource", &["ADD https://x.io/a.git?foo=1| b"]);
}

#[test]
fn mounts() {
    let unfinished = [
        "",
        "t",
        "type",
        "type=",
        "type=ca",
        "type=cache",
        "type=cache,",
        "type=cache,tar",
        "type=cache,target=",
        "targ",
        "type=cache,target=/a,sharing=lo",
        "type=secret",
        "type=secret,",
        "type=secret,i",
        "type=secret,id=",
        "type=cache,target=/a,mode=",
        "type=cache,target=/a,r",
        "target=/a,sharing=locked",
        "type=tmpfs,target=/a,size=",
        "type=secret,id=a,required=t",
    ];
    for mount in unfinished {
        let (_, shown) = parted(&format!("FROM a\nRUN --mount={mount}| b"));
        assert_eq!(shown, Vec::<&str>::new(), "{mount}");
    }
    let wrong = [
        "type=foo",
        "type=cache,foo",
        "type=cache,target=/a,sharing=all",
        "type=cache,target=/a,mode=9",
        "x=y",
    ];
    for mount in wrong {
        shown("InvalidMount", &[&format!("RUN --mount={mount}| b")]);
    }
    shown("InvalidMount", &["RUN --mount=type=ca b|"]);
    let two = parted("FROM a\nRUN --mount=type=ca --mount=type=| b");
    assert_eq!(two, (vec!["InvalidMount"], vec!["InvalidMount"]));
}

#[test]
fn lines_and_heredocs() {
    held("DanglingContinuation", &["RUN a \\|", "RUN a \\\n|", "RUN a \\\n  |\n", "ENV A=1 \\|\n"]);
    held(
        "DanglingContinuation",
        &["RUN a \\|\nCOPY b c", "RUN a \\\n  |\nCOPY b c", "ENV A=1 \\|\nCOPY b c\n"],
    );
    shown("DanglingContinuation", &["RUN a \\\nCOPY b c|", "RUN a \\\nCOPY b |c"]);
    held("UnterminatedHeredoc", &["RUN <<E|", "RUN <<E\n|", "RUN <<E\na\nE|X\n", "COPY <<E /a\n|"]);
    shown("UnterminatedHeredoc", &["RUN a| <<E\n"]);
    held("NoEmptyContinuation", &["RUN a \\\n|\n  && b"]);
    shown("NoEmptyContinuation", &["RUN a \\\n\n  && b|"]);
    held("WrongEscapeCharacter", &["RUN a `|\n  -b c\n"]);
    held("WindowsShellFormPath", &["FROM mcr.microsoft.com/windows/nanoserver\nRUN cd C:\\|\n  dir"]);
    held("BackgroundProcess", &["CMD a &|"]);
}

#[test]
fn comments_and_directives() {
    let file = |text: &str| parted(&format!("{text}\nFROM a"));
    for text in [
        "# check=|",
        "# check=s|",
        "# check=skip|",
        "# check=skip=all;err|",
        "# check=error=|",
        "# check=error=tr|",
    ] {
        assert_eq!(file(text).1, Vec::<&str>::new(), "{text}");
    }
    for text in ["# check=foo|", "# check=s |", "# escape=x|"] {
        assert_eq!(file(text), (vec![], vec!["InvalidDirective"]), "{text}");
    }
    for text in ["# syntax=docker/dockerfi|", "# syntax=d|", "# syntax=ghcr.io/x/y|"] {
        assert_eq!(file(text).1, Vec::<&str>::new(), "{text}");
    }
    held("UnusedSuppression", &["# dockwright ignore=Stage|\nRUN a"]);
    shown("UnusedSuppression", &["# dockwright ignore=StageNameCasing\nRUN a|"]);
}

#[test]
fn templates() {
    held("UnknownInstruction", &["FROM a\n{|", "FROM a\n<|"]);
    held("InvalidImageReference", &["FROM a\nFROM b:{|"]);
    shown("UnknownInstruction", &["FROM a\n{ |", "FROM a\nFOO{}|", "FROM a\nFOO {|"]);
}

#[test]
fn a_file_without_stages() {
    for text in ["|", "\n\n|", "# a|\n", "# syntax=docker/dockerfile:1\n|"] {
        assert_eq!(parted(text), (vec!["NoStage"], vec![]), "{text:?}");
    }
    for text in ["F|", "ARG A=1|", "ARG A=1\n|", "ARG A=1\nFR|"] {
        assert!(parted(text).0.contains(&"NoStage"), "{text:?}");
        assert!(!parted(text).1.contains(&"NoStage"), "{text:?}");
    }
    for text in ["# a|\nARG A=1\n", "FOO|", "FOO\n|", "FR\nFOO|"] {
        assert!(parted(text).1.contains(&"NoStage"), "{text:?}");
    }
    // An editor shows no error for an empty file even without a cursor; a build does.
    let empty = Document::new(Text::new("# a\n"));
    let found = editor_diagnostics(&empty, empty.model(), Selection::default_preset(), &[]);
    assert_eq!((found.shown.len(), found.holds_back, diagnostics(&empty).len()), (0, false, 1));
    let arg = Document::new(Text::new("ARG A=1\n"));
    let found = editor_diagnostics(&arg, arg.model(), Selection::default_preset(), &[]);
    assert!(!found.shown.is_empty());
}

#[test]
fn only_the_instruction_at_the_cursor_is_quiet() {
    assert_eq!(
        parted("FROM a\nCOPY a\nCOPY b|\nCOPY c\n"),
        (vec!["MissingArgument"], vec!["MissingArgument"; 2])
    );
    assert_eq!(parted("FROM a\r\nCOPY a\r\nCOPY b|\r\nCOPY c\r\n").0, ["MissingArgument"]);
    assert_eq!(parted("FROM a\nCOPY b\n|"), (vec![], vec!["MissingArgument"]));
    assert_eq!(parted("FROM a\nCOPY b \t|\n").0, ["MissingArgument"]);
    // A mistake before the cursor is shown although the rest of the line is unfinished.
    assert_eq!(parted("FROM a\nCOPY --form=b c|"), (vec!["MissingArgument"], vec!["UnknownFlag"]));
    let (document, cursor) = typed("FROM a\nCOPY b|\nCOPY c");
    let quiet = |cursors: &[usize]| {
        editor_diagnostics(&document, document.model(), Selection::default_preset(), cursors).shown.len()
    };
    assert_eq!((quiet(&[]), quiet(&[cursor]), quiet(&[cursor, cursor + 7])), (2, 1, 0));
    assert_eq!(quiet(&[1000]), 2);
}

#[test]
fn images_without_a_tag() {
    let choice = Choice { select: vec!["UntaggedImage".to_owned()], ..Choice::default() };
    let selection = Selection::new(Preset::Hadolint, &choice);
    let count = |text: &str| {
        let (document, cursor) = typed(text);
        let found = editor_diagnostics(&document, document.model(), &selection, &[cursor]).shown;
        found.iter().filter(|found| found.code == "UntaggedImage").count()
    };
    assert_eq!((count("FROM alpine|"), count("FROM alpine AS a|"), count("FROM alpine\n|")), (0, 1, 1));
}
