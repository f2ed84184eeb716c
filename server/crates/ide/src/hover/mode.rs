//! Spells out file modes.
//!
//! Source: chmod(1) and Docker's reference on `COPY --chmod`.

use super::markdown::code;
use dockwright_analysis::spec::modes::{octal_mode, symbolic_clause};
use dockwright_texts::{Language, Message, Text, ide::hover::mode as texts};

/// The permissions of a mode: `0644` is `rw-r--r--`.
pub(super) fn spelt_out(text: &str, language: Language) -> Option<String> {
    if let Some(mode) = octal_mode(text) {
        return Some(octal(text, mode, language));
    }
    let clauses: Option<Vec<_>> = text.split(',').map(|clause| symbolic(clause, language)).collect();
    clauses.map(|clauses| clauses.join("\n"))
}

fn octal(text: &str, mode: u32, language: Language) -> String {
    let spelt = letters(mode);
    let mut lines =
        vec![texts::ModeIs { text: code(text), mode: code(&spelt) }.message().text(language), String::new()];
    for (class, shift) in [('u', 6), ('g', 3), ('o', 0)] {
        let granted = "rwx".chars().zip([4, 2, 1]).filter(|(_, bit)| mode >> shift & bit != 0);
        let rights = rights(granted.map(|(letter, _)| letter), language);
        lines.push(format!("- {}", of_class(class, rights).text(language)));
    }
    for (text, bit) in
        [(&texts::MODE_SETUID, 0o4000), (&texts::MODE_SETGID, 0o2000), (&texts::MODE_STICKY, 0o1000)]
    {
        if mode & bit != 0 {
            lines.push(format!("- {}", Message::from(text).text(language)));
        }
    }
    lines.join("\n")
}

/// The permissions in the format of `ls -l`.
fn letters(mode: u32) -> String {
    let mut out = String::new();
    for (shift, special, letter) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        out.push(if mode >> shift & 4 != 0 { 'r' } else { '-' });
        out.push(if mode >> shift & 2 != 0 { 'w' } else { '-' });
        out.push(match (mode >> shift & 1 != 0, mode & special != 0) {
            (true, false) => 'x',
            (false, false) => '-',
            (true, true) => letter,
            (false, true) => letter.to_ascii_uppercase(),
        });
    }
    out
}

/// A clause such as `u=rwX`: the users, then their permissions; several operations may follow each
/// other.
fn symbolic(clause: &str, language: Language) -> Option<String> {
    let (who, operations) = symbolic_clause(clause)?;
    let mut shown = Vec::new();
    let mut rest = operations;
    while let Some(operator) = rest.chars().next() {
        let behind = &rest[1..];
        let end = behind.find(['+', '-', '=']).unwrap_or(behind.len());
        let rights = rights(behind[..end].chars(), language);
        let change = match operator {
            '+' => texts::mode_add(rights),
            '-' => texts::mode_remove(rights),
            _ => texts::mode_set(rights),
        };
        shown.push(change.text(language));
        rest = &behind[end..];
    }
    let shown = shown.join("; ");
    let everyone = who.is_empty() || who.contains('a') || "ugo".chars().all(|letter| who.contains(letter));
    let lines: Vec<String> = if everyone {
        vec![texts::mode_everyone(&shown).text(language)]
    } else {
        let named = "ugo".chars().filter(|class| who.contains(*class));
        named.map(|class| of_class(class, shown.clone()).text(language)).collect()
    };
    Some(lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"))
}

fn rights(letters: impl Iterator<Item = char>, language: Language) -> String {
    let names: Vec<String> =
        letters.filter_map(right).map(|right| Message::from(right).text(language)).collect();
    if names.is_empty() { texts::right_none().text(language) } else { names.join(", ") }
}

/// The permissions of a class of users: `u`, `g` or `o`.
fn of_class(class: char, rights: String) -> Message {
    match class {
        'u' => texts::mode_owner(rights),
        'g' => texts::mode_group(rights),
        _ => texts::mode_others(rights),
    }
}

/// The name of a letter of symbolic modes.
fn right(letter: char) -> Option<&'static Text> {
    Some(match letter {
        'r' => &texts::RIGHT_R,
        'w' => &texts::RIGHT_W,
        'x' => &texts::RIGHT_X,
        'X' => &texts::RIGHT_X_WHERE_EXECUTABLE,
        's' => &texts::RIGHT_S,
        't' => &texts::RIGHT_T,
        'u' => &texts::RIGHT_U,
        'g' => &texts::RIGHT_G,
        'o' => &texts::RIGHT_O,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octal_modes() {
        let shown = |text| spelt_out(text, Language::English).unwrap();
        assert_eq!(
            shown("0644"),
            "`0644` = `rw-r--r--`\n\n- Owner: read, write\n- Group: read\n- Others: read"
        );
        assert!(shown("4755").starts_with("`4755` = `rwsr-xr-x`"));
        assert!(shown("1777").contains("`rwxrwxrwt`"));
        assert!(shown("2640").contains("`rw-r-S---`") && shown("0").contains("Others: nothing"));
        assert_eq!(spelt_out("99", Language::English), None);
        assert_eq!(spelt_out("", Language::English), None);
    }

    #[test]
    fn symbolic_modes() {
        let shown = |text| spelt_out(text, Language::English);
        assert_eq!(shown("u=rw,go=r").unwrap(), "- Owner: = read, write\n- Group: = read\n- Others: = read");
        assert_eq!(shown("+x").unwrap(), "- Everyone: + execute");
        assert_eq!(shown("a-w+t").unwrap(), "- Everyone: − write; + sticky");
        assert_eq!(shown("u"), None);
        assert_eq!(shown("x=r"), None);
        assert!(spelt_out("go=", Language::Korean).unwrap().contains("그룹: = 없음"));
    }
}
