//! The settings of the formatter.

/// The letter case of instruction keywords, and of `CMD` and `NONE` in HEALTHCHECK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeywordCase {
    /// `RUN`.
    #[default]
    Upper,
    /// `run`.
    Lower,
    /// Unchanged.
    Keep,
}

/// The letter case of `AS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AsCase {
    /// Unchanged, unless the case of its FROM changes.
    Keep,
    /// The case of FROM, as BuildKit's check `FromAsCasing` requires.
    #[default]
    Match,
}

/// What continued lines are indented with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndentStyle {
    /// Spaces.
    Space,
    /// Tabs.
    Tab,
}

/// The position of the escape characters at the ends of continued lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Continuations {
    /// Aligned in an instruction in which they are aligned already, otherwise as in [`Self::Single`].
    #[default]
    Auto,
    /// One space after the text.
    Single,
    /// Aligned in one column.
    Aligned,
}

/// The settings of the formatter.
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatOptions {
    /// The letter case of keywords.
    pub keyword_case: KeywordCase,
    /// The letter case of `AS`.
    pub as_case: AsCase,
    /// Columns of one level of indentation.
    pub indent_width: usize,
    /// The character of an indentation; `None` uses the one that most indented lines of the file begin
    /// with.
    pub indent_style: Option<IndentStyle>,
    /// The position of the escape characters.
    pub continuations: Continuations,
    /// How many blank lines may follow each other.
    pub max_blank_lines: usize,
    /// Split lines longer than `line_length`: each command of RUN, package, and pair of ENV or LABEL
    /// gets its own line.
    pub one_argument_per_line: bool,
    /// The number of columns that a line may have.
    pub line_length: usize,
    /// Sort the packages that a RUN installs.
    pub sort_packages: bool,
    /// Remove whitespace at the ends of lines.
    pub trim_trailing_blanks: bool,
    /// End the file with a line end.
    pub final_newline: bool,
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self {
            keyword_case: KeywordCase::default(),
            as_case: AsCase::default(),
            indent_width: 4,
            indent_style: None,
            continuations: Continuations::default(),
            max_blank_lines: 1,
            one_argument_per_line: false,
            line_length: 100,
            sort_packages: false,
            trim_trailing_blanks: true,
            final_newline: true,
        }
    }
}

impl FormatOptions {
    /// Whether the shell commands of RUN must be parsed.
    pub(super) fn reads_scripts(&self) -> bool {
        self.one_argument_per_line || self.sort_packages
    }
}
