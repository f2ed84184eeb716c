//! The builds of a Dockerfile in other files: lists them, and finds one by its name.

use std::path::{Path, PathBuf};

use dockwright_analysis::{
    build_inputs::BuildInputs,
    known_builds::{BuildKind, BuiltStage, KnownBuild},
    platform::Platform,
    suggest::nearest,
};
use dockwright_builds::{Build, Context, Dockerfile, FileKind, Table};
use dockwright_ide::builds::label;
use dockwright_texts::{Language, Message, cli::resolve as texts};
use serde::Serialize;

use crate::builds::{self, NearbyBuilds, NearbyTable, known_build};

/// The builds of a Dockerfile, or those in a build file.
pub(super) struct Builds {
    found: NearbyTable,
    /// The file given by the user.
    path: PathBuf,
    is_build_file: bool,
}

impl Builds {
    pub(super) fn of(path: &Path) -> Self {
        let is_build_file = FileKind::of_named(path).is_some();
        let path = builds::absolute(path);
        let found = if is_build_file {
            NearbyBuilds::default().of_file(&path)
        } else {
            NearbyBuilds::default().table(path.parent().unwrap_or(&path))
        };
        Self { found, path, is_build_file }
    }

    fn all(&self) -> Vec<&Build> {
        let table: &Table = &self.found.table;
        if self.is_build_file {
            table.stated_in(&self.path).filter(|build| !build.is_base).collect()
        } else {
            table.of(&self.path).collect()
        }
    }

    fn known(&self, build: &Build) -> KnownBuild {
        known_build(&self.found.table, build, &self.found.root)
    }

    /// The build with a name, which may be preceded by the name of its file if several builds have it.
    pub(super) fn named(&self, name: &str) -> Result<Chosen, Message> {
        let all = self.all();
        let is_it = |build: &&&Build| {
            let file = self.known(build).file;
            build.name == name || name.strip_suffix(build.name.as_str()) == Some(&format!("{file}:"))
        };
        let found: Vec<&&Build> = all.iter().filter(is_it).collect();
        match found.as_slice() {
            [] => Err(match nearest(name, all.iter().map(|build| build.name.as_str())) {
                Some(near) => texts::NoBuildNear { name, near }.message(),
                None => texts::no_build(name),
            }),
            [build] => Ok(Chosen::new(build, self.known(build))),
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|build| format!("{}:{}", self.known(build).file, build.name))
                    .collect();
                Err(texts::SeveralBuilds { name, names: names.join(", ") }.message())
            }
        }
    }

    /// The builds, one per line.
    pub(super) fn text(&self, language: Language) -> String {
        let mut out = String::new();
        for build in self.all() {
            let known = self.known(build);
            let line = builds::line(&self.found.table, &build.place);
            let label = label(known.kind, &known.name).text(language);
            out.push_str(&format_line(&label, &known, line, self.context(build).as_deref()));
        }
        out
    }

    /// The builds as JSON.
    pub(super) fn json(&self) -> String {
        let json = |build: &&Build| {
            let known = self.known(build);
            BuildJson {
                kind: match known.kind {
                    BuildKind::Service => "service",
                    BuildKind::Target => "target",
                    BuildKind::DevContainer => "devcontainer",
                },
                line: builds::line(&self.found.table, &build.place),
                context: self.context(build),
                target: match known.target {
                    BuiltStage::Named(name) => Some(name),
                    BuiltStage::Last | BuiltStage::Unknown => None,
                },
                args: known.args.into_iter().map(|arg| (arg.name, arg.value)).collect(),
                platforms: known.platforms,
                name: known.name,
                file: known.file,
            }
        };
        let all: Vec<BuildJson> = self.all().iter().map(json).collect();
        let mut text = serde_json::to_string(&all).expect("plain data has a JSON form");
        text.push('\n');
        text
    }

    fn context(&self, build: &Build) -> Option<String> {
        match &build.context {
            Context::Folder(folder) => {
                let shown = folder.strip_prefix(&self.found.root).unwrap_or(folder).to_string_lossy();
                Some(if shown.is_empty() { ".".to_owned() } else { shown.replace('\\', "/") })
            }
            Context::Remote(url) => Some(url.clone()),
            Context::Unknown => None,
        }
    }
}

fn format_line(label: &str, known: &KnownBuild, line: usize, context: Option<&str>) -> String {
    let target = match &known.target {
        BuiltStage::Last => String::new(),
        BuiltStage::Named(name) => format!("  --target {name}"),
        BuiltStage::Unknown => "  --target ?".to_owned(),
    };
    let args: String = known
        .args
        .iter()
        .map(|arg| match &arg.value {
            Some(value) => format!("  --build-arg {}={value}", arg.name),
            None => format!("  --build-arg {}", arg.name),
        })
        .collect();
    let context = context.unwrap_or("?");
    format!("{label}  {}:{line}  {context}{target}{args}\n", known.file)
}

#[derive(Serialize)]
struct BuildJson {
    kind: &'static str,
    name: String,
    file: String,
    line: usize,
    context: Option<String>,
    target: Option<String>,
    /// `null` is a value that the environment provides.
    args: std::collections::BTreeMap<String, Option<String>>,
    platforms: Option<Vec<String>>,
}

/// A build selected by its name.
pub(super) struct Chosen {
    known: KnownBuild,
    /// The Dockerfile, if it is part of the build file.
    pub(super) inline: Option<String>,
    /// The path of the Dockerfile, if it is a file.
    pub(super) file: Option<PathBuf>,
}

impl Chosen {
    fn new(build: &Build, known: KnownBuild) -> Self {
        let (inline, file) = match &build.dockerfile {
            Dockerfile::Inline(inline) => (Some(inline.text.clone()), None),
            Dockerfile::File(path) => (None, Some(path.clone())),
            Dockerfile::Unknown => (None, None),
        };
        Self { known, inline, file }
    }

    /// Completes the inputs of the command line with those of the build.
    pub(super) fn complete(&self, inputs: &mut BuildInputs, has_platform: bool) {
        for arg in &self.known.args {
            if inputs.build_arg(&arg.name).is_some() {
                continue;
            }
            match &arg.value {
                Some(value) => inputs.build_args.push((arg.name.clone(), value.clone())),
                None => inputs.unknown_args.push(arg.name.clone()),
            }
        }
        if let (None, BuiltStage::Named(name)) = (&inputs.target, &self.known.target) {
            inputs.target = Some(name.clone());
        }
        if let (false, Some([platform])) = (has_platform, self.known.platforms.as_deref())
            && let Ok(platform) = Platform::parse(platform)
        {
            inputs.platform = platform;
        }
    }

    /// The build, for the analysis.
    pub(super) fn into_known(self) -> KnownBuild {
        self.known
    }
}
