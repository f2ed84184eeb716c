//! Where the RUNs of a stage fetch the lists of packages, and where they install from them.
//!
//! A RUN that installs without fetching the lists uses those that an earlier instruction left.

use std::ops::Range;

use crate::{
    FileContext, Role, StageContext, Summary,
    run_calls::{Run, empties, is_cleaner, is_in_other_root, is_mounted, runs},
};
use dockwright_analysis::{
    commands::CallIn,
    memo::Memoized,
    model::Base,
    spec::{package_managers::PackageManager, programs::brings_nothing},
};

/// The programs that read the lists, and the subcommands that fetch them.
const FETCHES: [(&[&str], &[&str]); 4] = [
    (&["apt-get", "apt", "aptitude"], &["update"]),
    (&["apk"], &["update"]),
    (&["yum", "dnf", "dnf5", "microdnf", "tdnf"], &["makecache"]),
    (&["zypper"], &["refresh", "ref"]),
];

/// With these, apk uses no lists from earlier.
const APK_FETCHES: &[&str] = &["--no-cache", "-U", "--update", "--update-cache"];

/// Where apt keeps the lists.
pub(crate) const APT_LISTS: &str = "/var/lib/apt/lists";

/// The family of package managers that a program belongs to, as an index in [`FETCHES`].
pub(crate) fn family(program: &str) -> Option<usize> {
    FETCHES.iter().position(|(programs, _)| programs.contains(&program))
}

/// How the RUNs of a stage use lists of packages.
pub(crate) struct ListRuns {
    runs: Vec<ListRun>,
    /// The first RUN that uses the lists from earlier, for each family.
    first_use: Uses,
}

/// For each family of managers, the stage and the item of a RUN that uses the lists from earlier.
type Uses = [Option<(usize, usize)>; FETCHES.len()];

/// How a RUN uses them. A RUN whose script cannot be read completely has no `ListRun`.
pub(crate) struct ListRun {
    pub(crate) item: usize,
    pub(crate) role: Role,
    /// The family of managers, as an index.
    pub(crate) family: usize,
    /// The first call that fetches the lists.
    pub(crate) fetch: Option<Fetch>,
    /// It installs, and does not fetch before that.
    pub(crate) needs_lists: bool,
    /// Something may use the lists after they are fetched: an installation, or an unknown program.
    pub(crate) uses_lists: bool,
    /// The subcommand whose lists stay in the layer.
    pub(crate) left: Option<Range<usize>>,
    /// The next RUN of the stage that uses the lists which this one leaves.
    next_use: Option<usize>,
}

/// A call that fetches lists.
pub(crate) struct Fetch {
    /// The place of the subcommand.
    pub(crate) range: Range<usize>,
    pub(crate) program: Box<str>,
    pub(crate) verb: Box<str>,
}

impl Memoized for ListRuns {}

impl Summary for ListRuns {
    fn of(ctx: &StageContext<'_>) -> Self {
        let is_manager = |call: CallIn<'_>| call.name().is_some_and(|name| family(name).is_some());
        let runs = runs(ctx).filter(|run| run.commands.calls().any(is_manager));
        let families = 0..FETCHES.len();
        let mut runs: Vec<ListRun> =
            runs.flat_map(|run| families.clone().filter_map(move |family| list_run(&run, family))).collect();
        let mut next = [None; FETCHES.len()];
        for run in runs.iter_mut().rev() {
            run.next_use = next[run.family];
            if run.needs_lists {
                next[run.family] = Some(run.item);
            }
        }
        Self { runs, first_use: next.map(|item| Some((0, item?))) }
    }
}

