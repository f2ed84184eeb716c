//! Tests of every feature with both engines.

use std::sync::Arc;

use dockwright_analysis::{
    build_inputs::BuildInputs,
    document::{Document, DocumentContext},
    spec::Engine,
};
use dockwright_lint::{diagnostics::diagnostics, preset::Selection};
use dockwright_syntax::Text;
use dockwright_texts::Language;

use crate::{
    completion::{CompletionContext, completions},
    hover::hover,
    navigation::{Target, definition},
    signature_help::signature_help,
    stage_graph::{NeedKind, stage_graph},
    unfinished::editor_diagnostics,
};

fn document(engine: Engine, text: &str) -> Document {
    let inputs = BuildInputs { engine, ..BuildInputs::default() };
    Document::with_context(
        Text::new(text),
        Arc::new(DocumentContext { inputs, ..DocumentContext::default() }),
    )
}

/// The texts of the errors.
fn errors(engine: Engine, text: &str) -> Vec<String> {
    let found = diagnostics(&document(engine, text)).into_iter();
    found
        .filter(|it| it.severity == dockwright_lint::rule::Severity::Error)
        .map(|it| it.text(dockwright_texts::Language::English))
        .collect()
}

fn labels(engine: Engine, text: &str) -> Vec<String> {
    let at = text.find('|').unwrap();
    let context = CompletionContext {
        language: Language::English,
        has_snippets: false,
        is_by_hand: true,
        images: &|_| Vec::new(),
        folder: &|_, _| Vec::new(),
        starter: &|| None,
    };
    let items = completions(&document(engine, &text.replace('|', "")), at, &context);
    items.into_iter().map(|item| item.label).collect()
}

const MOUNTS: [&str; 12] = [
    "type=bind,source=x,target=/x,z",
    "type=bind,source=x,target=/x,Z,U",
    "source=x,destination=/x,relabel=shared",
    "type=bind,src=x,dst=/x,relabel=private,rw",
    "type=bind,source=x,target=/x,bind-propagation=rslave,bind-nonrecursive",
    "type=bind,source=x,target=/x,ro,nosuid,nodev,noexec,rprivate,no-dereference",
    "type=bind,source=x,target=/x,read-only,consistency=cached",
    "type=cache,target=/x,id=a,mode=0755,uid=1,gid=1,U,z,sharing=locked",
    "type=tmpfs,target=/x,tmpcopyup,tmpfs-size=64m,tmpfs-mode=1777",
    "type=bind,from=$IMAGE,target=/x,z",
    "type=bind,source=x,target=/x,\\\nz",
    "type=bind,source=x,target=$DIR,z",
];

#[test]
fn mounts_of_podman_are_accepted() {
    for mount in MOUNTS {
        for keyword in ["RUN", "ONBUILD RUN"] {
            let text = format!("ARG IMAGE=b\nFROM a\nARG DIR=/x\n{keyword} --mount={mount} cat /x\n");
            assert!(errors(Engine::Podman, &text).is_empty(), "{text}: {:?}", errors(Engine::Podman, &text));
        }
        let text = format!("ARG IMAGE=b\nFROM a\nARG DIR=/x\nRUN --mount={mount} cat /x\n");
        let found = errors(Engine::Docker, &text);
        assert!(!found.is_empty(), "{text}");
    }
}

#[test]
fn docker_is_said_what_is_podmans() {
    let found = errors(Engine::Docker, "FROM a\nRUN --mount=type=bind,target=/x,z cat /x\n");
    assert_eq!(
        found,
        [
            "invalid field 'z' must be a key=value pair. Only Podman knows `z`: set `engine = \"podman\"` if Podman \
             builds this file. Docker rejects it"
        ]
    );
    let found = errors(Engine::Docker, "FROM a AS b\nFROM --after=b c\n");
    assert_eq!(
        found,
        ["unknown flag: --after. Only Podman knows `--after`: set `engine = \"podman\"` if Podman \
             builds this file. Docker rejects it"]
    );
    let found = errors(Engine::Docker, "FROM a\nRUN --mount=type=bind,target=/x,q cat /x\n");
    assert!(found.len() == 1 && !found[0].contains("Podman"), "{found:?}");
}

