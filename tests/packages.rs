//! What is packed and published: the workflows, the action, the hooks and the table of targets agree with one
//! another.
//!
//! The packages themselves are built and installed by `server/packages/test.sh`, which needs node and Python.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use dockwright_tests::{dockwright_binary, root};
use serde_json::Value;

/// The actions that the workflows may use. Those of `pypa` have a branch instead of major versions.
const ACTIONS: &[&str] = &["actions", "docker", "github", "pypa"];

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn targets() -> Vec<Value> {
    serde_json::from_str(&text("server/packages/targets.json")).unwrap()
}

fn workflows() -> Vec<(String, Value)> {
    ["ci", "release"]
        .map(|name| format!(".github/workflows/{name}.yml"))
        .map(|path| (path.clone(), yaml(&path)))
        .into()
}

#[track_caller]
fn words<'value>(values: &'value [Value], key: &str) -> BTreeSet<&'value str> {
    let words: BTreeSet<_> = values.iter().filter_map(|value| value.pointer(key)?.as_str()).collect();
    assert!(!words.is_empty(), "nobody has {key}");
    words
}

/// The places of our own scripts in a shell command.
fn scripts(command: &str) -> impl Iterator<Item = &str> {
    let words = command.split(|c: char| c.is_whitespace() || "\"'()$".contains(c));
    words.filter(|word| {
        ["server/packages/", "server/site/", ".ci/"].iter().any(|folder| word.starts_with(folder))
    })
}

#[track_caller]
fn check_script(path: &str) {
    let whole = root().join(path);
    assert!(whole.is_file(), "{path} is not there");
    #[cfg(unix)]
    if Path::new(path).extension().is_none_or(|extension| extension == "sh") && !path.ends_with("Dockerfile")
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&whole).unwrap().permissions().mode();
        assert!(mode & 0o111 != 0, "{path} cannot be run");
    }
}

#[track_caller]
fn check_step(job: &str, step: &Value) {
    if let Some(action) = step["uses"].as_str() {
        let (name, version) =
            action.split_once('@').unwrap_or_else(|| panic!("{job}: {action} has no version"));
        let is_major = version.strip_prefix('v').is_some_and(|major| major.parse::<u32>().is_ok());
        let is_commit = version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(is_major || is_commit || version == "release/v1", "{job}: {action} may be anything tomorrow");
        assert!(ACTIONS.contains(&name.split('/').next().unwrap()), "{job}: {action} is of somebody new");
        if name == "actions/checkout" {
            assert_eq!(step["with"]["persist-credentials"], false, "{job}: the token stays in the checkout");
        }
    } else {
        let command = step["run"].as_str().unwrap_or_else(|| panic!("{job}: a step does nothing"));
        assert!(!command.contains("${{"), "{job}: what is put into a script is run: {command}");
        scripts(command).for_each(check_script);
    }
}

#[test]
fn workflows_ask_for_little_and_name_what_is_there() {
    for (path, workflow) in workflows() {
        assert_eq!(workflow["permissions"], serde_json::json!({"contents": "read"}), "{path}");
        assert!(workflow["concurrency"]["group"].is_string(), "{path}");
        let jobs = workflow["jobs"].as_object().unwrap();
        for (name, job) in jobs {
            let place = format!("{path}, {name}");
            assert!(job["runs-on"].is_string(), "{place}");
            assert!(job["timeout-minutes"].is_u64(), "{place} may run for hours");
            let needs = match &job["needs"] {
                Value::Array(needs) => needs.clone(),
                Value::Null => Vec::new(),
                one => vec![one.clone()],
            };
            for need in needs {
                assert!(jobs.contains_key(need.as_str().unwrap()), "{place} needs {need}");
            }
            job["steps"].as_array().unwrap().iter().for_each(|step| check_step(&place, step));
        }
    }
}

#[test]
fn only_a_pushed_tag_publishes() {
    let release = yaml(".github/workflows/release.yml");
    for (name, job) in release["jobs"].as_object().unwrap() {
        let permissions = job["permissions"].as_object();
        let may_write = permissions.is_some_and(|all| all.values().any(|level| level == "write"));
        let pushes =
            job["steps"].as_array().unwrap().iter().filter(|step| step["with"].get("push").is_some());
        let mut conditions: Vec<_> =
            pushes.map(|step| step["with"]["push"].as_str().unwrap().to_owned()).collect();
        conditions.extend(job["if"].as_str().map(|condition| format!("${{{{ {condition} }}}}")));
        assert_eq!(may_write, !conditions.is_empty(), "{name}");
        for condition in conditions {
            assert_eq!(condition, "${{ github.event_name == 'push' }}", "{name}");
        }
    }
    assert_eq!(release["on"]["push"], serde_json::json!({"tags": ["v*"]}));
}

