//! What the client can, and what we offer it.
//!
//! The client's side is read from the JSON as it came: the protocol types are closed, and one value of
//! a newer protocol anywhere in the capabilities would make the whole `initialize` undecodable.

use dockwright_syntax::PositionEncoding;
use serde_json::Value;
use tower_lsp::ls_types::{
    DiagnosticOptions, DiagnosticServerCapabilities, FoldingRangeProviderCapability, InitializeResult, OneOf,
    PositionEncodingKind, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};

/// The name under which diagnostics are offered and shown.
pub(crate) const SOURCE: &str = "dockwright";

/// What the client said about itself in `initialize`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClientAbilities {
    /// How columns are counted from now on.
    pub(crate) encoding: PositionEncoding,
    /// Who starts the exchange of diagnostics.
    pub(crate) delivery: Delivery,
    /// What a diagnostic may carry.
    pub(crate) diagnostics: DiagnosticAbilities,
    /// What a fold may carry.
    pub(crate) folding: FoldingAbilities,
    /// Whether the outline may be a tree.
    pub(crate) has_symbol_trees: bool,
}

/// How diagnostics reach the client; never both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The client asks.
    Pull,
    /// We send.
    #[default]
    Push,
}

/// Optional parts of a diagnostic that the client understands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent abilities, each a flag of the protocol")]
pub(crate) struct DiagnosticAbilities {
    /// Other places.
    pub(crate) has_related: bool,
    /// The address of the rule's page.
    pub(crate) has_urls: bool,
    /// The tag `Unnecessary`.
    pub(crate) has_unnecessary: bool,
    /// The tag `Deprecated`.
    pub(crate) has_deprecated: bool,
    /// The version that a push is about.
    pub(crate) has_version: bool,
}

/// How the client folds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FoldingAbilities {
    /// Whether it folds whole lines only.
    pub(crate) is_by_line: bool,
    /// How many folds it wants at most.
    pub(crate) limit: Option<usize>,
}

impl ClientAbilities {
    /// Reads the parameters of `initialize`; what is missing or of another shape counts as not supported.
    pub(crate) fn new(params: &Value) -> Self {
        let capabilities = &params["capabilities"];
        let document = &capabilities["textDocument"];
        let (pull, push) = (&document["diagnostic"], &document["publishDiagnostics"]);
        // Until 3.18 only the capabilities of pushed diagnostics said what a diagnostic may carry.
        let is_either = |key: &str| is_set(&pull[key]) || is_set(&push[key]);
        let has_tag = |tag: u64| {
            [pull, push].iter().any(|diagnostics| match &diagnostics["tagSupport"] {
                Value::Object(support) => list(support.get("valueSet")).iter().any(|value| *value == tag),
                support => is_set(support),
            })
        };
        Self {
            encoding: encoding(&capabilities["general"]["positionEncodings"]),
            delivery: if pull.is_object() { Delivery::Pull } else { Delivery::Push },
            diagnostics: DiagnosticAbilities {
                has_related: is_either("relatedInformation"),
                has_urls: is_either("codeDescriptionSupport"),
                has_unnecessary: has_tag(1),
                has_deprecated: has_tag(2),
                has_version: is_set(&push["versionSupport"]),
            },
            folding: FoldingAbilities {
                is_by_line: is_set(&document["foldingRange"]["lineFoldingOnly"]),
                limit: document["foldingRange"]["rangeLimit"]
                    .as_u64()
                    .and_then(|limit| limit.try_into().ok()),
            },
            has_symbol_trees: is_set(&document["documentSymbol"]["hierarchicalDocumentSymbolSupport"]),
        }
    }
}

fn is_set(value: &Value) -> bool {
    *value == Value::Bool(true)
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Bytes are what we count in, and scalar values are cheaper to find than UTF-16 units, which every
/// client knows.
fn encoding(offered: &Value) -> PositionEncoding {
    let offers = |kind: &PositionEncodingKind| list(Some(offered)).iter().any(|offer| offer == kind.as_str());
    [PositionEncoding::Utf8, PositionEncoding::Utf32]
        .into_iter()
        .find(|encoding| offers(&encoding_kind(*encoding)))
        .unwrap_or(PositionEncoding::Utf16)
}

fn encoding_kind(encoding: PositionEncoding) -> PositionEncodingKind {
    match encoding {
        PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
        PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
        PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

/// The answer to `initialize`.
pub(crate) fn initialize_result(client: &ClientAbilities) -> InitializeResult {
    InitializeResult {
        server_info: Some(ServerInfo {
            name: "dockwright".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding_kind(client.encoding)),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            })),
            document_symbol_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            diagnostic_provider: (client.delivery == Delivery::Pull).then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(SOURCE.to_owned()),
                    ..DiagnosticOptions::default()
                })
            }),
            ..ServerCapabilities::default()
        },
        ..InitializeResult::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_the_client_can() {
        let abilities = ClientAbilities::new(&json!({"capabilities": {
            "general": {"positionEncodings": ["utf-16", "utf-32", "utf-8"]},
            "textDocument": {
                "diagnostic": {"dynamicRegistration": true},
                "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [2, 99]}},
                "foldingRange": {"lineFoldingOnly": true, "rangeLimit": 5000, "foldingRangeKind": {"valueSet": ["new"]}},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            },
        }}));
        assert_eq!(
            abilities,
            ClientAbilities {
                encoding: PositionEncoding::Utf8,
                delivery: Delivery::Pull,
                diagnostics: DiagnosticAbilities {
                    has_related: true,
                    has_deprecated: true,
                    ..DiagnosticAbilities::default()
                },
                folding: FoldingAbilities { is_by_line: true, limit: Some(5000) },
                has_symbol_trees: true,
            }
        );
    }

    #[test]
    fn assumes_nothing() {
        for params in [json!(null), json!({}), json!({"capabilities": {"textDocument": 7, "general": []}})] {
            assert_eq!(ClientAbilities::new(&params), ClientAbilities::default());
        }
    }

    #[test]
    fn offers_one_delivery_only() {
        let push = initialize_result(&ClientAbilities::default());
        assert_eq!(push.capabilities.diagnostic_provider, None);
        let pull = ClientAbilities { delivery: Delivery::Pull, ..ClientAbilities::default() };
        assert!(initialize_result(&pull).capabilities.diagnostic_provider.is_some());
    }
}
