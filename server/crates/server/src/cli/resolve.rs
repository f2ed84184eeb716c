//! `dockwright resolve`: prints the file as the build reads it, with every variable replaced by its
//! value.
//!
//! References whose value the file does not determine stay unchanged and are listed on standard
//! error. An invalid Dockerfile is not a failure: it is resolved as far as possible, and the exit
//! code is 0.

mod builds;

use std::{
    io::{self, IsTerminal, Write},
    ops::Range,
    path::PathBuf,
};

use anyhow::{anyhow, bail};
use dockwright_analysis::{
    build_inputs::BuildInputs,
    document::{Document, DocumentContext},
    known_builds::KnownBuild,
    model::{Base, DEFAULT_PATH, ImageConfig, Model, Origin, OriginKind},
    spec::Engine,
};
use dockwright_ide::{Resolution, ResolvedReference, ResolvedStage, resolve};
use dockwright_syntax::Text;
use dockwright_texts::{
    Language, Message,
    cli::{errors, resolve as texts},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Status, barrier,
    build::{self, BuildOptions},
    complain_line, files,
    lines::{LineColumn, Lines},
    printable::Screen,
    unwritable,
};
use crate::language::Locale;
use builds::Builds;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    file: PathBuf,
    #[command(flatten)]
    build: BuildOptions,
    #[arg(long = "build", value_name = "NAME")]
    build_name: Option<String>,
    #[arg(long, conflicts_with = "build_name")]
    list_builds: bool,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    pub(super) locale: Locale,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    barrier::install();
    let mut input = files::Input::named(&options.file);
    let name = input.name();
    if options.list_builds {
        let builds = Builds::of(&options.file);
        return print(&match options.format {
            Format::Text => builds.text(language),
            Format::Json => builds.json(),
        });
    }
    let chosen = options.build_name.as_deref().map(|build| Builds::of(&options.file).named(build));
    let chosen = chosen
        .transpose()
        .map_err(|message| anyhow!(errors::CannotResolve { file: &name, reason: message }.message()))?;
    let host = build::host_platform();
    let file_name = options.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let platform = options
        .build
        .platform()
        .map_err(|error| anyhow!(errors::CannotResolve { file: &name, reason: error }.message()))?;
    let has_platform = platform.is_some();
    let mut inputs = BuildInputs {
        engine: file_name.as_deref().map(Engine::of_file_name).unwrap_or_default(),
        build_args: options.build.args(),
        unknown_args: Vec::new(),
        target: options.build.target.clone(),
        platform: platform.unwrap_or_else(|| host.clone()),
        builder: host,
        base: None,
        base_platform: None,
    };
    let mut inline = None;
    let mut builds = Vec::new();
    if let Some(chosen) = chosen {
        chosen.complete(&mut inputs, has_platform);
        match (&chosen.inline, &chosen.file) {
            (Some(text), _) => inline = Some(text.clone()),
            (None, Some(path)) => input = files::Input::named(path),
            (None, None) => {
                let build = options.build_name.as_deref().unwrap_or_default();
                bail!(errors::CannotResolve { file: &name, reason: texts::no_dockerfile(build) }.message());
            }
        }
        builds.push(chosen.into_known());
    }
    let source = match inline {
        Some(text) => text,
        None => input.read().map_err(|message| anyhow!(message))?,
    };
    let work = || {
        let context =
            DocumentContext { file_name, inputs: inputs.clone(), builds, ..DocumentContext::default() };
        let document = Document::with_context(Text::new(&source), context.into());
        let model = Model::new(&document, &inputs, None);
        match &inputs.target {
            Some(target) if model.target().is_none() => Err(build::unknown_target(&model, target)),
            _ => {
                let lines = Lines::new(&source);
                let resolution = resolve(&document, &model);
                let unknown = unknown(&resolution, &model, &lines, language);
                let printed = match options.format {
                    Format::Text => resolution.text,
                    Format::Json => json(&resolution, &lines, &document.context().builds),
                };
                Ok((printed, unknown))
            }
        }
    };
    let (printed, unknown) = barrier::guarded(work)
        .map_err(|panic| anyhow!(errors::CannotAnalyse { file: &name, reason: panic }.message()))?
        .map_err(|message| anyhow!(errors::CannotResolve { file: &name, reason: message }.message()))?;
    for line in unknown {
        complain_line(&format!("{name}:{line}"));
    }
    print(&printed)
}

