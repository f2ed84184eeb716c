//! Finds the name that was probably meant by a name that does not exist.
//!
//! A missing file is more often made by a step before the build than misspelt: `main.js` is compiled from `main.ts`,
//! and `app-2.jar` is a different version from `app-1.jar`. So only names that look mistyped count.

/// In stems of up to so many letters, only a single slip counts.
const SHORT_STEM: usize = 6;
/// Shorter stems are all near one another.
const LEAST_STEM: usize = 4;

/// Suffixes that are not misspelt, so that a file with one of them is a different file.
const USUAL_SUFFIXES: &str = "\
    7z a apk ash asm avi awk bak bash bat bin bmp bz2 c cc cer cert cfg cjs class clj cmake cmd cnf conf config cpp \
    crt cs csh csproj css csv cxx d dat data db deb default dev diff dist dll doc docx ear el elf env erl ex example \
    exe exs fish fs gif go gpg gradle gz h hbs hcl hh hpp hs htm html hxx ico img in inc ini iso jar java jks jl \
    jpeg jpg js json json5 jsonc jsp jsx key ko kt kts less lib list lock log lua m m4 map md mdx mjs mk ml mod mp3 \
    mp4 msi mts nim nix o obj old orig out p12 patch pdf pem pfx php pid pl plist pm png prod properties proto ps1 \
    pub py pyc pyi pyx r rb rc rpm rs rst s sample sass scala scm scss sh so sock sol sql sum svg swift tar tbz tcl \
    tex tf tgz tmp tmpl toml tpl ts tsv tsx ttf txt txz vb vim vue war wasm wav webp whl woff xls xml xsd xsl xz \
    yaml yml z zig zip zsh zst";

/// How far a name is from the one that is written, if it is near enough to be meant. `slips` counts the slips of typing that
/// make one text the other.
pub(crate) fn distance(written: &str, name: &str, slips: fn(&str, &str) -> usize) -> Option<usize> {
    if written.len().abs_diff(name.len()) > 6 || written == name {
        return None;
    }
    if written.to_lowercase() == name.to_lowercase() {
        return Some(0);
    }
    let ((stem, suffix), (other, other_suffix)) = (parts(written), parts(name));
    let letters = |text: &str| text.chars().count();
    if letters(stem).max(letters(other)) < LEAST_STEM {
        return None;
    }
    if stem == other {
        let is_misspelt = !is_usual(suffix) && slips(suffix, other_suffix) == 1;
        return is_misspelt.then_some(1);
    }
    let without_digits = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let shorter = letters(stem).min(letters(other));
    // `lib` and `libs` are both names.
    let is_plural = shorter < LEAST_STEM
        && (stem.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(stem));
    if suffix != other_suffix || is_plural || without_digits(stem) == without_digits(other) {
        return None;
    }
    let most = if shorter <= SHORT_STEM { 1 } else { 2 };
    Some(slips(stem, other)).filter(|&slips| slips <= most)
}

/// A name before its last dot, and from there on. A dot at the start begins a name.
fn parts(name: &str) -> (&str, &str) {
    name.split_at(name.rfind('.').filter(|&at| at > 0).unwrap_or(name.len()))
}

fn is_usual(suffix: &str) -> bool {
    let suffix = suffix.trim_start_matches('.').to_ascii_lowercase();
    USUAL_SUFFIXES.split_ascii_whitespace().any(|usual| usual == suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the callers count them, but for swapped letters.
    fn slips(a: &str, b: &str) -> usize {
        let start = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
        let (a, b) = (&a[start..], &b[start..]);
        let end = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
        a.len().max(b.len()) - end
    }

    #[test]
    fn names_that_were_meant() {
        for (written, name, expected) in [
            ("README.MD", "Readme.md", Some(0)),
            ("pakage.json", "package.json", Some(1)),
            ("requirement.txt", "requirements.txt", Some(1)),
            ("cnf", "conf", Some(1)),
            ("Cargo.tml", "Cargo.toml", Some(1)),
            ("requirements.tx", "requirements.txt", Some(1)),
            ("main.js", "main.ts", None),
            ("config.yml", "config.yaml", None),
            ("lib", "libs", None),
            ("app-2.jar", "app-1.jar", None),
            ("app-1.10.jar", "app-1.9.jar", None),
            ("src", "arc", None),
            ("config", "confusion", None),
        ] {
            assert_eq!(distance(written, name, slips), expected, "{written} {name}");
        }
    }
}
