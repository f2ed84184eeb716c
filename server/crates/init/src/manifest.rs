//! Helpers that the detectors share: versions in files, ports in sources, words of a command.

use crate::{names::is_argument, project::Project, tables::current, version::Version};

/// The version of a program in `.tool-versions`, the file of asdf and mise.
pub(crate) fn tool_version(project: &Project<'_>, tool: &str) -> Option<Version> {
    let file = ".tool-versions";
    let text = project.has(file).then(|| project.text(file)).flatten()?;
    let mut lines = text.lines().map(str::split_whitespace);
    let version = lines.find_map(|mut words| (words.next() == Some(tool)).then(|| words.next()).flatten())?;
    Version::named(version, file)
}

/// The version in a file that contains nothing else, such as `.python-version`.
pub(crate) fn version_file(project: &Project<'_>, file: &str, prefix: &str) -> Option<Version> {
    let text = project.has(file).then(|| project.text(file)).flatten()?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    Version::named(line.strip_prefix(prefix).unwrap_or(line), file)
}

/// The current version of a program.
pub(crate) fn current_version(program: &str) -> Version {
    Version::current(current(program))
}

/// The port after any of some marks in a source, such as `listen(` in `app.listen(3000)`.
pub(crate) fn port_after(text: &str, marks: &[&str]) -> Option<u16> {
    let mut found = marks.iter().flat_map(|mark| text.match_indices(mark));
    found.find_map(|(at, mark)| {
        let rest = text[at + mark.len()..].trim_start_matches([' ', '"', '\'', '=']);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        rest[..digits].parse().ok().filter(|&port| port >= 80)
    })
}

/// The words of a command that starts one program and needs no shell.
pub(crate) fn plain_words(command: &str) -> Option<Vec<String>> {
    let words: Vec<_> = command.split_whitespace().map(str::to_owned).collect();
    let is_assignment = words.first().is_some_and(|word| word.contains('='));
    (!words.is_empty() && !is_assignment && words.iter().all(|word| is_argument(word))).then_some(words)
}

/// The folders with data that a program reads at run time, if the project has any.
pub(crate) fn data_folders(project: &Project<'_>) -> Vec<String> {
    const NAMES: [&str; 7] = ["migrations", "prisma", "public", "static", "templates", "views", "locales"];
    NAMES.iter().filter(|name| project.has_folder(name)).map(|&name| name.to_owned()).collect()
}

/// An array of strings for a template.
pub(crate) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports() {
        assert_eq!(port_after("app.listen(3000, x)", &["listen("]), Some(3000));
        assert_eq!(port_after("const p = process.env.PORT || '8080'", &["PORT ||"]), Some(8080));
        assert_eq!(port_after("listen(port); x.listen(4000)", &["listen("]), Some(4000));
        assert_eq!(port_after("listen(99999)", &["listen("]), None);
    }

    #[test]
    fn commands() {
        assert_eq!(plain_words("node  dist/main.js --port=1").unwrap().len(), 3);
        for command in ["", "A=1 node x", "node x && y", "node \"x y\"", "node $X", "node x\n; rm"] {
            assert!(plain_words(command).is_none() || command == "node x\n; rm", "{command}");
        }
        assert_eq!(plain_words("node x\n; rm"), None);
    }
}
