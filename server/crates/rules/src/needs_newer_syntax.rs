//! Feature is newer than the version in `# syntax=`.
//!
//! # What it does
//! Reports features that the version of `docker/dockerfile` in the `# syntax=` line does not have: flags, mount keys,
//! heredocs, substitutions, symbolic modes, Git sources and their queries. Each feature is reported once.
//!
//! # Why it matters
//! BuildKit downloads the frontend that this line names. An old frontend rejects the file or reads it differently.
//!
//! # Example
//! ```dockerfile
//! # syntax=docker/dockerfile:1.3
//! FROM alpine:3.22
//! RUN <<EOF
//! apk add curl
//! EOF
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM alpine:3.22
//! RUN <<EOF
//! apk add curl
//! EOF
//! ```
//!
//! # Limits
//! Tags that do not fix a minor version are not checked: `1`, `latest`, `labs`, `master`, a digest alone, or no
//! `# syntax=` line at all. Features that an old version only ignores are reported with severity info. Files for Podman
//! are not checked, because Podman ignores `# syntax=`.
//!
//! # References
//! - <https://docs.docker.com/build/buildkit/dockerfile-release-notes/>

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    document::{Frontend, FrontendKind, Version},
    facts::{
        Facts,
        operands::{CopyOperands, Mount, Operands},
        template::Operator,
    },
    fix::Fix,
    model::{
        epoch,
        values::sources::{Source, source},
    },
    spec::{
        Engine, FlagSpec, FlagValue, INSTRUCTIONS, Instruction, Since,
        mounts::{MountKey, MountKind, MountValue},
    },
    usage::each_template,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Severity,
    suppression::comments::{self, Reach, Tool},
};
use dockwright_texts::{Message, Text, rules::needs_newer_syntax as texts, titles};

rule! {
    checks: [Check::File(check)],
    group: Syntax, severity: Error, presets: &[Default],
}

/// Something that a version of the frontend introduced.
#[derive(Debug)]
struct Feature {
    name: Name,
    since: Since,
}

