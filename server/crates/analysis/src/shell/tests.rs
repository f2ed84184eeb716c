//! Tests of which places in a script refer to the Dockerfile's variable, and of the other lists of
//! a view.
//!
//! A case is an instruction in which the expected places are in `«»` (read) or `⟦⟧` (assigned);
//! exactly these must be found. The variable's name is always `X`.

use std::fmt::Write as _;

use dockwright_syntax::Text;

use super::*;
use crate::document::Document;

/// The marked places and the text without marks.
fn unmarked(marked: &str) -> (String, Vec<(Span, Access)>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '«' | '⟦' => start = text.len(),
            '»' => places.push((Span::from(start..text.len()), Access::Read)),
            '⟧' => places.push((Span::from(start..text.len()), Access::Write)),
            _ => text.push(c),
        }
    }
    (text, places)
}

#[track_caller]
fn view_in(text: &str, dialect: Dialect) -> (usize, Option<Arc<ShellView>>) {
    let document = Document::new(Text::new(text));
    let placed = document
        .instructions()
        .find(|placed| !matches!(placed.facts.keyword.as_str(), "FROM" | "SHELL"))
        .expect("an instruction");
    (placed.start, view(&document, &placed, dialect))
}

#[track_caller]
fn check_in(marked: &str, dialect: Dialect) {
    let (text, mut expected) = unmarked(marked);
    expected.sort_unstable();
    let (start, view) = view_in(&text, dialect);
    let found: Vec<(Span, Access)> = view.map_or_else(Vec::new, |view| {
        assert!(!view.has_error, "the grammar stumbles over {text:?}");
        let place = |it: Occurrence| {
            (Span::from(it.span.start as usize + start..it.span.end as usize + start), it.access)
        };
        view.occurrences("X").into_iter().map(place).collect()
    });
    let shown = |places: &[(Span, Access)]| -> Vec<String> {
        places
            .iter()
            .map(|(span, access)| format!("{:?} {access:?} {:?}", span.range(), text.get(span.range())))
            .collect()
    };
    assert_eq!(shown(&found), shown(&expected), "in {text:?}");
}

/// Checks a whole Dockerfile, read as POSIX shell.
#[track_caller]
fn check(marked: &str) {
    check_in(marked, Dialect::Posix);
}

/// Checks a RUN, given as a line or as the body of a heredoc.
#[track_caller]
fn run(marked: &str) {
    if marked.contains('\n') {
        check(&format!("RUN <<'DOCKER'\n{marked}\nDOCKER\n"));
    } else {
        check(&format!("RUN {marked}\n"));
    }
}

