//! Program started by a relative path.
//!
//! # What it does
//! Reports CMD and ENTRYPOINT in exec form whose program is a relative path such as `./app`, where no WORKDIR of the file is
//! in force.
//!
//! # Why it matters
//! The path is looked up in the working directory. Without WORKDIR that is the base image's, which may be any, and
//! `docker run -w` changes it.
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
//! With a WORKDIR in the stage, or in a stage below it, a relative path is taken to be meant, as it is on `scratch`. Names without `/` are searched
//! for in `PATH` and are left alone.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#workdir>

use super::{Acc, Check, InstructionContext, STARTS};
use crate::{finding::Finding, rules::exec_form::Exec};
use dockwright_texts::rules::exec_relative_program as texts;

rule! {
    checks: [Check::Instruction(STARTS, check)],
    group: Forms, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
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
