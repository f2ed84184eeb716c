//! Decodes the bodies of messages and encodes answers.
//!
//! Decoding is stricter than a JSON parser and more lenient than the JSON-RPC specification:
//! whatever can be answered is answered with its own id, and only what cannot be understood is
//! rejected. Parameters are not examined.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Id, Request, RequestBuilder, Response};

/// A message of the client.
#[derive(Debug, PartialEq)]
pub(crate) enum Message {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
}

/// A message that cannot be served, and the answer to it.
#[derive(Debug, PartialEq)]
pub(crate) enum Rejected {
    /// The bytes are not JSON, so their length may also be wrong.
    Syntax(Response),
    /// JSON, but not a request.
    Request(Response),
    /// A response that no request can have caused. It must not be answered.
    Response,
}

impl Rejected {
    /// Bytes that are not a message at all.
    pub(crate) fn garbage() -> Self {
        Self::Request(reject(Id::Null, Error::parse_error()))
    }

    /// A message that is too long, given by the length of its body in bytes. Its id is not known, since
    /// the message was not read.
    pub(crate) fn too_long(length: usize) -> Self {
        let message = format!("a message of {length} bytes is too long and was skipped");
        Self::Request(reject(Id::Null, Error { message: message.into(), ..Error::invalid_request() }))
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    jsonrpc: Value,
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    #[serde(default)]
    method: Option<Value>,
    #[serde(default)]
    params: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    #[serde(default)]
    error: Option<Value>,
}

/// Distinguishes `null` from absence.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The message in a body.
#[allow(clippy::result_large_err, reason = "a rejection is rare, and used up where it arrives")]
pub(crate) fn decode(body: &[u8]) -> Result<Message, Rejected> {
    // Checked first because serde would read an array as the fields of the envelope.
    let is_object = body.trim_ascii_start().first() == Some(&b'{');
    let envelope = match serde_json::from_slice(body) {
        Ok(envelope) if is_object => envelope,
        Err(error) if error.is_syntax() || error.is_eof() => {
            let repaired = replace_lone_surrogates(body).and_then(|body| serde_json::from_slice(&body).ok());
            repaired
                .filter(|_| is_object)
                .ok_or_else(|| Rejected::Syntax(reject(Id::Null, Error::parse_error())))?
        }
        Ok(_) | Err(_) if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_err() => {
            return Err(Rejected::Syntax(reject(Id::Null, Error::parse_error())));
        }
        Ok(_) | Err(_) => return Err(Rejected::Request(reject(Id::Null, Error::invalid_request()))),
    };
    let Envelope { jsonrpc, id, method, params, result, error } = envelope;
    let params = match &method {
        Some(Value::String(method)) if method == "$/cancelRequest" => params.map(with_readable_id),
        _ => params,
    };
    let id = match id.map(|id| serde_json::from_value::<Id>(readable_id(id))) {
        None => None,
        Some(Ok(id)) if id != Id::Null => Some(id),
        Some(_) if method.is_none() => return Err(Rejected::Response),
        // A fractional or structured id cannot be sent back, and a client cannot match `null`.
        Some(_) => return Err(Rejected::Request(reject(Id::Null, Error::invalid_request()))),
    };
    match (method, id) {
        (Some(Value::String(method)), id) if jsonrpc == "2.0" => {
            Ok(Message::Request(request(method, id, params.filter(|params| !params.is_null()))))
        }
        (None, Some(id)) if result.is_some() || error.is_some() => match error {
            Some(error) => match serde_json::from_value(error) {
                Ok(error) => Ok(Message::Response(Response::from_error(id, error))),
                Err(_) => Ok(Message::Response(Response::from_error(id, Error::internal_error()))),
            },
            None => Ok(Message::Response(Response::from_ok(id, result.unwrap_or_default()))),
        },
        (_, id) => Err(Rejected::Request(reject(id.unwrap_or_default(), Error::invalid_request()))),
    }
}

/// The prefix of texts that represent numbers too large for the library's ids. No client starts an id like this.
const NUMBER: &str = "\u{0}number ";

/// An id that the library can represent.
fn readable_id(id: Value) -> Value {
    match id.as_u64() {
        Some(number) if id.as_i64().is_none() => format!("{NUMBER}{number}").into(),
        _ => id,
    }
}

fn with_readable_id(mut params: Value) -> Value {
    if let Some(id) = params.get_mut("id") {
        *id = readable_id(id.take());
    }
    params
}

/// The number that an id represents, if the client sent it as a number.
fn number(id: &Id) -> Option<u64> {
    match id {
        Id::String(text) => text.strip_prefix(NUMBER)?.parse().ok(),
        _ => None,
    }
}

/// An answer to be serialized, with the id that the client sent.
#[derive(Serialize)]
pub(crate) struct Answer<'a, R> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a R>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Error>,
    #[serde(serialize_with = "original_id")]
    id: &'a Id,
}

impl<'a, R> Answer<'a, R> {
    pub(crate) fn new(id: &'a Id, answer: &'a Result<R, Error>) -> Self {
        let (result, error) = (answer.as_ref().ok(), answer.as_ref().err());
        Self { jsonrpc: "2.0", result, error, id }
    }
}

fn original_id<S: Serializer>(id: &Id, serializer: S) -> Result<S::Ok, S::Error> {
    match number(id) {
        Some(number) => number.serialize(serializer),
        None => id.serialize(serializer),
    }
}

/// A request or, without an id, a notification.
pub(crate) fn request(
    method: impl Into<Cow<'static, str>>,
    id: Option<Id>,
    params: Option<Value>,
) -> Request {
    let builder = Request::build(method);
    let builder = params.into_iter().fold(builder, RequestBuilder::params);
    id.into_iter().fold(builder, RequestBuilder::id).finish()
}

