//! Reads the URIs of documents. A document is identified by the client's exact text, which need not
//! be a valid URI.

use std::{borrow::Cow, path::PathBuf, str::FromStr};

use serde_json::Value;
use tower_lsp::ls_types::Uri;

/// The URI of the document that a request is about, in the client's spelling. For a command it is
/// the first argument, and for an item to resolve it is in the item's data.
pub(crate) fn document_uri(params: Option<&Value>) -> Option<&str> {
    let params = params?;
    match (params.get("textDocument"), params.get("data")) {
        (Some(document), _) => document.get("uri")?.as_str(),
        (None, Some(data)) => data.get("uri")?.as_str(),
        (None, None) => params.get("arguments")?.get(0)?.as_str(),
    }
}

/// Percent-encodes all characters that RFC 3986 does not allow, since some clients do not encode
/// spaces.
pub(crate) fn escaped(uri: &str) -> Cow<'_, str> {
    if Uri::from_str(uri).is_ok() {
        return Cow::Borrowed(uri);
    }
    let hex = |digit: u8| char::from(b"0123456789ABCDEF"[usize::from(digit)]);
    let is_escape = |rest: &[u8]| rest.len() > 2 && rest[1..3].iter().all(u8::is_ascii_hexdigit);
    let mut result = String::with_capacity(uri.len() + 16);
    for (at, byte) in uri.bytes().enumerate() {
        match byte {
            b'%' if is_escape(&uri.as_bytes()[at..]) => result.push('%'),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@' | b'!' | b'$' | b'&' | b'\''
            | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => result.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => result.push(char::from(byte)),
            _ => result.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    Cow::Owned(result)
}

/// The path that a `file` URI refers to.
pub(crate) fn file_path(uri: &str) -> Option<PathBuf> {
    let uri = Uri::from_str(&escaped(uri)).ok()?;
    // The library returns a path for any scheme.
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    uri.to_file_path().filter(|_| is_file).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_uri_must_not_contain() {
        assert_eq!(escaped("file:///a%20b"), "file:///a%20b");
        assert_eq!(escaped("file:///a b/é[1]/100%"), "file:///a%20b/%C3%A9%5B1%5D/100%25");
        assert!(Uri::from_str(&escaped("untitled:Untitled 1")).is_ok());
    }

    #[test]
    fn only_file_uris_have_paths() {
        #[cfg(unix)]
        assert_eq!(file_path("file:///a b/Dockerfile"), Some(PathBuf::from("/a b/Dockerfile")));
        for uri in ["untitled:Untitled-1", "vscode-remote://host/a", "not a uri", ""] {
            assert_eq!(file_path(uri), None, "{uri}");
        }
    }
}
