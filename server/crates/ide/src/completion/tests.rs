//! Tests of the items offered at a cursor, marked with `$0`.

use dockwright_lint::build_report::report;
use dockwright_syntax::Text;

use super::*;
use dockwright_analysis::{problem::Phase, spec::FlagValue};
use dockwright_texts::Topic;

fn folder(path: &str, _: &str) -> Vec<FolderEntry> {
    let entry = |name: &str, is_folder| FolderEntry { name: name.to_owned(), is_folder };
    match path {
        "" => vec![entry("src", true), entry("go.mod", false), entry("my file", false), entry(".env", false)],
        "src" => vec![entry("main.go", false)],
        _ => Vec::new(),
    }
}

fn context(language: Language) -> CompletionContext<'static> {
    CompletionContext {
        language,
        has_snippets: true,
        is_by_hand: true,
        images: &|_| vec!["registry.example/base:1".to_owned()],
        folder: &folder,
        starter: &|| None,
    }
}

fn all(fixture: &str) -> (String, Vec<CompletionItem>) {
    let offset = fixture.find("$0").unwrap();
    let text = fixture.replacen("$0", "", 1);
    let document = Document::new(Text::new(&text));
    let mut items = completions(&document, offset, &context(Language::English));
    items.sort_by_key(|item| item.rank);
    (text, items)
}

fn labels(fixture: &str) -> Vec<String> {
    all(fixture).1.into_iter().map(|item| item.label).collect()
}

#[track_caller]
fn offers(fixture: &str, expected: &[&str]) {
    let found = labels(fixture);
    for label in expected {
        assert!(found.iter().any(|it| it == label), "{label} is not in {found:?}");
    }
}

#[track_caller]
fn offers_exactly(fixture: &str, expected: &[&str]) {
    assert_eq!(labels(fixture), expected);
}

#[track_caller]
fn accepts(fixture: &str, label: &str, expected: &str) {
    let (mut text, items) = all(fixture);
    let item = items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("{items:#?}"));
    text.replace_range(item.edit.range.clone(), &item.edit.text);
    assert_eq!(text, expected);
}

/// The items in the list that opens by itself after the text is typed.
fn opens(typed: &str) -> Vec<String> {
    let document = Document::new(Text::new(typed));
    let context = CompletionContext { is_by_hand: false, ..context(Language::English) };
    let mut items = completions(&document, typed.len(), &context);
    items.sort_by_key(|item| item.rank);
    items.into_iter().map(|item| item.label).collect()
}

#[track_caller]
fn opens_with(typed: &str, first: &str) {
    let labels = opens(typed);
    assert_eq!(labels.first().map(String::as_str), Some(first), "{typed:?}: {labels:?}");
}

#[test]
fn guesses_match_no_typed_text() {
    let (_, items) = all("FROM a\nWORKDIR /app\nCOPY package.json $0");
    let guess = items.iter().find(|item| item.label == "./").unwrap();
    assert_eq!(guess.filter, " ");
}