/// The name of a feature.
#[derive(Debug, Clone, Copy)]
enum Name {
    /// A fixed text.
    Fixed(&'static Text),
    /// A flag that several instructions have.
    Flag(&'static str),
    /// A flag of one instruction.
    OwnFlag(&'static str, &'static str),
    /// A key of a mount.
    MountKey(&'static str, &'static str),
}

impl Name {
    /// What distinguishes it from other features.
    fn key(self) -> (&'static str, &'static str) {
        match self {
            Self::Fixed(text) => (text.id(), ""),
            Self::Flag(flag) => (flag, ""),
            Self::OwnFlag(instruction, flag) => (flag, instruction),
            Self::MountKey(key, kind) => (key, kind),
        }
    }

    fn message(self) -> Message {
        match self {
            Self::Fixed(text) => text.into(),
            Self::Flag(flag) => texts::flag(flag),
            Self::OwnFlag(instruction, flag) => texts::OwnFlag { instruction, flag }.message(),
            Self::MountKey(key, kind) => texts::MountKey { key, kind }.message(),
        }
    }
}

const fn stable(name: &'static Text, minor: u32) -> Feature {
    Feature { name: Name::Fixed(name), since: Since::stable(minor) }
}

const fn with_labs(name: &'static Text, minor: u32, labs: u32) -> Feature {
    Feature { name: Name::Fixed(name), since: Since::with_labs(minor, labs) }
}

const HEREDOC: Feature = with_labs(&texts::HEREDOC, 4, 3);
const SPACED_HEREDOC: Feature = stable(&texts::SPACED_HEREDOC, 16);
const REQUIRED: Feature =
    Feature { name: Name::Fixed(&texts::REQUIRED), since: Since { stable: Some((1, 6)), labs: None } };
const PATTERN: Feature = stable(&texts::PATTERN, 7);
const MOUNT_VARIABLE: Feature = stable(&texts::MOUNT_VARIABLE, 3);
const SYMBOLIC_MODE: Feature = with_labs(&texts::SYMBOLIC_MODE, 14, 13);
const GIT_SOURCE: Feature = with_labs(&texts::GIT_SOURCE, 6, 5);
const GIT_CHECKSUM: Feature = stable(&texts::GIT_CHECKSUM, 16);
const GIT_QUERY: Feature = stable(&texts::GIT_QUERY, 18);
const GIT_MTIME: Feature = stable(&texts::GIT_MTIME, 23);
const GIT_FETCH: Feature = stable(&texts::GIT_FETCH, 24);
const EPOCH: Feature = stable(&texts::EPOCH, 5);
const EPOCH_STAGE: Feature = stable(&texts::EPOCH_STAGE, 24);
const CHECK: Feature = stable(&texts::CHECK, 8);
const LOCAL_CHECK: Feature = stable(&texts::LOCAL_CHECK, 21);

impl Feature {
    /// A flag, with the instruction if no other instruction has it.
    fn of_flag(instruction: Instruction, flag: &FlagSpec, since: Since) -> Self {
        let owners = INSTRUCTIONS.iter().filter(|spec| spec.flag(flag.name).is_some()).count();
        let keyword = instruction.spec().keyword;
        let name = if owners > 1 { Name::Flag(flag.name) } else { Name::OwnFlag(keyword, flag.name) };
        Self { name, since }
    }

    fn is_missing(&self, version: Version, is_labs: bool) -> bool {
        let is_stable = self.since.stable.is_some_and(|since| version.is_at_least(since));
        let is_in_labs = is_labs && self.since.labs.is_some_and(|minor| version.is_at_least((minor, 0)));
        !is_stable && !is_in_labs
    }
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    // Podman ignores `# syntax=`.
    if ctx.model.inputs.engine == Engine::Podman {
        return;
    }
    let Some(frontend) = ctx.document.frontend(&ctx.model.inputs) else { return };
    let FrontendKind::Docker { version: version @ Version::Fixed { .. }, is_labs } = frontend.kind else {
        return;
    };
    let mut search = Search { ctx, frontend, version, is_labs, known: FxHashSet::default(), found };
    search.file();
    let blocks = ctx.document.blocks();
    for (stage, block) in blocks {
        for (item, placed) in block.instructions().enumerate() {
            let facts = placed.facts;
            let shift = |range: &Range<usize>| placed.start + range.start..placed.start + range.end;
            let mut missing = |feature: Feature, range: &Range<usize>| {
                search.missing(&feature, stage, item, shift(range), Severity::Error);
            };
            for heredoc in &facts.heredocs {
                let marker = ctx.document.text().slice(shift(&heredoc.range)).into_owned();
                missing(HEREDOC, &heredoc.range);
                if marker.contains([' ', '\t']) {
                    missing(SPACED_HEREDOC, &heredoc.range);
                }
            }
            for facts in [Some(facts), facts.trigger.as_deref()].into_iter().flatten() {
                in_instruction(facts, &mut missing);
            }
        }
    }
}

type Missing<'a> = dyn FnMut(Feature, &Range<usize>) + 'a;

fn in_instruction(facts: &Facts, missing: &mut Missing<'_>) {
    let Some(instruction) = facts.instruction else { return };
    for (flag, spec) in facts.known_flags() {
        if let Some(since) = spec.since {
            missing(Feature::of_flag(instruction, spec, since), &flag.range);
        }
    }
    each_template(facts, &mut |template| {
        template.references(&mut |reference| match reference.operator {
            Some(Operator::Required { .. }) => missing(REQUIRED, &reference.range),
            Some(Operator::RemovePrefix | Operator::RemoveSuffix | Operator::Replace { .. }) => {
                missing(PATTERN, &reference.range);
            }
            _ => {}
        });
    });
    match &facts.operands {
        Operands::Run(mounts) => mounts.iter().for_each(|mount| in_mount(mount, missing)),
        Operands::Copy(operands) => in_copy(facts, operands, instruction == Instruction::Add, missing),
        _ => {}
    }
}

fn in_mount(mount: &Mount, missing: &mut Missing<'_>) {
    let kind = mount.value(MountValue::Kind).and_then(|kind| MountKind::named(kind.literal()?));
    let kind = kind.unwrap_or_default();
    for field in &mount.fields {
        let key = MountKey::named(&field.key.text).filter(|key| key.kinds.contains(&kind));
        if let Some((key, since)) = key.and_then(|key| Some((key, key.since?))) {
            missing(Feature { name: Name::MountKey(key.name, kind.name()), since }, &field.key.range);
        }
        if let Some(value) = field.value.as_ref().filter(|_| !field.is(MountValue::From)) {
            value.references(&mut |reference| missing(MOUNT_VARIABLE, &reference.range));
        }
    }
}

fn in_copy(facts: &Facts, operands: &CopyOperands, is_add: bool, missing: &mut Missing<'_>) {
    if let Some(mode) = facts.flag_value(FlagValue::Mode)
        && mode.literal().is_some_and(|text| !text.starts_with(|c: char| c.is_ascii_digit()))
    {
        missing(SYMBOLIC_MODE, &mode.range);
    }
    for path in operands.sources.iter().filter(|_| is_add) {
        let Some(text) = path.literal() else { continue };
        if !matches!(source(text), Source::Git(_)) {
            continue;
        }
        missing(GIT_SOURCE, &path.range);
        if facts.flag_value(FlagValue::Digest).is_some() {
            missing(GIT_CHECKSUM, &path.range);
        }
        let Some((_, query)) = text.split_once('?') else { continue };
        missing(GIT_QUERY, &path.range);
        for (key, feature) in [("mtime", GIT_MTIME), ("fetch-by-commit", GIT_FETCH)] {
            let is_it = |pair: &str| pair.split('=').next() == Some(key);
            if query.split(['&', '#']).any(is_it) {
                missing(feature, &path.range);
            }
        }
    }
}

/// A search for features that a version does not have.
struct Search<'a> {
    ctx: &'a FileContext<'a>,
    frontend: Frontend,
    version: Version,
    is_labs: bool,
    /// The features reported so far.
    known: FxHashSet<(&'static str, &'static str)>,
    found: &'a mut Vec<FileFound>,
}

impl Search<'_> {
    /// The features that belong to no single instruction. An old version ignores most of them.
    fn file(&mut self) {
        let document = self.ctx.document;
        if let Some(check) = document.header_check() {
            self.missing(&CHECK, None, 0, check.range.clone(), Severity::Info);
        }
        if let Some(range) = epoch::declaration(document) {
            let is_stage = epoch::stage(self.ctx.model).is_some();
            let severity = if is_stage { Severity::Error } else { Severity::Info };
            let feature = if is_stage { EPOCH_STAGE } else { EPOCH };
            self.missing(&feature, None, 0, range, severity);
        }
        if comments::may_have_comments(document) {
            let source = comments::source(document);
            let comments = comments::comments(document, &source);
            let is_local =
                |it: &&comments::Comment| it.tool == Tool::Buildkit && it.reach == Reach::Instruction;
            if let Some(comment) = comments.iter().find(is_local) {
                self.missing(&LOCAL_CHECK, None, 0, comment.list.clone(), Severity::Info);
            }
        }
    }

