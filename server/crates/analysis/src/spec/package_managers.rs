//! Package managers: what their commands look like, and the folders in which they keep what they download.
//!
//! Sources: the managers' own manuals, and the examples for cache mounts in Docker's documentation. Folders are those
//! of `root` in the images that are usual for the manager. What a package is called is not looked at.

use super::{programs::OptionStyle, wrappers::family};

/// A package manager.
#[derive(Debug, PartialEq, Eq)]
pub struct PackageManager {
    /// The names of its program.
    pub programs: &'static [&'static str],
    /// The subcommands whose words are packages: `install`, or several words as in `global add`.
    pub installs: &'static [&'static [&'static str]],
    /// The other subcommands that download into its caches; an empty one stands for any.
    pub fetches: &'static [&'static [&'static str]],
    /// How it reads its options.
    pub style: OptionStyle,
    /// The options that take the next word as their value.
    pub valued: &'static [&'static str],
    /// The folders of its downloads.
    pub caches: &'static [CacheFolder],
    /// The options that keep it from using them.
    pub uncached: &'static [&'static str],
    /// The variables of the environment that move them or turn them off.
    pub variables: &'static [&'static str],
    /// What its caches are to later commands.
    pub role: CacheRole,
    /// A file in the usual images that makes it delete its downloads after each command.
    pub cleaner: Option<&'static str>,
}

/// A folder of downloads.
#[derive(Debug, PartialEq, Eq)]
pub struct CacheFolder {
    /// Its absolute path.
    pub target: &'static str,
    /// Two builds must not use it at the same time.
    pub is_locked: bool,
}

/// What the caches of a manager are to later commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheRole {
    /// Nothing but downloads that would be made again.
    Downloads,
    /// The list of what there is to install, too, which one of these fetches: a subcommand, or an option of
    /// another one.
    Index {
        /// The subcommand.
        verb: &'static str,
        /// The options.
        options: &'static [&'static str],
    },
    /// The packages themselves, from which later commands take them.
    Store,
}

const fn shared(target: &'static str) -> CacheFolder {
    CacheFolder { target, is_locked: false }
}

const fn locked(target: &'static str) -> CacheFolder {
    CacheFolder { target, is_locked: true }
}

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
    uncached: &[],
    variables: &[],
    role: CacheRole::Index { verb: "update", options: &[] },
    cleaner: Some("/etc/apt/apt.conf.d/docker-clean"),
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
    caches: &[locked("/var/cache/apk")],
    uncached: &["--no-cache", "--cache-dir"],
    variables: &[],
    role: CacheRole::Index { verb: "update", options: &["-U", "--update", "--update-cache"] },
    cleaner: None,
};

/// The options of yum and dnf that take a value.
const RPM_VALUED: &[&str] = &[
    "-c",
    "-d",
    "-e",
    "-R",
    "-x",
    "--color",
    "--config",
    "--debuglevel",
    "--disableexcludes",
    "--disableplugin",
    "--disablerepo",
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
    variables: &[],
    role: CacheRole::Downloads,
    cleaner: None,
};

const DNF: PackageManager = PackageManager {
    programs: &["dnf", "dnf5"],
    installs: &[&["install"], &["in"], &["reinstall"], &["rei"]],
    fetches: &[&["update"], &["upgrade"], &["makecache"], &["groupinstall"], &["builddep"]],
    style: OptionStyle::Letters,
    valued: RPM_VALUED,
    caches: &[locked("/var/cache/dnf"), locked("/var/cache/libdnf5")],
    uncached: &["--installroot"],
    variables: &[],
    role: CacheRole::Downloads,
    cleaner: None,
};

/// Where it keeps its downloads differs by release.
const MICRODNF: PackageManager = PackageManager {
    programs: &["microdnf"],
    installs: &[&["install"], &["reinstall"]],
    fetches: &[],
    style: OptionStyle::Letters,
    valued: RPM_VALUED,
    caches: &[],
    uncached: &[],
    variables: &[],
    role: CacheRole::Downloads,
    cleaner: None,
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
        "--config",
        "--from",
        "--installroot",
        "--plus-repo",
        "--repo",
        "--root",
        "--type",
    ],
    caches: &[locked("/var/cache/zypp")],
    uncached: &["-R", "--installroot", "--root"],
    variables: &[],
    role: CacheRole::Downloads,
    cleaner: None,
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
    "--global-option",
    "--implementation",
    "--index",
    "--index-url",
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
    cleaner: None,
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
    cleaner: None,
};

/// The options of npm and pnpm that take a value.
const NPM_VALUED: &[&str] = &[
    "-C",
    "-F",
    "-w",
    "--cache",
    "--dir",
    "--filter",
    "--include",
    "--loglevel",
    "--omit",
    "--prefix",
    "--registry",
    "--store-dir",
    "--tag",
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
    cleaner: None,
};

const YARN: PackageManager = PackageManager {
    programs: &["yarn", "yarnpkg"],
    installs: &[&["add"], &["global", "add"]],
    fetches: &[&["install"]],
    style: OptionStyle::Letters,
    valued: &["--cache-folder", "--cwd", "--modules-folder", "--network-timeout", "--registry"],
    caches: &[locked("/usr/local/share/.cache/yarn")],
    uncached: &["--cache-folder"],
    variables: &["YARN_CACHE_FOLDER", "YARN_GLOBAL_FOLDER"],
    role: CacheRole::Downloads,
    cleaner: None,
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
    role: CacheRole::Store,
    cleaner: None,
};