#[test]
fn finished_text_opens_nothing() {
    for typed in [
        // Keywords, blank lines, and shell text.
        "FROM a\nRUN",
        "FROM a\n    ",
        "FROM a\nRUN ",
        "FROM a\nRUN npm run build",
        "FROM a\nCMD ",
        "FROM a\nRUN for i in 1 2; do echo $i",
        "FROM a\nRUN x=1; IMAGE=2; echo $x",
        "FROM a\nENV image=1\nRUN for i in 1 2; do echo $i",
        "FROM a\nRUN grep foo$",
        "FROM a\nRUN echo $$",
        // Images: tags that are in no table, and names that continue one.
        "FROM python:3",
        "FROM python:3.4-alpine",
        "FROM node:lts",
        "FROM node:slim",
        "FROM nginx:alpine",
        "FROM alpine:3.2",
        "FROM golang:1.2",
        "FROM debian:stable",
        "FROM nginx",
        "FROM node ",
        "FROM node AS build ",
        "FROM a AS stage1\nFROM b AS stage2\nCOPY --from=stage",
        "FROM a AS build\nFROM b AS builder\nCOPY --from=build",
        "FROM a AS base-dev\nFROM base",
        "FROM a\nSTOPSIGNAL SIGIO",
        "FROM a\nSTOPSIGNAL 9",
        "FROM --platform=linux/amd64",
        // Paths.
        "FROM a\nCOPY .",
        "FROM a\nCOPY . .",
        "FROM a\nCOPY --chown=node . .",
        "FROM a\nCOPY . . ",
        "FROM a\nCOPY src",
        "FROM a\nRUN --mount=target=/x,type=cache",
        "FROM a\nRUN --mount=type=secret",
        "FROM a\nCOPY x src/",
        "FROM a\nCOPY src .",
        "FROM a\nWORKDIR /app\nCOPY go.mod ./",
        "FROM a\nWORKDIR /app\nCOPY . /",
        "FROM a\nWORKDIR /usr/src/app/x\nCOPY . /usr/src/app",
        "FROM a\nADD . /sr",
        "FROM a\nCOPY x sr",
        // Numbers and other free values.
        "FROM a\nEXPOSE 8",
        "FROM a\nEXPOSE 61616 8161 5005",
        "FROM a\nEXPOSE 80/udp",
        "FROM a\nHEALTHCHECK --interval=3",
        "FROM a\nHEALTHCHECK --retries=3",
        "FROM a\nCOPY --chmod=7",
        "FROM a\nRUN useradd appuser\nUSER app",
        "FROM a\nENV DEBIAN_FRONTEND=",
        "FROM a\nENV A=1 ",
        "FROM a\nARG TARGET",
        "ARG NODE_VERSION\nFROM a\nARG NODE",
        "FROM a\nENV FOO_BAR=1\nRUN echo $FOO",
        // Comments.
        "# ",
        "# check the log",
        "FROM a\n# hadolint",
    ] {
        assert_eq!(opens(typed), Vec::<String>::new(), "{typed:?}");
    }
}

#[test]
fn the_likeliest_comes_first() {
    opens_with("FROM a\nC", "COPY source dest");
    opens_with("FROM a\nEXPOSE 80\nC", "CMD [ \"executable\" ]");
    opens_with("FROM a\nCOPY . .\nR", "RUN command");
    opens_with("FROM a\nENTRYPOINT [\"a\"]\nE", "EXPOSE port");
    opens_with("FROM a\nRUN --mount=", "type=cache");
    opens_with("FROM a\nRUN --mount=type=cache,", "target=");
    opens_with("FROM a\nRUN --mount=type=cache", ",target=");
    opens_with("FROM a\nRUN --mount=id=x,type=tmpfs", ",target=");
    opens_with("FROM golang:1.24 AS a\nFROM a\nRUN --mount=type=cache,target=", "/go/pkg/mod");
    opens_with("FROM node:22\nRUN --mount=type=cache,target=", "/root/.npm");
    opens_with("FROM a\nARG TARGETOS TARGETARCH\nRUN GOOS=$", "$TARGETOS");
    opens_with("FROM a\nARG TARGETOS TARGETARCH\nRUN GOOS=x GOARCH=$", "$TARGETARCH");
    opens_with("FROM node:22\nEXPOSE ", "3000");
    opens_with("FROM nginx AS web\nFROM web\nEXPOSE ", "80");
    opens_with("FROM node:22\nENV PORT=4567\nEXPOSE ", "4567");
    opens_with("FROM a AS one\nFROM b AS two\nFROM c\nCOPY --from=", "two");
    opens_with("FROM a AS one\nRUN go build -o /out/app\nFROM b\nCOPY --from=one ", "/out/app");
    opens_with("FROM a AS one\nFROM b\nCOPY --from=one /out/app ", "/out/app");
    opens_with("FROM a\nWORKDIR /app\nCOPY . ", ".");
    opens_with("FROM a\nWORKDIR /app\nCOPY package.json ", "./");
    // The line cannot end after the first source.
    opens_with("FROM a\nCOPY go", "go.mod");
    opens_with("FROM a\nCOPY a.conf /etc/a.conf\nCOPY b.conf ", "/etc/b.conf");
    opens_with("FROM a AS ", "builder");
    opens_with("FROM pyt", "python");
    opens_with("FROM mcr.", "mcr.microsoft.com/");
    opens_with("FROM a\nLABEL org", "org.opencontainers.image.");
    opens_with("FROM a\nARG VERSION\nENV V", "VERSION");
    opens_with("FROM a\nENV DEBIAN_FRONTEND ", "noninteractive");
    opens_with("FROM a\nENV PATH=/x:$", "$PATH");
    opens_with("FROM a\nENV NODE_VERSION=1 A=2\nRUN curl node-v$", "$NODE_VERSION");
    opens_with("FROM a\nENV A_URL=1 B_HOME=2\nRUN x $A_URL ${", "${A_URL}");
    opens_with("FROM a\nCOPY s", "src/");
    opens_with("FROM a\nCOPY src/m", "main.go");
    // A destination must follow.
    opens_with("FROM a\nCOPY src/", "main.go");
    opens_with("FROM a\nEXPOSE 53/", "tcp");
}

