//! Reads JSON with comments and trailing commas into nodes.

use std::{path::Path, sync::Arc};

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{ObjectPropName, Value as Json},
    common::Range,
    parse_to_ast,
};

use crate::{
    broken::Broken,
    node::{MergeTag, Node, Style, Value},
    spanned::{Place, Text},
};

/// How deep values may be nested.
const MAX_DEPTH: usize = 64;

/// The value of a file; `None` if it is empty.
pub(crate) fn parse(text: &str, file: &Arc<Path>) -> Result<Option<Node>, Broken> {
    let options = ParseOptions {
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        ..ParseOptions::default()
    };
    // The library reads nested values by recursion.
    if nesting(text) > MAX_DEPTH {
        return Err(Broken { offset: 0, message: "the file is too deeply nested".to_owned() });
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options)
        .map_err(|error| Broken { offset: error.range().start, message: error.kind().to_string() })?;
    Ok(parsed.value.map(|value| Reader { text, file }.node(&value)))
}

/// The maximum nesting of brackets, counting those in quotes as well.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

struct Reader<'a> {
    text: &'a str,
    file: &'a Arc<Path>,
}

impl Reader<'_> {
    fn place(&self, range: Range, quotes: usize) -> Place {
        Place { file: Arc::clone(self.file), range: range.start + quotes..range.end - quotes }
    }

    fn texts(&self, text: &str, place: Place) -> Text {
        let is_verbatim = self.text.get(place.range.clone()) == Some(text);
        Text { text: text.to_owned(), place, is_verbatim }
    }

    fn node(&self, value: &Json<'_>) -> Node {
        let (place, value) = match value {
            Json::NullKeyword(null) => (self.place(null.range, 0), Value::Null),
            Json::StringLit(string) => {
                let place = self.place(string.range, 1);
                (place.clone(), Value::Scalar(self.texts(&string.value, place), Style::Quoted))
            }
            Json::NumberLit(number) => {
                let place = self.place(number.range, 0);
                (place.clone(), Value::Scalar(self.texts(number.value, place), Style::Plain))
            }
            Json::BooleanLit(switch) => {
                let place = self.place(switch.range, 0);
                let text = if switch.value { "true" } else { "false" };
                (place.clone(), Value::Scalar(self.texts(text, place), Style::Plain))
            }
            Json::Array(array) => {
                let elements = array.elements.iter().map(|element| self.node(element)).collect();
                (self.place(array.range, 0), Value::List(elements))
            }
            Json::Object(object) => {
                let entries = object.properties.iter().map(|property| {
                    let key = match &property.name {
                        ObjectPropName::String(name) => self.texts(&name.value, self.place(name.range, 1)),
                        ObjectPropName::Word(name) => self.texts(name.value, self.place(name.range, 0)),
                    };
                    (key, self.node(&property.value))
                });
                (self.place(object.range, 0), Value::Map(entries.collect()))
            }
        };
        Node { place, value, tag: MergeTag::None }
    }
}