#[test]
fn podman_rejects_what_neither_has() {
    for (mount, message) in [
        ("target=/x,q", "invalid field 'q' must be a key=value pair"),
        ("target=/x,Relabel=shared", "unexpected key 'relabel' in 'Relabel=shared'"),
        ("target=/x,relabel=share", "relabel: \"share\": invalid mount option"),
        ("target=/x,z=true", "z: must not provide an argument for option"),
        ("target=/x,relabel", "relabel: must provide an argument for option"),
        ("target=/x,bind-propagation=up", "bind-propagation: \"up\": invalid mount option"),
    ] {
        let found = errors(Engine::Podman, &format!("FROM a\nRUN --mount=type=bind,{mount} b\n"));
        assert_eq!(found.len(), 1, "{mount}: {found:?}");
        assert!(found[0].starts_with(message) && found[0].contains("Podman rejects the file"), "{found:?}");
    }
}

#[test]
fn completion_offers_what_the_engine_has() {
    let text = "FROM a\nRUN --mount=type=bind,|";
    let podman = labels(Engine::Podman, text);
    for label in ["relabel=", "z", "Z", "U", "bind-propagation=", "target=", "from="] {
        assert!(podman.iter().any(|it| it == label), "{label}: {podman:?}");
    }
    let docker = labels(Engine::Docker, text);
    assert!(docker.iter().all(|label| !["relabel=", "z", "Z", "U"].contains(&&**label)), "{docker:?}");
    assert_eq!(labels(Engine::Podman, "FROM a\nRUN --mount=type=bind,relabel=|"), ["shared", "private"]);
    assert!(labels(Engine::Docker, "FROM a\nRUN --mount=type=bind,relabel=|").is_empty());
    let tmpfs = labels(Engine::Podman, "FROM a\nRUN --mount=type=tmpfs,|");
    assert!(tmpfs.contains(&"tmpcopyup".to_owned()) && !tmpfs.contains(&"size=".to_owned()), "{tmpfs:?}");
    let sharing = labels(Engine::Podman, "FROM a\nRUN --mount=type=cache,sharing=|");
    assert_eq!(sharing, ["shared", "locked"]);
    let flags = |engine| labels(engine, "FROM a AS b\nFROM --|");
    assert!(flags(Engine::Podman).contains(&"--after=".to_owned()));
    assert!(!flags(Engine::Docker).contains(&"--after=".to_owned()));
    assert_eq!(labels(Engine::Podman, "FROM a AS b\nFROM --after=|"), ["b"]);
}

#[test]
fn hovers_say_whose_it_is() {
    let text = "FROM a AS b\nRUN --mount=type=bind,target=/x,relabel=shared,z c\nFROM --after=b d\nHEALTHCHECK CMD e\n";
    let at = |engine, word: &str| {
        let offset = text.find(word).unwrap();
        hover(&document(engine, text), offset, Language::English).unwrap().markdown
    };
    for (word, about) in [
        ("z c", "The same as `relabel=shared`"),
        ("shared,", "The same as `z`"),
        ("relabel", "SELinux label"),
        ("after=", "Builds the named stage first"),
    ] {
        let (podman, docker) = (at(Engine::Podman, word), at(Engine::Docker, word));
        assert!(podman.contains(about) && !podman.contains("engine ="), "{podman}");
        assert!(docker.contains(about) && docker.contains("`engine = \"podman\"`"), "{docker}");
    }
    assert!(at(Engine::Podman, "HEALTHCHECK").contains("`--format docker`"));
    assert!(!at(Engine::Docker, "HEALTHCHECK").contains("`--format docker`"));
}