#[test]
fn quoting() {
    run("echo $«X»");
    run("echo ${«X»}");
    run("echo \"$«X»\"");
    run("echo '$X'");
    run(r"echo \$X");
    run(r#"echo "\$X""#);
    run(r"echo \\$«X»");
    run(r#"echo "\\$«X»""#);
    run("echo $XY ${XY} X");
    run("echo \"'$«X»'\"");
    run("echo '\"$X\"'");
    run("echo a$«X»-b${«X»}c");
    run("echo pre'$X'$«X»\"$«X»\"");
    run("echo $'a$X'");
    run("echo $\"a$«X»\"");
    run("sh -c 'echo $X'");
    run("sh -c \"echo $«X»\"");
    run("$«X» $«X»/bin/$«X».tar.gz");
    run("Y=$«X»/a/$«X».zip:$«X»-${«X»}.z; X=$Y/$«X».b");
    run("$«X»=1");
    run("export $«X»");
    run("echo \"it's $«X»\" '\"$X\"' \"$(echo '$X' \"$«X»\")\"");
    run("echo $X1 s/a$//$«X»$");
    run("echo $$X $?");
    run("echo \"$«X»-${«X»}_\"");
    run("# $X\necho $«X» # $X");
}

#[test]
fn substitutions() {
    run("echo $(echo $«X»)");
    run("echo \"$(echo \"$«X»\")\"");
    run("echo `echo $«X»`");
    run(r"echo `echo \$«X»`");
    run("diff <(echo $«X») b");
    run("echo $(X=1; echo $X) $«X»");
    run("X=$(echo $«X»); echo $X");
    run("echo '$(echo $X)'");
}

#[test]
fn expansion_operators() {
    for operator in [
        "-1", ":-1", "+1", ":+1", "?no", ":?no", "#a", "##*a", "%a", "%%a*", "/a/b", "//a", "^", "^^", ",,",
        ":1", ":1:2", "@Q",
    ] {
        run(&format!("echo ${{«X»{operator}}}"));
    }
    run("echo ${#«X»}");
    run("echo ${!«X»}");
    run("echo ${!X@} ${!X*}");
    run("echo ${Y:-$«X»} ${Y-${«X»}} \"${Y:+\"$«X»\"}\"");
    run("echo ${Y%$«X»*} ${Y#\"$«X»\"} ${Y%%'$X'}");
    run("echo ${Y//$«X»/$«X»}");
    run("echo ${Y:«X»} ${Y:1:«X»} ${Y:$«X»}");
    run("echo ${Y:?X is not set}");
    run("echo ${Y:-X=1}");
    run("echo ${Y:-$(echo $«X»)}");
}

#[test]
fn arithmetic() {
    run("echo $((«X»+1))");
    run("echo $(($«X» * ${«X»}))");
    run("echo \"$(( 1 + («X» << 2) ))\"");
    run("echo $((X=1)) $X");
    run("echo $((⟦X⟧+=1)); echo $«X»");
    run("((⟦X⟧++)); echo $«X»");
    run("let X=1; echo $X");
    run("let Y=«X»+1");
    run("let ⟦X⟧+=1");
    run("echo $((Y ? «X» : 0))");
    run("[[ $Y -gt «X» ]]");
    run("[ $Y -gt X ]");
    run("for ((i=0; i<«X»; i++)); do echo $i; done");
    run("for ((X=0; X<3; X++)); do echo $X; done");
}

#[test]
fn certain_assignments() {
    run("X=1; echo $X");
    run("echo $«X»; X=1; echo $X");
    run("X=1 && echo $X");
    run("X=1\necho $X");
    run("X=${«X»:-1}; echo $X");
    run("X=\"$«X» more\" && echo $X");
    run("X=1 Y=$X; echo $X");
    run("Y=$«X» X=1; echo $X");
    run("⟦X⟧+=more; echo $«X»");
    run("X=a; X+=b; echo $X");
    run("make && X=1 && echo $X");
    run("cd a; X=1; cd b; echo $X");
    run("{ X=1; }; echo $X");
    run("X=; echo $X");
    run("if X=1; then echo $X; fi; echo $X");
    run("! X=1; echo $X");
}

#[test]
fn declarations() {
    run("export X=1 && echo $X");
    run("export «X»");
    run("export Y «X»; echo $«X»");
    run("X=1; export X");
    run("export \"X=$«X»:a\"; echo $X");
    run("export X=1 Y=$«X»");
    run("readonly X=1; echo $X");
    run("declare -r X=1; echo $X");
    run("declare -p «X»");
    run("unset «X»; echo $X");
    run("X=1; unset X; echo $X");
    run("unset -f X; echo $«X»");
    run("export PATH=$«X»/bin:$PATH");
}

#[test]
fn prefix_assignments() {
    run("X=1 make");
    run("X=1 make $«X»");
    run("X=$«X» make");
    run("X=1 make; echo $«X»");
    run("X=1 Y=$X make $«X»");
    run("⟦X⟧=1 :; echo $«X»");
    run("env X=1 make");
}

#[test]
fn scopes_that_do_not_leak() {
    run("( X=1 ); echo $«X»");
    run("( X=1; echo $X )");
    run("X=1 | cat; echo $«X»");
    run("echo a | read X; echo $«X»");
    run("echo a | { read X; echo $X; }");
    run("echo a | while read X; do echo $X; done; echo $«X»");
    run("X=1 & echo $«X»");
    run("Y=$(X=1); echo $«X»");
    run("X=1; (echo $X)");
    run("X=1; echo $(echo $X)");
    run("(X=1) && echo $«X»");
    run("(echo $«X»; X=1; echo $X) || X=1");
}

#[test]
fn possible_assignments() {
    run("[ -z \"$«X»\" ] && ⟦X⟧=1; echo $«X»");
    run("[ -n \"$«X»\" ] || ⟦X⟧=1; echo $«X»");
    run("if [ -z \"$«X»\" ]; then ⟦X⟧=1; fi; echo $«X»");
    run("if true; then X=1; else X=2; fi; echo $X");
    run("if a; then ⟦X⟧=1; elif b; then ⟦X⟧=2; fi; echo $«X»");
    run("if a; then ⟦X⟧=1; echo $«X»; fi; echo $«X»");
    run("if a; then X=1; echo $X; fi");
    run("if a; then X=1; echo $X; else echo $«X»; fi");
    run(": ${⟦X⟧:=1}; echo $«X»");
    run(": ${⟦X⟧=1} && echo \"$«X»\"");
    run("echo ${Y:-${⟦X⟧:=1}} $«X»");
    run("while a; do ⟦X⟧=1; done; echo $«X»");
    run("while X=1; do echo $X; done; echo $X");
    run("until a; do echo $«X»; ⟦X⟧=1; done");
    run("case $Y in a) ⟦X⟧=1;; b) ⟦X⟧=2;; esac; echo $«X»");
    run("case $Y in a) X=1;; *) X=2;; esac; echo $X");
    run("case $«X» in $«X») echo;; esac");
    run("a && X=1 && echo $X");
    run("a && ⟦X⟧=1 && echo $«X»; echo $«X»");
    run("a || { ⟦X⟧=1; b; }; echo $«X»");
    run("if [ -z $«X» ]; then exit 1; fi; X=1; echo $X");
    run("a || { X=1; exit; }; echo $«X»");
    run("[ a ] && export ⟦X⟧=1; echo $«X»");
}

#[test]
fn loops() {
    run("for X in a b; do echo $X; done; echo $X");
    run("for X in $«X»; do echo; done");
    run("for ⟦X⟧ in $Y; do echo $«X»; done; echo $«X»");
    run("for X in $Y; do echo $X; done");
    run("for i in a b; do echo $«X»; ⟦X⟧=$i; done");
    run("for i in 1 2; do X=1; echo $X; done; echo $X");
    run("while read X; do echo $X; done < $«X»");
    run("while read -r Y X; do echo $X; done");
    run("while true; do ⟦X⟧=1; a && break; ⟦X⟧=2; done; echo $«X»");
    run("read -p \"$«X»\" X; echo $X");
    run("while getopts ab: X; do echo $X; done");
    run("printf -v X %s a; echo $X");
    run("mapfile -t X < f; echo ${X[0]}");
    run("for i in 1; do for j in 2; do echo $«X»; done; ⟦X⟧=1; done");
}

#[test]
fn functions() {
    run("f() { echo $«X»; }; f");
    run("f() { local X=1; echo $X; }; f; echo $«X»");
    run("f() { local X; X=1; echo $X; }; f; echo $«X»");
    run("f() { ⟦X⟧=1; }; f; echo $«X»");
    run("f() { X=1; echo $X; }; f");
    run("f() { echo $«X»; }; ⟦X⟧=1; f");
    run("f() { echo $«X»; }; ⟦X⟧=1 f");
    run("f() { echo $«X»; }; X=1 g");
    run("function f { declare X=1; echo $X; }; echo $«X»");
    run("f() ( X=1; ); f; echo $«X»");
}

#[test]
fn arrays() {
    run("X=(a $«X»); echo ${X[0]}");
    run("echo ${«X»[@]} ${#«X»[@]}");
    run("⟦X⟧[0]=1; echo $«X»");
    run("echo ${Y[«X»]} ${Y[$«X»]}");
    run("Y[«X»]=1");
    run("declare -a X=(a b); echo ${X[1]}");
    run("read -a X; echo ${X[0]}");
}

#[test]
fn redirections_and_heredocs_of_the_shell() {
    run("echo a > $«X» 2>>\"$«X»/log\"");
    run("cat <<< $«X»");
    run("a && b > $«X» && X=1 && c > $X");
    check("RUN cat <<EOF > f\n$«X» '$«X»' \\$X ${«X»:-$Y} $(echo \"$«X»\") `echo $«X»` $((«X»+1))\nEOF\n");
    check("RUN cat <<'EOF' > f\n$X ${X}\nEOF\n");
    check("RUN cat <<\"EOF\" > f\n$X ${X}\nEOF\n");
    check("RUN cat <<-EOF > f\n\t$«X»\n\tEOF\n");
    check("RUN X=1 && cat <<EOF > f && echo $X\n$X\nEOF\n");
    run("cat <<EOF\n$«X»\nEOF\nX=1\ncat <<EOF\n$X\nEOF");
    run("cat <<'EOF'\n$X\nEOF\necho $«X»");
    run("cat <<EOF | grep $«X» && ⟦X⟧=$«X» || echo $«X»\n$«X»\nEOF");
    run("read X <<EOF\n$«X»\nEOF\necho $X");
    check("RUN cat <<A <<B\n$«X»\nA\n$«X»\nB\n");
}

#[test]
fn what_docker_joins_and_drops() {
    check("RUN echo \\\n  $«X» \\\n  # $X, dropped by Docker\n\n  ${«X»}\n");
    check("RUN echo ${«X»\\\n}\n");
    check("RUN echo $\\\n«X»\n");
    check("RUN X=1; \\\n  # gone\n  echo $X\r\n");
    check("RUN echo \\\r\n  $«X» \\\r\n  \"$«X»\"\r\n");
    check("RUN echo 한글 🚀 $«X» \"가${«X»}나\"\n");
    check("# escape=`\nFROM a\nRUN echo $«X» `\n  \\$X `\n  $«X»\n");
    check("# escape=`\nFROM a\nRUN echo C:\\$«X\n");
    check("RUN --mount=type=cache,target=/$X --network=none echo $«X»\n");
    check("ONBUILD RUN echo $«X» && X=1\n");
    check("ONBUILD RUN <<EOF\necho $«X»\nEOF\n");
    check("CMD echo $«X»\n");
    check("ENTRYPOINT exec app \"$«X»\"\n");
    check("HEALTHCHECK --interval=5s CMD curl $«X»\n");
    check("HEALTHCHECK NONE\n");
    check("RUN [\"echo\", \"$X\"]\n");
    check("CMD [ \"$«X»\" = 1 ]\n");
    check("COPY $X /\n");
}

#[test]
fn run_heredocs() {
    check("RUN <<EOF\necho $«X»\nX=1\necho $X\nEOF\n");
    check("RUN <<'EOF'\necho $«X» '$X'\nEOF\n");
    check("RUN <<-EOF\n\techo $«X»\n\tcat <<IN\n\t$«X»\n\tIN\n\tEOF\n");
    check("RUN <<EOF\n#!/bin/bash\necho $«X» # $X\nEOF\n");
    check("RUN <<EOF\n#!/usr/bin/env bash\necho $«X»\nEOF\n");
    check("RUN <<EOF\n#!/usr/bin/env python3\nprint(\"$X\")\nEOF\n");
    check("RUN <<EOF\r\necho $«X»\r\nEOF\r\n");
    check("RUN <<EOF\n# 한글 $X\necho 한글 $«X» \\\n  $«X»\nEOF\n");
    check("RUN <<EOF bash\necho $«X»\nEOF\n");
    check("RUN bash <<'EOF'\necho $X\nEOF\n");
    check_in("RUN <<EOF\n#!/bin/sh\necho $«X»\nEOF\n", Dialect::Other);
    check_in("RUN echo %X% $X\n", Dialect::Other);
}

#[track_caller]
fn power_shell(marked: &str) {
    check_in(&format!("RUN {marked}\n"), Dialect::PowerShell);
}

#[test]
fn the_environment_of_power_shell() {
    power_shell("Write-Host $env:«X»");
    power_shell("Write-Host ${env:«X»} $Env:«x» $X ${X}");
    power_shell("Write-Host \"a $env:«X» ${env:«X»} `$env:X $($env:«X»)\" '$env:X'");
    power_shell("$env:X = 'a'; Write-Host $env:X");
    power_shell("$env:X = $env:«X» + 'a'; Write-Host $env:X");
    power_shell("$env:⟦X⟧ += ';a'; Write-Host $env:«X»");
    power_shell("if ($env:«X» -eq 'a') { $env:⟦X⟧ = 'b' }; Write-Host $env:«X»");
    power_shell("foreach ($i in 1..2) { Write-Host $env:«X» }");
    power_shell("Remove-Item Env:«X»; Write-Host $env:X");
    power_shell("Test-Path Env:\\«X»");
    power_shell("Set-Item Env:X a; Write-Host $env:X");
    power_shell("$X = 1; Write-Host $X");
    power_shell("Invoke-WebRequest $env:«X» -OutFile a.zip; \\\n  Expand-Archive \"$env:«X»\"");
    check_in("# escape=`\nFROM a\nRUN Write-Host `\n  $env:«X»\n", Dialect::PowerShell);
    check_in("RUN <<EOF\n#!/usr/bin/env pwsh\nWrite-Host $env:«X»\nEOF\n", Dialect::Posix);
}

/// Words, operators and the like, by their places in the text.
#[track_caller]
fn shown(text: &str, dialect: Dialect) -> String {
    let (start, view) = view_in(text, dialect);
    let view = view.expect("a view");
    let at = |span: Span| &text[span.start as usize + start..span.end as usize + start];
    let mut out = String::new();
    for command in &view.commands {
        let words = &view.words[command.words.start as usize..command.words.end as usize];
        let assigned =
            &view.assignments[command.assignments.start as usize..command.assignments.end as usize];
        let words: Vec<&str> = words.iter().map(|word| word.text.as_deref().unwrap_or("?")).collect();
        let assigned: Vec<&str> = assigned.iter().map(|it| at(it.name_span)).collect();
        writeln!(out, "{:?} {assigned:?} {words:?}", command.joint).expect("a string takes all");
    }
    let operators: Vec<&str> = view.operators.iter().map(|operator| at(operator.span)).collect();
    let expansions: Vec<&str> = view.expansions.iter().map(|expansion| at(expansion.span)).collect();
    out + &format!("{operators:?} {expansions:?}\n")
}

#[test]
fn commands_have_words_and_ties() {
    let text =
        "RUN A=1 apt-get \\\n  update && apt-get install -y 'a b' \"c\" $D > log more || { cd \"/x\"; }\n";
    expect_test::expect![[r#"
        First ["A"] ["apt-get", "update"]
        And [] ["apt-get", "install", "-y", "a b", "c", "?", "more"]
        First [] ["cd", "/x"]
        ["&&", ">", "||", ";"] ["$D"]
    "#]]
    .assert_eq(&shown(text, Dialect::Posix));
}

#[test]
fn words_of_tests_loops_and_substitutions() {
    let text = "RUN [ -n \"$A\" ] && echo $(ls | wc -l) ${B:-b}/$C.tar.gz; export E=1 F\n";
    expect_test::expect![[r#"
        First [] ["[", "-n", "?"]
        And [] ["echo", "?", "?"]
        First [] ["ls"]
        Pipe [] ["wc", "-l"]
        First [] ["export", "E=1", "F"]
        ["&&", "|", ";"] ["$A", "${B:-b}", "$C"]
    "#]]
    .assert_eq(&shown(text, Dialect::Posix));
}

#[test]
fn heredocs_have_parts() {
    let text = "RUN cat <<A > a && <<-'B' cat > b\n$X\nA\n\t$Y\n\tB\necho 1\n";
    let (start, view) = view_in(text, Dialect::Posix);
    let view = view.expect("a view");
    let at = |span: Span| &text[span.start as usize + start..span.end as usize + start];
    let parts: Vec<_> =
        view.heredocs.iter().map(|it| (at(it.start), at(it.body), at(it.end), it.is_expanded)).collect();
    assert_eq!(parts, [("A", "$X\n", "A", true), ("'B'", "\t$Y\n", "B", false)]);
    assert_eq!(view.reads().len(), 1);
}

#[test]
fn commands_of_power_shell() {
    let text = "RUN Install-Module -Name 'Pester' -Force; & a.exe $x | Out-Null\n";
    expect_test::expect![[r#"
        First [] ["Install-Module", "-Name", "Pester", "-Force"]
        First [] ["a.exe", "?"]
        Pipe [] ["Out-Null"]
        [";", "|"] []
    "#]]
    .assert_eq(&shown(text, Dialect::PowerShell));
}

#[test]
fn reads_are_what_the_environment_must_have() {
    let (_, view) =
        view_in("RUN A=1; echo $A $B; : ${C:=1} $C; for D in $E; do echo $D; done\n", Dialect::Posix);
    let view = view.expect("a view");
    let names: Vec<&str> = view.reads().iter().map(|&(name, _)| view.name(name)).collect();
    assert_eq!(names, ["B", "C", "C", "E"]);
}

#[test]
fn a_broken_script_costs_no_more_than_its_view() {
    for text in
        ["RUN if a; then $X", "RUN echo \"$X", "RUN ((((((", "RUN ) } done $X", "RUN <<EOF\n$X", "CMD $("]
    {
        let (_, view) = view_in(text, Dialect::Posix);
        drop(view.map(|view| (view.reads(), view.occurrences("X"))));
    }
    for open in ["(", "{ ", "$(", "\"$(", "`", "${X:-", "[ ", "if ", "$((", "a && ", "a | ", "! ", "f() { "] {
        for dialect in [Dialect::Posix, Dialect::PowerShell] {
            let (_, view) = view_in(&format!("RUN {}$X", open.repeat(3000)), dialect);
            drop(view.map(|view| (view.reads(), view.occurrences("X"))));
        }
    }
}

#[test]
fn a_view_is_made_once_and_survives_edits_elsewhere() {
    let mut text = Text::new(&format!("FROM a\nRUN echo $X\nRUN b\nFROM b\n{}", "RUN echo 2\n".repeat(9)));
    let document = Document::new(text.clone());
    let first = |document: &Document| {
        let placed = document.instructions().nth(1).expect("a RUN");
        view(document, &placed, Dialect::Posix).expect("a view")
    };
    let before = first(&document);
    assert!(Arc::ptr_eq(&before, &first(&document)));
    let edit = text.replace(text.len() - 2..text.len() - 1, "3");
    let document = document.edited(text, &[edit]);
    assert!(Arc::ptr_eq(&before, &first(&document)));
}

#[track_caller]
fn script_of(text: &str) -> Option<String> {
    let document = Document::new(Text::new(text));
    let placed = document.instructions().next().expect("an instruction");
    let source = document.source(&placed);
    script(placed.facts, &source, document.escape(), Dialect::Posix).map(|script| script.text)
}

#[test]
fn the_shell_gets_what_buildkit_makes() {
    let check =
        |text: &str, expected: &str| assert_eq!(script_of(text).as_deref(), Some(expected), "{text:?}");
    check("RUN --network=none a\\\nb \\\n# c\n\n  d\nRUN e\n", "ab   d");
    check("# escape=`\nRUN a `\nb \\\n", "a b \\");
    check("RUN <<EOF\na\\\nb\n# c\nEOF\n", "a\\\nb\n# c\n");
    check("RUN <<-EOF\n\t\ta\n\tb\t\n\tEOF\n", "a\nb\t\n");
    check("RUN cat <<EOF >x\na\nEOF\n", "cat <<EOF >x\na\nEOF");
    check("RUN cat <<-A <<B\n\ta\n\tA\nb\nB\n", "cat <<-A <<B\n\ta\nA\nb\nB");
    check("ONBUILD RUN <<EOF\na\nEOF\n", "a\n");
    check("HEALTHCHECK --retries=3 cmd curl \\\n  x\n", "curl   x");
    check("CMD ['a']\n", "['a']");
    for text in ["CMD [\"a\"]\n", "HEALTHCHECK NONE\n", "ENV A=1\n", "RUN\n", "ONBUILD COPY a b\n"] {
        assert_eq!(script_of(text), None, "{text:?}");
    }
}

#[test]
fn comments_in_backticks_are_no_error() {
    run("a && `# why $X` b $«X» `#more`");
}