#[test]
fn every_target_has_a_name_in_every_package() {
    let targets = targets();
    for key in ["/target", "/npm/name", "/vscode"] {
        assert_eq!(words(&targets, key).len(), targets.len(), "{key} is not every target's own");
    }
    for entry in &targets {
        let target = entry["target"].as_str().unwrap();
        let npm = &entry["npm"];
        let libc = if target.ends_with("-musl") { "-musl" } else { "" };
        let name = format!("{}-{}{libc}", npm["os"].as_str().unwrap(), npm["cpu"].as_str().unwrap());
        assert_eq!(npm["name"], name, "{target}");
        let cpu = if target.starts_with("x86_64") { "x64" } else { "arm64" };
        assert_eq!(npm["cpu"], cpu, "{target}");
        assert!(entry["vscode"].as_str().unwrap().ends_with(cpu), "{target}");
        assert_eq!(npm.get("libc").is_some(), target.contains("-linux-"), "{target}");
        assert!(entry["wheel"].is_string() && entry["runner"].is_string(), "{target}");
    }
}

#[test]
fn the_image_is_for_the_platforms_of_static_binaries() {
    let platforms = words(&targets(), "/platform").into_iter().map(str::to_owned).collect::<Vec<_>>();
    let release = text(".github/workflows/release.yml");
    assert!(release.contains(&format!("platforms: {}\n", platforms.join(","))), "{platforms:?}");
    for entry in targets().iter().filter(|entry| entry.get("platform").is_some()) {
        assert!(entry["target"].as_str().unwrap().ends_with("-musl"), "{entry} needs a C library");
    }
}

#[test]
fn our_own_dockerfile_is_as_we_want_others() {
    for arguments in [&["check", "--preset", "all", "--fail-on", "hint"][..], &["format", "--check"]] {
        let mut command = Command::new(dockwright_binary());
        command.args(arguments).args(["--isolated", "server/packages/container/Dockerfile"]);
        let output = command.current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn wheels_need_no_newer_glibc_than_the_images_they_are_built_in() {
    let release = text(".github/workflows/release.yml");
    let targets = targets();
    for image in words(&targets, "/image") {
        let (_, version) = image.split_once("manylinux_").unwrap();
        let version = version.splitn(3, '_').take(2).collect::<Vec<_>>().join(".");
        assert!(release.contains(&format!("GLIBC_LIMIT: \"{version}\"")), "{image}");
    }
}

#[test]
fn the_action_downloads_what_releases_have() {
    let install = text(".github/actions/dockwright/install.sh");
    let targets = targets();
    let known = words(&targets, "/target");
    let files: Vec<_> = install.lines().filter_map(|line| line.split_once(" file=dockwright-")).collect();
    assert_eq!(files.len(), 6, "{files:?}");
    for (_, file) in files {
        let file = file.trim_end_matches(" ;;");
        let (target, suffix) = file.split_once('.').unwrap();
        assert!(known.contains(target), "there is no {target}");
        assert_eq!(suffix, if target.contains("-windows-") { "zip" } else { "tar.gz" }, "{file}");
    }
}

#[test]
fn the_action_uses_its_inputs_and_no_others() {
    let source = text(".github/actions/dockwright/action.yml");
    let action = yaml(".github/actions/dockwright/action.yml");
    let used: BTreeSet<_> = source
        .split("inputs.")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next().unwrap())
        .collect();
    let declared: BTreeSet<_> = action["inputs"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(used, declared);
    for step in action["runs"]["steps"].as_array().unwrap() {
        check_step("action.yml", step);
        if let Some(command) = step["run"].as_str() {
            let script = command.trim_matches('"').trim_start_matches("$GITHUB_ACTION_PATH/");
            check_script(&format!(".github/actions/dockwright/{script}"));
        }
    }
}

#[test]
fn the_documentation_names_this_version_and_our_files() {
    let page = text("server/docs/install.md");
    let manifest = text("Cargo.toml");
    let version =
        manifest.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().trim_matches('"');
    let ci = text("server/docs/ci.md");
    for named in ["actions/dockwright@v", "rev: v", "dockwright=="] {
        let (_, rest) = ci.split_once(named).unwrap_or_else(|| panic!("ci.md lacks {named}"));
        let found = rest.split(|c: char| c.is_whitespace() || c == ']').next().unwrap();
        assert_eq!(found, version, "{named}");
    }
    for target in words(&targets(), "/target") {
        let end = if target.contains("-windows-") { "zip" } else { "tar.gz" };
        assert!(page.contains(&format!("`dockwright-{target}.{end}`")), "install.md lacks {target}");
    }
    let blocks = [&page, &ci].into_iter().flat_map(|page| page.split("```").skip(1).step_by(2));
    for (language, block) in blocks.filter_map(|block| block.split_once('\n')) {
        if language == "yaml" {
            serde_saphyr::from_str::<Value>(block).unwrap_or_else(|error| panic!("{block}: {error}"));
        }
    }
}

#[test]
fn hooks_run_what_is_there() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    assert_eq!(
        words(hooks, "/id"),
        BTreeSet::from(["dockwright", "dockwright-fix", "dockwright-format", "hadolint"])
    );
    for hook in hooks {
        scripts(hook["entry"].as_str().unwrap()).for_each(check_script);
        assert_eq!(hook["language"], "script");
        assert_eq!(hook["files"], hooks[0]["files"]);
        assert_eq!(hook["require_serial"], true, "two of them would build at a time");
    }
}
