//! The repository's own invariants: layers, layout, sizes, and what must not be in it.
//!
//! What the compiler can check is not repeated here. Files are those that git knows or would add.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use dockwright_tests::root;

/// The files and folders at the top level.
const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".pre-commit-hooks.yaml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.ko.md",
    "README.md",
    "clippy.toml",
    "docs",
    "editors",
    "grammar",
    "rustfmt.toml",
    "server",
    "tests",
];

/// Generated and committed; each has a test that regenerates and compares it.
const GENERATED: &[&str] = &[
    "grammar/src/grammar.json",
    "grammar/src/node-types.json",
    "grammar/src/parser.c",
    "grammar/src/tree_sitter/alloc.h",
    "grammar/src/tree_sitter/array.h",
    "grammar/src/tree_sitter/parser.h",
];

/// The most lines of a hand-written Rust file, its tests included.
const MAX_LINES: usize = 500;
/// Larger files, each with a reason.
const LARGE: &[(&str, &str)] = &[
    ("server/crates/ide/src/completion/tests.rs", "one table of completions"),
    ("server/crates/analysis/src/shell/tests.rs", "one table of scripts"),
    ("server/crates/analysis/src/spec/package_managers.rs", "one table of package managers"),
];

/// The largest file that is not generated, so that no corpus or binary is committed by accident.
const MAX_BYTES: u64 = 200_000;
const HEAVY: &[(&str, &str)] = &[
    ("tests/conformance/conformance.jsonl", "BuildKit's recorded answers"),
    ("tests/conformance/generated.jsonl.gz", "BuildKit's answers to generated files, 22 MB when unpacked"),
    ("tests/context/cases.jsonl", "BuildKit's recorded answers about build contexts"),
    ("server/crates/ide/src/inline_completion/table.bin", "what follows what, counted over real Dockerfiles"),
];

fn files() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git cannot list the files");
    let names = String::from_utf8(output.stdout).unwrap();
    names.split_terminator('\0').map(PathBuf::from).filter(|path| root().join(path).is_file()).collect()
}

fn rust_files() -> Vec<(PathBuf, String)> {
    let rust = files().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| (path.clone(), fs::read_to_string(root().join(path)).unwrap())).collect()
}

fn is_generated(path: &Path) -> bool {
    GENERATED.iter().any(|generated| path == Path::new(generated))
}

#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// The names in a table of a manifest, by lines: the manifests are ours and plain.
fn dependencies(manifest: &str, table: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(manifest)).unwrap();
    let lines = text.lines().skip_while(|line| *line != format!("[{table}]")).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| !name.is_empty() && !name.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn layers_depend_downwards_only() {
    for (manifest, allowed) in [
        ("grammar/Cargo.toml", &[][..]),
        ("server/crates/fixture/Cargo.toml", &[]),
        ("server/crates/syntax/Cargo.toml", &["dockwright-grammar"]),
        ("server/crates/texts/Cargo.toml", &[]),
        ("server/crates/context/Cargo.toml", &[]),
        (
            "server/crates/analysis/Cargo.toml",
            &["dockwright-context", "dockwright-syntax", "dockwright-texts"],
        ),
        ("server/crates/init/Cargo.toml", &["dockwright-texts"]),
        ("server/crates/builds/Cargo.toml", &["dockwright-analysis"]),
        (
            "server/crates/lint/Cargo.toml",
            &[
                "dockwright-analysis",
                "dockwright-builds",
                "dockwright-context",
                "dockwright-syntax",
                "dockwright-texts",
            ],
        ),
        ("server/crates/format/Cargo.toml", &["dockwright-analysis", "dockwright-syntax"]),
        (
            "server/crates/ide/Cargo.toml",
            &[
                "dockwright-analysis",
                "dockwright-builds",
                "dockwright-context",
                "dockwright-format",
                "dockwright-lint",
                "dockwright-syntax",
                "dockwright-texts",
            ],
        ),
        (
            "server/crates/server/Cargo.toml",
            &[
                "dockwright-analysis",
                "dockwright-builds",
                "dockwright-context",
                "dockwright-format",
                "dockwright-ide",
                "dockwright-init",
                "dockwright-lint",
                "dockwright-syntax",
                "dockwright-texts",
            ],
        ),
        (
            "server/crates/rules/Cargo.toml",
            &[
                "dockwright-analysis",
                "dockwright-builds",
                "dockwright-context",
                "dockwright-lint",
                "dockwright-syntax",
                "dockwright-texts",
            ],
        ),
        ("server/Cargo.toml", &["dockwright-rules", "dockwright-server"]),
    ] {
        let ours =
            dependencies(manifest, "dependencies").into_iter().filter(|name| name.starts_with("dockwright"));
        let ours: Vec<_> = ours.collect();
        assert_eq!(ours, allowed, "{manifest}");
    }
}

