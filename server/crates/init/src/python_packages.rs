//! Reads `pyproject.toml` and related files: the packages that a Python project needs and the tool
//! that installs them.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::{
    manifest::{current_version, tool_version, version_file},
    names::is_plain,
    project::Project,
    tables::current,
    version::Version,
};

/// The contents of a Python project's manifests.
#[derive(Debug, Default)]
pub(crate) struct Manifests {
    pub(crate) pyproject: Option<Table>,
    /// The requirements file that pip reads.
    pub(crate) requirements: Option<&'static str>,
    /// Other requirements files that it includes.
    pub(crate) included: Vec<String>,
    /// The requirements file installs the project itself.
    pub(crate) needs_sources: bool,
    /// The names of its dependencies, in lower case with `-`.
    pub(crate) packages: BTreeSet<String>,
}

/// The usual names of a requirements file, the most likely first.
const REQUIREMENTS: [&str; 3] = ["requirements.txt", "requirements/production.txt", "requirements/base.txt"];
/// At most this many requirements are read.
const MOST: usize = 5000;

impl Manifests {
    pub(crate) fn read(project: &Project<'_>) -> Self {
        let text = |name: &str| project.has(name).then(|| project.text(name)).flatten();
        let pyproject = text("pyproject.toml").and_then(|text| text.parse::<Table>().ok());
        let mut packages = BTreeSet::new();
        if let Some(table) = &pyproject {
            add_list(table.get("project").and_then(|it| it.get("dependencies")), &mut packages);
            let poetry = table.get("tool").and_then(|it| it.get("poetry"));
            add_keys(poetry.and_then(|it| it.get("dependencies")), &mut packages);
        }
        let pipfile = text("Pipfile").and_then(|text| text.parse::<Table>().ok());
        add_keys(pipfile.as_ref().and_then(|it| it.get("packages")), &mut packages);
        let requirements = REQUIREMENTS.into_iter().find_map(|name| Some((name, project.text(name)?)));
        let (mut included, mut needs_sources) = (Vec::new(), false);
        if let Some((_, text)) = &requirements {
            packages.extend(text.lines().take(MOST).filter_map(distribution));
            let lines = || text.lines().take(MOST).map(str::trim);
            let options = ["-r", "--requirement", "-c", "--constraint"];
            let file = |line: &str| {
                let rest = options.iter().find_map(|option| line.strip_prefix(option))?;
                let file = rest.trim_start_matches(['=', ' ']).trim_start_matches("./");
                (is_plain(file) && !file.contains('/')).then(|| file.to_owned())
            };
            included = lines().filter_map(file).collect();
            needs_sources = lines().any(|line| line.starts_with("-e") || line.starts_with('.'));
            for file in &included {
                let text = project.text(file).unwrap_or_default();
                packages.extend(text.lines().take(MOST).filter_map(distribution));
            }
        }
        let requirements = requirements.map(|(name, _)| name);
        Self { pyproject, requirements, included, needs_sources, packages }
    }

    /// The value at a path of `pyproject.toml`.
    pub(crate) fn value(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        let start = self.pyproject.as_ref()?.get(*first)?;
        rest.iter().try_fold(start, |value, key| value.get(*key))
    }

    /// The names of the scripts that the project installs.
    pub(crate) fn scripts(&self) -> Vec<String> {
        let tables = [&["project", "scripts"][..], &["tool", "poetry", "scripts"]];
        let all = tables.iter().filter_map(|path| self.value(path)?.as_table());
        let names = all.flat_map(|table| table.keys().cloned());
        names.filter(|name| is_plain(name) && !name.contains('/')).collect()
    }

    pub(crate) fn has(&self, package: &str) -> bool {
        self.packages.contains(package)
    }

    /// The Python version for the project.
    pub(crate) fn version(&self, project: &Project<'_>) -> Version {
        let named = version_file(project, ".python-version", "").or_else(|| tool_version(project, "python"));
        let runtime = || version_file(project, "runtime.txt", "python-");
        let ranges = [&["project", "requires-python"][..], &["tool", "poetry", "dependencies", "python"]];
        let range = || {
            let range = ranges.iter().find_map(|path| self.value(path)?.as_str())?;
            Version::for_range(range, current("python"), "pyproject.toml")
        };
        let found = named.or_else(runtime).or_else(range).filter(|version| version.major() == 3);
        let found = found.map(|version| version.series(2)).filter(|version| version.numbers().len() == 2);
        found.unwrap_or_else(|| current_version("python"))
    }
}

fn add_list(list: Option<&Value>, packages: &mut BTreeSet<String>) {
    let all = list.and_then(Value::as_array).into_iter().flatten();
    packages.extend(all.filter_map(Value::as_str).filter_map(distribution));
}

fn add_keys(table: Option<&Value>, packages: &mut BTreeSet<String>) {
    let keys = table.and_then(Value::as_table).into_iter().flat_map(Table::keys);
    packages.extend(keys.filter_map(|key| distribution(key)));
}

/// The distribution that a requirement names, such as `fastapi` in `FastAPI[standard]>=0.115`, and
/// its extras, which bring packages of their own.
fn distribution(requirement: &str) -> Option<String> {
    let requirement = requirement.trim();
    let end = requirement.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
    let name = &requirement[..end.unwrap_or(requirement.len())];
    let name = name.to_ascii_lowercase().replace(['_', '.'], "-");
    (!name.is_empty() && name.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_requirements() {
        for (requirement, name) in [
            ("FastAPI[standard]>=0.115", Some("fastapi")),
            ("flask_sqlalchemy == 3", Some("flask-sqlalchemy")),
            ("# flask", None),
            ("-r base.txt", None),
            ("", None),
            ("django; python_version > '3'", Some("django")),
        ] {
            assert_eq!(distribution(requirement).as_deref(), name, "{requirement}");
        }
    }
}
