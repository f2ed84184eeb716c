//! Tests of signatures at a cursor: the active one, with its parameter in `«»`.

use dockwright_syntax::Text;

use super::*;
use dockwright_analysis::spec::INSTRUCTIONS;

fn help(fixture: &str, language: Language) -> Option<SignatureHelp> {
    let file = dockwright_fixture::parse_one(fixture);
    signature_help(&Document::new(Text::new(&file.text)), file.cursor(), language)
}

#[track_caller]
fn check(line: &str, expected: &str) {
    // Also with lines before and after it, after ONBUILD, and with a different escape character and
    // line ends.
    for fixture in [
        format!("FROM a\n{line}"),
        format!("FROM a\n{line}\nRUN x\n"),
        format!("FROM a\r\n{line}\r\nRUN x\r\n"),
        format!("\u{feff}# escape=`\nARG 한글=😀\nFROM a\n{line}\n"),
        format!("FROM a\nONBUILD {line}\n"),
        format!("FROM a\n{}\n", line.to_string().replacen(' ', " \\\n # RUN c\n ", 1)),
    ] {
        let shown = help(&fixture, Language::English).map_or_else(
            || "nothing".to_owned(),
            |help| {
                let signature = &help.signatures[help.active_signature];
                let mut shown = signature.label.clone();
                if let Some(at) = help.active_parameter {
                    let Range { start, end } = signature.parameters[at].label.clone();
                    shown.insert(end, '»');
                    shown.insert(start, '«');
                    assert!(!signature.parameters[at].documentation.is_empty(), "{fixture:?}");
                }
                assert!(!signature.documentation.is_empty(), "{fixture:?}");
                shown
            },
        );
        assert_eq!(shown, expected, "{fixture:?}");
    }
}

#[test]
fn from() {
    check("FROM <|>", "FROM [flags] «<image>» [AS <name>]");
    check("FROM al<|>pine", "FROM [flags] «<image>» [AS <name>]");
    check("FROM --<|>", "FROM «[flags]» <image> [AS <name>]");
    check("FROM --plat<|> a", "FROM «[flags]» <image> [AS <name>]");
    check("FROM a <|>", "FROM [flags] <image> [«AS» <name>]");
    check("FROM a AS <|>", "FROM [flags] <image> [AS «<name>»]");
    check("from a as b<|>", "FROM [flags] <image> [AS «<name>»]");
    check("FROM a AS b <|>", "FROM [flags] <image> [AS <name>]");
}

#[test]
fn copy_and_add() {
    check("COPY <|>", "COPY [flags] «<source>...» <destination>");
    check("COPY a<|>", "COPY [flags] «<source>...» <destination>");
    check("COPY a <|>", "COPY [flags] <source>... «<destination>»");
    check("COPY a<|> b c", "COPY [flags] «<source>...» <destination>");
    check("COPY a b<|> c", "COPY [flags] «<source>...» <destination>");
    check("ADD --link a b 한<|>글", "ADD [flags] <source>... «<destination>»");
    check("COPY [\"a, b\"<|>, \"c\"]", "COPY [flags] [«\"<source>\"...», \"<destination>\"]");
    check("COPY [\"a\", <|>", "COPY [flags] [\"<source>\"..., «\"<destination>\"»]");
    check("COPY -<|>", "COPY «[flags]» <source>... <destination>");
}

#[test]
fn commands() {
    check("RUN <|>", "RUN [flags] «<command>»");
    check("RUN --network=none <|>", "RUN [flags] «<command>»");
    check("RUN [<|>", "RUN [flags] [«\"<program>\"», \"<argument>\"...]");
    check("CMD [\"a\", \"<|>", "CMD [\"<program>\", «\"<argument>\"...»]");
    check("ENTRYPOINT a<|>", "ENTRYPOINT «<command>»");
    check("SHELL [\"a\", <|>", "SHELL [\"<program>\", «\"<argument>\"...»]");
    assert!(help("FROM a\nRUN apt-get <|>", Language::English).unwrap().is_free_text);
    assert!(!help("FROM a\nRUN <|>", Language::English).unwrap().is_free_text);
}

#[test]
fn pairs_and_words() {
    check("ENV <|>", "ENV «<name>»=<value> ...");
    check("ENV A<|>", "ENV «<name>»=<value> ...");
    check("ENV A=<|>", "ENV <name>=«<value>» ...");
    check("ENV A=\"b <|>", "ENV <name>=«<value>» ...");
    check("ENV A=b <|>", "ENV «<name>»=<value> ...");
    check("ENV A <|>", "ENV <name>=«<value>» ...");
    check("LABEL a.b=<|>", "LABEL <key>=«<value>» ...");
    check("ARG A <|>", "ARG «<name>»[=<default>] ...");
    check("ARG A=1<|>", "ARG <name>[=«<default>»] ...");
    check("EXPOSE 80<|>", "EXPOSE «<port>»[/<protocol>] ...");
    check("EXPOSE 80/<|>", "EXPOSE <port>[/«<protocol>»] ...");
    check("EXPOSE 80/tcp <|>", "EXPOSE «<port>»[/<protocol>] ...");
    check("USER me<|>", "USER «<user>»[:<group>]");
    check("USER me:<|>", "USER <user>[:«<group>»]");
    check("WORKDIR /a b<|>", "WORKDIR «<path>»");
    check("VOLUME /a <|>", "VOLUME «<path>...»");
    check("VOLUME [<|>", "VOLUME [«\"<path>\"...»]");
    check("STOPSIGNAL <|>", "STOPSIGNAL «<signal>»");
    check("MAINTAINER <|>", "MAINTAINER «<name>»");
    check("ONBUILD <|>", "ONBUILD «<instruction>»");
    check("ONBUILD RU<|>", "ONBUILD «<instruction>»");
}

