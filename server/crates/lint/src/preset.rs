//! Which rules run: a preset, and the names, aliases and groups that are selected or ignored.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    finding::Doubt,
    hadolint_codes::{CODES, Code},
    registry,
    rule::{Group, Preset, Rule, RuleOptions, Severity},
    shellcheck::{answers::AnswerSource, codes as shellcheck},
};
use dockwright_analysis::suggest::nearest;

/// The rules that a document is checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The preset to begin with. BuildKit's has BuildKit's places and messages.
    pub preset: Preset,
    /// The smallest preset that has all the rules, whose checks are run.
    pub table: Preset,
    rules: FxHashSet<&'static str>,
    /// Rules selected by name, which run even if they are experimental.
    chosen: FxHashSet<&'static str>,
    /// By the names of rules, and by hadolint's codes.
    severities: FxHashMap<&'static str, Severity>,
    /// The codes that run: those of hadolint in its preset, and those of `ShellCheck` in every one.
    codes: FxHashSet<&'static str>,
    /// Whether hadolint's comments are ignored.
    pub is_deaf_to_hadolint: bool,
    /// The options of the rules.
    pub options: RuleOptions,
    /// The source of `ShellCheck`'s answers, for users who enable it.
    pub shellcheck: Option<ShellCheck>,
    /// The choices among the codes of `ShellCheck` that are not rules of ours. There is no list of
    /// these codes.
    choices: Vec<Choice>,
}

/// A source of `ShellCheck`'s answers; the same one is equal.
#[derive(Debug, Clone)]
pub struct ShellCheck(pub Arc<dyn AnswerSource>);

impl PartialEq for ShellCheck {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ShellCheck {}

/// A choice of rules: their names and aliases and the names of groups, in any letter case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// These rules only, instead of those of the preset.
    pub select: Vec<String>,
    /// These as well.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// The rules of a preset as a choice changes them.
    pub fn new(preset: Preset, choice: &Choice) -> Self {
        Self::layered(preset, std::slice::from_ref(choice))
    }

    /// The rules of a preset as choices change them, one after the other: the last one that names a
    /// rule counts.
    pub fn layered(preset: Preset, choices: &[Choice]) -> Self {
        let (mut rules, mut chosen) = (FxHashSet::default(), FxHashSet::default());
        let codes = codes(preset, choices);
        let left = CODES.iter().filter(|code| codes.contains(code.name()));
        let with_code: FxHashSet<&str> = left.filter_map(|code| Some(code.our_rule()?.name)).collect();
        for rule in registry::rules() {
            let mut runs = preset.has(rule);
            for choice in choices {
                let is_named = is_in(&choice.select, rule) || is_in(&choice.extend_select, rule);
                runs = is_named || (runs && choice.select.is_empty());
                if is_named {
                    chosen.insert(rule.name);
                }
                runs &= !is_in(&choice.ignore, rule);
            }
            // A rule with several codes runs for those that are left.
            let has_codes = rule.aliases.iter().any(|alias| shell_code(alias).is_some());
            runs = with_code.contains(rule.name) || runs && !has_codes;
            if runs || (preset == Preset::Buildkit && rule.rejection.is_some()) {
                rules.insert(rule.name);
            }
        }
        let severities = FxHashMap::default();
        let all =
            || registry::rules().iter().filter(|rule| rule.rejection.is_none() && rules.contains(rule.name));
        let smallest = [Preset::Buildkit, Preset::Default, Preset::Hadolint];
        let table = smallest.into_iter().find(|preset| all().all(|rule| preset.has(rule)));
        Self {
            preset,
            table: table.unwrap_or(Preset::All),
            rules,
            chosen,
            severities,
            codes,
            is_deaf_to_hadolint: false,
            options: RuleOptions::default(),
            shellcheck: None,
            choices: choices.to_vec(),
        }
    }

