//! The kinds of the grammar's nodes and the names of their fields. Generated from `node-types.json` by `tests/kinds.rs`.
//!
//! Keywords are tokens without a name of their own, so that their kind is the upper-cased keyword; other punctuation is
//! [`Kind::Token`].

use tree_sitter::Node;

crate::node_kinds! {
    /// What a node of the Dockerfile grammar is.
    pub Kind: dockwright_grammar::LANGUAGE;
    AddInstruction = "add_instruction",
    AddKeyword = "ADD",
    ArgDeclaration = "arg_declaration",
    ArgInstruction = "arg_instruction",
    ArgKeyword = "ARG",
    AsKeyword = "AS",
    CmdInstruction = "cmd_instruction",
    CmdKeyword = "CMD",
    Comment = "comment",
    CopyInstruction = "copy_instruction",
    CopyKeyword = "COPY",
    Directive = "directive",
    DirectiveName = "directive_name",
    DirectiveValue = "directive_value",
    DoubleQuotedString = "double_quoted_string",
    EntrypointInstruction = "entrypoint_instruction",
    EntrypointKeyword = "ENTRYPOINT",
    EnvInstruction = "env_instruction",
    EnvKeyword = "ENV",
    EnvPair = "env_pair",
    EscapeSequence = "escape_sequence",
    Expansion = "expansion",
    ExposeInstruction = "expose_instruction",
    ExposeKeyword = "EXPOSE",
    Flag = "flag",
    FlagName = "flag_name",
    FlagValue = "flag_value",
    FromInstruction = "from_instruction",
    FromKeyword = "FROM",
    HealthcheckInstruction = "healthcheck_instruction",
    HealthcheckKeyword = "HEALTHCHECK",
    HeredocBlock = "heredoc_block",
    HeredocBody = "heredoc_body",
    HeredocDelimiter = "heredoc_delimiter",
    HeredocEnd = "heredoc_end",
    HeredocOpener = "heredoc_opener",
    HeredocOperator = "heredoc_operator",
    ImageDigest = "image_digest",
    ImagePath = "image_path",
    ImagePort = "image_port",
    ImageReference = "image_reference",
    ImageRegistry = "image_registry",
    ImageTag = "image_tag",
    JsonArray = "json_array",
    JsonOther = "json_other",
    JsonString = "json_string",
    Key = "key",
    LabelInstruction = "label_instruction",
    LabelKeyword = "LABEL",
    LabelPair = "label_pair",
    LineContinuation = "line_continuation",
    MaintainerInstruction = "maintainer_instruction",
    MaintainerKeyword = "MAINTAINER",
    MountKey = "mount_key",
    MountOption = "mount_option",
    MountOptionValue = "mount_option_value",
    MountValue = "mount_value",
    NoneKeyword = "NONE",
    OnbuildInstruction = "onbuild_instruction",
    OnbuildKeyword = "ONBUILD",
    Operand = "operand",
    Operator = "operator",
    Path = "path",
    Pattern = "pattern",
    Port = "port",
    PortSpec = "port_spec",
    Preamble = "preamble",
    Protocol = "protocol",
    RawText = "raw_text",
    Replacement = "replacement",
    RunInstruction = "run_instruction",
    RunKeyword = "RUN",
    ShellCommand = "shell_command",
    ShellFragment = "shell_fragment",
    ShellInstruction = "shell_instruction",
    ShellKeyword = "SHELL",
    Signal = "signal",
    SingleQuotedString = "single_quoted_string",
    SourceFile = "source_file",
    Stage = "stage",
    StageName = "stage_name",
    StopsignalInstruction = "stopsignal_instruction",
    StopsignalKeyword = "STOPSIGNAL",
    UnknownInstruction = "unknown_instruction",
    UnknownKeyword = "unknown_keyword",
    UnknownType = "unknown_type",
    User = "user",
    UserInstruction = "user_instruction",
    UserKeyword = "USER",
    Value = "value",
    Variable = "variable",
    VolumeInstruction = "volume_instruction",
    VolumeKeyword = "VOLUME",
    Word = "word",
    WorkdirInstruction = "workdir_instruction",
    WorkdirKeyword = "WORKDIR",
}

