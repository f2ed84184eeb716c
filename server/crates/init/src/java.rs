//! Helpers for Java programs, shared by Maven and Gradle.

use crate::{
    manifest::{port_after, words},
    project::Project,
};

/// The command that starts the jar or folder that the build produces.
pub(crate) fn java_command(layers: bool, quarkus: bool, is_spring: bool) -> Vec<String> {
    let jar = match (layers, quarkus, is_spring) {
        (true, ..) => None,
        (_, true, _) => Some("quarkus-run.jar"),
        _ => Some("app.jar"),
    };
    match jar {
        Some(jar) => words(&["java", "-jar", jar]),
        None => words(&["java", "-jar", "application.jar"]),
    }
}

/// Whether a version such as `3.4.1` or `4.0.0-M1` is at least another.
pub(crate) fn is_from(version: &str, least: &[u32]) -> bool {
    let numbers = version.split(['.', '-']).map_while(|part| part.parse().ok());
    numbers.collect::<Vec<u32>>().as_slice() >= least
}

/// The port of a server: the one in its settings, or the default.
pub(crate) fn java_port(project: &Project<'_>, folder: &str, is_server: bool) -> Option<u16> {
    let resources = format!("{folder}src/main/resources");
    let properties = || {
        let text = project.text(&format!("{resources}/application.properties"))?;
        port_after(&text, &["server.port", "quarkus.http.port"])
    };
    let yaml = || {
        let names = ["application.yml", "application.yaml"];
        let text = names.iter().find_map(|name| project.text(&format!("{resources}/{name}")))?;
        let (_, rest) = text.split_once("server:")?;
        port_after(rest, &["port: "])
    };
    properties().or_else(yaml).or(is_server.then_some(8080))
}
