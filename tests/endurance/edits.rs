//! Endless edits: memory stays as it is, and an edited document gets the same answers as a fresh
//! one.

use serde_json::{Value, json};

use super::{PIECES, Random, server::Server};

const EDITED: &str = "file:///p/Dockerfile";
const FRESH: &str = "file:///q/Dockerfile";
const LINES: usize = 300;

/// A line with its length in UTF-16.
fn units(text: &[char]) -> usize {
    text.iter().map(|c| c.len_utf16()).sum()
}

fn tokens(server: &mut Server, uri: &str) -> Value {
    server.request("textDocument/semanticTokens/full", json!({"textDocument": {"uri": uri}}))["data"].take()
}

pub(crate) fn run(count: usize, random: &mut Random) {
    let mut server = Server::start();
    let mut lines: Vec<Vec<char>> = (0..LINES).map(|_| random.pick(&PIECES).chars().collect()).collect();
    let whole = |lines: &[Vec<char>]| {
        lines.iter().map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    };
    let open = |server: &mut Server, uri: &str, text: String| {
        let document = json!({"uri": uri, "languageId": "dockerfile", "version": 0, "text": text});
        server.notify("textDocument/didOpen", json!({"textDocument": document}));
    };
    open(&mut server, EDITED, whole(&lines));
    let (mut early, mut compared, mut different) = ((0, 0), 0, 0);
    for version in 1..=count {
        let row = random.below(lines.len());
        let (start, end, new): (_, _, String) = if lines.len() > LINES + 20 {
            ((row, 0), (row + 1, 0), String::new())
        } else if lines.len() < LINES - 20 || random.below(20) == 0 {
            ((row, 0), (row, 0), format!("{}\n", random.pick(&PIECES)))
        } else if lines[row].len() > 120 {
            ((row, 0), (row, lines[row].len()), String::new())
        } else {
            let from = random.below(lines[row].len() + 1);
            let to = (from + random.below(4)).min(lines[row].len());
            let new = if random.below(2) == 0 { (*random.pick(&PIECES)).to_owned() } else { "x".to_owned() };
            ((row, from), (row, to), new)
        };
        let end = if end.0 >= lines.len() { (lines.len() - 1, lines[lines.len() - 1].len()) } else { end };
        let place =
            |(row, column): (usize, usize)| json!({"line": row, "character": units(&lines[row][..column])});
        let change = json!({"range": {"start": place(start), "end": place(end)}, "text": new});
        let document = json!({"uri": EDITED, "version": version});
        server
            .notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
        let mut text: String = lines[start.0][..start.1].iter().collect();
        text.push_str(&new);
        text.extend(&lines[end.0][end.1..]);
        lines.splice(start.0..=end.0, text.split('\n').map(|line| line.chars().collect()));
        if version % 7 == 0 {
            let method =
                *random.pick(&["textDocument/hover", "textDocument/completion", "textDocument/diagnostic"]);
            server.ask(method, json!({"textDocument": {"uri": EDITED}, "position": {"line": row.min(lines.len() - 1), "character": 3}}));
        }
        if version % 1_000 == 0 {
            open(&mut server, FRESH, whole(&lines));
            compared += 1;
            different += usize::from(tokens(&mut server, EDITED) != tokens(&mut server, FRESH));
        }
        if version == count / 10 {
            early = server.memory();
        }
    }
    let unanswered = server.unanswered();
    let (now, peak) = server.memory();
    println!(
        "{count} edits, {} answers, {unanswered} unanswered, {compared} comparisons, {different} different",
        server.answered
    );
    println!(
        "after a tenth {} KiB, at most {} KiB; at the end {now} KiB, at most {peak} KiB",
        early.0, early.1
    );
    assert_eq!((unanswered, different), (0, 0));
    assert!(peak < early.1 * 3 / 2, "memory grows");
}
