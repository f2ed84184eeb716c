//! What BuildKit refuses as the value of `--chmod`.
//!
//! Source: language.md 3.5.

use crate::spec::modes::{octal_mode, symbolic_clause};

/// What is wrong with a mode, in BuildKit's words.
pub(crate) fn check_mode(text: &str) -> Result<(), String> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return octal_mode(text).map(|_| ()).ok_or_else(|| {
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
        assert!(check_mode("9").unwrap_err().contains("octal"));
        assert!(check_mode("10000").unwrap_err().contains("octal"));
        for bad in ["foo", "u", "u+z", "+x,", "755x", "-1"] {
            assert_eq!(check_mode(bad).unwrap_err(), "invalid syntax", "{bad}");
        }
    }
}
