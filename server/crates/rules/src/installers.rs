//! How package managers install the dependencies that a project lists, and which files list them.

use std::sync::LazyLock;

use dockwright_analysis::commands::CallIn;
use rustc_hash::FxHashMap;

/// How a package manager installs the dependencies that a project lists.
pub(crate) struct Installer {
    pub(crate) programs: &'static [&'static str],
    /// The words that follow the program; an empty list is the program alone.
    verbs: &'static [&'static [&'static str]],
    /// The files that list the dependencies, as COPY finds them. A pattern is for one that may be missing.
    manifests: &'static [&'static str],
    /// One option of each of these lists is needed so that installing needs no sources.
    without_sources: &'static [&'static [&'static str]],
}

const INSTALLERS: [Installer; 11] = [
    Installer {
        programs: &["npm"],
        verbs: &[&["ci"], &["install"], &["i"], &["clean-install"]],
        manifests: &["package*.json"],
        without_sources: &[],
    },
    Installer {
        programs: &["yarn", "yarnpkg"],
        verbs: &[&[], &["install"]],
        manifests: &["package.json", "yarn.lock*"],
        without_sources: &[],
    },
    Installer {
        programs: &["pnpm"],
        verbs: &[&["install"], &["i"]],
        manifests: &["package.json", "pnpm-lock.yaml*"],
        without_sources: &[],
    },
    Installer {
        programs: &["bun"],
        verbs: &[&["install"], &["i"]],
        manifests: &["package.json", "bun.lock*"],
        without_sources: &[],
    },
    Installer {
        programs: &["pip", "pip3"],
        verbs: &[&["install"]],
        // The files that its options name.
        manifests: &[],
        without_sources: &[],
    },
    Installer {
        programs: &["pipenv"],
        verbs: &[&["install"], &["sync"]],
        manifests: &["Pipfile", "Pipfile.lock*"],
        without_sources: &[],
    },
    Installer {
        programs: &["poetry"],
        verbs: &[&["install"]],
        manifests: &["pyproject.toml", "poetry.lock*"],
        without_sources: &[&["--no-root"]],
    },
    Installer {
        programs: &["uv"],
        verbs: &[&["sync"]],
        manifests: &["pyproject.toml", "uv.lock*"],
        without_sources: &[&["--no-install-project", "--no-install-workspace"]],
    },
    Installer {
        programs: &["bundle", "bundler"],
        verbs: &[&[], &["install"]],
        manifests: &["Gemfile", "Gemfile.lock*"],
        without_sources: &[],
    },
    Installer {
        programs: &["composer"],
        verbs: &[&["install"]],
        manifests: &["composer.json", "composer.lock*"],
        without_sources: &[&["--no-scripts"], &["--no-autoloader"]],
    },
    Installer {
        programs: &["go"],
        verbs: &[&["mod", "download"]],
        manifests: &["go.mod", "go.sum*"],
        without_sources: &[],
    },
];
/// Maven takes any number of goals. Goals other than these need the sources.
const MAVEN: Installer = Installer {
    programs: &["mvn", "mvnw"],
    verbs: &[&["dependency:go-offline"], &["dependency:resolve"]],
    manifests: &["pom.xml"],
    without_sources: &[],
};

/// Options that make a manager work elsewhere, or on something else.
const ELSEWHERE: [&str; 14] = [
    "-C",
    "-d",
    "-f",
    "-g",
    "-p",
    "--cwd",
    "--dir",
    "--directory",
    "--file",
    "--gemfile",
    "--global",
    "--prefix",
    "--project",
    "--working-dir",
];

/// By their programs.
static NAMED: LazyLock<FxHashMap<&str, &Installer>> = LazyLock::new(|| {
    let mut named = FxHashMap::default();
    for installer in INSTALLERS.iter().chain([&MAVEN]) {
        for program in installer.programs {
            named.entry(*program).or_insert(installer);
        }
    }
    named
});

/// How a call installs, if it installs what the project lists and nothing else.
pub(crate) fn installer(call: CallIn<'_>) -> Option<&'static Installer> {
    let view = call.view;
    let name = call.name()?;
    let installer = *NAMED.get(name)?;
    if call.has_option(view, &ELSEWHERE) {
        return None;
    }
    let words: Vec<&str> = call.operands.iter().map(|&word| call.text(word)).collect::<Option<_>>()?;
    if MAVEN.programs.contains(&name) {
        let is_it = |word: &&str| MAVEN.verbs.iter().any(|verb| verb[0] == *word);
        return (!words.is_empty() && words.iter().all(is_it)).then_some(&MAVEN);
    }
    let is_it = installer.verbs.iter().any(|verb| **verb == words[..]);
    (is_it && (!installer.manifests.is_empty() || !requirements(call)?.is_empty())).then_some(installer)
}

/// The lists of requirements that a call of pip names.
fn requirements(call: CallIn<'_>) -> Option<Vec<String>> {
    let view = call.view;
    let lists =
        call.options.iter().filter(|it| ["-r", "--requirement"].iter().any(|name| it.is_named(view, name)));
    lists.map(|option| option.value(view).map(str::to_owned)).collect()
}

/// The files that have to be copied before a call, if they are known and nothing else is needed.
pub(crate) fn manifests(installer: &Installer, call: CallIn<'_>) -> Option<Vec<String>> {
    let view = call.view;
    if !installer.without_sources.iter().all(|options| call.has_option(view, options)) {
        return None;
    }
    if installer.manifests.is_empty() {
        let lists = requirements(call)?;
        // `-e .` and `-c constraints.txt` need more.
        let is_alone = !call.has_option(view, &["-e", "--editable", "-c", "--constraint", "-t", "--target"]);
        let is_plain = |path: &String| {
            let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte);
            path.bytes().all(is_fine) && !path.starts_with(['/', '-']) && !path.contains("..")
        };
        return (is_alone && lists.iter().all(is_plain)).then_some(lists);
    }
    Some(installer.manifests.iter().map(|&file| file.to_owned()).collect())
}

/// The program and its subcommand.
pub(crate) fn shown(call: CallIn<'_>) -> String {
    let operands = call.operands.iter().filter_map(|&word| call.text(word));
    let words: Vec<&str> = call.name().into_iter().chain(operands).collect();
    words.join(" ")
}
