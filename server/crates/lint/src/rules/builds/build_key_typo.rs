//! Misspelt key of a build.
//!
//! # What it does
//! Reports a key of a build in a Compose file, a Bake file or a `devcontainer.json` that is unknown, but differs little from a
//! known one.
//!
//! # Why it matters
//! Compose rejects the file; other programs ignore the key.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       taget: prod
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       target: prod
//! ```
//!
//! # Limits
//! Only keys that are directly in a build are checked. Keys that begin with `x-` are extensions.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/>

rule! {
    checks: [],
    group: Context, severity: Warning, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}
