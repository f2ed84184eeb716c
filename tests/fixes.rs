//! Every fix at every place of real files where one is offered: it fixes its finding, adds no new
//! ones, and changes no more than it says. The files live outside the repository.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    ops::Range,
    sync::Mutex,
    thread,
};

use dockwright_analysis::{document::Document, fix::TextEdit, model::ImageConfig};
use dockwright_lint::{
    build_report::{InstructionReport, Report, report},
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::Selection,
    registry::named,
    rule::{Group, Preset},
};
use dockwright_syntax::Text;
use dockwright_tests::corpus;

/// How many fixes of a rule are tried alone in a file; all of them are tried together.
const ALONE: usize = 3;

/// The findings that may be new after a fix: the rule, the new finding, and why that is right.
const BRINGS: &[(&str, &str, &str)] = &[
    ("AptUpdateAlone", "AptCleanLists", "of lists alone, only the first is told"),
    ("AptUpdateAlone", "CacheMounts", "a mount needs the lists to be fetched in the same RUN"),
    ("AptCleanLists", "NoSudo", "it cleans up as it installs, with sudo"),
    ("Backticks", "AptGetNoInstallRecommends", "a command in backticks of a string is not looked at"),
    ("ConsecutiveRun", "AptCleanLists", "of lists alone, AptUpdateAlone is told"),
    ("ConsecutiveRun", "CacheMounts", "a mount needs the lists to be fetched in the same RUN"),
    ("DanglingContinuation", "*", "the next instruction was a part of this one, and unseen"),
    ("CopyRelativeDestination", "PreferCopyChmod", "it takes a known path to see the file that is changed"),
    (
        "EnvSelfReference",
        "UndefinedVar",
        "another pair uses what a later one sets, which is told of otherwise then",
    ),
    ("ExposeInvalidFormat", "ExposeSsh", "the port is seen once it stands alone"),
    (
        "InvalidImageReference",
        "UnreachableStage",
        "only a stage that can be read is known to be needed by none",
    ),
    (
        "InvalidImageReference",
        "AptCleanLists",
        "only a stage that can be read is known to be a part of the image",
    ),
    (
        "InvalidImageReference",
        "PipNoCacheDir",
        "only a stage that can be read is known to be a part of the image",
    ),
    ("InvalidImageReference", "UntaggedImage", "only an image that can be read has a tag or none"),
    ("InvisibleCharacter", "*", "what Docker cannot read is not checked"),
    ("JSONArgsRecommended", "ExecRelativeProgram", "it is said of arrays alone"),
    (
        "MaintainerDeprecated",
        "LabelDuplicateKey",
        "of several maintainers the last one counts, before as after",
    ),
    ("MalformedJsonArray", "BackgroundProcess", "it takes an array to see what is started"),
    ("MalformedJsonArray", "ExecSingleStringWithSpaces", "it takes an array to see its words"),
    ("MaskedExitStatus", "PipefailMissing", "the failure of the pipe counts once it is not masked"),
    ("MissingLineContinuation", "*", "what Docker cannot read is not checked"),
    ("PipefailMissing", "EchoEscapes", "the echo of bash writes a backslash as it is"),
    ("PreferAddGit", "ConsecutiveRun", "one command is left in its RUN"),
    ("PreferAddGit", "UncheckedCd", "the RUN ends with the `cd` before what is left out"),
    ("PreferAddGit", "UseWorkdirNotCd", "the RUN begins with the next command"),
    ("PreferCopyChmod", "ConsecutiveRun", "one command is left in its RUN"),
    ("PreferCopyChmod", "RedundantShellWrapper", "one command is left in its RUN"),
    ("QuotedPair", "SecretsUsedInArgOrEnv", "the name of a secret is one once its quote is gone"),
    ("ShellEntrypointDropsArguments", "ExecRelativeProgram", "it is said of arrays alone"),
    ("ShellEntrypointIgnoresCmd", "ExecRelativeProgram", "it is said of arrays alone"),
    ("RedundantShellWrapper", "CacheMounts", "a manager in a script of a script is not looked at"),
    (
        "TrailingComment",
        "LegacyKeyValueFormat",
        "the remark is told of first: it would become a part of the value",
    ),
    ("UnknownInstruction", "*", "what Docker cannot read is not checked"),
    ("UnquotedOutput", "AptGetNoInstallRecommends", "output without quotes may be the option"),
    ("UnquotedVariable", "UselessCat", "a file without quotes may be several"),
    ("UserCreatedNotUsed", "UserNonNumeric", "there is a USER then"),
    ("UseCopyNotAdd", "CopyRelativeDestination", "hadolint asks it of COPY alone"),
    ("UseWorkdirNotCd", "ConsecutiveRun", "one command is left in its RUN"),
    ("WorkdirRelativePath", "PreferCopyChmod", "it takes a known path to see the file that is changed"),
    ("YumClean", "NoSudo", "it cleans up as it installs, with sudo"),
    (
        "WorkdirRelativePath",
        "SortSources",
        "where a relative path leads is not known, so neither is what is copied there",
    ),
];