    /// Reports a feature at a place in the file, if the version does not have it.
    fn missing(
        &mut self,
        feature: &Feature,
        stage: Option<usize>,
        item: usize,
        range: Range<usize>,
        severity: Severity,
    ) {
        if !feature.is_missing(self.version, self.is_labs) || !self.known.insert(feature.name.key()) {
            return;
        }
        let image = &self.frontend.image;
        let tag = image.split('@').next().and_then(|name| name.rsplit_once(':')).map_or("", |(_, tag)| tag);
        let message =
            texts::Finding { feature: feature.name.message(), version: feature.since.to_string(), tag }
                .message();
        let mut finding = Finding::own(&RULE, range, message);
        finding.severity = Some(severity);
        if self.frontend.range.is_some() && !image.contains('@') {
            let newest = if self.is_labs || feature.since.stable.is_none() { "1-labs" } else { "1" };
            let path = image.rsplit_once(':').map_or(image.as_str(), |(path, _)| path);
            finding.word = Some(format!("{path}:{newest}"));
            finding.mend = Some(fix);
        }
        let Some(mut placed) = FileFound::in_header(self.ctx.document, finding) else { return };
        if let Some(block) = stage.or(placed.stage.filter(|_| item > 0)) {
            (placed.stage, placed.found.item) = (Some(block), item);
            placed.found.finding.silenced_at = Some(item);
        } else if placed.stage.is_none() {
            placed.found.item = item;
            placed.found.finding.silenced_at = Some(item);
        }
        self.found.push(placed);
    }
}

/// Names the newest version.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let image = ctx.finding.word.clone()?;
    let range = ctx.document.frontend(&ctx.document.context().inputs)?.range?;
    Some(Fix::replace(titles::change_to(&image), range, image).unsafe_choice())
}

