//! The targets of a folder's Bake files: matrix, inheritance, and what each of them says.

use std::{path::Path, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    evaluate::{Locals, Scope},
    value::Val,
};
use crate::{
    bake_file::{Block, Expr, Shape},
    build::{Build, Context, Dockerfile, Kind},
    files::{Files, MAX_BUILDS},
    inline::{Inline, of_heredoc},
    layer::{Layer, Setting, SettingValue, Stated},
    near_key::near_key,
    reading::Parsed,
    spanned::{Known, Said, Text},
};

/// All keys of a target. Source: Bake's file reference.
const KEYS: &[&str] = &[
    "annotations",
    "args",
    "attest",
    "cache-from",
    "cache-to",
    "call",
    "context",
    "contexts",
    "description",
    "dockerfile",
    "dockerfile-inline",
    "entitlements",
    "extra-hosts",
    "inherits",
    "labels",
    "matrix",
    "name",
    "network",
    "no-cache",
    "no-cache-filter",
    "output",
    "platforms",
    "policy",
    "pull",
    "secret",
    "shm-size",
    "ssh",
    "tags",
    "target",
    "ulimits",
];

/// How many combinations a matrix may have.
const MAX_COMBINATIONS: usize = 256;
/// How long a chain of inheritance may be.
const MAX_DEPTH: usize = 20;
/// How many folders above a file are tried as the one in which Bake is run.
const MAX_FOLDERS_ABOVE: usize = 8;

/// A target of one combination of its matrix.
struct Expanded<'a> {
    /// Its name.
    name: String,
    /// The blocks of the files about it, in order.
    blocks: Vec<(&'a Parsed, &'a Block)>,
    /// The values of the matrix.
    locals: Locals,
}

struct Targets<'a> {
    scope: Scope<'a>,
    all: Vec<Expanded<'a>>,
    folder: Arc<Path>,
    /// The names of targets that groups build.
    grouped: FxHashSet<String>,
    /// The names of targets that others inherit from.
    inherited: FxHashSet<String>,
}

/// The builds in files that are merged in this order.
///
/// Paths are relative to the folder in which Bake is run. That is the folder of the files, unless
/// their paths only exist in a folder above it.
pub(super) fn builds(parsed: &[Arc<Parsed>], folder: &Path, files: &dyn Files) -> Vec<Build> {
    let mut targets = Targets::new(parsed, folder);
    let own = targets.builds(files);
    let is_missing = |build: &&Build| !build.is_base && names_missing(build, files);
    if !own.iter().any(|build| is_missing(&build)) {
        return own;
    }
    for above in folder.ancestors().skip(1).take(MAX_FOLDERS_ABOVE).filter(|above| files.exists(above)) {
        targets.folder = above.into();
        let builds = targets.builds(files);
        let mut leaves = builds.iter().filter(|build| !targets.inherited.contains(&build.name));
        if leaves.all(|build| !names_missing(build, files)) {
            return builds;
        }
    }
    own
}

/// Whether a build names a folder or Dockerfile that does not exist.
fn names_missing(build: &Build, files: &dyn Files) -> bool {
    let is_missing = |path: &Path| !files.exists(path);
    let context = match &build.context {
        Context::Folder(folder) if build.context_said.is_some() => is_missing(folder),
        _ => false,
    };
    context || matches!(&build.dockerfile, Dockerfile::File(file) if is_missing(file))
}

impl<'a> Targets<'a> {
    /// The targets of files, with paths relative to a folder.
    fn new(parsed: &'a [Arc<Parsed>], folder: &Path) -> Self {
        let all_files = || parsed.iter().filter_map(|parsed| Some((&**parsed, parsed.bake()?)));
        let scope = Scope::new(all_files().map(|(_, file)| file));
        let mut by_name: Vec<(&str, Vec<(&Parsed, &Block)>)> = Vec::new();
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        // `bake` without arguments builds the target or group of this name.
        let mut grouped = FxHashSet::from_iter(["default".to_owned()]);
        for (parsed, file) in all_files() {
            for block in &file.targets {
                let at = *known.entry(&block.name.text).or_insert_with(|| {
                    by_name.push((&block.name.text, Vec::new()));
                    by_name.len() - 1
                });
                by_name[at].1.push((parsed, block));
            }
            for group in file.groups.iter().filter_map(|group| group.get("targets")) {
                if let Val::List(names) = scope.value(group, &Locals::new()) {
                    grouped.extend(names.iter().filter_map(Val::to_text));
                }
            }
        }
        let mut targets = Targets {
            scope,
            all: Vec::new(),
            folder: folder.into(),
            grouped,
            inherited: FxHashSet::default(),
        };
        for (name, blocks) in by_name {
            targets.expand(name, &blocks);
        }
        targets.all.truncate(MAX_BUILDS);
        targets.inherited = targets.all.iter().flat_map(|target| targets.inherited_by(target)).collect();
        targets
    }

