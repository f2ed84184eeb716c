//! Converts Markdown to plain text for clients that cannot show Markdown.
//!
//! Supports only the Markdown that this server writes: headings, fences, code, emphasis, links,
//! escapes.

/// The text without its markup.
pub(crate) fn plain_text(markdown: &str) -> String {
    let mut lines = Vec::new();
    let mut is_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            lines.push(line.to_owned());
        } else if line.trim() == "---" {
            lines.push(String::new());
        } else {
            lines.push(plain_line(line));
        }
    }
    // Removing markup may leave several empty lines in a row.
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    lines.join("\n").trim().to_owned()
}

fn plain_line(line: &str) -> String {
    let heading = line.trim_start_matches('#');
    let mut rest = if heading.len() < line.len() && heading.starts_with(' ') { &heading[1..] } else { line };
    let mut plain = String::with_capacity(rest.len());
    while let Some(first) = rest.chars().next() {
        if let Some((shown, after)) = mark(rest, plain.chars().next_back()) {
            plain.push_str(&shown);
            rest = after;
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    plain
}

/// The text that the markup at the start of `rest` shows, and the text after it.
fn mark(rest: &str, before: Option<char>) -> Option<(String, &str)> {
    let delimited = |open: &str, close: &str| rest.strip_prefix(open)?.split_once(close);
    let is_inside_word = before.is_some_and(char::is_alphanumeric);
    match rest.as_bytes().first()? {
        b'\\' if rest[1..].starts_with(|escaped: char| escaped.is_ascii_punctuation()) => {
            Some((rest[1..2].to_owned(), &rest[2..]))
        }
        b'`' => {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let (code, after) = delimited(&rest[..ticks], &rest[..ticks])?;
            Some((code.trim().to_owned(), after))
        }
        b'<' => {
            let (url, after) = delimited("<", ">")?;
            url.contains("://").then(|| (url.to_owned(), after))
        }
        b'[' => {
            let (shown, after) = delimited("[", "](")?;
            let (url, after) = after.split_once(')')?;
            let shown = plain_line(shown);
            Some((if shown == url { shown } else { format!("{shown} ({url})") }, after))
        }
        b'*' | b'_' if !is_inside_word => {
            let sign = if rest.starts_with("**") || rest.starts_with("__") { &rest[..2] } else { &rest[..1] };
            let (inner, after) = delimited(sign, sign)?;
            let is_tight = !inner.is_empty() && inner.trim() == inner;
            let ends_word = !after.starts_with(char::is_alphanumeric);
            (is_tight && ends_word).then(|| (plain_line(inner), after))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(plain_text(markdown), expected);
    }

    #[test]
    fn takes_marks_away() {
        check("# FROM\n\nStarts a **stage** from `alpine`.", "FROM\n\nStarts a stage from alpine.");
        check("*a*, _b_, __c__ and **`d`**", "a, b, c and d");
        check(
            "[Docs](https://docs.docker.com/) and <https://a.b/>",
            "Docs (https://docs.docker.com/) and https://a.b/",
        );
        check("[https://a.b](https://a.b)", "https://a.b");
        check("```dockerfile\nRUN a **b** `c`\n```\n---\n\nx", "RUN a **b** `c`\n\nx");
        check("``a`b``", "a`b");
        check("- 가: `나`\n- b", "- 가: 나\n- b");
    }

    #[test]
    fn leaves_what_is_no_mark() {
        for text in
            ["snake_case_name", "2 * 3 * 4", "a[0] (b)", "<tag>", "#anchor", "`open", "[a](b", "**", "\\"]
        {
            check(text, text);
        }
        check("\\*a\\* \\_", "*a* _");
    }
}
