//! Tests pipes that hide a failure, and pipes that do not.

use super::super::testing::{check, check_fix, check_quiet};
use super::RULE;

#[test]
fn failures_that_are_lost() {
    check(
        RULE.name,
        r#"
FROM debian AS a
RUN a && curl -f u \
  | tar x && b
  ^ info: If `curl` fails, the pipe still succeeds
RUN x=$(wget -O- u | sed s/a/b/) && echo $x | a
                   ^ info: If `wget` fails, the pipe still succeeds
RUN bash -c 'a | b'
               ^ info: If `a` fails, the pipe still succeeds
RUN ["bash", "-c", "a | b"]
                      ^ info: If `a` fails, the pipe still succeeds
RUN set -e; echo x | a | b; c
                       ^ info: If `a` fails, the pipe still succeeds
ONBUILD RUN a |& b
              ^^ info: If `a` fails, the pipe still succeeds
RUN <<E
set -e
a | b
  ^ info: If `a` fails, the pipe still succeeds
set -o pipefail
c | d
E
SHELL ["/bin/bash", "-c"]
RUN (a; b) | c || exit 1
           ^ info: If `b` fails, the pipe still succeeds
"#,
    );
}

#[test]
fn failures_that_are_seen_or_mean_nothing() {
    let quiet = [
        "RUN set -o pipefail && a | b",
        "RUN set -euxo pipefail; a | b",
        "RUN bash -o pipefail -c 'a | b'",
        "RUN [\"bash\", \"-eo\", \"pipefail\", \"-c\", \"a | b\"]",
        "RUN <<E\n#!/usr/bin/env -S bash -o pipefail\na | b\nE",
        "SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN a | b",
        "SHELL [\"/usr/bin/env\", \"bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b",
        "SHELL [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]\nFROM b AS c\nSHELL [\"sh\", \"-euo\", \"pipefail\", \"-c\"]\nFROM c\nRUN a | b",
        "RUN echo x | a; printf y | a; uname -m | sed s/a/b/ | a",
        "RUN cat <<X | a\nb\nX",
        "RUN yes | a",
        "RUN a | head -1",
        "RUN a | grep -q x",
        "RUN a | sed 2q",
        "RUN sha1sum x | grep $HASH && a x | sha256sum -c -",
        "RUN x=$(dpkg --print-architecture | a) && find / | xargs ldd | b && cat /etc/os-release | c",
        "RUN a | awk '{ print; exit }'",
        "RUN a | b || true",
        "RUN if a | b; then c; fi",
        "RUN ! a | b",
        "RUN a | b; c",
        "RUN echo $(a | b)",
        "RUN export X=$(a | b)",
        "RUN a | b &",
        "RUN $A | b",
        "RUN a | b && (",
        "RUN a || b",
        "RUN [\"a\", \"|\", \"b\"]",
        "SHELL [\"pwsh\", \"-c\"]\nRUN a | b",
        "SHELL [\"cmd\", \"/c\"]\nRUN a | b",
    ];
    check_quiet(RULE.name, "FROM debian\n{}\n", &quiet);
}

#[test]
fn a_shell_that_sees_them() {
    check_fix(
        RULE.name,
        "FROM debian\r\n  RUN curl a | b\r\nRUN c | d\r\n",
        "FROM debian\r\n  SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\r\n  RUN curl a | b\r\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\r\nRUN c | d\r\n",
    );
    check_fix(
        RULE.name,
        "FROM alpine:3.22\nrun curl a | b\n",
        "FROM alpine:3.22\nshell [\"/bin/ash\", \"-o\", \"pipefail\", \"-c\"]\nrun curl a | b\n",
    );
    check_fix(
        RULE.name,
        "FROM debian\nSHELL [\"/bin/bash\", \"-euxc\"]\nRUN a | b\n",
        "FROM debian\nSHELL [\"/bin/bash\", \"-euxc\"]\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-euxc\"]\nRUN a | b\n",
    );
    // A comment stays with its instruction.
    check_fix(
        RULE.name,
        "FROM debian\n\n  # hadolint ignore=DL3008\n  RUN curl a | b\n",
        "FROM debian\n\n  SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n  # hadolint ignore=DL3008\n  RUN curl a | b\n",
    );
    // It would stop a command that comes later.
    for text in ["FROM debian\nRUN a | b\nRUN c | head -1\n", "FROM debian\nRUN a | b && yes | c\n"] {
        check_fix(RULE.name, text, text);
    }
}
