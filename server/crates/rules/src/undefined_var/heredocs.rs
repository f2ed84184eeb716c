//! Undefined variables in the heredoc of a COPY or ADD: mostly those of a script in the heredoc.
//!
//! Docker expands variables in a heredoc whose delimiter is not quoted. If it would empty all of
//! them, quotes around the delimiter keep the text unchanged; if it also fills some in, a backslash
//! keeps a single one.

use super::StageContext;
use dockwright_analysis::{
    facts::{
        Facts, Heredoc,
        operands::Operands,
        template::{Reference, Template},
    },
    fix::{Fix, TextEdit},
    model::Undefined,
};
use dockwright_lint::finding::{Mend, Mending};
use dockwright_texts::rules::undefined_var as texts;

/// If a stage has more undefined variables than this, each variable gets a separate fix: finding
/// out whether a whole heredoc is lost takes a check of all variables for each of them.
const MANY: usize = 64;

/// The fix for a variable in an expanded heredoc; `None` outside of them.
pub(super) fn mend(ctx: &StageContext<'_>, item: usize, undefined: &Undefined) -> Option<Mend> {
    let facts = &ctx.items[item].facts;
    let heredoc = around(facts, undefined.name_range.start)?;
    if ctx.evaluated.undefined.len() > MANY {
        return Some(escape);
    }
    let all = ctx.evaluated.undefined.iter().filter(|(at, _)| *at == item).map(|(_, it)| it);
    let is_lost = |reference: &Reference| {
        all.clone().any(|it| it.name_range == reference.name_range && (is_special(it) || !it.has_default))
    };
    let mut is_whole = !heredoc.content.contains("\\$");
    body(facts, heredoc)?.references(&mut |reference| is_whole = is_whole && is_lost(reference));
    Some(if is_whole { quote_delimiter } else { escape })
}

/// A parameter of a shell, such as `$1` or `$@`: no instruction can set it.
pub(super) fn is_special(undefined: &Undefined) -> bool {
    !undefined.name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn around(facts: &Facts, at: usize) -> Option<&Heredoc> {
    facts.heredocs.iter().find(|heredoc| {
        let start = heredoc.content_start;
        heredoc.marker.expand && (start..start + heredoc.content.len()).contains(&at)
    })
}

fn body<'a>(facts: &'a Facts, heredoc: &Heredoc) -> Option<&'a Template> {
    let Operands::Copy(operands) = &facts.operands else { return None };
    let is_it = |body: &&Template| body.range.start == heredoc.content_start;
    operands.bodies.iter().find(is_it)
}

/// `<<EOT` to `<<'EOT'`.
fn quote_delimiter(ctx: &Mending<'_>) -> Option<Fix> {
    let heredoc = around(ctx.whole, ctx.finding.range.start)?;
    let (marker, name) = (ctx.source.get(heredoc.range.clone())?, heredoc.marker.name.as_str());
    if name.contains('\'') {
        return None;
    }
    let start = heredoc.range.start + marker.strip_suffix(name)?.len();
    let fix = Fix::replace(texts::quote_delimiter(name), start..start + name.len(), format!("'{name}'"));
    Some(fix.unsafe_choice())
}

/// `$1` to `\$1`.
fn escape(ctx: &Mending<'_>) -> Option<Fix> {
    let heredoc = around(ctx.whole, ctx.finding.range.start)?;
    let mut found = None;
    body(ctx.whole, heredoc)?.references(&mut |reference| {
        if reference.name_range == ctx.finding.range {
            found = Some(reference.range.clone());
        }
    });
    let range = found?;
    let text = ctx.source.get(range.clone())?;
    let edit = TextEdit { range: range.start..range.start, text: "\\".to_owned() };
    Some(Fix { title: texts::escape(text), safe: false, edits: vec![edit] })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{check_fix, find};

    #[test]
    fn a_script_keeps_its_parameters() {
        check_fix(
            "UndefinedVar",
            "FROM a\nCOPY --chmod=755 <<-EOT /x\n\techo \"$1\"\n\tEOT\n",
            "FROM a\nCOPY --chmod=755 <<-'EOT' /x\n\techo \"$1\"\n\tEOT\n",
        );
    }

    #[test]
    fn one_parameter_beside_a_variable() {
        check_fix(
            "UndefinedVar",
            "FROM a\nARG V=1\nCOPY <<E /x\n$V ${1}\nE\n",
            "FROM a\nARG V=1\nCOPY <<E /x\n$V \\${1}\nE\n",
        );
        check_fix("UndefinedVar", "FROM a\nCOPY <<E /x\n\\$V $@\nE\n", "FROM a\nCOPY <<E /x\n\\$V \\$@\nE\n");
    }

    #[test]
    fn no_base_image_sets_a_parameter() {
        let message = |text: &str| {
            dockwright_lint::diagnostics::diagnostics(&dockwright_analysis::document::Document::new(
                dockwright_syntax::Text::new(text),
            ))
        };
        for text in ["FROM a:1\nCOPY <<E /x\n$1 $@\nE\n", "FROM a:1\nENV A=$1\n"] {
            let found = message(text);
            assert!(
                !found.is_empty()
                    && found
                        .iter()
                        .all(|it| !it.text(dockwright_texts::Language::English).contains("base image")),
                "{found:?}"
            );
        }
        assert!(find("UndefinedVar", "FROM a\nCOPY <<'E' /x\n$1\nE\n").is_empty());
    }
}
