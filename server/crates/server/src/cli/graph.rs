//! `dockwright graph`: draws the stages of a file and their dependencies as text or as a picture.
//!
//! An invalid Dockerfile is not a failure: as much as possible is drawn, and the exit code is 0.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use anyhow::anyhow;
use dockwright_analysis::{
    build_inputs::BuildInputs,
    document::{Document, DocumentContext},
    spec::Engine,
};
use dockwright_ide::{DrawingFormat, draw_stage_graph, stage_graph};
use dockwright_syntax::Text;
use dockwright_texts::{Language, cli::errors};

use super::{Status, barrier, build, files, printable::Screen, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[arg(default_value = "Dockerfile")]
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_name = "STAGE")]
    target: Option<String>,
    #[command(flatten)]
    pub(super) locale: Locale,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Svg,
    Dot,
    Mermaid,
}

impl From<Format> for DrawingFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Svg => Self::Svg,
            Format::Dot => Self::Dot,
            Format::Mermaid => Self::Mermaid,
        }
    }
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    barrier::install();
    let input = files::Input::named(&options.file);
    let name = input.name();
    let file_name = options.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let inputs = BuildInputs {
        engine: file_name.as_deref().map(Engine::of_file_name).unwrap_or_default(),
        target: options.target.clone(),
        ..BuildInputs::default()
    };
    let source = input.read().map_err(|message| anyhow!(message))?;
    let work = || {
        let context = DocumentContext { file_name, inputs, ..DocumentContext::default() };
        let document = Document::with_context(Text::new(&source), context.into());
        match &options.target {
            Some(target) if document.model().target().is_none() => {
                Err(build::unknown_target(document.model(), target))
            }
            _ => Ok(draw_stage_graph(&stage_graph(&document), options.format.into(), language).text),
        }
    };
    let drawing = barrier::guarded(work)
        .map_err(|panic| anyhow!(errors::CannotAnalyse { file: &name, reason: panic }.message()))?
        .map_err(|message| anyhow!(errors::CannotDraw { file: &name, reason: message }.message()))?;
    let mut out = io::stdout().lock();
    let drawing = Screen::of(out.is_terminal()).lines(&drawing);
    out.write_all(drawing.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(Status::Fine)
}
