//! Python programs with uv, Poetry, Pipenv or pip, and the frameworks in the table.

use dockwright_texts::{Message, init as texts};
use minijinja::context;

use crate::{
    manifest::words,
    names::{is_path, is_plain},
    project::{Plan, Project},
    python_packages::Manifests,
    tables::{FRAMEWORKS, PythonFramework},
};

/// Files searched for an application, in this order, before those in package folders.
const ENTRIES: [&str; 8] =
    ["main.py", "app.py", "api.py", "server.py", "application.py", "wsgi.py", "asgi.py", "run.py"];
/// How many files are read.
const MOST: usize = 60;

/// How a program is started.
struct Start {
    command: Vec<String>,
    port: Option<u16>,
}

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let manifests = Manifests::read(project);
    let has_pipfile = project.has("Pipfile");
    let is_project = manifests.value(&["project"]).is_some() || manifests.value(&["build-system"]).is_some();
    let (manager, files): (&str, Vec<&str>) = if project.has("uv.lock") && is_project {
        ("uv", vec!["pyproject.toml", "uv.lock"])
    } else if manifests.value(&["tool", "poetry"]).is_some() || project.has("poetry.lock") {
        ("poetry", vec!["pyproject.toml", "poetry.lock"])
    } else if has_pipfile && project.has("Pipfile.lock") {
        ("pipenv", vec!["Pipfile", "Pipfile.lock"])
    } else if let Some(requirements) = manifests.requirements {
        ("requirements", vec![requirements])
    } else if manifests.value(&["project"]).is_some() {
        ("project", Vec::new())
    } else {
        return None;
    };
    if project.has("mkdocs.yml") && !has_application(project, &manifests) {
        return None;
    }
    let mut notes = Vec::new();
    let start = start(project, &manifests, &mut notes);
    let version = manifests.version(project);
    let is_in_src = project.has_folder("src") && !project.root().iter().any(|it| it.name == "src.py");
    let list = manifests.requirements.unwrap_or_default();
    // A list in a folder may include other lists in that folder.
    let folder =
        list.split_once('/').filter(|_| manager == "requirements").map(|(folder, _)| folder.to_owned());
    let mut files: Vec<String> =
        files.into_iter().filter(|file| project.has(file)).map(str::to_owned).collect();
    if folder.is_none() && manager == "requirements" {
        files.extend(manifests.included.iter().filter(|file| project.has(file)).cloned());
    }
    let is_package = manifests.value(&["build-system"]).is_some() && matches!(manager, "uv" | "poetry");
    let values = context! {
        program => "Python",
        version => version,
        manager => manager,
        manifests => files,
        in_folder => folder,
        needs_sources => manifests.needs_sources,
        requirements => list,
        workspace => manifests.value(&["tool", "uv", "workspace"]).is_some(),
        is_package => is_package,
        // Installing from the sources needs all of them in that stage.
        is_whole => is_package || manifests.needs_sources || manager == "project",
        src => is_in_src && !is_package,
        port => start.port,
        command => start.command,
    };
    Some(Plan { kind: "Python", template: "python", ignore: &["python"], kept: Vec::new(), values, notes })
}

/// Whether the project contains anything besides documentation.
fn has_application(project: &Project<'_>, manifests: &Manifests) -> bool {
    FRAMEWORKS.python.iter().any(|it| manifests.has(&it.package))
        || ENTRIES.iter().any(|file| project.has(file))
        || !manifests.scripts().is_empty()
}

fn start(project: &Project<'_>, manifests: &Manifests, notes: &mut Vec<Message>) -> Start {
    let used = FRAMEWORKS.python.iter().filter(|it| manifests.has(&it.package));
    let mut used: Vec<_> = used.collect();
    // Django comes first: its servers use Django's own modules, which other frameworks do not know.
    used.sort_by_key(|it| it.package != "django" || !project.has("manage.py"));
    for framework in used {
        let start = match framework.package.as_str() {
            "django" => django(project, manifests, framework, notes),
            _ => application(project, manifests, framework, notes),
        };
        if let Some(start) = start {
            return start;
        }
    }
    let scripts = manifests.scripts();
    if let [script] = &scripts[..] {
        return Start { command: vec![script.clone()], port: None };
    }
    if let Some(file) = ENTRIES.iter().find(|file| project.has(file)) {
        return Start { command: words(&["python", file]), port: None };
    }
    if let Some(script) = scripts.first() {
        return Start { command: vec![script.clone()], port: None };
    }
    let folders = packages(project);
    let runs = |folder: &&String| project.text(&format!("{folder}/__main__.py")).is_some();
    if let Some(folder) = folders.iter().find(runs) {
        return Start { command: words(&["python", "-m", &module(folder)]), port: None };
    }
    notes.push(texts::unknown_command());
    Start { command: words(&["python", "main.py"]), port: None }
}

