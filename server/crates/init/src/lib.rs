//! Generates a first Dockerfile and `.dockerignore` for a project that has none.
//!
//! The project's manifests determine its package manager, framework, versions and start command;
//! defaults come from the tables in `templates/`. A template there becomes the Dockerfile, and its
//! comments are texts of [`Topic::Init`](dockwright_texts::Topic).
//!
//! This crate reads no files: a [`ProjectView`] provides names and texts, and limits both. No text
//! of the project is copied into a Dockerfile without a check: see [`names`].

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

/// The generated files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// The detected kind of project, such as `Node.js` or `Go`.
    pub kind: &'static str,
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// The text of the `.dockerignore`.
    pub dockerignore: String,
    /// Notes on anything that could not be detected, for the project's owner.
    pub notes: Vec<Message>,
}

/// The order matters if a project has several manifests: many have a `package.json` only for their
/// tools.
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

/// The files for a project; `None` if nothing in its folder shows what kind of project it is.
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

/// The `.dockerignore` for a project, a general one if the kind of project is unknown.
pub fn dockerignore(view: &dyn ProjectView, language: Language) -> String {
    let project = Project::new(view);
    let plan = DETECTORS.iter().find_map(|detect| detect(&project));
    render::dockerignore(&plan.unwrap_or_default(), &project, language)
}
