//! Variable that nothing defines.
//!
//! # What it does
//! Reports a variable that Docker expands and that no ENV or ARG of the stage, of its base stages or of the base image
//! defines.
//!
//! # Why it matters
//! The variable is empty. Usually it is misspelt, or it is an ARG before the first FROM, which a stage sees only after
//! declaring it as well. If `GlobalArgInStage` is selected, it reports the second kind instead. Correct the name, or
//! declare the variable in the stage.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV APP_HOME=/srv/app
//! COPY . $APP_HOEM
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV APP_HOME=/srv/app
//! COPY . $APP_HOME
//! ```
//!
//! # Limits
//! In the text of RUN, CMD and ENTRYPOINT, variables belong to the shell. What the base image sets is not known without
//! asking its registry. Names that images usually set are not reported. Other names are a warning only if a similar
//! name is defined or if an ARG with the same name comes before the first FROM. Otherwise they are reported as `info`.
//! `--preset buildkit` assumes that the base image sets only PATH.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/undefined-var/>

mod heredocs;

use super::{Acc, Check, Role, StageContext, env_self_reference};
use dockwright_analysis::{
    facts::operands::{ArgDefinition, Operands},
    fix::Fix,
    hidden_argument::{Audience, declaration},
    model::{Evaluated, Scope, Undefined},
    spec::{Instruction, image_variables},
    suggest::nearest,
    words::is_name,
};
use dockwright_lint::{
    finding::{Finding, Mending, change_to_word},
    rule::Severity,
};
use dockwright_texts::rules::undefined_var as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Variables,
    url: Some("https://docs.docker.com/reference/build/checks/undefined-var/"),
    moment: Moment::new(Pass::Dispatch, 0),
    depends_on_base: true,
    unfinished: &[Unfinished::Variable],
}

/// Official images that set none of these.
const PLAIN_IMAGES: [&str; 12] = [
    "almalinux",
    "alpine",
    "amazonlinux",
    "archlinux",
    "busybox",
    "centos",
    "debian",
    "fedora",
    "oraclelinux",
    "photon",
    "rockylinux",
    "ubuntu",
];

/// Whether the base image of a stage is probably what sets a name.
pub(super) fn is_set_by_image(name: &str, evaluated: &Evaluated) -> bool {
    let is_plain = |image: &str| {
        let name = image.split(['@', ':']).next().unwrap_or_default();
        let name = name.strip_prefix("docker.io/").unwrap_or(name);
        PLAIN_IMAGES.contains(&name.strip_prefix("library/").unwrap_or(name))
    };
    evaluated.entry.is_open
        && image_variables::is_usual(name)
        && !evaluated.base_image().is_some_and(is_plain)
}

/// How many names are searched for suggestions in a stage, and how many are compared: a file may
/// have thousands.
const NAMES: usize = 300;
const COMPARISONS: usize = 3_000;
/// An instruction with more names than this is text that is not meant to be expanded, and a longer
/// list does not help.
const SHOWN: usize = 50;
/// How much of the text before an instruction is searched for the line above it.
const LOOK_BACK: usize = 1_000;

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let evaluated = ctx.evaluated;
    if evaluated.undefined.is_empty() && evaluated.undefined_in_triggers.is_empty() {
        return;
    }
    let mut names = Names::new(&evaluated.base_state.scope);
    for undefined in &evaluated.undefined_in_triggers {
        push(ctx, 0, Role::Inherited, undefined, &mut names, acc);
    }
    let mut names = Names::new(&evaluated.entry.scope);
    let (mut last, mut count) = (0, 0);
    for (item, undefined) in &evaluated.undefined {
        count = if *item == last { count + 1 } else { 0 };
        last = *item;
        if count >= SHOWN {
            let message = texts::finding(&undefined.name);
            let finding = Finding::new(&RULE, undefined.name_range.clone(), message);
            acc.push_at(*item, Role::Own, Finding { severity: None, ..finding });
            continue;
        }
        names.define_before(ctx, *item);
        push(ctx, *item, Role::Own, undefined, &mut names, acc);
    }
}

