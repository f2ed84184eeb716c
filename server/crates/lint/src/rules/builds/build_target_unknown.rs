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
//! Nothing is said about a name with variables, about a Dockerfile that cannot be read, or if a different build that shares the
//! line finds the stage.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#target>

rule! {
    checks: [],
    group: Stages, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}
