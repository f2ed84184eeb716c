//! What scripts download with `curl` and `wget`, and where the downloads go.

use super::environment::may_hold_options;
use dockwright_analysis::{
    commands::{CallIn, Commands},
    shell::{Command, RedirectionKind},
};

/// Where a download goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sink {
    /// Into a file.
    File,
    /// To a program that runs it, whose name is this word of the same script.
    Interpreter(usize),
    /// To a program that unpacks it or reads a key from it.
    Program,
    /// To the log, or to the script itself as a text.
    Text,
}

/// Options with which curl does something else than download a file.
const OTHER_REQUESTS: &[&str] = &[
    "-d",
    "-F",
    "-h",
    "-I",
    "-K",
    "-T",
    "-V",
    "-w",
    "-X",
    "--config",
    "--data",
    "--data-ascii",
    "--data-binary",
    "--data-raw",
    "--data-urlencode",
    "--form",
    "--head",
    "--help",
    "--json",
    "--manual",
    "--request",
    "--unix-socket",
    "--upload-file",
    "--version",
    "--write-out",
];

/// The downloads of a script with curl whose options are all known, and where they go.
pub(crate) fn curl_downloads(commands: &Commands) -> impl Iterator<Item = (CallIn<'_>, Sink)> {
    let is_it = |call: &CallIn<'_>| {
        has_remote_url(*call) && !call.has_option(call.view, OTHER_REQUESTS) && !may_hold_options(*call)
    };
    commands.calls_of("curl").filter(is_it).map(move |call| (call, sink(commands, call)))
}

/// Whether it names something to download that is neither a file nor on the machine itself.
fn has_remote_url(call: CallIn<'_>) -> bool {
    const LOCAL: [&str; 5] = ["localhost", "127.", "[::1]", "0.0.0.0", "host.docker.internal"];
    let is_remote = |text: &str| {
        let (scheme, host) = text.split_once("://").unwrap_or(("", text));
        matches!(scheme, "" | "http" | "https") && !LOCAL.iter().any(|it| host.starts_with(it))
    };
    let url = call.option(call.view, &["--url"]);
    let operands = call.operands.iter().map(|&word| call.view.words[word].shown());
    url.is_some() || (!call.operands.is_empty() && operands.into_iter().all(is_remote))
}

/// Hosts that answer over HTTPS without a redirect, and their subdomains: mostly those whose
/// installation guides call curl without `-L`.
const DIRECT_HOSTS: &[&str] = &[
    "akamaihd.net",
    "apt.llvm.org",
    "apt.postgresql.org",
    "archive.apache.org",
    "archlinux.org",
    "artifacts.elastic.co",
    "baltocdn.com",
    "bootstrap.pypa.io",
    "cli-assets.heroku.com",
    "cli.github.com",
    "codeload.github.com",
    "composer.github.io",
    "deb.nodesource.com",
    "developer.download.nvidia.com",
    "dl-ssl.google.com",
    "dl.google.com",
    "dl.min.io",
    "dl.yarnpkg.com",
    "download.docker.com",
    "download.newrelic.com",
    "downloads.apache.org",
    "ftp.gnu.org",
    "get.acme.sh",
    "get.docker.com",
    "get.helm.sh",
    "get.sdkman.io",
    "getcomposer.org",
    "githubusercontent.com",
    "install.meteor.com",
    "install.python-poetry.org",
    "keyserver.ubuntu.com",
    "nginx.org",
    "nodejs.org",
    "openresty.org",
    "packagecloud.io",
    "packages.cloud.google.com",
    "packages.erlang-solutions.com",
    "packages.icinga.com",
    "packages.microsoft.com",
    "packages.sury.org",
    "pgp.mongodb.com",
    "pkg.cloudflare.com",
    "pyenv.run",
    "rclone.org",
    "registry.npmjs.org",
    "releases.hashicorp.com",
    "repo.dovecot.org",
    "repo.maven.apache.org",
    "repo.powerdns.com",
    "repo1.maven.org",
    "rpm.nodesource.com",
    "sh.rustup.rs",
    "static.rust-lang.org",
    "steamstatic.com",
    "www.postgresql.org",
    "xpra.org",
];

/// Hosts that do so over HTTP as well.
const STORES: &[&str] = &["amazonaws.com", "cloudfront.net", "core.windows.net", "storage.googleapis.com"];