impl Kind {
    /// Whether it is an instruction.
    pub const fn is_instruction(self) -> bool {
        matches!(
            self,
            Self::AddInstruction
                | Self::ArgInstruction
                | Self::CmdInstruction
                | Self::CopyInstruction
                | Self::EntrypointInstruction
                | Self::EnvInstruction
                | Self::ExposeInstruction
                | Self::FromInstruction
                | Self::HealthcheckInstruction
                | Self::LabelInstruction
                | Self::MaintainerInstruction
                | Self::OnbuildInstruction
                | Self::RunInstruction
                | Self::ShellInstruction
                | Self::StopsignalInstruction
                | Self::UnknownInstruction
                | Self::UserInstruction
                | Self::VolumeInstruction
                | Self::WorkdirInstruction
        )
    }

    /// Whether it is a keyword.
    pub const fn is_keyword(self) -> bool {
        matches!(
            self,
            Self::AddKeyword
                | Self::ArgKeyword
                | Self::AsKeyword
                | Self::CmdKeyword
                | Self::CopyKeyword
                | Self::EntrypointKeyword
                | Self::EnvKeyword
                | Self::ExposeKeyword
                | Self::FromKeyword
                | Self::HealthcheckKeyword
                | Self::LabelKeyword
                | Self::MaintainerKeyword
                | Self::NoneKeyword
                | Self::OnbuildKeyword
                | Self::RunKeyword
                | Self::ShellKeyword
                | Self::StopsignalKeyword
                | Self::UserKeyword
                | Self::VolumeKeyword
                | Self::WorkdirKeyword
        )
    }
}

/// The kind of a node as a value of [`Kind`].
pub trait NodeKind {
    /// What the node is.
    fn syntax_kind(&self) -> Kind;
}

impl NodeKind for Node<'_> {
    fn syntax_kind(&self) -> Kind {
        Kind::of(*self)
    }
}

/// The names of fields.
pub mod field {
    /// Field `body`.
    pub const BODY: &str = "body";
    /// Field `default`.
    pub const DEFAULT: &str = "default";
    /// Field `delimiter`.
    pub const DELIMITER: &str = "delimiter";
    /// Field `digest`.
    pub const DIGEST: &str = "digest";
    /// Field `image`.
    pub const IMAGE: &str = "image";
    /// Field `instruction`.
    pub const INSTRUCTION: &str = "instruction";
    /// Field `key`.
    pub const KEY: &str = "key";
    /// Field `keyword`.
    pub const KEYWORD: &str = "keyword";
    /// Field `name`.
    pub const NAME: &str = "name";
    /// Field `operand`.
    pub const OPERAND: &str = "operand";
    /// Field `operator`.
    pub const OPERATOR: &str = "operator";
    /// Field `path`.
    pub const PATH: &str = "path";
    /// Field `pattern`.
    pub const PATTERN: &str = "pattern";
    /// Field `port`.
    pub const PORT: &str = "port";
    /// Field `protocol`.
    pub const PROTOCOL: &str = "protocol";
    /// Field `registry`.
    pub const REGISTRY: &str = "registry";
    /// Field `replacement`.
    pub const REPLACEMENT: &str = "replacement";
    /// Field `tag`.
    pub const TAG: &str = "tag";
    /// Field `terminator`.
    pub const TERMINATOR: &str = "terminator";
    /// Field `type`.
    pub const TYPE: &str = "type";
    /// Field `unexpected`.
    pub const UNEXPECTED: &str = "unexpected";
    /// Field `value`.
    pub const VALUE: &str = "value";
}
