//! Checks the `from` of a mount, which must not contain variables.

/// BuildKit's error message for a variable in the `from` of a mount.
pub const VARIABLE_IN_FROM: &str = "'from' doesn't support variable expansion, define alias stage instead";

/// Whether BuildKit finds a variable in the `from` of a mount.
pub(crate) fn has_variable(from: &str) -> bool {
    from.find('$').is_some_and(|at| at + 1 != from.len())
}
