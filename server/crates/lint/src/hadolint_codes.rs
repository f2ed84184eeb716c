//! hadolint's codes: which rule each belongs to, how bad hadolint takes it to be, and what is wrong in a line.
//!
//! This is data alone: presets choose by it, and the checks refer to it.

use std::sync::LazyLock;

use crate::{
    rule::{Rule, Severity},
    rules,
};

/// One of hadolint's rules.
#[derive(Debug)]
pub(crate) struct Code {
    /// `DL3008`. As a list, it is all the aliases that a finding has.
    pub(crate) names: [&'static str; 1],
    /// The canonical name of our rule.
    pub(crate) rule: &'static str,
    /// hadolint's severity; its `style` is a hint.
    pub(crate) severity: Severity,
    /// What is wrong, in a line, where our rule says nothing about it.
    pub(crate) summary: &'static str,
}

const fn row(code: &'static str, rule: &'static str, severity: Severity, summary: &'static str) -> Code {
    Code { names: [code], rule, severity, summary }
}

/// All of them, in their order.
pub(crate) static CODES: [Code; 71] = [
    row("DL1001", "IgnorePragmaUsed", Severity::Hint, "Comment that silences hadolint"),
    row("DL3000", "WorkdirRelativePath", Severity::Error, "WORKDIR is relative"),
    row("DL3001", "PointlessCommand", Severity::Info, "Command that does nothing useful in a build"),
    row("DL3002", "LastUserRoot", Severity::Warning, "Stage ends as root"),
    row("DL3003", "UseWorkdirNotCd", Severity::Warning, "`cd` where WORKDIR would do"),
    row("DL3004", "NoSudo", Severity::Error, "`sudo` in a build"),
    row("DL3006", "UntaggedImage", Severity::Warning, "Image without a tag or digest"),
    row("DL3007", "LatestTag", Severity::Warning, "Image with the tag `latest`"),
    row("DL3008", "AptGetPin", Severity::Warning, "Package without a version in `apt-get install`"),
    row("DL3009", "AptCleanLists", Severity::Info, "Package lists of apt stay in the image"),
    row("DL3010", "UseAddForArchive", Severity::Info, "Archive copied first and extracted later"),
    row("DL3011", "InvalidPort", Severity::Error, "Port is not between 0 and 65535"),
    row("DL3012", "MultipleInstructionsDisallowed", Severity::Error, "Second HEALTHCHECK in a stage"),
    row("DL3013", "PipPin", Severity::Warning, "Package without a version in `pip install`"),
    row("DL3014", "AptGetYes", Severity::Warning, "`apt-get install` asks for confirmation"),
    row(
        "DL3015",
        "AptGetNoInstallRecommends",
        Severity::Info,
        "`apt-get install` also installs recommended packages",
    ),
    row("DL3016", "NpmPin", Severity::Warning, "Package without a version in `npm install`"),
    row("DL3018", "ApkPin", Severity::Warning, "Package without a version in `apk add`"),
    row("DL3019", "ApkNoCache", Severity::Info, "`apk add` leaves its index in the image"),
    row("DL3020", "UseCopyNotAdd", Severity::Error, "ADD of files of the build context"),
    row(
        "DL3021",
        "CopyDestinationSlash",
        Severity::Error,
        "Destination of several sources does not end in `/`",
    ),
    row(
        "DL3022",
        "CopyFromUnknownStage",
        Severity::Warning,
        "COPY from a stage that is not defined before it",
    ),
    row("DL3023", "CircularStageDependency", Severity::Error, "COPY from its own stage"),
    row("DL3024", "DuplicateStageName", Severity::Error, "Stage name that an earlier stage has"),
    row("DL3025", "JSONArgsRecommended", Severity::Warning, "Command in shell form"),
    row("DL3026", "TrustedRegistry", Severity::Error, "Image from a registry that is not trusted"),
    row("DL3027", "AptInsteadOfAptGet", Severity::Warning, "`apt` in a script"),
    row("DL3028", "GemPin", Severity::Warning, "Gem without a version in `gem install`"),
    row("DL3029", "FromPlatformFlagConstDisallowed", Severity::Warning, "FROM that is fixed to one platform"),
    row("DL3030", "YumYes", Severity::Warning, "`yum install` asks for confirmation"),
    row("DL3032", "YumClean", Severity::Warning, "Cache of yum stays in the image"),
    row("DL3033", "YumPin", Severity::Warning, "Package without a version in `yum install`"),
    row("DL3034", "ZypperYes", Severity::Warning, "`zypper` asks for confirmation"),
    row("DL3035", "DistUpgrade", Severity::Warning, "`zypper dist-upgrade` in a build"),
    row("DL3036", "ZypperClean", Severity::Warning, "Cache of zypper stays in the image"),
    row("DL3037", "ZypperPin", Severity::Warning, "Package without a version in `zypper install`"),
    row("DL3038", "DnfYes", Severity::Warning, "`dnf install` asks for confirmation"),
    row("DL3040", "DnfClean", Severity::Warning, "Cache of dnf stays in the image"),
    row("DL3041", "DnfPin", Severity::Warning, "Package without a version in `dnf install`"),
    row("DL3042", "PipNoCacheDir", Severity::Warning, "Cache of pip stays in the image"),
    row(
        "DL3043",
        "OnbuildForbiddenTrigger",
        Severity::Error,
        "Trigger of ONBUILD that Docker does not allow",
    ),
    row("DL3044", "EnvSelfReference", Severity::Error, "Variable used in the ENV that sets it"),
    row("DL3045", "CopyRelativeDestination", Severity::Warning, "Relative destination without a WORKDIR"),
    row(
        "DL3046",
        "UseraddLargeUid",
        Severity::Warning,
        "`useradd` with a large user ID makes a large log file",
    ),
    row("DL3047", "WgetProgress", Severity::Info, "`wget` fills the build log with its progress bar"),
    row("DL3048", "LabelKeyInvalid", Severity::Hint, "Label key that Docker advises against"),
    row("DL3049", "LabelRequired", Severity::Info, "Label of the schema is missing"),
    row("DL3050", "LabelSuperfluous", Severity::Info, "Label that the schema does not have"),
    row("DL3051", "LabelEmpty", Severity::Warning, "Label of the schema without a value"),
    row("DL3052", "LabelFormat", Severity::Warning, "Label value is not a URL"),
    row("DL3053", "LabelFormat", Severity::Warning, "Label value is not a time as in RFC 3339"),
    row("DL3054", "LabelFormat", Severity::Warning, "Label value is not an SPDX license"),
    row("DL3055", "LabelFormat", Severity::Warning, "Label value is not a commit hash"),
    row("DL3056", "LabelFormat", Severity::Warning, "Label value is not a semantic version"),
    row("DL3057", "HealthcheckMissing", Severity::Hint, "Stage without a HEALTHCHECK"),
    row("DL3058", "LabelFormat", Severity::Warning, "Label value is not an email address"),
    row("DL3059", "ConsecutiveRun", Severity::Info, "Two RUN instructions that could be one"),
    row("DL3060", "YarnCacheClean", Severity::Info, "Cache of yarn stays in the image"),
    row("DL3061", "InstructionBeforeFrom", Severity::Error, "Instruction before the first FROM"),
    row("DL3062", "GoPin", Severity::Warning, "Package without a version in `go install`"),
    row("DL3063", "ReservedStageName", Severity::Warning, "Stage called `scratch` or `context`"),
    row("DL3064", "SecretsUsedInArgOrEnv", Severity::Warning, "Secret passed through ARG or ENV"),
    row("DL3065", "RedundantTargetPlatform", Severity::Warning, "`--platform=$TARGETPLATFORM` has no effect"),
    row("DL3066", "UserNonNumeric", Severity::Info, "USER with a name instead of a number"),
    row("DL3067", "CopyWholeFilesystem", Severity::Warning, "All files of a stage copied"),
    row("DL4000", "MaintainerDeprecated", Severity::Error, "MAINTAINER is deprecated"),
    row("DL4001", "WgetAndCurl", Severity::Warning, "Both `wget` and `curl` in a stage"),
    row("DL4003", "MultipleInstructionsDisallowed", Severity::Warning, "Second CMD in a stage"),
    row("DL4004", "MultipleInstructionsDisallowed", Severity::Error, "Second ENTRYPOINT in a stage"),
    row("DL4005", "UseShellInstruction", Severity::Warning, "Link to `/bin/sh` where SHELL would do"),
    row("DL4006", "PipefailMissing", Severity::Warning, "Pipe whose first failure is not noticed"),
];

/// The codes that run only if they are asked for.
const SILENT: [&str; 2] = ["DL1001", "DL3057"];

impl Code {
    /// The code that is called so, in any letter case.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        CODES.iter().find(|code| code.name().eq_ignore_ascii_case(name))
    }

