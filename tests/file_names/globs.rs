//! Globs for editors that support nothing else, Helix and Zed: names of Dockerfiles without listed
//! extensions.
//!
//! A glob excludes single characters only, so the rule is defined from the end of the name: it ends
//! in letters that no listed extension ends in, or in letters that one does, with a different
//! character before them than in the extension.

use std::collections::{BTreeMap, BTreeSet};

/// The globs, for extensions in any letter case.
pub(crate) fn globs(extensions: &[String]) -> Vec<String> {
    // The characters before each proper end of a listed extension; the dot belongs to the extension.
    let mut before: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    let dotted: Vec<String> = extensions.iter().map(|it| format!(".{it}")).chain(["~".to_owned()]).collect();
    for extension in &dotted {
        for (at, c) in extension.char_indices() {
            before.entry(extension[at + c.len_utf8()..].to_owned()).or_default().insert(c);
        }
    }
    // Ends after which the whole extension has been read exclude the name.
    before.retain(|end, _| !dotted.contains(end));
    let mut ends: BTreeMap<&BTreeSet<char>, Vec<&str>> = BTreeMap::new();
    for (end, characters) in &before {
        ends.entry(characters).or_default().push(end);
    }
    let word = "{[Dd]ocker,[Cc]ontainer}file";
    let mut globs = vec![word.to_owned(), format!("*[!/].{word}")];
    for (characters, ends) in ends {
        let excluded: String = characters.iter().map(|&c| any_case(c, false)).collect();
        // The separator itself may be the character before the end: `Dockerfile-py`.
        let separator = if characters.contains(&'.') { "-" } else { "[.-]" };
        let start = format!("{{[.-]*[!{excluded}],{separator}}}");
        let ends: Vec<String> =
            ends.iter().map(|end| end.chars().map(|c| any_case(c, true)).collect()).collect();
        globs.push(match &ends[..] {
            // Any other character at the end.
            [end] if end.is_empty() => format!("{word}[.-]*[!{excluded}]"),
            [end] => format!("{word}{start}{end}"),
            ends => format!("{word}{start}{{{}}}", ends.join(",")),
        });
    }
    globs
}

/// A letter in both cases, in new brackets or for existing ones.
fn any_case(c: char, in_brackets: bool) -> String {
    match (c.is_ascii_lowercase(), in_brackets) {
        (true, true) => format!("[{}{c}]", c.to_ascii_uppercase()),
        (true, false) => format!("{}{c}", c.to_ascii_uppercase()),
        (false, _) => c.to_string(),
    }
}
