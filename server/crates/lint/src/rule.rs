//! The record of a rule: its names, its group, its severity, its page, and how the engine treats
//! it.
//!
//! The engine knows no rule by its name: special treatment is a property here. The rules themselves
//! are in `rules/`, each in a file of its own. Those about what Docker rejects are in
//! `rules/rejections/`.

use dockwright_analysis::problem::Refusal;
use dockwright_texts::RuleTexts;

/// The severity of a finding.
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

/// The subject of a rule.
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
    /// The shell's own language in RUN.
    Shell,
    /// Secrets and rights.
    Security,
    /// What the image's configuration contains.
    Metadata,
    /// Time and size.
    Performance,
    /// How it is written.
    Style,
}

/// A set of rules to start from. All rules are in [`Preset::All`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// BuildKit's checks, with its places and messages.
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
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub struct Rule {
    /// Canonical name.
    pub name: &'static str,
    /// The names that other tools have for it.
    pub aliases: &'static [&'static str],
    /// Its subject.
    pub group: Group,
    /// The severity of its findings, unless a finding has a different one.
    pub severity: Severity,
    /// What is wrong, in one line: the first line of the page.
    pub summary: &'static str,
    /// The page as Markdown, in English; [`rule_page`](crate::rule_texts::rule_page) has it in all languages.
    pub page: &'static str,
    /// The translated parts of the page, by the codes of the languages.
    pub translations: &'static [(&'static str, &'static str)],
    /// The presets that contain it, besides [`Preset::All`].
    pub presets: &'static [Preset],
    /// The rules that say less about the same instruction: only this one is shown.
    pub replaces: &'static [&'static Rule],
    /// The rules that say less about the same word: only this one is shown, and what silences one of them silences this
    /// one too.
    pub stands_for: &'static [&'static Rule],
    /// Runs only if the file or the configuration selects it by name.
    pub is_experimental: bool,
    /// Its texts in all languages: the summary, and what Docker does with such a file.
    pub texts: RuleTexts,
    /// The page of the tool that had the rule first.
    pub url: Option<&'static str>,
    /// For what Docker rejects: which rejection it is. Facts and the model find it.
    pub rejection: Option<Refusal>,
    /// When BuildKit looks for it.
    pub moment: Moment,
    /// With a different base image there might be nothing to find.
    pub depends_on_base: bool,
    /// Which files that are not Dockerfiles it reports.
    pub foreign: ForeignFiles,
    /// It depends on the version of the frontend. Not shown if that is unknown, or fixed and this rule reports it.
    pub depends_on_frontend: Option<&'static Rule>,
    /// It is about the files of the build context, which may not be known: a comment that silences it is never unused.
    pub needs_context: bool,
    /// It judges the comments that silence rules, so no such comment is offered for it.
    pub is_about_comments: bool,
    /// What can still be typed that resolves its findings: editors hold them back until the cursor
    /// leaves that place. For rules about programs and shell text without a particular word, this is
    /// the RUN.
    pub unfinished: &'static [Unfinished],
}

/// A text that may be unfinished, so that there is a finding until it is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfinished {
    /// More of the word that is reported.
    InWord,
    /// More of the element of an array, or of the array.
    InElement,
    InArray,
    /// More of the image's name in FROM.
    InImage,
    /// Anything at the end of the instruction, directly after its keyword, or after the beginning of what is reported.
    AtEnd,
    AfterKeyword,
    AfterStart,
    /// A keyword, or what must follow it.
    Keyword,
    Argument,
    Command,
    From,
    /// The name before `=`.
    Key,
    /// The end of a quote or an expansion.
    Open,
    /// The second character of `&&`.
    Operator,
    /// A flag, or one of the values that its instruction knows.
    Flag,
    FlagValue,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A name that is defined in the file.
    Stage,
    Variable,
    /// A value of this form.
    AbsolutePath,
    Count,
    Device,
    Digest,
    Duration,
    GitSource,
    Image,
    Mode,
    Mount,
    Platform,
    Port,
    Reference,
    Signal,
    /// A word of a comment above the first instruction, or an option of `# check=` in it.
    CommentWord,
    CheckOption,
}

