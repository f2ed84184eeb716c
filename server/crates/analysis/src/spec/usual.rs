//! What users usually write, which determines the order of completions.
//!
//! Counted in several thousand public Dockerfiles, by the number of files; images that their
//! publishers have abandoned are left out. Only the order matters: anything that is not in a table
//! comes last.

use super::Instruction::{
    self, Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck, Label, Maintainer, Onbuild, Run,
    Shell, Stopsignal, User, Volume, Workdir,
};

/// The instructions that usually follow another one, most common first.
pub fn following(previous: Option<Instruction>) -> &'static [Instruction] {
    match previous {
        None => &[From, Arg],
        Some(Add) => &[Run, Add, Workdir, Expose, Env, Cmd, Entrypoint, Copy, Volume, User],
        Some(Arg) => &[Arg, Run, Env, From, Shell, Label, Copy, Workdir, Add],
        Some(Cmd | Entrypoint) => &[Cmd, Expose, Run, Workdir, From, Env, Copy, Entrypoint, Healthcheck],
        Some(Copy) => &[Run, Copy, Workdir, Entrypoint, Expose, Cmd, Env, Volume, Arg, From, User, Add],
        Some(Env) => &[Run, Env, Copy, Workdir, Add, Expose, Cmd, Arg, Volume, User, Label, Entrypoint],
        Some(Expose) => &[Cmd, Expose, Entrypoint, Volume, Run, Workdir, Env, Copy, Add, User, Healthcheck],
        Some(From) => &[Run, Label, Env, Copy, Arg, Workdir, From, Add, Shell, User, Expose, Entrypoint],
        Some(Healthcheck) => &[Cmd, From, Expose, Workdir, Volume, Copy, Label, Shell, Entrypoint],
        Some(Label | Maintainer) => &[Run, Label, Env, Arg, Copy, Workdir, Expose, User, Add, Entrypoint],
        Some(Onbuild) => &[Onbuild, Workdir, Cmd, Env, Expose, Entrypoint, Volume, Run],
        Some(Run) => &[Run, Copy, Env, Workdir, Add, From, Expose, Arg, Cmd, User, Entrypoint, Volume],
        Some(Shell) => &[Run, Env, Arg, User, Cmd, Workdir, Copy],
        Some(Stopsignal) => &[Expose, Copy, Entrypoint, Cmd, Run, User],
        Some(User) => &[Run, Workdir, Entrypoint, Env, Cmd, Copy, Volume, Expose, Add, Arg],
        Some(Volume) => &[Expose, Workdir, Volume, Cmd, Entrypoint, Run, Copy, User, Env, Add],
        Some(Workdir) => &[Run, Copy, Cmd, Entrypoint, Expose, Env, Add, Arg, Volume, User],
    }
}

/// Only the last one of these in a stage counts, so a second one is unlikely.
pub const ONCE: [Instruction; 4] = [Cmd, Entrypoint, Healthcheck, Stopsignal];

/// Base images.
pub const IMAGES: [&str; 20] = [
    "ubuntu",
    "alpine",
    "debian",
    "node",
    "python",
    "golang",
    "php",
    "nginx",
    "ruby",
    "rust",
    "eclipse-temurin",
    "maven",
    "fedora",
    "tomcat",
    "postgres",
    "docker",
    "busybox",
    "drupal",
    "elixir",
    "composer",
];

/// Names of environment variables.
pub const ENVIRONMENT: [&str; 20] = [
    "PATH",
    "DEBIAN_FRONTEND",
    "LANG",
    "HOME",
    "JAVA_HOME",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "NODE_ENV",
    "GOPATH",
    "TZ",
    "PYTHONPATH",
    "PORT",
    "NPM_CONFIG_LOGLEVEL",
    "PYTHONUNBUFFERED",
    "JAVA_OPTS",
    "CGO_ENABLED",
    "RAILS_ENV",
    "PYTHONDONTWRITEBYTECODE",
    "PIP_NO_CACHE_DIR",
    "COMPOSER_ALLOW_SUPERUSER",
];