/// The command for the first supported server that the project depends on.
fn serve(
    manifests: &Manifests,
    framework: &PythonFramework,
    notes: &mut Vec<Message>,
    replace: impl Fn(&str) -> String,
) -> Option<Start> {
    let installed = framework.servers.iter().find(|it| manifests.has(&it.package));
    let server = installed.or(framework.servers.last())?;
    if server.development {
        notes.push(texts::development_server(framework.package.as_str()));
    }
    let command = server.run.iter().map(|word| replace(word)).collect();
    Some(Start { command, port: Some(framework.port) })
}

fn django(
    project: &Project<'_>,
    manifests: &Manifests,
    framework: &PythonFramework,
    notes: &mut Vec<Message>,
) -> Option<Start> {
    let text = project.text("manage.py")?;
    let (_, rest) = text.split_once("DJANGO_SETTINGS_MODULE")?;
    let mut quoted = rest.split(['"', '\'']).filter(|it| it.contains("settings"));
    let package = quoted.next()?.split(".settings").next()?;
    if !is_plain(package) || package.contains('/') {
        return None;
    }
    serve(manifests, framework, notes, |word| word.replace("{package}", package))
}

fn application(
    project: &Project<'_>,
    manifests: &Manifests,
    framework: &PythonFramework,
    notes: &mut Vec<Message>,
) -> Option<Start> {
    let root = ENTRIES.iter().filter(|file| project.has(file)).map(|&file| file.to_owned());
    let inner = packages(project).into_iter().flat_map(|folder| {
        let names = ENTRIES.iter().chain(&["__init__.py"]);
        names.map(move |name| format!("{folder}/{name}")).collect::<Vec<_>>()
    });
    for file in root.chain(inner).take(MOST) {
        let Some(text) = project.text(&file) else { continue };
        let line = text.lines().find(|line| line.contains(&framework.marker));
        let Some(line) = line.filter(|_| is_path(&file) && is_plain(&file)) else { continue };
        let name = line.split(['=', ':']).next().unwrap_or_default().trim();
        let is_factory = line.starts_with(char::is_whitespace);
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        // An application inside a function is named after that function.
        let name = match (is_factory, is_name) {
            (true, _) => match factory(&text, &framework.package) {
                Some(name) => name,
                None => continue,
            },
            (false, true) => name.to_owned(),
            (false, false) if framework.marker.starts_with("import") => String::new(),
            _ => continue,
        };
        let module = module(file.trim_end_matches(".py").trim_end_matches("/__init__"));
        return serve(manifests, framework, notes, |word| {
            let word = word.replace("{module}", &module).replace("{name}", &name);
            word.replace("{file}", &file)
        });
    }
    None
}

/// How a server refers to the function that creates the application.
fn factory(text: &str, framework: &str) -> Option<String> {
    let names = ["create_app", "make_app", "get_app"];
    let name = names.iter().find(|name| text.contains(&format!("def {name}(")))?;
    // An instance that the module creates with the function.
    let made = text.lines().find_map(|line| {
        let (left, right) = line.split_once('=')?;
        let left = left.split(':').next()?.trim();
        let is_name = line.starts_with(|c: char| c.is_ascii_alphabetic()) && is_plain(left);
        (is_name && right.trim_start().starts_with(&format!("{name}("))).then(|| left.to_owned())
    });
    made.or_else(|| (framework == "flask").then(|| format!("{name}()")))
}

/// The package folders of the project and its `src`: those with an `__init__.py`, `main.py` or
/// `__main__.py`.
fn packages(project: &Project<'_>) -> Vec<String> {
    let all = project.folders("src").into_iter().chain(project.folders(""));
    let is_code = |folder: &String| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        !name.starts_with(['.', '_'])
            && !["tests", "test", "docs", "venv", "node_modules", "scripts", "src"].contains(&name)
    };
    let has = |folder: &str, name: &str| project.text(&format!("{folder}/{name}")).is_some();
    let mut found: Vec<_> = all.filter(is_code).take(MOST).collect();
    found.retain(|folder| has(folder, "__init__.py") || has(folder, "main.py") || has(folder, "__main__.py"));
    if has("src", "main.py") || has("src", "app.py") {
        found.push("src".to_owned());
    }
    found
}

/// The module name of a path; modules are found from the project's folder and from its `src`.
fn module(path: &str) -> String {
    path.strip_prefix("src/").unwrap_or(path).replace('/', ".")
}