fn reject(id: Id, error: Error) -> Response {
    Response::from_error(id, error)
}

/// Replaces each escaped half of a surrogate pair by U+FFFD, which has the same length in UTF-16.
/// JavaScript clients send such halves when a pair is being typed or was split, and JSON parsers of
/// other languages reject them.
fn replace_lone_surrogates(body: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| {
        let escape = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()
    };
    let mut repaired = body.to_vec();
    let (mut at, mut changed) = (0, false);
    while at < body.len() {
        at += match unit(at) {
            Some(0xD800..0xDC00) if matches!(unit(at + 6), Some(0xDC00..0xE000)) => 12,
            Some(0xD800..0xE000) => {
                repaired[at + 2..at + 6].copy_from_slice(b"fffd");
                changed = true;
                6
            }
            Some(_) => 6,
            None if body[at] == b'\\' => 2,
            None => 1,
        };
    }
    changed.then_some(repaired)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn rejected(body: &str) -> (bool, i64, Id) {
        let (is_syntax, response) = match decode(body.as_bytes()) {
            Err(Rejected::Syntax(response)) => (true, response),
            Err(Rejected::Request(response)) => (false, response),
            other => panic!("{body}: {other:?}"),
        };
        let (id, result) = response.into_parts();
        (is_syntax, result.unwrap_err().code.code(), id)
    }

    fn text(body: &str) -> Value {
        match decode(body.as_bytes()) {
            Ok(Message::Request(request)) => request.params().unwrap()["text"].clone(),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn reads_requests_notifications_and_responses() {
        let request = Request::build("a").id(1).params(json!({"b": 2})).finish();
        assert_eq!(
            decode(br#"{"jsonrpc":"2.0","id":1,"method":"a","params":{"b":2},"extra":0}"#),
            Ok(Message::Request(request))
        );
        let notification = Request::build("exit").finish();
        assert_eq!(
            decode(br#" {"method":"exit","params":null,"jsonrpc":"2.0"}"#),
            Ok(Message::Request(notification))
        );
        let response = Response::from_ok("x".into(), Value::Null);
        assert_eq!(decode(br#"{"jsonrpc":"2.0","id":"x","result":null}"#), Ok(Message::Response(response)));
        assert!(matches!(
            decode(br#"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no","more":1}}"#),
            Ok(Message::Response(_))
        ));
    }

    #[test]
    fn rejects_the_rest_with_the_right_code_and_id() {
        assert_eq!(rejected("{bad}"), (true, -32700, Id::Null));
        assert_eq!(rejected(""), (true, -32700, Id::Null));
        assert_eq!(rejected("[1,"), (true, -32700, Id::Null));
        assert_eq!(rejected("\u{0}"), (true, -32700, Id::Null));
        for body in ["[]", "7", "\"x\"", "null", r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#] {
            assert_eq!(rejected(body), (false, -32600, Id::Null), "{body}");
        }
        assert_eq!(rejected(r#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#), (false, -32600, Id::Null));
        assert_eq!(rejected(r#"{"jsonrpc":"2.0","id":null,"method":"a"}"#), (false, -32600, Id::Null));
        assert_eq!(rejected(r#"{"jsonrpc":"2.0","id":[],"method":"a"}"#), (false, -32600, Id::Null));
        assert_eq!(rejected(r#"{"id":7,"method":"a"}"#), (false, -32600, Id::Number(7)));
        assert_eq!(rejected(r#"{"jsonrpc":"1.0","id":"q","method":"a"}"#), (false, -32600, "q".into()));
        assert_eq!(rejected(r#"{"jsonrpc":"2.0","id":7,"method":3}"#), (false, -32600, Id::Number(7)));
        assert_eq!(rejected(r#"{"jsonrpc":"2.0"}"#), (false, -32600, Id::Null));
        assert_eq!(decode(br#"{"jsonrpc":"2.0","id":1.5,"result":1}"#), Err(Rejected::Response));
    }

    #[test]
    fn every_unsigned_number_is_an_id() {
        for id in [u64::MAX, 1 << 63, (1 << 63) - 1, 7] {
            let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"a"}}"#);
            let Ok(Message::Request(request)) = decode(body.as_bytes()) else { panic!("{body}") };
            let answer = Ok(Value::Null);
            let answer = serde_json::to_value(Answer::new(request.id().unwrap(), &answer)).unwrap();
            assert_eq!(answer, json!({"jsonrpc": "2.0", "id": id, "result": null}));
            let cancel = format!(r#"{{"jsonrpc":"2.0","method":"$/cancelRequest","params":{{"id":{id}}}}}"#);
            let Ok(Message::Request(cancel)) = decode(cancel.as_bytes()) else { panic!("{cancel}") };
            let cancelled: Id = serde_json::from_value(cancel.params().unwrap()["id"].clone()).unwrap();
            assert_eq!(&cancelled, request.id().unwrap());
        }
    }

    #[test]
    fn replaces_half_surrogate_pairs() {
        let body = |text: &str| format!(r#"{{"jsonrpc":"2.0","method":"m","params":{{"text":"{text}"}}}}"#);
        assert_eq!(text(&body(r"a\ud83db")), "a\u{fffd}b");
        assert_eq!(text(&body(r"\uDE00\ud83d\ude00")), "\u{fffd}😀");
        assert_eq!(text(&body(r"\\ud83d\ude00")), "\\ud83d\u{fffd}");
    }
}
