//! Java and Kotlin programs built with Gradle.

use dockwright_texts::init as texts;
use minijinja::context;

use crate::{
    java::{is_from, java_command, java_port},
    manifest::{current_version, tool_version, version_file, words},
    names::is_plain,
    project::{Plan, Project, join},
    version::Version,
};

/// The names of build scripts.
const SCRIPTS: [&str; 2] = ["build.gradle.kts", "build.gradle"];

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let script = SCRIPTS.iter().find(|name| project.has(name)).and_then(|name| project.text(name));
    let settings = ["settings.gradle.kts", "settings.gradle"].iter().find(|name| project.has(name));
    let settings = settings.and_then(|name| project.text(name)).unwrap_or_default();
    if script.is_none() && settings.is_empty() {
        return None;
    }
    let root = script.unwrap_or_default();
    let modules = included(&settings);
    let script_of = |folder: &str| SCRIPTS.iter().find_map(|name| project.text(&join(folder, name)));
    let mut notes = Vec::new();
    let (mut module, mut text) = (String::new(), root.clone());
    if !Kind::of(&root).is_program() {
        let programs = modules.iter().filter_map(|module| Some((module, script_of(module)?)));
        if let Some((name, script)) = programs.into_iter().find(|(_, script)| Kind::of(script).is_program()) {
            (module, text) = (name.clone(), script);
            notes.push(texts::several_programs(name));
        }
    }
    let kind = Kind::of(&text);
    let version = version(project, &text).or_else(|| version(project, &root));
    let version = version.unwrap_or_else(|| current_version("java"));
    let wrapper = project.has("gradlew") && project.has_folder("gradle");
    let layers = kind == Kind::Spring
        && spring_version(&[&text, &root], project).is_some_and(|it| is_from(&it, &[3, 3]));
    let name = module.rsplit('/').next().filter(|name| !name.is_empty());
    let name = name.map(str::to_owned).or_else(|| quoted_after(&settings, "rootProject.name"));
    // A project without a name gets the name of the folder in which it is built.
    let name = name.filter(|name| is_plain(name)).unwrap_or_else(|| "src".to_owned());
    if kind == Kind::Library {
        notes.push(texts::needs_main_class());
    }
    let task = match kind {
        Kind::Spring => "bootJar",
        Kind::Quarkus => "quarkusBuild",
        Kind::Application => "installDist",
        Kind::Library => "jar",
    };
    let prefix = if module.is_empty() { String::new() } else { format!(":{}:", module.replace('/', ":")) };
    let command = match kind {
        Kind::Application => vec![format!("/app/bin/{name}")],
        _ => java_command(layers, kind == Kind::Quarkus, kind == Kind::Spring),
    };
    let mut manifests = project.existing(&[
        "settings.gradle.kts",
        "settings.gradle",
        "build.gradle.kts",
        "build.gradle",
        "gradle.properties",
        "gradle.lockfile",
    ]);
    if !modules.is_empty() || project.has_folder("buildSrc") {
        manifests.clear();
    }
    let is_server = matches!(kind, Kind::Spring | Kind::Quarkus);
    let folder = if module.is_empty() { String::new() } else { format!("{module}/") };
    let values = context! {
        program => "Java",
        version => version,
        wrapper => wrapper,
        gradle => if wrapper { "./gradlew --no-daemon" } else { "gradle --no-daemon" },
        manifests => manifests,
        folders => if project.has_folder("gradle") { words(&["gradle"]) } else { Vec::new() },
        task => format!("{prefix}{task}"),
        layers => layers,
        quarkus => kind == Kind::Quarkus,
        distribution => if kind == Kind::Application { Some(name) } else { None },
        port => java_port(project, &folder, is_server),
        folder => folder,
        command => command,
    };
    Some(Plan { kind: "Gradle", template: "gradle", ignore: &["gradle"], kept: Vec::new(), values, notes })
}

/// The result of a build script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Spring,
    Quarkus,
    Application,
    Library,
}

impl Kind {
    fn of(script: &str) -> Self {
        let has = |marks: &[&str]| marks.iter().any(|mark| script.contains(mark));
        let is_applied = !has(&["org.springframework.boot\") version", "org.springframework.boot' version"])
            || !has(&["apply false"]);
        if has(&["org.springframework.boot", "libs.plugins.spring.boot"]) && is_applied {
            Self::Spring
        } else if has(&["io.quarkus"]) {
            Self::Quarkus
        } else if has(&[
            "application {",
            "id 'application'",
            "id(\"application\")",
            "plugin: 'application'",
            "\n    application\n",
            "mainClass",
            "io.ktor.plugin",
        ]) {
            Self::Application
        } else {
            Self::Library
        }
    }

    fn is_program(self) -> bool {
        self != Self::Library
    }
}

/// The folders of the projects that the settings include: `include("app", ":web:api")`.
fn included(settings: &str) -> Vec<String> {
    let lines = settings
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("include") && !line.starts_with("includeBuild"));
    let names = lines.flat_map(|line| line.split(['"', '\'']).skip(1).step_by(2));
    let folders = names.map(|name| name.trim_start_matches(':').replace(':', "/"));
    folders.filter(|folder| is_plain(folder) && !folder.contains("..")).take(40).collect()
}

/// The first quoted text after a mark.
fn quoted_after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    let line = rest.lines().next()?;
    line.split(['"', '\'']).nth(1).map(str::to_owned)
}

fn version(project: &Project<'_>, script: &str) -> Option<Version> {
    let marks = [
        "JavaLanguageVersion.of(",
        "jvmToolchain(",
        "JavaVersion.VERSION_",
        "sourceCompatibility",
        "options.release",
    ];
    let file = SCRIPTS.iter().find(|name| project.has(name)).unwrap_or(&SCRIPTS[0]);
    let named = marks.iter().find_map(|mark| {
        let (_, rest) = script.split_once(mark)?;
        let rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || "='\"(.set1_".contains(c) && c != '1');
        let rest = rest.strip_prefix("1.").or_else(|| rest.strip_prefix("1_")).unwrap_or(rest);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Version::named(&digits, file).filter(|version| version.major() >= 8)
    });
    let found = named.or_else(|| version_file(project, ".java-version", ""));
    let found = found.or_else(|| tool_version(project, "java"))?.series(1);
    (found.major() >= 8).then_some(found)
}

/// The version of the Spring Boot plugin, from a script or the version catalogue.
fn spring_version(scripts: &[&str], project: &Project<'_>) -> Option<String> {
    let of_plugin = scripts.iter().find_map(|script| {
        let (_, rest) = script.split_once("org.springframework.boot")?;
        let line = rest.lines().next()?;
        quoted_after(line, "version")
    });
    let catalogue = || {
        let table: toml::Table = project.text("gradle/libs.versions.toml")?.parse().ok()?;
        let versions = table.get("versions")?.as_table()?;
        let keys = ["spring-boot", "springBoot", "spring_boot", "springboot"];
        keys.iter().find_map(|key| versions.get(*key)?.as_str()).map(str::to_owned)
    };
    of_plugin.or_else(catalogue)
}