fn push(
    ctx: &StageContext<'_>,
    item: usize,
    role: Role,
    undefined: &Undefined,
    names: &mut Names<'_>,
    acc: &mut Acc,
) {
    let name = &undefined.name;
    // BuildKit reads them although they never enter the environment.
    if matches!(name.as_str(), "BUILDKIT_SBOM_SCAN_CONTEXT" | "BUILDKIT_SBOM_SCAN_STAGE") {
        return;
    }
    let global = ctx.evaluated.global.scope.get(name).is_some();
    // If users do not see the finding, a stage that inherits from others needs no suggestion either.
    let is_hidden = severity(ctx, undefined, false, global).is_none() && ctx.evaluated.has_parent();
    // The words of an ARG see those before them.
    let mut beside = Vec::new();
    if let (Role::Own, Operands::Arg(definitions)) = (role, &ctx.items[item].facts.operands) {
        let before = definitions.partition_point(|it| it.name.range.end <= undefined.name_range.start);
        beside.extend(valued(ctx, &definitions[..before.saturating_sub(1)]));
    }
    let near = if is_hidden { None } else { names.nearest(name, &beside) };
    let message = match &near {
        Some(near) => texts::Similar { name, similar: near }.message(),
        None => texts::finding(name),
    };
    let mut finding = Finding::new(&RULE, undefined.name_range.clone(), message);
    // Short names are all near one another.
    let is_misspelt = near.is_some() && name.len() > 3;
    finding.severity = severity(ctx, undefined, is_misspelt, global);
    if role == Role::Own && is_set_beside(ctx, item, undefined) {
        // `EnvSelfReference` explains it better.
        finding.severity = None;
    }
    let heredoc_fix = match role {
        Role::Own if !is_misspelt || heredocs::is_special(undefined) => heredocs::mend(ctx, item, undefined),
        _ => None,
    };
    if global {
        finding.note = Some(texts::global(name));
    } else if heredocs::is_special(undefined) && !undefined.has_default {
        finding.note =
            Some(if heredoc_fix.is_some() { texts::parameter_in_heredoc() } else { texts::parameter() });
    } else if undefined.has_default {
        finding.note = Some(texts::constant());
    } else if ctx.evaluated.entry.is_open {
        finding.note = Some(texts::open());
    }
    finding.mend = Some(if global { declare } else { heredoc_fix.unwrap_or(fix) });
    finding.mends_document = global;
    acc.push_at(item, role, Finding { word: near, ..finding });
}

/// The names that have a value: in the stage, in the global scope, or from the build.
fn valued<'a>(
    ctx: &StageContext<'a>,
    definitions: &'a [ArgDefinition],
) -> impl Iterator<Item = &'a str> + use<'a> {
    let (global, inputs) = (&ctx.evaluated.global.scope, ctx.inputs);
    let has_value = |name: &str| global.value(name).is_some() || inputs.build_arg(name).is_some();
    let found: Vec<&str> = definitions
        .iter()
        .filter(|it| it.value.is_some() || has_value(&it.name.text))
        .map(|it| it.name.text.as_str())
        .collect();
    found.into_iter()
}

/// Whether another pair of the same ENV sets it.
fn is_set_beside(ctx: &StageContext<'_>, item: usize, undefined: &Undefined) -> bool {
    let facts = &ctx.items[item].facts;
    match &facts.operands {
        Operands::Pairs(pairs) if facts.instruction == Some(Instruction::Env) => {
            env_self_reference::defined_beside(pairs, undefined).is_some()
        }
        _ => false,
    }
}

/// The severity for users. If the base image is not known, it may set the name.
fn severity(
    ctx: &StageContext<'_>,
    undefined: &Undefined,
    is_misspelt: bool,
    is_global: bool,
) -> Option<Severity> {
    let name = undefined.name.as_str();
    let is_open = ctx.evaluated.entry.is_open;
    if heredocs::is_special(undefined) || is_global && !is_set_by_image(name, ctx.evaluated) {
        Some(Severity::Warning)
    } else if is_open && (image_variables::is_usual(name) || undefined.has_default) {
        None
    } else if undefined.has_default || is_open && !is_misspelt {
        Some(Severity::Info)
    } else {
        Some(Severity::Warning)
    }
}

/// The names that have a value, up to an instruction.
struct Names<'a> {
    /// The scope that the stage starts with, until the names are first needed.
    scope: Option<&'a Scope>,
    known: Vec<&'a str>,
    next: usize,
    comparisons: usize,
}

impl<'a> Names<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self { scope: Some(scope), known: Vec::new(), next: 1, comparisons: 0 }
    }

    fn define_before(&mut self, ctx: &StageContext<'a>, item: usize) {
        for entry in &ctx.items[self.next.min(item)..item] {
            match &entry.facts.operands {
                Operands::Pairs(pairs) if entry.facts.instruction == Some(Instruction::Env) => {
                    self.known.extend(pairs.iter().filter_map(|pair| pair.key.literal()));
                }
                Operands::Arg(definitions) => {
                    self.known.extend(valued(ctx, definitions));
                }
                _ => {}
            }
        }
        self.next = self.next.max(item);
    }

    fn nearest(&mut self, name: &str, beside: &[&str]) -> Option<String> {
        if let Some(scope) = self.scope.take() {
            let limit = self.known.len() + NAMES;
            scope.visit(&mut |name, variable| {
                if variable.value.is_some() {
                    self.known.push(name);
                }
                self.known.len() < limit
            });
        }
        self.comparisons += self.known.len();
        if self.comparisons > COMPARISONS {
            return None;
        }
        nearest(name, self.known.iter().chain(beside).copied()).map(str::to_owned)
    }
}

