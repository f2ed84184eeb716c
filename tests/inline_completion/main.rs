//! Counts the table of inline completion over a collection of real Dockerfiles, and measures it on files that were not
//! counted:
//!
//! ```sh
//! cargo run --release -p dockwright-tests --example inline_completion -- count
//! cargo run --release -p dockwright-tests --example inline_completion -- measure
//! ```
//!
//! The collection is split by the owners of its files, so that no project is in both halves.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers are small, and no negative ones are cast"
)]

mod counting;
mod measuring;
mod sources;
mod weights;

use std::{
    env, fs,
    io::{self, Write},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use dockwright_ide::inline_completion::table::Table;
use dockwright_tests::root;

const TABLE: &str = "server/crates/ide/src/inline_completion/table.bin";

const USAGE: &str = "usage: inline_completion count              writes the table
       inline_completion pieces             lists the pieces that the table contains
       inline_completion measured           lists the files of the half that is not counted
       inline_completion measure [FILES [SEED]] [--show]
                                            types files of that half and says what suggestions save";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match arguments {
        ["count"] => {
            let sources = sources::all()?;
            let counted: Vec<_> = sources.iter().filter(|source| source.is_counted()).collect();
            let bytes = weights::weighted_table(&counted)?;
            fs::write(root().join(TABLE), &bytes)?;
            writeln!(out, "{} files counted, {} bytes", counted.len(), bytes.len())
        }
        ["pieces"] => {
            let bytes = fs::read(root().join(TABLE))?;
            let table = Table::new(&bytes).ok_or_else(|| io::Error::other("the table cannot be read"))?;
            table.pieces().try_for_each(|piece| writeln!(out, "{piece}"))
        }
        ["measured"] => {
            let sources = sources::all()?;
            let measured = sources.iter().filter(|source| !source.is_counted());
            measured.into_iter().try_for_each(|source| writeln!(out, "{}", source.id))
        }
        ["measure", rest @ ..] => {
            let shows = rest.contains(&"--show");
            let mut numbers = rest.iter().filter_map(|argument| argument.parse().ok());
            let (files, seed) = (numbers.next().unwrap_or(300), numbers.next().unwrap_or(11));
            let bytes = fs::read(root().join(TABLE))?;
            let table = Table::new(&bytes).ok_or_else(|| io::Error::other("the table cannot be read"))?;
            let sources = sources::sample(sources::all()?, files as usize, seed);
            write!(out, "{}", measuring::measure(&table, &sources, shows))
        }
        _ => Err(io::Error::other(USAGE)),
    }
}

/// Applies a function to each item on all processors; the results are in the order of the items.
fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { return };
                    let result = work(item);
                    results.lock().expect("no thread panics").push((at, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no thread panics");
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
