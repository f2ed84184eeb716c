//! What a file says about the checks on it: `# check=` in the header and above an instruction.
//!
//! Source: BuildKit's `frontend/dockerfile/linter`. The options that BuildKit reads also decide
//! what it reports; the comment forms of other tools (in `suppression/`) silence findings
//! afterwards.

pub mod comments;

use crate::rule::Rule;
use dockwright_analysis::{
    document::{BlockView, Document, directive_shape},
    go::quote,
};

/// The options of a `check` directive or comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckOptions {
    skip: Names,
    experimental: Names,
    /// Findings make the build fail.
    pub is_error: bool,
}

/// `all` or a list of names, which BuildKit compares exactly.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Names {
    is_all: bool,
    names: Vec<String>,
}

impl Names {
    fn read(value: &str) -> Self {
        if value == "all" {
            return Self { is_all: true, names: Vec::new() };
        }
        Self { is_all: false, names: value.split(',').map(|name| name.trim().to_owned()).collect() }
    }

    fn has(&self, rule: &str) -> bool {
        self.is_all || self.names.iter().any(|name| name == rule)
    }
}

impl CheckOptions {
    /// Reads `skip=…;error=…;experimental=…`, or returns BuildKit's error message. The text ends at the
    /// first space, and at most three parts are split.
    pub fn read(value: &str) -> Result<Self, String> {
        let mut options = Self::default();
        let value = value.split(' ').next().unwrap_or_default();
        if value.trim().is_empty() {
            return Ok(options);
        }
        for option in value.splitn(3, ';') {
            let Some((key, value)) = option.split_once('=') else {
                return Err(format!("invalid check option {}", quote(option.trim())));
            };
            let (key, value) = (key.trim(), value.trim());
            match key {
                "skip" => options.skip = Names::read(value),
                "experimental" => options.experimental = Names::read(value),
                "error" => {
                    options.is_error = dockwright_analysis::go::parse_bool(value).ok_or_else(|| {
                        format!(
                            "failed to parse check option {}: strconv.ParseBool: parsing {}: invalid syntax",
                            quote(&format!("error={value}")),
                            quote(value)
                        )
                    })?;
                }
                _ => return Err(format!("invalid check option {}", quote(key))),
            }
        }
        Ok(options)
    }

    /// Whether they switch a rule off. They never switch off an experimental rule.
    pub fn skips(&self, rule: &Rule) -> bool {
        !rule.is_experimental && self.skip.has(rule.name)
    }

    /// Whether they switch a rule off that is not experimental.
    pub fn skips_named(&self, name: &str) -> bool {
        self.skip.has(name)
    }

    /// Whether they switch an experimental rule on.
    pub fn asks_for(&self, rule: &Rule) -> bool {
        rule.is_experimental && self.experimental.has(rule.name)
    }

    /// Whether they switch any experimental rule on.
    pub fn asks_for_experiments(&self) -> bool {
        self.experimental.is_all || self.experimental.names.iter().any(|name| !name.is_empty())
    }
}

/// The options of the file's header; the defaults if they cannot be read.
pub fn of_header(document: &Document) -> CheckOptions {
    let options = document.header_check().map(|directive| CheckOptions::read(&directive.value));
    options.and_then(Result::ok).unwrap_or_default()
}

/// The options of the comment above an instruction: only the first one counts, and not if it cannot
/// be read.
pub fn above(document: &Document, block: BlockView<'_>, item: usize) -> Option<CheckOptions> {
    document.comments_above(block, item).iter().find_map(|comment| match directive_shape(comment) {
        Some((name, value)) if name == "check" => Some(CheckOptions::read(value).unwrap_or_default()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skips(text: &str, name: &'static str) -> bool {
        CheckOptions::read(text).unwrap().skips(&Rule { name, ..Rule::PLAIN })
    }

    #[test]
    fn options_are_read_as_buildkit_reads_them() {
        assert!(skips("skip=all", "StageNameCasing"));
        assert!(skips("skip=FromAsCasing,StageNameCasing", "StageNameCasing"));
        // The text ends at a space.
        assert!(!skips("skip=FromAsCasing, StageNameCasing", "StageNameCasing"));
        // The letter case counts.
        assert!(!skips("skip=stagenamecasing", "StageNameCasing"));
        // A fourth part belongs to the third.
        let options = CheckOptions::read("skip=A;error=true;experimental=all;x=1").unwrap();
        assert!(options.is_error && !options.experimental.is_all);
        assert!(CheckOptions::read("skip = A").is_err());
        assert_eq!(CheckOptions::read(" ").unwrap(), CheckOptions::default());
        assert_eq!(CheckOptions::read("x=1").unwrap_err(), "invalid check option \"x\"");
    }

    #[test]
    fn all_does_not_silence_experiments() {
        let options = CheckOptions::read("skip=all;experimental=all").unwrap();
        let rule = &Rule { name: "InvalidDefinitionDescription", is_experimental: true, ..Rule::PLAIN };
        assert!(!options.skips(rule) && options.asks_for(rule));
    }
}
