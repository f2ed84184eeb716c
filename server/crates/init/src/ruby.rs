//! Ruby programs (Rails, Rack and plain ones), and sites built with Jekyll.

use dockwright_texts::init as texts;
use minijinja::{Value, context};

use crate::{
    manifest::{current_version, tool_version, version_file, words},
    node_packages::{Manager, Package},
    project::{Plan, Project},
    tables::{FRAMEWORKS, current},
    version::Version,
};

pub(crate) fn plan(project: &Project<'_>) -> Option<Plan> {
    let gemfile = project.has("Gemfile").then(|| project.text("Gemfile")).flatten()?;
    let lock = project.has("Gemfile.lock").then(|| project.text("Gemfile.lock")).flatten();
    let has = |gem: &str| has_gem(&gemfile, gem) || lock.as_ref().is_some_and(|lock| is_locked(lock, gem));
    let version = version(project, &gemfile, lock.as_deref());
    let version = version.unwrap_or_else(|| current_version("ruby"));
    let mut notes = Vec::new();
    let mut manifests = project.existing(&["Gemfile", "Gemfile.lock", ".ruby-version"]);
    // A Gemfile may read this file, so it must be copied too.
    manifests.retain(|name| name != ".ruby-version" || gemfile.contains(".ruby-version"));
    let packages = FRAMEWORKS.ruby.iter().filter(|it| has(&it.gem)).flat_map(|it| it.packages.clone());
    let mut packages: Vec<String> = packages.collect();
    packages.sort();
    packages.dedup();
    let common = context! {
        program => "Ruby",
        version => version,
        manifests => manifests,
        locked => lock.is_some(),
        packages => packages,
    };
    if has_gem(&gemfile, "rails") && project.has("config.ru") {
        let values = context! {
            node => node(project),
            assets => project.has_folder("app") && (has("propshaft") || has("sprockets-rails") || has("vite_rails")),
            port => 3000,
            command => words(&["bundle", "exec", "rails", "server", "--binding", "0.0.0.0"]),
            ..common
        };
        return Some(Plan {
            kind: "Rails",
            template: "rails",
            ignore: &["ruby"],
            kept: Vec::new(),
            values,
            notes,
        });
    }
    if has_gem(&gemfile, "jekyll") || has_gem(&gemfile, "github-pages") {
        return Some(Plan {
            kind: "Jekyll",
            template: "jekyll",
            ignore: &["jekyll"],
            values: common,
            ..Plan::default()
        });
    }
    let (command, port) = if project.has("config.ru") {
        let server: &[&str] = if has("puma") {
            &["bundle", "exec", "puma", "--bind", "tcp://0.0.0.0:9292"]
        } else {
            &["bundle", "exec", "rackup", "--host", "0.0.0.0", "--port", "9292"]
        };
        (words(server), Some(9292))
    } else {
        let files = ["app.rb", "main.rb", "server.rb", "bot.rb", "run.rb"];
        let file = files.iter().find(|file| project.has(file))?;
        let is_sinatra = has("sinatra");
        let options: &[&str] = if is_sinatra { &["-o", "0.0.0.0", "-p", "4567"] } else { &[] };
        if !is_sinatra {
            notes.push(texts::unknown_port());
        }
        (words(&[&["bundle", "exec", "ruby", *file], options].concat()), is_sinatra.then_some(4567))
    };
    let values = context! { port => port, command => command, ..common };
    Some(Plan { kind: "Ruby", template: "ruby", ignore: &["ruby"], kept: Vec::new(), values, notes })
}

/// How Rails installs its JavaScript packages, if it has any.
pub(crate) fn node(project: &Project<'_>) -> Option<Value> {
    let package = Package::read(project)?;
    package.script("build")?;
    let manager = Manager::of(project, &package);
    if manager.name == "bun" {
        return None;
    }
    Some(context! { build => manager.run("build"), ..manager.values() })
}

/// Whether a Gemfile contains a gem.
fn has_gem(gemfile: &str, gem: &str) -> bool {
    let mut lines = gemfile.lines().filter_map(|line| line.trim().strip_prefix("gem"));
    lines.any(|rest| rest.split(['"', '\'']).nth(1) == Some(gem))
}

/// Whether a lock file contains a gem.
fn is_locked(lock: &str, gem: &str) -> bool {
    lock.lines().filter_map(|line| line.strip_prefix("    ")).any(|line| line.split(' ').next() == Some(gem))
}

fn version(project: &Project<'_>, gemfile: &str, lock: Option<&str>) -> Option<Version> {
    let file = version_file(project, ".ruby-version", "ruby-").or_else(|| tool_version(project, "ruby"));
    let of_lock = || {
        let mut lines = lock?.lines().skip_while(|line| *line != "RUBY VERSION").skip(1);
        let line = lines.next()?.trim().strip_prefix("ruby ")?;
        Version::named(line.split(['p', ' ']).next()?, "Gemfile.lock")
    };
    let of_gemfile = || {
        let line = gemfile.lines().find(|line| line.starts_with("ruby "))?;
        let range = line.split(['"', '\'']).nth(1)?;
        Version::for_range(range, current("ruby"), "Gemfile")
    };
    let found = file.or_else(of_lock).or_else(of_gemfile)?;
    (found.numbers().len() >= 2).then(|| found.series(3))
}
