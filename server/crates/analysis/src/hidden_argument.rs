//! Finds arguments that exist but are not visible in a stage: those before the first FROM, and the
//! builder's own.
//!
//! The rule and the hover about them both use this module. It does not decide whether a stage
//! declares a name.

use rustc_hash::FxHashMap;

use crate::{build_inputs::is_platform_argument, document::Document, facts::operands::Operands};

/// The origin of an argument that stages cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// An ARG before the first FROM declares it, on this line.
    Declared(u32),
    /// The builder sets it.
    Automatic,
}

/// The arguments of a document that stages cannot see.
#[derive(Debug)]
pub struct HiddenArguments<'a> {
    /// The line that declares each name.
    lines: FxHashMap<&'a str, u32>,
}

impl<'a> HiddenArguments<'a> {
    pub fn of(document: &'a Document) -> Self {
        let mut lines = FxHashMap::default();
        let preamble = document.preamble();
        for placed in preamble.iter().flat_map(|block| block.instructions()) {
            let Operands::Arg(definitions) = &placed.facts.operands else { continue };
            for definition in definitions {
                let at = placed.start + definition.name.range.start;
                lines.insert(definition.name.text.as_str(), document.text().docker_line(at));
            }
        }
        Self { lines }
    }

    /// The argument with this name, if there is one.
    pub fn get(&self, name: &str) -> Option<Hidden> {
        let declared = self.lines.get(name).map(|&line| Hidden::Declared(line));
        declared.or_else(|| is_automatic(name).then_some(Hidden::Automatic))
    }
}

/// Whether the builder sets an argument of this name that stages have to declare.
pub fn is_automatic(name: &str) -> bool {
    is_platform_argument(name) || name == "TARGETSTAGE"
}

/// The reader of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The builder, or a shell that it starts.
    Build,
    /// The build of a stage that is based on this one.
    Trigger,
    /// A shell in the container, where arguments no longer exist.
    Container,
}

/// The instructions that make an argument visible: each a keyword and the text after it.
pub fn declaration(name: &str, audience: Audience) -> Vec<(&'static str, String)> {
    match audience {
        Audience::Build => vec![("ARG", name.to_owned())],
        Audience::Trigger => vec![("ONBUILD ARG", name.to_owned())],
        Audience::Container => vec![("ARG", name.to_owned()), ("ENV", format!("{name}=${name}"))],
    }
}
