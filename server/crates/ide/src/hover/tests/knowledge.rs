//! Tests of hovers about the language itself: each row of the tables in a small file, in both
//! languages.

use dockwright_syntax::Text;

use super::super::*;
use dockwright_analysis::spec::{
    INSTRUCTIONS, Instruction,
    mounts::{MOUNT_KINDS, MountValue, SHARINGS},
};
use dockwright_texts::{Topic, ide::hover::card as texts};

const LANGUAGES: [Language; 2] = [Language::English, Language::Korean];

#[track_caller]
fn at(text: &str, offset: usize, language: Language) -> Option<(String, String)> {
    let document = Document::new(Text::new(text));
    hover(&document, offset, language).map(|hover| (text[hover.range].to_owned(), hover.markdown))
}

/// Checks that each character of `word` has a hover for the same token, and that the text contains
/// `piece`.
#[track_caller]
fn check(text: &str, word: &str, piece: &str, language: Language) {
    let start = text.find(word).unwrap_or_else(|| panic!("{word:?} is not in {text:?}"));
    for (at_char, _) in word.char_indices() {
        let (token, markdown) = at(text, start + at_char, language)
            .unwrap_or_else(|| panic!("nothing at {at_char} of {word:?} in {text:?}"));
        assert_eq!(token, word, "{text:?} {at_char}: {markdown}");
        assert!(markdown.contains(piece), "{text:?}: {markdown:?} has no {piece:?}");
    }
}

#[track_caller]
fn check_entry(text: &str, word: &str, topic: Topic, id: &str) {
    for language in LANGUAGES {
        let entry = topic.entry(language, id).unwrap_or_else(|| panic!("{id}"));
        let summary = entry.text.split("\n\n").next().unwrap();
        check(text, word, summary, language);
    }
}

#[track_caller]
fn check_nothing(fixture: &str) {
    let file = dockwright_fixture::parse_one(fixture);
    assert_eq!(at(&file.text, file.cursor(), Language::English), None, "{fixture:?}");
}

#[test]
fn every_instruction_is_explained() {
    for spec in &INSTRUCTIONS {
        for keyword in [spec.keyword.to_owned(), spec.keyword.to_lowercase()] {
            for text in [
                format!("FROM a\n{keyword} x\n"),
                format!("FROM a\n{keyword}"),
                format!("# escape=`\r\nFROM a\r\nONBUILD {keyword} `\r\n x\r\n"),
            ] {
                // The keyword after the first FROM.
                let start = text.rfind(&keyword).unwrap();
                for language in LANGUAGES {
                    let (token, markdown) = at(&text, start, language).unwrap();
                    assert_eq!(token, keyword);
                    let intro = spec.instruction.topic().intro(language).text;
                    assert!(markdown.contains(intro), "{text:?}: {markdown}");
                    assert!(
                        markdown.contains("https://docs.docker.com/reference/dockerfile/#"),
                        "{markdown}"
                    );
                    assert!(markdown.lines().count() <= 30, "{keyword}: {} lines", markdown.lines().count());
                }
            }
        }
    }
}

#[test]
fn every_flag_and_value_is_explained() {
    for spec in &INSTRUCTIONS {
        let keyword = spec.keyword;
        for flag in spec.flags {
            let written = format!("--{}", flag.name);
            let id = written.clone();
            let text = format!("FROM a\n{keyword} {written}=x y z\n");
            check_entry(&text, &written, spec.instruction.topic(), &id);
            for text in [format!("FROM a\n{keyword} {written}"), format!("FROM a\n{keyword} {written}=")] {
                check_entry(&text, &written, spec.instruction.topic(), &id);
            }
            let since = flag.since.map(|version| texts::since(version.to_string()).text(Language::Korean));
            check(&text, &written, since.as_deref().unwrap_or_default(), Language::Korean);
            for value in flag.value.words() {
                let text = format!("FROM a\n{keyword} {written}={value} y z\n");
                check_entry(&text, value, spec.instruction.topic(), &format!("{written}={value}"));
            }
        }
    }
    check_entry(
        "FROM --platform=$BUILDPLATFORM a\n",
        "$BUILDPLATFORM",
        Topic::From,
        "--platform=$BUILDPLATFORM",
    );
    for id in Topic::From.ids().filter(|id| id.starts_with("--platform=") && !id.contains('$')) {
        let value = id.trim_start_matches("--platform=");
        check_entry(&format!("FROM {id} a\n"), value, Topic::From, id);
    }
}

#[test]
fn every_mount_is_explained() {
    for (name, kind) in MOUNT_KINDS {
        let id = format!("--mount=type={name}");
        check_entry(&format!("FROM a\nRUN {id} x\n"), name, Topic::Run, &id);
        for key in kind.keys().filter(|key| key.value != MountValue::Kind) {
            for written in [key.name].iter().chain(key.aliases) {
                let text = format!("FROM a\nRUN --mount=type={name},{written}=Q x\n");
                check_entry(&text, &format!("{written}=").replace('=', ""), Topic::Run, &key.entry(kind));
                let text = format!("FROM a\nONBUILD run --mount=type={name},\\\n{written}");
                check_entry(&text, written, Topic::Run, &key.entry(kind));
            }
        }
    }
    check_entry("FROM a\nRUN --mount=type=bind x\n", "type", Topic::Run, "--mount=type");
    for sharing in SHARINGS {
        let id = format!("--mount=type=cache,sharing={sharing}");
        check_entry(&format!("FROM a\nRUN {id} x\n"), sharing, Topic::Run, &id);
    }
}

