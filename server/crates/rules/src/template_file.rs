//! File is a template of a Dockerfile.
//!
//! # What it does
//! Reports the first mark of a template language: `{{ … }}`, `{% … %}`, `<% … %>`, and `@NAME@` in a file whose name
//! ends in `.in`. No other rule checks such a file, and the formatter does not change it.
//!
//! # Why it matters
//! Docker does not read the template, but the file that is generated from it. Findings about the template itself would
//! be wrong. Check the generated file, or use build arguments instead of a template.
//!
//! # Example
//! ```dockerfile
//! FROM python:{{ version }}
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG VERSION=3.13
//! FROM python:${VERSION}
//! ```
//!
//! # Limits
//! Comments do not count, and neither does text that may be data: quoted text in RUN, ENV and LABEL, arrays, heredocs,
//! and arguments of programs such as `docker inspect --format`. In a file whose name ends in `.j2`, `.jinja`,
//! `.jinja2`, `.erb`, `.tmpl`, `.tpl`, `.template`, `.in`, `.mustache` or `.gotmpl`, such text counts as well. Without
//! a mark, such a file is checked like any other.
//!
//! # References
//! - <https://docs.docker.com/build/building/variables/>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::document::Foreign;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::template_file as texts;

rule! {
    checks: [Check::File(check)],
    group: Syntax, severity: Hint, presets: &[Default],
    foreign: ForeignFiles::Templates,
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(Foreign::Template(range)) = ctx.document.foreign() else { return };
    let finding = Finding::own(&RULE, range.clone(), &texts::FINDING);
    found.extend(FileFound::in_header(ctx.document, finding));
}

cases! {
    found: [r#"
FROM a
RUN b
COPY x{{ y }} /{{ z }}
      ^^^^^^^ hint: This is a template
"#],
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use dockwright_analysis::document::Document;
    use dockwright_lint::{
        diagnostics::diagnostics_for,
        preset::{Choice, Selection},
        rule::Preset,
    };

    fn codes(preset: Preset, text: &str) -> Vec<&'static str> {
        let document = Document::new(Text::new(text));
        let selection = Selection::new(preset, &Choice::default());
        diagnostics_for(&document, document.model(), &selection).into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn nothing_else_is_said() {
        let text = "from {{ a }} as B\n{% if x %}\nRUN\n{% endif %}\n";
        assert_eq!(codes(Preset::Default, text), ["TemplateFile"]);
        assert_eq!(codes(Preset::All, text), ["TemplateFile"]);
        // BuildKit's verdict is the one about the text as it is.
        assert!(codes(Preset::Buildkit, text).contains(&"UnknownInstruction"));
    }
}
