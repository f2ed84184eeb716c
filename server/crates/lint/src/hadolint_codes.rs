//! hadolint's codes and those of `ShellCheck`: the rule that each belongs to, its severity in its
//! tool, and one line about what is wrong.
//!
//! This is only data: presets select by it, and the checks refer to it.

use std::sync::LazyLock;

use crate::{
    registry,
    rule::{Rule, Severity},
};
use dockwright_texts::{Text, lint::hadolint as texts};

/// One of hadolint's rules, or of `ShellCheck`'s.
#[derive(Debug)]
pub struct Code {
    /// `DL3008`. As a list, it is all the aliases that a finding has.
    pub names: [&'static str; 1],
    /// The canonical name of our rule.
    pub rule: &'static str,
    /// hadolint's severity; its `style` is a hint.
    pub severity: Severity,
    /// What is wrong, in one line, if our rule has no finding; without it, the summary of our rule.
    summary: Option<&'static Text>,
    /// The number of a code of `ShellCheck`, 0 for one of hadolint's own.
    pub shell_check: u16,
}

const fn row(code: &'static str, rule: &'static str, severity: Severity, summary: &'static Text) -> Code {
    Code { names: [code], rule, severity, summary: Some(summary), shell_check: 0 }
}

/// A code of `ShellCheck`: `SC2086`.
const fn shell(code: &'static str, rule: &'static str, severity: Severity) -> Code {
    let (digits, mut number, mut at) = (code.as_bytes(), 0, 2);
    while at < digits.len() {
        number = number * 10 + (digits[at] - b'0') as u16;
        at += 1;
    }
    Code { names: [code], rule, severity, summary: None, shell_check: number }
}

/// All of them, in their order.
pub static CODES: [Code; 242] = [
    row("DL1001", "IgnorePragmaUsed", Severity::Hint, &texts::DL1001),
    row("DL3000", "WorkdirRelativePath", Severity::Error, &texts::DL3000),
    row("DL3001", "PointlessCommand", Severity::Info, &texts::DL3001),
    row("DL3002", "LastUserRoot", Severity::Warning, &texts::DL3002),
    row("DL3003", "UseWorkdirNotCd", Severity::Warning, &texts::DL3003),
    row("DL3004", "NoSudo", Severity::Error, &texts::DL3004),
    row("DL3006", "UntaggedImage", Severity::Warning, &texts::DL3006),
    row("DL3007", "LatestTag", Severity::Warning, &texts::DL3007),
    row("DL3008", "AptGetPin", Severity::Warning, &texts::DL3008),
    row("DL3009", "AptCleanLists", Severity::Info, &texts::DL3009),
    row("DL3010", "UseAddForArchive", Severity::Info, &texts::DL3010),
    row("DL3011", "InvalidPort", Severity::Error, &texts::DL3011),
    row("DL3012", "MultipleInstructionsDisallowed", Severity::Error, &texts::DL3012),
    row("DL3013", "PipPin", Severity::Warning, &texts::DL3013),
    row("DL3014", "AptGetYes", Severity::Warning, &texts::DL3014),
    row("DL3015", "AptGetNoInstallRecommends", Severity::Info, &texts::DL3015),
    row("DL3016", "NpmPin", Severity::Warning, &texts::DL3016),
    row("DL3018", "ApkPin", Severity::Warning, &texts::DL3018),
    row("DL3019", "ApkNoCache", Severity::Info, &texts::DL3019),
    row("DL3020", "UseCopyNotAdd", Severity::Error, &texts::DL3020),
    row("DL3021", "CopyDestinationSlash", Severity::Error, &texts::DL3021),
    row("DL3022", "CopyFromUnknownStage", Severity::Warning, &texts::DL3022),
    row("DL3023", "CircularStageDependency", Severity::Error, &texts::DL3023),
    row("DL3024", "DuplicateStageName", Severity::Error, &texts::DL3024),
    row("DL3025", "JSONArgsRecommended", Severity::Warning, &texts::DL3025),
    row("DL3026", "TrustedRegistry", Severity::Error, &texts::DL3026),
    row("DL3027", "AptInsteadOfAptGet", Severity::Warning, &texts::DL3027),
    row("DL3028", "GemPin", Severity::Warning, &texts::DL3028),
    row("DL3029", "FromPlatformFlagConstDisallowed", Severity::Warning, &texts::DL3029),
    row("DL3030", "YumYes", Severity::Warning, &texts::DL3030),
    row("DL3032", "YumClean", Severity::Warning, &texts::DL3032),
    row("DL3033", "YumPin", Severity::Warning, &texts::DL3033),
    row("DL3034", "ZypperYes", Severity::Warning, &texts::DL3034),
    row("DL3035", "DistUpgrade", Severity::Warning, &texts::DL3035),
    row("DL3036", "ZypperClean", Severity::Warning, &texts::DL3036),
    row("DL3037", "ZypperPin", Severity::Warning, &texts::DL3037),
    row("DL3038", "DnfYes", Severity::Warning, &texts::DL3038),
    row("DL3040", "DnfClean", Severity::Warning, &texts::DL3040),
    row("DL3041", "DnfPin", Severity::Warning, &texts::DL3041),
    row("DL3042", "PipNoCacheDir", Severity::Warning, &texts::DL3042),
    row("DL3043", "OnbuildForbiddenTrigger", Severity::Error, &texts::DL3043),
    row("DL3044", "EnvSelfReference", Severity::Error, &texts::DL3044),
    row("DL3045", "CopyRelativeDestination", Severity::Warning, &texts::DL3045),
    row("DL3046", "UseraddLargeUid", Severity::Warning, &texts::DL3046),
    row("DL3047", "WgetProgress", Severity::Info, &texts::DL3047),
    row("DL3048", "LabelKeyInvalid", Severity::Hint, &texts::DL3048),
    row("DL3049", "LabelRequired", Severity::Info, &texts::DL3049),
    row("DL3050", "LabelSuperfluous", Severity::Info, &texts::DL3050),
    row("DL3051", "LabelEmpty", Severity::Warning, &texts::DL3051),
    row("DL3052", "LabelFormat", Severity::Warning, &texts::DL3052),
    row("DL3053", "LabelFormat", Severity::Warning, &texts::DL3053),
    row("DL3054", "LabelFormat", Severity::Warning, &texts::DL3054),
    row("DL3055", "LabelFormat", Severity::Warning, &texts::DL3055),
    row("DL3056", "LabelFormat", Severity::Warning, &texts::DL3056),
    row("DL3057", "HealthcheckMissing", Severity::Hint, &texts::DL3057),
    row("DL3058", "LabelFormat", Severity::Warning, &texts::DL3058),
    row("DL3059", "ConsecutiveRun", Severity::Info, &texts::DL3059),
    row("DL3060", "YarnCacheClean", Severity::Info, &texts::DL3060),
    row("DL3061", "InstructionBeforeFrom", Severity::Error, &texts::DL3061),
    row("DL3062", "GoPin", Severity::Warning, &texts::DL3062),
    row("DL3063", "ReservedStageName", Severity::Warning, &texts::DL3063),
    row("DL3064", "SecretsUsedInArgOrEnv", Severity::Warning, &texts::DL3064),
    row("DL3065", "RedundantTargetPlatform", Severity::Warning, &texts::DL3065),
    row("DL3066", "UserNonNumeric", Severity::Info, &texts::DL3066),
    row("DL3067", "CopyWholeFilesystem", Severity::Warning, &texts::DL3067),
    row("DL4000", "MaintainerDeprecated", Severity::Error, &texts::DL4000),
    row("DL4001", "WgetAndCurl", Severity::Warning, &texts::DL4001),
    row("DL4003", "MultipleInstructionsDisallowed", Severity::Warning, &texts::DL4003),
    row("DL4004", "MultipleInstructionsDisallowed", Severity::Error, &texts::DL4004),
    row("DL4005", "UseShellInstruction", Severity::Warning, &texts::DL4005),
    row("DL4006", "PipefailMissing", Severity::Warning, &texts::DL4006),
    shell("SC1001", "UselessBackslash", Severity::Info),
    shell("SC1007", "EmptyAssignment", Severity::Warning),
    shell("SC1009", "ShellSyntaxError", Severity::Info),
    shell("SC1010", "KeywordAsArgument", Severity::Warning),
    shell("SC1012", "UselessBackslash", Severity::Warning),
    shell("SC1014", "MalformedTest", Severity::Error),
    shell("SC1018", "InvisibleCharacter", Severity::Error),
    shell("SC1019", "MalformedTest", Severity::Error),
    shell("SC1020", "MalformedTest", Severity::Error),
    shell("SC1027", "MalformedTest", Severity::Error),
    shell("SC1028", "MalformedTest", Severity::Error),
    shell("SC1033", "MalformedTest", Severity::Error),
    shell("SC1034", "MalformedTest", Severity::Error),
    shell("SC1035", "ShellSyntaxError", Severity::Error),
    shell("SC1036", "ShellSyntaxError", Severity::Error),
    shell("SC1044", "ShellSyntaxError", Severity::Error),
    shell("SC1045", "ShellSyntaxError", Severity::Error),
    shell("SC1046", "ShellSyntaxError", Severity::Error),
    shell("SC1047", "ShellSyntaxError", Severity::Error),
    shell("SC1048", "ShellSyntaxError", Severity::Error),
    shell("SC1049", "ShellSyntaxError", Severity::Error),
    shell("SC1050", "ShellSyntaxError", Severity::Error),
    shell("SC1051", "ShellSyntaxError", Severity::Error),
    shell("SC1052", "ShellSyntaxError", Severity::Error),
    shell("SC1053", "ShellSyntaxError", Severity::Error),
    shell("SC1054", "ShellSyntaxError", Severity::Error),
    shell("SC1055", "ShellSyntaxError", Severity::Error),
    shell("SC1056", "ShellSyntaxError", Severity::Error),
    shell("SC1057", "ShellSyntaxError", Severity::Error),
    shell("SC1058", "ShellSyntaxError", Severity::Error),
    shell("SC1059", "ShellSyntaxError", Severity::Error),
    shell("SC1060", "ShellSyntaxError", Severity::Error),
    shell("SC1061", "ShellSyntaxError", Severity::Error),
    shell("SC1062", "ShellSyntaxError", Severity::Error),
    shell("SC1063", "ShellSyntaxError", Severity::Error),
    shell("SC1064", "ShellSyntaxError", Severity::Error),
    shell("SC1065", "ShellSyntaxError", Severity::Error),
    shell("SC1070", "ShellSyntaxError", Severity::Error),
    shell("SC1072", "ShellSyntaxError", Severity::Error),
    shell("SC1073", "ShellSyntaxError", Severity::Error),
    shell("SC1078", "ShellSyntaxError", Severity::Error),
    shell("SC1080", "ShellSyntaxError", Severity::Error),
    shell("SC1083", "LiteralBrace", Severity::Warning),
    shell("SC1085", "ShellSyntaxError", Severity::Error),
    shell("SC1088", "ShellSyntaxError", Severity::Error),
    shell("SC1089", "ShellSyntaxError", Severity::Error),
    shell("SC1102", "ShellSyntaxError", Severity::Error),
    shell("SC1105", "ShellSyntaxError", Severity::Error),
    shell("SC1108", "ShellSyntaxError", Severity::Error),
    shell("SC1110", "InvisibleCharacter", Severity::Warning),
    shell("SC1137", "ShellSyntaxError", Severity::Error),
    shell("SC1140", "ShellSyntaxError", Severity::Error),
    shell("SC1141", "ShellSyntaxError", Severity::Error),
    shell("SC2001", "SedForExpansion", Severity::Hint),
    shell("SC2002", "UselessCat", Severity::Hint),
    shell("SC2003", "ObsoleteExpr", Severity::Hint),
    shell("SC2005", "UselessEcho", Severity::Hint),
    shell("SC2006", "Backticks", Severity::Hint),
    shell("SC2009", "PsWithGrep", Severity::Info),
    shell("SC2010", "ParsedLs", Severity::Warning),
    shell("SC2011", "ParsedLs", Severity::Warning),
    shell("SC2012", "ParsedLs", Severity::Info),
    shell("SC2013", "LoopOverOutput", Severity::Info),
    shell("SC2015", "AndOrIsNotIfElse", Severity::Info),
    shell("SC2016", "SingleQuotedExpansion", Severity::Info),
    shell("SC2022", "GlobAsRegex", Severity::Info),
    shell("SC2024", "SudoRedirection", Severity::Warning),
    shell("SC2027", "QuotesInsideQuotes", Severity::Warning),
    shell("SC2028", "EchoEscapes", Severity::Info),
    shell("SC2034", "UnusedShellVariable", Severity::Warning),
    shell("SC2035", "GlobAsOption", Severity::Info),
    shell("SC2038", "FindWithXargs", Severity::Warning),
    shell("SC2041", "LoopRunsOnce", Severity::Warning),
    shell("SC2042", "LoopRunsOnce", Severity::Warning),
    shell("SC2043", "LoopRunsOnce", Severity::Warning),
    shell("SC2044", "LoopOverOutput", Severity::Warning),
    shell("SC2045", "LoopOverOutput", Severity::Error),
    shell("SC2046", "UnquotedOutput", Severity::Warning),
    shell("SC2048", "UnquotedArguments", Severity::Warning),
    shell("SC2050", "ConstantTest", Severity::Warning),
    shell("SC2059", "PrintfFormatVariable", Severity::Info),
    shell("SC2061", "UnquotedPattern", Severity::Warning),
    shell("SC2062", "UnquotedPattern", Severity::Warning),
    shell("SC2063", "GlobAsRegex", Severity::Warning),
    shell("SC2066", "LoopRunsOnce", Severity::Error),
    shell("SC2068", "UnquotedArguments", Severity::Error),
    shell("SC2069", "ErrorsRedirectedFirst", Severity::Warning),
    shell("SC2070", "ConstantTest", Severity::Error),
    shell("SC2078", "ConstantTest", Severity::Error),
    shell("SC2086", "UnquotedVariable", Severity::Info),
    shell("SC2094", "FileReadAndWritten", Severity::Info),
    shell("SC2102", "RepeatedGlobCharacter", Severity::Info),
    shell("SC2103", "CdAndBack", Severity::Info),
    shell("SC2112", "NonPosixSyntax", Severity::Warning),
    shell("SC2113", "NonPosixSyntax", Severity::Warning),
    shell("SC2114", "RmOfSystemDirectory", Severity::Warning),
    shell("SC2115", "RmOfEmptyVariable", Severity::Warning),
    shell("SC2116", "UselessEcho", Severity::Hint),
    shell("SC2117", "SuWithoutCommand", Severity::Info),
    shell("SC2121", "SetForAssignment", Severity::Warning),
    shell("SC2124", "ListInAssignment", Severity::Warning),
    shell("SC2125", "ListInAssignment", Severity::Warning),
    shell("SC2126", "GrepWithWc", Severity::Hint),
    shell("SC2140", "QuotesInsideQuotes", Severity::Warning),
    shell("SC2143", "GrepInTest", Severity::Hint),
    shell("SC2154", "UnsetShellVariable", Severity::Warning),
    shell("SC2155", "MaskedExitStatus", Severity::Warning),
    shell("SC2156", "FileNameInCode", Severity::Warning),
    shell("SC2157", "ConstantTest", Severity::Error),
    shell("SC2158", "ConstantTest", Severity::Error),
    shell("SC2159", "ConstantTest", Severity::Error),
    shell("SC2160", "ConstantTest", Severity::Hint),
    shell("SC2161", "ConstantTest", Severity::Hint),
    shell("SC2162", "ReadWithoutRaw", Severity::Info),
    shell("SC2163", "ExportedValue", Severity::Warning),
    shell("SC2164", "UncheckedCd", Severity::Warning),
    shell("SC2166", "AndOrInTest", Severity::Warning),
    shell("SC2174", "MkdirModeOfParents", Severity::Warning),
    shell("SC2181", "IndirectStatus", Severity::Hint),
    shell("SC2185", "FindWithoutPath", Severity::Info),
    shell("SC2196", "ObsoleteGrep", Severity::Info),
    shell("SC2197", "ObsoleteGrep", Severity::Info),
    shell("SC2210", "RedirectionToNumber", Severity::Warning),
    shell("SC2211", "GlobAsCommand", Severity::Warning),
    shell("SC2226", "LinkWithoutName", Severity::Warning),
    shell("SC2231", "UnquotedLoopGlob", Severity::Info),
    shell("SC2233", "SubshellAroundTest", Severity::Hint),
    shell("SC2234", "SubshellAroundTest", Severity::Hint),
    shell("SC2235", "SubshellAroundTest", Severity::Hint),
    shell("SC2251", "NegationSkipsErrexit", Severity::Info),
    shell("SC2259", "OverriddenRedirection", Severity::Error),
    shell("SC2260", "OverriddenRedirection", Severity::Error),
    shell("SC2261", "OverriddenRedirection", Severity::Error),
    shell("SC2268", "ObsoleteTestGuard", Severity::Hint),
    shell("SC2288", "OddCommandName", Severity::Warning),
    shell("SC2295", "UnquotedPattern", Severity::Info),
    shell("SC2308", "ObsoleteExpr", Severity::Info),
    shell("SC2327", "CapturedOutputRedirected", Severity::Warning),
    shell("SC2328", "CapturedOutputRedirected", Severity::Error),
    shell("SC3001", "NonPosixSyntax", Severity::Error),
    shell("SC3003", "NonPosixSyntax", Severity::Warning),
    shell("SC3004", "NonPosixSyntax", Severity::Warning),
    shell("SC3005", "NonPosixSyntax", Severity::Error),
    shell("SC3006", "NonPosixSyntax", Severity::Warning),
    shell("SC3009", "NonPosixSyntax", Severity::Warning),
    shell("SC3010", "NonPosixSyntax", Severity::Warning),
    shell("SC3011", "NonPosixSyntax", Severity::Warning),
    shell("SC3012", "NonPosixSyntax", Severity::Warning),
    shell("SC3014", "NonPosixSyntax", Severity::Warning),
    shell("SC3015", "NonPosixSyntax", Severity::Error),
    shell("SC3018", "NonPosixSyntax", Severity::Error),
    shell("SC3019", "NonPosixSyntax", Severity::Error),
    shell("SC3020", "NonPosixSyntax", Severity::Warning),
    shell("SC3021", "NonPosixSyntax", Severity::Error),
    shell("SC3024", "NonPosixSyntax", Severity::Error),
    shell("SC3026", "NonPosixSyntax", Severity::Warning),
    shell("SC3028", "NonPosixVariable", Severity::Error),
    shell("SC3029", "NonPosixSyntax", Severity::Error),
    shell("SC3030", "NonPosixSyntax", Severity::Warning),
    shell("SC3034", "NonPosixSyntax", Severity::Warning),
    shell("SC3037", "NonPosixOption", Severity::Warning),
    shell("SC3040", "NonPosixOption", Severity::Warning),
    shell("SC3043", "NonPosixCommand", Severity::Warning),
    shell("SC3044", "NonPosixCommand", Severity::Warning),
    shell("SC3045", "NonPosixOption", Severity::Warning),
    shell("SC3046", "NonPosixCommand", Severity::Warning),
    shell("SC3053", "NonPosixSyntax", Severity::Error),
    shell("SC3054", "NonPosixSyntax", Severity::Warning),
    shell("SC3057", "NonPosixSyntax", Severity::Warning),
    shell("SC3060", "NonPosixSyntax", Severity::Warning),
    shell("SC3061", "ReadWithoutRaw", Severity::Error),
];

/// The codes that run only if they are selected.
const SILENT: [&str; 2] = ["DL1001", "DL3057"];

/// The codes whose findings name the word concerned: a package, a label, a variable.
const NAMING: [&str; 17] = [
    "DL3001", "DL3006", "DL3007", "DL3008", "DL3013", "DL3016", "DL3018", "DL3024", "DL3026", "DL3028",
    "DL3033", "DL3037", "DL3041", "DL3046", "DL3048", "DL3062", "DL3064",
];

impl Code {
    /// The code of this name, in any letter case.
    pub fn named(name: &str) -> Option<&'static Self> {
        CODES.iter().find(|code| code.name().eq_ignore_ascii_case(name))
    }