    fn builds(&self, files: &dyn Files) -> Vec<Build> {
        let build = |target: &Expanded<'_>| {
            let layer = self.layer(target, 0);
            let name = &target.blocks[0].1.name;
            let is_used = self.grouped.contains(&target.name) || self.grouped.contains(&name.text);
            let is_inherited = self.inherited.contains(&target.name);
            let says_little = !layer.says_where() && layer.target.is_none();
            let name = Text { text: target.name.clone(), ..name.clone() };
            let build = layer.build(Kind::Target, &name, &self.folder, files);
            let is_base = target.name.starts_with('_')
                || is_inherited && !is_used && (says_little || names_missing(&build, files));
            Build { is_base, ..build }
        };
        self.all.iter().map(build).collect()
    }
}

impl<'a> Targets<'a> {
    /// Adds a target, or one for each combination of its matrix.
    fn expand(&mut self, name: &str, blocks: &[(&'a Parsed, &'a Block)]) {
        let attribute = |key: &str| blocks.iter().rev().find_map(|(_, block)| block.get(key));
        let matrix = attribute("matrix").map(|matrix| self.scope.value(matrix, &Locals::new()));
        let mut combinations: Vec<Locals> = vec![Locals::new()];
        if let Some(Val::Map(axes)) = &matrix {
            for (axis, values) in axes {
                let values = match values {
                    Val::List(values) => values.as_slice(),
                    _ => &[Val::Unknown],
                };
                let with = |locals: &Locals| {
                    let locals = locals.clone();
                    values.iter().map(move |value| {
                        let mut locals = locals.clone();
                        locals.push((axis.clone(), value.clone()));
                        locals
                    })
                };
                combinations = combinations.iter().flat_map(with).take(MAX_COMBINATIONS).collect();
            }
        }
        for locals in combinations {
            let named = matrix.as_ref().and_then(|_| attribute("name"));
            // The name may be unknown, for example if it contains a hash; the build exists all the same.
            let known = named.and_then(|named| self.scope.value(named, &locals).to_text());
            let name = known.unwrap_or_else(|| name.to_owned());
            self.all.push(Expanded { name, blocks: blocks.to_vec(), locals });
        }
    }

