//! The names of the grammar's nodes and fields. Generated from `node-types.json` by `tests/kinds.rs`.
//!
//! A misspelt constant does not compile, a misspelt string never matches. Keywords are tokens without a
//! name of their own, so that their kind is the upper-cased keyword; punctuation has no constants.

/// Node `add_instruction`.
pub const ADD_INSTRUCTION: &str = "add_instruction";
/// Node `arg_declaration`.
pub const ARG_DECLARATION: &str = "arg_declaration";
/// Node `arg_instruction`.
pub const ARG_INSTRUCTION: &str = "arg_instruction";
/// Node `cmd_instruction`.
pub const CMD_INSTRUCTION: &str = "cmd_instruction";
/// Node `comment`.
pub const COMMENT: &str = "comment";
/// Node `copy_instruction`.
pub const COPY_INSTRUCTION: &str = "copy_instruction";
/// Node `directive`.
pub const DIRECTIVE: &str = "directive";
/// Node `directive_name`.
pub const DIRECTIVE_NAME: &str = "directive_name";
/// Node `directive_value`.
pub const DIRECTIVE_VALUE: &str = "directive_value";
/// Node `double_quoted_string`.
pub const DOUBLE_QUOTED_STRING: &str = "double_quoted_string";
/// Node `entrypoint_instruction`.
pub const ENTRYPOINT_INSTRUCTION: &str = "entrypoint_instruction";
/// Node `env_instruction`.
pub const ENV_INSTRUCTION: &str = "env_instruction";
/// Node `env_pair`.
pub const ENV_PAIR: &str = "env_pair";
/// Node `escape_sequence`.
pub const ESCAPE_SEQUENCE: &str = "escape_sequence";
/// Node `expansion`.
pub const EXPANSION: &str = "expansion";
/// Node `expose_instruction`.
pub const EXPOSE_INSTRUCTION: &str = "expose_instruction";
/// Node `flag`.
pub const FLAG: &str = "flag";
/// Node `flag_name`.
pub const FLAG_NAME: &str = "flag_name";
/// Node `flag_value`.
pub const FLAG_VALUE: &str = "flag_value";
/// Node `from_instruction`.
pub const FROM_INSTRUCTION: &str = "from_instruction";
/// Node `healthcheck_instruction`.
pub const HEALTHCHECK_INSTRUCTION: &str = "healthcheck_instruction";
/// Node `heredoc_block`.
pub const HEREDOC_BLOCK: &str = "heredoc_block";
/// Node `heredoc_body`.
pub const HEREDOC_BODY: &str = "heredoc_body";
/// Node `heredoc_delimiter`.
pub const HEREDOC_DELIMITER: &str = "heredoc_delimiter";
/// Node `heredoc_end`.
pub const HEREDOC_END: &str = "heredoc_end";
/// Node `heredoc_opener`.
pub const HEREDOC_OPENER: &str = "heredoc_opener";
/// Node `heredoc_operator`.
pub const HEREDOC_OPERATOR: &str = "heredoc_operator";
/// Node `image_digest`.
pub const IMAGE_DIGEST: &str = "image_digest";
/// Node `image_path`.
pub const IMAGE_PATH: &str = "image_path";
/// Node `image_port`.
pub const IMAGE_PORT: &str = "image_port";
/// Node `image_reference`.
pub const IMAGE_REFERENCE: &str = "image_reference";
/// Node `image_registry`.
pub const IMAGE_REGISTRY: &str = "image_registry";
/// Node `image_tag`.
pub const IMAGE_TAG: &str = "image_tag";
/// Node `json_array`.
pub const JSON_ARRAY: &str = "json_array";
/// Node `json_other`.
pub const JSON_OTHER: &str = "json_other";
/// Node `json_string`.
pub const JSON_STRING: &str = "json_string";
/// Node `key`.
pub const KEY: &str = "key";
/// Node `label_instruction`.
pub const LABEL_INSTRUCTION: &str = "label_instruction";
/// Node `label_pair`.
pub const LABEL_PAIR: &str = "label_pair";
/// Node `line_continuation`.
pub const LINE_CONTINUATION: &str = "line_continuation";
/// Node `maintainer_instruction`.
pub const MAINTAINER_INSTRUCTION: &str = "maintainer_instruction";
/// Node `mount_key`.
pub const MOUNT_KEY: &str = "mount_key";
/// Node `mount_option`.
pub const MOUNT_OPTION: &str = "mount_option";
/// Node `mount_option_value`.
pub const MOUNT_OPTION_VALUE: &str = "mount_option_value";
/// Node `mount_value`.
pub const MOUNT_VALUE: &str = "mount_value";
/// Node `onbuild_instruction`.
pub const ONBUILD_INSTRUCTION: &str = "onbuild_instruction";
/// Node `operand`.
pub const OPERAND: &str = "operand";
/// Node `operator`.
pub const OPERATOR: &str = "operator";
/// Node `path`.
pub const PATH: &str = "path";
/// Node `pattern`.
pub const PATTERN: &str = "pattern";
/// Node `port`.
pub const PORT: &str = "port";
/// Node `port_spec`.
pub const PORT_SPEC: &str = "port_spec";
/// Node `preamble`.
pub const PREAMBLE: &str = "preamble";
/// Node `protocol`.
pub const PROTOCOL: &str = "protocol";
/// Node `raw_text`.
pub const RAW_TEXT: &str = "raw_text";
/// Node `replacement`.
pub const REPLACEMENT: &str = "replacement";
/// Node `run_instruction`.
pub const RUN_INSTRUCTION: &str = "run_instruction";
/// Node `shell_command`.
pub const SHELL_COMMAND: &str = "shell_command";
/// Node `shell_fragment`.
pub const SHELL_FRAGMENT: &str = "shell_fragment";
/// Node `shell_instruction`.
pub const SHELL_INSTRUCTION: &str = "shell_instruction";
/// Node `signal`.
pub const SIGNAL: &str = "signal";
/// Node `single_quoted_string`.
pub const SINGLE_QUOTED_STRING: &str = "single_quoted_string";
/// Node `source_file`.
pub const SOURCE_FILE: &str = "source_file";
/// Node `stage`.
pub const STAGE: &str = "stage";
/// Node `stage_name`.
pub const STAGE_NAME: &str = "stage_name";
/// Node `stopsignal_instruction`.
pub const STOPSIGNAL_INSTRUCTION: &str = "stopsignal_instruction";
/// Node `unknown_instruction`.
pub const UNKNOWN_INSTRUCTION: &str = "unknown_instruction";
/// Node `unknown_keyword`.
pub const UNKNOWN_KEYWORD: &str = "unknown_keyword";
/// Node `unknown_type`.
pub const UNKNOWN_TYPE: &str = "unknown_type";
/// Node `user`.
pub const USER: &str = "user";
/// Node `user_instruction`.
pub const USER_INSTRUCTION: &str = "user_instruction";
/// Node `value`.
pub const VALUE: &str = "value";
/// Node `variable`.
pub const VARIABLE: &str = "variable";
/// Node `volume_instruction`.
pub const VOLUME_INSTRUCTION: &str = "volume_instruction";
/// Node `word`.
pub const WORD: &str = "word";
/// Node `workdir_instruction`.
pub const WORKDIR_INSTRUCTION: &str = "workdir_instruction";

