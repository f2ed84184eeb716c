//! Dockerfile of a build does not exist.
//!
//! # What it does
//! Reports a `dockerfile` in a Compose file, a Bake file or a `devcontainer.json` that does not exist. The path is relative to the build
//! context; in a `devcontainer.json`, to that file.
//!
//! # Why it matters
//! The build fails: Docker cannot read the Dockerfile.
//!
//! # Example
//! ```yaml
//! # compose.yaml, next to web/Dockerfile
//! services:
//!   web:
//!     build:
//!       context: ./web
//!       dockerfile: web/Dockerfile
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml, next to web/Dockerfile
//! services:
//!   web:
//!     build:
//!       context: ./web
//!       dockerfile: Dockerfile
//! ```
//!
//! # Limits
//! Paths with variables, remote contexts and files outside the workspace are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#dockerfile>

rule! {
    checks: [],
    group: Context, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}
