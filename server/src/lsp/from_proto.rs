//! What the client sends, in our terms.
//!
//! The notifications that change documents are decoded here and not by the library's types: those refuse an
//! address with a space in it or a column beyond 32 bits, and an edit that is refused leaves the
//! document wrong until it is closed.

use std::{borrow::Cow, ops, path::PathBuf, str::FromStr};

use dockwright_syntax::Position;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};
use tower_lsp::{
    jsonrpc::Request,
    ls_types::{self as lsp, Uri},
};

use super::{dispatch::Ctx, documents::Change, messages};

/// `textDocument/didOpen`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DidOpen {
    pub(crate) text_document: OpenedText,
}

/// The document of a [`DidOpen`].
#[derive(Deserialize)]
pub(crate) struct OpenedText {
    pub(crate) uri: String,
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

/// A document, and its version where the message carries one.
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

/// A position whose numbers are brought into range.
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

/// The request with places and an address of its document that the library's types can read.
pub(crate) fn readable(request: Request) -> Request {
    const PLACES: [&str; 3] = ["position", "positions", "range"];
    let Some(params) = request.params() else { return request };
    let uri = params["textDocument"]["uri"].as_str();
    let escaped = uri.map(escape_uri).filter(|escaped| Some(&**escaped) != uri).map(Cow::into_owned);
    if escaped.is_none() && PLACES.iter().all(|key| is_in_range(&params[key])) {
        return request;
    }
    let (method, id, params) = request.into_parts();
    let mut params = params.unwrap_or_default();
    if let Some(escaped) = escaped {
        params["textDocument"]["uri"] = Value::String(escaped);
    }
    for key in PLACES {
        params.get_mut(key).into_iter().for_each(bring_into_range);
    }
    messages::request(method, id, Some(params))
}

fn is_in_range(place: &Value) -> bool {
    match place {
        Value::Number(number) => number.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
        Value::Array(places) => places.iter().all(is_in_range),
        Value::Object(members) => members.values().all(is_in_range),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

fn bring_into_range(place: &mut Value) {
    match place {
        Value::Number(number) => *number = clamped(number).into(),
        Value::Array(places) => places.iter_mut().for_each(bring_into_range),
        Value::Object(members) => members.values_mut().for_each(bring_into_range),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Where a position is in the document.
pub(crate) fn offset(ctx: &Ctx, position: lsp::Position) -> usize {
    let position = Position { line: position.line, column: position.character };
    ctx.document().text().offset(position, ctx.abilities.encoding)
}

/// Where a range is in the document.
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

/// The address of the document a request is about, in the client's spelling; that of a command is its
/// first argument, and what we left in an action has it.
pub(crate) fn document_uri(params: Option<&Value>) -> Option<&str> {
    let params = params?;
    match (params.get("textDocument"), params.get("data")) {
        (Some(document), _) => document.get("uri")?.as_str(),
        (None, Some(data)) => data.get("uri")?.as_str(),
        (None, None) => params.get("arguments")?.get(0)?.as_str(),
    }
}

/// The address with everything escaped that no URI may hold.
pub(crate) fn escape_uri(uri: &str) -> Cow<'_, str> {
    if Uri::from_str(uri).is_ok() {
        return Cow::Borrowed(uri);
    }
    let hex = |digit: u8| char::from(b"0123456789ABCDEF"[usize::from(digit)]);
    let is_escape = |rest: &[u8]| rest.len() > 2 && rest[1..3].iter().all(u8::is_ascii_hexdigit);
    let mut escaped = String::with_capacity(uri.len() + 16);
    for (at, byte) in uri.bytes().enumerate() {
        match byte {
            b'%' if is_escape(&uri.as_bytes()[at..]) => escaped.push('%'),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@' | b'!' | b'$' | b'&' | b'\''
            | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => escaped.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            _ => escaped.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    Cow::Owned(escaped)
}

/// The file an address means, if it means one.
pub(crate) fn file_path(uri: &str) -> Option<PathBuf> {
    let uri = Uri::from_str(&escape_uri(uri)).ok()?;
    // The library makes a path of any scheme's address.
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    uri.to_file_path().filter(|_| is_file).map(Cow::into_owned)
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
    fn makes_requests_readable() {
        let check = |params: Value, expected: Value| {
            let request = readable(messages::request("m", None, Some(params)));
            assert_eq!(request.params(), Some(&expected));
        };
        let readable = json!({"textDocument": {"uri": "a:b"}, "position": {"line": 7, "character": 0}});
        check(readable.clone(), readable);
        check(
            json!({"textDocument": {"uri": "a:b c"}, "positions": [{"line": -1, "character": 1e300}, 7], "range": "x"}),
            json!({"textDocument": {"uri": "a:b%20c"}, "positions": [{"line": 0, "character": u32::MAX}, 7], "range": "x"}),
        );
        check(json!([]), json!([]));
    }

    #[test]
    fn escapes_what_a_uri_may_not_hold() {
        assert_eq!(escape_uri("file:///a%20b"), "file:///a%20b");
        assert_eq!(escape_uri("file:///a b/é[1]/100%"), "file:///a%20b/%C3%A9%5B1%5D/100%25");
        assert!(Uri::from_str(&escape_uri("untitled:Untitled 1")).is_ok());
    }

    #[test]
    fn finds_the_files_of_file_addresses_only() {
        #[cfg(unix)]
        assert_eq!(file_path("file:///a b/Dockerfile"), Some(PathBuf::from("/a b/Dockerfile")));
        for uri in ["untitled:Untitled-1", "vscode-remote://host/a", "not an address", ""] {
            assert_eq!(file_path(uri), None, "{uri}");
        }
    }
}