#[test]
fn every_label_port_and_signal_is_explained() {
    for id in Topic::Labels.ids() {
        for text in [format!("FROM a\nLABEL {id}=x\n"), format!("FROM a\nLABEL a=b \"{id}\"=x\n")] {
            check_entry(&text, id, Topic::Labels, id);
        }
    }
    for id in Topic::Ports.ids() {
        let is_number = id.parse::<u16>().is_ok();
        let text = if is_number {
            format!("FROM a\nEXPOSE {id}/tcp\n")
        } else {
            format!("FROM a\nEXPOSE 7/{id} 1\n")
        };
        check_entry(&text, id, Topic::Ports, id);
    }
    for id in Topic::Signals.ids() {
        check_entry(&format!("FROM a\nSTOPSIGNAL {id}\n"), id, Topic::Signals, id);
    }
    check_entry("FROM a\nSTOPSIGNAL 15\n", "15", Topic::Signals, "SIGTERM");
}

#[test]
fn every_name_and_modifier_is_explained() {
    for (topic, ids) in [
        (Topic::Predefined, Topic::Predefined.ids().collect::<Vec<_>>()),
        (Topic::Environment, Topic::Environment.ids().collect()),
    ] {
        for id in ids {
            check_entry(&format!("FROM a\nARG {id}=x\n"), id, topic, id);
            check_entry(&format!("FROM a\nENV {id}=x\n"), id, topic, id);
            check_entry(&format!("FROM a\nUSER x${{{id}}}\n"), &format!("${{{id}}}"), topic, id);
        }
    }
    check_entry("FROM a\nARG http_proxy\n", "http_proxy", Topic::Predefined, "HTTP_PROXY");
    for id in Topic::Modifiers.ids() {
        let reference = format!("${{V{id}x{}}}", if id.starts_with('/') { "/y" } else { "" });
        check_entry(&format!("FROM a\nUSER {reference}\n"), &reference, Topic::Modifiers, id);
    }
}

#[test]
fn every_directive_is_explained() {
    for id in ["syntax", "escape", "check"] {
        check_entry(&format!("# {id}=x\nFROM a\n"), id, Topic::Directives, id);
    }
    for id in ["docker/dockerfile:1", "docker/dockerfile:1-labs"] {
        check_entry(&format!("\u{feff}#syntax = {id}\r\nFROM a\r\n"), id, Topic::Directives, id);
    }
    for id in Topic::Directives.ids() {
        if let Some(option) = id.strip_prefix("check=") {
            check_entry(&format!("FROM a\n# check={option}=all\nRUN x\n"), option, Topic::Directives, id);
        } else if id.contains(' ') {
            check_entry(&format!("# {id}=x\nFROM a\n"), id, Topic::Directives, id);
        }
    }
    check_entry(
        "FROM a\nRUN x \\\n # shellcheck disable=SC1\n y\n",
        "shellcheck disable",
        Topic::Directives,
        "shellcheck disable",
    );
}

#[test]
fn rules_are_explained_by_all_their_names() {
    for (text, name) in [
        ("# check=skip=A,StageNameCasing;error=true\nFROM a\n", "StageNameCasing"),
        ("FROM a\n# hadolint ignore=DL3025 # 이유\nCMD a\n", "DL3025"),
        ("FROM a\n# dockwright ignore=DL1, stagenamecasing;reason=x\nCMD a\n", "stagenamecasing"),
    ] {
        let rule = dockwright_lint::registry::named(name).unwrap();
        check(text, name, rule.summary, Language::English);
        check(text, name, &format!("`{}`", rule.name), Language::Korean);
    }
    check("# check=skip=StageNameCasing\nFROM a\n", "StageNameCasing", "소문자", Language::Korean);
}

#[test]
fn parts_of_from_are_explained() {
    check_entry("FROM a AS b\n", "AS", Topic::From, "AS");
    let digest = format!("ghcr.io/o/n:1@sha256:{}", "0".repeat(64));
    let text = format!("FROM {digest}\n");
    for (offset, id) in [(6, "registry"), (17, "tag"), (25, "digest")] {
        let (token, markdown) = at(&text, offset, Language::English).unwrap();
        let entry = Topic::From.entry(Language::English, id).unwrap().text;
        assert_eq!(token, digest);
        assert!(markdown.starts_with("Image ") && markdown.contains(entry), "{id}: {markdown}");
    }
    check_entry("FROM scratch\n", "scratch", Topic::From, "scratch");
    let (_, markdown) = at("FROM python:3\n", 6, Language::English).unwrap();
    let python = Topic::Images.entry(Language::English, "python").unwrap();
    assert!(markdown.contains(&python.summary()) && !markdown.contains("tags:"), "{markdown}");
}

