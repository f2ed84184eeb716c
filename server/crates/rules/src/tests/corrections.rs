//! The fixes of what Docker rejects.

use dockwright_syntax::Text;

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_lint::{diagnostics::diagnostics, rule::Severity};

/// The instruction after the fix of the only error.
#[track_caller]
fn check(before: &str, after: Option<&str>) {
    let text = format!("FROM a:1 AS Base\n{before}\n");
    let mut found = diagnostics(&Document::new(Text::new(&text)));
    found.retain(|found| found.severity == Severity::Error);
    let [found] = found.as_slice() else { panic!("{before}: {found:?}") };
    let fixed = found.fix.as_ref().map(|fix| edited(&text, &fix.edits));
    assert_eq!(fixed, after.map(|after| format!("FROM a:1 AS Base\n{after}\n")), "{found:?}");
}

#[test]
fn flags_and_their_values() {
    check("COPY --from  base /a /b", Some("COPY --from=base /a /b"));
    check("RUN --mount type=cache,target=/x y", Some("RUN --mount=type=cache,target=/x y"));
    check("HEALTHCHECK --interval 30s CMD x", Some("HEALTHCHECK --interval=30s CMD x"));
    check("COPY --from --link /a /b", None);
    check("COPY --link=yes a b", Some("COPY --link=true a b"));
    check("COPY --link=flase a b", Some("COPY --link=false a b"));
    check("COPY --link=maybe a b", None);
    check("RUN --mount=type=cache, target=/x y", Some("RUN --mount=type=cache,target=/x y"));
}

#[test]
fn words_that_are_near() {
    check("STOPSIGNAL SIGTREM", Some("STOPSIGNAL SIGTERM"));
    check("EXPOSE 53/upd", Some("EXPOSE 53/udp"));
    check("EXPOSE 80,443/tcp", Some("EXPOSE 80 443/tcp"));
    check("EXPOSE 80,", Some("EXPOSE 80"));
    check("EXPOSE {port},1", None);
    check("HEALTHCHECK CDM x", Some("HEALTHCHECK CMD x"));
}

#[test]
fn images_in_lower_case() {
    check("FROM Base", Some("FROM base"));
    check("FROM Ubuntu:24.04", Some("FROM ubuntu:24.04"));
    check("FROM OS_NAME:1", None);
}

#[test]
fn braces_are_closed() {
    check("USER x${A", Some("USER x${A}"));
    check("USER ${A:x}", None);
}

#[test]
fn only_add_downloads() {
    check("copy --chown=1 http://a/b /c", Some("add --chown=1 http://a/b /c"));
    check("COPY --parents http://a/b /c", None);
}
