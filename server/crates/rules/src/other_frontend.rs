//! File is read by a different frontend.
//!
//! # What it does
//! Reports a `# syntax=` line whose image is not Docker's frontend. No other rule checks such a file, except for a
//! repeated directive and a misspelt `docker/dockerfile`. The formatter leaves the file as it is.
//!
//! # Why it matters
//! A frontend may read any language. What Dockwright knows about Dockerfiles may not apply to the file.
//!
//! # Example
//! ```dockerfile
//! # syntax=ghcr.io/acme/frontend:1
//! FROM alpine:3.22
//! INCLUDE common
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! Mirrors of `docker/dockerfile` and `docker/dockerfile-upstream` are recognised by the last two parts of their names.
//! If a different image reads Dockerfiles, add it to the setting `frontends`: all rules then apply to its files.
//!
//! # References
//! - <https://docs.docker.com/build/buildkit/frontend/>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::document::Foreign;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::other_frontend as texts;

rule! {
    checks: [Check::File(check)],
    group: Syntax, severity: Hint, presets: &[Default],
    foreign: ForeignFiles::Frontends,
    unfinished: &[Unfinished::CommentWord],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(Foreign::Frontend(frontend)) = ctx.document.foreign() else { return };
    let message = texts::finding(&frontend.image);
    let finding = Finding::own(&RULE, frontend.range.clone().unwrap_or(0..0), message);
    found.extend(FileFound::in_header(ctx.document, finding));
}

cases! {
    found: [r#"
# syntax=ghcr.io/x/y:1
         ^^^^^^^^^^^^^ hint: This file is read by the frontend `ghcr.io/x/y:1`
INCLUDE+ a
"#],
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use dockwright_analysis::document::Document;

    fn codes(text: &str) -> Vec<&'static str> {
        dockwright_lint::diagnostics::diagnostics(&Document::new(Text::new(text)))
            .into_iter()
            .map(|it| it.code)
            .collect()
    }

    #[test]
    fn nothing_else_is_said() {
        assert_eq!(codes("# syntax=acme/front\nfrom a as B\nINCLUDE x\nSTOPSIGNAL X\n"), ["OtherFrontend"]);
        assert_eq!(codes("# syntax=acme/front\n# check=skip=UndefinedVar\nX\n"), ["OtherFrontend"]);
        assert_eq!(codes("# syntax=docker/dockerfle:1\nX\n"), ["DirectiveTypo", "OtherFrontend"]);
        assert_eq!(
            codes("# syntax=acme/front\n# escape=`\n# escape=`\nX\n"),
            ["OtherFrontend", "DuplicateDirective"]
        );
        assert!(codes("# syntax=acme/front\n# dockwright file ignore=OtherFrontend\nX\n").is_empty());
    }
}