#[test]
fn keywords() {
    offers(
        "FROM a\n$0",
        &["RUN command", "COPY source dest", "FROM baseImage", "RUN apt-get install", "HEALTHCHECK curl"],
    );
    offers("from a\n$0", &["run command", "copy source dest", "run apt-get install"]);
    let preamble = labels("$0");
    assert_eq!(preamble[..3], ["FROM baseImage", "ARG name", "FROM multi-stage"]);
    assert!(preamble.contains(&"MAINTAINER name".to_owned()));
    accepts("FROM a\nR$0\n", "RUN command", "FROM a\nRUN \n");
    accepts("FROM a\nCO$0PP . .\n", "COPY source dest", "FROM a\nCOPY . .\n");
    accepts("FROM a\nru$0", "RUN command", "FROM a\nRUN ");
    accepts("from a\nru$0", "run command", "from a\nrun ");
    offers("FROM a\nONBUILD $0", &["RUN command", "COPY source dest"]);
    offers("FROM a\nONBUILD R$0", &["RUN command"]);
    assert!(!labels("FROM a\nONBUILD $0").contains(&"FROM baseImage".to_owned()));
    accepts("FROM a\r\n  E$0\r\n", "ENV key=value", "FROM a\r\n  ENV \r\n");
}

#[test]
fn flags_and_values() {
    offers("FROM a\nRUN --$0", &["--mount=", "--network=", "--security="]);
    offers("FROM a\nRUN -$0", &["--mount="]);
    offers("FROM a\nRUN $0", &["--mount="]);
    offers("FROM a\nCOPY --link \\\n  --$0 a b", &["--from=", "--chown="]);
    assert!(!labels("FROM a\nCOPY --link --$0").contains(&"--link".to_owned()));
    accepts("FROM a\nCOPY --ch$0=x a b\n", "--chown=", "FROM a\nCOPY --chown= a b\n");
    offers_exactly("FROM a\nRUN --network=$0", &["default", "none", "host"]);
    accepts("FROM a\nRUN --network=n$0fau ls\n", "none", "FROM a\nRUN --network=none ls\n");
    offers("FROM --platform=$0", &["$BUILDPLATFORM", "linux/amd64"]);
    offers("FROM a\nUSER app:app\nCOPY --chown=$0", &["app:app", "root"]);
    offers("FROM a\nHEALTHCHECK --interval=$0", &["30s"]);
    offers("FROM a\nHEALTHCHECK $0", &["CMD", "NONE", "--interval="]);
    offers("FROM a\nONBUILD COPY --$0", &["--from="]);
    offers("FROM a\nADD --checksum=$0", &["sha256:"]);
    offers("FROM a\nCOPY --chmod=$0", &["755"]);
    assert!(!labels("FROM a\nCOPY --chmod=$0").contains(&"--chmod=".to_owned()));
}

