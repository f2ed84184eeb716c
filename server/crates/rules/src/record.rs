//! The records of rules, as macros: the macros have what rules of a kind share, and a record says
//! what differs.

/// A rule's record: its checks, the rules that it replaces on an instruction or on a word, by their
/// modules, and the fields of [`Rule`]. The names of groups, severities and presets need no import.
macro_rules! rule {
    // The build script reads the name.
    (name: $name:literal, $($rest:tt)*) => { rule! { $($rest)* } };
    (checks: $checks:tt, replaces: $replaced:tt, $($rest:tt)*) => { rule! { @ $checks $replaced [] $($rest)* } };
    (checks: $checks:tt, stands_for: $others:tt, $($rest:tt)*) => { rule! { @ $checks [] $others $($rest)* } };
    (checks: $checks:tt, $($rest:tt)*) => { rule! { @ $checks [] [] $($rest)* } };
    (
        @ [$($check:expr),* $(,)?] [$($replaced:ident),* $(,)?] [$($other:ident),* $(,)?]
        $($key:ident: $value:expr),* $(,)?
    ) => {
        /// The rule's properties.
        pub(crate) static RULE: dockwright_lint::rule::Rule = {
            #[allow(unused_imports, reason = "a record uses some of the names")]
            use dockwright_lint::rule::{Group::*, Preset::*, Severity::*, *};
            Rule {
                replaces: &[$(&$crate::$replaced::RULE),*],
                stands_for: &[$(&$crate::$other::RULE),*],
                $($key: $value,)*
                ..$crate::recorded(Rule::PLAIN, module_path!())
            }
        };

        /// Its checks.
        pub(crate) const CHECKS: &[$crate::Check] = &[$($check),*];
    };
}

/// The record of what Docker rejects; the file is named like the [`Refusal`].
macro_rules! rejection {
    ($($key:ident: $value:expr),* $(,)?) => {
        /// The rule's properties.
        pub(crate) static RULE: dockwright_lint::rule::Rule = {
            #[allow(unused_imports, reason = "a record uses some of the names")]
            use dockwright_lint::rule::{Group::*, Severity::*, *};
            Rule {
                $($key: $value,)*
                ..$crate::rejected($crate::recorded(Rule::REJECTION, module_path!()))
            }
        };

        /// It has no check: facts and the model find it.
        pub(crate) const CHECKS: &[$crate::Check] = &[];
    };
}

/// The record of a rule about the shell's own language: the numbers of its `SC` codes, which become its aliases, and what is said
/// of each finding. With the title of a `safe_fix` or an `unsafe_fix`, all findings have that fix.
macro_rules! shell_rule {
    (
        codes: $codes:tt, severity: $severity:ident $(, presets: [$($preset:ident),*])?,
        finding: $message:expr $(, $fix:ident: $title:expr)? $(,)?
    ) => {
        shell_rule! { @record $codes $severity [$($($preset,)*)? Hadolint] { $codes => $message } [$($fix $title)?] }
    };
    (
        codes: $codes:tt, severity: $severity:ident $(, presets: [$($preset:ident),*])?,
        findings: { $($code:literal => $message:expr),* $(,)? } $(, $fix:ident: $title:expr)? $(,)?
    ) => {
        shell_rule! {
            @record $codes $severity [$($($preset,)*)? Hadolint] { $([$code] => $message),* } [$($fix $title)?]
        }
    };
    (
        @record [$first:literal $(, $code:literal)*] $severity:ident [$($preset:ident),*]
        { $($codes:tt => $message:expr),* } $fix:tt
    ) => {
        rule! {
            checks: [$crate::Check::Shell(&[$($crate::ShellCheck {
                codes: &$codes, message: $message, mend: shell_rule!(@fix $fix),
            }),*])],
            aliases: &[concat!("SC", $first) $(, concat!("SC", $code))*],
            group: Shell,
            severity: $severity,
            presets: &[$($preset),*],
            url: Some(concat!("https://www.shellcheck.net/wiki/SC", $first)),
        }
    };
    (@fix []) => { None };
    (@fix [safe_fix $title:expr]) => { Some(|ctx| dockwright_lint::shell_report::fix(ctx, &RULE, $title)) };
    (@fix [unsafe_fix $title:expr]) => {
        Some(|ctx| {
            let fix = dockwright_lint::shell_report::fix(ctx, &RULE, $title);
            fix.map(dockwright_analysis::fix::Fix::unsafe_choice)
        })
    };
}

/// The record of a rule about ignore files: all of them are about the build context and in the default preset.
macro_rules! ignore_rule {
    (severity: $severity:ident $(,)?) => {
        rule! {
            checks: [dockwright_lint::check::Check::IgnoreFile(check)],
            group: Context,
            severity: $severity,
            presets: &[Default],
        }
    };
}

/// The test of a rule about the shell's own language: scripts, with the place of the finding, and scripts without one.
macro_rules! shell_cases {
    (image: $image:literal, found: $found:expr, quiet: $quiet:expr $(,)?) => {
        #[cfg(test)]
        mod tests {
            #[test]
            fn scripts() {
                $crate::testing::check_scripts(super::RULE.name, $image, &$found, &$quiet);
            }
        }
    };
}

/// The tests of a rule: annotated files with its findings ([`check`](testing::check)), texts
/// without findings, for the place of `{}` in a file, and files before and after its fixes.
macro_rules! cases {
    ($($kind:ident: $cases:tt),* $(,)?) => {
        #[cfg(test)]
        mod cases {
            use super::RULE;

            $(cases! { @$kind $cases })*
        }
    };
    (@found [$($fixture:expr),* $(,)?]) => {
        #[test]
        fn found() {
            $($crate::testing::check(RULE.name, $fixture);)*
        }
    };
    (@quiet { $($file:expr => $texts:expr),* $(,)? }) => {
        #[test]
        fn quiet() {
            $($crate::testing::check_quiet(RULE.name, $file, &$texts);)*
        }
    };
    (@fixed { $($before:expr => $after:expr),* $(,)? }) => {
        #[test]
        fn fixed() {
            $($crate::testing::check_fix(RULE.name, $before, $after);)*
        }
    };
}
