//! Windows path at the end of a line continues the line.
//!
//! # What it does
//! Reports a path such as `C:\` at the end of a line, in a stage for Windows, if the backslash is the escape character.
//!
//! # Why it matters
//! The backslash continues the line: Docker removes it and reads the next line as the rest of this one. Put
//! ``# escape=` `` on the first line, or write the path with `/`.
//!
//! # Example
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! COPY app.exe C:\
//! USER ContainerUser
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # escape=`
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! COPY app.exe C:\
//! USER ContainerUser
//! ```
//!
//! # Limits
//! Only paths with a drive letter are checked, and only in stages that are known to be for Windows. There is no fix,
//! because with a different escape character, all continued lines of the file have to change.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#escape>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::shell::dialect::is_windows_image;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::windows_shell_form_path as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Forms, presets: &[Default],
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let evaluated = ctx.evaluated;
    if !evaluated.exit.is_windows() && !evaluated.base_image().is_some_and(is_windows_image) {
        return;
    }
    for (at, item) in ctx.items.iter().enumerate() {
        let path = item.facts.mistakes.as_deref().and_then(|mistakes| mistakes.open_path.clone());
        if let Some(path) = path {
            let finding = Finding::own(&RULE, path, &texts::FINDING);
            acc.push_at(at, Role::Own, finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn paths_at_the_end_of_lines() {
        check(
            RULE.name,
            r#"
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
COPY x C:\
       ^^^ warning: The backslash at the end of this path continues the line
RUN y
WORKDIR C:\app\
        ^^^^^^^ warning: The backslash at the end of this path continues the line
RUN z
"#,
        );
        for text in [
            "FROM alpine\nCOPY x C:\\\nRUN y\n",
            "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver\nCOPY x C:\\\nRUN y\n",
            "FROM mcr.microsoft.com/windows/nanoserver\nRUN copy x C:\\y \\\n  && z\n",
            "FROM mcr.microsoft.com/windows/nanoserver\nCOPY x C:/y\nCOPY x C:\\",
        ] {
            assert!(find(RULE.name, text).is_empty(), "{text}");
        }
    }
}
