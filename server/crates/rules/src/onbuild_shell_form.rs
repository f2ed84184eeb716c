//! Trigger for CMD or ENTRYPOINT in shell form.
//!
//! # What it does
//! Reports `ONBUILD CMD` and `ONBUILD ENTRYPOINT` in shell form if the stage has no SHELL.
//!
//! # Why it matters
//! The trigger runs in the stage that is built on this one, and causes the problem there that `JSONArgsRecommended`
//! reports: a shell starts the program and does not forward signals to it.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! ONBUILD CMD npm start
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! ONBUILD CMD ["npm", "start"]
//! ```
//!
//! # Limits
//! The stage that is built on this one may set a SHELL first, which is not known here. The default preset does not
//! contain this rule.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#onbuild>

use super::{Acc, Check, InstructionContext, Role, STARTS};
use crate::exec_form::report_shell_form;
use dockwright_analysis::programs::shell_text;
use dockwright_texts::rules::onbuild_shell_form as texts;

rule! {
    checks: [Check::Instruction(STARTS, check)],
    group: Forms, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role != Role::Inner || ctx.has_shell || shell_text(ctx.facts).is_none() {
        return;
    }
    report_shell_form(ctx, &RULE, &texts::FINDING, acc);
}

cases! {
    found: [r#"
FROM a
ONBUILD CMD npm start
            ^^^^^^^^^ info: Stages built on this one run this with a shell
"#],
    quiet: {
        "{}" => ["FROM a\nONBUILD CMD [\"a\"]\nCMD a\nSHELL [\"bash\", \"-c\"]\nONBUILD CMD a\n"],
    },
    fixed: {
        "FROM a\nONBUILD CMD npm start\n" => "FROM a\nONBUILD CMD [\"npm\", \"start\"]\n",
    },
}