    /// Gives the rules of a name another severity; without one they do not run.
    pub fn set_severity(&mut self, name: &str, severity: Option<Severity>) {
        let is_shell_code = shell_code(name.trim()).is_some();
        for rule in registry::rules().iter().filter(|rule| !is_shell_code && is_called(name.trim(), rule)) {
            match severity {
                Some(severity) => {
                    self.severities.insert(rule.name, severity);
                }
                None if self.keeps(rule) => {}
                None => {
                    self.rules.remove(rule.name);
                }
            }
        }
        self.set_shellcheck_severity(name, severity);
        for code in CODES.iter().filter(|code| code.is_called(name.trim())) {
            match severity {
                Some(severity) => {
                    self.severities.insert(code.name(), severity);
                }
                None => {
                    self.codes.remove(code.name());
                }
            }
        }
    }

    fn set_shellcheck_severity(&mut self, name: &str, severity: Option<Severity>) {
        let group = Group::Shell.name();
        let code = shellcheck::named(name).map(|rule| rule.name);
        let Some(name) = code.or_else(|| Group::Shell.is_called(name.trim()).then_some(group)) else {
            return;
        };
        match severity {
            Some(severity) => drop(self.severities.insert(name, severity)),
            None => self.choices.push(Choice { ignore: vec![name.to_owned()], ..Choice::default() }),
        }
    }

    /// The severity of a code of `ShellCheck` whose default is `own`; `None` if the code is not reported.
    pub fn shellcheck_severity(&self, rule: &Rule, own: Severity) -> Option<Severity> {
        let runs = self.choices.iter().fold(true, |runs, choice| {
            let is_named = is_in(&choice.select, rule) || is_in(&choice.extend_select, rule);
            (is_named || runs && choice.select.is_empty()) && !is_in(&choice.ignore, rule)
        });
        let given = [rule.name, Group::Shell.name()].into_iter().find_map(|name| self.severities.get(name));
        runs.then(|| given.copied().unwrap_or(own))
    }

    /// Whether a code runs.
    pub fn has_code(&self, code: &Code) -> bool {
        self.codes.contains(code.name())
    }

    /// The severity of a rule or a code, if it is changed.
    pub fn severity_of(&self, rule: &str) -> Option<Severity> {
        let severity = self.severities.get(rule).copied()?;
        let is_rejection = || registry::named(rule).is_some_and(|rule| rule.rejection.is_some());
        let is_kept = self.preset == Preset::Buildkit && is_rejection();
        (!is_kept).then_some(severity)
    }

    /// The selection of an editor without settings.
    pub fn default_preset() -> &'static Self {
        Self::of_preset(Preset::Default)
    }

    /// A preset without other choices, made once.
    pub fn of_preset(preset: Preset) -> &'static Self {
        static SELECTIONS: [OnceLock<Selection>; 4] = [const { OnceLock::new() }; 4];
        SELECTIONS[preset as usize].get_or_init(|| Self::new(preset, &Choice::default()))
    }

    /// Whether a rule runs. The file may also select an experimental rule.
    pub fn has(&self, rule: &Rule) -> bool {
        self.rules.contains(rule.name)
    }

    /// Whether a rule is part of BuildKit's verdict, which its preset keeps whatever the configuration says.
    pub fn keeps(&self, rule: &Rule) -> bool {
        self.preset == Preset::Buildkit && rule.rejection.is_some()
    }

    /// Whether the Dockerfile's knowledge about a script is ignored, as by hadolint.
    pub fn is_unaware(&self) -> bool {
        self.options.ignores_dockerfile || self.preset == Preset::Hadolint
    }

    /// Whether a finding is reported, given the reason to doubt it.
    pub fn shows(&self, rule: &Rule, doubt: Doubt) -> bool {
        let is_unaware = self.is_unaware();
        match doubt {
            Doubt::None => true,
            Doubt::Minor => is_unaware || self.asks_for(rule),
            Doubt::Meant => is_unaware || self.is_complete(),
            Doubt::Known => is_unaware,
            Doubt::Broken => !is_unaware && !self.is_complete(),
            Doubt::Optional => self.chosen.contains(rule.name),
        }
    }

    /// Whether everything is reported that `ShellCheck` reports: all rules run, or `SC` selects them.
    fn is_complete(&self) -> bool {
        let is_name = |name: &String| name.trim().eq_ignore_ascii_case("SC");
        let mut names = self.choices.iter().flat_map(|it| it.select.iter().chain(&it.extend_select));
        self.preset == Preset::All || names.any(is_name)
    }

    /// Whether an experimental rule runs even if the file does not select it.
    pub fn asks_for(&self, rule: &Rule) -> bool {
        self.preset == Preset::All || self.chosen.contains(rule.name)
    }
}

