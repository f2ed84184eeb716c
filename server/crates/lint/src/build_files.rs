//! The findings in Compose files, Bake files and `devcontainer.json`: mistakes in what they say
//! about Dockerfiles.
//!
//! Everything else about such files is left to the programs that know their whole schema. A line
//! that several builds share has a finding only if it holds for each of them.

mod inline;

pub use inline::{in_file, inline_diagnostics};

use std::{ops::Range, path::Path, sync::Arc};

use dockwright_analysis::{
    build_inputs::is_predefined_argument, document::Document, fix::Fix, suggest::nearest,
};
use dockwright_builds::{Build, Context, Dockerfile, Kind, Place, Said, Table};
use dockwright_texts::{
    Message,
    rules::{
        build_arg_unknown, build_context_missing, build_dockerfile_missing, build_inline_and_file,
        build_key_typo, build_target_unknown,
    },
};

use crate::{
    diagnostic::Diagnostic,
    preset::Selection,
    rule::{Rule, Severity},
    rules,
};

/// What the findings need to know about Dockerfiles and other files.
pub trait Dockerfiles {
    /// The Dockerfile of a build; `None` if it cannot be read.
    fn document(&self, build: &Build) -> Option<Arc<Document>>;

    /// Whether a file or folder exists; `None` if that is not known.
    fn exists(&self, path: &Path) -> Option<bool>;
}

/// The findings in a build file, in the order of its text.
pub fn build_file_diagnostics(
    table: &Table,
    file: &Path,
    dockerfiles: &dyn Dockerfiles,
    selection: &Selection,
) -> Vec<Diagnostic> {
    let builds: Vec<(&Build, Option<Arc<Document>>)> = table
        .all()
        .filter(|build| mentions(build, file))
        .map(|build| (build, dockerfiles.document(build).filter(|document| document.foreign().is_none())))
        .collect();
    let mut findings = Findings { file, builds: &builds, found: Vec::new() };
    findings.targets();
    findings.args();
    for (build, _) in &builds {
        // What a base lacks is reported in the builds that inherit from it.
        if !build.is_base {
            findings.paths(build, dockerfiles);
        }
        findings.keys(build);
    }
    let mut found = findings.found;
    found.retain_mut(|diagnostic| {
        if let Some(severity) = selection.severity_of(diagnostic.code) {
            diagnostic.severity = severity;
        }
        rules::RULES.iter().any(|rule| rule.name == diagnostic.code && selection.has(rule))
    });
    found.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    found.dedup_by(|a, b| (a.code, &a.range) == (b.code, &b.range));
    found
}

/// Whether any part of a build is in a file.
fn mentions(build: &Build, file: &Path) -> bool {
    let is_here = |said: &Said| &*said.place.file == file;
    &*build.file == file
        || build.args.iter().any(|arg| is_here(&arg.name))
        || [&build.target, &build.dockerfile_said, &build.context_said].into_iter().flatten().any(is_here)
}

struct Findings<'a> {
    file: &'a Path,
    builds: &'a [(&'a Build, Option<Arc<Document>>)],
    found: Vec<Diagnostic>,
}