#[test]
fn fixes_mend_and_change_no_more_than_they_say() {
    let Some(corpus) = corpus() else { return };
    let files = corpus.files();
    let (wrong, tried) = (Mutex::new(String::new()), Mutex::new(BTreeMap::<&str, usize>::new()));
    thread::scope(|scope| {
        let (wrong, tried) = (&wrong, &tried);
        for half in files.chunks(files.len().div_ceil(2)) {
            scope.spawn(move || {
                for (id, path) in half {
                    let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                    let file = File::new(source);
                    for (code, count) in file.offers() {
                        *tried.lock().unwrap().entry(code).or_default() += count;
                    }
                    for fault in file.faults() {
                        writeln!(wrong.lock().unwrap(), "{id}: {fault}").unwrap();
                    }
                }
            });
        }
    });
    let tried = tried.into_inner().unwrap();
    println!("fixes: {tried:?}");
    assert!(tried.values().sum::<usize>() > 5_000);
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} faults:\n{wrong}", wrong.lines().count());
}

/// A file and all that is found in it.
struct File {
    source: String,
    document: Document,
    found: Vec<Diagnostic>,
    report: Report,
}

impl File {
    fn new(source: String) -> Self {
        let document = Document::new(Text::new(&source));
        let found = diagnostics_for(&document, document.model(), Selection::of_preset(Preset::All));
        let report = report(&document);
        Self { source, document, found, report }
    }

    /// How often each rule offers a fix.
    fn offers(&self) -> BTreeMap<&'static str, usize> {
        let mut offers = BTreeMap::new();
        for diagnostic in self.found.iter().filter(|it| it.fix.is_some()) {
            *offers.entry(diagnostic.code).or_default() += 1;
        }
        offers
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for code in self.offers().into_keys() {
            let offers: Vec<&Diagnostic> =
                self.found.iter().filter(|it| it.code == code && it.fix.is_some()).collect();
            let alone = offers.iter().take(ALONE).map(std::slice::from_ref);
            let together = (offers.len() > 1).then_some(offers.as_slice());
            faults.extend(alone.chain(together).find_map(|some| {
                let fault = self.fault_of(code, some)?;
                let at = self.document.text().point(some[0].range.start).row + 1;
                Some(format!("{code} at {at}, {} at once: {fault}", some.len()))
            }));
        }
        faults
    }

    /// The fault of a rule's fixes, applied together.
    fn fault_of(&self, code: &str, offers: &[&Diagnostic]) -> Option<String> {
        let edits = edits_of(offers)?;
        let mut source = self.source.clone();
        for edit in edits.iter().rev() {
            source.replace_range(edit.range.clone(), &edit.text);
        }
        let after = Self::new(source);
        if after.count(code) + offers.len() > self.count(code) {
            return Some(format!("still found in {:?}", after.around(&edits)));
        }
        let is_new = |it: &&Diagnostic| after.count(it.code) > self.count(it.code);
        let is_known = |it: &&Diagnostic| {
            BRINGS.iter().any(|(rule, brings, _)| *rule == code && [it.code, "*"].contains(brings))
        };
        if let Some(new) = after.found.iter().find(|it| is_new(it) && !is_known(it)) {
            return Some(format!("brings {}: {:?}", new.code, after.around(&edits)));
        }
        if after.report.errors.len() > self.report.errors.len() && code != "UnknownInstruction" {
            return Some(format!("Docker refuses {:?}", after.around(&edits)));
        }
        if ["UnknownInstruction", "DanglingContinuation", "MissingLineContinuation"].contains(&code) {
            // Another instruction in the file, which may do anything.
            return None;
        }
        let touched: Vec<Range<u32>> = edits.iter().map(|edit| self.lines(edit)).collect();
        if !keeps_others(&self.report.instructions, &after.report.instructions, &touched) {
            return Some(format!("changes other instructions: {:?}", after.around(&edits)));
        }
        let is_safe = offers.iter().all(|it| it.fix.as_ref().is_some_and(|fix| fix.safe));
        let words = self.keywords(&touched);
        let (before, now) = (image(self, code, is_safe, &words), image(&after, code, is_safe, &words));
        (before != now).then(|| format!("changes the image: {before:?} {now:?} {:?}", after.around(&edits)))
    }

    fn count(&self, code: &str) -> usize {
        self.found.iter().filter(|it| it.code == code).count()
    }

    /// The lines that an edit touches, from 1.
    fn lines(&self, edit: &TextEdit) -> Range<u32> {
        let row = |offset| self.document.text().point(offset).row as u32;
        row(edit.range.start) + 1..row(edit.range.end) + 2
    }

    /// The text around the edits of another version, roughly.
    fn around(&self, edits: &[TextEdit]) -> &str {
        let Some(first) = edits.first() else { return "" };
        let start = self.source.as_bytes()[..first.range.start.min(self.source.len())]
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |at| at + 1);
        let rest = &self.source[start..];
        rest.match_indices('\n').nth(2).map_or(rest, |(end, _)| &rest[..end])
    }

    /// The keywords of the instructions on some lines.
    fn keywords(&self, lines: &[Range<u32>]) -> BTreeSet<&str> {
        let on_lines = |it: &&InstructionReport| is_on(it, lines);
        self.report.instructions.iter().filter(on_lines).map(|it| it.keyword.as_str()).collect()
    }
}