/// Whether everything that a call downloads is on hosts that are known to answer without a
/// redirect.
pub(crate) fn is_direct(call: CallIn<'_>) -> bool {
    let is_at = |host: &str, known: &&str| {
        host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_it = |&word: &usize| {
        let url = call.view.words[word].shown();
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        STORES.iter().any(|known| is_at(host, known))
            || (scheme == "https" && DIRECT_HOSTS.iter().any(|known| is_at(host, known)))
    };
    !call.operands.is_empty() && call.operands.iter().all(is_it)
}

/// Where the download of a call goes, printed or saved.
pub(crate) fn sink(commands: &Commands, call: CallIn<'_>) -> Sink {
    let view = call.view;
    let files: &[&str] = match call.name() {
        Some("wget") => &["-O", "--output-document"],
        _ => &["-o", "-O", "--output", "--remote-name", "--remote-name-all"],
    };
    let is_wget = call.name() == Some("wget");
    match call.option(view, files).map(|option| option.value(view)) {
        Some(Some("-" | "/dev/stdout")) => {}
        Some(Some("/dev/null")) => return Sink::Text,
        None if !is_wget => {}
        _ => return Sink::File,
    }
    let command = &view.commands[call.command];
    let writes = |kind| matches!(kind, RedirectionKind::Output | RedirectionKind::Append);
    let file = view
        .redirections_of(command)
        .find(|it| writes(it.kind) && it.descriptor.is_none_or(|number| number == 1));
    if let Some(file) = file {
        let target = file.target.and_then(|word| view.words[word as usize].text.as_deref());
        return if target == Some("/dev/null") { Sink::Text } else { Sink::File };
    }
    if let Some(word) = runs_substitution(commands, call) {
        return Sink::Interpreter(word);
    }
    let statement = view.statement_of(command);
    let Some(at) = statement.parts.iter().position(|part| *part == command.part) else { return Sink::Text };
    let mut is_saved = false;
    for part in &statement.parts[at + 1..] {
        let command = view.parts[*part as usize].command;
        let mut calls = commands.calls_after(call).filter(|it| it.in_script == call.in_script);
        let next = command.and_then(|command| calls.find(|it| it.command == command as usize));
        let Some(next) = next else { break };
        if next.name() == Some("tee") {
            is_saved |= !next.operands.is_empty();
            continue;
        }
        if reads_script(next) {
            return Sink::Interpreter(next.word);
        }
        if !is_saved && next.name().is_some_and(|name| TAKERS.contains(&name)) {
            return Sink::Program;
        }
        break;
    }
    if is_saved { Sink::File } else { Sink::Text }
}

/// Programs that cannot use anything other than the requested file.
const TAKERS: &[&str] = &[
    "apt-key", "bsdtar", "bunzip2", "bzip2", "cpio", "dd", "funzip", "gpg", "gpg2", "gunzip", "gzip", "pigz",
    "tar", "unxz", "unzip", "unzstd", "xz", "zcat", "zstd",
];

/// Programs that run what they read, and the options with which they read something else.
const INTERPRETERS: &[(&[&str], &[&str])] = &[
    (&["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "rbash"], &["-c", "-n", "--version"]),
    (&["python"], &["-c", "-m", "-V", "--version"]),
    (&["perl"], &["-E", "-e", "-n", "-p", "-v"]),
    (&["ruby"], &["-e", "-n", "-p", "-v"]),
    (&["node", "nodejs"], &["-e", "-p", "--eval", "--print"]),
    (&["php"], &["-f", "-r", "-v"]),
];

fn interpreter(call: CallIn<'_>) -> Option<&'static [&'static str]> {
    let name = call.name()?;
    let family = dockwright_analysis::spec::programs::family(name);
    INTERPRETERS.iter().find(|(names, _)| names.contains(&family)).map(|(_, others)| *others)
}

/// Whether a call runs what it reads from its input: `bash`, `sh -s -- x`, `python3 -`.
fn reads_script(call: CallIn<'_>) -> bool {
    let Some(others) = interpreter(call) else { return false };
    if call.script.is_some() || call.has_option(call.view, others) {
        return false;
    }
    let end = call.words(call.view).find(|(_, word)| word.shown() == "--").map(|(at, _)| at);
    let mut files = call.operands.iter().filter(|word| end.is_none_or(|end| **word < end));
    call.has_option(call.view, &["-s"])
        || files.next().is_none_or(|&word| matches!(call.text(word), Some("-" | "/dev/stdin")))
}

/// The program that runs the output of a substitution around the call: `sh -c "$(curl …)"`,
/// `bash <(curl …)`, `eval "$(curl …)"`.
fn runs_substitution(commands: &Commands, call: CallIn<'_>) -> Option<usize> {
    let view = call.view;
    let at = u32::try_from(call.command).ok()?;
    let inner = view.substitutions.iter().rfind(|it| it.commands.contains(&at))?;
    let is_same = |command: &Command| *command == *view.command_at(inner.place).unwrap_or(command);
    let outer = commands
        .calls()
        .filter(|it| it.in_script == call.in_script)
        .find(|it| it.command != call.command && is_same(&view.commands[it.command]))?;
    view.command_at(inner.place)?;
    let word = inner.place.word? as usize;
    let is_run = match outer.name()? {
        "eval" | "source" | "." => true,
        _ => {
            interpreter(outer).is_some()
                && (outer.script == Some(word)
                    || (outer.script.is_none() && outer.operands.first() == Some(&word)))
        }
    };
    is_run.then_some(outer.word)
}