    /// The code of `ShellCheck` with a number.
    pub fn of_shell_check(number: u16) -> Option<&'static Self> {
        let at = CODES.binary_search_by_key(&number, |code| code.shell_check).ok()?;
        Some(&CODES[at]).filter(|code| code.is_of_shell_check())
    }

    /// Whether it comes from `ShellCheck`, which hadolint runs.
    pub fn is_of_shell_check(&self) -> bool {
        self.shell_check != 0
    }

    /// What is wrong, in one line.
    pub fn summary(&self) -> &'static Text {
        let of_rule = || self.our_rule().map_or(&texts::DL1001, |rule| rule.texts.summary);
        self.summary.unwrap_or_else(of_rule)
    }

    /// `DL3008`.
    pub fn name(&self) -> &'static str {
        self.names[0]
    }

    /// Whether hadolint runs it by default.
    pub fn is_default(&self) -> bool {
        !SILENT.contains(&self.name())
    }

    /// Whether its findings name the word concerned.
    pub fn names_word(&self) -> bool {
        NAMING.contains(&self.name())
    }

    /// Our rule, if there is one.
    pub fn our_rule(&self) -> Option<&'static Rule> {
        static RULES: LazyLock<Vec<Option<&'static Rule>>> =
            LazyLock::new(|| CODES.iter().map(|code| registry::named(code.rule)).collect());
        RULES[self.index()]
    }

    /// Its place in [`CODES`].
    pub fn index(&self) -> usize {
        CODES.partition_point(|code| code.name() < self.name())
    }

    /// Whether a name in a configuration means it: the code, or the name or group of its rule.
    pub fn is_called(&self, name: &str) -> bool {
        if Self::named(name).is_some() {
            return self.name().eq_ignore_ascii_case(name);
        }
        let is_rule = |rule: &Rule| rule.is_called(name) || rule.group.is_called(name);
        self.rule.eq_ignore_ascii_case(name) || self.our_rule().is_some_and(is_rule)
    }

    /// The page of its tool about it.
    pub fn url(&self) -> String {
        if self.is_of_shell_check() {
            return format!("https://www.shellcheck.net/wiki/{}", self.name());
        }
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
}
