//! The texts of explanations against the code that asks for them.

use dockwright_texts::Topic;

/// The ids that the explanations ask for are there, and all that are there are asked for.
#[test]
fn phrases_are_used_and_what_is_used_is_there() {
    let sources = [
        include_str!("../hover/card.rs"),
        include_str!("../hover/form.rs"),
        include_str!("../hover/image.rs"),
        include_str!("../hover/markdown.rs"),
        include_str!("../hover/mode.rs"),
        include_str!("../hover/modifier.rs"),
        include_str!("../hover/origin.rs"),
        include_str!("../hover/stage.rs"),
        include_str!("../hover/value.rs"),
        include_str!("../hover/variable.rs"),
    ];
    let ids: Vec<_> = Topic::Phrases.ids().collect();
    for source in sources {
        for start in ["phrase(language, \"", ".phrase(\""] {
            for call in source.split(start).skip(1) {
                let id = call.split('"').next().unwrap();
                assert!(ids.contains(&id), "{id}");
            }
        }
    }
    let is_used = |id: &str| {
        id.starts_with("right-") || sources.iter().any(|source| source.contains(&format!("\"{id}\"")))
    };
    let unused: Vec<_> = ids.into_iter().filter(|id| !is_used(id)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}
