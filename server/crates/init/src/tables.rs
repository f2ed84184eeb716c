//! Reads the tables in `templates/`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Versions {
    versions: BTreeMap<String, String>,
    #[serde(rename = "node-names")]
    node_names: BTreeMap<String, String>,
}

/// The table `frameworks.toml`: what a project's packages reveal about its program.
#[derive(Debug, Deserialize)]
pub(crate) struct Frameworks {
    pub(crate) node: Vec<NodeFramework>,
    pub(crate) python: Vec<PythonFramework>,
    pub(crate) ruby: Vec<Gem>,
    pub(crate) php: Vec<Extension>,
}

#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct NodeFramework {
    pub(crate) package: String,
    pub(crate) port: Option<u16>,
    pub(crate) kept: Vec<String>,
    pub(crate) run: Vec<String>,
    pub(crate) site: Option<String>,
    /// Paths that are not files are routes of the program in the browser.
    pub(crate) fallback: bool,
    pub(crate) alone: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PythonFramework {
    pub(crate) package: String,
    #[serde(default)]
    pub(crate) marker: String,
    pub(crate) port: u16,
    pub(crate) servers: Vec<PythonServer>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PythonServer {
    pub(crate) package: String,
    pub(crate) run: Vec<String>,
    /// The server is not made for production.
    #[serde(default)]
    pub(crate) development: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Gem {
    pub(crate) gem: String,
    pub(crate) packages: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Extension {
    pub(crate) mark: String,
    pub(crate) extension: String,
}

/// A group of patterns in an ignore file.
#[derive(Debug, Deserialize)]
pub(crate) struct IgnoreGroup {
    pub(crate) note: String,
    pub(crate) patterns: Vec<String>,
}

static VERSIONS: LazyLock<Versions> = LazyLock::new(|| read(include_str!("../templates/versions.toml")));
pub(crate) static FRAMEWORKS: LazyLock<Frameworks> =
    LazyLock::new(|| read(include_str!("../templates/frameworks.toml")));
pub(crate) static IGNORED: LazyLock<BTreeMap<String, IgnoreGroup>> =
    LazyLock::new(|| read(include_str!("../templates/ignore.toml")));

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the table is ours")
}

/// The current version of a program.
pub(crate) fn current(program: &str) -> &'static str {
    &VERSIONS.versions[program]
}

/// The major version for a code name of Node.js.
pub(crate) fn node_release(name: &str) -> Option<&'static str> {
    VERSIONS.node_names.get(name).map(String::as_str)
}

/// All current versions, for templates.
pub(crate) fn versions() -> &'static BTreeMap<String, String> {
    &VERSIONS.versions
}
