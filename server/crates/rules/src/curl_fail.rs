//! `curl` saves an error page as if it were the file.
//!
//! # What it does
//! Reports `curl` without `-f` if its download is saved as a file or run as a script.
//!
//! # Why it matters
//! If the server answers with an error such as 404, `curl` saves the error page and succeeds. The build continues with
//! it, and fails much later or not at all.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN curl -sSLo /usr/local/bin/app https://example.com/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSLo /usr/local/bin/app https://example.com/app
//! ```
//!
//! # Limits
//! Nothing is reported if the same RUN verifies a checksum or a signature afterwards. Requests that send data, requests
//! with a method other than GET, and requests to the local machine (`localhost`) are not checked.
//!
//! # References
//! - <https://curl.se/docs/manpage.html#-f>

use super::{
    Acc, Check, StageContext,
    downloads::{Sink, curl_downloads},
    environment::{calls_after, curl_letter_fix},
};
use crate::run_calls::{Run, runs_of};
use dockwright_analysis::{commands::CallIn, fix::Fix};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::curl_fail as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Commands, severity: Info, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs_of(ctx, &["curl"]) {
        for (call, sink) in curl_downloads(run.commands) {
            let has_fail = call.has_option(call.view, &["-f", "--fail", "--fail-with-body"]);
            let message = match sink {
                _ if has_fail => continue,
                Sink::File if !is_verified(&run, call) => &texts::FINDING,
                Sink::Interpreter(_) => &texts::SCRIPT,
                _ => continue,
            };
            let finding = Finding::own(&RULE, call.range(call.word), message);
            acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
        }
    }
}

/// Whether something after the download would not accept an error page.
fn is_verified(run: &Run<'_>, download: CallIn<'_>) -> bool {
    calls_after(run, download).any(|call| match call.name() {
        Some("gpg" | "gpg2" | "gpgv") => {
            call.name() == Some("gpgv") || call.has_option(call.view, &["--verify"])
        }
        Some("cosign" | "minisign" | "openssl") => true,
        Some(name) => name.ends_with("sum"),
        None => false,
    })
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    curl_letter_fix(ctx, &texts::FIX, 'f')
}

cases! {
    found: [r#"
FROM a
RUN curl -o a https://b/c
    ^^^^ info: `curl` would save an error page instead of failing
run x && sudo /usr/bin/curl \
              ^^^^^^^^^^^^^ info: `curl` would save an error page instead of failing
  # why
  -sSLO "$URL" && curl -sL https://b/$V > /c && tar xf /c
                  ^^^^ info: `curl` would save an error page instead of failing
RUN ["curl", "-O", "https://b/c"]
     ^^^^^^ info: `curl` would save an error page instead of failing
ONBUILD RUN curl https://b/c | sudo -E bash -
            ^^^^ info: `curl` would pass on an error page as if it were the script
RUN <<E
sh -c "$(curl -sSL https://b/c)"
         ^^^^ info: `curl` would pass on an error page as if it were the script
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "curl -fo a https://b/c",
            "curl --fail -O https://b/c",
            "curl -sSfLO https://b/c",
            "curl --fail-with-body -O https://b/c",
            "curl -O https://b/c && echo 1 c | sha256sum -c -",
            "curl -O https://b/c && gpg --batch --verify c.asc c",
            "curl https://b/c",
            "V=$(curl https://b/c | grep x)",
            "curl https://b/c | tar x",
            "curl -X POST -o a https://b/c",
            "curl -d @x -o a https://b/c",
            "curl -o a http://localhost:80/c",
            "curl -o /dev/null https://b/c",
            "curl -o a file:///b",
            "curl $CURL_OPTS -o a https://b/c",
            "curl --version",
            "apt-get install curl",
        ],
    },
    fixed: {
        "FROM a\nRUN curl -sSLo a b.com && curl --silent -O b.com \\\n && curl -o a -L b.com\nRUN [\"curl\", \"-O\", \"b.com\"]\n"
            => "FROM a\nRUN curl -fsSLo a b.com && curl -f --silent -O b.com \\\n && curl -fo a -L b.com\nRUN [\"curl\", \"-fO\", \"b.com\"]\n",
    },
}
