//! The paths and patterns in a `dockwright.toml` that change when files are renamed.

use std::{ops::Range, path::Path};

use dockwright_analysis::fix::TextEdit;
use dockwright_ide::{FileRenames, SettingPath, setting_path_edit};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The edits of the text of a configuration file, in the order of the text. A file with errors is left
/// alone.
pub(crate) fn path_edits(text: &str, file: &Path, renames: &FileRenames) -> Vec<TextEdit> {
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let mut found: Vec<(&str, Range<usize>, SettingPath)> = Vec::new();
    for (key, value) in root.get_ref() {
        match key.get_ref().as_ref() {
            "include" | "exclude" => found.extend(elements(value).filter_map(pattern)),
            "per-file-ignores" => {
                let entries = value.get_ref().as_table().into_iter().flatten();
                found.extend(
                    entries.map(|(key, _)| (key.get_ref().as_ref(), key.span(), SettingPath::Pattern)),
                );
            }
            "build" => {
                for build in elements(value).filter_map(|build| build.get_ref().as_table()) {
                    found.extend(build.get("dockerfile").and_then(pattern));
                    let context = build.get("context").and_then(|value| Some((string(value)?, value.span())));
                    found.extend(context.map(|(context, span)| (context, span, SettingPath::Path)));
                }
            }
            _ => {}
        }
    }
    let mut edits: Vec<TextEdit> = found
        .into_iter()
        .filter_map(|(value, span, kind)| {
            let start = verbatim(text, span, value)?;
            let edit = setting_path_edit(value, kind, file, renames)?;
            Some(TextEdit { range: start + edit.range.start..start + edit.range.end, text: edit.text })
        })
        .collect();
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

fn elements<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> impl Iterator<Item = &'a Spanned<DeValue<'i>>> {
    value.get_ref().as_array().into_iter().flat_map(|list| list.iter())
}

fn pattern<'a>(value: &'a Spanned<DeValue<'_>>) -> Option<(&'a str, Range<usize>, SettingPath)> {
    Some((string(value)?, value.span(), SettingPath::Pattern))
}

fn string<'a>(value: &'a Spanned<DeValue<'_>>) -> Option<&'a str> {
    value.get_ref().as_str()
}

/// Where a value starts in the text; `None` if it is not written between simple quotes, since a new path
/// might need quotes or different escapes.
fn verbatim(text: &str, span: Range<usize>, value: &str) -> Option<usize> {
    let written = text.get(span.clone())?;
    let inner = ['"', '\''].iter().find_map(|quote| written.strip_prefix(*quote)?.strip_suffix(*quote))?;
    (inner == value).then_some(span.start + 1)
}

#[cfg(test)]
mod tests {
    use dockwright_analysis::fix::edited;

    use super::*;

    #[test]
    fn paths_follow_and_everything_else_stays() {
        let text = r#"preset = "all" # web/Dockerfile
include = ["web/Dockerfile.in", "*.docker"]
exclude = ['web/old']

[per-file-ignores]
"web/Dockerfile" = ["DL3008"]
"web/**" = ["DL3009"]

[[build]]
dockerfile = "web/Dockerfile"
context = "."
[[build]]
dockerfile = "*.Dockerfile"
context = "./web"
"#;
        let file = Path::new("/w/dockwright.toml");
        let renames = FileRenames::new([("/w/web".into(), "/w/ui".into())]);
        let edited = edited(text, &path_edits(text, file, &renames));
        let expected = text
            .replace("web/Dockerfile\"", "ui/Dockerfile\"")
            .replace("web/Dockerfile.in", "ui/Dockerfile.in")
            .replace("web/old", "ui/old")
            .replace("./web", "./ui");
        assert_eq!(edited, expected);
        assert_eq!(path_edits("context = [", file, &renames), []);
    }
}
