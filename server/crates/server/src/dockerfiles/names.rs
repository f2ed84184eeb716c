//! Decides by its name whether a file is a Dockerfile.
//!
//! Only the name counts; no file is opened. The editors' file types and the pre-commit hooks follow
//! the same rules, and `tests/file-names` keeps them consistent.

/// The kind of file that a name suggests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    Dockerfile,
    /// A template from which a different program generates a Dockerfile.
    Template,
    Other,
}

/// The base names of Dockerfiles, in the two spellings that Docker and Podman use.
const WORDS: [&str; 4] = ["Dockerfile", "dockerfile", "Containerfile", "containerfile"];

/// Extensions of other kinds of files, in any letter case: `dockerfile.py` is Python. Neither `nix` nor `zig` is here,
/// because `Dockerfile.nix` and `Dockerfile.zig` are Dockerfiles in known projects.
const OTHER: &[&str] = &[
    // Text and documents.
    "md",
    "mdx",
    "markdown",
    "rst",
    "adoc",
    "txt",
    "log",
    "pdf",
    "html",
    "htm",
    "css",
    "svg",
    "png",
    "csv",
    "diff",
    "patch",
    // Source code.
    "py",
    "pyi",
    "go",
    "js",
    "mjs",
    "cjs",
    "jsx",
    "ts",
    "tsx",
    "rb",
    "rs",
    "java",
    "kt",
    "kts",
    "groovy",
    "scala",
    "c",
    "h",
    "cc",
    "cpp",
    "hpp",
    "cs",
    "fs",
    "php",
    "pl",
    "pm",
    "swift",
    "lua",
    "vim",
    "el",
    "clj",
    "ex",
    "exs",
    "erl",
    "hs",
    "ml",
    "dart",
    "r",
    "jl",
    "sql",
    // Scripts.
    "sh",
    "bash",
    "zsh",
    "fish",
    "ps1",
    "psm1",
    "bat",
    "cmd",
    "awk",
    "sed",
    "mk",
    "cmake",
    // Data and configuration.
    "json",
    "jsonc",
    "json5",
    "yaml",
    "yml",
    "toml",
    "ini",
    "cfg",
    "conf",
    "env",
    "xml",
    "properties",
    "hcl",
    "tf",
    "lock",
    "plist",
    "snap",
    "golden",
    // Ignore files and leftovers; a trailing `~` as well.
    "dockerignore",
    "containerignore",
    "orig",
    "rej",
    "bak",
    "old",
    "save",
    "swp",
    "swo",
    "tmp",
    // Archives.
    "tar",
    "gz",
    "tgz",
    "xz",
    "zst",
    "bz2",
    "zip",
];

/// Extensions of templates, in any letter case.
const TEMPLATES: &[&str] =
    &["j2", "jinja", "jinja2", "erb", "tmpl", "tpl", "template", "in", "mustache", "gotmpl"];

/// Whether a file of this name is a Dockerfile.
pub(crate) fn is_dockerfile(name: &str) -> bool {
    kind(name) == NameKind::Dockerfile
}

/// Whether a file name or path is that of an ignore file: `.dockerignore`, `NAME.dockerignore`, and
/// the same with `containerignore`.
pub(crate) fn is_ignore_file(name: &str) -> bool {
    name.ends_with(".dockerignore") || name.ends_with(".containerignore")
}

/// The kind of a file with this name.
pub(crate) fn kind(name: &str) -> NameKind {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_one_of = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(extension));
    if name.ends_with('~') || is_one_of(OTHER) {
        NameKind::Other
    } else if is_one_of(TEMPLATES) {
        if kind(stem) == NameKind::Dockerfile { NameKind::Template } else { NameKind::Other }
    } else if WORDS.iter().any(|word| is_named_after(name, word)) {
        NameKind::Dockerfile
    } else {
        NameKind::Other
    }
}

/// Whether a name is `Dockerfile`, `Dockerfile.NAME`, `Dockerfile-NAME` or `NAME.Dockerfile`.
fn is_named_after(name: &str, word: &str) -> bool {
    let after = name
        .strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || (rest.starts_with(['.', '-']) && rest.len() > 1));
    let before = name.strip_suffix(word).and_then(|rest| rest.strip_suffix('.'));
    after || before.is_some_and(|before| !before.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The end-to-end tests in `tests/cli` check the whole table; these are edge cases.
    #[test]
    fn ignore_files() {
        for name in
            [".dockerignore", "Dockerfile.dockerignore", "x.Dockerfile.dockerignore", ".containerignore"]
        {
            assert!(is_ignore_file(name), "{name}");
        }
        for name in [".gitignore", "dockerignore", ".dockerignore.bak", "Dockerfile"] {
            assert!(!is_ignore_file(name), "{name}");
        }
    }

    #[test]
    fn the_last_extension_decides() {
        for (name, expected) in [
            ("Dockerfile", NameKind::Dockerfile),
            ("Dockerfile.3.22", NameKind::Dockerfile),
            ("Dockerfile.py.prod", NameKind::Dockerfile),
            ("Dockerfile.PY", NameKind::Other),
            ("Dockerfile-py", NameKind::Dockerfile),
            ("Dockerfile.", NameKind::Other),
            (".Dockerfile", NameKind::Other),
            ("DOCKERFILE", NameKind::Other),
            ("web.Dockerfile.j2", NameKind::Template),
            ("Dockerfile.py.j2", NameKind::Other),
            ("notes.j2", NameKind::Other),
            ("Dockerfile.dev~", NameKind::Other),
            ("", NameKind::Other),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
