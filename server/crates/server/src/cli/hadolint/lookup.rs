//! Finds hadolint's configuration file: in the current folder, then in the user's folders. The
//! first existing file is used; the folders of the Dockerfiles are not searched.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The configuration file that applies unless the user gives one.
pub(super) fn configuration_file() -> Option<PathBuf> {
    let here = env::current_dir().unwrap_or_default();
    let home = env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let given = env::var_os(if cfg!(windows) { "APPDATA" } else { "XDG_CONFIG_HOME" });
    let given = given.map(PathBuf::from).filter(|folder| folder.is_absolute());
    candidates(&here, given.as_deref(), home.as_deref()).into_iter().find(|path| path.is_file())
}

/// The paths to try, in order. `settings` is the user's configuration folder if it is not the
/// default.
fn candidates(here: &Path, settings: Option<&Path>, home: Option<&Path>) -> Vec<PathBuf> {
    let settings = settings.map(Path::to_owned).or_else(|| home.map(|home| home.join(".config")));
    let own = home.map(|home| home.join(".hadolint"));
    let places = [
        (Some(here), ".hadolint"),
        (settings.as_deref(), "hadolint"),
        (own.as_deref(), "hadolint"),
        (own.as_deref(), "config"),
        (home, ".hadolint"),
    ];
    let in_folder = |(folder, name): (Option<&Path>, &str)| {
        let names = ["yaml", "yml"].map(|extension| format!("{name}.{extension}"));
        folder.map(|folder| names.map(|name| folder.join(name)))
    };
    places.into_iter().filter_map(in_folder).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_order() {
        let shown = |settings: Option<&str>, home: Option<&str>| -> Vec<String> {
            let paths = candidates(Path::new("w"), settings.map(Path::new), home.map(Path::new));
            paths.iter().map(|path| path.display().to_string().replace('\\', "/")).collect()
        };
        assert_eq!(shown(None, None), ["w/.hadolint.yaml", "w/.hadolint.yml"]);
        assert_eq!(
            shown(Some("x"), Some("h")),
            [
                "w/.hadolint.yaml",
                "w/.hadolint.yml",
                "x/hadolint.yaml",
                "x/hadolint.yml",
                "h/.hadolint/hadolint.yaml",
                "h/.hadolint/hadolint.yml",
                "h/.hadolint/config.yaml",
                "h/.hadolint/config.yml",
                "h/.hadolint.yaml",
                "h/.hadolint.yml",
            ]
        );
        assert_eq!(shown(None, Some("h"))[2], "h/.config/hadolint.yaml");
    }
}
