//! Reads `package.json`, and describes the package managers that use it.

use std::collections::BTreeMap;

use minijinja::{Value, context};
use serde::{Deserialize, Deserializer};

use crate::{
    manifest::{tool_version, version_file, words},
    names::is_path,
    project::{Project, join},
    tables::{current, node_release},
    version::Version,
};

/// The fields of `package.json` that matter here. A field with an unexpected type counts as absent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Package {
    #[serde(deserialize_with = "lenient")]
    pub(crate) main: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(crate) scripts: Option<BTreeMap<String, String>>,
    #[serde(deserialize_with = "lenient")]
    dependencies: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "devDependencies", deserialize_with = "lenient")]
    dev_dependencies: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(deserialize_with = "lenient")]
    engines: Option<BTreeMap<String, String>>,
    #[serde(deserialize_with = "lenient")]
    volta: Option<BTreeMap<String, String>>,
    #[serde(rename = "packageManager", deserialize_with = "lenient")]
    named_manager: Option<String>,
    #[serde(deserialize_with = "lenient")]
    workspaces: Option<serde_json::Value>,
}

fn lenient<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(serde_json::Value::deserialize(from)?).ok())
}

impl Package {
    pub(crate) fn read(project: &Project<'_>) -> Option<Self> {
        let text = project.has("package.json").then(|| project.text("package.json")).flatten()?;
        serde_json::from_str(&text).ok()
    }

    pub(crate) fn script(&self, name: &str) -> Option<&str> {
        self.scripts.as_ref()?.get(name).map(|script| script.trim()).filter(|script| !script.is_empty())
    }

    /// Whether it depends on a package at run time.
    pub(crate) fn depends_on(&self, name: &str) -> bool {
        self.dependencies.as_ref().is_some_and(|all| all.contains_key(name))
    }

    /// Whether it depends on a package at run time or for the build.
    pub(crate) fn uses(&self, name: &str) -> bool {
        self.depends_on(name) || self.dev_dependencies.as_ref().is_some_and(|all| all.contains_key(name))
    }

    pub(crate) fn has_dependencies(&self) -> bool {
        self.dependencies.as_ref().is_some_and(|all| !all.is_empty())
    }
}

/// The version of Node.js for a project.
pub(crate) fn node_version(project: &Project<'_>, package: &Package) -> Version {
    let named = [".nvmrc", ".node-version"].iter().find_map(|file| {
        let release = || {
            let text = project.text(file)?;
            let name = text.trim().strip_prefix("lts/")?;
            Some(Version { text: node_release(name)?.to_owned(), file: Some((*file).to_owned()) })
        };
        version_file(project, file, "").or_else(|| project.has(file).then(release).flatten())
    });
    let volta = || Version::named(package.volta.as_ref()?.get("node")?, "package.json");
    let engines =
        || Version::for_range(package.engines.as_ref()?.get("node")?, current("node"), "package.json");
    let found = named.or_else(volta).or_else(|| tool_version(project, "nodejs")).or_else(engines);
    found.unwrap_or_else(|| Version::current(current("node")))
}

/// How to install with a package manager.
#[derive(Debug)]
pub(crate) struct Manager {
    pub(crate) name: &'static str,
    /// The package that installs the manager, if the image does not include it.
    global: Option<String>,
    cache: &'static str,
    is_locked: bool,
    lock: Option<&'static str>,
    more: Vec<String>,
    install: &'static str,
    install_production: &'static str,
    run: &'static str,
    pub(crate) is_berry: bool,
}

