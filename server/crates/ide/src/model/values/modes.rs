//! The value of `--chmod`: octal, or symbolic as chmod(1) takes it.
//!
//! Source: language.md 3.5.

/// What is wrong with a mode, in BuildKit's words.
pub(in crate::model) fn check_mode(text: &str) -> Result<(), String> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        let is_octal = u32::from_str_radix(text, 8).is_ok_and(|mode| mode <= 0o7777);
        return is_octal.then_some(()).ok_or_else(|| {
            format!("invalid chmod parameter: '{text}'. it should be octal string and between 0 and 07777")
        });
    }
    text.split(',').all(is_clause).then_some(()).ok_or_else(|| "invalid syntax".to_owned())
}

/// `ugo+rwx`, or several operations for the same users: `u+r-w`.
fn is_clause(clause: &str) -> bool {
    let operations = clause.trim_start_matches(['u', 'g', 'o', 'a']);
    operations.starts_with(['+', '-', '=']) && operations.bytes().all(|b| b"+-=rwxXstugo".contains(&b))
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
