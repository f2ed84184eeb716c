//! Finds values that do not depend on the platform that is built for.
//!
//! The builder sets arguments such as `TARGETARCH`, and no file says which platform it will build
//! for. A value that is shown must not depend on it. So a file that uses such arguments is
//! evaluated a second time, for a platform that does not exist ("elsewhere"), and a value is known
//! only if both evaluations agree.

use std::{cell::Cell, rc::Rc, sync::Arc};

use crate::{
    build_inputs::BuildInputs,
    document::Document,
    facts::{
        operands::Operands,
        template::{Reference, SyntaxError, Template},
    },
    model::{
        Base, Budget, Lookup, Model, State, Value,
        expansion::{expand, expand_reference},
        flow::look_up,
        model_for_nowhere,
        place::{Spot, StageWalk, state_at},
    },
    platform::Platform,
    usage::each_template,
};

/// The model of a document for its own build, and for a platform that does not exist.
#[derive(Debug)]
pub struct AnyPlatform {
    pub here: Arc<Model>,
    elsewhere: Option<Arc<Model>>,
    /// The steps left for computing values; see [`Budget`].
    budget: Rc<Cell<Budget>>,
}

/// The value of a text or a variable, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Its value.
    Value(String),
    /// It has no value, and the base image cannot give it one.
    Unset,
    /// The value depends on the platform.
    Platform,
    /// The value depends on the base image.
    Open,
    /// Docker rejects the text with this message.
    Refused(String),
}

/// The states at a position, for both evaluations.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    here: &'a State,
    elsewhere: Option<&'a State>,
    budget: &'a Cell<Budget>,
}

/// Like [`Seen`], but owns its states.
#[derive(Debug)]
pub struct States {
    here: State,
    elsewhere: Option<State>,
    budget: Rc<Cell<Budget>>,
}

/// A walk over a stage, in both evaluations.
#[derive(Debug)]
pub struct StageWalks<'a> {
    pub(crate) here: StageWalk<'a>,
    pub(crate) elsewhere: Option<StageWalk<'a>>,
    budget: Rc<Cell<Budget>>,
}

impl AnyPlatform {
    pub fn new(document: &Document) -> Self {
        let here = Arc::clone(document.model());
        let inputs = || {
            let inputs = &document.context().inputs;
            let nowhere = || "?".to_owned();
            let platform = Platform {
                os: nowhere(),
                os_version: nowhere(),
                os_features: Vec::new(),
                arch: nowhere(),
                variant: nowhere(),
            };
            BuildInputs {
                builder: platform.clone(),
                platform,
                target: inputs.target.clone().or_else(|| Some(nowhere())),
                ..inputs.clone()
            }
        };
        let elsewhere =
            is_platform_used(document, &here).then(|| Arc::clone(model_for_nowhere(document, inputs)));
        Self { here, elsewhere, budget: Rc::default() }
    }

    /// The base of a stage, unless it depends on the platform.
    pub fn base(&self, stage: usize) -> Option<&Base> {
        let base = |model: &'_ Model| model.stages.get(stage).map(|stage| stage.base.clone());
        let is_same = self.elsewhere.as_ref().is_none_or(|elsewhere| base(elsewhere) == base(&self.here));
        self.here.stages.get(stage).map(|stage| &stage.base).filter(|_| is_same)
    }

    /// The states in which a reference at `offset` is expanded.
    pub fn states_at(&self, document: &Document, spot: &Spot<'_>, offset: usize) -> States {
        self.states(|model| state_at(document, model, spot, offset))
    }

    /// The states at the end of a stage.
    pub fn states_at_end(&self, stage: usize) -> States {
        self.states(|model| model.stages[stage].evaluated.exit.as_ref().clone())
    }

    fn states(&self, state: impl Fn(&Model) -> State) -> States {
        let budget = Rc::clone(&self.budget);
        States { here: state(&self.here), elsewhere: self.elsewhere.as_deref().map(state), budget }
    }

    /// Starts a walk in both evaluations.
    pub fn walks<'a>(&'a self, start: impl Fn(&'a Model) -> StageWalk<'a>) -> StageWalks<'a> {
        let budget = Rc::clone(&self.budget);
        StageWalks { here: start(&self.here), elsewhere: self.elsewhere.as_deref().map(start), budget }
    }
}

