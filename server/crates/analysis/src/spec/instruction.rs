//! The instructions of the Dockerfile language.

use dockwright_texts::Topic;

/// The instructions of the Dockerfile language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Instruction {
    /// `ADD`
    Add,
    /// `ARG`
    Arg,
    /// `CMD`
    Cmd,
    /// `COPY`
    Copy,
    /// `ENTRYPOINT`
    Entrypoint,
    /// `ENV`
    Env,
    /// `EXPOSE`
    Expose,
    /// `FROM`
    From,
    /// `HEALTHCHECK`
    Healthcheck,
    /// `LABEL`
    Label,
    /// `MAINTAINER`
    Maintainer,
    /// `ONBUILD`
    Onbuild,
    /// `RUN`
    Run,
    /// `SHELL`
    Shell,
    /// `STOPSIGNAL`
    Stopsignal,
    /// `USER`
    User,
    /// `VOLUME`
    Volume,
    /// `WORKDIR`
    Workdir,
}

impl Instruction {
    /// Whether the builder expands variables in its arguments.
    pub fn is_expanded(self) -> bool {
        match self {
            Self::Add
            | Self::Arg
            | Self::Copy
            | Self::Env
            | Self::Expose
            | Self::From
            | Self::Label
            | Self::Stopsignal
            | Self::User
            | Self::Volume
            | Self::Workdir => true,
            Self::Cmd
            | Self::Entrypoint
            | Self::Healthcheck
            | Self::Maintainer
            | Self::Onbuild
            | Self::Run
            | Self::Shell => false,
        }
    }

    /// The topic that describes it.
    pub fn topic(self) -> Topic {
        match self {
            Self::Add => Topic::Add,
            Self::Arg => Topic::Arg,
            Self::Cmd => Topic::Cmd,
            Self::Copy => Topic::Copy,
            Self::Entrypoint => Topic::Entrypoint,
            Self::Env => Topic::Env,
            Self::Expose => Topic::Expose,
            Self::From => Topic::From,
            Self::Healthcheck => Topic::Healthcheck,
            Self::Label => Topic::Label,
            Self::Maintainer => Topic::Maintainer,
            Self::Onbuild => Topic::Onbuild,
            Self::Run => Topic::Run,
            Self::Shell => Topic::Shell,
            Self::Stopsignal => Topic::Stopsignal,
            Self::User => Topic::User,
            Self::Volume => Topic::Volume,
            Self::Workdir => Topic::Workdir,
        }
    }
}