#[test]
fn mounts() {
    offers("FROM a\nRUN --mount=$0", &["type=cache", "type=secret", "target="]);
    offers_exactly("FROM a\nRUN --mount=type=$0", &["cache", "bind", "secret", "ssh", "tmpfs"]);
    offers("FROM a\nRUN --mount=type=cache,$0", &["target=", "sharing=", "id="]);
    let keys = labels("FROM a\nRUN --mount=type=cache,dst=/x,$0 ls");
    assert!(!keys.contains(&"target=".to_owned()) && !keys.iter().any(|it| it.starts_with("type=")));
    assert!(!labels("FROM a\nRUN --mount=type=tmpfs,$0").contains(&"sharing=".to_owned()));
    offers_exactly("FROM a\nRUN --mount=type=cache,sharing=$0", &["shared", "private", "locked"]);
    offers("FROM a AS b\nFROM c\nRUN --mount=type=bind,from=$0", &["b"]);
    accepts(
        "FROM a\nRUN --mount=type=cache,tar$0,id=x ls\n",
        "target=",
        "FROM a\nRUN --mount=type=cache,target=,id=x ls\n",
    );
    offers("FROM a\nRUN --mount=type=cache,target=$0", &["/root/.npm"]);
    accepts(
        "FROM a\nRUN --mount=type=ca\\\nche,sha$0 ls\n",
        "sharing=",
        "FROM a\nRUN --mount=type=ca\\\nche,sharing= ls\n",
    );
}

#[test]
fn images_and_stages() {
    let found = labels("FROM golang AS build\nFROM $0");
    assert_eq!(found.iter().find(|it| !it.starts_with("--")).map(String::as_str), Some("build"));
    offers("FROM golang AS build\nFROM $0", &["golang", "registry.example/base:1", "alpine", "scratch"]);
    offers("FROM node:$0", &["24-slim"]);
    accepts("FROM pyth$0", "python", "FROM python");
    accepts("FROM alpine:3$0.1 AS x\n", "3.22", "FROM alpine:3.22 AS x\n");
    offers_exactly("FROM a $0", &["AS"]);
    accepts("from a $0", "as", "from a as ");
    offers("FROM a AS builder\nFROM a AS $0", &["build", "base"]);
    assert!(!labels("FROM a AS builder\nFROM a AS $0").contains(&"builder".to_owned()));
    offers("FROM a AS one\nFROM b\nFROM c\nCOPY --from=$0", &["one", "1"]);
    assert!(!labels("FROM a AS one\nFROM b AS two\nFROM $0 AS x").contains(&"x".to_owned()));
}

#[test]
fn variables() {
    let text = "ARG G=1\nFROM a\nENV A=b LONG=c\n";
    offers(&format!("{text}LABEL x=$$0"), &["${A}", "${LONG}", "${PATH}"]);
    assert!(!labels(&format!("{text}LABEL x=$$0")).contains(&"${G}".to_owned()));
    accepts(&format!("{text}LABEL x=$L$0B\n"), "$LONG", &format!("{text}LABEL x=$LONG\n"));
    accepts(&format!("{text}LABEL x=${{LO$0N}}y\n"), "${LONG}", &format!("{text}LABEL x=${{LONG}}y\n"));
    accepts(&format!("{text}LABEL x=${{$0\n"), "${LONG}", &format!("{text}LABEL x=${{LONG}}\n"));
    offers("ARG G=1\nFROM a:$$0", &["${G}", "${TARGETARCH}"]);
    offers(&format!("{text}RUN echo \"$$0\""), &["${A}", "${HTTP_PROXY}"]);
    offers(&format!("{text}RUN --mount=type=cache,target=$$0"), &["${A}"]);
    offers_exactly(&format!("{text}LABEL x='$$0'"), &[]);
    offers_exactly(&format!("{text}RUN echo '$$0'"), &[]);
    offers_exactly(&format!("{text}CMD [\"$$0\"]"), &[]);
    offers_exactly(&format!("{text}LABEL x=\\$$0"), &[]);
    offers(&format!("{text}COPY [\"$$0\", \"b\"]"), &["${A}"]);
    offers(&format!("{text}LABEL x=${{A:$0"), &[":-", ":+", ":?"]);
    offers("ARG G=1\nFROM a\nARG $0", &["G", "TARGETPLATFORM"]);
    assert!(!labels("ARG G=1\nFROM a\nARG G\nARG $0").contains(&"G".to_owned()));
}

#[test]
fn variables_tell_their_values_and_where_they_come_from() {
    let (_, items) = all("ARG G=1\nFROM a\nARG G\nENV A=b \\\n  LONG=c\nLABEL x=$$0\nENV A=later\n");
    let detail = |label: &str| items.iter().find(|it| it.label == label).and_then(|it| it.detail.clone());
    assert_eq!(detail("${A}").as_deref(), Some("b · ENV:4"));
    assert_eq!(detail("${LONG}").as_deref(), Some("c · ENV:5"));
    assert_eq!(detail("${G}").as_deref(), Some("1 · ARG:3"));
    assert_eq!(detail("${PATH}"), None);
}

