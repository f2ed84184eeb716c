//! Build has both a Dockerfile and an inline text.
//!
//! # What it does
//! Reports a build with both `dockerfile` and `dockerfile_inline` (in Bake, `dockerfile-inline`).
//!
//! # Why it matters
//! Compose rejects the file. Bake ignores the path.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       dockerfile: Dockerfile
//!       dockerfile_inline: FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       dockerfile_inline: FROM alpine:3.22
//! ```
//!
//! # Limits
//! In a Bake file the finding has severity info.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#dockerfile_inline>

rule! {
    checks: [],
    group: Context, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}