#[test]
fn healthcheck() {
    check("HEALTHCHECK <|>", "HEALTHCHECK «[flags]» CMD <command>");
    check("HEALTHCHECK --in<|>", "HEALTHCHECK «[flags]» CMD <command>");
    check("HEALTHCHECK --interval=<|>", "--interval=«<duration>»");
    check("HEALTHCHECK --retries=3<|> CMD x", "--retries=«<number>»");
    check("HEALTHCHECK N<|>", "HEALTHCHECK «NONE»");
    check("HEALTHCHECK CMD <|>", "HEALTHCHECK [flags] CMD «<command>»");
    check("HEALTHCHECK cmd curl <|>", "HEALTHCHECK [flags] CMD «<command>»");
}

#[test]
fn flag_values() {
    check("FROM --platform=<|>", "--platform=«<os>»/<architecture>[/<variant>]");
    check("FROM --platform=linux/<|> a", "--platform=<os>/«<architecture>»[/<variant>]");
    check("COPY --chown=me:<|> a b", "--chown=<user>[:«<group>»]");
    check("COPY --chmod=0<|>", "--chmod=«<mode>»");
    check("COPY --from=<|>", "--from=«<stage or image>»");
    check("ADD --checksum=sha256:<|>", "--checksum=<algorithm>:«<digest>»");
    check("COPY --link=<|>", "--link[=«true|false»]");
    check("RUN --network=<|>", "--network=«default|none|host»");
    check("RUN --none=<|>", "RUN «[flags]» <command>");
}

#[test]
fn mounts() {
    let ssh =
        "--mount=type=ssh[,id=<name>][,target=<path>][,required][,mode=<mode>][,uid=<number>][,gid=<number>]";
    let with = |part: &str| ssh.replace(part, &format!("«{part}»"));
    check("RUN --mount=type=ssh,<|>", &with("id=<name>"));
    check("RUN --mount=type=ssh,id=a,<|>", &with("target=<path>"));
    check("RUN --mount=type=ssh,req<|>", &with("required"));
    check("RUN --mount=type=ssh,dst=<|> x", &with("target=<path>"));
    check("RUN --mount=type=ssh,size=<|>", ssh);
    check("RUN --mount=type=s<|>sh,id=a", &with("type=ssh"));
    check("RUN --mount=<|>,type=ssh", &with("type=ssh"));
    let tmpfs = help("FROM a\nRUN --mount=type=tmpfs,<|>", Language::Korean).unwrap();
    let parameters = &tmpfs.signatures[0].parameters;
    let size = Topic::Run.entry(Language::Korean, "--mount=type=tmpfs,size").unwrap().text;
    assert!(parameters.iter().any(|parameter| parameter.documentation == size));
}

#[test]
fn modifiers() {
    check("ENV A=${<|>", "${«NAME»:-word}");
    check("ENV A=${B:-<|>", "${NAME:-«word»}");
    check("ENV A=\"${B:-c <|>", "${NAME:-«word»}");
    check("ENV A=${B%%<|>}", "${NAME%%«pattern»}");
    check("USER ${B/c/<|>", "${NAME/pattern/«text»}");
    check("USER ${B:-${C+<|>", "${NAME+«word»}");
    check("FROM --platform=${B:?<|>", "${NAME:?«message»}");
    check("ENV A=${B} <|>", "ENV «<name>»=<value> ...");
    check("ENV A='${B<|>", "ENV <name>=«<value>» ...");
    check("RUN ${B:-<|>", "RUN [flags] «<command>»");
}

#[test]
fn nothing_elsewhere() {
    for fixture in [
        "# comment <|>\nFROM a\n",
        "FROM a\nRUN <<EOF\nCOPY <|>\nEOF\n",
        "FROM a\nCOPY a \\\n # b <|>\n c\n",
        "FROM a\nCO<|>PY a b\n",
        "FROM a\nCOPY<|> a b\n",
        "FROM a\nFOO <|>\n",
        "FROM a\nCOPY a b\n<|>\n",
        "<|>",
        "FROM a\nRUN x\n\n  <|>\n",
    ] {
        assert_eq!(help(fixture, Language::English), None, "{fixture:?}");
    }
}

#[test]
fn everything_is_said_in_both_languages() {
    for spec in &INSTRUCTIONS {
        for language in [Language::English, Language::Korean] {
            let mut fixtures = vec![format!("FROM a\n{} <|>", spec.keyword)];
            fixtures.extend(
                spec.flags.iter().map(|flag| format!("FROM a\n{} --{}=<|>", spec.keyword, flag.name)),
            );
            for fixture in fixtures {
                let help = help(&fixture, language).unwrap_or_else(|| panic!("{fixture}"));
                for signature in help.signatures {
                    assert!(!signature.documentation.is_empty(), "{fixture}");
                    for parameter in signature.parameters {
                        assert!(signature.label.get(parameter.label.clone()).is_some(), "{fixture}");
                        assert!(
                            !parameter.documentation.is_empty(),
                            "{fixture} {:?}",
                            &signature.label[parameter.label]
                        );
                    }
                }
            }
        }
    }
}
