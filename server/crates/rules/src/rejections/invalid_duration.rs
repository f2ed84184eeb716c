//! Duration that Docker cannot read.
//!
//! # What it does
//! Reports a duration of HEALTHCHECK that has no unit or an unknown unit, or is shorter than one millisecond.
//!
//! # Why it matters
//! A duration consists of numbers and units (ns, us, ms, s, m, h), such as `1m30s`. Docker rejects anything else.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --interval=30 CMD ["/app", "--check"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --interval=30s CMD ["/app", "--check"]
//! ```
//!
//! # Limits
//! `0` needs no unit. There is no unit for days: write `24h`. The fix adds `s` to a number without a unit.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>
//! - BuildKit: `parseOptInterval` in `frontend/dockerfile/instructions/parse.go`

rejection! {
    aliases: &["DU:FLAG_INVALID_DURATION", "DU:FLAG_MISSING_DURATION", "DU:FLAG_UNKNOWN_UNIT", "DU:FLAG_LESS_THAN_1MS"],
    group: Metadata,
    unfinished: &[Unfinished::Duration],
}
