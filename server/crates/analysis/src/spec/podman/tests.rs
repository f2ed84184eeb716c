//! Checks the table against its texts.

use super::*;
use crate::spec::INSTRUCTIONS;
use dockwright_texts::Language;

#[test]
fn rows_and_texts_are_the_same() {
    let mut rows: Vec<String> = MOUNT_KEYS.iter().map(|key| key.entry(MountKind::Bind)).collect();
    rows.extend(LABELS.iter().map(|label| format!("--mount,relabel={label}")));
    for spec in &INSTRUCTIONS {
        rows.extend(podman_flags(spec.instruction).iter().map(|flag| spec.flag_entry(flag).1));
    }
    rows.extend(DROPPED.map(|instruction| instruction.spec().keyword.to_owned()));
    rows.push("only-podman".to_owned());
    rows.sort_unstable();
    let mut texts: Vec<_> = Topic::Podman.ids().map(str::to_owned).collect();
    texts.sort_unstable();
    assert_eq!(rows, texts);
    for row in rows {
        assert!(Topic::Podman.entry(Language::Korean, &row).is_some(), "{row}");
    }
}

#[test]
fn names_decide_for_an_engine() {
    for name in [
        "Containerfile",
        "containerfile",
        "Containerfile.dev",
        "containerfile-dev",
        "Containerfile_prod",
        "web.Containerfile",
    ] {
        assert_eq!(Engine::of_file_name(name), Engine::Podman, "{name}");
    }
    for name in ["Dockerfile", "Dockerfile.Containerfile.md", ".Containerfile", "MyContainerfile", ""] {
        assert_eq!(Engine::of_file_name(name), Engine::Docker, "{name}");
    }
}

#[test]
fn keys_belong_to_engines() {
    let has = |engine, kind: MountKind, name| kind.keys_of(engine).any(|key| key.name == name);
    assert!(has(Engine::Podman, MountKind::Bind, "z") && has(Engine::Podman, MountKind::Bind, "from"));
    assert!(!has(Engine::Docker, MountKind::Bind, "z") && !has(Engine::Podman, MountKind::Ssh, "z"));
    assert!(has(Engine::Docker, MountKind::Tmpfs, "size") && !has(Engine::Podman, MountKind::Tmpfs, "size"));
    assert!(MountKey::of(Engine::Podman, "Z").is_some_and(|key| key.name == "Z"));
    assert!(MountKey::of(Engine::Podman, "Relabel").is_none());
    assert!(MountKey::of(Engine::Podman, "read-only").is_some_and(|key| key.name == "readonly"));
    assert!(MountKey::is_only_podmans("tmpcopyup") && !MountKey::is_only_podmans("ro"));
}

#[test]
fn flags_belong_to_engines() {
    let from = Instruction::From.spec();
    assert!(
        from.flag_of(Engine::Podman, "after").is_some() && from.flag_of(Engine::Docker, "after").is_none()
    );
    let offers = |engine, name| Instruction::Run.spec().flags_of(engine).any(|flag| flag.name == name);
    assert!(offers(Engine::Podman, "network") && offers(Engine::Docker, "network"));
    for name in ["security", "device"] {
        assert!(offers(Engine::Docker, name) && !offers(Engine::Podman, name), "{name}");
    }
    // Everything that Docker has is accepted, because a newer Podman may have it too.
    assert!(Instruction::Run.spec().flag_of(Engine::Podman, "security").is_some());
}
