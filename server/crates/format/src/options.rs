//! How a file is to look.

/// The letter case of instructions and of `CMD` and `NONE` in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeywordCase {
    /// `RUN`.
    #[default]
    Upper,
    /// `run`.
    Lower,
    /// As it is.
    Keep,
}

/// The letter case of `AS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AsCase {
    /// As it is, unless the case of its FROM changes.
    Keep,
    /// That of FROM, as BuildKit's check `FromAsCasing` asks for.
    #[default]
    Match,
}

/// What continued lines are indented with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndentStyle {
    /// Blanks.
    Space,
    /// Tabs.
    Tab,
}

/// Where the escape characters at the ends of continued lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Continuations {
    /// Below each other in an instruction where they do already, else as in [`Self::Single`].
    #[default]
    Auto,
    /// One blank behind the text.
    Single,
    /// Below each other.
    Aligned,
}

/// How a file is to look.
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatOptions {
    /// The letter case of keywords.
    pub keyword_case: KeywordCase,
    /// The letter case of `AS`.
    pub as_case: AsCase,
    /// Columns of one level of indentation.
    pub indent_width: usize,
    /// What a level is made of; `None` leaves it to the file: what most of its indented lines begin with.
    pub indent_style: Option<IndentStyle>,
    /// Where continued lines end.
    pub continuations: Continuations,
    /// How many blank lines may follow each other.
    pub max_blank_lines: usize,
    /// Commands of RUN, their packages, and pairs of ENV and LABEL get a line each where a line is longer than
    /// `line_length`.
    pub one_argument_per_line: bool,
    /// Columns of a line that is not too long.
    pub line_length: usize,
    /// Packages that RUN installs are put into the order of their names.
    pub sort_packages: bool,
    /// Blanks at the ends of lines go.
    pub trim_trailing_blanks: bool,
    /// The file ends with a line end.
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
    /// Whether commands of RUN are to be looked into.
    pub(super) fn reads_scripts(&self) -> bool {
        self.one_argument_per_line || self.sort_packages
    }
}
