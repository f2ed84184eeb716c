//! The settings of the formatter: `format.…`, the editor's options, and `.editorconfig`.

use std::path::Path;

use dockwright_format::{AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase};
use dockwright_texts::settings as texts;
use ec4rs::{
    ConfigParser, Properties, PropertiesSource,
    property::{FinalNewline, IndentSize, IndentStyle as Indent, TabWidth, TrimTrailingWs},
};

use super::{kebab_case, node::Node, settings_reader::SettingsReader};
use crate::regular_file;

/// The settings from one source; unset ones are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FormatSettings {
    as_case: Option<AsCase>,
    continuations: Option<Continuations>,
    indent_style: Option<IndentStyle>,
    indent_width: Option<usize>,
    keyword_case: Option<KeywordCase>,
    line_length: Option<usize>,
    max_blank_lines: Option<usize>,
    one_argument_per_line: Option<bool>,
    sort_packages: Option<bool>,
}

/// The type of a setting.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SettingKind {
    /// One of several words.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the schema names them"))]
    Word(&'static [&'static str]),
    /// A number from the first to the second, inclusive.
    Count(usize, usize),
    /// `true` or `false`.
    Switch,
}

/// The keys and their types.
pub(crate) const KEYS: &[(&str, SettingKind)] = &[
    ("as-case", SettingKind::Word(&["match", "keep"])),
    ("continuations", SettingKind::Word(&["auto", "single", "aligned"])),
    ("indent-style", SettingKind::Word(&["space", "tab"])),
    ("indent-width", SettingKind::Count(1, 16)),
    ("keyword-case", SettingKind::Word(&["upper", "lower", "keep"])),
    ("line-length", SettingKind::Count(20, 1000)),
    ("max-blank-lines", SettingKind::Count(0, 100)),
    ("one-argument-per-line", SettingKind::Switch),
    ("sort-packages", SettingKind::Switch),
];

const AS_CASES: &[(&str, AsCase)] = &[("match", AsCase::Match), ("keep", AsCase::Keep)];
const CONTINUATIONS: &[(&str, Continuations)] =
    &[("auto", Continuations::Auto), ("single", Continuations::Single), ("aligned", Continuations::Aligned)];
const STYLES: &[(&str, IndentStyle)] = &[("space", IndentStyle::Space), ("tab", IndentStyle::Tab)];
const CASES: &[(&str, KeywordCase)] =
    &[("upper", KeywordCase::Upper), ("lower", KeywordCase::Lower), ("keep", KeywordCase::Keep)];

impl FormatSettings {
    /// Applies a table of settings, whose keys may also be in camel case.
    pub(super) fn take(&mut self, path: &str, node: Node, reader: &mut SettingsReader<'_>) {
        for (name, node) in reader.table(path, node) {
            let key = format!("{path}.{name}");
            match kebab_case(&name).as_str() {
                "as-case" => self.as_case = reader.word(&key, node, AS_CASES),
                "continuations" => self.continuations = reader.word(&key, node, CONTINUATIONS),
                "indent-style" => self.indent_style = reader.word(&key, node, STYLES),
                "indent-width" => self.indent_width = count("indent-width", &key, &node, reader),
                "keyword-case" => self.keyword_case = reader.word(&key, node, CASES),
                "line-length" => self.line_length = count("line-length", &key, &node, reader),
                "max-blank-lines" => self.max_blank_lines = count("max-blank-lines", &key, &node, reader),
                "one-argument-per-line" => self.one_argument_per_line = Some(reader.switch(&key, &node)),
                "sort-packages" => self.sort_packages = Some(reader.switch(&key, &node)),
                _ => reader.unknown(&key, node.line),
            }
        }
    }

    /// Applies the settings that are set.
    pub(crate) fn apply(&self, options: &mut FormatOptions) {
        fn set<T: Copy>(option: &mut T, setting: Option<T>) {
            *option = setting.unwrap_or(*option);
        }
        set(&mut options.as_case, self.as_case);
        set(&mut options.continuations, self.continuations);
        options.indent_style = self.indent_style.or(options.indent_style);
        set(&mut options.indent_width, self.indent_width);
        set(&mut options.keyword_case, self.keyword_case);
        set(&mut options.line_length, self.line_length);
        set(&mut options.max_blank_lines, self.max_blank_lines);
        set(&mut options.one_argument_per_line, self.one_argument_per_line);
        set(&mut options.sort_packages, self.sort_packages);
    }
}

/// A number within the limits of its setting.
fn count(name: &str, key: &str, node: &Node, reader: &mut SettingsReader<'_>) -> Option<usize> {
    let count = reader.count(key, node)?;
    let bounds = KEYS.iter().find_map(|(key, kind)| match kind {
        SettingKind::Count(least, most) if *key == name => Some((*least, *most)),
        _ => None,
    });
    let (least, most) = bounds?;
    if (least..=most).contains(&count) {
        return Some(count);
    }
    reader.complain(node.line, texts::IsOutOfBounds { key, count, least, most }.message());
    None
}

/// Applies the `.editorconfig` files above a file: indentation, trailing whitespace, and the end of
/// the file. Line ends stay unchanged, and unreadable files are ignored.
pub(crate) fn apply_editorconfig(file: &Path, options: &mut FormatOptions) {
    let Ok(file) = std::path::absolute(file) else { return };
    let mut properties = editorconfig(&file);
    properties.use_fallbacks();
    match properties.get::<Indent>() {
        Ok(Indent::Tabs) => options.indent_style = Some(IndentStyle::Tab),
        Ok(Indent::Spaces) => options.indent_style = Some(IndentStyle::Space),
        Err(_) => {}
    }
    let size = match properties.get::<IndentSize>() {
        Ok(IndentSize::Value(size)) => Some(size),
        Ok(IndentSize::UseTabWidth) | Err(_) => match properties.get::<TabWidth>() {
            Ok(TabWidth::Value(size)) => Some(size),
            Err(_) => None,
        },
    };
    options.indent_width = size.filter(|size| (1..=16).contains(size)).unwrap_or(options.indent_width);
    if let Ok(TrimTrailingWs::Value(value)) = properties.get::<TrimTrailingWs>() {
        options.trim_trailing_blanks = value;
    }
    if let Ok(FinalNewline::Value(value)) = properties.get::<FinalNewline>() {
        options.final_newline = value;
    }
}

/// The properties in the `.editorconfig` files above an absolute path. The files are read here
/// because the library would read the target of any link.
fn editorconfig(file: &Path) -> Properties {
    let mut found = Vec::new();
    for folder in file.ancestors().skip(1) {
        let Some(text) = regular_file::configuration(&folder.join(".editorconfig")) else { continue };
        let is_root = ConfigParser::new(text.as_bytes()).is_ok_and(|parser| parser.is_root);
        found.push((folder, text));
        if is_root {
            break;
        }
    }
    let mut properties = Properties::new();
    for (folder, text) in found.iter().rev() {
        if let Ok(mut parser) = ConfigParser::new(text.as_bytes()) {
            // A line that cannot be parsed ends this file; the other files still apply.
            let _ = parser.apply_to(&mut properties, file.strip_prefix(folder).unwrap_or(file));
        }
    }
    properties
}
