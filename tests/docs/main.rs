//! Checks that the documentation is true: links lead somewhere, all options and settings are
//! described, and examples print what the page says.
//!
//! `UPDATE_EXPECT=1` renews the tables of settings and the outputs of the examples. Read them
//! before they are committed.
//!
//! An example is a block of the kind `console`, with commands after `$` and what they print on
//! either stream. It runs in a folder that has the files of the page's earlier blocks, whose first
//! line gives a name after the language: `dockerfile web/Dockerfile`. Each page has a separate
//! folder.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod settings;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Component, Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

use dockwright_tests::{dockwright_binary, root};
use serde_json::{Value, json};

/// The parts of a page that the tests write, between these lines.
const EDITORS: (&str, &str) = ("<!-- editors: generated -->\n", "<!-- end of editors -->\n");

/// Tests that renew pages hold this lock from when they read them, because two of them renew the
/// same page.
static RENEWING: Mutex<()> = Mutex::new(());

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The pages of the repository, by their paths in it.
fn pages() -> BTreeMap<PathBuf, String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "git cannot list the files");
    let names = String::from_utf8(output.stdout).unwrap();
    let paths = names.split_terminator('\0').map(PathBuf::from).filter(|path| {
        // The texts of hovers are not pages.
        root().join(path).is_file() && !path.starts_with("server/crates/texts/docs")
    });
    paths.map(|path| (path.clone(), fs::read_to_string(root().join(path)).unwrap())).collect()
}

/// A page whose content has changed is written if `UPDATE_EXPECT` is set; otherwise the test fails.
#[track_caller]
fn expect_page(path: &str, expected: &str) {
    let is_renewing = env::var_os("UPDATE_EXPECT").is_some();
    if is_renewing {
        fs::write(root().join(path), expected).unwrap();
    } else {
        let found = read(path);
        let line =
            found.lines().zip(expected.lines()).take_while(|(found, expected)| found == expected).count();
        assert!(
            found == expected,
            "{path}:{} is not so any more; it should be\n{}\nset UPDATE_EXPECT=1 to renew the page",
            line + 1,
            expected.lines().skip(line).take(5).collect::<Vec<_>>().join("\n"),
        );
    }
}

/// Like [`expect_page`], for the text between two lines of a page.
#[track_caller]
fn expect_part(path: &str, (begin, end): (&str, &str), part: &str) {
    let page = read(path);
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    expect_page(path, &format!("{before}{begin}{part}{end}{after}"));
}

/// The lines of a page that are not code, with code spans removed.
fn prose(page: &str) -> Vec<String> {
    let mut fence = None;
    let mut lines = Vec::new();
    for line in page.lines() {
        let mark: String = line.trim_start().chars().take_while(|c| *c == '`').collect();
        match &fence {
            None if mark.len() >= 3 => fence = Some(mark),
            None => lines.push(line.split('`').step_by(2).collect()),
            Some(open) if mark.len() >= open.len() => fence = None,
            Some(_) => {}
        }
    }
    lines
}

/// The anchors that GitHub gives the headings of a page.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut fence = false;
    for line in page.lines() {
        fence ^= line.trim_start().starts_with("```");
        let Some(heading) = line.strip_prefix('#').filter(|_| !fence) else { continue };
        let text = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let number = (1..).map(|number| format!("{anchor}-{number}"));
        let anchor = std::iter::once(anchor.clone()).chain(number).find(|anchor| !anchors.contains(anchor));
        anchors.extend(anchor);
    }
    anchors
}

/// A path without `.` and `..`; `None` outside of the repository.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if !normal.pop() => return None,
            Component::Normal(name) => normal.push(name),
            _ => {}
        }
    }
    Some(normal)
}

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    let mut problems = Vec::new();
    for (path, page) in &pages {
        for line in prose(page) {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
            for target in targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:")) {
                let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
                let there = if file.is_empty() {
                    Some(path.clone())
                } else {
                    path.parent().and_then(|folder| normal(&folder.join(file)))
                };
                let is_there = there.as_ref().is_some_and(|there| root().join(there).exists());
                let has_anchor = anchor.is_empty()
                    || there
                        .and_then(|there| pages.get(&there))
                        .is_some_and(|page| anchors(page).contains(anchor));
                if !is_there || !has_anchor {
                    problems.push(format!("{}: {target}", path.display()));
                }
            }
        }
    }
    assert!(problems.is_empty(), "links that lead nowhere:\n{}", problems.join("\n"));
}

