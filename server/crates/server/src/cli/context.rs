//! `dockwright context`: lists the files that a build sends to the builder, those that it does not
//! send, and the patterns that exclude them.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{anyhow, bail};
use dockwright_analysis::spec::Engine;
use dockwright_context::{
    ignore_file::{IgnoreFault, IgnoreFile},
    size::{grouped, human},
    survey::Listing,
};
use dockwright_texts::{
    Language, Message,
    cli::{context as texts, errors},
};
use serde::Serialize;
use serde_json::json;

use super::{Status, batch, complain, printable::Screen, unwritable};
use crate::{
    contexts::{DiskView, ignore_file, ignore_files},
    language::Locale,
    regular_file::reason,
};

/// The maximum number of files and folders that are read.
const MOST: usize = 2_000_000;
/// The maximum number of lines in a part of the overview.
const LINES: usize = 20;
/// How long a walk takes before progress is shown, and the interval at which that is updated.
const WAIT: Duration = Duration::from_millis(400);

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    #[arg(long, short, value_name = "DOCKERFILE")]
    file: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_enum, conflicts_with = "format", value_name = "PATHS")]
    list: Option<Paths>,
    #[command(flatten)]
    pub(super) locale: Locale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Paths {
    Sent,
    Ignored,
}

/// The ignore file that applies.
struct Ignore {
    /// Its displayed name: a path relative to the root if it is within the context.
    name: Option<String>,
    file: IgnoreFile,
}

impl Ignore {
    /// The 1-based position of a pattern: `.dockerignore:3`.
    fn place(&self, rule: usize) -> String {
        let line = self.file.rules.get(rule).map_or(0, |rule| rule.line + 1);
        format!("{}:{line}", self.name.as_deref().unwrap_or_default())
    }
}

/// The total of a group of files: those of a folder, or those that a pattern excludes.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    files: usize,
    bytes: u64,
}

impl Sum {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    let folder = &options.folder;
    let cannot_list =
        |reason: Message| texts::CannotList { folder: folder.display().to_string(), reason }.message();
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => bail!(cannot_list(texts::not_a_folder())),
        Err(error) => bail!(cannot_list(reason(&error))),
    }
    let ignore = ignore_of(folder, options.file.as_deref())?;
    let rejected = ignore.file.fault().and_then(|rule| Some((rule.line, rule.fault?.message())));
    let listing = match rejected {
        Some(_) => Listing::default(),
        None => {
            list(folder, &ignore.file, language).ok_or_else(|| anyhow!(cannot_list(texts::not_a_folder())))?
        }
    };
    let failed = || {
        let rule = ignore.file.rules.get(listing.failed_at?)?;
        Some((rule.line, IgnoreFault::Syntax.message()))
    };
    let rejected = rejected.or_else(failed);
    let mut out = io::stdout().lock();
    let screen = Screen::of(out.is_terminal());
    let text = match (options.list, options.format) {
        (Some(paths), _) => listed(paths, &listing, &ignore),
        (None, Format::Text) => overview(&listing, &ignore, rejected, language),
        (None, Format::Json) => json(&listing, &ignore, rejected.map(|(_, error)| error)),
    };
    out.write_all(screen.lines(&text).as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    if listing.is_cut {
        complain(
            &texts::Cut { folder: folder.display().to_string(), count: grouped(MOST) }.message(),
            language,
        );
        return Ok(Status::Incomplete);
    }
    Ok(if rejected.is_some() { Status::Findings } else { Status::Fine })
}

fn ignore_of(folder: &Path, dockerfile: Option<&Path>) -> anyhow::Result<Ignore> {
    let dockerfile = match dockerfile {
        Some(path) => {
            fs::metadata(path).map_err(|error| {
                anyhow!(
                    errors::CannotRead { file: path.display().to_string(), reason: reason(&error) }.message()
                )
            })?;
            path.to_owned()
        }
        None => ["Dockerfile", "Containerfile"]
            .map(|name| folder.join(name))
            .into_iter()
            .find(|path| path.exists())
            .unwrap_or_else(|| folder.join("Dockerfile")),
    };
    let engine = dockerfile.file_name().map(|name| Engine::of_file_name(&name.to_string_lossy()));
    let candidates = ignore_files(folder, Some(&dockerfile), engine.unwrap_or_default());
    let Some((path, text)) = ignore_file(candidates) else {
        return Ok(Ignore { name: None, file: IgnoreFile::default() });
    };
    let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
    let text =
        text.map_err(|error| anyhow!(errors::CannotRead { file: &name, reason: reason(&error) }.message()))?;
    Ok(Ignore { name: Some(name), file: IgnoreFile::new(&text) })
}

fn list(folder: &Path, ignore: &IgnoreFile, language: Language) -> Option<Listing> {
    let is_shown = io::stderr().is_terminal() && anstyle_query::term_supports_color();
    let mut next = Instant::now() + WAIT;
    let mut has_shown = false;
    let view = DiskView::new(folder)?.at_most(MOST);
    let listing = Listing::new(&view, ignore, &mut |seen| {
        if is_shown && seen.is_multiple_of(256) && Instant::now() >= next {
            next = Instant::now() + WAIT;
            has_shown = true;
            batch::progress(&texts::progress(grouped(seen)).text(language));
        }
        seen <= MOST
    });
    if has_shown {
        batch::progress("");
    }
    Some(listing)
}

