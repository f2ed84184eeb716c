//! Checks the checksums, sources and destinations of COPY and ADD once variables are expanded.

use std::ops::Range;

use super::{
    super::Value,
    super::{
        image_reference::check_digest,
        paths,
        values::sources::{Source, is_http, source},
    },
    Expansion, Flow, Remark,
};
use crate::{
    facts::{Facts, operands::CopyOperands, template::Template},
    problem::Refusal,
    spec::{FlagValue, Instruction, flags::KEEP_GIT_DIR},
};

impl Flow<'_> {
    /// `checksum` is the digest of ADD, which is checked once the sources are known.
    pub(super) fn copy(
        &mut self,
        facts: &Facts,
        operands: &CopyOperands,
        checksum: Option<(Range<usize>, Expansion)>,
    ) {
        let mut sources = Vec::with_capacity(operands.sources.len());
        for path in &operands.sources {
            let Some(expansion) = self.expand(path) else { continue };
            let kind = source(&expansion.text);
            self.source(facts, path, &expansion, &kind);
            if matches!(kind, Source::Path | Source::GithubPath)
                && let Some(instruction) = facts.instruction
                && facts.flag_value(FlagValue::From).is_none()
            {
                self.remark_source(path.range.clone(), &expansion, instruction);
            }
            sources.push((expansion, kind));
        }
        if let Some((range, value)) = checksum {
            self.checksum(range, &value, &sources, operands);
        }
        for body in &operands.bodies {
            self.expand(body);
        }
        let Some(destination) = &operands.destination else { return };
        let Some(expansion) = self.expand(destination) else { return };
        if self.state.is_windows() {
            let message = paths::check_destination(&expansion.text);
            self.refuse_path(destination.range.clone(), &expansion, message);
            for (range, name) in &operands.heredocs {
                self.refuse_path(range.clone(), &Expansion::certain(name), paths::check_heredoc(name));
            }
        }
    }

    /// Remarks that a path of the build context is used.
    pub(super) fn remark_source(&mut self, range: Range<usize>, path: &Expansion, instruction: Instruction) {
        let (text, is_certain, argument) =
            (path.text.as_str().into(), path.is_certain, path.argument.clone());
        let path = Value { text, is_certain, argument };
        self.remarks.push(Remark::ContextSource { range, path, instruction });
    }

    fn refuse_path(&mut self, range: Range<usize>, path: &Expansion, checked: Result<(), String>) {
        if let Err(message) = checked {
            self.refuse_unless(path.unless(), Refusal::InvalidWindowsPath, range, message);
        }
    }

    fn source(&mut self, facts: &Facts, path: &Template, expansion: &Expansion, kind: &Source) {
        let is_copy = facts.instruction == Some(Instruction::Copy);
        let (refusal, message) = match kind {
            Source::Path | Source::GithubPath => {
                if self.state.is_windows() {
                    let checked = paths::check_source(&expansion.text);
                    self.refuse_path(path.range.clone(), expansion, checked);
                }
                return;
            }
            Source::Git(Err(message)) => (Refusal::InvalidGitSource, message.as_str()),
            Source::Git(Ok(_)) if is_copy => {
                (Refusal::CopyRemoteSource, "source can't be a git ref for COPY")
            }
            Source::Url if is_copy => (Refusal::CopyRemoteSource, "source can't be a URL for COPY"),
            Source::Git(Ok(Some(keeps))) => {
                let flag = facts
                    .flag(KEEP_GIT_DIR.name)
                    .map(|value| value.is_none_or(|value| value.eq_ignore_ascii_case("true")));
                if flag.is_none_or(|flag| flag == *keeps) {
                    return;
                }
                (Refusal::InvalidGitSource, "inconsistent keep-git-dir configuration")
            }
            Source::Git(Ok(None)) | Source::Url => return,
        };
        self.refuse_unless(expansion.unless(), refusal, path.range.clone(), message);
    }

    fn checksum(
        &mut self,
        range: Range<usize>,
        value: &Expansion,
        sources: &[(Expansion, Source)],
        operands: &CopyOperands,
    ) {
        let first = sources.first();
        let unless = value.unless().or_else(|| first.and_then(|(path, _)| path.unless()));
        let message = match first {
            _ if operands.sources.len() != 1 => {
                let message = "checksum can't be specified for multiple sources";
                return self.refuse(Refusal::InvalidChecksum, range, message);
            }
            Some((_, Source::Path)) => "checksum requires HTTP(S) or Git sources".to_owned(),
            // BuildKit looks for a Git repository before it reports what is wrong with one.
            Some((path, Source::Git(Err(_)))) if !is_http(&path.text) => {
                "checksum requires HTTP(S) or Git sources".to_owned()
            }
            Some((_, Source::Url)) => match check_digest(&value.text) {
                Err(message) => message,
                Ok(()) => return,
            },
            _ => return,
        };
        self.refuse_unless(unless, Refusal::InvalidChecksum, range, message);
    }
}