cases! {
    found: [r#"
# syntax=docker/dockerfile:1.3
FROM a
RUN --mount=type=tmpfs,target=/t,size=1 <<E
                                 ^^^^ error: `size` of a tmpfs mount needs version 1.4, but `# syntax=` names 1.3
                                        ^^^ error: A heredoc needs version 1.4, but `# syntax=` names 1.3
E
COPY --link --chmod=u+x <<E <<E /x
     ^^^^^^ error: `--link` needs version 1.4, but `# syntax=` names 1.3
                    ^^^ error: A symbolic `--chmod` needs version 1.14, but `# syntax=` names 1.3
E
E
ENV A=${B#c} D=${B%c}
      ^^^^^^ error: `${NAME#pattern}`, `${NAME%pattern}` and `${NAME/pattern/text}` needs version 1.7, but `# syntax=` names 1.3
"#],
    quiet: {
        "{}" => [
            "# syntax=docker/dockerfile:1.3\nFROM a\n# dockwright ignore=NeedsNewerSyntax\nRUN <<E\nE\n",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_fix, find, find_with_podman};
    use super::RULE;

    /// The features of a text that a version does not have.
    fn missing(tag: &str, text: &str) -> Vec<String> {
        let text = format!("# syntax=docker/dockerfile:{tag}\nFROM a\n{text}\n");
        let found = find(RULE.name, &text);
        found
            .into_iter()
            .map(|(_, message)| message.split(" needs ").next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn every_version_has_more() {
        let text = "RUN --mount=target=/$X --network=none --security=sandbox x\nENV A=${B:?c}";
        assert_eq!(missing("1.1.5", text).len(), 5);
        assert_eq!(missing("1.1.6", text).len(), 4);
        assert_eq!(missing("1.2", text).len(), 3);
        assert_eq!(missing("1.3", text), ["`RUN --security`"]);
        assert!(missing("1.20", text).is_empty());
        let text = "ADD https://a.b/c.git?mtime=commit /d\nADD --unpack --exclude=x a /b\nHEALTHCHECK --start-interval=1s CMD x";
        assert_eq!(missing("1.5", text).len(), 6);
        assert_eq!(missing("1.22", text), ["`mtime` in the URL of a git repository"]);
        assert_eq!(missing("1.15", "RUN << E\nE"), ["A space between `<<` and the name of a heredoc"]);
        assert_eq!(
            missing("1.9", "ONBUILD RUN --mount=type=secret,id=a,env=B x"),
            ["`env` of a secret mount"]
        );
    }

    #[test]
    fn the_labs_channel_has_some_features_earlier() {
        assert!(missing("1.3-labs", "RUN <<E\nE").is_empty());
        assert!(missing("1.7-labs", "COPY --parents --exclude=x a /b").is_empty());
        assert_eq!(missing("1.7", "COPY --parents --exclude=x a /b").len(), 2);
        assert_eq!(missing("1.20", "RUN --device=a/b x"), ["`RUN --device`"]);
        assert!(missing("1.14-labs", "RUN --device=a/b x").is_empty());
        assert!(missing("1.0-experimental", "RUN --mount=target=/x --security=sandbox x").is_empty());
    }

    #[test]
    fn only_fixed_versions_are_judged() {
        let text = "FROM a\nRUN <<E\nE\nENV A=${B#c}\n";
        for syntax in [
            "",
            "# syntax=docker/dockerfile:1\n",
            "# syntax=docker/dockerfile:latest\n",
            "# syntax=docker/dockerfile@sha256:0\n",
            "# syntax=x/y:1.2\n",
        ] {
            assert!(find(RULE.name, &format!("{syntax}{text}")).is_empty(), "{syntax}");
        }
    }

    #[test]
    fn podman_ignores_the_version() {
        let text = "# syntax=docker/dockerfile:1.0\nFROM a\nRUN <<E\nE\n";
        assert!(!find(RULE.name, text).is_empty());
        assert!(find_with_podman(RULE.name, text).is_empty());
    }

    #[test]
    fn what_is_ignored_is_only_mentioned() {
        let text =
            "# syntax=docker/dockerfile:1.4\n# check=skip=UndefinedVar\nARG SOURCE_DATE_EPOCH=1\nFROM a\n";
        let document = dockwright_analysis::document::Document::new(dockwright_syntax::Text::new(text));
        let found = dockwright_lint::diagnostics::diagnostics(&document)
            .into_iter()
            .filter(|it| it.code == "NeedsNewerSyntax");
        let found: Vec<_> = found
            .map(|it| {
                (
                    it.severity,
                    it.text(dockwright_texts::Language::English).split(' ').next().unwrap().to_owned(),
                )
            })
            .collect();
        let info = |name: &str| (dockwright_lint::rule::Severity::Info, name.to_owned());
        assert_eq!(found, [info("`#"), info("`SOURCE_DATE_EPOCH`")]);
    }

    #[test]
    fn the_tag_is_raised() {
        check_fix(
            RULE.name,
            "# syntax=docker/dockerfile:1.3\nFROM a\nRUN <<E\nE\n",
            "# syntax=docker/dockerfile:1\nFROM a\nRUN <<E\nE\n",
        );
        check_fix(
            RULE.name,
            "# syntax=docker/dockerfile:1.3-labs\nFROM a\nCOPY --link a /\n",
            "# syntax=docker/dockerfile:1-labs\nFROM a\nCOPY --link a /\n",
        );
        let digest = "# syntax=docker/dockerfile:1.3@sha256:0\nFROM a\nRUN <<E\nE\n";
        check_fix(RULE.name, digest, digest);
    }
}