    fn inherited_by(&self, target: &Expanded<'_>) -> Vec<String> {
        let expr = target.blocks.iter().rev().find_map(|(_, block)| block.get("inherits"));
        match expr.map(|expr| self.scope.value(expr, &target.locals)) {
            Some(Val::List(names)) => names.iter().filter_map(Val::to_text).collect(),
            Some(value) => value.to_text().into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The keys of a target, merged over those that it inherits.
    fn layer(&self, target: &Expanded<'_>, depth: usize) -> Layer {
        let mut layer = Layer::default();
        if depth < MAX_DEPTH {
            for name in self.inherited_by(target) {
                if let Some(base) = self.all.iter().find(|base| base.name == name) {
                    let inherited = Layer { unknown_keys: Vec::new(), ..self.layer(base, depth + 1) };
                    layer = inherited.over(layer, false);
                }
            }
        }
        for (parsed, block) in &target.blocks {
            layer =
                Section { targets: self, parsed, block, locals: &target.locals }.layer().over(layer, false);
        }
        layer
    }
}

/// A block of a target.
struct Section<'s, 'a> {
    targets: &'s Targets<'a>,
    parsed: &'s Parsed,
    block: &'s Block,
    locals: &'s Locals,
}

impl Section<'_, '_> {
    fn layer(&self) -> Layer {
        let folder = &self.targets.folder;
        let context = self.scalar("context").map(|said| Stated { said, folder: Arc::clone(folder) });
        Layer {
            context,
            dockerfile: self.scalar("dockerfile"),
            dockerfile_folder: None,
            inline: self.inline(),
            args: self.settings("args"),
            target: self.scalar("target"),
            contexts: self.settings("contexts"),
            platforms: self.list("platforms"),
            ssh: self.list("ssh"),
            secrets: self.list("secret"),
            tags: self.list("tags"),
            uncached_stages: self.list("no-cache-filter"),
            cache_from: self.list("cache-from"),
            no_cache: self.scalar("no-cache"),
            unknown_keys: self.block.attributes.iter().filter_map(|(key, _)| near_key(key, KEYS)).collect(),
            replaced: Vec::new(),
        }
    }

    fn value(&self, expr: &Expr) -> Val {
        self.targets.scope.value(expr, self.locals)
    }

    /// The text of a key; nothing if it is null.
    fn scalar(&self, key: &str) -> Option<Said> {
        let expr = self.block.get(key)?;
        let value = self.value(expr);
        (value != Val::Null).then(|| said(expr, &value))
    }

    /// The texts of a list. Of objects, their `id`, `ref` or `type`.
    fn list(&self, key: &str) -> Option<Vec<Said>> {
        let expr = self.block.get(key)?;
        if let Shape::List(elements) = &expr.shape {
            return Some(elements.iter().map(|it| said(it, &named(self.value(it)))).collect());
        }
        match self.value(expr) {
            Val::Null => None,
            Val::List(values) => Some(values.into_iter().map(|value| said_at(expr, &named(value))).collect()),
            value => Some(vec![said(expr, &value)]),
        }
    }

    fn settings(&self, key: &str) -> Vec<Setting> {
        let Some(expr) = self.block.get(key) else { return Vec::new() };
        let folder = &self.targets.folder;
        let setting = |name: Said, stated: Said, value: &Val| {
            let value = match value {
                Val::Null => SettingValue::Removed,
                _ => SettingValue::Said(stated),
            };
            Setting { name, value, folder: Arc::clone(folder) }
        };
        if let Shape::Map(entries) = &expr.shape {
            let entry = |(key, value): &(Expr, Expr)| {
                let name = said(key, &self.value(key));
                name.value()?;
                let known = self.value(value);
                Some(setting(name, said(value, &known), &known))
            };
            return entries.iter().filter_map(entry).collect();
        }
        match self.value(expr) {
            Val::Map(entries) => entries
                .into_iter()
                .map(|(key, value)| setting(said_at(expr, &Val::Text(key)), said_at(expr, &value), &value))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn inline(&self) -> Option<(Arc<Inline>, Known)> {
        let expr = self.block.get("dockerfile-inline")?;
        let source = &self.parsed.text;
        if let Some(parts) = self.targets.scope.heredoc(expr, self.locals) {
            let inline = of_heredoc(&parts, expr.place.clone(), source);
            let known = Known::Certain(inline.text.clone());
            return Some((Arc::new(inline), known));
        }
        let value = self.value(expr);
        let known = match &value {
            Val::Null => return None,
            value => value.to_text().map_or(Known::Unknown, Known::Certain),
        };
        let text = value.to_text().unwrap_or_default();
        let inline = Inline { text, place: expr.place.clone(), segments: Vec::new() };
        Some((Arc::new(inline), known))
    }
}

fn said(expr: &Expr, value: &Val) -> Said {
    match &expr.literal {
        Some(text) => Said::literal(text),
        None => said_at(expr, value),
    }
}

/// A value that an expression computes.
fn said_at(expr: &Expr, value: &Val) -> Said {
    let value = value.to_text().map_or(Known::Unknown, Known::Certain);
    Said { value, place: expr.place.clone(), is_verbatim: false }
}

/// The value that identifies an element of a list of objects.
fn named(value: Val) -> Val {
    match &value {
        Val::Map(entries) => {
            let get =
                |key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
            get("id").or_else(|| get("ref")).or_else(|| get("type")).unwrap_or(Val::Unknown)
        }
        _ => value,
    }
}
