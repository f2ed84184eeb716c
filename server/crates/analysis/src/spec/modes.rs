//! Parses file modes for `--chmod`: octal, or symbolic as in chmod(1).

/// Parses an octal mode; `None` for other texts.
pub fn octal_mode(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    u32::from_str_radix(text, 8).ok().filter(|mode| is_number && *mode <= 0o7777)
}

/// Splits a clause of a symbolic mode, such as `ugo+rwx`, into whose permissions it changes and the
/// operations on them. There may be several operations: `u+r-w`.
pub fn symbolic_clause(clause: &str) -> Option<(&str, &str)> {
    let operations = clause.trim_start_matches(['u', 'g', 'o', 'a']);
    let is_clause =
        operations.starts_with(['+', '-', '=']) && operations.bytes().all(|b| b"+-=rwxXstugo".contains(&b));
    is_clause.then(|| clause.split_at(clause.len() - operations.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_read() {
        assert_eq!(octal_mode("0644"), Some(0o644));
        for bad in ["", "9", "10000", "+7", "u+x"] {
            assert_eq!(octal_mode(bad), None, "{bad}");
        }
        assert_eq!(symbolic_clause("ug+r-w"), Some(("ug", "+r-w")));
        for bad in ["", "u", "x=r", "u=R"] {
            assert_eq!(symbolic_clause(bad), None, "{bad}");
        }
    }
}