#[test]
fn words_of_instructions() {
    offers("FROM a\nSTOPSIGNAL $0", &["SIGTERM", "SIGQUIT"]);
    accepts("FROM a\nSTOPSIGNAL SIG$0KILL\n", "SIGINT", "FROM a\nSTOPSIGNAL SIGINT\n");
    offers("FROM a\nEXPOSE $0", &["80", "443"]);
    offers_exactly("FROM a\nEXPOSE 80/$0", &["tcp", "udp", "sctp"]);
    offers("FROM a\nUSER $0", &["root"]);
    offers("FROM a\nWORKDIR /app\nVOLUME $0", &["/app"]);
    offers("FROM a\nSHELL $0", &["[\"/bin/bash\", \"-c\"]"]);
    offers("FROM a\nLABEL $0", &["org.opencontainers.image.title"]);
    accepts(
        "FROM a\nLABEL org.open$0x=\"1\"\n",
        "org.opencontainers.image.title",
        "FROM a\nLABEL org.opencontainers.image.title=\"1\"\n",
    );
    offers_exactly("FROM a\nLABEL a=$0", &[]);
    accepts("FROM a\nENV A=1 DEB$0\n", "DEBIAN_FRONTEND", "FROM a\nENV A=1 DEBIAN_FRONTEND=\n");
    offers_exactly("FROM a\nENV A $0", &[]);
}

#[test]
fn files() {
    offers("FROM a\nCOPY $0", &["src/", "go.mod", ".env", "--from="]);
    assert!(!labels("FROM a\nCOPY $0").contains(&"my file".to_owned()));
    offers("FROM a\nCOPY [\"$0\", \"b\"]", &["my file"]);
    accepts("FROM a\nCOPY src/m$0x /x\n", "main.go", "FROM a\nCOPY src/main.go /x\n");
    accepts("FROM a\nADD [\"s$0\"]\n", "src/", "FROM a\nADD [\"src/\"]\n");
    offers_exactly("FROM a\nCOPY ../$0", &[]);
    offers("FROM a AS b\nRUN go build -o /out/app\nFROM c\nCOPY --from=b $0", &["/out/app"]);
    offers("FROM a\nWORKDIR /app\nCOPY . $0", &["/app/"]);
    accepts("FROM a\nCOPY $0a b\n", "--link", "FROM a\nCOPY --link$0 a b\n");
}

#[test]
fn directives_and_silencing() {
    offers("# $0", &["syntax=", "escape=", "check="]);
    offers("# syntax=x\n#$0\nFROM a\n", &["escape=", "check="]);
    assert!(!labels("# syntax=x\n# $0\nFROM a\n").contains(&"syntax=".to_owned()));
    offers("# syntax=$0", &["docker/dockerfile:1"]);
    offers_exactly("# escape=$0\nFROM a", &["\\", "`"]);
    offers("#$0 escape=`\nFROM a", &["escape="]);
    offers("# check=$0", &["skip=", "error=true"]);
    offers("# check=skip=$0", &["all", "JSONArgsRecommended"]);
    assert!(!labels("# check=skip=StageNameCasing,$0").contains(&"StageNameCasing".to_owned()));
    offers("FROM a\n# hadolint ignore=$0\nRUN x", &["DL3025"]);
    offers("FROM a\n# dockwright ignore=JS$0\nRUN x", &["JSONArgsRecommended"]);
    accepts(
        "FROM a\n# check=skip=JS$0,B\nCMD x\n",
        "JSONArgsRecommended",
        "FROM a\n# check=skip=JSONArgsRecommended,B\nCMD x\n",
    );
    offers_exactly("FROM a\n# $0", &[]);
    offers_exactly("FROM a\n# a note$0\nRUN x", &[]);
}

#[test]
fn nothing_where_nothing_belongs() {
    for text in [
        "FROM a\nRUN <<E\n$0\nE\n",
        "FROM a\nRUN <<E\nec$0ho\nE\n",
        "FROM a\nRUN a \\\n  # no$0te\n  b\n",
        "FROM a\nCOPY <<E /x\n$$0\nE\n",
        "FROM a\nRUNN x$0\n",
        "FROM a\nRUN ls $0\n",
        "FROM a\nENV NAME=1\nLABEL x=$NA\\\nM$0\n",
    ] {
        offers_exactly(text, &[]);
    }
}

