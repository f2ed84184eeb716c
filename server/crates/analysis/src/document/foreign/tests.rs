//! Tests of what is a template and what is not.

use std::sync::Arc;

use dockwright_syntax::Text;

use super::*;
use crate::document::DocumentContext;

/// What the file is if it is not a Dockerfile; for a template the text of the mark.
fn foreign(name: &str, text: &str) -> Option<String> {
    let context = DocumentContext { file_name: Some(name.to_owned()), ..DocumentContext::default() };
    let document = Document::with_context(Text::new(text), Arc::new(context));
    Some(match document.foreign().cloned()? {
        Foreign::Template(range) => text[range].to_owned(),
        Foreign::Frontend(frontend) => frontend.image,
    })
}

#[track_caller]
fn is_template(text: &str, mark: &str) {
    assert_eq!(foreign("Dockerfile", text).as_deref(), Some(mark), "{text}");
}

#[track_caller]
fn is_dockerfile(text: &str) {
    assert_eq!(foreign("Dockerfile", text), None, "{text}");
}

#[test]
fn marks_outside_data_make_a_template() {
    is_template("FROM {{ base }}\n", "{{ base }}");
    is_template("FROM \"{{base}}:1\"\n", "{{base}}");
    is_template("FROM a\n{% if x %}\nRUN b\n{% endif %}\n", "{% if x %}");
    is_template("<% if x %>\nFROM a\n", "<% if x %>");
    is_template("FROM a\nENV A={{ a }}\n", "{{ a }}");
    is_template("FROM a\nCOPY <%= src %> /x\n", "<%= src %>");
    is_template("FROM a\nRUN pip install x=={{ version }}\n", "{{ version }}");
    is_template("FROM a\nRUN a \\\n  {%- for p in ps %}\n  {{ p }} \\\n", "{%- for p in ps %}");
    is_template("{{\n  x:\n}}FROM a\n", "{{");
    is_template("FROM a\nWORKDIR {{.Dir}}/x y\nRUN a\n{{- end }}\n", "{{- end }}");
}

#[test]
fn data_makes_none() {
    is_dockerfile("FROM a\nRUN docker inspect -f '{{.State}}' x\n");
    is_dockerfile("FROM a\nRUN docker inspect -f {{.State}} x\n");
    is_dockerfile("FROM a\nRUN x --format={{.State}} y\n");
    is_dockerfile("FROM a\nRUN sed -i s/{{VERSION}}/1/ f\n");
    is_dockerfile("FROM a\nRUN mkdir {{a,b},{c,d}}\n");
    is_dockerfile("FROM a\nRUN echo \"{{ x }}\" > f\n");
    is_dockerfile("FROM a\nCMD [\"x\", \"--format\", \"{{.A}}\"]\n");
    is_dockerfile("FROM a\nLABEL x=\"{{ y }}\"\nENV F={{.Name}}\n");
    is_dockerfile("FROM a\n# {{ x }}\nRUN a \\\n# {% x %}\n  b\n");
    is_dockerfile("FROM a\nRUN <<E\n{{ x }}\nE\nCOPY <<E /f\n<% x %>\nE\n");
    is_dockerfile("FROM a\nENV A=${{ secrets.A }}\n");
    is_dockerfile("FROM a\nRUN echo ${V%%x}\nRUN a {{ \nRUN b }}\n");
}

#[test]
fn names_of_templates_make_any_mark_one() {
    for (name, text, mark) in [
        ("Dockerfile.j2", "FROM a\nRUN echo '{{ x }}'\n", "{{ x }}"),
        ("Dockerfile.ERB", "FROM a\nCMD [\"<%= x %>\"]\n", "<%= x %>"),
        ("Dockerfile.tmpl", "FROM a\nCOPY <<E /x\n{{ .X }}\nE\n", "{{ .X }}"),
        ("Dockerfile.in", "FROM a:@VERSION@\n", "@VERSION@"),
    ] {
        assert_eq!(foreign(name, text).as_deref(), Some(mark), "{name}");
    }
    for (name, text) in [
        ("Dockerfile.j2", "FROM a\n# {{ x }}\n"),
        ("Dockerfile.in", "FROM a\nMAINTAINER me@example.com\nRUN a@1@2\n"),
        ("Dockerfile", "FROM a:@VERSION@\n"),
        ("Dockerfile.alpine", "FROM a\nRUN echo '{{ x }}'\n"),
    ] {
        assert_eq!(foreign(name, text), None, "{name}");
    }
}

#[test]
fn other_frontends_are_named_anywhere() {
    for text in [
        "# syntax=acme/front:2\nX\n",
        "// syntax=acme/front:2\n",
        "{\"syntax\": \"acme/front:2\"}\n",
        "#!x\n# syntax = acme/front:2\n",
    ] {
        assert_eq!(foreign("Dockerfile", text).as_deref(), Some("acme/front:2"), "{text}");
    }
    assert_eq!(foreign("Dockerfile", "# syntax=mirror/docker/dockerfile:1.2\nFROM a\n"), None);
}

#[test]
fn the_settings_and_the_build_decide_too() {
    let foreign = |context: DocumentContext| {
        let document =
            Document::with_context(Text::new("# syntax=acme/front:2\nFROM a\n"), Arc::new(context));
        document.foreign().is_some()
    };
    let frontends =
        |name: &str| DocumentContext { frontends: vec![name.to_owned()], ..DocumentContext::default() };
    assert!(!foreign(frontends("acme/front")) && !foreign(frontends("acme/front:2")));
    assert!(foreign(frontends("acme/fron")) && foreign(frontends("acme/front:1")));
    let mut context = DocumentContext::default();
    context.inputs.build_args.push(("BUILDKIT_SYNTAX".to_owned(), "docker/dockerfile:1".to_owned()));
    assert!(!foreign(context));
}
