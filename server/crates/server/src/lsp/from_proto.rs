//! Converts what the client sends to our types.
//!
//! The notifications that change documents have types here because the library's types reject a URI with a space in it
//! or a column beyond 32 bits, and an edit that is rejected leaves the document wrong until it is closed.

use std::{borrow::Cow, ops};

use dockwright_syntax::Position;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};
use tower_lsp::ls_types as lsp;

use super::{ctx::Ctx, documents::Change, uris};

/// `textDocument/didOpen`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidOpen {
    pub(crate) text_document: OpenedText,
}

/// The document of a [`DidOpen`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenedText {
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) language_id: String,
    pub(crate) version: Option<i32>,
    pub(crate) text: String,
}

/// `textDocument/didChange`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidChange {
    pub(crate) text_document: Identifier,
    pub(crate) content_changes: Vec<ContentChange>,
}

/// `textDocument/didClose`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidClose {
    pub(crate) text_document: Identifier,
}

/// A document, and its version if the message has one.
#[derive(Deserialize)]
pub(crate) struct Identifier {
    pub(crate) uri: String,
    pub(crate) version: Option<i32>,
}

/// One change in a [`DidChange`].
#[derive(Deserialize)]
pub(crate) struct ContentChange {
    range: Option<Range>,
    text: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(deserialize_with = "position")]
    start: Position,
    #[serde(deserialize_with = "position")]
    end: Position,
}

/// A position whose numbers are clamped to what our type can represent.
fn position<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Position, D::Error> {
    #[derive(Deserialize)]
    struct Loose {
        line: Number,
        character: Number,
    }
    let Loose { line, character } = Loose::deserialize(deserializer)?;
    Ok(Position { line: clamped(&line), column: clamped(&character) })
}

fn clamped(number: &Number) -> u32 {
    match number.as_u64() {
        Some(number) => u32::try_from(number).unwrap_or(u32::MAX),
        None if number.as_f64().is_some_and(|number| number > f64::from(u32::MAX)) => u32::MAX,
        None => 0,
    }
}

/// The parameters with positions and a URI that the library's types can read.
pub(crate) fn readable(mut params: Value) -> Value {
    const PLACES: [&str; 3] = ["position", "positions", "range"];
    let uri = params["textDocument"]["uri"].as_str();
    let escaped = uri.map(uris::escaped).filter(|escaped| Some(&**escaped) != uri).map(Cow::into_owned);
    if let Some(escaped) = escaped {
        params["textDocument"]["uri"] = Value::String(escaped);
    }
    if let Some(previous) = params.get_mut("previousResultIds").and_then(Value::as_array_mut) {
        // A result without an id cannot be known.
        previous.retain(|result| result["uri"].is_string() && result["value"].is_string());
        for result in previous {
            result["uri"] = uris::escaped(result["uri"].as_str().unwrap_or_default()).into();
        }
    }
    for key in PLACES {
        params.get_mut(key).into_iter().for_each(bring_into_range);
    }
    params
}

fn bring_into_range(place: &mut Value) {
    match place {
        Value::Number(number) => *number = clamped(number).into(),
        Value::Array(places) => places.iter_mut().for_each(bring_into_range),
        Value::Object(members) => members.values_mut().for_each(bring_into_range),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The byte offset of a position in the document.
pub(crate) fn offset(ctx: &Ctx, position: lsp::Position) -> usize {
    let position = Position { line: position.line, column: position.character };
    ctx.text().offset(position, ctx.abilities.encoding)
}

/// The byte range of a range in the document.
pub(crate) fn range(ctx: &Ctx, range: lsp::Range) -> ops::Range<usize> {
    let (start, end) = (offset(ctx, range.start), offset(ctx, range.end));
    start.min(end)..start.max(end)
}

impl From<ContentChange> for Change {
    fn from(change: ContentChange) -> Self {
        match change.range {
            Some(Range { start, end }) => Self::Part { start, end, text: change.text },
            None => Self::Whole(change.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn brings_positions_into_range() {
        let change =
            |range: Value| serde_json::from_value::<ContentChange>(json!({"range": range, "text": ""}));
        let range = json!({"start": {"line": -1, "character": 1.5}, "end": {"line": 4_294_967_296_u64, "character": 1e300}});
        let expected = Change::Part {
            start: Position::default(),
            end: Position { line: u32::MAX, column: u32::MAX },
            text: String::new(),
        };
        assert_eq!(Change::from(change(range).unwrap()), expected);
        assert!(change(json!({"start": 7})).is_err());
        assert_eq!(Change::from(change(json!(null)).unwrap()), Change::Whole(String::new()));
    }

    #[test]
    fn makes_parameters_readable() {
        let check = |params: Value, expected: Value| assert_eq!(readable(params), expected);
        let valid = json!({"textDocument": {"uri": "a:b"}, "position": {"line": 7, "character": 0}});
        check(valid.clone(), valid);
        check(
            json!({"textDocument": {"uri": "a:b c"}, "positions": [{"line": -1, "character": 1e300}, 7], "range": "x"}),
            json!({"textDocument": {"uri": "a:b%20c"}, "positions": [{"line": 0, "character": u32::MAX}, 7], "range": "x"}),
        );
        check(json!([]), json!([]));
    }
}
