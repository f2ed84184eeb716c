//! Cache mounts for the package managers that a RUN calls.
//!
//! The content of a mount is not in the image, so a manager gets a mount only if no later command
//! needs the content. Package lists must be fetched in the RUN that uses them. If the packages
//! themselves are stored there, every RUN of the stage that calls the manager gets the mount. No
//! mount is offered if a RUN clears the folder or disables the cache. The folders are those of
//! `root`; those of other users are not known here.
//!
//! Images of Debian and Ubuntu delete apt's downloads after each command, so a mount would stay
//! empty. The same RUN removes the file that makes them do so, as in the examples of Docker's
//! documentation.

use std::sync::Arc;

use crate::script_run::ScriptRun;
use dockwright_analysis::{
    document::{Document, FrontendKind},
    facts::{Facts, operands::Operands},
    fix::TextEdit,
    model::{
        Base,
        place::{Spot, state_at},
    },
    packages::{ManagerCall, manager_calls},
    programs::base_name,
    shell::ShellView,
    spec::{
        FlagValue, Instruction,
        mounts::MountValue,
        package_managers::{CacheFolder, CacheRole, PackageManager},
    },
    usage::{shell_view, stage_of},
};

/// Whether the syntax that a file selects supports mounts. A file without a `syntax` directive is
/// read by the builder itself, and an image other than Docker's own may do anything; both count as
/// new.
pub fn has_mounts(document: &Document) -> bool {
    let frontend = document.frontend(&document.context().inputs);
    frontend.is_none_or(|frontend| match frontend.kind {
        FrontendKind::Docker { version, .. } => version.is_at_least((2, 0)),
        FrontendKind::Other => true,
    })
}

/// A call of a manager in a RUN, and the edits that give it mounts.
pub struct CacheMounts {
    pub call: ManagerCall,
    pub edits: Vec<TextEdit>,
    /// More than one directory is mounted.
    pub are_many: bool,
}

/// The mounts for the manager that a command calls, or for the first manager that can have some.
pub fn cache_mounts(run: &ScriptRun<'_>, command: Option<usize>) -> Option<CacheMounts> {
    let calls = managers_with_caches(run)?;
    let here = calls.iter().filter(|call| Some(call.command) == command);
    here.chain(&calls).find_map(|call| mounts_for(run, call))
}

/// The mounts for each manager that has none but can have some, with its first call. A step that
/// only downloads, such as `go mod download`, needs only one of the manager's directories.
pub fn all_cache_mounts(run: &ScriptRun<'_>) -> Vec<CacheMounts> {
    let mut found: Vec<CacheMounts> = Vec::new();
    for call in managers_with_caches(run).unwrap_or_default() {
        let is_known = found.iter().any(|it| it.call.manager == call.manager);
        let has_none = missing(run, call.manager).count() == caches(run, call.manager).len();
        found.extend(mounts_for(run, &call).filter(|_| !is_known && has_none));
    }
    found
}

/// The calls of managers, if Docker can mount something for them.
fn managers_with_caches(run: &ScriptRun<'_>) -> Option<Vec<ManagerCall>> {
    // A cache begins as a copy of `scratch`, which may be the name of a stage.
    let model = run.document.model();
    let has_mounts = has_mounts(run.document) && model.stage_named("scratch").is_none();
    (!run.spot.is_trigger() && has_mounts).then(|| manager_calls(&run.view))
}

fn mounts_for(run: &ScriptRun<'_>, call: &ManagerCall) -> Option<CacheMounts> {
    let edits = edits(run, call.manager)?;
    Some(CacheMounts { call: call.clone(), edits, are_many: caches(run, call.manager).len() > 1 })
}

fn edits(run: &ScriptRun<'_>, manager: &'static PackageManager) -> Option<Vec<TextEdit>> {
    let place = run;
    let is_used = uses_caches(&run.view, manager) && !is_copied(place, manager);
    if caches(place, manager).is_empty() || !is_used || !is_usual(run, manager) {
        return None;
    }
    match manager.role {
        CacheRole::Downloads => Some(vec![edit(run, manager)?]),
        CacheRole::Index { verb, options } => {
            let fetches = |view: &ShellView| fetches_first(view, manager, verb, options);
            let mut later = others(place, manager)?.into_iter().filter(|other| other.is_later);
            let is_fine = fetches(&run.view) && later.all(|other| fetches(&other.view));
            Some(vec![is_fine.then(|| edit(run, manager))??])
        }
        CacheRole::Store if is_needed_later(place, manager) => None,
        CacheRole::Store => {
            let mut edits = vec![edit(run, manager)?];
            for other in others(place, manager)? {
                if !other.is_own_stage || other.spot.is_trigger() {
                    return None;
                }
                let other = ScriptRun::at(place.document, other.spot).filter(|run| is_usual(run, manager))?;
                if missing(&other, manager).next().is_some() {
                    edits.push(edit(&other, manager)?);
                }
            }
            edits.sort_by_key(|edit| edit.range.start);
            Some(edits)
        }
    }
}

