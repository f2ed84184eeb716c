//! Package managers: the syntax of their commands, and the directories in which they store
//! downloads.
//!
//! This is the single table of cache directories; completion, refactorings and snippets use it.
//! Sources: the managers' own manuals, and the examples for cache mounts in Docker's documentation
//! (<https://docs.docker.com/build/cache/optimize/#use-cache-mounts>); if the two differ, a comment
//! explains it. The directories are those of `root` in the usual images for the manager. Package
//! names are not checked.

use super::usual;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{
    option_style::OptionStyle,
    wrappers::{by_name, family},
};

/// A package manager.
#[derive(Debug, PartialEq, Eq)]
pub struct PackageManager {
    /// The names of its program.
    pub programs: &'static [&'static str],
    /// The subcommands whose operands are packages: `install`, or several words such as `global add`.
    pub installs: &'static [&'static [&'static str]],
    /// The other subcommands that download into its caches; an empty one means any subcommand.
    pub fetches: &'static [&'static [&'static str]],
    /// How it parses its options.
    pub style: OptionStyle,
    /// The options that take the next word as their value.
    pub valued: &'static [&'static str],
    /// The directories that contain its downloads.
    pub caches: &'static [CacheFolder],
    /// The directories that other versions of it use instead.
    pub other_caches: &'static [CacheFolder],
    /// The directories in official images that move them.
    pub moved: &'static [(&'static str, &'static [CacheFolder])],
    /// The options that prevent it from using them.
    pub uncached: &'static [&'static str],
    /// The environment variables that move them or turn them off.
    pub variables: &'static [&'static str],
    /// The role of its caches for later commands.
    pub role: CacheRole,
    /// A file in the usual images that makes the manager delete its downloads after each command.
    pub cleaner: Option<&'static str>,
}

/// A directory that many programs share, each with its own subdirectory, for files that can be
/// recreated. Source: the XDG Base Directory Specification.
pub const SHARED_CACHE: &str = "/root/.cache";

/// A folder with downloads.
#[derive(Debug, PartialEq, Eq)]
pub struct CacheFolder {
    /// Its absolute path.
    pub target: &'static str,
    /// Whether concurrent builds must not share it.
    pub is_locked: bool,
}

/// The role of a manager's caches for later commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheRole {
    /// Only downloads, which can be repeated.
    Downloads,
    /// Also the index of available packages, which these fetch: a subcommand, or options of other
    /// subcommands.
    Index {
        /// The subcommand.
        verb: &'static str,
        /// The options.
        options: &'static [&'static str],
    },
    /// The packages themselves, which later commands use.
    Store,
}

const fn shared(target: &'static str) -> CacheFolder {
    CacheFolder { target, is_locked: false }
}

const fn locked(target: &'static str) -> CacheFolder {
    CacheFolder { target, is_locked: true }
}

/// The defaults for a manager.
const PLAIN: PackageManager = PackageManager {
    programs: &[],
    installs: &[],
    fetches: &[],
    style: OptionStyle::Words,
    valued: &[],
    caches: &[],
    other_caches: &[],
    moved: &[],
    uncached: &[],
    variables: &[],
    role: CacheRole::Store,
    cleaner: None,
};

const APT: PackageManager = PackageManager {
    programs: &["apt-get", "apt", "aptitude"],
    installs: &[&["install"]],
    fetches: &[&["update"], &["upgrade"], &["dist-upgrade"], &["full-upgrade"], &["build-dep"]],
    style: OptionStyle::Letters,
    valued: &[
        "-a",
        "-c",
        "-o",
        "-P",
        "-t",
        "--build-profiles",
        "--config-file",
        "--default-release",
        "--host-architecture",
        "--option",
        "--target-release",
    ],
    caches: &[locked("/var/cache/apt"), locked("/var/lib/apt")],
    role: CacheRole::Index { verb: "update", options: &[] },
    cleaner: Some("/etc/apt/apt.conf.d/docker-clean"),
    ..PLAIN
};

const APK: PackageManager = PackageManager {
    programs: &["apk"],
    installs: &[&["add"]],
    fetches: &[&["update"], &["upgrade"]],
    style: OptionStyle::Letters,
    valued: &[
        "-p",
        "-t",
        "-X",
        "--arch",
        "--cache-dir",
        "--cache-max-age",
        "--keys-dir",
        "--progress-fd",
        "--repositories-file",
        "--repository",
        "--root",
        "--virtual",
        "--wait",
    ],
    // apk-cache(5): packages are stored only if `/etc/apk/cache` exists, which a mount creates.
    // `/var/cache/apk` then contains only the indexes.
    caches: &[locked("/etc/apk/cache")],
    uncached: &["--no-cache", "--cache-dir"],
    role: CacheRole::Index { verb: "update", options: &["-U", "--update", "--update-cache"] },
    ..PLAIN
};

