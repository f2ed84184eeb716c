//! Reads Compose files, which define builds as services.
//!
//! Source: the Compose specification and compose-go's loader. Each file is read with its variables replaced and its
//! `extends` and `include` followed, and then merged over the files before it.

mod build_section;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    build::{Build, Kind},
    files::FileKind,
    interpolate::Variables,
    layer::Layer,
    node::{MergeTag, Node},
    paths,
    reading::{Parsed, Reading},
    spanned::{Said, Text},
};
use build_section::{layer, said};

/// How deep files include and services extend each other.
const MAX_DEPTH: usize = 10;
/// How many services a project may have.
const MAX_SERVICES: usize = 2_000;

/// The file names that Compose searches for in a folder, in this order.
const NAMES: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const OVERRIDES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// A service.
#[derive(Debug, Clone)]
struct Service {
    name: Text,
    layer: Option<Layer>,
    /// `build: !reset`: what earlier files say about the build does not count.
    resets_build: bool,
    platform: Option<Said>,
    image: Option<Said>,
    profiles: Vec<Said>,
    /// The folder that the default context is.
    folder: Arc<Path>,
}

/// The project directory and the variables of a file.
#[derive(Clone)]
struct Surroundings {
    folder: Arc<Path>,
    variables: Arc<Variables>,
}

/// The builds of all Compose files of a folder.
pub(crate) fn read_folder(reading: &mut Reading<'_>, folder: &Path, files: &[PathBuf]) -> Vec<Build> {
    let find = |names: &[&str]| names.iter().find_map(|name| files.iter().find(|file| file.ends_with(name)));
    let base = find(&NAMES);
    let project: Vec<PathBuf> =
        base.into_iter().chain(base.and_then(|_| find(&OVERRIDES))).cloned().collect();
    let surroundings = surroundings(reading, folder);
    let mut builds = builds(project_services(reading, &project, &surroundings), reading);
    let alone = base.map(|base| services(reading, base, &surroundings, 0)).unwrap_or_default();
    for variant in files.iter().filter(|file| !project.contains(file)) {
        let mut found = services(reading, variant, &surroundings, 0);
        for service in &mut found {
            // A variant that names no Dockerfile is merged over the main file, as with `-f a -f b`.
            let main = alone.iter().find(|other| other.name.text == service.name.text);
            let Some(main) = main.and_then(|main| main.layer.clone()) else { continue };
            if let Some(layer) = service.layer.take_if(|layer| !layer.says_where()) {
                service.layer = Some(layer.over(main, true));
            }
        }
        builds.extend(self::builds(found, reading));
    }
    builds
}

/// The build of one service of a project that consists of these files.
pub(crate) fn read_service(reading: &mut Reading<'_>, files: &[PathBuf], name: &str) -> Option<Build> {
    let folder = files.first()?.parent()?.to_owned();
    let surroundings = surroundings(reading, &folder);
    let services = project_services(reading, files, &surroundings);
    let service = services.into_iter().find(|service| service.name.text == name)?;
    builds(vec![service], reading).pop()
}

fn surroundings(reading: &mut Reading<'_>, folder: &Path) -> Surroundings {
    Surroundings { folder: folder.into(), variables: reading.variables(&folder.join(".env")) }
}

fn builds(services: Vec<Service>, reading: &Reading<'_>) -> Vec<Build> {
    let build = |service: Service| {
        let mut layer = service.layer?;
        if layer.platforms.is_none() {
            layer.platforms = service.platform.map(|platform| vec![platform]);
        }
        if let Some(image) = service.image {
            layer.tags.get_or_insert_default().insert(0, image);
        }
        let build = layer.build(Kind::Service, &service.name, &service.folder, reading.files());
        Some(Build { profiles: service.profiles, ..build })
    };
    services.into_iter().filter_map(build).collect()
}

/// The services of files that are merged in this order.
fn project_services(
    reading: &mut Reading<'_>,
    files: &[PathBuf],
    surroundings: &Surroundings,
) -> Vec<Service> {
    let mut all: Vec<Service> = Vec::new();
    for file in files {
        for service in services(reading, file, surroundings, 0) {
            add(&mut all, service);
        }
    }
    all
}

fn add(all: &mut Vec<Service>, service: Service) {
    let known = all.iter().position(|earlier| earlier.name.text == service.name.text);
    match known {
        Some(at) => all[at] = service.over(&all[at]),
        None if all.len() < MAX_SERVICES => all.push(service),
        None => {}
    }
}

impl Service {
    /// This service over what an earlier file or an extended service says.
    fn over(self, earlier: &Self) -> Self {
        let layer = match (self.layer, &earlier.layer) {
            (layer, _) if self.resets_build => layer,
            (Some(layer), Some(earlier)) => Some(layer.over(earlier.clone(), true)),
            (layer, earlier) => layer.or_else(|| earlier.clone()),
        };
        Self {
            name: earlier.name.clone(),
            layer,
            resets_build: self.resets_build || earlier.resets_build,
            platform: self.platform.or_else(|| earlier.platform.clone()),
            image: self.image.or_else(|| earlier.image.clone()),
            profiles: if self.profiles.is_empty() { earlier.profiles.clone() } else { self.profiles },
            folder: Arc::clone(&earlier.folder),
        }
    }
}

