//! What users have asked other tools for, a row each: the file, the rules, and what must be said or
//! offered.

use super::*;

/// The expected findings on a text.
struct Asked {
    /// Where it comes from.
    id: &'static str,
    preset: &'static str,
    text: &'static str,
    /// Each rule with its line, its severity and the title of its fix.
    found: &'static [(&'static str, u64, &'static str, &'static str)],
    /// Rules that are not reported.
    silent: &'static [&'static str],
}

const ASKED: &[Asked] = &[
    Asked {
        id: "BR019",
        preset: "all",
        text: "ARG VERSION=1.2\nFROM alpine:$VERSION\nRUN echo \"built on $VERSION\" > /etc/base\n",
        found: &[("GlobalArgInStage", 3, "warning", "Declare `VERSION` in this stage")],
        silent: &["UndefinedVar", "UnusedArg"],
    },
    Asked {
        id: "BR019",
        preset: "default",
        text: "ARG VERSION=1.2\nFROM alpine:$VERSION\nARG VERSION\nRUN echo \"built on $VERSION\"\n",
        found: &[],
        silent: &["GlobalArgInStage", "UndefinedVar"],
    },
    Asked {
        id: "BR024",
        preset: "all",
        text: "FROM alpine:3.22 AS base\nFROM --platform=$BUILDPLATFORM base AS tool\nRUN sleep 9\nFROM scratch\nCOPY --from=tool /x /x\n",
        found: &[("PlatformOnStage", 2, "warning", "Remove the flag")],
        silent: &["FromPlatformFlagConstDisallowed"],
    },
    Asked {
        id: "BR026",
        preset: "default",
        text: "FROM debian:12\nARG TARGETPLATFORM=linux/amd64\nRUN echo $TARGETPLATFORM\n",
        found: &[("PlatformArgDefault", 2, "warning", "Remove the default of `TARGETPLATFORM`")],
        silent: &["GlobalArgInStage"],
    },
    Asked {
        id: "BR028",
        preset: "default",
        text: "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y nosuch\necho done\nEOF\n",
        found: &[("HeredocWithoutSetE", 2, "warning", "Add `set -e`")],
        silent: &[],
    },
    Asked {
        id: "BR040",
        preset: "default",
        text: "FROM alpine:3.22\nRUN apk add curl &&\nCOPY a /b\n",
        found: &[("DanglingOperator", 2, "error", "Remove `&&`")],
        silent: &[],
    },
    Asked {
        id: "BR042",
        preset: "default",
        text: "FROM golang:1.24 AS builder\nFROM alpine:3.22\nCOPY --from=buidler /a /b\n",
        found: &[("UnknownStageTypo", 3, "warning", "Change to `builder`")],
        silent: &[],
    },
    Asked {
        id: "BR042",
        preset: "all",
        text: "FROM golang:1.24 AS builder\nFROM alpine:3.22\nCOPY --from=buidler /a /b\n",
        found: &[("UnknownStageTypo", 3, "warning", "Change to `builder`")],
        silent: &["CopyFromImage", "UntaggedImage"],
    },
    Asked {
        id: "BR042",
        preset: "hadolint",
        text: "FROM golang:1.24 AS builder\nFROM alpine:3.22\nCOPY --from=buidler /a /b\n",
        found: &[("CopyFromImage", 3, "warning", "Change to `builder`")],
        silent: &["UnknownStageTypo"],
    },
    Asked {
        id: "BR053",
        preset: "all",
        text: "FROM ghcr.io/acme/cpp:5.6 AS base\nFROM base AS base-amd64\nFROM base AS base-arm64\nFROM base-${TARGETARCH} AS final\n",
        found: &[],
        silent: &["UnreachableStage"],
    },
    Asked {
        id: "BR055",
        preset: "default",
        text: "FROM alpine:3.22\nENV APP_AUTH_MODE=none\nENV DB_PASSWORD=hunter2\n",
        found: &[("SecretsUsedInArgOrEnv", 2, "info", ""), ("SecretsUsedInArgOrEnv", 3, "warning", "")],
        silent: &[],
    },
    Asked {
        id: "BR055",
        preset: "buildkit",
        text: "FROM alpine:3.22\nENV APP_AUTH_MODE=none\n",
        found: &[("SecretsUsedInArgOrEnv", 2, "warning", "")],
        silent: &[],
    },
    Asked {
        id: "BR067",
        preset: "all",
        text: "# hadolint stage ignore=DL3006\nFROM alpine AS build\n# dockwright ignore=UntaggedImage;reason=x\nFROM debian AS two\nCOPY --from=build /a /b\n",
        found: &[],
        silent: &["InvalidDefinitionDescription"],
    },
];

#[test]
fn what_people_asked_for_is_reported() {
    let folder = Folder::new(&[]);
    for Asked { id, preset, text, found, silent } in ASKED {
        let arguments = ["check", "--isolated", "--preset", preset, "--format", "json", "-"];
        let json = folder.run_with(&arguments, text).json();
        let all = json.as_array().unwrap();
        for &(rule, line, severity, title) in *found {
            let is_it = |it: &&Value| it["rule"] == rule && it["start"]["line"] == line;
            let matching: Vec<_> = all.iter().filter(is_it).collect();
            assert_eq!(matching.len(), 1, "{id} {preset} {rule}: {json:#}");
            let fix = matching[0]["fix"]["title"].as_str().unwrap_or_default();
            assert_eq!((matching[0]["severity"].as_str(), fix), (Some(severity), title), "{id} {preset}");
        }
        for rule in *silent {
            assert!(all.iter().all(|it| it["rule"] != *rule), "{id} {preset} {rule}: {json:#}");
        }
    }
}

/// For a mode that is named after a secret, nothing is reported at the default level of failure.
#[test]
fn a_mode_does_not_fail_the_check() {
    let folder = Folder::new(&[("Dockerfile", "FROM alpine:3.22\nENV APP_AUTH_MODE=none\n")]);
    assert_eq!(folder.run(&["check", "--isolated"]).code, 0);
}

/// The finding and the fix of BR040 in a file with more instructions.
#[test]
fn the_fix_of_an_operator_leaves_a_file_that_builds() {
    let folder = Folder::new(&[("Dockerfile", "FROM alpine:3.22\nRUN make install && \\\n\n# the end\n")]);
    let run = folder.run(&["check", "--isolated", "--fix", "--unsafe-fixes"]);
    let text = fs::read_to_string(folder.0.join("Dockerfile")).unwrap();
    assert_eq!(text, "FROM alpine:3.22\nRUN make install\n\n# the end\n", "{run:?}");
}
