//! Small files that describe large values or much work. Each once ran forever; all run in a
//! process with limited memory.

#![cfg(target_os = "linux")]

use super::*;

/// The memory that a command may use, in KiB. It needs a tenth of that.
const MEMORY: u32 = 1 << 20;
/// The longest value.
const VALUE: usize = 128 << 10;

impl Folder {
    /// Runs a command in bounded memory. A test that takes long is ended by its runner.
    fn run_bounded(&self, arguments: &[&str]) -> Run {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")).arg(dockwright_binary());
        shell.args(arguments).current_dir(&self.0).env("LC_ALL", "C").output().unwrap().into()
    }
}

/// Runs every command that expands values on a text; returns the output of `resolve`.
#[track_caller]
fn run_all(text: &str) -> Value {
    let folder = Folder::new(&[("Dockerfile", text)]);
    let check = folder.run_bounded(&["check", "--format", "json", "--preset", "all"]);
    assert!(check.code < 2 && check.stderr.is_empty(), "{check:?}");
    let format = folder.run_bounded(&["format", "--check"]);
    assert!(format.code < 2 && format.stderr.is_empty(), "{format:?}");
    let resolve = folder.run_bounded(&["resolve", "Dockerfile"]);
    assert_eq!(resolve.code, 0, "{resolve:?}");
    // The steps of the file limit how much text replaces references.
    assert!(resolve.stdout.len() < 64 * VALUE, "{} bytes", resolve.stdout.len());
    let parse = folder.run_bounded(&["parse", "--format", "json", "Dockerfile"]);
    assert_eq!((parse.code, parse.stderr.as_str()), (0, ""));
    let resolve = folder.run_bounded(&["resolve", "--format", "json", "Dockerfile"]);
    assert_eq!(resolve.code, 0, "{resolve:?}");
    resolve.json()
}

/// All texts in what `resolve` prints.
fn values(resolved: &Value) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
            Value::Object(values) => values.values().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(resolved, &mut found);
    found
}

#[track_caller]
fn check_values(text: &str) {
    let resolved = run_all(text);
    let longest = values(&resolved).into_iter().map(|value| value.len()).max().unwrap_or_default();
    // A name and `=` may come before the value.
    assert!(longest <= VALUE.max(text.len()) + 100, "{longest} bytes");
}

#[test]
fn values_that_double_are_bounded() {
    for keyword in ["ENV", "ARG"] {
        let doubling = format!("{keyword} A=$A$A\n").repeat(60);
        check_values(&format!("FROM scratch\n{keyword} A=x\n{doubling}RUN echo $A\n"));
    }
    check_values(&format!("ARG A=x\n{}FROM $A\n", "ARG A=$A$A\n".repeat(60)));
    check_values(&format!("FROM scratch\nENV A=x\n{}", format!("ENV A={}\n", "$A".repeat(20)).repeat(8)));
    check_values(&format!("FROM scratch\n{}", "ENV PATH=$PATH:$PATH\n".repeat(60)));
}

#[test]
fn the_sum_of_values_is_bounded() {
    let long = format!("FROM scratch\nENV A=x\n{}", "ENV A=$A$A\n".repeat(15));
    for line in ["LABEL l@=$A$A$A", "ENV e@=$A$A$A", "WORKDIR $A", "USER $A", "VOLUME $A", "COPY $A $A"] {
        let lines: String = (0..4_000)
            .map(|number| format!("{}\n", line.replace('@', &number.to_string())))
            .collect::<Vec<_>>()
            .concat();
        check_values(&format!("{long}{lines}"));
    }
    check_values(&format!("{long}{}", "WORKDIR aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n".repeat(3_000)));
    check_values(&format!("FROM scratch\n{}", "EXPOSE 1-65535\n".repeat(2_000)));
}

#[test]
fn patterns_take_bounded_work() {
    let long = "a".repeat(6_000);
    for (operator, pattern) in [("//", "*a".repeat(3_000) + "b"), ("/", "b".to_owned() + &"*a".repeat(3_000))]
    {
        check_values(&format!("FROM scratch\nENV V={long}\nENV W=${{V{operator}{pattern}/x}}\n"));
    }
    for (operator, pattern) in [("##", "*a".repeat(3_000) + "b"), ("%", "*".repeat(6_000) + "b")] {
        check_values(&format!("FROM scratch\nENV V={long}\nENV W=${{V{operator}{pattern}}}\n"));
    }
    check_values(&format!("FROM scratch\nENV A=x\n{}", "ENV A=${A//x/xx}\n".repeat(60)));
}

#[test]
fn short_values_of_long_patterns_are_still_known() {
    let pattern = "*a".repeat(3_000);
    let text = format!(
        "FROM scratch\nENV V={}\nENV W=${{V//{pattern}b/x}}\nENV X=${{V//{}a/x}}\n",
        "a".repeat(6_000),
        "*".repeat(3_000)
    );
    let env = &run_all(&text)["image"]["env"];
    assert_eq!(env[1], format!("W={}", "a".repeat(6_000)));
    assert_eq!(env[2], "X=x");
}

#[test]
fn triggers_are_run_only_so_often() {
    let triggers: String =
        (0..2_000).map(|number| format!("ONBUILD ENV A{number}=x\n")).collect::<Vec<_>>().concat();
    let stages: String =
        (0..2_000).map(|number| format!("FROM a AS s{number}\n")).collect::<Vec<_>>().concat();
    let copies: String =
        (0..2_000).map(|number| format!("COPY --from=s{number} x x\n")).collect::<Vec<_>>().concat();
    run_all(&format!("FROM scratch AS a\n{triggers}{stages}FROM scratch\n{copies}"));
    run_all(&format!("FROM scratch\n{}RUN x\n", "ONBUILD ".repeat(8_000)));
}
