//! A first Dockerfile and `.dockerignore` for a project that has none.
//!
//! The manifests of the project say what it is: its package manager, its framework, the versions it wants, what starts it.
//! A template in `templates/` becomes the file. What the project does not say comes from the tables there. The comments in
//! the file are texts of [`Topic::Init`](dockwright_texts::Topic).
//!
//! This crate reads no files: a [`ProjectView`] gives names and texts, and limits both. No text of the project gets into a
//! Dockerfile as it is: see [`names`].

mod dotnet;
mod go;
mod gradle;
mod java;
mod manifest;
mod maven;
mod names;
mod node;
mod node_packages;
mod php;
mod project;
mod python;
mod python_packages;
mod render;
mod ruby;
mod rust;
mod site;
mod tables;
mod version;

use dockwright_texts::{Language, Message};

pub use project::{Entry, ProjectView};
use project::{Plan, Project};

/// What a project gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// What the project was taken for: `Node.js`, `Go`.
    pub kind: &'static str,
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// The text of the `.dockerignore`.
    pub dockerignore: String,
    /// What could not be read from the project, for its owner to look at.
    pub notes: Vec<Message>,
}

/// The order matters where a project has several manifests: many have a `package.json` for their tools alone.
const DETECTORS: [fn(&Project<'_>) -> Option<Plan>; 10] = [
    dotnet::plan,
    maven::plan,
    gradle::plan,
    ruby::plan,
    php::plan,
    go::plan,
    rust::plan,
    python::plan,
    node::plan,
    site::plan,
];

/// The files for a project; `None` if nothing in its folder says what it is.
pub fn starter(view: &dyn ProjectView, language: Language) -> Option<Starter> {
    let project = Project::new(view);
    let plan = DETECTORS.iter().find_map(|detect| detect(&project))?;
    Some(Starter {
        kind: plan.kind,
        dockerfile: render::dockerfile(&plan, language)?,
        dockerignore: render::dockerignore(&plan, &project, language),
        notes: plan.notes,
    })
}

/// The `.dockerignore` for a project, a plain one where nothing says what the project is.
pub fn dockerignore(view: &dyn ProjectView, language: Language) -> String {
    let project = Project::new(view);
    let plan = DETECTORS.iter().find_map(|detect| detect(&project));
    render::dockerignore(&plan.unwrap_or_default(), &project, language)
}