/// Keyword token `ADD`.
pub const ADD_KEYWORD: &str = "ADD";
/// Keyword token `ARG`.
pub const ARG_KEYWORD: &str = "ARG";
/// Keyword token `AS`.
pub const AS_KEYWORD: &str = "AS";
/// Keyword token `CMD`.
pub const CMD_KEYWORD: &str = "CMD";
/// Keyword token `COPY`.
pub const COPY_KEYWORD: &str = "COPY";
/// Keyword token `ENTRYPOINT`.
pub const ENTRYPOINT_KEYWORD: &str = "ENTRYPOINT";
/// Keyword token `ENV`.
pub const ENV_KEYWORD: &str = "ENV";
/// Keyword token `EXPOSE`.
pub const EXPOSE_KEYWORD: &str = "EXPOSE";
/// Keyword token `FROM`.
pub const FROM_KEYWORD: &str = "FROM";
/// Keyword token `HEALTHCHECK`.
pub const HEALTHCHECK_KEYWORD: &str = "HEALTHCHECK";
/// Keyword token `LABEL`.
pub const LABEL_KEYWORD: &str = "LABEL";
/// Keyword token `MAINTAINER`.
pub const MAINTAINER_KEYWORD: &str = "MAINTAINER";
/// Keyword token `NONE`.
pub const NONE_KEYWORD: &str = "NONE";
/// Keyword token `ONBUILD`.
pub const ONBUILD_KEYWORD: &str = "ONBUILD";
/// Keyword token `RUN`.
pub const RUN_KEYWORD: &str = "RUN";
/// Keyword token `SHELL`.
pub const SHELL_KEYWORD: &str = "SHELL";
/// Keyword token `STOPSIGNAL`.
pub const STOPSIGNAL_KEYWORD: &str = "STOPSIGNAL";
/// Keyword token `USER`.
pub const USER_KEYWORD: &str = "USER";
/// Keyword token `VOLUME`.
pub const VOLUME_KEYWORD: &str = "VOLUME";
/// Keyword token `WORKDIR`.
pub const WORKDIR_KEYWORD: &str = "WORKDIR";

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
