//! The configuration of the image that a stage produces, as `docker inspect` shows it.
//!
//! Of the base image, only the search path is known.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{
    Base,
    expansion::Value,
    state::{DEFAULT_PATH, State},
};
use crate::{
    build_inputs::BaseConfig,
    facts::{Facts, Form},
    go::parse_duration,
    spec::{FlagSpec, Instruction, flags},
};

/// An image's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageConfig {
    /// The variables, in the order of their first definition, starting with those known from the base
    /// image.
    pub env: Vec<(Arc<str>, Value)>,
    /// The index of each name in `env`, as far as it was needed.
    positions: Positions,
    /// LABEL.
    pub labels: BTreeMap<String, Value>,
    /// WORKDIR.
    pub workdir: Value,
    /// USER.
    pub user: Value,
    /// EXPOSE, as `port/proto`.
    pub ports: BTreeSet<String>,
    /// VOLUME.
    pub volumes: BTreeSet<String>,
    /// STOPSIGNAL.
    pub stop_signal: Option<String>,
    /// ENTRYPOINT, starting with the shell if it is in shell form.
    pub entrypoint: Option<Vec<String>>,
    /// CMD, starting with the shell if it is in shell form.
    pub cmd: Option<Vec<String>>,
    /// Whether the CMD is in this stage itself.
    has_own_cmd: bool,
    /// SHELL.
    pub shell: Option<Vec<String>>,
    /// HEALTHCHECK.
    pub healthcheck: Option<Healthcheck>,
    /// ONBUILD.
    pub onbuild: Vec<String>,
}

/// An index of the variables by name. It is derived from them, so it is ignored in comparisons.
#[derive(Debug, Clone, Eq, Default)]
struct Positions(FxHashMap<Arc<str>, usize>);

impl PartialEq for Positions {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A health check; 0 means the runtime's default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Healthcheck {
    /// `NONE`, `CMD` and words, or `CMD-SHELL` and a text.
    pub test: Vec<String>,
    /// In nanoseconds.
    pub interval: i64,
    /// In nanoseconds.
    pub timeout: i64,
    /// In nanoseconds.
    pub start_period: i64,
    /// In nanoseconds.
    pub start_interval: i64,
    /// How many failures in a row make the container unhealthy.
    pub retries: i64,
}

impl ImageConfig {
    /// The image at the start of a stage that is not based on another stage. Except on Windows, it
    /// always has a search path.
    pub(super) fn of_base(config: Option<&BaseConfig>, base: &Base, is_windows: bool) -> Self {
        let config = config.filter(|_| matches!(base, Base::Image(_)));
        let mut image = Self { cmd: config.and_then(|config| config.cmd.clone()), ..Self::default() };
        if *base == Base::Scratch {
            image.workdir = Value::certain(if is_windows { "\\" } else { "/" });
        }
        for (name, value) in config.iter().flat_map(|config| &config.env) {
            image.env.push((name.as_str().into(), Value::certain(value.as_str())));
        }
        if !is_windows && image.env.iter().all(|(name, _)| &**name != "PATH") {
            let is_certain = config.is_some() || *base == Base::Scratch;
            image.env.push(("PATH".into(), Value { is_certain, ..Value::certain(DEFAULT_PATH) }));
        }
        image
    }

    /// The image at the start of a stage that is based on this one's stage.
    pub(super) fn inherited(self) -> Self {
        Self { onbuild: Vec::new(), has_own_cmd: false, ..self }
    }

    pub(super) fn set_env(&mut self, name: &Arc<str>, value: &Value) {
        let positions = &mut self.positions.0;
        for (at, (name, _)) in self.env.iter().enumerate().skip(positions.len()) {
            positions.entry(Arc::clone(name)).or_insert(at);
        }
        if let Some(&at) = positions.get(name) {
            self.env[at].1.clone_from(value);
        } else {
            positions.insert(Arc::clone(name), self.env.len());
            self.env.push((Arc::clone(name), value.clone()));
        }
    }

    /// Applies instructions that are not expanded: commands and triggers.
    pub(super) fn command(&mut self, facts: &Facts, state: &State) {
        match facts.instruction {
            Some(Instruction::Cmd) => {
                self.cmd = Some(command_line(facts, state));
                self.has_own_cmd = true;
            }
            Some(Instruction::Entrypoint) => {
                self.entrypoint = Some(command_line(facts, state));
                if !self.has_own_cmd {
                    self.cmd = None;
                }
            }
            Some(Instruction::Shell) => self.shell = state.shell.as_deref().map(<[String]>::to_vec),
            Some(Instruction::Healthcheck) => self.healthcheck = Some(healthcheck(facts)),
            Some(Instruction::Onbuild) => {
                let mut text = facts.expression.clone();
                for heredoc in &facts.heredocs {
                    text.push('\n');
                    text.push_str(&heredoc.content);
                    text.push_str(&heredoc.marker.name);
                }
                self.onbuild.push(text);
            }
            _ => {}
        }
    }
}

/// The exec form as it is, or the shell followed by the text.
fn command_line(facts: &Facts, state: &State) -> Vec<String> {
    if facts.form == Some(Form::Exec) {
        return facts.json.clone().unwrap_or_default();
    }
    let mut words: Vec<String> = match &state.shell {
        Some(shell) => shell.to_vec(),
        None if state.has_windows_image => ["cmd", "/S", "/C"].map(str::to_owned).to_vec(),
        None => ["/bin/sh", "-c"].map(str::to_owned).to_vec(),
    };
    words.push(facts.args.join(" "));
    words
}

fn healthcheck(facts: &Facts) -> Healthcheck {
    let [kind, rest @ ..] = facts.args.as_slice() else { return Healthcheck::default() };
    if kind.eq_ignore_ascii_case("NONE") {
        return Healthcheck { test: vec!["NONE".to_owned()], ..Healthcheck::default() };
    }
    let mut test = vec![if facts.form == Some(Form::Exec) { "CMD" } else { "CMD-SHELL" }.to_owned()];
    test.extend(rest.iter().cloned());
    let text = |flag: &FlagSpec| facts.flag(flag.name).flatten().unwrap_or_default();
    let duration = |flag| parse_duration(text(flag)).unwrap_or_default();
    Healthcheck {
        test,
        interval: duration(&flags::INTERVAL),
        timeout: duration(&flags::TIMEOUT),
        start_period: duration(&flags::START_PERIOD),
        start_interval: duration(&flags::START_INTERVAL),
        retries: text(&flags::RETRIES).parse().unwrap_or_default(),
    }
}
