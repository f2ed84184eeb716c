//! Static sites: those built with Hugo or `MkDocs`, and those that need no build.

use minijinja::context;

use crate::{
    manifest::{current_version, words},
    project::{Plan, Project},
    python_packages::Manifests,
};

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    if is_hugo(project) {
        let named = || crate::manifest::tool_version(project, "hugo");
        let version = named().unwrap_or_else(|| current_version("hugo"));
        let values = context! { builder => "hugo", program => "Hugo", version => version };
        return Some(Plan { kind: "Hugo", template: "site", ignore: &["hugo"], values, ..Plan::default() });
    }
    if let Some(text) = project.has("mkdocs.yml").then(|| project.text("mkdocs.yml")).flatten() {
        let manifests = Manifests::read(project);
        let lists = ["requirements.txt", "requirements-docs.txt", "docs/requirements.txt"];
        let list =
            lists.into_iter().find(|name| project.text(name).is_some_and(|text| text.contains("mkdocs")));
        let is_material = text.contains("name: material");
        let packages = if is_material { words(&["mkdocs-material"]) } else { words(&["mkdocs"]) };
        let version = manifests.version(project);
        let values = context! {
            builder => "mkdocs",
            program => "Python",
            version => version,
            requirements => list,
            requirements_folder => list.and_then(|it| it.split_once('/')).map_or_else(String::new, |(it, _)| format!("{it}/")),
            packages => packages,
        };
        return Some(Plan {
            kind: "MkDocs",
            template: "site",
            ignore: &["mkdocs"],
            values,
            ..Plan::default()
        });
    }
    let folders = ["", "public", "dist", "site", "www", "html", "_site", "build", "docs"];
    let is_it = |folder: &&&str| {
        let path = crate::project::join(folder, "index.html");
        if folder.is_empty() { project.has("index.html") } else { project.text(&path).is_some() }
    };
    let folder = *folders.iter().find(is_it)?;
    let values = context! {
        builder => "none",
        folder => if folder.is_empty() { ".".to_owned() } else { format!("{folder}/") },
    };
    Some(Plan { kind: "HTML", template: "site", ignore: &["site"], values, ..Plan::default() })
}

/// Whether the folder contains Hugo's settings.
fn is_hugo(project: &Project<'_>) -> bool {
    let own = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];
    let old = ["config.toml", "config.yaml", "config.yml"];
    let is_old = || {
        let name = old.iter().find(|name| project.has(name))?;
        let text = project.text(name)?.to_lowercase();
        Some(text.contains("baseurl") && project.has_folder("content"))
    };
    own.iter().any(|name| project.has(name)) || is_old().unwrap_or_default()
}