#[test]
fn other_line_ends_and_escapes() {
    offers("# escape=`\r\nFROM a\r\nRUN --network=none `\r\n  --mount=type=$0\r\n", &["cache"]);
    offers("\u{feff}FROM 안녕 AS 🐳\r\nCOPY --from=$0", &["alpine"]);
    offers("\u{feff}FR$0", &["FROM baseImage"]);
    accepts(
        "FROM a\nENV 이름=값 A=1\nLABEL x=\"값 $$0\"\n",
        "${A}",
        "FROM a\nENV 이름=값 A=1\nLABEL x=\"값 ${A}\"\n",
    );
    offers("FROM a\nRUN a && \\\n\n  --x $$0", &["${PATH}"]);
}

#[test]
fn every_row_is_offered() {
    let rows = |topic: Topic, fixture: &str, label: &dyn Fn(&str) -> String| {
        let found = labels(fixture);
        for id in topic.ids() {
            let label = label(id);
            assert!(found.contains(&label), "{label} of {topic:?} is not at {fixture:?}");
        }
    };
    let plain = |id: &str| id.to_owned();
    rows(Topic::Signals, "FROM a\nSTOPSIGNAL $0", &plain);
    rows(Topic::Labels, "FROM a\nLABEL $0", &plain);
    rows(Topic::Environment, "FROM a\nENV $0", &plain);
    rows(Topic::Predefined, "FROM a\nARG $0", &plain);
    rows(Topic::Images, "FROM $0", &plain);
    rows(Topic::Modifiers, "FROM a\nARG A\nLABEL a=${A$0", &|id| {
        // The name may also continue; only a modifier may follow it.
        let first = &id[..1];
        let all = labels(&format!("FROM a\nARG A\nLABEL a=${{A{first}$0"));
        assert!(all.iter().any(|label| label == id), "{id}: {all:?}");
        "${A}".to_owned()
    });
    for id in Topic::Ports.ids() {
        let fixture = if id.starts_with(|c: char| c.is_ascii_digit()) { "EXPOSE $0" } else { "EXPOSE 1/$0" };
        offers(&format!("FROM a\n{fixture}"), &[id]);
    }
    for id in Topic::Snippets.ids() {
        offers("FROM a\n$0", &[id]);
    }
    for id in Topic::Directives.ids() {
        let begun = id.split(' ').next().unwrap();
        let fixture = match id.split_once('=') {
            Some((name, _)) => format!("# {name}=$0"),
            None if id.contains('/') => "# syntax=$0".to_owned(),
            None if id.contains(' ') => format!("FROM a\n# {begun}$0\nRUN a"),
            None => "# $0".to_owned(),
        };
        let found = labels(&fixture);
        let is_it = |label: &String| {
            label.trim_end_matches('=') == id || label.starts_with(id.rsplit('=').next().unwrap())
        };
        // Comments that only other tools read, and those at the start of prose lines, are explained but not
        // offered.
        let is_silent = matches!(id, "hadolint shell" | "shellcheck disable");
        assert!(is_silent || found.iter().any(is_it), "{id} is not at {fixture:?}: {found:?}");
    }
}

#[test]
fn every_flag_is_offered_and_read() {
    for spec in &dockwright_analysis::spec::INSTRUCTIONS {
        for flag in spec.flags {
            let is_bool = flag.value == FlagValue::Bool;
            let label = format!("--{}{}", flag.name, if is_bool { "" } else { "=" });
            offers(&format!("FROM a\n{} --$0", spec.keyword), &[&label]);
            let rest = match spec.keyword {
                "FROM" => "b",
                "HEALTHCHECK" => "CMD c",
                "RUN" => "c",
                _ => "c /d",
            };
            let value = sample(flag.value);
            let text = format!("FROM a\n{} --{}={value} {rest}\n", spec.keyword, flag.name);
            let document = Document::new(Text::new(&text));
            let unknown = dockwright_lint::diagnostics::diagnostics(&document)
                .into_iter()
                .find(|it| it.code == "UnknownFlag");
            assert!(unknown.is_none(), "{text}: {unknown:?}");
        }
    }
    for id in Topic::Run.ids().filter_map(|id| id.strip_prefix("--mount=type=")) {
        let Some((kind, key)) = id.split_once(',') else {
            offers("FROM a\nRUN --mount=type=$0", &[id]);
            continue;
        };
        if let Some((key, value)) = key.split_once('=') {
            offers(&format!("FROM a\nRUN --mount=type={kind},{key}=$0"), &[value]);
        } else {
            let is_bare = ["readonly", "readwrite", "required"].contains(&key);
            let label = format!("{key}{}", if is_bare { "" } else { "=" });
            offers(&format!("FROM a\nRUN --mount=type={kind},$0"), &[&label]);
        }
    }
}