/// The codes that run: hadolint's in its preset, and `ShellCheck`'s as their rules do.
fn codes(preset: Preset, choices: &[Choice]) -> FxHashSet<&'static str> {
    let runs = |code: &&Code| {
        let is_in = |names: &[String]| names.iter().any(|name| code.is_called(name.trim()));
        let runs = match code.our_rule().filter(|_| code.is_of_shell_check()) {
            Some(rule) => preset.has(rule),
            None => preset == Preset::Hadolint && code.is_default(),
        };
        choices.iter().fold(runs, |runs, choice| {
            let is_named = is_in(&choice.select) || is_in(&choice.extend_select);
            (is_named || runs && choice.select.is_empty()) && !is_in(&choice.ignore)
        })
    };
    let is_there = |code: &&Code| preset == Preset::Hadolint || code.is_of_shell_check();
    CODES.iter().filter(is_there).filter(runs).map(Code::name).collect()
}

/// The code of `ShellCheck` of this name, if a rule of ours has it.
fn shell_code(name: &str) -> Option<&'static Code> {
    // The list is long, and most aliases are those of other tools.
    let is_shell_check = name.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case("SC"));
    if is_shell_check { Code::named(name).filter(|code| code.is_of_shell_check()) } else { None }
}

/// Whether a name in `ignore` or `severity` is that of rules which report what Docker rejects.
pub fn names_refusal(name: &str) -> bool {
    registry::rules().iter().any(|rule| rule.is_called(name.trim()) && rule.rejection.is_some())
}

/// Whether there is a rule, a group, or a code of hadolint or `ShellCheck` of this name.
pub fn is_known_name(name: &str) -> bool {
    shellcheck::is_code(name)
        || registry::rules().iter().any(|rule| is_called(name.trim(), rule))
        || CODES.iter().any(|code| code.is_called(name.trim()))
}

/// The name of a rule or a group, or the alias of a rule, that is nearest to an unknown name.
pub fn nearest_name(name: &str) -> Option<&'static str> {
    let all_names = || {
        registry::rules().iter().flat_map(|rule| [rule.name].into_iter().chain(rule.aliases.iter().copied()))
    };
    let all = || all_names().chain(Group::ALL.iter().map(|group| group.name()));
    let lower = name.trim().to_lowercase();
    let candidates: Vec<(String, &'static str)> = all().map(|name| (name.to_lowercase(), name)).collect();
    let nearest = nearest(&lower, candidates.iter().map(|(lower, _)| lower.as_str())).or_else(|| {
        // The missing end of a name may be long.
        let longer = candidates.iter().filter(|(other, _)| lower.len() > 4 && other.starts_with(&lower));
        longer.map(|(lower, _)| lower.as_str()).min_by_key(|other| other.len())
    })?;
    candidates.iter().find(|(lower, _)| lower == nearest).map(|&(_, name)| name)
}

fn is_in(names: &[String], rule: &Rule) -> bool {
    names.iter().any(|name| is_called(name.trim(), rule))
}

fn is_called(name: &str, rule: &Rule) -> bool {
    rule.is_called(name) || rule.group.is_called(name)
}