fn list_run(run: &Run<'_>, family: usize) -> Option<ListRun> {
    let (programs, verbs) = FETCHES[family];
    let is_own = |call: &CallIn<'_>| {
        call.name().is_some_and(|name| programs.contains(&name)) && !is_in_other_root(call)
    };
    let calls: Vec<CallIn<'_>> = run.commands.calls().collect();
    calls.iter().find(|call| is_own(call))?;
    if run.commands.is_partial() {
        return None;
    }
    let fetches = |call: &CallIn<'_>| {
        is_own(call) && call.subcommand(call.view).is_some_and(|verb| verbs.contains(&verb))
    };
    let installs = |call: &CallIn<'_>| is_own(call) && installs(call);
    let first = calls.iter().position(fetches);
    let first_install = calls.iter().position(installs);
    let fetch = first.map(|at| {
        let call = &calls[at];
        Fetch {
            range: call.range(call.operands[0]),
            program: call.name().unwrap_or_default().into(),
            verb: call.subcommand(call.view).unwrap_or_default().into(),
        }
    });
    let uses_lists = first.is_some_and(|at| calls[at + 1..].iter().any(|call| may_use(call, &is_own)));
    let is_kept_out = is_mounted(run.facts, APT_LISTS);
    let cleared = calls.iter().rposition(|call| clears(call) || is_cleaner(call)).map_or(0, |at| at + 1);
    let left = calls[cleared..].iter().find(|call| fetches(call)).filter(|_| family == 0 && !is_kept_out);
    Some(ListRun {
        item: run.item,
        role: run.role,
        family,
        needs_lists: first_install.is_some_and(|install| first.is_none_or(|fetch| install < fetch)),
        fetch,
        uses_lists,
        left: left.map(|call| call.range(call.operands[0])),
        next_use: None,
    })
}

/// Whether a call installs packages that the lists name.
fn installs(call: &CallIn<'_>) -> bool {
    let Some(manager) = call.name().and_then(PackageManager::named) else { return false };
    // apk then fetches the lists itself.
    if call.name() == Some("apk") && call.has_option(call.view, APK_FETCHES) {
        return false;
    }
    call.verb(call.view, manager.installs).is_some_and(|verb| call.operands.len() > verb)
        || call
            .verb(call.view, &[&["upgrade"], &["dist-upgrade"], &["full-upgrade"], &["build-dep"]])
            .is_some()
}

/// Whether a call may take packages from the lists.
fn may_use(call: &CallIn<'_>, is_own: &dyn Fn(&CallIn<'_>) -> bool) -> bool {
    let Some(name) = call.name() else { return true };
    if is_own(call) {
        let is_idle = |verb| {
            matches!(verb, "update" | "clean" | "autoclean" | "autoremove" | "distclean" | "dist-clean")
        };
        return !call.subcommand(call.view).is_some_and(is_idle);
    }
    call.script.is_none() && !brings_nothing(name)
}

/// Whether a call deletes apt's lists.
fn clears(call: &CallIn<'_>) -> bool {
    let is_apt = matches!(call.name(), Some("apt-get" | "apt" | "aptitude"));
    (is_apt && matches!(call.subcommand(call.view), Some("distclean" | "dist-clean")))
        || empties(call, APT_LISTS)
}

/// How the RUNs of a stage use lists.
pub(crate) fn list_runs<'a>(ctx: &FileContext<'a>, stage: usize) -> &'a [ListRun] {
    &ctx.stages[stage].1.get::<ListRuns>().runs
}

/// Which RUNs use the lists that others leave.
pub(crate) struct LaterUses(Vec<Uses>);

impl LaterUses {
    pub(crate) fn of(ctx: &FileContext<'_>) -> Self {
        let mut inherited = vec![Uses::default(); ctx.stages.len()];
        for stage in (0..ctx.stages.len()).rev() {
            let Base::Stage(base) = ctx.model.stages[stage].base else { continue };
            let own = ctx.stages[stage].1.get::<ListRuns>().first_use;
            for family in 0..FETCHES.len() {
                let first = own[family].map(|(_, item)| (stage, item)).or(inherited[stage][family]);
                inherited[base][family] = first.or(inherited[base][family]);
            }
        }
        Self(inherited)
    }

    /// A RUN that uses the lists which another one left, in its stage or in one that is based on it:
    /// the stage and the item.
    pub(crate) fn after(&self, stage: usize, run: &ListRun) -> Option<(usize, usize)> {
        run.next_use.map(|item| (stage, item)).or(self.0[stage][run.family])
    }
}