/// Another RUN that calls a manager, in the same stage or in one that is built on it.
struct Other<'a> {
    spot: Spot<'a>,
    view: Arc<ShellView>,
    is_own_stage: bool,
    is_later: bool,
}

/// The other RUN instructions that use the caches; `None` if one of them cannot be read.
fn others<'a>(place: &ScriptRun<'a>, manager: &PackageManager) -> Option<Vec<Other<'a>>> {
    let own = place.spot.stage?;
    let mut found = Vec::new();
    for (stage, block) in place.document.stages().enumerate() {
        if !is_built_on(place.document, stage, own) {
            continue;
        }
        for (item, placed) in block.instructions().enumerate() {
            let spot = Spot { stage: Some(stage), item, placed };
            let is_own_stage = stage == own;
            if spot.facts().instruction != Some(Instruction::Run) || (is_own_stage && item == place.spot.item)
            {
                continue;
            }
            let Some(view) = shell_view(place.document, &spot) else {
                let words = spot.facts().args.join(" ");
                if manager.programs.iter().any(|program| words.contains(program)) {
                    return None;
                }
                continue;
            };
            if uses_caches(&view, manager) {
                let is_later = !is_own_stage || item > place.spot.item;
                found.push(Other { spot, view, is_own_stage, is_later });
            }
        }
    }
    Some(found)
}

fn is_built_on(document: &Document, stage: usize, base: usize) -> bool {
    let stages = &document.model().stages;
    let mut at = stage;
    loop {
        match stages.get(at).map(|stage| &stage.base) {
            _ if at == base => return true,
            Some(Base::Stage(below)) => at = *below,
            _ => return false,
        }
    }
}

fn calls_of<'a>(
    view: &'a ShellView,
    manager: &'a PackageManager,
) -> impl Iterator<Item = ManagerCall> + use<'a> {
    manager_calls(view).into_iter().filter(move |call| call.manager == manager)
}

fn uses_caches(view: &ShellView, manager: &PackageManager) -> bool {
    let uses = |call: &ManagerCall| {
        call.verb(view, manager.installs).is_some() || call.verb(view, manager.fetches).is_some()
    };
    calls_of(view, manager).any(|call| uses(&call))
}

/// Whether the list of packages is fetched before any is installed.
fn fetches_first(view: &ShellView, manager: &PackageManager, verb: &str, options: &[&str]) -> bool {
    calls_of(view, manager)
        .next()
        .is_some_and(|call| call.verb(view, &[&[verb]]).is_some() || call.has_option(view, options))
}

/// Whether the caches are where they usually are, and stay there: nothing moves them, turns them off or clears them.
fn is_usual(run: &ScriptRun<'_>, manager: &PackageManager) -> bool {
    let view = &run.view;
    let place = run;
    let state = state_at(place.document, place.document.model(), &place.spot, place.spot.placed.start);
    let is_root = state
        .user
        .as_ref()
        .is_none_or(|user| matches!(&*user.text, "root" | "0" | "root:root" | "0:0" | "root:0" | "0:root"));
    let mut variables = manager.variables.iter().chain(&["HOME", "XDG_CACHE_HOME"]);
    let is_moved = variables.any(|name| state.scope.get(name).is_some() || run.script.text.contains(name));
    let is_off = calls_of(view, manager).any(|call| {
        let clears = |word: &usize| {
            let text = view.words[*word].text.as_deref();
            matches!(text, Some("clean" | "cc" | "autoclean" | "purge" | "prune"))
        };
        call.has_option(view, manager.uncached) || call.operands.iter().take(3).any(clears)
    });
    let is_cleared = view.commands.iter().any(|command| {
        let mut words = command.words.clone().map(|word| view.words[word as usize].text.as_deref());
        matches!(words.next().flatten(), Some("rm" | "find" | "mv"))
            && words.any(|word| {
                word.is_none_or(|word| caches(place, manager).iter().any(|it| is_within(word, it)))
            })
    });
    is_root && !is_moved && !is_off && !is_cleared
}

/// Whether a path is a folder of downloads, in it, or around it.
fn is_within(path: &str, folder: &CacheFolder) -> bool {
    let path = path.trim_end_matches(['*', '.']).trim_end_matches('/');
    let is_below =
        |path: &str, of: &str| path.strip_prefix(of).is_some_and(|it| it.is_empty() || it.starts_with('/'));
    !path.is_empty() && (is_below(path, folder.target) || is_below(folder.target, path))
}

/// Whether a program that the image starts takes packages from the folders.
fn is_needed_later(place: &ScriptRun<'_>, manager: &PackageManager) -> bool {
    let is_start = |facts: &Facts| {
        matches!(
            facts.instruction,
            Some(Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck)
        )
    };
    let calls = |text: &String| text.split_whitespace().any(|it| manager.programs.contains(&base_name(it)));
    place.document.stages().enumerate().any(|(stage, block)| {
        place.spot.stage.is_some_and(|own| is_built_on(place.document, stage, own))
            && block.instructions().any(|it| is_start(it.facts) && it.facts.args.iter().any(calls))
    })
}

