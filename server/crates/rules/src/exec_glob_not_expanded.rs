//! File name pattern in exec form is not expanded.
//!
//! # What it does
//! Reports elements such as `"/app/*.jar"` in a JSON array that starts no shell.
//!
//! # Why it matters
//! Exec form runs without a shell, so the pattern is not expanded. The program looks for a file whose name contains the
//! asterisk.
//!
//! # Example
//! ```dockerfile
//! FROM eclipse-temurin:21
//! CMD ["java", "-jar", "/app/*.jar"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM eclipse-temurin:21
//! CMD ["sh", "-c", "exec java -jar /app/*.jar"]
//! ```
//!
//! # Limits
//! Programs that read patterns themselves, such as `find`, `tar` and test runners, are not reported. Neither are
//! options, URLs, class paths and `**`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext};
use crate::exec_form::Exec;
use dockwright_analysis::{
    fix::Fix,
    programs::any_shell,
    spec::Instruction,
    words::{json, shell_line},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::exec_glob_not_expanded as texts, titles};

rule! {
    checks: [Check::ExecForm(COMMANDS, check)],
    group: Forms, severity: Info, presets: &[Default],
}

/// Programs that read patterns themselves.
const OWN_PATTERNS: [&str; 35] = [
    "find",
    "grep",
    "egrep",
    "rg",
    "ag",
    "tar",
    "rsync",
    "mocha",
    "jest",
    "karma",
    "gulp",
    "eslint",
    "prettier",
    "pytest",
    "tox",
    "git",
    "npm",
    "npx",
    "yarn",
    "pnpm",
    "nodemon",
    "tsc",
    "watchmedo",
    "entr",
    "7z",
    "unzip",
    "zip",
    "multitail",
    "ansible",
    "redis-cli",
    "dotnet",
    "logrotate",
    "filebeat",
    "cmd",
    "locust",
];

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let Some(at) = exec.words.iter().position(|word| is_pattern(word)) else { return };
    let takes_pattern = at > 0
        && matches!(
            exec.words[at - 1].as_str(),
            "-cp"
                | "-classpath"
                | "--class-path"
                | "-p"
                | "--module-path"
                | "-e"
                | "-c"
                | "-r"
                | "--ext"
                | "-k"
        );
    if any_shell(exec.words) || exec.has_program(&OWN_PATTERNS) || takes_pattern {
        return;
    }
    let message = texts::finding(&exec.words[at]);
    let mend = exec.is_program.then_some(fix as _);
    acc.push(Finding { mend, ..Finding::own(&RULE, exec.facts.elements[at].clone(), message) });
}

/// `/app/*.jar`, `*.py`.
fn is_pattern(word: &str) -> bool {
    word.contains('*')
        && !word.contains("**")
        && !word.contains([':', '=', ' ', '^', '(', '$', '|', '\\', ',', '@', '{'])
        && !word.starts_with('-')
        && (word.starts_with(['/', '.']) || word.starts_with("*.") && word.len() > 2 || word.contains('/'))
        && !word.starts_with("*/")
        && !word.contains(".*")
        && word != "/*"
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let word =
        |word: &String| if is_pattern(word) { word.clone() } else { shell_line(std::slice::from_ref(word)) };
    let line: Vec<String> = facts.json.as_ref()?.iter().map(word).collect();
    let line = line.join(" ");
    let array = match facts.instruction? {
        Instruction::Cmd => format!("[\"sh\", \"-c\", {}]", json(&format!("exec {line}"))),
        Instruction::Entrypoint => {
            format!("[\"sh\", \"-c\", {}, \"sh\"]", json(&format!("exec {line} \"$@\"")))
        }
        _ => line,
    };
    Some(Fix::replace(&titles::RUN_WITH_SHELL, facts.command_range.clone(), array).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD ["java","-jar","/app/*.jar"]
                   ^^^^^^^^^^^^ info: `/app/*.jar` is not expanded in exec form
RUN ["rm", "*.txt"]
           ^^^^^^^ info: `*.txt` is not expanded in exec form
"#],
    quiet: {
        "FROM a\nCMD {}\n" => [
            r#"["sh", "-c", "a *.x"]"#,
            r#"["find", "/", "*.x"]"#,
            r#"["java", "-cp", "/a/*", "X"]"#,
            r#"["a", "--x=/a/*"]"#,
            r#"["a", "*"]"#,
            r#"["a", "http://*/x"]"#,
            r#"["a", "/x/.*"]"#,
        ],
    },
    fixed: {
        "FROM a\nENTRYPOINT [\"java\", \"-jar\", \"/app/*.jar\"]\n"
            => "FROM a\nENTRYPOINT [\"sh\", \"-c\", \"exec java -jar /app/*.jar \\\"$@\\\"\", \"sh\"]\n",
    },
}
