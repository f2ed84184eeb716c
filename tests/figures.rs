//! The figures in the documentation are those that were measured: `tests/benches/peers.txt` is the output of
//! `tests/benches/peers.py`, and `UPDATE_EXPECT=1` draws the picture and writes the table from it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{env, fmt::Write as _, fs};

use dockwright_tests::root;

const MEASURED: &str = "tests/benches/peers.txt";
const PICTURE: &str = "server/docs/pictures/speed.svg";
const PAGE: &str = "server/docs/comparison.md";
const TABLE: (&str, &str) = ("<!-- speed: generated -->\n", "<!-- end of speed -->\n");

/// A program as `peers.py` calls it, its name in the table, its name in the picture, and what it does there.
const PROGRAMS: &[(&str, &str, &str, &str)] = &[
    (
        "dockwright, BuildKit's checks",
        "`dockwright check --preset buildkit`",
        "Dockwright",
        "BuildKit's checks",
    ),
    ("dockwright, default", "`dockwright check`", "Dockwright", "its default rules"),
    ("tally, BuildKit's checks", "tally 0.45, only BuildKit's checks", "tally", "BuildKit's checks"),
    ("hadolint", "hadolint 2.15.1, with ShellCheck in it", "hadolint", "its rules and ShellCheck's"),
];

struct Measured {
    files: String,
    rows: Vec<Row>,
}

struct Row {
    program: usize,
    seconds: f64,
    megabytes: String,
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

fn measured() -> Measured {
    let text = read(MEASURED);
    let files = text.split(' ').next().unwrap();
    let rows = PROGRAMS.iter().enumerate().map(|(program, (name, ..))| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let words: Vec<_> =
            line.unwrap_or_else(|| panic!("{name} is not measured")).split_whitespace().collect();
        Row { program, seconds: words[0].parse().unwrap(), megabytes: words[2].to_owned() }
    });
    Measured { files: with_commas(files.parse().unwrap()), rows: rows.collect() }
}

fn with_commas(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

fn seconds(row: &Row) -> String {
    if row.seconds < 10.0 { format!("{:.2}", row.seconds) } else { format!("{:.0}", row.seconds) }
}

fn table(measured: &Measured) -> String {
    let mut table = format!("| {} files | seconds | memory |\n|---|--:|--:|\n", measured.files);
    for row in &measured.rows {
        let (_, name, ..) = PROGRAMS[row.program];
        writeln!(table, "| {name} | {} | {} MB |", seconds(row), row.megabytes).unwrap();
    }
    table
}

/// A bar for each program. Colours follow the reader's light or dark mode.
fn picture(measured: &Measured) -> String {
    const LEFT: f64 = 300.0;
    const FULL: f64 = 380.0;
    let longest = measured.rows.iter().map(|row| row.seconds).fold(0.0, f64::max);
    let height = 40 + 30 * measured.rows.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" width=\"760\" height=\"{height}\" \
         role=\"img\" aria-label=\"Seconds to check {files} Dockerfiles\">\n\
         <style>\n\
         text {{ font: 14px system-ui, sans-serif; fill: #1f2328 }}\n\
         .other {{ fill: #59636e }}\n\
         rect {{ fill: #8c959f }}\n\
         .ours {{ fill: #0969da }}\n\
         @media (prefers-color-scheme: dark) {{\n\
         text {{ fill: #f0f6fc }}\n\
         .other {{ fill: #9198a1 }}\n\
         .ours {{ fill: #4493f8 }}\n\
         }}\n\
         </style>\n\
         <text x=\"0\" y=\"18\" class=\"other\">Seconds to check {files} Dockerfiles on two cores</text>\n",
        files = measured.files,
    );
    for (at, row) in measured.rows.iter().enumerate() {
        let (_, _, name, work) = PROGRAMS[row.program];
        let class = if name == "Dockwright" { "ours" } else { "theirs" };
        let y = 36 + 30 * at;
        let width = (FULL * row.seconds / longest).max(2.0);
        writeln!(
            svg,
            "<text x=\"0\" y=\"{text}\">{name} <tspan class=\"other\">{work}</tspan></text>\n\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{width:.0}\" height=\"20\" rx=\"2\"/>\n\
             <text x=\"{after:.0}\" y=\"{text}\">{seconds}</text>",
            text = y + 15,
            after = LEFT + width + 8.0,
            seconds = seconds(row),
        )
        .unwrap();
    }
    svg + "</svg>\n"
}

#[test]
fn picture_and_table_show_what_was_measured() {
    let measured = measured();
    let page = read(PAGE);
    let (before, rest) = page.split_once(TABLE.0).unwrap();
    let (_, after) = rest.split_once(TABLE.1).unwrap();
    let right = format!("{before}{}{}{}{after}", TABLE.0, table(&measured), TABLE.1);
    for (path, expected) in [(PAGE, right), (PICTURE, picture(&measured))] {
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(root().join(path), &expected).unwrap();
        }
        assert!(read(path) == expected, "{path} differs from {MEASURED}: set UPDATE_EXPECT=1");
    }
}
