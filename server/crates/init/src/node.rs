//! Programs for Node.js and Bun, and the sites built with them.

use minijinja::context;

use dockwright_texts::init as texts;

use crate::{
    manifest::{data_folders, plain_words, port_after, words},
    names::{is_argument, is_path, is_plain},
    node_packages::{Manager, Package, node_version, workspaces},
    project::{Plan, Project, is_any_of},
    tables::{FRAMEWORKS, NodeFramework, current},
    version::Version,
};

/// The usual files of a program whose manifest does not name one.
const ENTRIES: [&str; 12] = [
    "server.js",
    "index.js",
    "app.js",
    "main.js",
    "src/index.js",
    "src/server.js",
    "src/main.js",
    "src/app.js",
    "server.mjs",
    "index.mjs",
    "index.ts",
    "src/index.ts",
];

/// Folders that compilers write to.
const OUTPUTS: [&str; 5] = ["dist", "build", "lib", "out", ".output"];

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let package = Package::read(project)?;
    let manager = Manager::of(project, &package);
    let mut notes = Vec::new();
    let is_bun = manager.name == "bun";
    let version = if is_bun { bun_version(project) } else { node_version(project, &package) };
    let start = package.script("start").or_else(|| package.script("serve"));
    let start_words = start.and_then(plain_words).filter(|words| words[0] == "node" || words[0] == "bun");
    let is_server = start_words.is_some();
    let framework = FRAMEWORKS.node.iter().find(|it| package.uses(&it.package));
    let framework = framework.filter(|it| it.site.is_none() || !is_server);
    let has_build = package.script("build").is_some();
    let next = Next::of(project, framework);
    let site = site(project, &package, framework, &next).filter(|_| has_build);
    let command = match (&next, framework, &start_words) {
        _ if site.is_some() => Vec::new(),
        (Next::Standalone, ..) => words(&["node", "server.js"]),
        (_, Some(it), _) if !it.run.is_empty() && has_build => it.run.clone(),
        (_, _, Some(words)) => words.clone(),
        _ => entry(project, &package, &manager, start, &mut notes),
    };
    let patterns = workspaces(project, &package);
    let is_alone = framework.is_some_and(|it| it.alone) || next == Next::Standalone;
    let kept = kept(project, framework, &command, has_build);
    let monorepo = !patterns.is_empty() && !is_alone;
    let manifests = [manager.manifests(), patterns].concat();
    let has_secrets = project.has(".npmrc");
    let needs_modules =
        (package.has_dependencies() || monorepo) && !is_alone && !(monorepo && has_build) && site.is_none();
    let port = port(project, framework, start, &command).filter(|_| site.is_none());
    if port.is_none() && site.is_none() {
        notes.push(texts::unknown_port());
    }
    let image =
        if is_bun { format!("oven/bun:{}", version.text) } else { format!("node:{}-slim", version.text) };
    let values = context! {
        program => if is_bun { "Bun" } else { "Node.js" },
        version => version,
        image => image,
        workspaces => manifests.iter().any(|path| path.contains('/')),
        manifests => manifests,
        monorepo => monorepo,
        secret_npmrc => has_secrets,
        skip_prepare => package.script("prepare").is_some() && !is_bun,
        has_build => has_build,
        build => manager.run("build"),
        next => framework.is_some_and(|it| it.package == "next"),
        host => framework.is_some_and(|it| it.package == "@astrojs/node"),
        standalone => next == Next::Standalone,
        has_public => project.has_folder("public"),
        site => site,
        fallback => framework.is_some_and(|it| it.fallback),
        needs_modules => needs_modules,
        kept => if monorepo { Vec::new() } else { kept },
        single => single(project, is_alone),
        port => port,
        command => command,
        ..manager.values()
    };
    let ignore = &["node"][..];
    let kind = if is_bun { "Bun" } else { "Node.js" };
    Some(Plan { kind, template: "node", ignore, kept: Vec::new(), values, notes })
}

fn bun_version(project: &Project<'_>) -> Version {
    let named = crate::manifest::version_file(project, ".bun-version", "");
    named.unwrap_or_else(|| Version::current(current("bun")))
}

/// How Next.js is configured to write its output.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    None,
    Plain,
    /// A server together with the packages that it needs.
    Standalone,
    /// A static site.
    Export,
}

