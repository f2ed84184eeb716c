//! The links of fixtures: each annotation is a link, and its text is the target.

use dockwright_syntax::Text;

use super::*;

#[track_caller]
fn check(fixture: &str) {
    let file = dockwright_fixture::parse_one(fixture);
    let document = Document::new(Text::new(&file.text));
    let found = document_links(&document).into_iter().map(|link| match link.target {
        LinkTarget::Url(url) => (link.range, url),
        LinkTarget::ContextPath(path) => (link.range, format!("file {path}")),
    });
    let expected = file.annotations.into_iter().map(|annotation| (annotation.range, annotation.text));
    assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn images_but_no_stages() {
    check(
        r#"
# syntax=docker/dockerfile:1
         ^^^^^^^^^^^^^^^^^ https://hub.docker.com/r/docker/dockerfile/
FROM --platform=$BUILDPLATFORM golang:${V} AS Build
                               ^^^^^^ https://hub.docker.com/_/golang/
FROM build AS node
FROM node
FROM redis AS redis
     ^^^^^ https://hub.docker.com/_/redis/
FROM scratch
COPY --from=build --chown=a /a /b
COPY --from=0 /a /b
COPY --from=quay.io/a/b:1 /a /b
            ^^^^^^^^^^^ https://quay.io/repository/a/b
ONBUILD COPY --from=nginx /a /b
                    ^^^^^ https://hub.docker.com/_/nginx/
RUN --mount=type=bind,from=busybox,target=/x --mount=from=node,target=/y x
                           ^^^^^^^ https://hub.docker.com/_/busybox/
FROM $BASE
FROM
"#,
    );
}

#[test]
fn images_with_variables() {
    check(
        r#"
ARG BASE=node:22 REGISTRY=quay.io/o NAME=stage
FROM $BASE
     ^^^^^ https://hub.docker.com/_/node/
FROM ${REGISTRY}/한글
FROM ${REGISTRY}/app:${TAG:-1} AS stage
     ^^^^^^^^^^^^^^^^^^^^^^^^^ https://quay.io/repository/o/app
FROM $NAME
FROM $UNKNOWN
FROM $TARGETARCH/app
FROM ${BASE
"#,
    );
}

#[test]
fn addresses_and_repositories() {
    check(
        r#"
FROM scratch
ADD https://a.org/b.tgz?c#d http://e.org/$F /x
    ^^^^^^^^^^^^^^^^^^^^^^^ https://a.org/b.tgz?c#d
ADD https://github.com/o/r.git#main:sub git@github.com:o/r.git#v1 /x
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ https://github.com/o/r
                                        ^^^^^^^^^^^^^^^^^^^^^^^^^ https://github.com/o/r
ADD ssh://git@host.org:22/o/r git://host.org/o/r.git /x
    ^^^^^^^^^^^^^^^^^^^^^^^^^ https://host.org/o/r
                              ^^^^^^^^^^^^^^^^^^^^^^ https://host.org/o/r
COPY https://a.org/b /x
ADD https://a.org/b
"#,
    );
}

#[test]
fn files_of_the_context() {
    check(
        "
FROM scratch\r
COPY a.txt ./한/글 /x/\r
     ^^^^^ file a.txt
           ^^^^^ file 한/글
COPY --chown=a:b \\\r
  # comment\r
  ../up \\\r
  ^^^^^ file up
  . $A ${B}c x\\ y /x\r
                ^ file y
COPY [\"a b\", 'c', \"d\"]\r
ADD [\"a b\", \"/c\", \"d\"]\r
      ^^^ file a b
             ^^ file c
ONBUILD ADD \"q r\" 's' /x\r
                   ^ file s
COPY <<EOF in /x\r
           ^^ file in
COPY no.txt /x\r
FROM nobody\r
EOF\r
COPY only\r
COPY\r
",
    );
}

#[test]
fn backtick_escapes() {
    check("# escape=`\nFROM scratch\nADD a `\n    ^ file a\n  b c:\\x\\\n  ^ file b\n");
}