#[test]
fn signatures_list_the_keys_of_the_engine() {
    let text = "FROM a\nRUN --mount=type=bind,relabel=";
    let label = |engine| {
        let help = signature_help(&document(engine, text), text.len(), Language::English).unwrap();
        let signature = &help.signatures[0];
        let active = help
            .active_parameter
            .map(|at| signature.label[signature.parameters[at].label.clone()].to_owned());
        (signature.label.clone(), active)
    };
    let (podman, active) = label(Engine::Podman);
    assert!(podman.contains("[,relabel=shared|private][,z][,Z]"), "{podman}");
    assert_eq!(active.as_deref(), Some("relabel=shared|private"));
    let (docker, active) = label(Engine::Docker);
    assert!(!docker.contains("relabel") && active.is_none(), "{docker}");
}

#[test]
fn a_stage_after_another_uses_it() {
    let text = "FROM a AS build\nRUN x\nFROM --after=build --platform=linux/amd64 b\n";
    let podman = document(Engine::Podman, text);
    let graph = stage_graph(&podman);
    let edge = graph.edges.iter().find(|edge| edge.kind == NeedKind::After).unwrap();
    assert_eq!((edge.from, edge.to, &text[edge.range.clone()]), (Some(0), 1, "build"));
    assert!(graph.stages[0].is_needed);
    let found = definition(&podman, text.find("=build").unwrap() + 1).unwrap();
    assert!(found.targets.iter().any(|target: &Target| target.range.start < text.find("RUN").unwrap()));
    assert!(diagnostics(&podman).iter().all(|it| it.code != "UnreachableStage"));
    // Podman accepts any stage, even one that does not exist, a variable, and the stage itself.
    for from in ["--after=later", "--after=$X", "--after=c --after=build"] {
        let text = format!("FROM a AS build\nFROM {from} b\nFROM x AS later\n");
        assert!(errors(Engine::Podman, &text).is_empty(), "{text}");
    }
    let found = errors(Engine::Podman, "FROM --after=b a AS b\n");
    assert!(found.len() == 1 && found[0].contains("circular"), "{found:?}");
}

#[test]
fn podman_expands_variables_in_from() {
    let text = "ARG S=build\nFROM a AS build\nRUN x\nFROM b\nARG S\nCOPY --from=$S /x /x\nRUN --mount=from=${S},target=/y,z y\n";
    assert!(errors(Engine::Podman, text).is_empty(), "{:?}", errors(Engine::Podman, text));
    assert!(stage_graph(&document(Engine::Podman, text)).stages[0].is_needed);
    assert!(errors(Engine::Docker, text).len() > 1);
}

#[test]
fn options_that_are_being_typed_are_no_errors_yet() {
    let shown = |engine, field: &str| {
        let text = format!("FROM a\nRUN --mount=type=bind,target=/x,{field} b\n");
        let cursor = text.find(" b").unwrap();
        let document = document(engine, &text);
        let found = editor_diagnostics(&document, document.model(), Selection::default_preset(), &[cursor]);
        found.shown.iter().any(|it| it.code == "InvalidMount")
    };
    for field in ["rel", "relabel=sh", "bind-prop", "bind-propagation=rsl"] {
        assert!(!shown(Engine::Podman, field), "{field}");
    }
    for field in ["relabel=x", "qq"] {
        assert!(shown(Engine::Podman, field), "{field}");
    }
    assert!(shown(Engine::Docker, "rel") && shown(Engine::Docker, "z"));
}

#[test]
fn texts_about_podman_are_korean_for_koreans() {
    let text = "FROM a\nRUN --mount=type=bind,target=/x,z b\n";
    let offset = text.find("z b").unwrap();
    let shown = hover(&document(Engine::Docker, text), offset, Language::Korean).unwrap().markdown;
    assert!(shown.contains("Podman으로 빌드한다면") && shown.contains("레이블"), "{shown}");
}