#[test]
fn the_index_names_every_page() {
    let index = read("server/docs/README.md");
    let folder = Path::new("server/docs");
    for page in pages().keys().filter(|page| page.parent() == Some(folder)) {
        let name = page.file_name().unwrap().to_string_lossy();
        assert!(name == "README.md" || index.contains(&format!("]({name})")), "the index lacks {name}");
    }
    assert!(index.contains("](rules/README.md)"), "the index lacks the rules");
}

/// The levels of the headings of a page, and the code in its blocks without comments. What commands
/// print is in the language of the page.
fn outline(page: &str) -> Vec<String> {
    let mut fence = false;
    let mut is_output = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fence = !fence;
            is_output = false;
            lines.push(line.to_owned());
        } else if fence && line.starts_with("$ dockwright ") {
            // What it prints is compared with the program by the test of the examples.
            is_output = true;
            lines.push(line.replace(" --locale ko", ""));
        } else if fence && !is_output && !line.starts_with("./") && !line.starts_with("wrote ") {
            lines.push(line.split("    #").next().unwrap_or_default().to_owned());
        } else if !fence && line.starts_with('#') {
            lines.push(line.chars().take_while(|c| *c == '#').collect());
        }
    }
    lines
}

#[test]
fn korean_pages_have_the_headings_and_commands_of_the_english_ones() {
    let pages = pages();
    let korean = pages.keys().filter_map(|path| {
        let name = path.to_str()?.replace('\\', "/");
        let is_korean = name.ends_with("README.ko.md") || name.starts_with("server/docs/ko/");
        is_korean.then(|| (path, name.replace(".ko.md", ".md").replace("docs/ko/", "docs/")))
    });
    let korean: Vec<_> = korean.collect();
    assert!(korean.len() > 1, "{korean:?}");
    for (path, english) in korean {
        let english = &pages[Path::new(&english)];
        assert_eq!(outline(&pages[path]), outline(english), "{}", path.display());
        let english_lines = english.matches("\n- ").count() + english.matches("\n| ").count();
        let lines = pages[path].matches("\n- ").count() + pages[path].matches("\n| ").count();
        assert_eq!(lines, english_lines, "{}: a row is missing", path.display());
    }
}