#[test]
fn protocol_and_runtime_stay_in_the_server() {
    for manifest in [
        "grammar/Cargo.toml",
        "server/crates/syntax/Cargo.toml",
        "server/crates/texts/Cargo.toml",
        "server/crates/context/Cargo.toml",
        "server/crates/analysis/Cargo.toml",
        "server/crates/builds/Cargo.toml",
        "server/crates/lint/Cargo.toml",
        "server/crates/rules/Cargo.toml",
        "server/crates/format/Cargo.toml",
        "server/crates/ide/Cargo.toml",
    ] {
        let dependencies = dependencies(manifest, "dependencies");
        for name in ["tower-lsp", "ls-types", "tokio", "serde_json", "futures", "tracing-subscriber"] {
            assert!(!dependencies.contains(name), "{manifest} depends on {name}");
        }
    }
    let mut problems = Vec::new();
    for (path, text) in rust_files() {
        let is_lsp = path == Path::new("server/crates/server/src/lsp.rs")
            || path.starts_with("server/crates/server/src/lsp");
        if path.starts_with("server/crates/server/src") && !is_lsp {
            for word in ["tower_lsp", "ls_types"] {
                if text.contains(word) {
                    problems.push(format!(
                        "{} uses {word}, which belongs to server/crates/server/src/lsp",
                        path.display()
                    ));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_core_does_no_io() {
    const FORBIDDEN: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::time",
        "std::thread",
        "fs::read",
        "Instant::",
        "SystemTime",
        "env::var(",
        "println!",
        "tracing::info",
        "tracing::warn",
        "tracing::error",
    ];
    let mut problems = Vec::new();
    for (path, text) in rust_files() {
        let is_build_script = path.ends_with("build.rs");
        let is_exempt =
            ["fixture", "server"].iter().any(|name| path.starts_with(Path::new("server/crates").join(name)));
        if !path.starts_with("server/crates") || is_exempt || is_build_script {
            continue;
        }
        // Tests at the foot may measure and read what they like.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let found = FORBIDDEN.iter().filter(|word| code.contains(**word));
        problems.extend(found.map(|word| format!("{} uses {word}", path.display())));
    }
    assert_none(&problems);
}

#[test]
fn modules_begin_with_their_purpose() {
    let without = rust_files().into_iter().filter(|(_, text)| !text.starts_with("//! "));
    let problems: Vec<_> =
        without.map(|(path, _)| format!("{} does not begin with `//!`", path.display())).collect();
    assert_none(&problems);
}

#[test]
fn nothing_is_left_to_do() {
    let markers = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!("));
    let mut problems = Vec::new();
    for (path, text) in rust_files() {
        for marker in markers.iter().filter(|marker| text.contains(*marker)) {
            problems.push(format!("{} has {marker})", path.display()));
        }
    }
    assert_none(&problems);
}

#[test]
fn files_stay_readable() {
    let mut problems = Vec::new();
    for (path, text) in rust_files() {
        let lines = text.lines().count();
        let is_listed = LARGE.iter().any(|(large, _)| path == Path::new(large));
        if lines > MAX_LINES && !is_listed && !is_generated(&path) {
            problems.push(format!("{} has {lines} lines; split it by subject", path.display()));
        }
        if lines <= MAX_LINES && is_listed {
            problems.push(format!("{} is listed as large and is not", path.display()));
        }
    }
    assert_none(&problems);
}

#[test]
fn the_top_level_is_as_documented() {
    let known: BTreeSet<_> = TOP_LEVEL.iter().copied().collect();
    let mut problems = Vec::new();
    for path in files() {
        let first = path.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        if !known.contains(first.as_str()) {
            problems.push(format!("{} is in no known place", path.display()));
        }
    }
    assert_none(&problems);
}

#[test]
fn no_folder_is_a_drawer() {
    let mut problems = Vec::new();
    for path in files() {
        let mut names = path.iter().map(|part| part.to_string_lossy());
        if names
            .any(|name| ["utils", "util", "common", "helpers", "utils.rs", "helpers.rs"].contains(&&*name))
        {
            problems.push(format!("{} has a name that says nothing", path.display()));
        }
    }
    assert_none(&problems);
}

#[test]
fn no_corpus_file_and_no_binary_is_committed() {
    let mut problems = Vec::new();
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_corpus_id = name
            .strip_suffix(".Dockerfile")
            .is_some_and(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let is_packed =
            [".zst", ".gz", ".vsix", ".wasm", ".so", ".node"].iter().any(|end| name.ends_with(end));
        let bytes = fs::metadata(root().join(&path)).unwrap().len();
        let is_heavy = bytes > MAX_BYTES && !is_generated(&path) && path != Path::new("Cargo.lock");
        let is_listed = HEAVY.iter().any(|(heavy, _)| path == Path::new(heavy));
        if is_corpus_id || ((is_packed || is_heavy) && !is_listed) {
            problems.push(format!("{} ({bytes} bytes) does not belong here", path.display()));
        }
    }
    assert_none(&problems);
}

#[test]
fn generated_files_are_there_and_marked() {
    let attributes = fs::read_to_string(root().join(".gitattributes")).unwrap();
    for path in GENERATED {
        assert!(root().join(path).is_file(), "{path} is missing");
        let folder = Path::new(path).parent().unwrap().join("*");
        let is_marked = attributes.contains(&format!("{path} linguist-generated"))
            || attributes.contains(&format!("{} linguist-generated", folder.display()));
        assert!(is_marked, "{path} is not marked in .gitattributes");
    }
}

#[test]
fn no_file_names_a_place_of_somebodys_machine() {
    // Dockerfiles in tests and docs have homes and users of their own; the path of this checkout must
    // not be in the repository.
    let here = root().to_string_lossy().into_owned();
    let words = [here, [".cargo", "/registry"].concat(), ["artif", "actory"].concat()];
    let mut problems = Vec::new();
    for path in files() {
        let text = fs::read(root().join(&path)).unwrap();
        let text = String::from_utf8_lossy(&text);
        for word in words.iter().filter(|word| text.contains(*word)) {
            problems.push(format!("{} mentions {word}", path.display()));
        }
    }
    assert_none(&problems);
}
