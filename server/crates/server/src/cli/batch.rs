//! Processes many files in parallel and returns the results in order.
//!
//! Files are processed in blocks, and the results of a block are passed on before the next one
//! begins. So output appears early, memory is bounded, and nothing depends on the number of
//! threads.

use std::io::{self, IsTerminal, Write};

use anyhow::anyhow;
use dockwright_texts::{
    Language,
    cli::{errors, files as texts},
};
use rayon::prelude::*;

use super::files::Input;

/// Files per thread and block: enough to keep threads busy, few enough to hold in memory.
const BLOCK: usize = 32;
/// With fewer files, the run is too short for a progress line.
const MANY: usize = 200;
/// As large as the main thread's, since deeply nested text is processed recursively.
const STACK: usize = 8 << 20;

/// How many files are worked on concurrently, on the command line of all commands that take many.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Jobs {
    #[arg(long, default_value_t = 0, hide_default_value = true, value_name = "N")]
    jobs: usize,
}

impl Jobs {
    /// One thread per core.
    pub(super) const ALL: Self = Self { jobs: 0 };
}

/// Calls `sink` with the result of each input, in the order of `inputs`. Stops if `sink` returns an
/// error.
pub(super) fn in_order<T: Send>(
    inputs: &[Input],
    Jobs { jobs }: Jobs,
    language: Language,
    work: impl Fn(&Input) -> T + Sync,
    mut sink: impl FnMut(&Input, T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if jobs == 0 { cores } else { jobs }.clamp(1, inputs.len().max(1));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build()
        .map_err(|error| anyhow!(errors::cannot_start_threads(error.to_string())))?;
    let is_shown = inputs.len() >= MANY && io::stderr().is_terminal() && anstyle_query::term_supports_color();
    let mut done = 0;
    for block in inputs.chunks(BLOCK * threads) {
        let results: Vec<T> = pool.install(|| block.par_iter().map(&work).collect());
        if is_shown {
            progress("");
        }
        for (input, result) in block.iter().zip(results) {
            sink(input, result)?;
        }
        done += block.len();
        if is_shown && done < inputs.len() {
            progress(&texts::Progress { done, count: inputs.len() }.message().text(language));
        }
    }
    Ok(())
}

/// Replaces the progress line, which has no line feed so that the next one overwrites it.
pub(super) fn progress(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "\r\x1b[K{text}").and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn results_come_in_order_for_any_number_of_threads() {
        let inputs: Vec<Input> = (0..500).map(|n| Input::File(PathBuf::from(n.to_string()))).collect();
        for jobs in [0, 1, 3, 1000] {
            let mut seen = Vec::new();
            in_order(&inputs, Jobs { jobs }, Language::English, Input::name, |_, name| {
                seen.push(name);
                Ok(())
            })
            .unwrap();
            assert_eq!(seen, (0..500).map(|n| n.to_string()).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }
}
