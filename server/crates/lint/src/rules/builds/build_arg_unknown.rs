//! Build sets an argument that no ARG declares.
//!
//! # What it does
//! Reports a build argument in a Compose file, a Bake file or a `devcontainer.json` if the Dockerfile has no ARG of that name.
//!
//! # Why it matters
//! The value has no effect. Often the name is misspelt, and the build uses the default instead.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       args:
//!         NODE_VERSON: 20
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       args:
//!         NODE_VERSION: 20
//! ```
//!
//! # Limits
//! Arguments that the builder knows, such as `HTTP_PROXY` and `BUILDKIT_INLINE_CACHE`, need no ARG. If several builds
//! share a line, it is reported only if none of them uses the argument.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#args>

rule! {
    checks: [],
    group: Variables, severity: Warning, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}
