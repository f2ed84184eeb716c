//! The examples of the rules about exec form and shell form: each bad line breaks its own rule and
//! no other, each good line breaks none.

use std::collections::BTreeSet;

use dockwright_syntax::Text;

use dockwright_analysis::document::Document;
use dockwright_lint::{
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    registry::named,
    rule::{Group, Preset},
};

/// Rule, bad example, good example.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("JsonArrayNonString", r#"CMD ["n", 8080]"#, r#"CMD ["n", "8080"]"#),
    ("MalformedJsonArray", "CMD ['a', 'b']", r#"CMD ["a", "b"]"#),
    ("MalformedJsonArray", "CMD [“a”]", r#"CMD ["a"]"#),
    ("MalformedJsonArray", "VOLUME [/a, /b]", r#"VOLUME ["/a", "/b"]"#),
    ("MalformedJsonArray", r#"CMD ["a" "b"]"#, r#"CMD ["a", "b"]"#),
    ("MalformedJsonArray", r#"RUN ["a"; "b"]"#, r#"RUN ["a", "b"]"#),
    ("MalformedJsonArray", r#"HEALTHCHECK CMD ["a",]"#, r#"HEALTHCHECK CMD ["a"]"#),
    ("MalformedJsonArray", r#"COPY ["a", "b""#, r#"COPY ["a", "b"]"#),
    ("MalformedJsonArray", r#"CMD ["a"]]"#, r#"CMD ["a"]"#),
    ("MalformedJsonArray", r#"CMD ["a"] ["b"]"#, r#"CMD ["a", "b"]"#),
    ("MalformedJsonArray", r#"CMD ["a"] --x"#, r#"CMD ["a", "--x"]"#),
    ("MalformedJsonArray", r#"CMD ["a"] # remark"#, "# remark\nCMD [\"a\"]"),
    ("MalformedJsonArray", r#"CMD ["C:\app\x.exe"]"#, r#"CMD ["C:\\app\\x.exe"]"#),
    ("MalformedJsonArray", "CMD [\"x\", \"a\tb\"]", r#"CMD ["x", "a\tb"]"#),
    ("MalformedJsonArray", r#"CMD "a", "b""#, r#"CMD ["a", "b"]"#),
    ("MalformedJsonArray", "ONBUILD ENTRYPOINT ['a']", r#"ONBUILD ENTRYPOINT ["a"]"#),
    ("MalformedJsonArray", "VOLUME [ $x ]", "VOLUME $x"),
    ("MalformedJsonArray", "ADD ['a', 'b']", "ADD [a-z].txt /d/"),
    ("MalformedJsonArray", "RUN ['a', 'b']", "RUN [ -f x ] && y"),
    ("MalformedJsonArray", "ENTRYPOINT [a, b]", "ENTRYPOINT [[ -f x ]] && exec y \"$@\""),
    ("SuspiciousJsonEscape", r#"CMD ["C:\new\temp"]"#, r#"CMD ["C:\\new\\temp"]"#),
    ("ArrayOnNonJsonInstruction", r#"USER ["app"]"#, "USER app"),
    ("ArrayOnNonJsonInstruction", r#"WORKDIR ["/a"]"#, "WORKDIR /a"),
    ("ShellNeedsJson", "SHELL /bin/bash -c", r#"SHELL ["/bin/bash", "-c"]"#),
    ("ShellMissingCommandFlag", r#"SHELL ["bash"]"#, r#"SHELL ["bash", "-c"]"#),
    ("JSONArgsRecommended", "CMD httpd -f", r#"CMD ["httpd", "-f"]"#),
    ("ShellEntrypointIgnoresCmd", "ENTRYPOINT a\nCMD [\"b\"]", "ENTRYPOINT [\"a\"]\nCMD [\"b\"]"),
    (
        "ShellCmdWithExecEntrypoint",
        "ENTRYPOINT [\"a\"]\nCMD -p 80",
        "ENTRYPOINT [\"a\"]\nCMD [\"-p\", \"80\"]",
    ),
    ("CmdLooksLikeArgumentsOnly", r#"CMD ["-p"]"#, "ENTRYPOINT [\"a\"]\nCMD [\"-p\"]"),
    ("ExecSingleStringWithSpaces", r#"CMD ["npm start"]"#, r#"CMD ["npm", "start"]"#),
    ("ExecSingleStringWithSpaces", r#"CMD ["bash -c", "x"]"#, r#"CMD ["bash", "-c", "x"]"#),
    ("ExecSingleStringWithSpaces", r#"CMD ["java -jar app.jar"]"#, r#"CMD ["C:\\Program Files\\x.exe"]"#),
    (
        "ExecArgumentWithFlagAndValue",
        r#"CMD ["nginx","-g daemon off;"]"#,
        r#"CMD ["nginx","-g","daemon off;"]"#,
    ),
    ("ExecShellOperator", r#"CMD ["a","&&","b"]"#, r#"CMD ["sh","-c","a && b"]"#),
    (
        "ExecShellOperator",
        r#"HEALTHCHECK CMD ["curl","-f","u","||","exit","1"]"#,
        "HEALTHCHECK CMD curl -f u || exit 1",
    ),
    (
        "ExecVariableNotExpanded",
        r#"CMD ["app","--p","$PORT"]"#,
        r#"CMD ["sh","-c","exec app --p \"$PORT\""]"#,
    ),
    ("ExecGlobNotExpanded", r#"CMD ["java","-jar","/app/*.jar"]"#, r#"CMD ["find","/app/*.jar"]"#),
    ("ExecTildeNotExpanded", r#"CMD ["~/run.sh"]"#, r#"CMD ["/root/run.sh"]"#),
    ("ExecShellBuiltin", r#"CMD ["cd","/x"]"#, r#"CMD ["echo","/x"]"#),
    ("ExecEnvAssignment", r#"CMD ["A=1","app"]"#, r#"CMD ["env","A=1","app"]"#),
    ("ExecShellCommandSplit", r#"CMD ["sh","-c","a","b"]"#, r#"CMD ["sh","-c","a b"]"#),
    ("ExecShellMissingC", r#"CMD ["sh","a && b"]"#, r#"CMD ["sh","-c","a && b"]"#),
    ("ExecShellWrapperNoExec", r#"CMD ["sh","-c","prog $X"]"#, r#"CMD ["sh","-c","exec prog $X"]"#),
    ("RedundantShellWrapper", r#"CMD ["sh","-c","prog a b"]"#, r#"CMD ["prog","a","b"]"#),
    ("ShellFormStringOfJson", r#"CMD "[\"a\"]""#, r#"CMD ["a"]"#),
    ("ShellFormStringOfJson", r#"CMD {"a":"b"}"#, r#"CMD ["a","b"]"#),
    ("ExecQuotedElement", r#"CMD ["'a b'"]"#, r#"CMD ["a","b"]"#),
    ("ExecQuotedElement", r#"CMD ["app","-m","'x y'"]"#, r#"CMD ["app","-m","x y"]"#),
    ("ExecEmptyArgument", r#"ENTRYPOINT [""]"#, "ENTRYPOINT []"),
    ("EmptyCommand", "CMD", r#"CMD ["app"]"#),
    ("EmptyCommand", "RUN []", "CMD []"),
    ("BackgroundProcess", "CMD service nginx start", r#"CMD ["nginx","-g","daemon off;"]"#),
    ("VolumeCommaList", "VOLUME /a, /b", "VOLUME /a /b"),
    ("CopyPathWithSpaces", r"COPY my\ file /d/", r#"COPY ["my file", "/d/"]"#),
    ("OnbuildShellForm", "ONBUILD CMD a", r#"ONBUILD CMD ["a"]"#),
];

/// What the builder reads as an array.
const VALID: &[&str] = &[
    "CMD [ \\\n  \"a\", \\\n  # note\n  \"b\" \\\n]",
    "CMD []",
    "ENTRYPOINT []",
    r#"CMD ["it's"]"#,
    r#"CMD ["\u0041"]"#,
    r#"CMD -- ["a"]"#,
    r#"RUN ["cat", "<<X"]"#,
    "COPY [a-z].txt /d/",
    "RUN <<E\n['a', 'b']\nE",
    "RUN [ -d x ] && y",
    "HEALTHCHECK CMD [ $(curl -s x) = 200 ] || exit 1",
    "ENV HOSTS=['a','b']",
    "cmd [\"a\"]\r",
];

/// The rules about forms that find something, of the default preset and `extra`.
fn found(text: &str, extra: &str) -> BTreeSet<&'static str> {
    let document = Document::new(Text::new(text));
    let choice = Choice { extend_select: vec![extra.to_owned()], ..Choice::default() };
    let selection = Selection::new(Preset::Default, &choice);
    let all = diagnostics_for(&document, document.model(), &selection);
    let codes = all.iter().map(|it| it.code);
    codes.filter(|code| named(code).is_some_and(|rule| rule.group == Group::Forms)).collect()
}

#[test]
fn each_example_has_its_rule_alone() {
    for &(rule, bad, good) in EXAMPLES {
        let text = |body: &str| format!("FROM a\n{body}\n");
        assert_eq!(found(&text(bad), rule), BTreeSet::from([rule]), "{bad}");
        let mut left = found(&text(good), rule);
        // A shell form may be the better one.
        left.remove("JSONArgsRecommended");
        assert!(left.is_empty(), "{good}: {left:?}");
    }
}

#[test]
fn what_docker_takes_for_an_array_is_one() {
    for line in VALID {
        let left = found(&format!("FROM a\n{line}\n"), "ShellEntrypointDropsArguments");
        assert!(left.is_empty(), "{line}: {left:?}");
    }
}

#[test]
fn half_typed_lines_leave_their_neighbours_alone() {
    let whole = "FROM a\nENTRYPOINT [\"x\"]\nCMD [\"a\", \"b c\", 'd'] # e\nRUN y\n";
    let start = whole.find("CMD").unwrap();
    let end = whole.find("RUN").unwrap() - 1;
    for at in (start + 4..=end).filter(|&at| whole.is_char_boundary(at)) {
        let text = format!("{}\n{}", &whole[..at], &whole[end + 1..]);
        let document = Document::new(Text::new(&text));
        for diagnostic in dockwright_lint::diagnostics::diagnostics(&document) {
            assert!(diagnostic.range.start >= start && diagnostic.range.end <= at, "{text}: {diagnostic:?}");
        }
    }
}

/// Texts that may appear in an array, and texts that may not.
const PARTS: [&str; 30] = [
    "[", "]", "\"", "\"", "\"a\"", "\"sh\"", "\"-c\"", "'", "'b'", "“", "”", ",", ", ", ";", "\\", "\\u00",
    "a", " ", "\t", "$x", "é", "#", "&&", " \\\n", "\\\r\n", "{", "}", "~/", "=", "\n",
];
const HEADS: [&str; 14] = [
    "CMD ",
    "ENTRYPOINT ",
    "RUN ",
    "HEALTHCHECK CMD ",
    "SHELL ",
    "VOLUME ",
    "COPY ",
    "ADD ",
    "USER ",
    "ENV ",
    "ONBUILD CMD ",
    "onbuild volume ",
    "WORKDIR ",
    "EXPOSE ",
];

#[test]
fn fixes_of_anything_are_in_order_and_mend() {
    let selection = Selection::new(Preset::All, &Choice::default());
    let mut seed = 1_u64;
    let mut next = |count: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % count
    };
    for _ in 0..4000 {
        let mut text = format!("FROM a\n{}[", HEADS[next(HEADS.len())]);
        for _ in 0..next(12) {
            text.push_str(PARTS[next(PARTS.len())]);
        }
        let document = Document::new(Text::new(&text));
        for found in diagnostics_for(&document, document.model(), &selection) {
            assert!(found.range.end <= text.len(), "{text:?}: {found:?}");
            let Some(fix) = found.fix else { continue };
            let mut fixed = text.clone();
            let mut last = text.len();
            for edit in fix.edits.iter().rev() {
                assert!(edit.range.end <= last, "{text:?}: {fix:?}");
                last = edit.range.start;
                fixed.replace_range(edit.range.clone(), &edit.text);
            }
            if found.code == "MalformedJsonArray" {
                assert!(!self::found(&fixed, "").contains(found.code), "{text:?} becomes {fixed:?}");
            }
        }
    }
}