/// All edits in the order of the text, each once; `None` if fixes contradict each other.
fn edits_of(offers: &[&Diagnostic]) -> Option<Vec<TextEdit>> {
    let mut fixes: Vec<&Vec<TextEdit>> =
        offers.iter().filter_map(|it| Some(&it.fix.as_ref()?.edits)).collect();
    // Several findings may have one fix. Equal edits of different fixes are not one: each quotes its own word.
    fixes.sort_by_key(|edits| edits.first().map(|edit| (edit.range.start, edit.range.end)));
    fixes.dedup();
    let mut edits: Vec<TextEdit> = fixes.into_iter().flatten().cloned().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start).then_some(edits)
}

fn is_on(instruction: &InstructionReport, lines: &[Range<u32>]) -> bool {
    lines.iter().any(|lines| instruction.line < lines.end && lines.start <= instruction.end_line)
}

/// Whether the instructions on other lines are still there in the same order.
fn keeps_others(before: &[InstructionReport], after: &[InstructionReport], touched: &[Range<u32>]) -> bool {
    let says = |it: &InstructionReport| {
        (it.keyword.clone(), it.flags.clone(), it.args.clone(), it.json.clone(), it.sub.clone())
    };
    let mut after = after.iter();
    // A `]` on its own line is not an instruction, and becomes the end of an array.
    let is_one = |it: &&InstructionReport| it.keyword.starts_with(|c: char| c.is_alphabetic());
    before
        .iter()
        .filter(is_one)
        .filter(|it| !is_on(it, touched))
        .all(|it| after.any(|other| says(other) == says(it)))
}

/// The image that is built, without what a fix changes on purpose.
fn image(file: &File, code: &str, is_safe: bool, keywords: &BTreeSet<&str>) -> Option<ImageConfig> {
    let model = file.document.model();
    let mut image = model.image(&file.document, model.target()?);
    // Safe fixes: the words that a program gets stay the same.
    match code {
        "MaintainerDeprecated" => drop(image.labels.remove("org.opencontainers.image.authors")),
        "JSONArgsRecommended" => (image.cmd, image.entrypoint) = (None, None),
        // The same signal by another name.
        "StopSignalStyle" => image.stop_signal = None,
        "LegacyKeyValueFormat" | "UseCopyNotAdd" => image.onbuild.clear(),
        // A new SHELL applies to everything that follows, and so does a new WORKDIR.
        "PipefailMissing" | "UseShellInstruction" => {
            (image.shell, image.cmd, image.entrypoint, image.healthcheck) = (None, None, None, None);
        }
        "UseWorkdirNotCd" => image.workdir = image.user.clone(),
        "TelemetryOptOut" => image.env.clear(),
        "UserCreatedNotUsed" => image.user = image.workdir.clone(),
        // A fix of a command also changes the text of a trigger.
        _ if named(code).is_some_and(|rule| rule.group == Group::Commands) => image.onbuild.clear(),
        _ => {}
    }
    if is_safe {
        return Some(image);
    }
    for keyword in keywords {
        match *keyword {
            // A different base or value may lead to anything.
            "FROM" | "ARG" | "WORKDIR" => return None,
            "CMD" | "ENTRYPOINT" => (image.cmd, image.entrypoint) = (None, None),
            "ENV" => image.env.clear(),
            "EXPOSE" => image.ports.clear(),
            "HEALTHCHECK" => image.healthcheck = None,
            "LABEL" => image.labels.clear(),
            "ONBUILD" => image.onbuild.clear(),
            "SHELL" => (image.shell, image.cmd, image.entrypoint) = (None, None, None),
            "STOPSIGNAL" => image.stop_signal = None,
            "USER" => image.user = image.workdir.clone(),
            "VOLUME" => image.volumes.clear(),
            _ => {}
        }
    }
    Some(image)
}
