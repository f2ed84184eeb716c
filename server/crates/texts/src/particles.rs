//! Korean particles after arguments. A text has both forms, as in `{name}을(를)`; which one is right
//! depends on the last sound of the argument, so it is chosen when the argument is known.

/// The particles with two forms: as written in texts, after a consonant, after a vowel.
const PARTICLES: &[(&str, &str, &str)] = &[
    ("이(가)", "이", "가"),
    ("은(는)", "은", "는"),
    ("을(를)", "을", "를"),
    ("과(와)", "과", "와"),
    ("와(과)", "과", "와"),
    ("(으)로", "으로", "로"),
    ("(이)나", "이나", "나"),
    ("(이)라", "이라", "라"),
];

/// The particle after which the consonant `ㄹ` counts as a vowel.
const AFTER_RIEUL: &str = "(으)로";

/// The last sound of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Vowel,
    Consonant,
    Rieul,
}

/// How Koreans read the ends of words in Latin letters and of numbers; the longest one counts.
const ENDINGS: &[(&str, Ending)] = &[
    ("0", Ending::Consonant),
    ("1", Ending::Rieul),
    ("3", Ending::Consonant),
    ("6", Ending::Consonant),
    ("7", Ending::Rieul),
    ("8", Ending::Rieul),
    ("l", Ending::Rieul),
    ("le", Ending::Rieul),
    ("m", Ending::Consonant),
    ("n", Ending::Consonant),
    ("ng", Ending::Consonant),
    ("ine", Ending::Consonant),
    ("one", Ending::Consonant),
    ("ome", Ending::Consonant),
    ("ime", Ending::Consonant),
    ("ame", Ending::Consonant),
    ("ume", Ending::Consonant),
    ("check", Ending::Vowel),
    ("ck", Ending::Consonant),
    ("pp", Ending::Consonant),
];

/// Appends a part of a text, whose particle at the start fits the end of `out`.
pub(crate) fn push(out: &mut String, part: &str) {
    let name = part.trim_start_matches(['`', '"', '\'', ')', '>']);
    let Some((both, consonant, vowel)) = PARTICLES.iter().find(|(both, ..)| name.starts_with(both)) else {
        out.push_str(part);
        return;
    };
    let Some(ending) = ending(out) else {
        out.push_str(part);
        return;
    };
    let is_vowel = ending == Ending::Vowel || ending == Ending::Rieul && *both == AFTER_RIEUL;
    out.push_str(&part[..part.len() - name.len()]);
    out.push_str(if is_vowel { vowel } else { consonant });
    out.push_str(&name[both.len()..]);
}

/// The last sound of a text; `None` if it has no letters that are known.
fn ending(text: &str) -> Option<Ending> {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = text.chars().next_back()?;
    if ('가'..='힣').contains(&last) {
        // Syllables are in the order of their last consonants, of which there are 27.
        return Some(match (u32::from(last) - u32::from('가')) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        });
    }
    let start = text
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = text[start..].to_ascii_lowercase();
    if word.is_empty() {
        return None;
    }
    let known = ENDINGS.iter().filter(|(end, _)| word.ends_with(end));
    let known = known.max_by_key(|(end, _)| end.len()).map(|(_, ending)| *ending);
    Some(known.unwrap_or_else(|| if ends_in_stop(&word) { Ending::Consonant } else { Ending::Vowel }))
}

/// Whether a word ends in a short vowel and one of the consonants that close a Korean syllable, like
/// `set` and `pip`. Otherwise such a consonant gets a vowel, as in `script`.
fn ends_in_stop(word: &str) -> bool {
    let is_vowel = |c: u8| b"aeiou".contains(&c);
    match word.as_bytes() {
        [.., before, vowel, last] => is_vowel(*vowel) && !is_vowel(*before) && b"bckpt".contains(last),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(particle: &str, words: &[&str]) {
        for word in words {
            let mut out = format!("`{}", word.split_once('|').unwrap().0);
            push(&mut out, &format!("`{particle} 씁니다"));
            assert_eq!(
                out,
                format!("`{}`{} 씁니다", word.split_once('|').unwrap().0, word.split_once('|').unwrap().1)
            );
        }
    }

    #[test]
    fn particles_fit_the_last_sound() {
        check(
            "을(를)",
            &["파일|을", "변수|를", "npm|을", "node|를", "curl|을", "build|를", "set|을", "script|를"],
        );
        check(
            "이(가)",
            &["RUN|이", "COPY|가", "LABEL|이", "USER|가", "VOLUME|이", "EXPOSE|가", "root|가", "git|이"],
        );
        check(
            "은(는)",
            &["8080|은", "22|는", "1|은", "v1.2.3|은", "docker|는", "stop/|은", "HEALTHCHECK|는"],
        );
        check("(으)로", &["파일|로", "값|으로", "7|로", "npm|으로", "yarn|으로", "pip install|로", "2|로"]);
        check("와(과)", &["`|와(과)", "값|과", "a|와"]);
    }
}