fn print(text: &str) -> anyhow::Result<Status> {
    let mut out = io::stdout().lock();
    let printed = Screen::of(out.is_terminal()).lines(text);
    out.write_all(printed.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(Status::Fine)
}

/// The messages about references that stay unchanged. A reference within an operand is listed only
/// if the whole operand is unknown.
fn unknown(resolution: &Resolution, model: &Model, lines: &Lines<'_>, language: Language) -> Vec<String> {
    let mut known: Range<usize> = 0..0;
    let mut found = Vec::new();
    for reference in &resolution.references {
        if reference.value.is_some() {
            known.end = known.end.max(reference.range.end);
        } else if reference.range.start >= known.end {
            let LineColumn { line, column } = lines.place(reference.range.start);
            let why = why(reference, resolution, model, lines).text(language);
            found.push(format!("{line}:{column}: {}: {why}", reference.name));
        }
    }
    found
}

fn why(reference: &ResolvedReference, resolution: &Resolution, model: &Model, lines: &Lines<'_>) -> Message {
    if let Some(error) = &reference.error {
        return texts::rejected(error);
    }
    let base = base_image(reference, resolution, model);
    let line = |origin: &Origin| {
        origin.definition.as_ref().map_or(0, |definition| lines.place(definition.range.start).line)
    };
    let gives_value = |origin: &&Origin| matches!(origin.kind, OriginKind::Env | OriginKind::ArgDefault);
    let (value, declaration) = match reference.origins.as_slice() {
        [origin, ..] if gives_value(&origin) => (Some(origin), None),
        [declaration, rest @ ..] if declaration.kind == OriginKind::ArgDeclaration => {
            (rest.last().filter(gives_value), Some(declaration))
        }
        _ => (None, None),
    };
    match (value.map(line), declaration.map(line), base) {
        (Some(line), _, Some(image)) => texts::DependsOnImage { line, image }.message(),
        (Some(line), _, None) => texts::depends_on_base(line),
        (None, Some(line), Some(image)) => texts::DeclaredImage { line, image }.message(),
        (None, Some(line), None) => texts::declared_base(line),
        (None, None, Some(image)) => texts::not_set_image(image),
        (None, None, None) => texts::not_set_base(),
    }
}

/// The base image of the stage that contains a reference.
fn base_image<'a>(
    reference: &ResolvedReference,
    resolution: &Resolution,
    model: &'a Model,
) -> Option<&'a str> {
    let after = resolution.stages.partition_point(|stage| stage.range.start <= reference.range.start);
    let mut stage = after.checked_sub(1)?;
    loop {
        match &model.stages[stage].base {
            Base::Stage(base) => stage = *base,
            Base::Image(image) => return Some(image),
            Base::Scratch | Base::Unknown => return None,
        }
    }
}

#[derive(Serialize)]
struct ResolutionJson<'a> {
    image: Option<Value>,
    references: Vec<ReferenceJson<'a>>,
    stages: Vec<StageJson<'a>>,
}

#[derive(Serialize)]
struct ReferenceJson<'a> {
    range: RangeJson,
    name: &'a str,
    value: Option<&'a str>,
    /// Why Docker rejects the expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    provenance: Vec<OriginJson<'a>>,
}

#[derive(Serialize)]
struct RangeJson {
    start: LineColumn,
    end: LineColumn,
}

#[derive(Serialize)]
struct OriginJson<'a> {
    kind: &'static str,
    /// The file that sets a build argument.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<usize>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    line: usize,
}

impl<'a> From<(&'a str, usize)> for FileJson<'a> {
    fn from((path, line): (&'a str, usize)) -> Self {
        Self { path, line }
    }
}

#[derive(Serialize)]
struct StageJson<'a> {
    name: Option<&'a str>,
    index: usize,
    base: Option<BaseJson<'a>>,
    line: usize,
    reachable: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum BaseJson<'a> {
    Stage(usize),
    Image(&'a str),
    Scratch(bool),
}

