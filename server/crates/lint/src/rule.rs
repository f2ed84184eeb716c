//! What a rule is: its names, its group, how bad it is, and where it is told about.
//!
//! One type for what BuildKit refuses and for what is checked besides. The rules themselves stand elsewhere: those of
//! refused files in `problem.rs`, every other in a file of its own below `rules/`.

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The build fails or the image is broken.
    Error,
    /// Almost always a mistake.
    Warning,
    /// Worth knowing.
    Info,
    /// A matter of style.
    Hint,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What Docker cannot read.
    Syntax,
    /// Exec form and shell form.
    Forms,
    /// FROM and what is built from it.
    Stages,
    /// ARG, ENV and their use.
    Variables,
    /// Files of the build context.
    Context,
    /// Programs in RUN.
    Commands,
    /// Secrets and rights.
    Security,
    /// What is written into the image's configuration.
    Metadata,
    /// Time and size.
    Performance,
    /// How it is written.
    Style,
}

/// A set of rules to begin with. All rules are in [`Preset::All`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// BuildKit's checks, with its places and words.
    Buildkit,
    /// What is almost always a mistake.
    Default,
    /// The rules that hadolint has as well.
    Hadolint,
    /// Everything.
    All,
}

/// A rule. Its name is its identity.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Canonical name.
    pub name: &'static str,
    /// The names that other tools have for it.
    pub aliases: &'static [&'static str],
    /// What it is about.
    pub group: Group,
    /// How bad its findings are where they say nothing else.
    pub severity: Severity,
    /// What should hold, in a line.
    pub summary: &'static str,
    /// The presets that it is in, besides [`Preset::All`].
    pub presets: &'static [Preset],
    /// The rules that say less about the same instruction: people are told of this one alone.
    pub replaces: &'static [&'static str],
    /// The rules that say less about the same word: people see this one alone, and what silences one of them silences
    /// this one too.
    pub stands_for: &'static [&'static str],
    /// Runs only for who asks for it, in the file or by name.
    pub is_experimental: bool,
    /// What Docker does with such a file.
    pub note: &'static str,
    /// The page of who had the rule first.
    pub url: Option<&'static str>,
    /// A text that begins with the rule's page as module documentation.
    pub source: &'static str,
}

/// What rules are told beside the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleOptions {
    /// Registries that images may come from; all where none is named.
    pub trusted_registries: Vec<String>,
    /// The labels that there may be, and the form of their values.
    pub label_schema: Vec<(String, String)>,
    /// There may be no other labels.
    pub strict_labels: bool,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl Rule {
    /// What a rule has that says nothing else.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        aliases: &[],
        group: Group::Syntax,
        severity: Severity::Warning,
        summary: "",
        presets: &[Preset::Buildkit, Preset::Default],
        replaces: &[],
        stands_for: &[],
        is_experimental: false,
        note: "",
        url: None,
        source: "",
    };

    /// Whether the rule is called so, in any letter case: by its own name or that of another tool.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
            || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }

    /// The rule's page as Markdown; empty where there is none.
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let mut page: String =
            lines.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect();
        page.truncate(page.trim_end().len());
        page
    }
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Syntax,
        Self::Forms,
        Self::Stages,
        Self::Variables,
        Self::Context,
        Self::Commands,
        Self::Security,
        Self::Metadata,
        Self::Performance,
        Self::Style,
    ];

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Forms => "forms",
            Self::Stages => "stages",
            Self::Variables => "variables",
            Self::Context => "context",
            Self::Commands => "commands",
            Self::Security => "security",
            Self::Metadata => "metadata",
            Self::Performance => "performance",
            Self::Style => "style",
        }
    }
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Hint];

    /// Its name in settings and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }
}

impl Preset {
    /// All of them, in the order in which they are offered.
    pub const EVERY: [Self; 4] = [Self::Default, Self::Buildkit, Self::Hadolint, Self::All];

    /// Its name in settings and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Buildkit => "buildkit",
            Self::Default => "default",
            Self::Hadolint => "hadolint",
            Self::All => "all",
        }
    }

    /// Whether a rule is in it.
    pub fn has(self, rule: &Rule) -> bool {
        self == Self::All || rule.presets.contains(&self)
    }
}