/// Values of environment variables.
const VALUES: [(&str, &[&str]); 15] = [
    ("CGO_ENABLED", &["0", "1"]),
    ("COMPOSER_ALLOW_SUPERUSER", &["1"]),
    ("DEBIAN_FRONTEND", &["noninteractive"]),
    ("DOTNET_CLI_TELEMETRY_OPTOUT", &["1"]),
    ("GOPATH", &["/go"]),
    ("HOME", &["/root"]),
    ("LANG", &["en_US.UTF-8", "C.UTF-8"]),
    ("LANGUAGE", &["en_US:en"]),
    ("LC_ALL", &["en_US.UTF-8", "C.UTF-8"]),
    ("NODE_ENV", &["production", "development"]),
    ("PIP_NO_CACHE_DIR", &["1"]),
    ("PYTHONDONTWRITEBYTECODE", &["1"]),
    ("PYTHONUNBUFFERED", &["1"]),
    ("RAILS_ENV", &["production", "development"]),
    ("TERM", &["xterm"]),
];

/// The usual values of an environment variable.
pub fn values_of_variable(name: &str) -> &'static [&'static str] {
    let at = VALUES.binary_search_by_key(&name, |row| row.0);
    at.map_or(&[], |at| VALUES[at].1)
}

/// Keys of labels.
pub const LABELS: [&str; 4] = [
    "maintainer",
    "org.opencontainers.image.source",
    "org.opencontainers.image.description",
    "org.opencontainers.image.version",
];

/// Names of stages.
pub const STAGES: [&str; 6] = ["builder", "build", "base", "dependencies", "runtime", "final"];

/// Working directories.
pub const WORKDIRS: [&str; 6] = ["/app", "/usr/src/app", "/src", "/data", "/root", "/var/www/html"];

/// Types of mounts.
pub const MOUNT_TYPES: [&str; 5] = ["cache", "bind", "secret", "ssh", "tmpfs"];

/// Keys of mounts.
pub const MOUNT_KEYS: [&str; 6] = ["target", "id", "source", "from", "sharing", "readonly"];

/// Sizes of mounts.
pub const MOUNT_SIZES: [&str; 3] = ["64m", "256m", "1g"];

/// Modes of mounts.
pub const MOUNT_MODES: [&str; 3] = ["0600", "0644", "0755"];

/// Modes of tmpfs mounts.
pub const TMPFS_MODES: [&str; 3] = ["0700", "0755", "1777"];

/// Exposed ports, for any base image.
pub const PORTS: [&str; 8] = ["80", "8080", "3000", "9000", "5000", "22", "443", "8000"];

/// Exposed ports by base image, given by the last part of its name.
const PORTS_OF_IMAGES: [(&str, &[&str]); 32] = [
    ("aspnet", &["8080", "80"]),
    ("caddy", &["80", "443", "2019"]),
    ("cassandra", &["9042", "7000"]),
    ("couchdb", &["5984"]),
    ("docker", &["2375", "2376"]),
    ("eclipse-temurin", &["8080"]),
    ("elasticsearch", &["9200", "9300"]),
    ("elixir", &["4000"]),
    ("ghost", &["2368"]),
    ("golang", &["8080", "80"]),
    ("haproxy", &["80", "443"]),
    ("influxdb", &["8086"]),
    ("kibana", &["5601"]),
    ("mariadb", &["3306"]),
    ("maven", &["8080"]),
    ("memcached", &["11211"]),
    ("mongo", &["27017"]),
    ("mysql", &["3306"]),
    ("nats", &["4222", "8222", "6222"]),
    ("neo4j", &["7474", "7687"]),
    ("nginx", &["80", "443", "8080"]),
    ("node", &["3000", "8080", "80", "5000"]),
    ("openjdk", &["8080"]),
    ("php", &["80", "9000", "8000"]),
    ("postgres", &["5432"]),
    ("python", &["8000", "5000", "80", "8080"]),
    ("rabbitmq", &["5672", "15672"]),
    ("redis", &["6379"]),
    ("registry", &["5000"]),
    ("ruby", &["3000", "80"]),
    ("tomcat", &["8080", "8009"]),
    ("valkey", &["6379"]),
];

