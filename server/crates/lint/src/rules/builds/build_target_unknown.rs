//! Build names a stage that the Dockerfile does not have.
//!
//! # What it does
//! Reports a `target` in a Compose file, a Bake file or a `devcontainer.json` that is neither the name of a stage of the Dockerfile nor its
//! number.
//!
//! # Why it matters
//! The build fails: Docker cannot find the stage.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       target: prdo
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
//! A name with variables is not reported, and neither is one whose Dockerfile cannot be read. If several builds share a
//! line, it is reported only if none of them finds the stage.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#target>

rule! {
    checks: [],
    group: Stages, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}
