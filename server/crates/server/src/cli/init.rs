//! `dockwright init`: writes a Dockerfile and a `.dockerignore` for a project that has none.
//!
//! Everything is determined from the project's files, without asking the user. Existing files are
//! never overwritten.

use std::{
    fs::OpenOptions,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::anyhow;
use dockwright_init::starter;
use dockwright_texts::{
    Language,
    cli::{errors, init as texts},
};

use super::{Status, complain, printable::Screen, unwritable};
use crate::{language::Locale, project_folder::ProjectFolder, regular_file::reason};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[arg(default_value = ".")]
    folder: PathBuf,
    #[arg(long)]
    print: bool,
    #[arg(long, requires = "print")]
    ignore_file: bool,
    #[command(flatten)]
    pub(super) locale: Locale,
}

/// The names under which Docker or Podman find a Dockerfile.
const DOCKERFILES: [&str; 4] = ["Dockerfile", "dockerfile", "Containerfile", "containerfile"];
const IGNORE_FILE: &str = ".dockerignore";

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    let name = options.folder.display().to_string();
    let cannot_read =
        |error: io::Error| anyhow!(errors::CannotRead { file: &name, reason: reason(&error) }.message());
    let folder = ProjectFolder::new(&options.folder).map_err(cannot_read)?;
    if !options.folder.is_dir() {
        return Err(cannot_read(io::ErrorKind::NotADirectory.into()));
    }
    if !options.print
        && let Some(existing) =
            DOCKERFILES.iter().map(|name| options.folder.join(name)).find(|it| is_taken(it))
    {
        return Err(anyhow!(texts::exists(existing.display().to_string())));
    }
    let starter = starter(&folder, language).ok_or_else(|| anyhow!(texts::nothing_found(&name)))?;
    let mut out = io::stdout().lock();
    if options.print {
        let text = if options.ignore_file { &starter.dockerignore } else { &starter.dockerfile };
        let text = Screen::of(out.is_terminal()).lines(text);
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    } else {
        let dockerfile = options.folder.join(DOCKERFILES[0]);
        create(&dockerfile, &starter.dockerfile)?;
        let wrote = |path: &Path| {
            texts::Wrote { file: path.display().to_string(), kind: starter.kind }.message().text(language)
        };
        writeln!(out, "{}", wrote(&dockerfile)).map_err(unwritable)?;
        let ignore_file = options.folder.join(IGNORE_FILE);
        if is_taken(&ignore_file) {
            complain(&texts::kept(ignore_file.display().to_string()), language);
        } else {
            create(&ignore_file, &starter.dockerignore)?;
            writeln!(out, "{}", wrote(&ignore_file)).map_err(unwritable)?;
        }
    }
    for note in &starter.notes {
        complain(&texts::note(note.text(language)), language);
    }
    Ok(Status::Fine)
}

/// Whether the path exists, even as a dangling link.
fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes a file that must not exist yet.
fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let written = OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.flush()
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => anyhow!(texts::exists(name)),
        _ => anyhow!(texts::CannotWrite { file: name, reason: reason(&error) }.message()),
    })
}
