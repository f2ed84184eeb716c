//! The command-line options that describe the build to analyse a file for, shared by several
//! commands.

use std::env;

use dockwright_analysis::{model::Model, platform::Platform};
use dockwright_ide::nearest_stage;
use dockwright_texts::{Message, cli::build as texts};

/// Which build it is.
#[derive(Debug, clap::Args)]
pub(super) struct BuildOptions {
    #[arg(long, value_name = "STAGE")]
    pub(super) target: Option<String>,
    #[arg(long = "build-arg", value_name = "NAME[=VALUE]")]
    build_args: Vec<String>,
    #[arg(long, value_name = "OS/ARCH[/VARIANT]")]
    platform: Option<String>,
}

impl BuildOptions {
    /// The build arguments: names and values.
    pub(super) fn args(&self) -> Vec<(String, String)> {
        self.build_args.iter().filter_map(|argument| build_arg(argument)).collect()
    }

    /// The parsed platform, if one is given, or an error message.
    pub(super) fn platform(&self) -> Result<Option<Platform>, Message> {
        let Some(specifier) = self.platform.as_deref() else { return Ok(None) };
        let platform =
            Platform::parse(specifier).map_err(|error| Message::verbatim(format!("--platform {error}")))?;
        match platform.unknown_part() {
            Some(unknown) => {
                Err(texts::Option { option: format!("--platform {specifier}"), problem: unknown }.message())
            }
            None => Ok(Some(platform)),
        }
    }
}

/// Parses `NAME=VALUE`. A name alone takes its value from the environment, like in Docker's command
/// line, and is ignored if that has none.
fn build_arg(argument: &str) -> Option<(String, String)> {
    match argument.split_once('=') {
        Some((name, value)) => Some((name.to_owned(), value.to_owned())),
        None => env::var_os(argument).map(|value| (argument.to_owned(), value.to_string_lossy().into())),
    }
}

/// The architecture of this machine, with Linux as the operating system.
pub(super) fn host_platform() -> Platform {
    let architecture = architecture(env::consts::ARCH);
    Platform::parse(&format!("linux/{architecture}")).unwrap_or_else(|_| Platform::linux(architecture))
}

/// Docker's name for an architecture, given Rust's name.
fn architecture(name: &str) -> &str {
    match name {
        "x86_64" => "amd64",
        "x86" => "386",
        "aarch64" => "arm64",
        "loongarch64" => "loong64",
        "mips64" if cfg!(target_endian = "little") => "mips64le",
        "powerpc64" if cfg!(target_endian = "little") => "ppc64le",
        "powerpc64" => "ppc64",
        other => other,
    }
}

/// The message for a target that is not a stage of the file.
pub(super) fn unknown_target(model: &Model, target: &str) -> Message {
    match nearest_stage(model, target) {
        Some(near) => texts::UnknownStageNear { name: target, near }.message(),
        None => texts::unknown_stage(target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_arguments_without_a_value_are_those_of_the_environment() {
        assert_eq!(build_arg("A="), Some(("A".to_owned(), String::new())));
        assert_eq!(build_arg("A=b=c"), Some(("A".to_owned(), "b=c".to_owned())));
        assert_eq!(build_arg("DOCKWRIGHT_NO_SUCH_VARIABLE"), None);
        assert_eq!(build_arg("PATH").map(|(name, _)| name).as_deref(), Some("PATH"));
    }

    #[test]
    fn platforms() {
        let specifier = |text: Option<&str>| {
            let platform = text.map(str::to_owned);
            let options = BuildOptions { target: None, build_args: Vec::new(), platform };
            options.platform().map(|platform| platform.map(|platform| platform.specifier()))
        };
        assert_eq!(specifier(Some("arm64")), Ok(Some("linux/arm64".to_owned())));
        assert_eq!(specifier(None), Ok(None));
        assert!(specifier(Some("linux/*")).is_err());
        assert_eq!(
            specifier(Some("linux/amd46")).unwrap_err(),
            "--platform linux/amd46: there is no architecture amd46; did you mean amd64?"
        );
        assert_eq!(host_platform().os, "linux");
    }
}