/// The options of yum and dnf that take a value.
const RPM_VALUED: &[&str] = &[
    "-c",
    "-d",
    "-e",
    "-R",
    "-x",
    "--advisory",
    "--color",
    "--comment",
    "--config",
    "--debuglevel",
    "--destdir",
    "--disableexcludes",
    "--disableplugin",
    "--disablerepo",
    "--downloaddir",
    "--enableplugin",
    "--enablerepo",
    "--errorlevel",
    "--exclude",
    "--forcearch",
    "--installroot",
    "--randomwait",
    "--releasever",
    "--repo",
    "--repofrompath",
    "--repoid",
    "--setopt",
];

const YUM: PackageManager = PackageManager {
    programs: &["yum"],
    installs: &[&["install"], &["localinstall"], &["reinstall"]],
    fetches: &[&["update"], &["upgrade"], &["makecache"], &["groupinstall"]],
    style: OptionStyle::Letters,
    valued: RPM_VALUED,
    caches: &[locked("/var/cache/yum")],
    uncached: &["--installroot"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const DNF: PackageManager = PackageManager {
    programs: &["dnf", "dnf5"],
    installs: &[&["install"], &["in"], &["reinstall"], &["rei"]],
    fetches: &[&["update"], &["upgrade"], &["makecache"], &["groupinstall"], &["builddep"]],
    style: OptionStyle::Letters,
    valued: RPM_VALUED,
    caches: &[locked("/var/cache/dnf"), locked("/var/cache/libdnf5")],
    uncached: &["--installroot"],
    role: CacheRole::Downloads,
    ..PLAIN
};

/// The directory of its downloads depends on the release.
const MICRODNF: PackageManager = PackageManager {
    programs: &["microdnf"],
    installs: &[&["install"], &["reinstall"]],
    fetches: &[],
    style: OptionStyle::Letters,
    valued: RPM_VALUED,
    caches: &[],
    role: CacheRole::Downloads,
    ..PLAIN
};

/// The manager of Azure Linux and Photon. Source: tdnf(8).
const TDNF: PackageManager = PackageManager {
    programs: &["tdnf"],
    installs: &[&["install"], &["reinstall"]],
    fetches: &[&["update"], &["upgrade"], &["makecache"]],
    style: OptionStyle::Letters,
    valued: RPM_VALUED,
    caches: &[locked("/var/cache/tdnf")],
    uncached: &["--installroot"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const ZYPPER: PackageManager = PackageManager {
    programs: &["zypper"],
    installs: &[&["install"], &["in"]],
    fetches: &[&["refresh"], &["ref"], &["update"], &["up"], &["patch"], &["dup"]],
    style: OptionStyle::Letters,
    valued: &[
        "-c",
        "-p",
        "-r",
        "-R",
        "-t",
        "--cache-dir",
        "--config",
        "--download",
        "--from",
        "--installroot",
        "--pkg-cache-dir",
        "--plus-repo",
        "--raw-cache-dir",
        "--repo",
        "--reposd-dir",
        "--root",
        "--solv-cache-dir",
        "--type",
        "--userdata",
    ],
    caches: &[locked("/var/cache/zypp")],
    uncached: &["-R", "--installroot", "--root"],
    role: CacheRole::Downloads,
    ..PLAIN
};

/// The options of pip's install that take a value.
const PIP_VALUED: &[&str] = &[
    "-c",
    "-C",
    "-e",
    "-f",
    "-i",
    "-r",
    "-t",
    "--abi",
    "--cache-dir",
    "--cert",
    "--client-cert",
    "--config-settings",
    "--constraint",
    "--default-index",
    "--editable",
    "--extra-index-url",
    "--find-links",
    "--exists-action",
    "--global-option",
    "--group",
    "--implementation",
    "--index",
    "--index-url",
    "--install-option",
    "--log",
    "--no-binary",
    "--only-binary",
    "--platform",
    "--prefix",
    "--progress-bar",
    "--proxy",
    "--python",
    "--python-version",
    "--report",
    "--requirement",
    "--retries",
    "--root",
    "--root-user-action",
    "--src",
    "--target",
    "--timeout",
    "--trusted-host",
    "--upgrade-strategy",
    "--use-feature",
];

const PIP: PackageManager = PackageManager {
    programs: &["pip", "pip2", "pip3"],
    installs: &[&["install"]],
    fetches: &[&["download"], &["wheel"]],
    style: OptionStyle::Letters,
    valued: PIP_VALUED,
    caches: &[shared("/root/.cache/pip")],
    uncached: &["--no-cache-dir", "--no-cache", "--cache-dir"],
    variables: &["PIP_CACHE_DIR", "PIP_NO_CACHE_DIR"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const UV: PackageManager = PackageManager {
    programs: &["uv"],
    installs: &[&["pip", "install"], &["add"]],
    fetches: &[&["sync"], &["pip", "sync"], &["tool", "install"]],
    style: OptionStyle::Letters,
    valued: PIP_VALUED,
    caches: &[shared("/root/.cache/uv")],
    uncached: &["-n", "--no-cache", "--cache-dir"],
    variables: &["UV_CACHE_DIR", "UV_NO_CACHE"],
    role: CacheRole::Downloads,
    ..PLAIN
};

/// The options of npm and pnpm that take a value.
const NPM_VALUED: &[&str] = &[
    "-C",
    "-F",
    "-w",
    "--before",
    "--cache",
    "--cafile",
    "--dir",
    "--fetch-retries",
    "--fetch-timeout",
    "--filter",
    "--globalconfig",
    "--https-proxy",
    "--include",
    "--install-strategy",
    "--loglevel",
    "--maxsockets",
    "--omit",
    "--only",
    "--otp",
    "--prefix",
    "--proxy",
    "--python",
    "--registry",
    "--scope",
    "--script-shell",
    "--store-dir",
    "--tag",
    "--user",
    "--userconfig",
    "--workspace",
];

const NPM: PackageManager = PackageManager {
    programs: &["npm"],
    installs: &[&["install"], &["i"], &["add"]],
    fetches: &[&["ci"], &["update"]],
    style: OptionStyle::Letters,
    valued: NPM_VALUED,
    caches: &[shared("/root/.npm")],
    uncached: &["--cache"],
    variables: &["NPM_CONFIG_CACHE", "npm_config_cache"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const YARN: PackageManager = PackageManager {
    programs: &["yarn", "yarnpkg"],
    installs: &[&["add"], &["global", "add"]],
    fetches: &[&["install"]],
    style: OptionStyle::Letters,
    valued: &["--cache-folder", "--cwd", "--modules-folder", "--network-timeout", "--registry"],
    caches: &[locked("/usr/local/share/.cache/yarn")],
    // Yarn 2 and later.
    other_caches: &[locked("/root/.yarn/berry/cache")],
    uncached: &["--cache-folder"],
    variables: &["YARN_CACHE_FOLDER", "YARN_GLOBAL_FOLDER"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const PNPM: PackageManager = PackageManager {
    programs: &["pnpm"],
    installs: &[&["install"], &["i"], &["add"]],
    fetches: &[&["fetch"]],
    style: OptionStyle::Letters,
    valued: NPM_VALUED,
    caches: &[shared("/root/.local/share/pnpm/store")],
    uncached: &["--store-dir"],
    variables: &["PNPM_HOME", "XDG_DATA_HOME", "npm_config_store_dir"],
    ..PLAIN
};

const GO: PackageManager = PackageManager {
    programs: &["go"],
    fetches: &[&["build"], &["get"], &["install"], &["mod", "download"], &["run"], &["test"], &["vet"]],
    style: OptionStyle::Words,
    valued: &[
        "-C",
        "-asmflags",
        "-buildmode",
        "-compiler",
        "-count",
        "-coverpkg",
        "-coverprofile",
        "-exec",
        "-gccgoflags",
        "-gcflags",
        "-installsuffix",
        "-ldflags",
        "-mod",
        "-modfile",
        "-o",
        "-overlay",
        "-p",
        "-pgo",
        "-pkgdir",
        "-run",
        "-tags",
        "-timeout",
        "-toolexec",
    ],
    caches: &[shared("/go/pkg/mod"), shared("/root/.cache/go-build")],
    variables: &["GOCACHE", "GOMODCACHE", "GOPATH"],
    ..PLAIN
};

const CARGO: PackageManager = PackageManager {
    programs: &["cargo"],
    fetches: &[&["build"], &["check"], &["chef", "cook"], &["fetch"], &["install"], &["run"], &["test"]],
    style: OptionStyle::Letters,
    valued: &["--color", "--config", "-Z"],
    caches: &[shared("/usr/local/cargo/registry"), shared("/usr/local/cargo/git")],
    variables: &["CARGO_HOME"],
    ..PLAIN
};

const MAVEN: PackageManager = PackageManager {
    programs: &["mvn", "mvnw"],
    fetches: &[&[]],
    style: OptionStyle::Words,
    // <https://maven.apache.org/settings.html>: `localRepository` is `${user.home}/.m2/repository`. Its
    // parent directory also contains `settings.xml`, which a mount would hide.
    caches: &[shared("/root/.m2/repository")],
    variables: &["MAVEN_OPTS", "MAVEN_ARGS", "M2_HOME"],
    ..PLAIN
};

const GRADLE: PackageManager = PackageManager {
    programs: &["gradle", "gradlew"],
    fetches: &[&[]],
    style: OptionStyle::Words,
    // <https://docs.gradle.org/current/userguide/directory_layout.html>: downloads are in `caches` of
    // the user home. Its parent directory also contains `gradle.properties` and `init.d`, which a mount
    // would hide.
    caches: &[locked("/root/.gradle/caches")],
    uncached: &["-g", "--gradle-user-home", "--project-cache-dir"],
    variables: &["GRADLE_USER_HOME"],
    ..PLAIN
};

const COMPOSER: PackageManager = PackageManager {
    programs: &["composer"],
    installs: &[&["require"], &["global", "require"]],
    fetches: &[&["install"], &["update"]],
    style: OptionStyle::Letters,
    valued: &["-d", "--working-dir"],
    // <https://getcomposer.org/doc/06-config.md#cache-dir>: `$COMPOSER_HOME/cache`, and the home is
    // `~/.composer`. The image `composer` sets `COMPOSER_HOME=/tmp`, hence `/tmp/cache` in Docker's
    // example.
    caches: &[shared("/root/.composer/cache")],
    moved: &[("composer", &[shared("/tmp/cache")])],
    uncached: &["--no-cache"],
    variables: &["COMPOSER_CACHE_DIR", "COMPOSER_HOME"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const BUNDLER: PackageManager = PackageManager {
    programs: &["bundle", "bundler"],
    fetches: &[&["install"], &["update"]],
    style: OptionStyle::Letters,
    // <https://guides.rubygems.org/caching-and-vendoring/>: `.gem` files are in `cache` of the gem
    // directory, which is `GEM_HOME=/usr/local/bundle` in the image `ruby`. `~/.bundle/cache` contains
    // only the index unless `global_gem_cache` is set, and `~/.gem` in Docker's example is unused while
    // `GEM_HOME` is set.
    caches: &[shared("/usr/local/bundle/cache")],
    uncached: &["--deployment", "--path"],
    variables: &["BUNDLE_DEPLOYMENT", "BUNDLE_GLOBAL_GEM_CACHE", "BUNDLE_PATH", "GEM_HOME"],
    role: CacheRole::Downloads,
    ..PLAIN
};

const GEM: PackageManager = PackageManager {
    programs: &["gem"],
    installs: &[&["install"], &["i"]],
    fetches: &[],
    style: OptionStyle::Letters,
    valued: &[
        "-i",
        "-n",
        "-P",
        "-s",
        "-v",
        "--bindir",
        "--build-root",
        "--config-file",
        "--install-dir",
        "--platform",
        "--source",
        "--trust-policy",
        "--version",
        "--without",
    ],
    caches: &[],
    role: CacheRole::Downloads,
    ..PLAIN
};

const DOTNET: PackageManager = PackageManager {
    programs: &["dotnet"],
    fetches: &[&["build"], &["pack"], &["publish"], &["restore"], &["run"], &["test"]],
    style: OptionStyle::Words,
    caches: &[shared("/root/.nuget/packages")],
    uncached: &["--packages"],
    variables: &["NUGET_PACKAGES"],
    ..PLAIN
};

/// The package managers.
pub const PACKAGE_MANAGERS: [&PackageManager; 20] = [
    &APT, &APK, &YUM, &DNF, &MICRODNF, &TDNF, &ZYPPER, &PIP, &UV, &NPM, &YARN, &PNPM, &GO, &CARGO, &MAVEN,
    &GRADLE, &COMPOSER, &BUNDLER, &GEM, &DOTNET,
];

impl PackageManager {
    /// The directories that contain its downloads in a stage that is based on an image.
    pub fn caches_in(&self, image: Option<&str>) -> &'static [CacheFolder] {
        let name = image.map(usual::last_name);
        self.moved.iter().find(|(moving, _)| Some(*moving) == name).map_or(self.caches, |(_, caches)| caches)
    }

    /// The manager whose program has this name, without its folder.
    pub fn named(program: &str) -> Option<&'static Self> {
        static NAMED: LazyLock<FxHashMap<&str, &PackageManager>> =
            LazyLock::new(|| by_name(PACKAGE_MANAGERS.iter().map(|&manager| (manager.programs, manager))));
        NAMED.get(family(program)).copied()
    }
}

#[cfg(test)]
mod tests;