fn json(resolution: &Resolution, lines: &Lines<'_>, builds: &[KnownBuild]) -> String {
    let resolution = ResolutionJson {
        image: resolution.image.as_ref().map(image),
        references: resolution.references.iter().map(|found| reference(found, lines, builds)).collect(),
        stages: resolution.stages.iter().enumerate().map(|(at, found)| stage(at, found, lines)).collect(),
    };
    let mut text = serde_json::to_string(&resolution).expect("plain data has a JSON form");
    text.push('\n');
    text
}

fn reference<'a>(
    reference: &'a ResolvedReference,
    lines: &Lines<'_>,
    builds: &'a [KnownBuild],
) -> ReferenceJson<'a> {
    let stated = builds.iter().find_map(|build| build.arg(&reference.name));
    let origin = |origin: &Origin| OriginJson {
        file: stated
            .filter(|_| origin.kind == OriginKind::BuildArg)
            .map(|arg| (arg.file.as_str(), arg.line).into()),
        kind: origin_kind(origin.kind),
        line: origin.definition.as_ref().map(|definition| lines.place(definition.range.start).line),
        stage: origin.definition.as_ref().and_then(|definition| definition.stage),
    };
    ReferenceJson {
        range: RangeJson { start: lines.place(reference.range.start), end: lines.place(reference.range.end) },
        name: &reference.name,
        value: reference.value.as_deref(),
        error: reference.error.as_deref(),
        provenance: reference.origins.iter().map(origin).collect(),
    }
}

fn origin_kind(kind: OriginKind) -> &'static str {
    match kind {
        OriginKind::Env => "env",
        OriginKind::ArgDefault => "arg-default",
        OriginKind::ArgDeclaration => "arg-declaration",
        OriginKind::BuildArg => "build-arg",
        OriginKind::Automatic => "automatic",
        OriginKind::DefaultPath => "default-path",
        OriginKind::BaseImage => "base-image",
        OriginKind::Undefined => "undefined",
    }
}

fn stage<'a>(index: usize, stage: &'a ResolvedStage, lines: &Lines<'_>) -> StageJson<'a> {
    StageJson {
        name: stage.name.as_deref(),
        index,
        base: match &stage.base {
            Base::Stage(base) => Some(BaseJson::Stage(*base)),
            Base::Image(image) => Some(BaseJson::Image(image)),
            Base::Scratch => Some(BaseJson::Scratch(true)),
            Base::Unknown => None,
        },
        line: lines.place(stage.range.start).line,
        reachable: stage.is_reachable,
    }
}

/// The configuration in the format of `docker inspect`. Empty keys are left out, and so is the
/// search path, which every image has; times are in nanoseconds.
fn image(image: &ImageConfig) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, it: Value| {
        let is_empty = match &it {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(items) => items.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !is_empty {
            out.insert(key.to_owned(), it);
        }
    };
    let env = image.env.iter().filter(|(name, value)| &**name != "PATH" || &*value.text != DEFAULT_PATH);
    put("env", env.map(|(name, text)| json!(format!("{name}={}", text.text))).collect());
    put("labels", image.labels.iter().map(|(key, text)| (key.clone(), json!(&*text.text))).collect());
    put("workdir", json!(&*image.workdir.text));
    put("user", json!(&*image.user.text));
    put("ports", json!(image.ports));
    put("volumes", json!(image.volumes));
    put("stopsignal", json!(image.stop_signal));
    put("entrypoint", json!(image.entrypoint));
    put("cmd", json!(image.cmd));
    put("shell", json!(image.shell));
    put("onbuild", json!(image.onbuild));
    if let Some(check) = &image.healthcheck {
        let mut health = Map::new();
        health.insert("Test".to_owned(), json!(check.test));
        for (key, figure) in [
            ("Interval", check.interval),
            ("Timeout", check.timeout),
            ("StartPeriod", check.start_period),
            ("StartInterval", check.start_interval),
            ("Retries", check.retries),
        ] {
            if figure != 0 {
                health.insert(key.to_owned(), json!(figure));
            }
        }
        put("healthcheck", Value::Object(health));
    }
    Value::Object(out)
}