impl Manager {
    /// The manager whose lock file the project has, otherwise the one that the manifest names,
    /// otherwise npm.
    pub(crate) fn of(project: &Project<'_>, package: &Package) -> Self {
        let field = package.named_manager.as_deref().unwrap_or_default();
        let (name, version) = field.split_once('@').unwrap_or((field, ""));
        let version = version.split('+').next().unwrap_or_default();
        let has = |locks: &[&'static str]| locks.iter().find(|lock| project.has(lock)).copied();
        let (npm, yarn, pnpm, bun) = (
            has(&["package-lock.json", "npm-shrinkwrap.json"]),
            has(&["yarn.lock"]),
            has(&["pnpm-lock.yaml"]),
            has(&["bun.lock", "bun.lockb"]),
        );
        let any = npm.or(yarn).or(pnpm).or(bun).is_some();
        let is = |manager: &str, lock: Option<&str>| {
            (name == manager && (lock.is_some() || !any)) || lock.is_some()
        };
        let first = ["npm", "yarn", "pnpm", "bun"].iter().zip([npm, yarn, pnpm, bun]);
        let wanted = first.clone().find(|(manager, lock)| **manager == name && is(manager, *lock));
        let found = wanted.or_else(|| first.clone().find(|(_, lock)| lock.is_some()));
        match found {
            Some((&"pnpm", lock)) => Self::pnpm(project, lock, version),
            Some((&"yarn", lock)) => Self::yarn(project, lock, version),
            Some((&"bun", lock)) => Self::bun(lock),
            Some((_, lock)) => Self::npm(lock),
            None => Self::npm(None),
        }
    }

    fn npm(lock: Option<&'static str>) -> Self {
        Self {
            name: "npm",
            global: None,
            cache: "/root/.npm",
            is_locked: false,
            lock,
            more: Vec::new(),
            install: if lock.is_some() { "npm ci" } else { "npm install" },
            install_production: if lock.is_some() { "npm ci --omit=dev" } else { "npm install --omit=dev" },
            run: "npm run",
            is_berry: false,
        }
    }

    fn pnpm(project: &Project<'_>, lock: Option<&'static str>, version: &str) -> Self {
        let version = Version::named(version, "").map_or(current("pnpm").to_owned(), |version| version.text);
        Self {
            name: "pnpm",
            global: Some(format!("pnpm@{version}")),
            cache: "/root/.local/share/pnpm/store",
            more: project.existing(&["pnpm-workspace.yaml", ".pnpmfile.cjs"]),
            install: if lock.is_some() { "pnpm install --frozen-lockfile" } else { "pnpm install" },
            install_production: if lock.is_some() {
                "pnpm install --frozen-lockfile --prod"
            } else {
                "pnpm install --prod"
            },
            run: "pnpm run",
            ..Self::npm(lock)
        }
    }

    fn yarn(project: &Project<'_>, lock: Option<&'static str>, version: &str) -> Self {
        let settings = project.has(".yarnrc.yml");
        let is_berry = settings || Version::named(version, "").is_some_and(|version| version.major() >= 2);
        if !is_berry {
            return Self {
                name: "yarn",
                global: Some("--force yarn@1.22.22".to_owned()),
                cache: "/usr/local/share/.cache/yarn",
                is_locked: true,
                install: if lock.is_some() { "yarn install --frozen-lockfile" } else { "yarn install" },
                install_production: if lock.is_some() {
                    "yarn install --frozen-lockfile --production"
                } else {
                    "yarn install --production"
                },
                run: "yarn run",
                ..Self::npm(lock)
            };
        }
        let mut more = project.existing(&[".yarnrc.yml"]);
        // Releases and plugins of Yarn that are part of the project.
        more.extend([".yarn"].iter().filter(|it| project.has_folder(it)).map(|&it| it.to_owned()));
        Self {
            name: "yarn",
            global: Some(format!("--force corepack@{} && corepack enable", current("corepack"))),
            cache: "/root/.yarn/berry/cache",
            is_locked: true,
            more,
            install: if lock.is_some() { "yarn install --immutable" } else { "yarn install" },
            install_production: "yarn workspaces focus --all --production",
            run: "yarn run",
            is_berry: true,
            ..Self::npm(lock)
        }
    }

    fn bun(lock: Option<&'static str>) -> Self {
        Self {
            name: "bun",
            cache: "/root/.bun/install/cache",
            install: if lock.is_some() { "bun install --frozen-lockfile" } else { "bun install" },
            install_production: if lock.is_some() {
                "bun install --frozen-lockfile --production"
            } else {
                "bun install --production"
            },
            run: "bun run",
            ..Self::npm(lock)
        }
    }

    /// The files that the manager needs for an install.
    pub(crate) fn manifests(&self) -> Vec<String> {
        let files = words(&["package.json"]).into_iter().chain(self.lock.map(str::to_owned));
        // COPY copies the contents of a folder, so a folder needs a COPY of its own.
        files.chain(self.more.iter().filter(|name| *name != ".yarn").cloned()).collect()
    }

    /// The command that runs a script of the manifest.
    pub(crate) fn run(&self, script: &str) -> String {
        format!("{} {script}", self.run)
    }

    /// The values for templates that install with this manager.
    pub(crate) fn values(&self) -> Value {
        context! {
            manager => self.name,
            global => &self.global,
            cache => self.cache,
            sharing => if self.is_locked { ",sharing=locked" } else { "" },
            manifests => self.manifests(),
            yarn_folder => self.more.iter().any(|name| name == ".yarn"),
            install => self.install,
            install_production => self.install_production,
            berry => self.is_berry,
        }
    }
}

/// Patterns that find the manifests of the packages in a workspace, such as
/// `packages/*/package.json`.
pub(crate) fn workspaces(project: &Project<'_>, package: &Package) -> Vec<String> {
    let listed = package.workspaces.as_ref().and_then(|value| match value {
        serde_json::Value::Array(all) => Some(all.clone()),
        other => other.get("packages").and_then(|all| all.as_array()).cloned(),
    });
    let listed = listed.unwrap_or_default();
    let mut patterns: Vec<String> = listed.iter().filter_map(|it| Some(it.as_str()?.to_owned())).collect();
    if let Some(text) =
        project.has("pnpm-workspace.yaml").then(|| project.text("pnpm-workspace.yaml")).flatten()
    {
        let lines = text.lines().skip_while(|line| line.trim_end() != "packages:").skip(1);
        let items = lines.map_while(|line| line.trim().strip_prefix('-'));
        patterns.extend(items.map(|item| item.trim().trim_matches(['"', '\'']).to_owned()));
    }
    let mut found: Vec<String> =
        patterns.iter().filter_map(|pattern| manifests_of(project, pattern)).collect();
    found.sort();
    found.dedup();
    found
}

fn manifests_of(project: &Project<'_>, pattern: &str) -> Option<String> {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let (folder, is_all) = pattern.strip_suffix("/*").map_or((pattern, false), |folder| (folder, true));
    if !is_path(folder) || folder.contains(' ') {
        return None;
    }
    let has = |folder: &str| project.text(&join(folder, "package.json")).is_some();
    if is_all {
        project.folders(folder).iter().any(|it| has(it)).then(|| format!("{folder}/*/package.json"))
    } else {
        has(folder).then(|| join(folder, "package.json"))
    }
}
