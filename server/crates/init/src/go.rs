//! Go programs.

use dockwright_texts::init as texts;
use minijinja::context;

use crate::{
    manifest::{current_version, data_folders},
    names::is_plain,
    project::{Plan, Project},
    version::Version,
};

/// How many files are read in one folder.
const MOST: usize = 12;

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let manifest = project.has("go.mod").then(|| project.text("go.mod")).flatten()?;
    let mut notes = Vec::new();
    let module = directive(&manifest, "module").unwrap_or_default();
    let short = module.rsplit('/').find(|part| !is_major(part)).unwrap_or_default();
    let mut programs = programs(project);
    // A program with the module's name is likely its main one.
    let likely = [short, "server", "api", "app", "web"];
    programs.sort_by_key(|(folder, _)| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        likely.iter().position(|it| *it == name).unwrap_or(likely.len()) + usize::from(!folder.is_empty())
    });
    let (folder, source) = programs.first()?.clone();
    if programs.len() > 1 {
        notes.push(texts::several_programs(if folder.is_empty() { "." } else { &folder }));
    }
    let name = if folder.is_empty() { short } else { folder.rsplit('/').next().unwrap_or_default() };
    let name = if is_plain(name) && !name.contains('/') { name } else { "app" };
    let toolchain = directive(&manifest, "toolchain").and_then(|it| it.strip_prefix("go"));
    let mut version = [toolchain, directive(&manifest, "go")].into_iter().flatten();
    let version = version.find_map(|text| Version::named(text, "go.mod"));
    let version = version.map_or_else(|| current_version("go"), |version| version.series(2));
    let is_replaced = manifest.lines().any(|line| line.contains("=> ./") || line.contains("=> ../"));
    let is_vendored = project.has_folder("vendor") || project.has("go.work");
    let downloads = !is_replaced && !is_vendored && manifest.contains("require");
    let port = port(&source);
    if port.is_none() {
        notes.push(texts::unknown_port());
    }
    let cgo = ["github.com/mattn/go-sqlite3", "github.com/confluentinc/confluent-kafka-go"];
    let is_cgo = cgo.iter().any(|it| manifest.contains(it));
    // The build image's libraries must not be newer than those of the final image.
    let suite = if version.numbers() >= vec![1, 25] { "-trixie" } else { "-bookworm" };
    let values = context! {
        program => "Go",
        version => version,
        suite => suite,
        manifests => if downloads { project.existing(&["go.mod", "go.sum"]) } else { Vec::new() },
        cgo => is_cgo,
        package => if folder.is_empty() { ".".to_owned() } else { format!("./{folder}") },
        name => name,
        kept => data_folders(project),
        port => port,
        entrypoint => [format!("/usr/local/bin/{name}")],
    };
    Some(Plan { kind: "Go", template: "go", ignore: &["go"], kept: Vec::new(), values, notes })
}

/// The rest of a line of `go.mod` after a directive.
fn directive<'a>(manifest: &'a str, name: &str) -> Option<&'a str> {
    let line = manifest.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(' '))?;
    Some(line.split("//").next()?.trim().trim_matches('"'))
}

/// Whether a part of a module path is a major version such as `v2`.
fn is_major(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The folders with a package `main`, and the text of `main.go` or of a different file in it.
fn programs(project: &Project<'_>) -> Vec<(String, String)> {
    let below = project.folders("cmd").into_iter().chain(project.folders("").into_iter().filter(|folder| {
        !folder.starts_with(['.', '_'])
            && !["cmd", "vendor", "testdata", "internal", "pkg", "docs"].contains(&folder.as_str())
    }));
    let folders = [String::new(), "cmd".to_owned()].into_iter().chain(below.take(40));
    folders.filter_map(|folder| Some((folder.clone(), main_of(project, &folder)?))).collect()
}

fn main_of(project: &Project<'_>, folder: &str) -> Option<String> {
    if !folder.is_empty() && !is_plain(folder) {
        return None;
    }
    let mut files = project.files(folder, &[".go"]);
    files.retain(|file| !file.ends_with("_test.go"));
    files.sort_by_key(|file| !file.ends_with("main.go"));
    let texts = files.iter().take(MOST).filter_map(|file| project.text(file));
    let is_main = |text: &String| text.lines().any(|line| line.trim_end() == "package main");
    texts.into_iter().find(is_main)
}

/// The port in an address such as `":8080"`.
fn port(source: &str) -> Option<u16> {
    source.split('"').skip(1).step_by(2).find_map(|text| {
        let (host, port) = text.rsplit_once(':')?;
        let is_host = host.is_empty() || ["0.0.0.0", "localhost", "127.0.0.1", "[::]"].contains(&host);
        port.parse().ok().filter(|_| is_host)
    })
}
