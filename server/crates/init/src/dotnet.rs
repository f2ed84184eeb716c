//! .NET programs.

use std::collections::BTreeSet;

use dockwright_texts::init as texts;
use minijinja::context;
use roxmltree::Document;

use crate::{
    manifest::current_version,
    names::is_path,
    project::{Plan, Project, is_any_of, join},
    version::Version,
};

/// The extensions of project files.
const ENDS: [&str; 3] = [".csproj", ".fsproj", ".vbproj"];
/// How many projects are read.
const MOST: usize = 60;

/// The properties of a project that matter here.
struct Csproj {
    path: String,
    sdk: String,
    is_program: bool,
    is_test: bool,
    framework: Option<String>,
    assembly: Option<String>,
    /// The projects that it references.
    references: Vec<String>,
}

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let all = find(project);
    let mut programs: Vec<&Csproj> = all.iter().filter(|it| it.is_program && !it.is_test).collect();
    programs.sort_by_key(|it| (!it.sdk.ends_with(".Web"), !it.sdk.ends_with(".Worker"), it.path.clone()));
    let program = *programs.first()?;
    let mut notes = Vec::new();
    let is_web = program.sdk.ends_with(".Web");
    if programs.iter().filter(|it| it.sdk.ends_with(".Web") == is_web).count() > 1 {
        notes.push(texts::several_programs(&program.path));
    }
    let shared = || {
        let text =
            project.has("Directory.Build.props").then(|| project.text("Directory.Build.props")).flatten()?;
        let document = Document::parse(&text).ok()?;
        Some((value(&document, "TargetFramework")?, "Directory.Build.props".to_owned()))
    };
    let framework = program.framework.clone().map(|it| (it, program.path.clone())).or_else(shared);
    let version = framework.and_then(|(text, file)| Version::named(text.strip_prefix("net")?, &file));
    // `net48` is the .NET Framework, which does not run on Linux.
    let version = version.filter(|version| version.text.contains('.') && version.major() >= 5);
    let version = version.unwrap_or_else(|| current_version("dotnet"));
    let stem =
        program.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(stem, _)| stem)?;
    let assembly = program.assembly.clone().unwrap_or_else(|| stem.to_owned());
    let mut manifests = needed(program, &all);
    manifests.extend(project.existing(&[
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "NuGet.config",
        "nuget.config",
        "NuGet.Config",
        "global.json",
    ]));
    if !is_web {
        notes.push(texts::unknown_port());
    }
    let values = context! {
        program => ".NET",
        version => version,
        manifests => manifests,
        project => &program.path,
        runtime => if is_web { "aspnet" } else { "runtime" },
        port => if is_web { Some(8080) } else { None },
        entrypoint => ["dotnet".to_owned(), format!("{assembly}.dll")],
    };
    Some(Plan { kind: ".NET", template: "dotnet", ignore: &["dotnet"], kept: Vec::new(), values, notes })
}

/// The projects in the folder and up to two levels below it.
fn find(project: &Project<'_>) -> Vec<Csproj> {
    let is_source = |folder: &String| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        !name.starts_with('.') && !["bin", "obj", "node_modules"].contains(&name)
    };
    let mut paths = project.files("", &ENDS);
    let is_solution = project.root().iter().any(|it| is_any_of(&it.name, &[".sln", ".slnx"]));
    if is_solution || paths.is_empty() {
        for folder in project.folders("").iter().filter(|it| is_source(it)).take(MOST) {
            paths.extend(project.files(folder, &ENDS));
            if ["src", "source", "apps", "tests", "test"].contains(&folder.as_str()) {
                for inner in project.folders(folder).iter().filter(|it| is_source(it)).take(MOST) {
                    paths.extend(project.files(inner, &ENDS));
                }
            }
        }
    }
    paths.into_iter().take(MOST).filter_map(|path| read(project, path)).collect()
}

fn value(document: &Document<'_>, name: &str) -> Option<String> {
    let node = document.descendants().find(|node| node.tag_name().name() == name)?;
    node.text().map(|text| text.trim().to_owned())
}

fn read(project: &Project<'_>, path: String) -> Option<Csproj> {
    let text = project.text(&path)?;
    let document = Document::parse(&text).ok()?;
    let sdk = document.root_element().attribute("Sdk").unwrap_or_default().to_owned();
    let value = |name: &str| value(&document, name);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let references = document.descendants().filter(|node| node.tag_name().name() == "ProjectReference");
    let references = references.filter_map(|node| resolve(folder, node.attribute("Include")?)).collect();
    let is_exe = value("OutputType").is_some_and(|kind| kind.eq_ignore_ascii_case("exe"));
    let is_web = sdk.ends_with(".Web") || sdk.ends_with(".Worker");
    let name = path.to_lowercase();
    let is_test = name.contains("test") || text.contains("Microsoft.NET.Test.Sdk");
    Some(Csproj {
        is_program: is_exe || is_web,
        is_test,
        framework: value("TargetFramework"),
        assembly: value("AssemblyName").filter(|name| is_path(name) && !name.contains('/')),
        references,
        sdk,
        path,
    })
}

/// Resolves a path such as `..\Core\Core.csproj`, relative to a folder of the project.
fn resolve(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let path = parts.join("/");
    is_path(&path).then_some(path)
}

/// A program and the projects that it references, directly or indirectly.
fn needed(program: &Csproj, all: &[Csproj]) -> Vec<String> {
    let mut found = vec![program.path.clone()];
    let mut seen: BTreeSet<&str> = BTreeSet::from([program.path.as_str()]);
    let mut at = 0;
    while let Some(path) = found.get(at) {
        let next =
            all.iter().find(|it| it.path == *path).map(|it| it.references.as_slice()).unwrap_or_default();
        for reference in next {
            if all.iter().any(|it| it.path == *reference) && seen.insert(reference) {
                found.push(join("", reference));
            }
        }
        at += 1;
    }
    found
}
