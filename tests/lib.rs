//! Helpers for the whole-product tests: the built binary, the samples, the corpus.

pub mod module_graph;
pub mod stub_programs;
#[cfg(unix)]
pub mod stub_shellcheck;

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{self, Command},
    sync::OnceLock,
};

use flate2::read::GzDecoder;
use serde_json::Value;

// Rules are found by the engine only after this; a test should not have to think of it.
ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn install_rules() {
        dockwright_rules::install();
    }
}

/// Where the collection of real Dockerfiles is; it lives outside the repository.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// Holds `ID.Dockerfile` files.
    pub dockerfiles: PathBuf,
    /// Holds `TOOL.jsonl.gz` files: what a tool says about each Dockerfile.
    pub oracle: PathBuf,
    /// A table with the repository and path of each Dockerfile.
    pub index: PathBuf,
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a folder of the repository")
}

/// The `dockwright` binary: the one that `DOCKWRIGHT_BINARY` names, else [`tested_binary`].
pub fn dockwright_binary() -> PathBuf {
    env::var_os("DOCKWRIGHT_BINARY").map_or_else(tested_binary, |path| root().join(path))
}

/// The program that was built with the running test. In the dev profile, it has the requests that only
/// tests send.
pub fn tested_binary() -> PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let find = || {
        let folder = profile_dir();
        let test = env::current_exe().expect("a test knows its own path");
        // Cargo builds it for tests and benches.
        if test.parent().is_some_and(|folder| folder.ends_with("examples")) {
            build(&folder);
        }
        folder.join(format!("dockwright-tested{}", env::consts::EXE_SUFFIX))
    };
    BINARY.get_or_init(find).clone()
}

/// Builds the program of the tests in the profile that belongs to a folder.
fn build(profile_dir: &Path) {
    let target = profile_dir.parent().expect("a profile's folder is in the target folder");
    let profile = match profile_dir.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let status = Command::new("cargo")
        .args(["build", "--quiet", "--package", "dockwright-tests", "--bin", "dockwright-tested"])
        .args(["--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(root())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "cannot build the dockwright binary");
}

/// `target/debug` or a similar folder: tests and benches run from `deps` in it.
fn profile_dir() -> PathBuf {
    let test = env::current_exe().expect("a test knows its own path");
    let dir = test.ancestors().nth(2).expect("tests run from the deps folder of a profile");
    dir.to_path_buf()
}

/// The corpus: the folder that `DOCKWRIGHT_CORPUS` names, or `../shared/corpus` next to the
/// repository, where the files are packed. Without one, it prints a message and the caller should
/// return; with `DOCKWRIGHT_CORPUS_REQUIRED`, it fails.
///
/// # Panics
/// If the corpus cannot be used.
pub fn corpus() -> Option<Corpus> {
    let base =
        env::var_os("DOCKWRIGHT_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let oracle = base.join("oracle");
    let index = base.join("INDEX.tsv");
    let plain = base.join("dockerfiles");
    if plain.is_dir() {
        return Some(Corpus { dockerfiles: plain, oracle, index });
    }
    let archive = base.join("dockerfiles.tar.zst");
    if archive.is_file() {
        return Some(Corpus { dockerfiles: unpacked(&archive), oracle, index });
    }
    let message = format!("SKIPPED: no corpus at {}; set DOCKWRIGHT_CORPUS", base.display());
    assert!(env::var_os("DOCKWRIGHT_CORPUS_REQUIRED").is_none(), "{message}");
    // Bypasses the test harness, which shows the output of failing tests only.
    writeln!(io::stderr(), "{message}").ok();
    None
}

impl Corpus {
    /// The ids and paths of all Dockerfiles, in the order of the ids.
    ///
    /// # Panics
    /// If the folder cannot be read.
    pub fn files(&self) -> Vec<(String, PathBuf)> {
        let named =
            |path: PathBuf| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path);
        dockerfiles(&self.dockerfiles).into_iter().map(named).collect()
    }

    /// The answers of a tool: the objects of `oracle/NAME.jsonl.gz`, each with an `id`.
    ///
    /// # Panics
    /// If the file cannot be read or is not JSON.
    pub fn oracle(&self, name: &str) -> Vec<Value> {
        let path = self.oracle.join(format!("{name}.jsonl.gz"));
        let fail = |error: &dyn std::error::Error| -> ! { panic!("{}: {error}", path.display()) };
        let file = fs::File::open(&path).unwrap_or_else(|error| fail(&error));
        BufReader::new(GzDecoder::new(file))
            .lines()
            .map(|line| line.unwrap_or_else(|error| fail(&error)))
            .map(|line| serde_json::from_str(&line).unwrap_or_else(|error| fail(&error)))
            .collect()
    }
}

/// The archive's folder of files, unpacked into the target folder once for each version of the archive.
fn unpacked(archive: &Path) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let unpack = || {
        let target = profile_dir().with_file_name("corpus");
        let packed = fs::read(archive).unwrap_or_else(|error| panic!("{}: {error}", archive.display()));
        let folder = target.join(format!("{}", packed.len()));
        if !folder.is_dir() {
            // Several test programs may get here concurrently: each unpacks its own copy, and the first one
            // stays.
            let own = target.join(format!("{}.{}", packed.len(), process::id()));
            unpack(&packed, &own)
                .unwrap_or_else(|error| panic!("cannot unpack {}: {error}", archive.display()));
            if fs::rename(&own, &folder).is_err() {
                fs::remove_dir_all(&own).ok();
            }
        }
        folder.join("dockerfiles")
    };
    FOLDER.get_or_init(unpack).clone()
}

fn unpack(packed: &[u8], folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(packed).map_err(io::Error::other)?;
    let mut tar =
        Command::new("tar").arg("-xf").arg("-").current_dir(folder).stdin(process::Stdio::piped()).spawn()?;
    if let Some(mut stdin) = tar.stdin.take() {
        io::copy(&mut decoder, &mut stdin)?;
    }
    if tar.wait()?.success() { Ok(()) } else { Err(io::Error::other("tar failed")) }
}

/// The Dockerfiles in `tests/samples`, broken ones last, in the order of their paths.
pub fn samples() -> Vec<(PathBuf, String)> {
    let samples = root().join("tests/samples");
    let mut files = dockerfiles(&samples);
    files.extend(dockerfiles(&samples.join("broken")));
    files
        .into_iter()
        .map(|path| {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, text)
        })
        .collect()
}