impl States {
    pub fn seen(&self) -> Seen<'_> {
        Seen { here: &self.here, elsewhere: self.elsewhere.as_ref(), budget: &self.budget }
    }
}

impl<'a> StageWalks<'a> {
    /// Does the same step in both evaluations.
    pub fn each(&mut self, step: impl Fn(&mut StageWalk<'a>)) {
        step(&mut self.here);
        if let Some(elsewhere) = &mut self.elsewhere {
            step(elsewhere);
        }
    }

    pub fn seen(&self) -> Seen<'_> {
        let elsewhere = self.elsewhere.as_ref().map(StageWalk::state);
        Seen { here: self.here.state(), elsewhere, budget: &self.budget }
    }
}

impl<'a> Seen<'a> {
    pub fn state(self) -> &'a State {
        self.here
    }

    /// The value that `value` computes, if both states agree on it.
    pub fn known(self, value: impl Fn(&State) -> Result<Option<Value>, SyntaxError>) -> Known {
        let here = value(self.here);
        match self.elsewhere.map(&value) {
            Some(elsewhere) if elsewhere != here => return Known::Platform,
            Some(_) | None => {}
        }
        match here {
            Ok(Some(value)) if value.is_certain => Known::Value(value.text.to_string()),
            Ok(None) if !self.here.is_open => Known::Unset,
            Ok(Some(_) | None) => Known::Open,
            Err(error) => Known::Refused(error.message),
        }
    }

    /// Like [`Self::known`], for values whose computation costs steps.
    pub fn worked_out(
        self,
        value: impl Fn(&State, &mut Budget) -> Result<Option<Value>, SyntaxError>,
    ) -> Known {
        self.known(|state| {
            let mut budget = self.budget.get();
            let value = value(state, &mut budget);
            self.budget.set(budget);
            value
        })
    }

    /// The value of a variable.
    pub fn variable(self, name: &str) -> Known {
        self.known(|state| match look_up(state, name).0 {
            Lookup::Set(value) => Ok(Some(value)),
            Lookup::Unset { .. } => Ok(None),
        })
    }

    /// The value of a reference, with its operator applied.
    pub fn reference(self, reference: &Reference) -> Known {
        let known = self.worked_out(|state, budget| {
            expand_reference(reference, budget, &mut |reference| look_up(state, &reference.name).0).map(Some)
        });
        match known {
            // `${NAME:?}` succeeds if the base image sets the name.
            Known::Refused(_)
                if self.here.is_open
                    && expand_reference(reference, &mut Budget::default(), &mut |_| {
                        Lookup::Set(Value::certain("x"))
                    })
                    .is_ok() =>
            {
                Known::Open
            }
            known => known,
        }
    }

    /// The expansion of a text.
    pub fn text(self, template: &Template) -> Known {
        self.worked_out(|state, budget| {
            let expansion = expand(template, budget, &mut |reference| look_up(state, &reference.name).0)?;
            Ok(Some(Value {
                text: expansion.text.into(),
                is_certain: expansion.is_certain,
                argument: expansion.argument,
            }))
        })
    }
}

/// Whether the file uses any argument that the builder sets.
fn is_platform_used(document: &Document, model: &Model) -> bool {
    let is_automatic = |name: &str| model.global.automatic.get(name).is_some();
    document.instructions().any(|placed| match &placed.facts.operands {
        Operands::Arg(definitions) => {
            let mut found = definitions.iter().any(|definition| is_automatic(&definition.name.text));
            if placed.is_preamble {
                each_template(placed.facts, &mut |template| {
                    template.references(&mut |reference| found |= is_automatic(&reference.name));
                });
            }
            found
        }
        Operands::From(_) => {
            let mut found = false;
            each_template(placed.facts, &mut |template| {
                template.references(&mut |reference| found |= is_automatic(&reference.name));
            });
            found
        }
        Operands::None
        | Operands::Pairs(_)
        | Operands::Copy(_)
        | Operands::List(_)
        | Operands::Whole(_)
        | Operands::Run(_) => false,
    })
}
