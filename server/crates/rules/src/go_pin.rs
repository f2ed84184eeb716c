//! `go install` of a package without a version.
//!
//! # What it does
//! Reports packages in `go install`, `go get` and `go run` without a version, or with a version that changes over time,
//! such as `@latest`.
//!
//! # Why it matters
//! Go takes the version that is current on the day of the build. The same Dockerfile can make a different image next
//! month, or fail to build.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.24
//! RUN go install github.com/go-delve/delve/cmd/dlv@latest
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.24
//! RUN go install github.com/go-delve/delve/cmd/dlv@v1.24.2
//! ```
//!
//! # Limits
//! In a module, `go.mod` has the versions of packages without `@`. So these are not reported after an instruction that
//! copies, mounts or clones files that may include a `go.mod`. With `go get -u` they are still reported, because it
//! takes the newest version. Packages of the standard library, Go files and paths are not reported. The values of
//! variables are not known.
//!
//! # References
//! - <https://go.dev/ref/mod#version-queries>
//! - <https://go.dev/ref/mod#go-install>

use super::{Check, FileContext, FileFound, Role, StageContext, Summary, environment::has_suffix};
use crate::run_calls::{Run, is_within, runs};
use dockwright_analysis::{
    commands::CallIn,
    document::Item,
    facts::operands::Operands,
    memo::Memoized,
    model::Base,
    spec::mounts::{MountKind, MountValue},
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::go_pin as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3062"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// The packages of a stage without a fixed version.
struct Packages {
    found: Vec<Unpinned>,
    /// It has files among which may be a `go.mod`.
    has_module: bool,
}

struct Unpinned {
    found: Found,
    /// Its path.
    name: String,
    /// In a module, `go.mod` has its version.
    is_for_module: bool,
}

impl Memoized for Packages {}

impl Summary for Packages {
    fn of(ctx: &StageContext<'_>) -> Self {
        let mut packages = Self { found: Vec::new(), has_module: false };
        let mut next = 1;
        for run in runs(ctx) {
            packages.has_module |= ctx.items[next..run.item].iter().any(brings_files) || mounts_files(&run);
            next = run.item;
            for call in run.commands.calls() {
                packages.has_module |= may_make_module(call);
                packages.take(&run, call);
            }
        }
        packages.has_module |= ctx.items[next.min(ctx.items.len())..].iter().any(brings_files);
        packages
    }
}

impl Packages {
    /// Whether a package is one that was fetched before.
    fn names(&self, package: &str) -> bool {
        self.found.iter().any(|it| is_within(package, &it.name))
    }

    fn take(&mut self, run: &Run<'_>, call: CallIn<'_>) {
        let verb = call.subcommand(call.view).filter(|_| call.name() == Some("go"));
        let count = match verb {
            Some("install" | "get") => usize::MAX,
            // The words after the package are its arguments.
            Some("run") => 1,
            _ => return,
        };
        let is_update = call.has_option(call.view, &["-u", "--u"]);
        for &word in call.operands[1..].iter().take(count) {
            let Some(package) = call.text(word) else { continue };
            let Some(is_bare) = is_unpinned(package) else { continue };
            let is_for_module = is_bare && !is_update;
            let is_there = is_bare && verb != Some("get") && self.names(package);
            // A trigger runs in a place with different files.
            if is_there || (is_for_module && (self.has_module || run.role == Role::Inner)) {
                continue;
            }
            let message = match package.split_once('@') {
                Some((name, version)) => {
                    texts::Moving { query: format!("@{version}"), package: name }.message()
                }
                None => texts::finding(package),
            };
            let finding = Finding::own(&RULE, call.range(word), message);
            let found = Found { item: run.item, finding };
            let name = package.split('@').next().unwrap_or_default();
            let name = name.trim_end_matches("/...").to_owned();
            self.found.push(Unpinned { found, name, is_for_module });
        }
    }
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let packages = |stage: usize| ctx.stages[stage].1.get::<Packages>();
    for stage in 0..ctx.stages.len() {
        let own = packages(stage);
        if own.found.is_empty() {
            continue;
        }
        let base = |stage: &usize| match ctx.model.stages[*stage].base {
            Base::Stage(base) if base < *stage => Some(base),
            _ => None,
        };
        let has_module = std::iter::successors(base(&stage), base).any(|base| packages(base).has_module);
        let kept = own.found.iter().filter(|it| !(it.is_for_module && has_module));
        found.extend(kept.map(|it| FileFound { stage: Some(stage), found: it.found.clone() }));
    }
}

/// Whether a package is without a fixed version, and then whether a module's file could have it.
fn is_unpinned(package: &str) -> Option<bool> {
    const MOVING: [&str; 4] = ["latest", "none", "patch", "upgrade"];
    if let Some((_, version)) = package.split_once('@') {
        return MOVING.contains(&version).then_some(false);
    }
    // The paths of the standard library, and of modules that no server has, begin without a dot.
    let first = package.split('/').next().unwrap_or_default();
    let is_remote = !first.starts_with('.') && first.contains('.') && !has_suffix(package, &[".go"]);
    is_remote.then_some(true)
}

/// Whether a copy may add a `go.mod`: by its name, or as one file of a directory.
fn brings_files(item: &Item) -> bool {
    let Operands::Copy(operands) = &item.facts.operands else { return false };
    let may = |path: &str| {
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        !name.trim_start_matches('.').contains('.') || name.starts_with("go.") || name.contains(['*', '$'])
    };
    operands.sources.iter().any(|source| may(&source.text))
}

/// Whether a RUN has files of the build context, or of another stage, mounted.
fn mounts_files(run: &Run<'_>) -> bool {
    let Operands::Run(mounts) = &run.facts.operands else { return false };
    mounts.iter().any(|mount| {
        let kind = mount.value(MountValue::Kind);
        kind.is_none_or(|kind| MountKind::named(&kind.text) == Some(MountKind::Bind))
    })
}

/// Whether a call may fetch or create a `go.mod`.
fn may_make_module(call: CallIn<'_>) -> bool {
    match call.name() {
        Some("git" | "hg" | "svn") => matches!(call.subcommand(call.view), Some("clone" | "co" | "checkout")),
        Some("go") => matches!(call.subcommand(call.view), Some("mod" | "work")),
        _ => false,
    }
}

cases! {
    found: [r#"
FROM golang AS base
RUN go get -u -tags x a.com/b \
                      ^^^^^^^ info: `a.com/b` is installed without a version
  # why
    $C "a.com/d" && CGO_ENABLED=0 go install a.com/e@latest
       ^^^^^^^^^ info: `a.com/d` is installed without a version
                                             ^^^^^^^^^^^^^^ info: The version `@latest` of `a.com/e` changes over time
RUN ["go", "run", "-p", "2", "a.com/b@upgrade", "a.com/c@latest"]
                             ^^^^^^^^^^^^^^^^^ info: The version `@upgrade` of `a.com/b` changes over time
COPY go.mod .
RUN go get a.com/b && go install a.com/c@latest
                                 ^^^^^^^^^^^^^^ info: The version `@latest` of `a.com/c` changes over time
FROM base
ONBUILD RUN go install a.com/c@latest
                       ^^^^^^^^^^^^^^ info: The version `@latest` of `a.com/c` changes over time
RUN <<E
go get a.com/b
go get a.com/c@none
       ^^^^^^^^^^^^ info: The version `@none` of `a.com/c` changes over time
E
"#],
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_quiet, find};
    use super::RULE;

    #[test]
    fn pinned_and_local_ones() {
        let quiet = [
            "RUN go install a.com/b@v1.2.3",
            "RUN go install a.com/b@$V",
            "RUN go install a.com/b@master",
            "RUN go install . ./... ../x /a/b.com",
            "RUN go get -d ./...",
            "RUN go run main.go",
            "RUN go install std cmd all net/http",
            "RUN go build a.com/b",
            "COPY . .\nRUN go get a.com/b",
            "COPY src /go/src/app\nRUN go install a.com/b",
            "RUN git clone -b x y && go get a.com/b",
            "RUN go mod init x && go get a.com/b",
            "RUN --mount=target=. go install a.com/b",
            "RUN go get $PACKAGES",
        ];
        check_quiet(RULE.name, "FROM a\n{}\n", &quiet);
        let text = "FROM a\nCOPY run.sh /\nRUN go get a.com/b\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        let text = "FROM a\nCOPY . .\nRUN go get -u a.com/b\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        let text = "FROM a\nRUN go get a.com/b\nRUN go install a.com/b/cmd/c\n";
        assert_eq!(find(RULE.name, text).len(), 1);
    }
}