fn listed(paths: Paths, listing: &Listing, ignore: &Ignore) -> String {
    let mut out = String::new();
    match paths {
        Paths::Sent => {
            for sent in &listing.sent {
                let _ = writeln!(out, "{}", sent.path);
            }
        }
        Paths::Ignored => {
            for ignored in &listing.ignored {
                let _ = writeln!(out, "{}\t{}", ignored.path, ignore.place(ignored.rule));
            }
        }
    }
    out
}

/// The folders and files in the root, each with its contents, the largest first.
fn by_folder(listing: &Listing) -> Vec<(String, Sum)> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for sent in listing.sent.iter().filter(|sent| !sent.path.ends_with('/')) {
        let end = sent.path.find('/').map_or(sent.path.len(), |at| at + 1);
        sums.entry(&sent.path[..end]).or_default().add(sent.bytes);
    }
    largest_first(sums.into_iter().map(|(path, sum)| (path.to_owned(), sum)).collect())
}

/// The patterns that exclude files, by their indexes.
fn by_pattern(listing: &Listing) -> Vec<(usize, Sum)> {
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for ignored in &listing.ignored {
        sums.entry(ignored.rule).or_default().add(ignored.bytes);
    }
    largest_first(sums.into_iter().collect())
}

fn largest_first<T>(mut sums: Vec<(T, Sum)>) -> Vec<(T, Sum)> {
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse((sum.bytes, sum.files)));
    sums
}

fn counted(files: usize) -> Message {
    if files == 1 { texts::one_file() } else { texts::files(grouped(files)) }
}

fn overview(
    listing: &Listing,
    ignore: &Ignore,
    rejected: Option<(usize, &'static str)>,
    language: Language,
) -> String {
    let name = ignore.name.as_deref();
    if let Some((line, error)) = rejected {
        let rejected =
            texts::Rejected { file: name.unwrap_or_default().to_owned(), line: line + 1, reason: error }
                .message();
        return rejected.text(language) + "\n";
    }
    let decides = name.map_or_else(texts::no_ignore_file, |name| texts::ignore_file(name.to_owned()));
    let mut out = decides.text(language) + "\n\n";
    let many = |name: &str, sum: Sum| format!("{name}  ({})", counted(sum.files).text(language));
    let sent = texts::Sent { files: counted(listing.files), size: human(listing.bytes) }.message();
    let _ = writeln!(out, "{}", sent.text(language));
    let row = |(path, sum): (String, Sum)| {
        if path.ends_with('/') { (many(&path, sum), sum) } else { (path, sum) }
    };
    write_rows(&by_folder(listing).into_iter().map(row).collect::<Vec<_>>(), language, &mut out);
    if !listing.ignored.is_empty() {
        let bytes = listing.ignored.iter().map(|it| it.bytes).sum();
        let left_out = texts::LeftOut { files: counted(listing.ignored.len()), size: human(bytes) }.message();
        let _ = writeln!(out, "\n{}", left_out.text(language));
        let row = |(rule, sum): (usize, Sum)| {
            (many(&format!("{}  {}", ignore.place(rule), pattern(ignore, rule)), sum), sum)
        };
        write_rows(&by_pattern(listing).into_iter().map(row).collect::<Vec<_>>(), language, &mut out);
    }
    out
}

fn pattern(ignore: &Ignore, rule: usize) -> &str {
    ignore.file.rules.get(rule).map_or("", |rule| rule.pattern.text())
}

/// One line per sum: its size and its name.
fn write_rows(rows: &[(String, Sum)], language: Language, out: &mut String) {
    for (name, sum) in rows.iter().take(LINES) {
        let _ = writeln!(out, "{:>9}  {name}", human(sum.bytes));
    }
    let rest = rows.get(LINES..).unwrap_or_default();
    if !rest.is_empty() {
        let bytes = rest.iter().map(|(_, sum)| sum.bytes).sum();
        let more = texts::More { count: grouped(rest.len()), size: human(bytes) }.message();
        let _ = writeln!(out, "{:>9}  {}", "", more.text(language));
    }
}

fn json(listing: &Listing, ignore: &Ignore, error: Option<&str>) -> String {
    #[derive(Serialize)]
    struct Folder {
        path: String,
        files: usize,
        bytes: u64,
    }
    let folders = by_folder(listing).into_iter().filter(|(path, _)| path.ends_with('/'));
    let folders: Vec<_> = folders.map(|(path, Sum { files, bytes })| Folder { path, files, bytes }).collect();
    let patterns: Vec<_> = by_pattern(listing)
        .into_iter()
        .map(|(rule, sum)| {
            let line = ignore.file.rules.get(rule).map_or(0, |rule| rule.line + 1);
            json!({"line": line, "pattern": pattern(ignore, rule), "files": sum.files, "bytes": sum.bytes})
        })
        .collect();
    let sent: Vec<&str> = listing.sent.iter().map(|sent| sent.path.as_str()).collect();
    let object = json!({
        "ignore_file": ignore.name,
        "error": error,
        "sent": sent,
        "files": listing.files,
        "bytes": listing.bytes,
        "ignored": listing.ignored.len(),
        "folders": folders,
        "patterns": patterns,
    });
    format!("{object}\n")
}