/// The Dockerfiles of a folder.
pub fn dockerfiles(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a folder that opens can be read").path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "Dockerfile")).collect();
    paths.sort();
    paths
}

/// A generator of numbers: the same ones every time.
#[derive(Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("it is below a usize")
    }
}

/// The Dockerfiles of the recorded cases that the tests carry.
pub fn recorded_texts() -> Vec<String> {
    let mut found = Vec::new();
    for (file, field) in [
        ("hadolint/cases.jsonl", "dockerfile"),
        ("conformance/conformance.jsonl", "dockerfile"),
        ("reports/cases.jsonl", "text"),
    ] {
        let cases = fs::read_to_string(root().join("tests").join(file)).expect("the cases are there");
        for line in cases.lines() {
            let case: Value = serde_json::from_str(line).expect("each line is a case");
            found.push(case[field].as_str().unwrap_or_default().to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_corpus_file_has_an_answer_of_the_oracle() {
        let Some(corpus) = corpus() else { return };
        let ids: Vec<_> = corpus.files().into_iter().map(|(id, _)| id).collect();
        assert!(!ids.is_empty());
        let answers = corpus.oracle("buildkit-parse");
        let mut known: Vec<_> = answers.iter().filter_map(|answer| answer["id"].as_str()).collect();
        known.sort_unstable();
        assert_eq!(ids, known);
    }

    #[test]
    fn there_are_samples_of_both_kinds() {
        let (broken, fine): (Vec<_>, Vec<_>) = samples()
            .into_iter()
            .partition(|(path, _)| path.parent().is_some_and(|it| it.ends_with("broken")));
        assert!(broken.len() >= 8 && fine.len() >= 15, "{} and {}", broken.len(), fine.len());
    }
}
