//! What comments, stages and base images say about scripts.

use crate::testing::{check, find};

#[test]
fn comments_silence_them() {
    for text in [
        "FROM a\n# shellcheck disable=SC2086\nRUN rm $A\n",
        "FROM a\n# shellcheck disable=SC2046,SC2086\n\nRUN rm $A\n",
        "FROM a\nRUN x && \\\n  # shellcheck disable=SC2086\n  rm $A\n",
        "FROM a\nRUN <<E\n# shellcheck disable=SC2086\nrm $A\nE\n",
        "FROM a\n# hadolint ignore=SC2086\nRUN rm $A\n",
        "FROM a\n# dockwright ignore=UnquotedVariable\nRUN rm $A\n",
    ] {
        assert_eq!(find("UnquotedVariable", text), [], "{text}");
    }
    assert_eq!(find("UnquotedVariable", "FROM a\n# shellcheck disable=SC2046\nRUN rm $A\n").len(), 1);
}

#[test]
fn the_stage_knows_the_shell_and_values() {
    let count = |rule: &str, text: &str| find(rule, text).len();
    for (text, expected) in [
        ("FROM debian\nRUN echo {a,b}\n", 1),
        ("FROM alpine\nRUN echo {a,b}\n", 1),
        ("FROM fedora\nRUN echo {a,b}\n", 0),
        ("FROM example.org/x\nRUN echo {a,b}\n", 0),
        ("FROM debian\nSHELL [\"/bin/bash\", \"-c\"]\nRUN echo {a,b}\n", 0),
        ("FROM fedora\n# shellcheck shell=dash\nRUN echo {a,b}\n", 1),
        ("# hadolint shell=bash\nFROM debian\nRUN echo {a,b}\n", 0),
        ("FROM debian\nRUN <<E\n#!/bin/bash\necho {a,b}\nE\n", 0),
        ("FROM debian AS a\nFROM a\nRUN echo {a,b}\n", 1),
        ("FROM python:3-alpine\nRUN [[ -n a ]]\n", 0),
        ("FROM debian\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN echo {a,b}\n", 0),
        ("FROM debian\nRUN [\"ln\", \"-sf\", \"/bin/bash\", \"/bin/sh\"]\nRUN echo {a,b}\n", 0),
        ("FROM debian\nRUN sudo ln -sf bash /bin/sh\nRUN ls\nRUN echo {a,b}\n", 0),
        ("FROM debian\nRUN dpkg-reconfigure -p critical dash\nRUN echo {a,b}\n", 0),
        ("FROM fedora\nRUN ln -sf /bin/dash /bin/sh\nRUN echo {a,b}\n", 1),
        ("FROM debian\nRUN ln -s /bin/bash /usr/local/bin/bash\nRUN echo {a,b}\n", 1),
        ("FROM debian\nRUN echo {a,b}\nRUN ln -sf bash /bin/sh\n", 1),
    ] {
        assert_eq!(count("NonPosixSyntax", text), expected, "{text}");
    }
    for (text, expected) in [
        ("FROM a\nENV A=1\nRUN rm $A\n", 0),
        ("FROM a\nARG A=1.2\nRUN rm $A\n", 0),
        ("FROM a\nARG A\nRUN rm $A\n", 1),
        ("FROM a\nENV A=\"b c\"\nRUN rm $A\n", 1),
        ("FROM a\nENV B=1\nRUN A=$B && rm $A\n", 0),
    ] {
        assert_eq!(count("UnquotedVariable", text), expected, "{text}");
    }
    assert_eq!(count("UncheckedCd", "FROM a\nSHELL [\"bash\", \"-ec\"]\nRUN cd a; b\n"), 0);
    for (image, expected) in
        [("debian:12", 1), ("debian:13", 0), ("ubuntu:26.04", 0), ("python:3.13-trixie", 0)]
    {
        let text = format!("FROM {image}\nRUN set -o pipefail; a | b\n");
        assert_eq!(count("NonPosixOption", &text), expected, "{image}");
    }
    assert_eq!(count("UnsetShellVariable", "FROM a\nARG version\nRUN echo \"$version $http_proxy\"\n"), 0);
}

#[test]
fn power_shell_cannot_read_quotes_and_brackets_that_do_not_pair() {
    check(
        "ShellSyntaxError",
        r#"
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Write-Host 'a'; `
    # it's a comment
    if ($x) { `
            ^ error: `{` is never closed
      Write-Host 'b'
ONBUILD RUN Write-Host 'it''s
                       ^ error: `'` is never closed
RUN <<EOF
if (a) { b }
}
^ error: `}` has nothing to end here
EOF
"#,
    );
    for shell in ["\"cmd\", \"/C\"", "\"/bin/fish\", \"-c\""] {
        let source = format!("FROM a\nSHELL [{shell}]\nRUN echo it's {{\n");
        assert!(find("ShellSyntaxError", &source).is_empty(), "{shell}");
    }
}
