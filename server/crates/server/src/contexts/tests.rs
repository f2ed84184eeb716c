//! Tests of contexts on disk: which ignore file applies, which paths may be missing, and links.

use std::fs;

use dockwright_context::build::Provenance;

use super::*;

/// A folder that is removed when dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("dockwright {name} {}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(root)
    }

    fn context(&self, dockerfile: &str, provenance: Provenance) -> FolderContext {
        let dockerfile = self.0.join(dockerfile);
        let root = match provenance {
            Provenance::Inferred => dockerfile.parent().unwrap().to_owned(),
            _ => self.0.clone(),
        };
        let place = BuildRoot { root, dockerfile, provenance };
        FolderContext::reading(place, Engine::Docker, Some(self.0.clone()))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn the_ignore_file_that_counts() {
    let folder = Temporary::new(
        "ignore choice",
        &[
            ("docs/a", ""),
            ("src/a", ""),
            ("build/docs", ""),
            (".dockerignore", "src\n"),
            ("build/.dockerignore", "docs\n"),
            ("web/x.Dockerfile.dockerignore", "docs\n"),
        ],
    );
    let ignored = |dockerfile: &str, source: &str| {
        let context = folder.context(dockerfile, Provenance::CommandLine);
        matches!(context.source(source).unwrap().found, Found::Ignored(_))
    };
    assert!(ignored("build/Dockerfile", "src") && !ignored("build/Dockerfile", "docs"));
    assert!(ignored("web/x.Dockerfile", "docs") && !ignored("web/x.Dockerfile", "src"));
    let own = folder.context("build/Dockerfile", Provenance::Inferred);
    assert_eq!(&*own.source("docs").unwrap().ignored_by.as_ref().unwrap().file, ".dockerignore");
}

#[test]
fn reasons_why_a_source_may_be_missing() {
    let folder = Temporary::new(
        "missing",
        &[
            (".gitignore", "/dist/\n*.jar\n"),
            (".git/HEAD", ""),
            ("web/.gitignore", "made\n"),
            ("web/src/x", ""),
            ("tools/a", ""),
            (
                ".gitmodules",
                "[submodule \"z\"]\n\tpath = deps/zlib\n[submodule \"y\"]\n\tpath = deps/there\n",
            ),
            ("deps/there/.git", "gitdir: ../../.git/modules/y\n"),
        ],
    );
    let missing = |source: &str| {
        let context = folder.context("web/Dockerfile", Provenance::CommandLine);
        context.source(source).unwrap().missing.clone().unwrap().is_excused
    };
    for (source, expected) in [
        ("dist/app", true),
        ("web/dist/app", false),
        ("web/app.jar", true),
        ("web/made", true),
        ("made", false),
        ("web/none", false),
        ("deps/zlib/zlib.h", true),
        ("deps/zlib2/zlib.h", false),
        ("deps/there/none", false),
    ] {
        assert_eq!(missing(source), expected, "{source}");
    }
    let inferred = folder.context("web/Dockerfile", Provenance::Inferred);
    let facts = |source: &str| inferred.source(source).unwrap().missing.clone().unwrap();
    assert!(facts("tools/a").is_elsewhere && !facts("tools/b").is_elsewhere);
}

#[test]
fn files_cannot_name_folders_elsewhere() {
    let folder =
        Temporary::new("elsewhere", &[("work/web/Dockerfile", ""), ("work/api/a", ""), ("other/a", "")]);
    let finds = |root: &str, provenance: Provenance| {
        let (root, dockerfile) = (folder.0.join(root), folder.0.join("work/web/Dockerfile"));
        let place = BuildRoot { root, dockerfile, provenance };
        let context = FolderContext::reading(place, Engine::Docker, Some(folder.0.join("work")));
        context.source("a").map(|facts| facts.found)
    };
    for provenance in [Provenance::BuildFile, Provenance::Settings] {
        assert_eq!(finds("work/api", provenance.clone()), Some(Found::Sent));
        // A folder around the workspace may be read because it contains the Dockerfile.
        assert_eq!(finds("", provenance.clone()), Some(Found::Missing));
        assert_eq!(finds("other", provenance), None);
    }
    assert_eq!(finds("other", Provenance::CommandLine), Some(Found::Sent));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../other", folder.0.join("work/link")).unwrap();
        assert_eq!(finds("work/link", Provenance::BuildFile), None);
    }
}

#[test]
fn answers_are_renewed() {
    let folder = Temporary::new("renewed", &[("a", "")]);
    let FolderContext { place, engine, .. } = folder.context("Dockerfile", Provenance::Inferred);
    let context = FolderContext::remembering(place, engine, None);
    let sources: [Arc<str>; 2] = ["a".into(), "b".into()];
    assert!(context.source("a").is_none());
    // A missing file may be generated later, so it is not a finding.
    assert!(!context.renew(&sources, None));
    let found = || sources.each_ref().map(|source| context.source(source).unwrap().found);
    assert_eq!(found(), [Found::Sent, Found::Missing]);
    fs::write(folder.0.join("b"), "").unwrap();
    assert!(!context.renew(&sources, None));
    assert_eq!(found(), [Found::Sent, Found::Sent]);
    fs::write(folder.0.join(".dockerignore"), "a\n").unwrap();
    assert!(context.renew(&sources, None) && !context.renew(&sources, None));
    assert_eq!(found(), [Found::Ignored(Some(0)), Found::Sent]);
}

#[cfg(unix)]
#[test]
fn links_stay_inside() {
    let folder = Temporary::new("links", &[("ctx/src/a", ""), ("secret/key", "")]);
    std::os::unix::fs::symlink("../secret", folder.0.join("ctx/out")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("secret"), folder.0.join("ctx/far")).unwrap();
    std::os::unix::fs::symlink("src", folder.0.join("ctx/in")).unwrap();
    let context = folder.context("ctx/Dockerfile", Provenance::Inferred);
    for (source, found) in [("in/a", Found::Sent), ("out/key", Found::Missing), ("far/key", Found::Missing)] {
        assert_eq!(context.source(source).unwrap().found, found, "{source}");
    }
    assert!(context.source("out/key").unwrap().missing.as_ref().unwrap().is_excused);
}