/// Whether another stage takes the downloads out of this one.
fn is_copied(place: &ScriptRun<'_>, manager: &PackageManager) -> bool {
    place.document.instructions().any(|placed| {
        let Operands::Copy(operands) = &placed.facts.operands else { return false };
        let stage = placed
            .facts
            .flag_value(FlagValue::From)
            .and_then(|from| stage_of(place.document, placed.facts, from));
        let takes = |source: &str| caches(place, manager).iter().any(|folder| is_within(source, folder));
        stage.is_some_and(|(stage, _)| Some(stage) == place.spot.stage)
            && operands.sources.iter().any(|source| source.literal().is_none_or(takes))
    })
}

/// The directories in which a manager keeps its downloads here.
fn caches(place: &ScriptRun<'_>, manager: &PackageManager) -> &'static [CacheFolder] {
    let stage = place.spot.stage;
    manager.caches_in(stage.and_then(|stage| place.document.model().base_image(stage)))
}

/// The directories that have no mount yet.
fn missing<'a>(
    run: &ScriptRun<'a>,
    manager: &'static PackageManager,
) -> impl Iterator<Item = &'static CacheFolder> + use<'a> {
    let mounts = match &run.facts.operands {
        Operands::Run(mounts) => mounts.as_slice(),
        _ => &[],
    };
    caches(run, manager).iter().filter(move |folder| {
        let mut targets = mounts.iter().filter_map(|mount| mount.value(MountValue::Target));
        !targets.any(|target| {
            is_within(&target.text, folder)
                || manager.other_caches.iter().any(|other| is_within(&target.text, other))
        })
    })
}

/// Inserts the flags after the keyword or the other flags.
fn edit(run: &ScriptRun<'_>, manager: &'static PackageManager) -> Option<TextEdit> {
    let mounts: Vec<String> = missing(run, manager)
        .map(|folder| {
            let sharing = if folder.is_locked { ",sharing=locked" } else { "" };
            format!("--mount=type=cache,target={}{sharing}", folder.target)
        })
        .collect();
    if mounts.is_empty() {
        return None;
    }
    let head = run.head_end()?;
    let start = run.facts.args_range.start.max(head);
    let gap = run.source.get(head..start)?;
    let is_heredoc = !run.facts.heredocs.is_empty();
    // Lines of a heredoc are not continued lines.
    let own = run.source.get(head..if is_heredoc { start } else { run.source.len() })?.lines().nth(1);
    let own = own.map(|line| &line[..line.len() - line.trim_start().len()]).filter(|own| !own.is_empty());
    let usual = format!("{}    ", run.margin());
    let indent = own.unwrap_or(&usual);
    let line = format!(" {}{}{indent}", run.document.escape(), run.document.text().line_ending());
    let lead = if run.facts.flags.is_empty() { " " } else { &line };
    let mut text = format!("{lead}{}", mounts.join(&line));
    let is_kept = is_heredoc || gap.contains('\n');
    if !is_kept {
        text.push_str(&line);
    }
    let mut end = if is_kept { head } else { start };
    if let Some(cleaner) = manager.cleaner.filter(|cleaner| !is_removed(run, cleaner)) {
        let remove = format!("rm -f {cleaner}");
        let body = run.script.runs().next()?.1;
        let (at, remove) = if is_heredoc && body > start {
            (
                after_interpreter(run.source.get(body..)?) + body,
                format!("{remove}{}", run.document.text().line_ending()),
            )
        } else {
            (start, format!("{remove}{line}&& "))
        };
        text.push_str(run.source.get(end..at)?);
        text.push_str(&remove);
        end = at;
    }
    let start = run.spot.placed.start;
    let range = start + head..start + end;
    Some(TextEdit { range, text })
}

/// How long the line is that names the interpreter of a script; 0 without one.
fn after_interpreter(script: &str) -> usize {
    let first = script.split_inclusive('\n').next().unwrap_or_default();
    if first.starts_with("#!") { first.len() } else { 0 }
}

/// Whether this RUN or an instruction before it already deals with the file that deletes the downloads.
fn is_removed(run: &ScriptRun<'_>, cleaner: &str) -> bool {
    let place = run;
    let name = base_name(cleaner);
    let has_name = |facts: &Facts| {
        facts.args.iter().any(|text| text.contains(name))
            || facts.heredocs.iter().any(|heredoc| heredoc.content.contains(name))
    };
    place.document.stages().enumerate().any(|(stage, block)| {
        place.spot.stage.is_some_and(|own| is_built_on(place.document, own, stage))
            && block
                .instructions()
                .take_while(|it| it.start <= place.spot.placed.start)
                .any(|it| has_name(it.facts) || it.facts.trigger.as_deref().is_some_and(has_name))
    })
}
