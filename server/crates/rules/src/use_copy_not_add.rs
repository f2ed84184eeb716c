//! ADD used for files of the build context.
//!
//! # What it does
//! Reports an ADD whose sources are all ordinary files or directories of the build context.
//!
//! # Why it matters
//! ADD downloads what looks like a URL and unpacks what looks like an archive. If you want neither, use COPY: it shows
//! what you mean, and it never does more than copy.
//!
//! # Example
//! ```dockerfile
//! FROM python:3.13
//! ADD requirements.txt /app/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM python:3.13
//! COPY requirements.txt /app/
//! ```
//!
//! # Limits
//! Archives are recognized by their names. A source that starts or ends with a variable can be anything and is not
//! reported. Heredocs and an ADD with a flag that COPY does not have, such as `--unpack`, are not reported either.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#add-or-copy>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::{
        operands::Operands,
        template::{Part, Template},
    },
    fix::Fix,
    spec::{FlagSpec, Instruction},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::use_copy_not_add as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::Add], check)],
    aliases: &["DL3020", "DS-0005"],
    group: Context, presets: &[Hadolint],
}

/// Endings of what Docker may unpack.
const ARCHIVES: [&str; 16] = [
    ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".tb2", ".xz", ".txz", ".zst", ".tzst", ".lzma", ".tlz",
    ".lz", ".z", ".tz",
];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Copy(operands) = &ctx.facts.operands else { return };
    let is_shared = |flag: &FlagSpec| Instruction::Copy.spec().flag(flag.name).is_some();
    let shared = ctx.facts.known_flags().filter(|(_, flag)| is_shared(flag)).count();
    let has_own_flag = shared < ctx.facts.flags.len();
    if ctx.role == Role::Inherited
        || has_own_flag
        || operands.sources.is_empty()
        || operands.sources.iter().any(may_need_add)
    {
        return;
    }
    let finding = Finding::own(&RULE, ctx.facts.keyword_range.clone(), &texts::FINDING);
    acc.push(Finding { mend: Some(fix), ..finding });
}

/// Whether a source is remote or an archive, or may be.
fn may_need_add(source: &Template) -> bool {
    // The parser leaves an empty part where quotes meet a variable.
    let mut parts =
        source.parts.iter().filter(|part| !matches!(part, Part::Literal { text, .. } if text.is_empty()));
    let is_variable = |part: Option<&Part>| matches!(part, Some(Part::Reference(_)));
    let is_open = is_variable(parts.next()) || is_variable(parts.next_back());
    if is_open {
        return true;
    }
    let text = source.literal().unwrap_or(&source.text).trim_end_matches(['"', '\'']);
    let ends_with = |ending: &str| {
        let at = text.len().checked_sub(ending.len());
        at.and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    text.contains("://")
        || text.starts_with("git@")
        || ends_with(".git")
        || text.contains(".git#")
        || text.ends_with('*')
        || text.contains(".tar.")
        || ARCHIVES.iter().any(|ending| ends_with(ending))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let word = match ctx.text() {
        "ADD" => "COPY",
        "add" => "copy",
        "Add" => "Copy",
        _ => return None,
    };
    Some(ctx.replace(titles::change_to(word), word.to_owned()))
}

cases! {
    found: [r#"
FROM a
ADD src /src
^^^ warning: COPY is enough for these files
ADD --chown=1 ["a.jar", "b.zip", "/x/"]
^^^ warning: COPY is enough for these files
onbuild add . \
        ^^^ warning: COPY is enough for these files
  /app
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "ADD a.tar.gz /",
            "ADD a.TGZ b /x/",
            "ADD https://example.org/a /a",
            "ADD $URL/a /a",
            "ADD a$FILE /a",
            "ADD \"$FILE\" /a",
            "ADD \"a$FILE\" /a",
            "ADD git@example.org:a/b.git /a",
            "ADD https://example.org/a.git#main /a",
            "ADD --unpack=true a /a",
            "ADD rootfs* /",
            "ADD <<E /a\nx\nE",
            "COPY a /a",
        ],
    },
    fixed: {
        "FROM a\r\nADD --chown=1 \\\r\n # why\r\n a /a\r\nadd b /b\r\n"
            => "FROM a\r\nCOPY --chown=1 \\\r\n # why\r\n a /a\r\ncopy b /b\r\n",
    },
}