/// Package managers whose caches are worth keeping, by base image, given by the last part of its
/// name.
const MANAGERS_OF_IMAGES: [(&str, &[&str]); 16] = [
    ("alpine", &["apk"]),
    ("bun", &["npm"]),
    ("composer", &["composer"]),
    ("debian", &["apt-get"]),
    ("fedora", &["dnf"]),
    ("golang", &["go"]),
    ("gradle", &["gradle"]),
    ("maven", &["mvn"]),
    ("node", &["npm", "yarn", "pnpm"]),
    ("php", &["composer"]),
    ("python", &["pip", "uv"]),
    ("ruby", &["bundle"]),
    ("rust", &["cargo"]),
    ("sdk", &["dotnet"]),
    ("ubuntu", &["apt-get"]),
    ("uv", &["uv"]),
];

/// The usual ports for a base image, whose name may include registry and tag.
pub fn ports_of_image(image: &str) -> &'static [&'static str] {
    of_image(&PORTS_OF_IMAGES, image)
}

/// The usual package managers in a base image, whose name may include registry and tag.
pub fn managers_of_image(image: &str) -> &'static [&'static str] {
    of_image(&MANAGERS_OF_IMAGES, image)
}

fn of_image(
    table: &'static [(&'static str, &'static [&'static str])],
    image: &str,
) -> &'static [&'static str] {
    let name = last_name(image);
    let at = table.binary_search_by_key(&name, |row| row.0);
    at.map_or(&[], |at| table[at].1)
}

/// The last part of an image name, without tag and digest.
pub(super) fn last_name(image: &str) -> &str {
    let path = image.split('@').next().unwrap_or(image);
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(':').next().unwrap_or(name)
}

/// The position of a word in one of the tables; after all others if it is in none.
pub fn place_in(table: &[&str], word: &str) -> u8 {
    u8::try_from(table.iter().position(|it| *it == word).unwrap_or(table.len())).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::package_managers::PackageManager;
    use dockwright_texts::Topic;

    #[test]
    fn tables_name_what_is_known() {
        let images: Vec<_> = Topic::Images.ids().collect();
        assert!(IMAGES.iter().all(|image| images.contains(image)));
        let variables: Vec<_> = Topic::Environment.ids().collect();
        assert!(ENVIRONMENT.iter().all(|variable| variables.contains(variable)));
        let ports: Vec<_> = Topic::Ports.ids().collect();
        let usual = PORTS_OF_IMAGES.iter().flat_map(|row| row.1);
        for port in usual.chain(&PORTS) {
            assert!(port.parse::<u16>().is_ok(), "{port}");
        }
        assert!(PORTS.iter().all(|port| ports.contains(port)));
    }

    #[test]
    fn ports_are_found_by_the_name_of_the_image() {
        assert!(PORTS_OF_IMAGES.is_sorted_by_key(|row| row.0) && VALUES.is_sorted_by_key(|row| row.0));
        assert_eq!(ports_of_image("nginx"), ports_of_image("docker.io/library/nginx:1.27-alpine"));
        assert_eq!(ports_of_image("redis@sha256:aa"), ["6379"]);
        assert!(ports_of_image("localhost:5000/app").is_empty());
        assert!(MANAGERS_OF_IMAGES.is_sorted_by_key(|row| row.0));
        for program in MANAGERS_OF_IMAGES.iter().flat_map(|row| row.1) {
            assert!(PackageManager::named(program).is_some(), "{program}");
        }
        assert_eq!(managers_of_image("mcr.microsoft.com/dotnet/sdk:9.0"), ["dotnet"]);
    }
}