/// The services of a file and of those that it includes.
fn services(
    reading: &mut Reading<'_>,
    file: &Path,
    surroundings: &Surroundings,
    depth: usize,
) -> Vec<Service> {
    let Some(parsed) = reading.get(file, FileKind::Compose) else { return Vec::new() };
    let Some(node) = parsed.node() else { return Vec::new() };
    let mut found = Vec::new();
    if depth < MAX_DEPTH {
        for entry in node.get("include").into_iter().flat_map(Node::elements) {
            for service in included(reading, entry, surroundings, depth) {
                add(&mut found, service);
            }
        }
    }
    let names = node.get("services").map(Node::entries).unwrap_or_default();
    for (name, _) in names.iter().take(MAX_SERVICES) {
        if let Some(service) = service(reading, &parsed, name, surroundings, 0) {
            add(&mut found, service);
        }
    }
    found
}

/// The services of an entry of `include`: a path, or a map with paths that are merged.
fn included(
    reading: &mut Reading<'_>,
    entry: &Node,
    surroundings: &Surroundings,
    depth: usize,
) -> Vec<Service> {
    let mut resolve = |text: &Text| {
        let said = said(text, &surroundings.variables);
        let path = paths::join(&surroundings.folder, said.value()?);
        reading.refer(said, &path);
        Some(path)
    };
    let files: Vec<PathBuf> = match entry.text() {
        Some(path) => resolve(path).into_iter().collect(),
        None => entry.get("path").into_iter().flat_map(Node::texts).filter_map(&mut resolve).collect(),
    };
    let Some(first) = files.first() else { return Vec::new() };
    let folder: PathBuf = match entry.get("project_directory").and_then(Node::text).and_then(&mut resolve) {
        Some(folder) => folder,
        None => first.parent().unwrap_or(first).to_owned(),
    };
    let mut env_files: Vec<PathBuf> =
        entry.get("env_file").into_iter().flat_map(Node::texts).filter_map(resolve).collect();
    if env_files.is_empty() {
        env_files.push(folder.join(".env"));
    }
    let mut variables = Variables::default();
    for file in env_files {
        variables.extend(reading.variables(&file).iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    // The variables of the project that includes have priority.
    variables.extend(surroundings.variables.iter().map(|(name, value)| (name.clone(), value.clone())));
    let inner = Surroundings { folder: folder.into(), variables: variables.into() };
    let mut all = Vec::new();
    for file in files {
        for service in services(reading, &file, &inner, depth + 1) {
            add(&mut all, service);
        }
    }
    all
}

/// A service of a file over the one that it extends.
fn service(
    reading: &mut Reading<'_>,
    parsed: &Parsed,
    name: &Text,
    surroundings: &Surroundings,
    depth: usize,
) -> Option<Service> {
    let (name, node) = parsed.node()?.get("services")?.entry(&name.text)?;
    let text = |key: &str| node.get(key).and_then(Node::text);
    let value = |key: &str| text(key).map(|text| said(text, &surroundings.variables));
    let build = node.entry("build");
    let own = Service {
        name: name.clone(),
        layer: build
            .and_then(|(_, build)| layer(build, &surroundings.folder, &surroundings.variables, parsed)),
        resets_build: build.is_some_and(|(_, build)| build.tag == MergeTag::Reset),
        platform: value("platform"),
        image: value("image"),
        profiles: node
            .get("profiles")
            .into_iter()
            .flat_map(Node::texts)
            .map(|text| said(text, &surroundings.variables))
            .collect(),
        folder: Arc::clone(&surroundings.folder),
    };
    let extended = node.get("extends").filter(|_| depth < MAX_DEPTH);
    let Some(extended) =
        extended.and_then(|node| extended_service(reading, node, parsed, surroundings, depth))
    else {
        return Some(own);
    };
    let extended = Service { name: own.name.clone(), profiles: Vec::new(), ..extended };
    Some(own.over(&extended))
}

fn extended_service(
    reading: &mut Reading<'_>,
    extends: &Node,
    parsed: &Parsed,
    surroundings: &Surroundings,
    depth: usize,
) -> Option<Service> {
    let name = extends.text().or_else(|| extends.get("service")?.text())?;
    let Some(file) = extends.get("file").and_then(Node::text) else {
        return service(reading, parsed, name, surroundings, depth + 1);
    };
    let file = said(file, &surroundings.variables);
    let path = paths::join(&surroundings.folder, file.value()?);
    reading.refer(file, &path);
    let other = reading.get(&path, FileKind::Compose)?;
    // Paths of the service are relative to the file that it is in.
    let folder = path.parent()?.into();
    let inner = Surroundings { folder, variables: Arc::clone(&surroundings.variables) };
    service(reading, &other, name, &inner, depth + 1)
}
