//! Java programs built with Maven.

use dockwright_texts::init as texts;
use minijinja::context;
use roxmltree::{Document, Node};

use crate::{
    java::{is_from, java_command, java_port},
    manifest::{current_version, tool_version, version_file, words},
    names::is_plain,
    project::{Plan, Project, join},
    version::Version,
};

/// How many modules are read.
const MOST: usize = 40;

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let text = project.has("pom.xml").then(|| project.text("pom.xml")).flatten()?;
    let document = Document::parse(&text).ok()?;
    let pom = document.root_element();
    let mut notes = Vec::new();
    let modules: Vec<String> = child(pom, "modules")
        .into_iter()
        .flat_map(|modules| {
            modules.children().filter(|it| it.has_tag_name(("", "module")) || it.is_element())
        })
        .filter_map(|module| module.text().map(|text| text.trim().to_owned()))
        .filter(|module| is_plain(module) && !module.split('/').any(|part| part == ".."))
        .take(MOST)
        .collect();
    let is_spring = |text: &str| text.contains("spring-boot-maven-plugin");
    let is_quarkus = |text: &str| text.contains("quarkus-maven-plugin");
    let is_program = |text: &str| is_spring(text) || is_quarkus(text);
    let mut folder = String::new();
    let mut program = text.clone();
    if !modules.is_empty() {
        let poms =
            modules.iter().filter_map(|module| Some((module, project.text(&join(module, "pom.xml"))?)));
        let poms: Vec<_> = poms.collect();
        let chosen = poms.iter().find(|(_, text)| is_program(text)).or(poms.last())?;
        folder = format!("{}/", chosen.0);
        program.clone_from(&chosen.1);
        notes.push(texts::several_programs(chosen.0));
    }
    let inner = Document::parse(&program).ok()?;
    let jar = jar(inner.root_element(), pom);
    let version = version(project, pom).unwrap_or_else(|| current_version("java"));
    let wrapper = project.has("mvnw") && project.has_folder(".mvn");
    let (layers, quarkus) = (is_spring(&program) && unpacks(pom, inner.root_element()), is_quarkus(&program));
    if !is_program(&program) {
        notes.push(texts::needs_main_class());
    }
    let command = java_command(layers, quarkus, is_spring(&program));
    let module_options = match folder.trim_end_matches('/') {
        "" => String::new(),
        module => format!(" --projects {module} --also-make"),
    };
    let values = context! {
        program => "Java",
        version => version,
        wrapper => wrapper,
        mvn => if wrapper { "./mvnw --batch-mode" } else { "mvn --batch-mode" },
        manifests => if modules.is_empty() { words(&["pom.xml"]) } else { Vec::new() },
        module_options => module_options,
        layers => layers,
        quarkus => quarkus,
        jar => format!("{folder}target/{}", jar.unwrap_or_else(|| "*.jar".to_owned())),
        port => java_port(project, &folder, is_program(&program)),
        folder => folder,
        command => command,
    };
    Some(Plan { kind: "Maven", template: "maven", ignore: &["maven"], kept: Vec::new(), values, notes })
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|it| it.is_element() && it.tag_name().name() == name)
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name)?.text().map(str::trim)
}

/// The name of the jar, if it contains no property.
fn jar(pom: Node<'_, '_>, parent: Node<'_, '_>) -> Option<String> {
    let named = child(pom, "build").and_then(|build| value(build, "finalName"));
    let version = || {
        let own = value(pom, "version").or_else(|| value(child(pom, "parent")?, "version"));
        own.or_else(|| value(parent, "version"))
    };
    let name = match named {
        Some(name) => name.to_owned(),
        None => format!("{}-{}", value(pom, "artifactId")?, version()?),
    };
    let name = format!("{name}.jar");
    (is_plain(&name) && !name.contains('/')).then_some(name)
}

/// The Java release, from the properties or from a version manager's file.
fn version(project: &Project<'_>, pom: Node<'_, '_>) -> Option<Version> {
    let keys = ["maven.compiler.release", "java.version", "maven.compiler.target", "maven.compiler.source"];
    let properties = child(pom, "properties");
    let named = keys.iter().find_map(|key| value(properties?, key));
    let named = named.and_then(|text| Version::named(text.strip_prefix("1.").unwrap_or(text), "pom.xml"));
    let file = || version_file(project, ".java-version", "");
    let found = named.or_else(file).or_else(|| tool_version(project, "java"))?;
    Some(found.series(1)).filter(|version| version.major() >= 8)
}

/// Whether Spring Boot can extract its own jar, which it can since 3.3.
fn unpacks(pom: Node<'_, '_>, inner: Node<'_, '_>) -> bool {
    [pom, inner].iter().any(|pom| {
        child(*pom, "parent").is_some_and(|parent| {
            let is_spring = value(parent, "artifactId") == Some("spring-boot-starter-parent");
            let version = value(parent, "version").unwrap_or_default();
            is_spring && is_from(version, &[3, 3])
        })
    })
}
