//! What is in force between two instructions of a stage.

use std::sync::Arc;

use super::{Base, expansion::Value, scope::Scope};
use crate::{
    build_inputs::{BaseConfig, BuildInputs},
    facts::{Facts, Form},
    platform::Platform,
    spec::Instruction,
};

/// The search path that BuildKit sets where the base image sets none.
pub const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A CMD or an ENTRYPOINT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// It is in exec form.
    pub is_exec: bool,
    /// The elements of the exec form, or the text for the shell.
    pub words: Vec<String>,
}

/// What is in force between two instructions of a stage.
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The variables.
    pub scope: Arc<Scope>,
    /// The working directory; not certain where the base image decides.
    pub workdir: Value,
    /// A WORKDIR of this file came before.
    pub has_workdir: bool,
    /// The last SHELL of this file.
    pub shell: Option<Arc<[String]>>,
    /// The last ENTRYPOINT of this file.
    pub entrypoint: Option<Arc<Command>>,
    /// The last CMD of this file that is in force.
    pub cmd: Option<Arc<Command>>,
    /// The last CMD is the stage's own.
    pub(super) has_own_cmd: bool,
    /// The last USER of this file.
    pub user: Option<Value>,
    /// The platform of the stage, which its paths follow.
    pub platform: Platform,
    /// The base image is one for Windows, which decides what runs the shell form.
    pub has_windows_image: bool,
    /// An image that this file does not describe is at the bottom: it may set more variables.
    pub is_open: bool,
    /// The image at the bottom, as FROM names it.
    pub image: Option<Arc<str>>,
}

impl State {
    /// What a stage starts with that is based on `scratch`, or on an image if `is_image`.
    pub(super) fn new(platform: Platform, is_image: bool, config: Option<&BaseConfig>) -> Self {
        let config = config.filter(|_| is_image);
        let is_open = is_image && config.is_none();
        let mut scope = Scope::default();
        if platform.os != "windows" {
            scope.set_env("PATH", Value { is_certain: !is_open, ..Value::certain(DEFAULT_PATH) });
        }
        for (name, value) in config.iter().flat_map(|config| &config.env) {
            scope.set_env(name, Value::certain(value.as_str()));
        }
        Self {
            scope: scope.sealed(),
            workdir: Value { is_certain: !is_open, ..Value::certain("/") },
            has_workdir: false,
            shell: None,
            entrypoint: None,
            cmd: None,
            has_own_cmd: false,
            user: None,
            has_windows_image: platform.os == "windows",
            platform,
            is_open,
            image: None,
        }
    }

    /// What a stage starts with that is not based on another one.
    pub(super) fn of_base(base: &Base, platform: Option<&Platform>, inputs: &BuildInputs) -> Self {
        if *base == Base::Scratch {
            // Whatever its FROM says, nothing is of the platform that is built for.
            let state = Self::new(inputs.platform.clone(), false, None);
            let text = if state.is_windows() { "\\" } else { "/" };
            return Self { workdir: Value::certain(text), ..state };
        }
        let platform = platform.unwrap_or(&inputs.platform).clone();
        let mut state = Self::new(platform, true, inputs.base.as_ref());
        if let Some(actual) = &inputs.base_platform {
            state.has_windows_image = actual.os == "windows";
        }
        if let Base::Image(image) = base {
            state.image = Some(Arc::clone(image));
        }
        state
    }

    /// What a stage starts with that is based on another one, which ends like this.
    pub(super) fn inherited(&self) -> Self {
        Self { scope: Arc::new(Scope::on(&self.scope)), has_own_cmd: false, ..self.clone() }
    }

    /// Takes CMD and ENTRYPOINT. One that the stage inherits loses its force to an ENTRYPOINT of the stage.
    pub(super) fn command(&mut self, facts: &Facts) {
        let command = || {
            let words = facts.json.as_ref().unwrap_or(&facts.args).clone();
            Some(Arc::new(Command { is_exec: facts.form == Some(Form::Exec), words }))
        };
        match facts.instruction {
            Some(Instruction::Cmd) => {
                self.cmd = command();
                self.has_own_cmd = true;
            }
            Some(Instruction::Entrypoint) => {
                self.entrypoint = command();
                if !self.has_own_cmd {
                    self.cmd = None;
                }
            }
            _ => {}
        }
    }

    /// The state for others to build on.
    pub(super) fn sealed(mut self) -> Self {
        self.scope = Arc::unwrap_or_clone(self.scope).sealed();
        self
    }

    /// Whether this is a stage for Windows.
    pub fn is_windows(&self) -> bool {
        self.platform.os == "windows"
    }
}