const GO: PackageManager = PackageManager {
    programs: &["go"],
    installs: &[],
    fetches: &[&["build"], &["get"], &["install"], &["mod", "download"], &["run"], &["test"], &["vet"]],
    style: OptionStyle::Words,
    valued: &[
        "-C",
        "-asmflags",
        "-buildmode",
        "-count",
        "-coverprofile",
        "-exec",
        "-gcflags",
        "-installsuffix",
        "-ldflags",
        "-mod",
        "-modfile",
        "-o",
        "-overlay",
        "-p",
        "-pkgdir",
        "-run",
        "-tags",
        "-timeout",
        "-toolexec",
    ],
    caches: &[shared("/root/.cache/go-build"), shared("/go/pkg/mod")],
    uncached: &[],
    variables: &["GOCACHE", "GOMODCACHE", "GOPATH"],
    role: CacheRole::Store,
    cleaner: None,
};

const CARGO: PackageManager = PackageManager {
    programs: &["cargo"],
    installs: &[],
    fetches: &[&["build"], &["check"], &["chef", "cook"], &["fetch"], &["install"], &["run"], &["test"]],
    style: OptionStyle::Letters,
    valued: &["--color", "--config", "-Z"],
    caches: &[shared("/usr/local/cargo/registry"), shared("/usr/local/cargo/git")],
    uncached: &[],
    variables: &["CARGO_HOME"],
    role: CacheRole::Store,
    cleaner: None,
};

const MAVEN: PackageManager = PackageManager {
    programs: &["mvn", "mvnw"],
    installs: &[],
    fetches: &[&[]],
    style: OptionStyle::Words,
    valued: &[],
    caches: &[shared("/root/.m2/repository")],
    uncached: &[],
    variables: &["MAVEN_OPTS", "MAVEN_ARGS", "M2_HOME"],
    role: CacheRole::Store,
    cleaner: None,
};

const GRADLE: PackageManager = PackageManager {
    programs: &["gradle", "gradlew"],
    installs: &[],
    fetches: &[&[]],
    style: OptionStyle::Words,
    valued: &[],
    caches: &[locked("/root/.gradle/caches")],
    uncached: &["-g", "--gradle-user-home", "--project-cache-dir"],
    variables: &["GRADLE_USER_HOME"],
    role: CacheRole::Store,
    cleaner: None,
};

const COMPOSER: PackageManager = PackageManager {
    programs: &["composer"],
    installs: &[&["require"], &["global", "require"]],
    fetches: &[&["install"], &["update"]],
    style: OptionStyle::Letters,
    valued: &["-d", "--working-dir"],
    caches: &[shared("/root/.composer/cache")],
    uncached: &["--no-cache"],
    variables: &["COMPOSER_CACHE_DIR", "COMPOSER_HOME"],
    role: CacheRole::Downloads,
    cleaner: None,
};

const BUNDLER: PackageManager = PackageManager {
    programs: &["bundle", "bundler"],
    installs: &[],
    fetches: &[&["install"], &["update"]],
    style: OptionStyle::Letters,
    valued: &[],
    caches: &[shared("/root/.bundle/cache")],
    uncached: &[],
    variables: &["BUNDLE_USER_HOME", "BUNDLE_USER_CACHE"],
    role: CacheRole::Downloads,
    cleaner: None,
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
        "--install-dir",
        "--platform",
        "--source",
        "--version",
    ],
    caches: &[],
    uncached: &[],
    variables: &[],
    role: CacheRole::Downloads,
    cleaner: None,
};

const DOTNET: PackageManager = PackageManager {
    programs: &["dotnet"],
    installs: &[],
    fetches: &[&["build"], &["pack"], &["publish"], &["restore"], &["run"], &["test"]],
    style: OptionStyle::Words,
    valued: &[],
    caches: &[shared("/root/.nuget/packages")],
    uncached: &["--packages"],
    variables: &["NUGET_PACKAGES"],
    role: CacheRole::Store,
    cleaner: None,
};

/// The package managers.
pub const PACKAGE_MANAGERS: [&PackageManager; 19] = [
    &APT, &APK, &YUM, &DNF, &MICRODNF, &ZYPPER, &PIP, &UV, &NPM, &YARN, &PNPM, &GO, &CARGO, &MAVEN, &GRADLE,
    &COMPOSER, &BUNDLER, &GEM, &DOTNET,
];

impl PackageManager {
    /// The manager that a program of this name, without its folder, belongs to.
    pub fn named(program: &str) -> Option<&'static Self> {
        let program = family(program);
        PACKAGE_MANAGERS.iter().copied().find(|manager| manager.programs.contains(&program))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn rows_are_in_order() {
        let mut programs = HashSet::new();
        for manager in PACKAGE_MANAGERS {
            for program in manager.programs {
                assert!(programs.insert(*program), "{program} stands twice");
                assert_eq!(PackageManager::named(program), Some(manager));
            }
            let is_path =
                |folder: &CacheFolder| folder.target.starts_with('/') && !folder.target.ends_with('/');
            assert!(manager.caches.iter().all(is_path));
            assert!(manager.valued.iter().chain(manager.uncached).all(|option| option.starts_with('-')));
            assert!(!manager.installs.iter().any(|verb| verb.is_empty()), "{:?}", manager.programs);
            let both = manager.installs.iter().any(|verb| manager.fetches.contains(verb));
            assert!(!both, "{:?}", manager.programs);
        }
    }
}
