//! export gets a value instead of a name.
//!
//! # What it does
//! Reports `export $X` and `export "$X"`.
//!
//! # Why it matters
//! It exports the variable whose name is the value of `X`. Leave the `$` out.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! ARG VERSION
//! RUN export $VERSION && make
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ARG VERSION
//! RUN export VERSION && make
//! ```
//!
//! # Limits
//! `export "$X=value"` is not reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC2163>

use dockwright_texts::rules::exported_value as texts;

shell_rule! {
    codes: [2163],
    severity: Warning,
    finding: |text| texts::finding(text),
}

shell_cases! {
    image: "debian:13",
    found: [("export $A", "$A"), ("export \"${A}\"", "\"${A}\"")],
    quiet: ["export A", "export \"$A=b\""],
}
