//! Script from the network runs unchecked.
//!
//! # What it does
//! Reports downloads with `curl` and `wget` that a shell or a different interpreter runs at once: `curl … | sh`,
//! `bash <(curl …)`, `sh -c "$(wget -qO- …)"`.
//!
//! # Why it matters
//! You do not see what runs, and it can be different in each build. If the download breaks off, the part that arrived
//! is run, and without `pipefail` the build does not notice.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSL https://example.com/install.sh | sh
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! ADD --checksum=sha256:0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f \
//!     https://example.com/install.sh /tmp/install.sh
//! RUN sh /tmp/install.sh
//! ```
//!
//! # Limits
//! A script that is saved first and run afterwards is not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#add---checksum>

use super::{
    Acc, Check, StageContext,
    downloads::{Sink, sink},
};
use crate::run_calls::runs_of;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::curl_pipe_shell as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Security, severity: Info, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs_of(ctx, &["curl", "wget"]) {
        for call in run.commands.calls() {
            let Some(tool) = call.name().filter(|name| matches!(*name, "curl" | "wget")) else { continue };
            let Sink::Interpreter(word) = sink(run.commands, call) else { continue };
            let program = call.text(word).unwrap_or("sh");
            let mut finding = Finding::own(&RULE, call.range(word), texts::finding(program));
            finding.related = vec![(run.item, call.range(call.word), texts::download(tool))];
            acc.push_at(run.item, run.role, finding);
        }
    }
}

cases! {
    found: [r#"
FROM a
RUN curl -fsSL https://b/c | sh
    ^^^^ related: `curl` downloads it here
                             ^^ info: `sh` runs a script from the network without checking it
run x && \
  wget -qO- https://b/c \
  ^^^^ related: `wget` downloads it here
  # why
  | sudo -E bash -
            ^^^^ info: `bash` runs a script from the network without checking it
RUN curl https://b/c | tee x | bash -s -- --yes; curl $U | python3 -
    ^^^^ related: `curl` downloads it here
                               ^^^^ info: `bash` runs a script from the network without checking it
                                                 ^^^^ related: `curl` downloads it here
                                                           ^^^^^^^ info: `python3` runs a script from the network without checking it
ONBUILD RUN bash <(curl https://b/c)
            ^^^^ info: `bash` runs a script from the network without checking it
                   ^^^^ related: `curl` downloads it here
RUN <<E
sh -c "$(curl https://b/c)" && curl https://b/c | php -- --quiet
^^ info: `sh` runs a script from the network without checking it
         ^^^^ related: `curl` downloads it here
                               ^^^^ related: `curl` downloads it here
                                                  ^^^ info: `php` runs a script from the network without checking it
eval "$(curl https://b/c)"
^^^^ info: `eval` runs a script from the network without checking it
        ^^^^ related: `curl` downloads it here
E
RUN ["bash", "-c", "curl a.com | sh"]
                    ^^^^ related: `curl` downloads it here
                                 ^^ info: `sh` runs a script from the network without checking it
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "curl https://b/c | tar x",
            "curl https://b/c | python3 -m json.tool",
            "curl https://b/c | python -c 'x'",
            "curl https://b/c | sh -c 'cat >x'",
            "curl https://b/c | bash x.sh",
            "curl https://b/c | perl -ne x",
            "curl -o x.sh https://b/c && sh x.sh",
            "wget https://b/c && sh c",
            "cat x | sh",
            "echo $(curl https://b/c)",
            "bash x \"$(curl https://b/c)\"",
        ],
    },
}