#[test]
fn values_are_spelt_out() {
    let copy = "FROM a\nCOPY --chmod=0644 --chown=me:us a b\n";
    let signal = "FROM a\nENV S=SIGQUIT\nSTOPSIGNAL $S\n";
    check_entry(signal, "$S", Topic::Signals, "SIGQUIT");
    check(copy, "0644", "`rw-r--r--`", Language::English);
    check_entry(copy, "me:us", Topic::Forms, "chown");
    let health = "FROM a\nHEALTHCHECK --interval=90s --retries=3 cmd x\n";
    check(health, "90s", "`90s` = `1m30s`", Language::English);
    check_entry(health, "3", Topic::Healthcheck, "--retries");
    check_entry(health, "cmd", Topic::Healthcheck, "CMD");
    check_entry("FROM a\nHEALTHCHECK NONE\n", "NONE", Topic::Healthcheck, "NONE");
    check("FROM a\nRUN --mount=type=cache,target=/a,mode=0700 x\n", "0700", "`rwx------`", Language::English);
    check("FROM a\nEXPOSE 8000-8010\n", "8000-8010", "11", Language::Korean);
}

#[test]
fn arguments_are_explained_by_their_place() {
    let text = "FROM a\nCOPY 한글 😀.txt /app/\nADD a b\nWORKDIR /w\nUSER me:us\nVOLUME /v\n";
    check_entry(text, "한글", Topic::Parameters, "source");
    check_entry(text, "/app/", Topic::Parameters, "destination");
    check_entry(text, "/w", Topic::Parameters, "workdir");
    check_entry(text, "us", Topic::Parameters, "group");
    check_entry(text, "/v", Topic::Parameters, "volume");
    let array = "FROM a\nCOPY [\"a b\", \"c/\"]\nVOLUME [\"/v\"]\n";
    check_entry(array, "\"a b\"", Topic::Parameters, "source");
    check_entry(array, "\"c/\"", Topic::Parameters, "destination");
    check_entry(array, "\"/v\"", Topic::Parameters, "volume");
}

#[test]
fn continuations_are_explained() {
    check_entry("FROM a\nRUN x \\\n  y\n", "\\", Topic::Forms, "continuation");
    let text = "# escape=`\r\nFROM a\r\nCOPY a `\r\n # c\r\n b\r\n";
    let (token, markdown) = at(text, text.rfind('`').unwrap(), Language::Korean).unwrap();
    let entry = Topic::Forms.entry(Language::Korean, "continuation").unwrap();
    assert_eq!((token.as_str(), markdown.as_str()), ("`", entry.text));
}

#[test]
fn marks_of_forms_are_explained() {
    let text = "FROM a\nCMD [\"nginx\", \"-g\"]\n";
    for mark in ["[", "]"] {
        check(text, mark, "1. `nginx`\n2. `-g`", Language::English);
    }
    let (token, markdown) = at(text, text.find(',').unwrap(), Language::Korean).unwrap();
    assert!(token == "," && markdown.contains("1. `nginx`"), "{token} {markdown}");
    let heredoc = "FROM a\nRUN cat <<-'EOF'\n\tx\n\ty\n\tEOF\nCOPY <<X /x\n$A\nX\n";
    for part in ["Lines in the body: 2.", "is quoted", "Tabs"] {
        check(heredoc, "<<-'EOF'", part, Language::English);
        let end = heredoc.rfind("EOF").unwrap();
        let (token, markdown) = at(heredoc, end + 1, Language::English).unwrap();
        assert!(token == "EOF" && markdown.contains(part), "{markdown}");
    }
    check(heredoc, "<<X", "Docker expands variables", Language::English);
}

#[test]
fn nothing_is_said_in_comments_bodies_and_commands() {
    for fixture in [
        "# a comm<|>ent=x\nFROM a\n",
        "FROM a\nRUN x \\\n # RUN <|>--mount=x\n y\n",
        "FROM a\nRUN <<EOF\nRUN --net<|>work=none\nEOF\n",
        "FROM a\nRUN apt-get install -<|>-frob\n",
        "FROM a\nFOO <|>bar\n",
        "FROM a\n<|>\nRUN x\n",
        "FROM a\nRUN --none<|>=x y\n",
        "FROM a\nCMD [\"a\"<|> ]\n",
    ] {
        check_nothing(fixture);
    }
}

#[test]
fn triggers_and_their_onbuild_are_both_explained() {
    let text = "FROM a\nONBUILD COPY --link a b\n";
    check(text, "ONBUILD", Topic::Onbuild.intro(Language::English).text, Language::English);
    check(text, "COPY", Topic::Copy.intro(Language::English).text, Language::English);
    check_entry(text, "--link", Topic::Copy, "--link");
    assert_eq!(Instruction::Copy.topic(), Topic::Copy);
}
