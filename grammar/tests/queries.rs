//! Checks the editor queries against the grammar: they compile, contain every keyword, and find
//! their nodes.

use std::{collections::BTreeSet, fs, path::Path};

use dockwright_grammar::{
    FOLDS_QUERY, HIGHLIGHTS_QUERY, INDENTS_QUERY, INJECTIONS_QUERY, LANGUAGE, LOCALS_QUERY, TAGS_QUERY,
};
use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator, Tree};

const HELIX_HIGHLIGHTS: &str = include_str!("../queries/helix/highlights.scm");
const HELIX_INJECTIONS: &str = include_str!("../queries/helix/injections.scm");

const EVERYTHING: &str = r#"# syntax=docker/dockerfile:1
ARG VERSION=3
FROM --platform=linux/amd64 registry.example.org:5000/app:1@sha256:0 AS build
LABEL a="b"
MAINTAINER me
ENV A=${B:-c} D='e'
WORKDIR /app
COPY --from=x a b
ADD <<EOF /x.json
{}
EOF
RUN --mount=type=cache,target=/a make && \
    # why
    make install
RUN <<EOF
make
EOF
RUN <<EOF
#!/usr/bin/python3
print(1)
EOF
SHELL ["sh", "-c"]
USER me
VOLUME /data
EXPOSE 80/tcp
STOPSIGNAL 9
HEALTHCHECK NONE
ONBUILD RUN x
ENTRYPOINT ["a"]
CMD b
"#;

fn language() -> Language {
    LANGUAGE.into()
}

fn tree() -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).unwrap();
    parser.parse(EVERYTHING, None).unwrap()
}

/// Each capture with its text.
fn captures(source: &str) -> BTreeSet<(String, String)> {
    let (query, tree) = (Query::new(&language(), source).unwrap(), tree());
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), EVERYTHING.as_bytes());
    let mut found = BTreeSet::new();
    while let Some((matched, index)) = captures.next() {
        let capture = matched.captures()[*index];
        let text = &EVERYTHING[capture.node.byte_range()];
        found.insert((query.capture_names()[capture.index as usize].to_owned(), text.to_owned()));
    }
    found
}

fn has(captures: &BTreeSet<(String, String)>, name: &str, text: &str) -> bool {
    captures.iter().any(|capture| capture.0 == name && capture.1.trim() == text)
}

/// The queries in a folder.
fn queries(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "scm"))
        .map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn all_queries_compile() {
    let (neovim, helix) = (queries("queries"), queries("queries/helix"));
    assert!(neovim.len() == 6 && helix.len() == 5);
    for (path, source) in neovim.into_iter().chain(helix) {
        // An unknown node, field or literal is an error here.
        Query::new(&language(), &source).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn every_keyword_is_highlighted() {
    let language = language();
    let count = u16::try_from(language.node_kind_count()).unwrap();
    let keywords: Vec<_> = (0..count)
        .filter(|id| !language.node_kind_is_named(*id))
        .filter_map(|id| language.node_kind_for_id(id))
        .filter(|kind| kind.bytes().all(|byte| byte.is_ascii_uppercase()))
        .collect();
    assert!(keywords.len() >= 20, "{keywords:?}");
    for query in [HIGHLIGHTS_QUERY, HELIX_HIGHLIGHTS] {
        let found = captures(query);
        for keyword in &keywords {
            assert!(has(&found, "keyword", keyword), "{keyword}");
        }
    }
}

/// For several captures of a node, Neovim uses the last one, and Helix has used either; so each
/// node has only one.
#[test]
fn no_token_is_highlighted_twice() {
    let tree = tree();
    for source in [HIGHLIGHTS_QUERY, HELIX_HIGHLIGHTS] {
        let query = Query::new(&language(), source).unwrap();
        let mut cursor = QueryCursor::new();
        let mut captures = cursor.captures(&query, tree.root_node(), EVERYTHING.as_bytes());
        let mut seen = BTreeSet::new();
        while let Some((matched, index)) = captures.next() {
            let capture = matched.captures()[*index];
            let is_spelled = query.capture_names()[capture.index as usize] == "spell";
            assert!(is_spelled || seen.insert(capture.node.id()), "{}", capture.node);
        }
        assert!(seen.len() > 80, "{}", seen.len());
    }
}

#[test]
fn injections_find_shell_text_and_heredocs() {
    for query in [INJECTIONS_QUERY, HELIX_INJECTIONS] {
        let found = captures(query);
        for text in ["make &&", "make install", "make", "{}", "x", "#!/usr/bin/python3\nprint(1)"] {
            assert!(has(&found, "injection.content", text), "{text:?} {found:#?}");
        }
        assert!(has(&found, "injection.filename", "/x.json"), "{found:#?}");
    }
}

#[test]
fn stages_and_variables_are_found() {
    let locals = captures(LOCALS_QUERY);
    assert!(has(&locals, "local.definition.var", "A") && has(&locals, "local.reference", "B"));
    assert!(has(&locals, "local.definition.namespace", "build") && has(&locals, "local.reference", "x"));
    assert!(has(&captures(TAGS_QUERY), "name", "build"));
    assert!(has(&captures(FOLDS_QUERY), "fold", "RUN <<EOF\nmake\nEOF"));
    assert!(captures(INDENTS_QUERY).iter().any(|(name, _)| name == "indent.begin"));
}
