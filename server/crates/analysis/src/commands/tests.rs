//! Tests of scripts and the programs that they run.

use dockwright_syntax::Text;

use super::*;
use crate::document::Document;

/// The commands of a file's only instruction, one per line: wrappers and program, options with
/// values, operands.
fn shown(text: &str) -> String {
    let document = Document::new(Text::new(text));
    let placed = document.instructions().next().unwrap();
    let source = document.source(&placed);
    let commands = Commands::of(placed.facts, document.escape(), Dialect::Posix, || document.source(&placed));
    let mut out = Vec::new();
    for call in commands.calls() {
        let text = |word: usize| call.text(word).unwrap_or("?");
        let wrappers = call.wrappers.iter().map(|(_, word)| format!("{}>", text(*word)));
        let mut line = format!("{}{}", wrappers.collect::<String>(), call.name().unwrap_or("?"));
        for option in &call.options {
            let name = match option.name {
                OptionName::Letter(letter) => format!("-{letter}"),
                OptionName::Word(length) => call.view.words[option.word].shown()[..length].to_owned(),
            };
            let value = match option.value {
                OptionValue::None => String::new(),
                _ => format!("={}", option.value(call.view).unwrap_or("?")),
            };
            line.extend([" ", &name, &value]);
        }
        if !call.operands.is_empty() {
            let operands: Vec<&str> = call.operands.iter().map(|&word| text(word)).collect();
            line.extend([" (", &operands.join(", "), ")"]);
        }
        // Ranges map back to the text.
        for (_, word) in call.call.words(call.view) {
            let written = source[word.span.range()].replace("\\\n", "");
            let is_plain = !written.contains(['\'', '"', '\\', '$']);
            assert!(!is_plain || word.text.as_deref() == Some(&*written), "{written} in {source}");
        }
        out.push(line);
    }
    out.join("; ")
}

#[track_caller]
fn check(script: &str, expected: &str) {
    assert_eq!(shown(&format!("RUN {script}\n")), expected, "{script}");
}

#[test]
fn options_have_values() {
    check(
        "apt-get -qqy install -t sid a b=1 -o A::B=c",
        "apt-get -q -q -y -t=sid -o=A::B=c (install, a, b=1)",
    );
    check(
        "apt-get install -yt sid a -q=2 --option=X -- -b",
        "apt-get -y -t=sid -q=2 --option=X (install, a, -b)",
    );
    check("apk add --virtual .d gcc -X http://r", "apk --virtual=.d -X=http://r (add, gcc)");
    check("pip3.11 install -Ur r.txt 'a>=1'", "pip3.11 -U -r=r.txt (install, a>=1)");
    check("wget -nv -O- u; wget -qO f u", "wget -n=v -O=- (u); wget -q -O=f (u)");
    check(
        "go install --ldflags '-s -w' a@b; go build -o=x .",
        "go --ldflags=-s -w (install, a@b); go -o=x (build, .)",
    );
    check("useradd -lmu 100000 -s /bin/sh app", "useradd -l -m -u=100000 -s=/bin/sh (app)");
    check("tar xzf a.tgz -C /x; tar -xzfa.tgz b", "tar -x -z -f=a.tgz -C=/x; tar -x -z -f=a.tgz (b)");
    check("tool -ab c --d e --f=g", "tool -a -b --d --f=g (c, e)");
    check("curl -fsSL$X -o\"$Y\" --user=$Z $U", "curl -f -s -S -L -o=? --user=? (?)");
}

#[test]
fn wrappers_are_looked_through() {
    check("sudo -u x -E A=1 apt-get update", "sudo>apt-get (update)");
    check("X=1 env -u Y A=1 B=2 nice -n 5 /usr/bin/make -j 4", "env>nice>make -j (4)");
    check("timeout -k 1 5 curl u; nohup a &", "timeout>curl (u); nohup>a");
    check("find . | xargs -0 -n1 rm -rf", "find (.); xargs>rm -r -f");
    check("command -v curl; command apk add a; exec b", "command -v (curl); command>apk (add, a); exec>b");
    check("time -p a; gosu app b c; chroot /r d", "time>a; gosu>b (c); chroot>d");
    check(
        "python3 -u -m pip install a; python3 x.py -m b; python -c 'x' y",
        "python3>pip (install, a); python3 (x.py, -m, b); python -c=x (y)",
    );
    check("sudo; env; sudo -l; sudo $X; $Y a", "sudo; env; sudo -l; sudo>?; ? (a)");
    check("\"/usr/bin/apt-get\" install a; \\ls", "apt-get (install, a); ls");
    check("[ -f x ] && export A=1 || test b", "test (b)");
}

