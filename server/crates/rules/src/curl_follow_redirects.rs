//! `curl` does not follow redirects.
//!
//! # What it does
//! Reports `curl` without `-L` if its download is saved as a file, run as a script or passed to a program.
//!
//! # Why it matters
//! Many servers answer with a redirect: to HTTPS, to a mirror, to the storage of a release. Without `-L`, `curl` saves
//! that answer, which is empty or a short page, and succeeds.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSo /app.tar.gz https://example.com/app.tar.gz
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSLo /app.tar.gz https://example.com/app.tar.gz
//! ```
//!
//! # Limits
//! It is not known whether a server redirects. Some common servers that do not are left out. Requests that send data,
//! requests with a method other than GET, and requests to the local machine (`localhost`) are not checked.
//!
//! # References
//! - <https://curl.se/docs/manpage.html#-L>

use super::{
    Acc, Check, StageContext,
    downloads::{Sink, curl_downloads, is_direct},
    environment::curl_letter_fix,
};
use crate::run_calls::runs_of;
use dockwright_analysis::fix::Fix;
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::curl_follow_redirects as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:curl-should-follow-redirects"],
    group: Commands, severity: Info, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs_of(ctx, &["curl"]) {
        for (call, sink) in curl_downloads(run.commands) {
            let follows = call.has_option(call.view, &["-L", "--location", "--location-trusted"]);
            if !follows && sink != Sink::Text && !is_direct(call) {
                let finding = Finding::own(&RULE, call.range(call.word), &texts::FINDING);
                acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
            }
        }
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    curl_letter_fix(ctx, &texts::FIX, 'L')
}

cases! {
    found: [r#"
FROM a
RUN curl -fsSo a https://b/c
    ^^^^ info: `curl` does not follow redirects here
run x && sudo curl \
              ^^^^ info: `curl` does not follow redirects here
  # why
  -f "$URL" | tar xz
RUN ["curl", "-O", "https://b/c"]
     ^^^^^^ info: `curl` does not follow redirects here
ONBUILD RUN bash <(curl https://b/c)
                   ^^^^ info: `curl` does not follow redirects here
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "curl -fL -o a https://b/c",
            "curl -fsSLO https://b/c",
            "curl --location -O https://b/c",
            "curl https://b/c",
            "curl -I https://b/c | grep x",
            "curl -X PUT https://b/c > a",
            "curl http://127.0.0.1/c | tar x",
            "curl https://b/c | jq .a",
            "curl -o a https://raw.githubusercontent.com/b/c",
            "curl -o a http://b.s3.amazonaws.com/c",
            "curl -sSf https://sh.rustup.rs | sh",
        ],
    },
    fixed: {
        "FROM a\nRUN curl -fsSo a b.com && curl --fail -O b.com \\\n && curl -fsS b.com | sh\nRUN [\"curl\", \"-f\", \"-O\", \"b.com\"]\n"
            => "FROM a\nRUN curl -fsSLo a b.com && curl -L --fail -O b.com \\\n && curl -fsSL b.com | sh\nRUN [\"curl\", \"-fL\", \"-O\", \"b.com\"]\n",
    },
}
