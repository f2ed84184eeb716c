//! The programs that build Dockerfiles.

/// The program that builds a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Engine {
    /// Docker, which builds with BuildKit.
    #[default]
    Docker,
    /// Podman, which builds with Buildah.
    Podman,
}

/// The engines by name.
pub const ENGINES: [(&str, Engine); 2] = [("docker", Engine::Docker), ("podman", Engine::Podman)];

impl Engine {
    /// Its name in settings.
    pub fn name(self) -> &'static str {
        ENGINES.iter().find(|(_, engine)| *engine == self).map_or("", |(name, _)| name)
    }

    /// The engine that most likely builds a file of this name: Podman for a `Containerfile` and its variants.
    pub fn of_file_name(name: &str) -> Self {
        let is_one = ["Containerfile", "containerfile"].iter().any(|word| {
            name.starts_with(word)
                || name.strip_suffix(word).is_some_and(|before| before.len() > 1 && before.ends_with('.'))
        });
        if is_one { Self::Podman } else { Self::Docker }
    }
}