fn run(arguments: &[&str]) -> String {
    let output = Command::new(dockwright_binary()).args(arguments).env("LC_ALL", "C").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a help page that begin lines of its list of commands, or its options.
fn commands(help: &str) -> Vec<String> {
    let list =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The long options of a help page.
fn options(help: &str) -> BTreeSet<String> {
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let words = lines.filter_map(|line| line.split([' ', ',']).find(|word| word.starts_with("--")));
    words.map(str::to_owned).collect()
}

/// The long options that a section lists in the first column of its tables.
fn listed_options(section: &str) -> BTreeSet<String> {
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let words = cells.flat_map(|cell| cell.split(|c: char| !c.is_ascii_lowercase() && c != '-'));
    words.filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

#[test]
fn every_option_is_documented() {
    let pages = ["check", "formatting", "command-line"].map(|name| read(&format!("server/docs/{name}.md")));
    // A command has a page or a section.
    let section = |name: &str| {
        pages.iter().find_map(|page| {
            if page.starts_with(&format!("# dockwright {name}\n")) {
                return Some(page.as_str());
            }
            let (_, rest) = page.split_once(&format!("\n## dockwright {name}\n"))?;
            rest.split("\n## ").next()
        })
    };
    for command in commands(&run(&["--help"])) {
        if command == "help" {
            continue;
        }
        let section = section(&command).unwrap_or_else(|| panic!("no page has `dockwright {command}`"));
        let mut known = options(&run(&[&command, "--help"]));
        assert!(known.remove("--help"), "{command}");
        assert_eq!(listed_options(section), known, "the options of `dockwright {command}`");
    }
}

/// The capabilities that the server offers to a client that can do much.
fn capabilities() -> Value {
    let literals = json!({"codeActionKind": {"valueSet": ["quickfix"]}});
    let document = json!({"codeAction": {"codeActionLiteralSupport": literals}, "diagnostic": {}});
    let params = json!({"processId": null, "rootUri": null, "capabilities": {"textDocument": document}});
    let initialize = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}).to_string();
    let mut server = Command::new(dockwright_binary())
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    write!(server.stdin.take().unwrap(), "Content-Length: {}\r\n\r\n{initialize}", initialize.len()).unwrap();
    let output = server.wait_with_output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let answers = output.split("Content-Length: ").filter_map(|answer| answer.split_once("\r\n\r\n"));
    let answers = answers.map(|(_, body)| serde_json::from_str::<Value>(body).unwrap());
    let mut answers = answers.filter(|answer| answer["id"] == 1);
    answers.next().unwrap()["result"]["capabilities"].clone()
}

#[test]
fn every_request_and_command_is_documented() {
    let page = read("server/docs/language-server.md");
    let capabilities = capabilities();
    let providers = capabilities.as_object().unwrap().keys().filter_map(|key| key.strip_suffix("Provider"));
    let mut count = 0;
    for name in providers {
        let method = match name {
            "executeCommand" => "workspace/executeCommand".to_owned(),
            "workspaceSymbol" => "workspace/symbol".to_owned(),
            "documentFormatting" => "textDocument/formatting".to_owned(),
            "documentRangeFormatting" => "/rangeFormatting".to_owned(),
            "documentOnTypeFormatting" => "/onTypeFormatting".to_owned(),
            "semanticTokens" => "textDocument/semanticTokens/full".to_owned(),
            name => format!("textDocument/{name}"),
        };
        assert!(page.contains(&format!("`{method}`")), "language-server.md lacks {method}");
        count += 1;
    }
    assert!(count > 15, "{capabilities}");
    let kinds = capabilities["codeActionProvider"]["codeActionKinds"].as_array().unwrap();
    let commands = capabilities["executeCommandProvider"]["commands"].as_array().unwrap();
    for name in kinds.iter().chain(commands) {
        let name = name.as_str().unwrap();
        assert!(page.contains(&format!("| `{name}` |")), "language-server.md lacks {name}");
    }
}

#[test]
fn every_editor_is_listed() {
    let _guard = RENEWING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut list = String::new();
    let is_of_an_editor = |path: &Path| path.parent().and_then(Path::parent) == Some(Path::new("editors"));
    for (path, page) in pages().iter().filter(|(path, _)| is_of_an_editor(path)) {
        let title = page.lines().next().unwrap_or_default().trim_start_matches("# ");
        let title = title.replace("Dockwright for ", "");
        writeln!(list, "- [{title}](../../{})", path.display()).unwrap();
    }
    expect_part("server/docs/install.md", EDITORS, &list);
}

/// Runs the examples of a page and returns the page with what they print.
#[cfg(unix)]
fn with_outputs(page: &str, folder: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    // The file of the program may be called otherwise.
    let programs = folder.join(".programs");
    fs::create_dir_all(&programs).unwrap();
    let program = programs.join("dockwright");
    let _ = fs::remove_file(&program);
    std::os::unix::fs::symlink(dockwright_binary(), program).unwrap();
    let mut path = programs.into_os_string();
    path.push(":");
    path.push(env::var_os("PATH").unwrap());
    assert!(!path.as_bytes().is_empty());
    let mut result = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        result.push_str(line);
        result.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let body: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let (language, name) = info.split_once(' ').unwrap_or((info, ""));
        if !name.is_empty() {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, body.join("\n") + "\n").unwrap();
        }
        if language == "console" {
            for command in body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                let output = Command::new("sh")
                    .args(["-c", &format!("({command}) 2>&1")])
                    .current_dir(folder)
                    .env("PATH", &path)
                    .env("LC_ALL", "C")
                    .env_remove("DOCKWRIGHT_LOG")
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                writeln!(result, "$ {command}").unwrap();
                // Editors remove spaces at the ends of lines.
                for line in String::from_utf8(output.stdout).unwrap().lines() {
                    writeln!(result, "{}", line.trim_end()).unwrap();
                }
            }
        } else {
            for line in body {
                writeln!(result, "{line}").unwrap();
            }
        }
        result.push_str("```\n");
    }
    result
}

#[cfg(unix)]
#[test]
fn examples_print_what_is_below_them() {
    let _guard = RENEWING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut examples = 0;
    let folders = ["server/docs", "server/docs/ko"].map(|folder| Some(Path::new(folder)));
    for (path, page) in pages().iter().filter(|(path, _)| folders.contains(&path.parent())) {
        let name = path.file_stem().unwrap().to_string_lossy();
        let folder = env::temp_dir().join(format!("dockwright-docs-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let expected = with_outputs(page, &folder);
        fs::remove_dir_all(&folder).unwrap();
        examples += page.matches("\n```console").count();
        expect_page(path.to_str().unwrap(), &expected);
    }
    assert!(examples > 5, "only {examples} examples were found");
}
