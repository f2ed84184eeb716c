//! Long runs of the real binary: a storm of messages, kills while files are written, endless edits.
//!
//! ```sh
//! cargo run --release -p dockwright-tests --example endurance -- messages 100000
//! cargo run --release -p dockwright-tests --example endurance -- kills 1000
//! cargo run --release -p dockwright-tests --example endurance -- edits 1000000
//! ```
//!
//! Each prints its figures last, and ends with an error if something is lost, torn or not answered.
//! A number after the count is the seed.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for people, which ends at the first fault"
)]

mod edits;
mod kills;
mod messages;
mod server;

/// A generator that gives the same numbers everywhere.
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    const fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Pieces of Dockerfiles that are put together.
const PIECES: [&str; 24] = [
    "FROM alpine AS base",
    "RUN apt-get update && apt-get install -y curl",
    "ENV A=$A:${B:-x}",
    "ARG V=1",
    "COPY --from=base a b",
    "RUN <<E",
    "E",
    " \\",
    "\\",
    "# syntax=docker/dockerfile:1",
    "# check=skip=all",
    "ONBUILD RUN x",
    "CMD [\"a\", \"b\"]",
    "$",
    "${",
    "\"",
    "'",
    "한글",
    "😀",
    "LABEL a=b c=\"d\"",
    "EXPOSE 80",
    " ",
    "\t",
    "HEALTHCHECK CMD curl localhost",
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let mut number = |default: u64| arguments.next().map_or(default, |text| text.parse().unwrap());
    let (count, seed) = (number(10_000) as usize, number(7));
    let mut random = Random(seed.max(1));
    let start = std::time::Instant::now();
    match what.as_str() {
        "messages" => messages::run(count, &mut random),
        "kills" => kills::run(count, &mut random),
        "edits" => edits::run(count, &mut random),
        other => panic!("`{other}` is none of messages, kills and edits"),
    }
    println!("{:.1} s", start.elapsed().as_secs_f64());
}