impl Next {
    fn of(project: &Project<'_>, framework: Option<&NodeFramework>) -> Self {
        if framework.is_none_or(|it| it.package != "next") {
            return Self::None;
        }
        let names = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];
        let text = names.iter().filter(|name| project.has(name)).find_map(|name| project.text(name));
        let text = text.unwrap_or_default();
        let output = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        let output = output.filter_map(|line| line.split_once("output")).map(|(_, rest)| rest);
        let output = output.map(|rest| rest.trim_start_matches(['"', '\'', ' ', ':', '=']));
        for value in output {
            if value.starts_with("standalone") {
                return Self::Standalone;
            }
            if value.starts_with("export") {
                return Self::Export;
            }
        }
        Self::Plain
    }
}

/// The folder of the site that the build writes.
fn site(
    project: &Project<'_>,
    package: &Package,
    framework: Option<&NodeFramework>,
    next: &Next,
) -> Option<String> {
    if *next == Next::Export {
        return Some("out".to_owned());
    }
    if package.uses("@angular/core") && project.has("angular.json") && !package.uses("@angular/ssr") {
        let text = project.text("angular.json")?;
        let workspace: serde_json::Value = serde_json::from_str(&text).ok()?;
        let name = workspace.get("projects")?.as_object()?.keys().next()?;
        return is_plain(name).then(|| format!("dist/{name}/browser"));
    }
    framework?.site.clone()
}

/// The command for a program whose manifest does not name a file.
fn entry(
    project: &Project<'_>,
    package: &Package,
    manager: &Manager,
    start: Option<&str>,
    notes: &mut Vec<dockwright_texts::Message>,
) -> Vec<String> {
    let runner = if manager.name == "bun" { "bun" } else { "node" };
    if start.is_some() {
        let script = if package.script("start").is_some() { "start" } else { "serve" };
        return words(&[if manager.name == "bun" { "bun" } else { "npm" }, "run", script]);
    }
    let main = package.main.as_deref().map(|main| main.trim_start_matches("./"));
    let main = main.filter(|main| is_path(main) && is_argument(main)).map(str::to_owned);
    let main = main.filter(|main| project.text(main).is_some() || package.script("build").is_some());
    let files = ENTRIES.iter().filter(|file| runner == "bun" || !is_any_of(file, &[".ts"]));
    let first = || files.clone().find(|file| project.text(file).is_some()).map(|&file| file.to_owned());
    let Some(file) = main.or_else(first) else {
        notes.push(texts::unknown_command());
        return words(&[runner, "index.js"]);
    };
    vec![runner.to_owned(), file]
}

/// The folders that the program needs at run time besides its packages.
fn kept(
    project: &Project<'_>,
    framework: Option<&NodeFramework>,
    command: &[String],
    has_build: bool,
) -> Vec<String> {
    if !has_build {
        return Vec::new();
    }
    let own = framework.map(|it| it.kept.clone()).unwrap_or_default();
    let from_command = || {
        let path = command.iter().skip(1).find(|word| !word.starts_with('-'))?;
        let folder = path.trim_start_matches("./").split_once('/')?.0;
        OUTPUTS.contains(&folder).then(|| vec![folder.to_owned()])
    };
    let kept = if own.is_empty() { from_command() } else { Some(own) };
    let Some(mut kept) = kept else { return Vec::new() };
    if framework.is_none_or(|it| !it.alone) {
        kept.extend(data_folders(project).into_iter().filter(|folder| folder != "static"));
    }
    kept
}

/// The files that the program needs at run time besides its packages.
fn single(project: &Project<'_>, is_alone: bool) -> Vec<String> {
    let next = project.existing(&["next.config.js", "next.config.mjs", "next.config.cjs"]);
    let more = if is_alone { Vec::new() } else { next };
    [words(&["package.json"]), more].concat()
}

/// The port that the program listens on, if a script, its source or its framework shows it.
fn port(
    project: &Project<'_>,
    framework: Option<&NodeFramework>,
    start: Option<&str>,
    command: &[String],
) -> Option<u16> {
    let of_start = start.and_then(|start| port_after(start, &["--port", " -p ", "PORT="]));
    let marks = ["listen(", "PORT ||", "PORT ??", "PORT || ", "port:", "PORT, "];
    let sources = || {
        let named = command.iter().skip(1).find(|word| is_path(word) && word.contains('.')).cloned();
        let all = named.into_iter().chain(ENTRIES.iter().map(|&it| it.to_owned()));
        let more = ["src/main.ts", "src/server.ts", "src/app.ts", "server.ts"].map(str::to_owned);
        all.chain(more).find_map(|file| port_after(&project.text(&file)?, &marks))
    };
    of_start.or_else(sources).or_else(|| framework.and_then(|it| it.port))
}