#[test]
fn every_item_can_be_accepted_anywhere() {
    let samples = [
        "# syntax=docker/dockerfile:1\nARG V=1\nFROM alpine:$V AS build\nRUN --mount=type=cache,target=/x a \"$V\" && \\\n  b\nCOPY [\"a\", \"b\"]\n",
        "from a\r\nonbuild copy --from=b c d\r\nhealthcheck --interval=5s cmd x\r\nlabel a=b c='d'\r\n",
        "FROM a\nENV A=${B:-c} D=\"e f\"\nEXPOSE 80/tcp\nSTOPSIGNAL 9\nUSER x\nRUN <<E\nx\nE\nSHELL [\"a\"]\n",
    ];
    for sample in samples {
        for offset in (0..=sample.len()).filter(|&at| sample.is_char_boundary(at)) {
            let document = Document::new(Text::new(sample));
            for item in completions(&document, offset, &context(Language::Korean)) {
                assert!(
                    item.edit.range.start <= offset && offset <= item.edit.range.end,
                    "{offset} {item:?}"
                );
                assert!(item.insert.end == offset || item.is_snippet, "{offset} {item:?}");
                let mut text = sample.to_owned();
                text.replace_range(item.edit.range.clone(), &item.edit.text);
                let typed = &sample[item.edit.range.start..offset];
                assert!(!typed.contains('\n') || typed.contains("\\\n"), "{offset} {item:?}");
            }
        }
    }
    let errors = |text: &str| {
        let all = report(&Document::new(Text::new(text))).errors;
        all.iter().filter(|error| error.phase == Phase::Parse).count()
    };
    assert_eq!(errors(samples[0]), 0);
}

/// A valid value of a flag.
fn sample(value: FlagValue) -> &'static str {
    match value {
        FlagValue::Mount => "type=cache,target=/x",
        FlagValue::Platform => "linux/amd64",
        FlagValue::Choice(choice) => choice.words[0],
        FlagValue::Device => "vendor.com/a",
        FlagValue::Count => "2",
        FlagValue::Digest => "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        FlagValue::Mode => "755",
        FlagValue::Duration => "5s",
        FlagValue::Bool => "true",
        FlagValue::Owner
        | FlagValue::From
        | FlagValue::Stage
        | FlagValue::Pattern
        | FlagValue::Path
        | FlagValue::Text => "x",
    }
}

#[test]
fn an_empty_file_gets_that_of_the_project() {
    let starter = || Some(StarterFile { kind: "Go".to_owned(), text: "FROM $x\n".to_owned() });
    let context = CompletionContext { starter: &starter, ..context(Language::English) };
    let first = |text: &str, offset: usize| {
        let document = Document::new(Text::new(text));
        let mut items = completions(&document, offset, &context);
        items.sort_by_key(|item| item.rank);
        items.into_iter().next().map(|item| (item.label, item.edit.range, item.is_snippet))
    };
    for (text, offset, range) in [("", 0, 0..0), ("\n\n", 1, 1..1), ("F", 1, 0..1), ("\nfr\n", 3, 1..3)] {
        assert_eq!(first(text, offset), Some(("Dockerfile for Go".to_owned(), range, false)), "{text:?}");
    }
    for (text, offset) in [("# x\n", 4), ("FROM a\n", 7), ("FROM ", 5), ("\nARG A\nF", 8)] {
        assert!(first(text, offset).is_none_or(|(label, ..)| !label.contains("Go")), "{text:?}");
    }
}
