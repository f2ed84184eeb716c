//! Rust programs.

use dockwright_texts::init as texts;
use minijinja::context;
use toml::{Table, Value};

use crate::{
    manifest::{current_version, data_folders, port_after},
    names::is_plain,
    project::{Entry, Plan, Project, is_any_of, join},
    version::Version,
};

/// How many members of a workspace are read.
const MOST: usize = 60;

/// A program built with Cargo.
struct Program {
    package: String,
    bin: String,
    /// The source text.
    text: String,
}

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let manifest = read(project, "")?;
    let mut programs = programs_of(project, "", &manifest);
    let is_workspace = manifest.contains_key("workspace");
    if is_workspace {
        for folder in members(project, &manifest) {
            let member = read(project, &folder);
            programs.extend(member.map(|it| programs_of(project, &folder, &it)).unwrap_or_default());
        }
    }
    let default = manifest.get("package").and_then(|it| it.get("default-run")).and_then(Value::as_str);
    let default = default.and_then(|name| programs.iter().position(|it| it.bin == name));
    let served = || programs.iter().position(|it| port(&it.text).is_some());
    let chosen = default.or_else(served).unwrap_or(0);
    let program = programs.get(chosen)?;
    let mut notes = Vec::new();
    if programs.len() > 1 {
        notes.push(texts::several_programs(&program.bin));
    }
    let port = port(&program.text);
    if port.is_none() {
        notes.push(texts::unknown_port());
    }
    let version = toolchain(project).unwrap_or_else(|| current_version("rust"));
    // Images on Debian 13 exist since Rust 1.90, and a program linked there needs its libraries.
    let is_old = version.text.contains('.') && version.numbers() < vec![1, 90];
    let values = context! {
        program => "Rust",
        version => version,
        suite => if is_old { "-bookworm" } else { "-trixie" },
        locked => project.has("Cargo.lock"),
        package => if is_workspace { Some(&program.package) } else { None },
        bin => &program.bin,
        kept => data_folders(project),
        port => port,
        entrypoint => [format!("/usr/local/bin/{}", program.bin)],
    };
    Some(Plan { kind: "Rust", template: "rust", ignore: &["rust"], kept: Vec::new(), values, notes })
}

fn read(project: &Project<'_>, folder: &str) -> Option<Table> {
    let name = "Cargo.toml";
    let is_there = !folder.is_empty() || project.has(name);
    let text = is_there.then(|| project.text(&join(folder, name))).flatten()?;
    text.parse().ok()
}

/// The folders of a workspace's members.
fn members(project: &Project<'_>, manifest: &Table) -> Vec<String> {
    let listed = manifest.get("workspace").and_then(|it| it.get("members")).and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(Value::as_str);
    let folders = listed.flat_map(|pattern| match pattern.strip_suffix("/*") {
        Some(folder) => project.folders(folder),
        None if pattern == "*" => project.folders(""),
        None => vec![pattern.trim_matches('/').to_owned()],
    });
    folders.take(MOST).collect()
}

/// The programs of a package: those in its manifest, `src/main.rs` and `src/bin`.
fn programs_of(project: &Project<'_>, folder: &str, manifest: &Table) -> Vec<Program> {
    let name = manifest.get("package").and_then(|it| it.get("name")).and_then(Value::as_str);
    let Some(name) = name.filter(|name| is_name(name)) else { return Vec::new() };
    let listed = manifest.get("bin").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<(String, String)> = Vec::new();
    for bin in listed.take(MOST) {
        let text = |key: &str| bin.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("name") {
            let path = text("path").unwrap_or_else(|| format!("src/bin/{name}.rs"));
            found.push((name, path));
        }
    }
    if !found.iter().any(|(_, path)| path == "src/main.rs") {
        found.push((name.to_owned(), "src/main.rs".to_owned()));
    }
    let bins = join(folder, "src/bin");
    for Entry { name, is_folder } in project.entries(&bins) {
        let path = if is_folder { format!("src/bin/{name}/main.rs") } else { format!("src/bin/{name}") };
        let stem = name.strip_suffix(".rs").unwrap_or(&name).to_owned();
        if !found.iter().any(|(bin, it)| *bin == stem || *it == path)
            && (is_folder || is_any_of(&name, &[".rs"]))
        {
            found.push((stem, path));
        }
    }
    let known = found.into_iter().filter(|(bin, _)| is_name(bin));
    let program = |(bin, path): (String, String)| {
        let text = project.text(&join(folder, &path))?;
        Some(Program { package: name.to_owned(), bin, text })
    };
    known.take(MOST).filter_map(program).collect()
}

fn is_name(name: &str) -> bool {
    is_plain(name) && !name.contains(['/', '@', '+'])
}

/// The toolchain of the project, if it is a release.
fn toolchain(project: &Project<'_>) -> Option<Version> {
    let channel = |file: &str| {
        let text = project.has(file).then(|| project.text(file)).flatten()?;
        let table: Option<Table> = text.parse().ok();
        let named = table.as_ref().and_then(|it| it.get("toolchain")?.get("channel")?.as_str());
        let channel = named.map_or_else(|| text.trim().to_owned(), str::to_owned);
        Version::named(&channel, file)
    };
    ["rust-toolchain.toml", "rust-toolchain"].into_iter().find_map(channel)
}

/// The port in an address such as `0.0.0.0:3000` or `([0, 0, 0, 0], 3000)`.
fn port(source: &str) -> Option<u16> {
    port_after(
        source,
        &[
            "0.0.0.0:",
            "127.0.0.1:",
            "localhost:",
            "[::]:",
            "[0, 0, 0, 0], ",
            "[127, 0, 0, 1], ",
            "\"0.0.0.0\", ",
            "\"127.0.0.1\", ",
        ],
    )
}
