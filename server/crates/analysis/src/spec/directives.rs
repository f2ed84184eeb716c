//! The parser directives.

/// A parser directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectiveSpec {
    /// Its name, which is also its anchor in Docker's reference.
    pub name: &'static str,
    /// The version of the syntax that introduced it, if it is known.
    pub since: Option<&'static str>,
}

/// All directives.
pub const DIRECTIVES: [DirectiveSpec; 3] = [
    DirectiveSpec { name: "syntax", since: None },
    DirectiveSpec { name: "escape", since: None },
    DirectiveSpec { name: "check", since: Some("1.8") },
];

impl DirectiveSpec {
    /// The directive with this name, in lower case.
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
