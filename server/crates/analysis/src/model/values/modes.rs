//! Checks the value of `--chmod`.

use crate::spec::modes::{octal_mode, symbolic_clause};

/// BuildKit's error message for a mode.
pub fn check_mode(text: &str) -> Result<(), String> {
    // A text that begins with a digit is parsed as a number.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        let mode = if is_number { octal_mode(text) } else { None };
        return mode.map(|_| ()).ok_or_else(|| {
            format!("invalid chmod parameter: '{text}'. it should be octal string and between 0 and 07777")
        });
    }
    let is_valid = text.split(',').all(|clause| symbolic_clause(clause).is_some());
    is_valid.then_some(()).ok_or_else(|| "invalid syntax".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octal_or_symbolic() {
        for good in ["0", "755", "07777", "u+x", "a=rX,g-w", "+x", "u=rwx,go=", "u=g"] {
            assert!(check_mode(good).is_ok(), "{good}");
        }
        for bad in ["9", "10000", "755x", "0o755", "0x1", "755,u+x"] {
            assert!(check_mode(bad).unwrap_err().contains("octal"), "{bad}");
        }
        for bad in ["foo", "u", "u+z", "+x,", "-1", "+5"] {
            assert_eq!(check_mode(bad).unwrap_err(), "invalid syntax", "{bad}");
        }
    }
}