    /// `DL3008`.
    pub(crate) fn name(&self) -> &'static str {
        self.names[0]
    }

    /// Whether hadolint has it without being asked.
    pub(crate) fn is_default(&self) -> bool {
        !SILENT.contains(&self.name())
    }

    /// Our rule, if there is one.
    pub(crate) fn our_rule(&self) -> Option<&'static Rule> {
        static RULES: LazyLock<Vec<Option<&'static Rule>>> =
            LazyLock::new(|| CODES.iter().map(|code| rules::named(code.rule)).collect());
        RULES[self.index()]
    }

    /// Its place in [`CODES`].
    pub(crate) fn index(&self) -> usize {
        CODES.partition_point(|code| code.name() < self.name())
    }

    /// Whether a name in a configuration means it: the code, or the name or group of its rule.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        if Self::named(name).is_some() {
            return self.name().eq_ignore_ascii_case(name);
        }
        let is_rule = |rule: &Rule| rule.is_called(name) || rule.group.name().eq_ignore_ascii_case(name);
        self.rule.eq_ignore_ascii_case(name) || self.our_rule().is_some_and(is_rule)
    }

    /// hadolint's page about it.
    pub(crate) fn url(&self) -> String {
        format!("https://github.com/hadolint/hadolint/wiki/{}", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, Code};

    #[test]
    fn codes_are_in_order() {
        assert!(CODES.is_sorted_by_key(Code::name));
        assert!(CODES.iter().enumerate().all(|(at, code)| code.index() == at));
    }

    #[test]
    fn rules_have_the_codes_as_aliases() {
        for code in &CODES {
            let rule = code.our_rule();
            assert!(rule.is_none_or(|rule| rule.is_called(code.name())), "{} is no alias", code.name());
        }
    }
}