/// A pass that BuildKit makes over a file, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Lines become nodes.
    Lines,
    /// Nodes become instructions.
    Instructions,
    /// The names of all stages.
    StageNames,
    /// The letter case of all keywords.
    Casing,
    /// The arguments before the first FROM.
    Arguments,
    /// Each FROM.
    From,
    /// The platforms of base images.
    Platforms,
    /// The instructions of the stages that the build needs are run.
    Dispatch,
}

/// When BuildKit looks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub pass: Pass,
    /// The order at one place within the pass.
    pub step: u8,
}

impl Moment {
    /// A step of a pass.
    pub const fn new(pass: Pass, step: u8) -> Self {
        Self { pass, step }
    }
}

impl Pass {
    /// Whether it checks the file as a whole, so that no `check=` comment above an instruction silences
    /// it. Source: BuildKit's `dockerfile2llb/convert.go`, where such checks use the linter of the
    /// file.
    pub fn is_of_file(self) -> bool {
        matches!(self, Self::Lines | Self::StageNames | Self::Casing | Self::Arguments | Self::Platforms)
    }
}

/// Which files that are not Dockerfiles a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFiles {
    /// None: the rule is only about Dockerfiles.
    None,
    /// Templates.
    Templates,
    /// Files for a different frontend.
    Frontends,
    /// The name of a different frontend.
    FrontendImages,
    /// Compose files, Bake files and dev containers, which no document is made of.
    BuildFiles,
}

/// The options of rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleOptions {
    /// Registries that images may come from; all if the list is empty.
    pub trusted_registries: Vec<String>,
    /// The labels that are allowed, and the form of their values.
    pub label_schema: Vec<(String, String)>,
    /// Other labels are not allowed.
    pub strict_labels: bool,
    /// Ignore what the Dockerfile says about a script: its shell, the values of ENV and ARG.
    pub ignores_dockerfile: bool,
    /// The secret mounts that programs must have: the program, and what follows `type=secret,`.
    pub secret_mounts: Vec<(String, String)>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl Rule {
    /// The defaults of a record.
    pub const PLAIN: Self = Self {
        name: "",
        aliases: &[],
        group: Group::Syntax,
        severity: Severity::Warning,
        summary: "",
        page: "",
        translations: &[],
        presets: &[Preset::Buildkit, Preset::Default],
        replaces: &[],
        stands_for: &[],
        is_experimental: false,
        texts: dockwright_texts::rules::untagged_image::RULE,
        url: None,
        rejection: None,
        moment: Moment::new(Pass::Dispatch, u8::MAX),
        depends_on_base: false,
        foreign: ForeignFiles::None,
        depends_on_frontend: None,
        needs_context: false,
        is_about_comments: false,
        unfinished: &[],
    };

    /// The defaults of a record for what Docker rejects.
    pub const REJECTION: Self = Self {
        severity: Severity::Error,
        presets: &[Preset::Buildkit, Preset::Default, Preset::Hadolint],
        ..Self::PLAIN
    };

    /// Whether the rule has this name, in any letter case: its own name or that of another tool.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
            || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 11] = [
        Self::Syntax,
        Self::Forms,
        Self::Stages,
        Self::Variables,
        Self::Context,
        Self::Commands,
        Self::Shell,
        Self::Security,
        Self::Metadata,
        Self::Performance,
        Self::Style,
    ];

    /// Whether a name in a configuration means this group. `SC` means the checks of `ShellCheck`.
    pub fn is_called(self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name) || self == Self::Shell && name.eq_ignore_ascii_case("SC")
    }

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Forms => "forms",
            Self::Stages => "stages",
            Self::Variables => "variables",
            Self::Context => "context",
            Self::Commands => "commands",
            Self::Shell => "shell",
            Self::Security => "security",
            Self::Metadata => "metadata",
            Self::Performance => "performance",
            Self::Style => "style",
        }
    }
}

impl Severity {
    /// All severities, the worst first.
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
    /// All presets, in the order in which they are offered.
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
