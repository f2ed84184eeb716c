//! Reads a `devcontainer.json`, which defines the build of a dev container.
//!
//! Source: the dev container specification, `devcontainerjson-reference.md`. Paths are relative to the file. `options`
//! are arguments of `docker build`.

use std::{path::Path, sync::Arc};

use crate::{
    build::{Build, Kind},
    compose,
    files::FileKind,
    layer::{Layer, Setting, SettingValue, Stated},
    near_key::near_key,
    node::Node,
    paths,
    reading::Reading,
    spanned::{Known, Place, Said, Text},
};

/// All keys of `build`.
const KEYS: &[&str] = &["args", "cacheFrom", "context", "dockerfile", "options", "target"];

/// The build of a dev container; `None` if it uses an image.
pub(crate) fn read(reading: &mut Reading<'_>, path: &Path) -> Option<Build> {
    let parsed = reading.get(path, FileKind::DevContainer)?;
    let root = parsed.node()?;
    let folder: Arc<Path> = path.parent()?.into();
    let variables = Variables { workspace: workspace(&folder) };
    let name = name(root, path);
    if let Some(files) = root.get("dockerComposeFile") {
        let resolve = |text: &Text| {
            let said = variables.said(text);
            let path = paths::join(&folder, said.value()?);
            reading.refer(said, &path);
            Some(path)
        };
        let files: Vec<_> = files.texts().filter_map(resolve).collect();
        let service = root.get("service")?.text()?;
        let build = compose::read_service(reading, &files, &service.text)?;
        return Some(Build {
            kind: Kind::DevContainer,
            name: name.text,
            file: path.into(),
            place: service.place.clone(),
            ..build
        });
    }
    let section = root.get("build");
    let get = |key: &str| section.and_then(|section| section.get(key));
    let text = |node: Option<&Node>| Some(variables.said(node?.text()?));
    let context = text(get("context")).or_else(|| text(root.get("context")));
    let dockerfile = text(get("dockerfile")).or_else(|| text(root.get("dockerFile")));
    // `build` without a Dockerfile does not build anything.
    dockerfile.as_ref()?;
    let mut layer = Layer {
        context: context.map(|said| Stated { said, folder: Arc::clone(&folder) }),
        dockerfile,
        dockerfile_folder: Some(Arc::clone(&folder)),
        target: text(get("target")),
        cache_from: get("cacheFrom").map(|node| node.texts().map(|text| variables.said(text)).collect()),
        ..Layer::default()
    };
    for (key, value) in get("args").map(Node::entries).unwrap_or_default() {
        let value =
            value.text().map_or(SettingValue::Environment, |text| SettingValue::Said(variables.said(text)));
        layer.args.push(Setting { name: Said::literal(key), value, folder: Arc::clone(&folder) });
    }
    let options: Vec<&Text> = get("options").into_iter().flat_map(Node::texts).collect();
    apply_options(&mut layer, &options, &variables, &folder);
    layer.unknown_keys = section
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|(key, _)| near_key(key, KEYS))
        .collect();
    Some(layer.build(Kind::DevContainer, &name, &folder, reading.files()))
}

/// The name of the dev container, and where the file names it or its Dockerfile.
fn name(root: &Node, path: &Path) -> Text {
    if let Some(name) = root.get("name").and_then(Node::text) {
        return name.clone();
    }
    let key = ["build", "dockerFile", "dockerComposeFile"].iter().find_map(|key| root.entry(key));
    let place = key.map_or_else(|| Place { file: path.into(), range: 0..0 }, |(key, _)| key.place.clone());
    Text { text: String::new(), place, is_verbatim: false }
}

/// The folder of the workspace: that of `.devcontainer`.
fn workspace(folder: &Path) -> String {
    let named = folder.ancestors().find(|folder| folder.ends_with(".devcontainer"));
    let workspace = named.and_then(Path::parent).unwrap_or(folder);
    workspace.to_string_lossy().into_owned()
}

/// The variables of dev containers.
struct Variables {
    workspace: String,
}

impl Variables {
    fn said(&self, text: &Text) -> Said {
        Said {
            value: self.value(&text.text).map_or(Known::Unknown, Known::Certain),
            place: text.place.clone(),
            is_verbatim: text.is_verbatim && !text.text.contains("${"),
        }
    }

    fn value(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((variable, after)) = after.split_once('}') else {
                out.push_str("${");
                rest = after;
                continue;
            };
            let mut parts = variable.splitn(3, ':');
            match (parts.next(), parts.next(), parts.next()) {
                (Some("localWorkspaceFolder"), None, None) => out.push_str(&self.workspace),
                (Some("localWorkspaceFolderBasename"), None, None) => {
                    out.push_str(self.workspace.rsplit(['/', '\\']).next().unwrap_or_default());
                }
                (Some("localEnv" | "env"), Some(_), Some(default)) => out.push_str(default),
                _ => return None,
            }
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// Takes what arguments of `docker build` say, as `--name=value` or as two elements.
fn apply_options(layer: &mut Layer, options: &[&Text], variables: &Variables, folder: &Arc<Path>) {
    let mut options = options.iter().copied();
    while let Some(option) = options.next() {
        let (name, value) = match option.text.find('=') {
            Some(at) if option.text.starts_with("--") => {
                let (name, value) = option.split(at, 1);
                (name.text, Some(value))
            }
            _ => (option.text.clone(), None),
        };
        let is_known = matches!(
            name.as_str(),
            "--target"
                | "--platform"
                | "--build-arg"
                | "--build-context"
                | "--secret"
                | "--ssh"
                | "--no-cache-filter"
        );
        if !is_known {
            continue;
        }
        let Some(value) = value.or_else(|| options.next().cloned()) else { return };
        let said = variables.said(&value);
        match name.as_str() {
            "--target" => layer.target = Some(said),
            "--platform" => layer.platforms.get_or_insert_default().extend(parts(&value, variables)),
            "--secret" => layer.secrets.get_or_insert_default().push(said),
            "--ssh" => layer.ssh.get_or_insert_default().push(said),
            "--no-cache-filter" => {
                layer.uncached_stages.get_or_insert_default().extend(parts(&value, variables));
            }
            _ => {
                let (name, value) = match value.text.find('=') {
                    Some(at) => {
                        let (name, value) = value.split(at, 1);
                        (name, SettingValue::Said(variables.said(&value)))
                    }
                    None => (value.clone(), SettingValue::Environment),
                };
                let is_arg = option.text.starts_with("--build-arg");
                let settings = if is_arg { &mut layer.args } else { &mut layer.contexts };
                settings.retain(|setting| setting.name.value() != Some(&name.text));
                settings.push(Setting { name: Said::literal(&name), value, folder: Arc::clone(folder) });
            }
        }
    }
}

/// The elements of a list with commas.
fn parts(text: &Text, variables: &Variables) -> Vec<Said> {
    let mut found = Vec::new();
    let mut rest = text.clone();
    while let Some(at) = rest.text.find(',') {
        let (part, after) = rest.split(at, 1);
        found.push(variables.said(&part));
        rest = after;
    }
    found.push(variables.said(&rest));
    found
}
