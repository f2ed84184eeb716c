//! Tests of the table's rows.

use std::collections::HashSet;

use super::*;

#[test]
fn rows_are_in_order() {
    let mut programs = HashSet::new();
    for manager in PACKAGE_MANAGERS {
        for program in manager.programs {
            assert!(programs.insert(*program), "{program} stands twice");
            assert_eq!(PackageManager::named(program), Some(manager));
        }
        let is_path = |folder: &CacheFolder| folder.target.starts_with('/') && !folder.target.ends_with('/');
        let moved = manager.moved.iter().flat_map(|(_, caches)| *caches);
        assert!(manager.caches.iter().chain(moved).all(is_path));
        assert!(manager.valued.iter().chain(manager.uncached).all(|option| option.starts_with('-')));
        assert!(!manager.installs.iter().any(|verb| verb.is_empty()), "{:?}", manager.programs);
        let both = manager.installs.iter().any(|verb| manager.fetches.contains(verb));
        assert!(!both, "{:?}", manager.programs);
    }
}

#[test]
fn images_that_move_directories_are_found_by_name() {
    let of = |image| PackageManager::named("composer").unwrap().caches_in(image)[0].target;
    assert_eq!(of(None), "/root/.composer/cache");
    assert_eq!(of(Some("php:8-cli")), "/root/.composer/cache");
    for image in ["composer", "composer:2.8", "docker.io/library/composer:lts@sha256:0"] {
        assert_eq!(of(Some(image)), "/tmp/cache", "{image}");
    }
}
