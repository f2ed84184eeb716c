//! Misspelt parser directive.
//!
//! # What it does
//! Reports a line at the top of the file such as `# sytnax=docker/dockerfile:1`, whose name resembles a directive and
//! whose value fits that directive. It also reports an image in `# syntax=` whose name resembles `docker/dockerfile`.
//!
//! # Why it matters
//! Docker takes a line with an unknown name as a comment, and all directives after it too. If the image of `# syntax=`
//! does not exist, the build fails before Docker reads the rest of the file.
//!
//! # Example
//! ```dockerfile
//! # sytnax=docker/dockerfile:1
//! FROM nginx:1.29
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM nginx:1.29
//! ```
//!
//! # Limits
//! At most two letters may differ, and only directives may come before the line.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#parser-directives>

use super::{Check, FileContext, FileFound, misplaced_directive::each_comment};
use dockwright_analysis::suggest::nearest;
use dockwright_lint::finding::{Finding, Mend, change_to_word};
use dockwright_texts::rules::directive_typo as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["T:syntax-directive-typo"],
    group: Syntax, presets: &[Default],
    foreign: ForeignFiles::FrontendImages,
    unfinished: &[Unfinished::CommentWord],
}

const NAMES: [&str; 3] = ["check", "escape", "syntax"];
const FRONTENDS: [&str; 2] = ["docker/dockerfile", "docker/dockerfile-upstream"];

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let document = ctx.document;
    each_comment(document, |start, comment, is_directive_block| {
        if is_directive_block && let Some(finding) = typo(start, comment) {
            found.extend(FileFound::in_header(document, finding));
        }
    });
    for directive in document.header().iter().filter(|directive| directive.name == "syntax") {
        let name = directive.value.split([':', '@', ' ']).next().unwrap_or_default();
        if FRONTENDS.contains(&name) || name.is_empty() {
            continue;
        }
        if let Some(near) = nearest(name, FRONTENDS) {
            let start = directive.value_range.start;
            let message = texts::frontend(name);
            let mut finding = Finding::own(&RULE, start..start + name.len(), message);
            finding.note = Some(texts::frontend_note());
            (finding.word, finding.mend) = (Some(near.to_owned()), Some(change_to_word as Mend));
            found.extend(FileFound::in_header(document, finding));
        }
    }
}

fn typo(start: usize, comment: &str) -> Option<Finding> {
    let line = comment.strip_prefix('#')?;
    let (name, value) = line.split_once('=')?;
    let at = start + 1 + (name.len() - name.trim_start().len());
    let (name, value) = (name.trim(), value.trim());
    let lower = name.to_ascii_lowercase();
    if NAMES.contains(&lower.as_str()) {
        return None;
    }
    let near = nearest(&lower, NAMES)?;
    let is_value = match near {
        "syntax" => value.contains('/') && value.contains("docker") && !value.contains(' '),
        "escape" => matches!(value, "\\" | "`"),
        _ => ["skip=", "error=", "experimental="].iter().any(|option| value.starts_with(option)),
    };
    if !is_value {
        return None;
    }
    let mut finding = Finding::own(&RULE, at..at + name.len(), texts::directive(name));
    (finding.word, finding.mend) = (Some(near.to_owned()), Some(change_to_word as Mend));
    Some(finding)
}

cases! {
    found: [
        r#"
# escape=\
#  Sytnax = docker/dockerfile:1
   ^^^^^^ warning: `Sytnax` is not a parser directive
FROM a
"#,
        r#"
# syntax=docker/dockerfle:1
         ^^^^^^^^^^^^^^^^ warning: `docker/dockerfle` is not a known frontend
         ^^^^^^^^^^^^^^^^ note: Docker downloads this image first and lets it read the file
FROM a
"#,
    ],
    quiet: {
        "{}\nFROM a\n" => [
            "# syntax=docker/dockerfile-upstream:master",
            "# syntax=example/frontend",
            "# a\n# sytnax=docker/dockerfile:1",
            "# scape=the rope",
            "# cheque=1",
        ],
    },
    fixed: {
        "# esacpe=`\nFROM a\n" => "# escape=`\nFROM a\n",
    },
}
