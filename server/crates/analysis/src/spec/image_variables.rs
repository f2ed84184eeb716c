//! Environment variables that base images usually set, without any definition in the Dockerfile.

/// Names that images set, besides those with one of [`USUAL_PREFIXES`].
const USUAL: [&str; 25] = [
    "CARGO_HOME",
    "CATALINA_HOME",
    "CLASSPATH",
    "CONDA_DIR",
    "CPATH",
    "DEBIAN_FRONTEND",
    "GEM_HOME",
    "GOPATH",
    "GOROOT",
    "GOSU_VERSION",
    "GRADLE_HOME",
    "HOME",
    "JENKINS_HOME",
    "JETTY_HOME",
    "LD_LIBRARY_PATH",
    "LIBRARY_PATH",
    "MANPATH",
    "MAVEN_HOME",
    "NB_UID",
    "NB_USER",
    "PGDATA",
    "PKG_CONFIG_PATH",
    "RUSTUP_HOME",
    "SPARK_HOME",
    "VIRTUAL_ENV",
];
const USUAL_PREFIXES: [&str; 14] = [
    "BUNDLE_", "CUDA_", "GOLANG_", "JAVA_", "LANG", "LC_", "NGINX_", "NODE_", "NVIDIA_", "PG_", "PHP",
    "PYTHON", "RUBY", "RUST_",
];

/// Whether images usually set a variable.
pub fn is_usual(name: &str) -> bool {
    USUAL.contains(&name) || USUAL_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether a name is the beginning of a longer one that images usually set.
pub fn begins_usual(name: &str) -> bool {
    USUAL.iter().any(|usual| usual.len() > name.len() && usual.starts_with(name))
}