#[test]
fn scripts_in_scripts_are_read() {
    check("sh -c 'apt-get install a && b'", "sh -c; apt-get (install, a); b");
    check("bash -lc \"cd \\\"x\\\" && make $Y\"", "bash -l -c; cd (x); make (?)");
    check("bash -eo pipefail -c 'a | b' x", "bash -e -o=pipefail -c (x); a; b");
    check(
        "su - app -s /bin/sh -c 'npm ci'; runuser -u app -- make",
        "su -s=/bin/sh -c=npm ci (-, app); npm (ci); runuser>make",
    );
    check("sudo sh -c 'sh -c \"a b\"'", "sudo>sh -c; sh -c; a (b)");
    check("bash <<E\na b\nc\nE", "bash; a (b); c");
    check("<<E sh -e\na\nE", "sh -e; a");
    check("<<E\na\nb c\nE", "a; b (c)");
    check("sh -c 'a \\\n  b'; sh x.sh", "sh -c; a (b); sh (x.sh)");
    check("sh -c \"$X\"; sh -c $X", "sh -c; ?; sh -c; ?");
}

#[test]
fn exec_forms_are_commands() {
    check("[\"apt-get\", \"install\", \"-y\", \"a && b\"]", "apt-get -y (install, a && b)");
    check("[\"sh\", \"-c\", \"a | b \\\"c d\\\"\"]", "sh -c; a; b (c d)");
    assert_eq!(shown("ONBUILD RUN sudo a -b\n"), "sudo>a -b");
    assert_eq!(shown("HEALTHCHECK CMD curl -f u || exit 1\n"), "curl -f (u); exit (1)");
    assert_eq!(shown("ONBUILD CMD [\"bash\", \"-c\", \"a $B\"]\n"), "bash -c; a (?)");
    assert_eq!(shown("RUN <<E\n#!/usr/bin/python3\nimport a\nE\n"), "");
}

#[test]
fn assignments_count_for_their_command() {
    let text = "RUN A=1 env B='2' c && A=3\n";
    let document = Document::new(Text::new(text));
    let placed = document.instructions().next().unwrap();
    let commands = Commands::of(placed.facts, '\\', Dialect::Posix, || document.source(&placed));
    let call = commands.calls().next().unwrap();
    assert_eq!(call.assigned(call.view, "A").map(|range| &text[range]), Some("1"));
    assert_eq!(call.assigned(call.view, "B").map(|range| &text[range]), Some("B='2'"));
    assert_eq!(call.assigned(call.view, "C"), None);
    assert_eq!((call.written(call.view), call.name()), (Some("env"), Some("c")));
}

#[test]
fn called_programs_are_in_the_filter() {
    let text = "RUN sudo apt-get update && sh -c 'pip3.11 install a' && $X && /usr/bin/curl b\n";
    let document = Document::new(Text::new(text));
    let placed = document.instructions().next().unwrap();
    let commands = Commands::of(placed.facts, '\\', Dialect::Posix, || document.source(&placed));
    for program in ["apt-get", "sh", "pip", "pip3.11", "curl"] {
        assert!(commands.programs().may_have(Programs::of(&["nothing", program])), "{program}");
    }
    assert!(!commands.programs().may_have(Programs::of(&[])));
    let others =
        ["apk", "cargo", "composer", "dnf", "gem", "go", "npm", "tdnf", "useradd", "wget", "yarn", "yum"];
    let false_alarms = others.iter().filter(|program| commands.programs().may_have(Programs::of(&[program])));
    assert!(false_alarms.count() <= 2, "the filter lets nearly everything pass");
    assert_eq!(commands.calls_of("curl").count(), 1);
    assert_eq!(commands.calls_of("wget").count(), 0);
}