impl Findings<'_> {
    fn push(&mut self, rule: &'static Rule, range: Range<usize>, message: Message, fix: Option<Fix>) {
        let note = rule.texts.note.map(Message::from);
        self.found.push(Diagnostic {
            code: rule.name,
            aliases: rule.aliases,
            severity: rule.severity,
            range,
            lines: None,
            message,
            notes: note.into_iter().collect(),
            related: Vec::new(),
            tags: Vec::new(),
            fix,
            alternative: None,
            url: None,
        });
    }

    /// The builds that have a part at a place, with their Dockerfiles; `None` if one of them cannot be read.
    fn sharing(&self, place: &Place, has: impl Fn(&Build, &Place) -> bool) -> Option<Vec<&Document>> {
        let sharing = self.builds.iter().filter(|(build, _)| !build.is_base && has(build, place));
        let documents: Vec<&Document> =
            sharing.map(|(_, document)| document.as_deref()).collect::<Option<_>>()?;
        (!documents.is_empty()).then_some(documents)
    }

    fn targets(&mut self) {
        for (build, document) in self.builds {
            let (Some(target), Some(document)) = (&build.target, document) else { continue };
            let Some(name) = literal(target).filter(|_| &*target.place.file == self.file) else { continue };
            let has =
                |build: &Build, place: &Place| build.target.as_ref().is_some_and(|it| it.place == *place);
            let Some(documents) = self.sharing(&target.place, has) else { continue };
            if !documents.into_iter().all(|document| is_sound(document) && !has_stage(document, name)) {
                continue;
            }
            let stages = document.model().stages.iter().filter_map(|stage| stage.name.as_deref());
            let fix = nearest(&name.to_lowercase(), stages).map(|near| {
                Fix::replace(build_target_unknown::replace(near), target.place.range.clone(), near.to_owned())
                    .unsafe_choice()
            });
            let message = build_target_unknown::Finding { target: name, file: shown(build) }.message();
            self.push(&rules::builds::build_target_unknown::RULE, target.place.range.clone(), message, fix);
        }
    }

    fn args(&mut self) {
        let file = self.file;
        for (build, document) in self.builds {
            let Some(document) = document else { continue };
            for arg in build.args.iter().filter(|arg| &*arg.name.place.file == file) {
                let Some(name) = literal(&arg.name) else { continue };
                if is_predefined_argument(name) || name.starts_with("BUILDX_") {
                    continue;
                }
                let has = |build: &Build, place: &Place| {
                    build
                        .args
                        .iter()
                        .any(|other| other.name.place == *place && other.name.value == arg.name.value)
                };
                let Some(documents) = self.sharing(&arg.name.place, has) else { continue };
                if documents.into_iter().any(|document| !is_sound(document) || declares(document, name)) {
                    continue;
                }
                // The intended name cannot be one that the build sets as well.
                let declared = || document.declared_arguments().filter(|name| build.arg(name).is_none());
                let in_other_case = declared().find(|other| other.eq_ignore_ascii_case(name));
                let fix = in_other_case.or_else(|| nearest(name, declared())).map(|near| {
                    Fix::replace(
                        build_arg_unknown::replace(near),
                        arg.name.place.range.clone(),
                        near.to_owned(),
                    )
                    .unsafe_choice()
                });
                let message = build_arg_unknown::Finding { file: shown(build), name }.message();
                self.push(
                    &rules::builds::build_arg_unknown::RULE,
                    arg.name.place.range.clone(),
                    message,
                    fix,
                );
            }
        }
    }

    fn paths(&mut self, build: &Build, dockerfiles: &dyn Dockerfiles) {
        let here = |said: &Option<Said>| {
            let said = said.as_ref().filter(|said| &*said.place.file == self.file)?;
            literal(said).map(|value| (said.place.range.clone(), value.to_owned()))
        };
        let (context, dockerfile) = (here(&build.context_said), here(&build.dockerfile_said));
        let is_missing = |path: &Path| {
            dockerfiles.exists(path) == Some(false) && !is_above(path, &build.file, dockerfiles)
        };
        let mut has_context = true;
        if let (Some((range, folder)), Context::Folder(path)) = (context, &build.context)
            && is_missing(path)
        {
            has_context = false;
            let message = build_context_missing::finding(folder);
            self.push(&rules::builds::build_context_missing::RULE, range, message, None);
        }
        let is_known = build.context_said.as_ref().is_none_or(|said| literal(said).is_some());
        if let (Some((range, file)), Dockerfile::File(path)) = (dockerfile, &build.dockerfile)
            && has_context
            && is_known
            && is_missing(path)
        {
            let message = build_dockerfile_missing::finding(file);
            self.push(&rules::builds::build_dockerfile_missing::RULE, range, message, None);
        }
        if let Some((_, place)) =
            build.inline_and_file.as_ref().filter(|(_, place)| &*place.file == self.file)
        {
            let message = build_inline_and_file::finding();
            self.push(&rules::builds::build_inline_and_file::RULE, place.range.clone(), message, None);
            if let Some(last) = self.found.last_mut().filter(|_| build.kind == Kind::Target) {
                last.severity = Severity::Info;
            }
        }
    }

    fn keys(&mut self, build: &Build) {
        let file = self.file;
        for unknown in build.unknown_keys.iter().filter(|unknown| &*unknown.key.place.file == file) {
            let range = unknown.key.place.range.clone();
            let fix = unknown.key.is_verbatim.then(|| {
                Fix::replace(build_key_typo::replace(unknown.meant), range.clone(), unknown.meant.to_owned())
                    .unsafe_choice()
            });
            let message = build_key_typo::Finding { key: &unknown.key.text, near: unknown.meant }.message();
            self.push(&rules::builds::build_key_typo::RULE, range, message, fix);
        }
    }
}

/// The value of a text without variables. In a build, the environment may replace the default of a
/// variable.
fn literal(said: &Said) -> Option<&str> {
    said.value.certain().filter(|_| said.is_verbatim)
}

/// Whether a path below a build file's folder exists below a folder above it instead: the program may be run there, as by
/// `docker compose --project-directory`.
fn is_above(path: &Path, file: &Path, dockerfiles: &dyn Dockerfiles) -> bool {
    let Some(folder) = file.parent() else { return false };
    let Some(below) = path.strip_prefix(folder).ok().filter(|below| !below.as_os_str().is_empty()) else {
        return false;
    };
    folder.ancestors().skip(1).any(|above| dockerfiles.exists(&above.join(below)) == Some(true))
}

/// The Dockerfile of a build, as its file names it.
fn shown(build: &Build) -> String {
    match (&build.dockerfile_said, &build.dockerfile) {
        (Some(said), Dockerfile::File(_)) if said.value().is_some() => {
            said.value().unwrap_or_default().to_owned()
        }
        _ => "Dockerfile".to_owned(),
    }
}

/// Whether Docker can read all of a Dockerfile.
fn is_sound(document: &Document) -> bool {
    !document.tree().root().has_error()
        && document.instructions().all(|placed| placed.facts.problems.is_empty())
}

fn has_stage(document: &Document, name: &str) -> bool {
    document.model().built_stage(name).is_some()
}

fn declares(document: &Document, name: &str) -> bool {
    document.declared_arguments().any(|declared| declared == name)
}
