//! The paths and patterns in our configuration files.

use std::path::{Component, Path, PathBuf};

use dockwright_analysis::fix::TextEdit;

use super::{FileRenames, moved_path_edit};

/// What a text in a configuration file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingPath {
    /// A path, relative to the folder of the file.
    Path,
    /// A pattern as in a `.gitignore`.
    Pattern,
}

/// The edit of a text in a configuration file, relative to the text. A pattern is edited if it is the
/// path of a single file or folder. One without a slash applies in all folders, so it stays.
pub fn setting_path_edit(
    written: &str,
    kind: SettingPath,
    configuration: &Path,
    renames: &FileRenames,
) -> Option<TextEdit> {
    let is_pattern = kind == SettingPath::Pattern;
    let is_absolute = written.starts_with('/');
    if is_pattern && !is_anchored(written) || !is_pattern && is_absolute {
        return None;
    }
    let old = configuration.parent()?;
    let new = renames.path(configuration);
    let target = normalized(&old.join(written.trim_start_matches('/')))?;
    let (edit, path) = moved_path_edit(written, (old, new.parent()?), &target, renames)?;
    let is_usual = |c: char| c.is_alphanumeric() || "._-/@+~ ".contains(c);
    if !path.chars().all(is_usual) || path.trim() != path {
        return None;
    }
    if !is_pattern {
        return Some(edit);
    }
    if path.split('/').any(|name| name == "..") {
        return None;
    }
    // Without a slash, it would apply in all folders.
    let text = if is_anchored(&path) { path } else { format!("/{path}") };
    Some(TextEdit { range: 0..written.len(), text })
}

/// Whether a pattern means a single path: it has a slash that is not at its end, and no wildcards.
fn is_anchored(pattern: &str) -> bool {
    let is_special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '\\');
    !pattern.contains(is_special)
        && !pattern.starts_with(['!', '#'])
        && pattern.trim_end_matches('/').contains('/')
}

/// A path with `.` and `..` resolved by name.
fn normalized(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            part => normal.push(part),
        }
    }
    Some(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_single_patterns_follow() {
        let renames = FileRenames::new(
            [("/w/web", "/w/ui"), ("/w/api/Dockerfile", "/w/Dockerfile"), ("/w/lib", "/w/x*y")]
                .map(|(old, new)| (PathBuf::from(old), PathBuf::from(new))),
        );
        for (written, kind, expected) in [
            ("web", SettingPath::Path, "ui"),
            ("./web/", SettingPath::Path, "./ui/"),
            (".", SettingPath::Path, "."),
            ("..", SettingPath::Path, ".."),
            ("lib", SettingPath::Path, "lib"),
            ("/web", SettingPath::Path, "/web"),
            ("web/Dockerfile", SettingPath::Pattern, "ui/Dockerfile"),
            ("/web", SettingPath::Pattern, "/ui"),
            ("web/", SettingPath::Pattern, "web/"),
            ("web", SettingPath::Pattern, "web"),
            ("web/*.Dockerfile", SettingPath::Pattern, "web/*.Dockerfile"),
            ("api/Dockerfile", SettingPath::Pattern, "/Dockerfile"),
        ] {
            let edit = setting_path_edit(written, kind, Path::new("/w/dockwright.toml"), &renames);
            let mut text = written.to_owned();
            if let Some(edit) = edit {
                text.replace_range(edit.range, &edit.text);
            }
            assert_eq!(text, expected, "{written}");
        }
        let renames =
            FileRenames::new([(PathBuf::from("/w/dockwright.toml"), "/w/api/dockwright.toml".into())]);
        let moved = |written| {
            setting_path_edit(written, SettingPath::Path, Path::new("/w/dockwright.toml"), &renames)
        };
        assert_eq!(moved("."), Some(TextEdit { range: 0..1, text: "..".to_owned() }));
    }
}
