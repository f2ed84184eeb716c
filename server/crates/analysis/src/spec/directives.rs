//! The parser directives.
//!
//! Source: language.md 1.3 and 9.5.

/// A parser directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectiveSpec {
    /// Its name, which is also its place in Docker's reference.
    pub name: &'static str,
    /// The version of the syntax that brought it, where one is known.
    pub since: Option<&'static str>,
}

/// All of them.
pub const DIRECTIVES: [DirectiveSpec; 3] = [
    DirectiveSpec { name: "syntax", since: None },
    DirectiveSpec { name: "escape", since: None },
    DirectiveSpec { name: "check", since: Some("1.8") },
];

impl DirectiveSpec {
    /// The directive of this name, in lower case.
    pub fn named(name: &str) -> Option<&'static Self> {
        DIRECTIVES.iter().find(|directive| directive.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dockwright_texts::Topic;

    #[test]
    fn every_directive_has_a_text() {
        for directive in DIRECTIVES {
            assert!(Topic::Directives.ids().any(|id| id == directive.name), "{}", directive.name);
        }
    }
}