/// Declares an argument of the whole file in the stage: on the line before the instruction, or before the comments that
/// belong to it.
fn declare(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.document.text();
    let name = text.slice(ctx.start + ctx.finding.range.start..ctx.start + ctx.finding.range.end);
    declare_before(ctx, ctx.start, &name, &declaration(&name, Audience::Build))
}

/// Writes the declaration of a name before the instruction at an offset, or before the comments that belong to it.
pub(super) fn declare_before(
    ctx: &Mending<'_>,
    start: usize,
    name: &str,
    lines: &[(&str, String)],
) -> Option<Fix> {
    let text = ctx.document.text();
    let before = text.slice(start.saturating_sub(LOOK_BACK)..start);
    let mut above = before.rsplit('\n');
    let indent = above.next()?;
    if !indent.chars().all(|c| c == ' ' || c == '\t') {
        return None;
    }
    let mut at = start - indent.len();
    let line_end = ctx.line_ending();
    for line in above {
        if !line.trim_start().starts_with('#') {
            // After a line that continues, the new line would be part of that instruction.
            let continues = line.trim_end().ends_with(ctx.document.escape());
            let is_lower = ctx.whole.word.starts_with(char::is_lowercase);
            let written = |(keywords, rest): &(&str, String)| {
                let keywords = if is_lower { keywords.to_lowercase() } else { (*keywords).to_owned() };
                format!("{indent}{keywords} {rest}{line_end}")
            };
            let declaration: String = lines.iter().map(written).collect();
            return (!continues)
                .then(|| Fix::replace(texts::declare(name), at..at, declaration).unsafe_choice());
        }
        at -= line.len() + 1;
    }
    None
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    // `ARG "A=1"` declares a name with a quote in it, which is never intended.
    ctx.finding.word.as_deref().filter(|name| is_name(name)).and_then(|_| change_to_word(ctx))
}

cases! {
    found: [
        r#"
ARG GLOBAL=1
FROM scratch AS a
ENV ABC=1 X=$ABC
ENV Y=$ABD$PATH
       ^^^ warning: Usage of undefined variable '$ABD' (did you mean $ABC?)
ARG D
COPY \
  $D '$Q' \$Q ${Q} /$GLOBAL
                ^ warning: Usage of undefined variable '$Q' (did you mean $X?)
                     ^^^^^^ warning: Usage of undefined variable '$GLOBAL'
                     ^^^^^^ note: A stage sees it only after its own `ARG GLOBAL`; without that, it is empty here
RUN echo $Q
FROM a
LABEL a=$ABC b=${Q2:-x}
                 ^^ info: Usage of undefined variable '$Q2' (did you mean $X?)
                 ^^ note: No ARG or ENV sets it, so the result is always the same
"#,
        r#"
FROM scratch
COPY <<E <<"F" /x/
$X
 ^ warning: Usage of undefined variable '$X'
E
$X
F
"#,
    ],
    fixed: {
        "ARG VERSION=1\r\nFROM a\r\n  # where\r\n  copy \\\r\n  a${VERSION} /a\r\n"
            => "ARG VERSION=1\r\nFROM a\r\n  arg VERSION\r\n  # where\r\n  copy \\\r\n  a${VERSION} /a\r\n",
        "ARG V=1\nFROM a\nUSER b\n\n# why\n# hadolint ignore=DL3020\nADD $V /a\n"
            => "ARG V=1\nFROM a\nUSER b\n\nARG V\n# why\n# hadolint ignore=DL3020\nADD $V /a\n",
        "FROM a\nENV ABC=1\nUSER x${ABX}\n" => "FROM a\nENV ABC=1\nUSER x${ABC}\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build, find};
    use super::RULE;

    #[test]
    fn the_base_image_may_set_it() {
        let found = |text: &str| find(RULE.name, text).len();
        assert_eq!(found("FROM alpine\nENV PATH=$JAVA_HOME/bin:$PATH\n"), 0);
        assert_eq!(found("FROM alpine\nENV A=${OTHER:-x}\n"), 0);
        assert_eq!(found("FROM alpine\nENV A=$OTHER\n"), 1);
        assert_eq!(build(RULE.name, "FROM alpine\nENV A=$JAVA_HOME B=${C:-x}\n"), [(2, 2), (2, 2)]);
    }

    #[test]
    fn a_trigger_is_reported_where_it_runs() {
        let text = "FROM alpine AS a\nONBUILD ENV B=$Q\nFROM a\nENV C=$B\n";
        assert!(find(RULE.name, text).is_empty());
        assert_eq!(build(RULE.name, text), [(3, 3)]);
    }

    #[test]
    fn earlier_words_of_the_same_arg_are_near() {
        let message =
            |text: &str| find(RULE.name, text).pop().map(|(_, message)| message).unwrap_or_default();
        assert!(message("FROM scratch\nARG PREFIX=k B=$PREFIZ\n").ends_with("(did you mean $PREFIX?)"));
        // The pairs of ENV do not see each other.
        assert!(!message("FROM scratch\nENV PREFIX=k B=$PREFIZ\n").contains("did you mean"));
    }
}
