//! The state between two instructions of a stage.

use std::sync::Arc;

use super::{Base, expansion::Value, scope::Scope};
use crate::{
    build_inputs::{BaseConfig, BuildInputs},
    facts::{Facts, Form},
    platform::Platform,
    spec::Instruction,
};

/// The search path that BuildKit sets if the base image sets none.
pub const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A CMD or an ENTRYPOINT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Whether it is in exec form.
    pub is_exec: bool,
    /// The elements of the exec form, or the text for the shell.
    pub words: Vec<String>,
}

/// The state between two instructions of a stage.
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The variables.
    pub scope: Arc<Scope>,
    /// The working directory; uncertain if it depends on the base image.
    pub workdir: Value,
    /// Whether the file has set a working directory.
    pub has_workdir: bool,
    /// The last SHELL of this file.
    pub shell: Option<Arc<[String]>>,
    /// The last ENTRYPOINT of this file.
    pub entrypoint: Option<Arc<Command>>,
    /// The last CMD of this file that takes effect.
    pub cmd: Option<Arc<Command>>,
    /// Whether the last CMD is in the stage itself.
    pub(super) has_own_cmd: bool,
    /// The last USER of this file.
    pub user: Option<Value>,
    /// The platform of the stage, which determines the format of its paths.
    pub platform: Platform,
    /// Whether the base image is a Windows image, which determines the default shell.
    pub has_windows_image: bool,
    /// Whether the stages are based on an image that this file does not describe, and that may set more
    /// variables.
    pub is_open: bool,
    /// The image that the stages are based on, as FROM names it.
    pub image: Option<Arc<str>>,
}

impl State {
    /// The state of a stage that is based on `scratch`, or on an image if `is_image`.
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

    /// The state at the start of a stage that is not based on another stage.
    pub(super) fn of_base(base: &Base, platform: Option<&Platform>, inputs: &BuildInputs) -> Self {
        if *base == Base::Scratch {
            // A `scratch` stage always has the target platform, whatever its FROM says.
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

    /// The state at the start of a stage that is based on the stage that ends with this state.
    pub(super) fn inherited(&self) -> Self {
        Self { scope: Arc::new(Scope::on(&self.scope)), has_own_cmd: false, ..self.clone() }
    }

    /// Applies CMD and ENTRYPOINT. An ENTRYPOINT resets a CMD that the stage inherited.
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

    /// The state for stages based on this one.
    pub(super) fn sealed(mut self) -> Self {
        self.scope = Arc::unwrap_or_clone(self.scope).sealed();
        self
    }

    /// Whether this is a Windows stage.
    pub fn is_windows(&self) -> bool {
        self.platform.os == "windows"
    }
}
