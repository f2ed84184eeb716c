//! Program started by a relative path.
//!
//! # What it does
//! Reports CMD and ENTRYPOINT in exec form whose program is a relative path such as `./app`, if the file sets no
//! WORKDIR for it.
//!
//! # Why it matters
//! Docker looks for the path in the working directory. Without WORKDIR, that is the working directory of the base
//! image, which can be any directory, and `docker run -w` changes it.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! COPY app /opt/app
//! CMD ["./opt/app"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! COPY app /opt/app
//! CMD ["/opt/app"]
//! ```
//!
//! # Limits
//! A relative path is taken as intended if the stage or one of its base stages has a WORKDIR, and on `scratch`. Names
//! without `/` are looked up in `PATH` and are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#workdir>

use super::{Acc, Check, InStageContext, STARTS};
use crate::exec_form::Exec;
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::exec_relative_program as texts;

rule! {
    checks: [Check::ExecForm(STARTS, check)],
    group: Forms, severity: Info, presets: &[],
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let has_workdir =
        ctx.exit.is_none_or(|exit| exit.has_workdir || exit.workdir.is_certain || exit.is_windows());
    let (Some(program), Some(range)) = (exec.words.first(), exec.facts.elements.first()) else { return };
    let is_relative =
        program.contains('/') && !program.starts_with(['/', '~', '$', '-']) && !program.contains(' ');
    if is_relative && exec.is_program && !has_workdir && !program.contains([':', '\\']) {
        let message = texts::finding(program);
        acc.push(Finding::own(&RULE, range.clone(), message));
    }
}

cases! {
    found: [r#"
FROM a AS x
CMD ["./app", "-x"]
     ^^^^^^^ info: `./app` is a relative path
FROM a
ENTRYPOINT ["bin/app"]
            ^^^^^^^^^ info: `bin/app` is a relative path
CMD ["./x"]
FROM a
WORKDIR /app
CMD ["./app"]
FROM a
CMD ["app"]
ENTRYPOINT ["/app"]
ONBUILD CMD ["./app"]
"#],
}
