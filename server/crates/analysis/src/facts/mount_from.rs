//! The `from` of a mount, which may not have variables. Source: language.md 3.2.1.

/// BuildKit's words for a variable in the `from` of a mount.
pub const VARIABLE_IN_FROM: &str = "'from' doesn't support variable expansion, define alias stage instead";

/// Whether BuildKit takes the `from` of a mount for one with a variable.
pub(crate) fn has_variable(from: &str) -> bool {
    from.find('$').is_some_and(|at| at + 1 != from.len())
}
