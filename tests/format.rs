//! The formatter on real files and on damaged ones: a file still builds the same image, formatting
//! again changes nothing, and no rule finds more than before. The real files live outside the
//! repository.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeMap, fmt::Write as _, fs, sync::Mutex, thread};

use dockwright_analysis::{
    document::Document,
    fix::{TextEdit, edited},
    shell::{self, Dialect},
};
use dockwright_format::{
    AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase, format, format_range,
};
use dockwright_lint::{
    build_report::{InstructionReport, report},
    diagnostics::diagnostics_for,
    preset::Selection,
    rule::Preset,
};
use dockwright_syntax::Text;
use dockwright_tests::{corpus, samples};

/// The default, and others that together use every option.
fn styles() -> [FormatOptions; 4] {
    let default = FormatOptions::default();
    [
        default.clone(),
        FormatOptions {
            as_case: AsCase::Keep,
            indent_style: Some(IndentStyle::Tab),
            continuations: Continuations::Aligned,
            max_blank_lines: 0,
            ..default.clone()
        },
        FormatOptions {
            keyword_case: KeywordCase::Lower,
            indent_style: Some(IndentStyle::Space),
            indent_width: 2,
            continuations: Continuations::Single,
            one_argument_per_line: true,
            line_length: 60,
            sort_packages: true,
            ..default.clone()
        },
        FormatOptions { keyword_case: KeywordCase::Keep, trim_trailing_blanks: false, ..default },
    ]
}

#[test]
fn a_build_stays_what_it_is() {
    let mut files: Vec<(String, String)> = samples()
        .into_iter()
        .map(|(path, text)| (path.file_name().unwrap().to_string_lossy().into_owned(), text))
        .collect();
    if let Some(corpus) = corpus() {
        let read = |(id, path)| (id, String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
        files.extend(corpus.files().into_iter().map(read));
    }
    let (wrong, changed) = (Mutex::new(String::new()), Mutex::new(0));
    thread::scope(|scope| {
        let (wrong, changed) = (&wrong, &changed);
        for part in 0..2 {
            let files = &files;
            scope.spawn(move || {
                for (at, (id, source)) in files.iter().enumerate().skip(part).step_by(2) {
                    // Line ends of the other kind on every tenth file, where there is a choice.
                    let crlf = source.replace("\r\n", "\n").replace('\n', "\r\n");
                    let source = if at % 10 == 0 { &crlf } else { source };
                    let file = File::new(source.clone());
                    for (style, options) in styles().iter().enumerate() {
                        if style > 0 && at % 5 != style {
                            continue;
                        }
                        *changed.lock().unwrap() += usize::from(file.formatted(options) != *source);
                        if let Err(fault) = file.check(options).and_then(|()| file.check_findings(options)) {
                            writeln!(wrong.lock().unwrap(), "{id}, style {style}: {fault}").unwrap();
                        }
                    }
                }
            });
        }
    });
    println!("{} files changed", changed.into_inner().unwrap());
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} faults:\n{wrong}", wrong.lines().count());
}

/// A file before it is formatted.
struct File {
    source: String,
    document: Document,
    found: BTreeMap<&'static str, usize>,
}

fn found(document: &Document) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for diagnostic in diagnostics_for(document, document.model(), Selection::of_preset(Preset::All)) {
        *found.entry(diagnostic.code).or_default() += 1;
    }
    found
}

impl File {
    fn new(source: String) -> Self {
        let document = Document::new(Text::new(&source));
        let found = found(&document);
        Self { source, document, found }
    }

    fn formatted(&self, options: &FormatOptions) -> String {
        edited(&self.source, &format(&self.document, options))
    }

    fn check(&self, options: &FormatOptions) -> Result<(), String> {
        let edits = format(&self.document, options);
        if edits.windows(2).any(|pair| pair[0].range.end > pair[1].range.start) {
            return Err("edits overlap".to_owned());
        }
        if let Some(edit) = edits.iter().find(|edit| self.source[edit.range.clone()] == edit.text) {
            return Err(format!("an edit that changes nothing: {edit:?}"));
        }
        let formatted = edited(&self.source, &edits);
        let after = Document::new(Text::new(&formatted));
        let again = format(&after, options);
        if let Some(edit) = again.first() {
            return Err(format!("formatting again changes {edit:?}"));
        }
        self.check_meaning(&after, options.sort_packages)?;
        // A part of the edits can be applied alone, and a range gives its part.
        let (start, end) = (self.source.len() / 3, self.source.len() * 2 / 3);
        let part = format_range(&self.document, &(start..end), options);
        let is_inside =
            |edit: &&TextEdit| start <= edit.range.start && edit.range.start < end && edit.range.end <= end;
        if !part.iter().eq(edits.iter().filter(is_inside)) {
            return Err("a range is formatted otherwise than in the whole".to_owned());
        }
        // Instructions in two letter cases are a finding, which `# check=error=true` makes an error.
        if options.keyword_case == KeywordCase::Lower {
            return Ok(());
        }
        self.check_meaning(&Document::new(Text::new(&edited(&self.source, &part))), options.sort_packages)
    }

    fn check_findings(&self, options: &FormatOptions) -> Result<(), String> {
        for (rule, count) in found(&Document::new(Text::new(&self.formatted(options)))) {
            let before = self.found.get(rule).copied().unwrap_or(0);
            if count > before {
                return Err(format!("{count} of {rule} instead of {before}"));
            }
        }
        Ok(())
    }

    fn check_meaning(&self, after: &Document, sorts: bool) -> Result<(), String> {
        let (old, new) = (report(&self.document), report(after));
        if old.errors.len() != new.errors.len() || (old.escape, old.syntax) != (new.escape, new.syntax) {
            return Err("the verdict changes".to_owned());
        }
        if old.instructions.len() != new.instructions.len() {
            return Err("the instructions are more or fewer".to_owned());
        }
        for (old, new) in old.instructions.iter().zip(&new.instructions) {
            if shape(old, sorts) != shape(new, sorts) {
                return Err(format!("{:?} becomes {:?}", shape(old, sorts), shape(new, sorts)));
            }
        }
        let (before, model) = (self.document.model(), after.model());
        if (0..before.stages.len()).any(|at| before.image(&self.document, at) != model.image(after, at)) {
            return Err("an image changes".to_owned());
        }
        let words = |document: &Document| -> Vec<Vec<String>> {
            let views = document
                .instructions()
                .filter_map(|placed| shell::view(document, &placed, Dialect::Posix))
                .filter(|view| !view.has_error);
            let text = |word: &shell::Word| format!("{:?}", word.text);
            let mut all: Vec<Vec<String>> = views.map(|view| view.words.iter().map(text).collect()).collect();
            all.iter_mut().filter(|_| sorts).for_each(|words| words.sort_unstable());
            all
        };
        if words(&self.document) != words(after) {
            return Err("the words of a command change".to_owned());
        }
        Ok(())
    }
}

/// An instruction as BuildKit reads it, with single spaces between the words of RUN and keywords in
/// one case.
fn shape(instruction: &InstructionReport, sorts: bool) -> String {
    let InstructionReport { keyword, form, flags, heredocs, args, json, sub, .. } = instruction;
    let mut args = args.clone();
    match keyword.as_str() {
        "RUN" if json.is_none() => {
            for arg in &mut args {
                // Words that may change places are compared as the shell reads them.
                *arg =
                    if sorts { String::new() } else { arg.split_whitespace().collect::<Vec<_>>().join(" ") };
            }
        }
        "FROM" => args.iter_mut().skip(1).take(1).for_each(|arg| arg.make_ascii_uppercase()),
        "HEALTHCHECK" => args.iter_mut().take(1).for_each(|arg| arg.make_ascii_uppercase()),
        _ => {}
    }
    format!("{keyword} {form:?} {flags:?} {heredocs:?} {args:?} {json:?} {sub:?}")
}

/// Unusual texts: formatting them must not panic, and formatting again must change nothing.
#[test]
fn damaged_files_are_formatted_once() {
    let mut state: u64 = 7;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let pieces =
        ["\\\n", "\n", "  ", "\t", "\"", "'", "#", "\r\n", "RUN ", "<<EOF", " \\ \n", "[", "가", "`", "&& "];
    for (path, source) in samples() {
        for _ in 0..30 {
            let mut text = source.clone();
            for _ in 0..=random(4) {
                let at = (0..=random(text.len() + 1)).rev().find(|&at| text.is_char_boundary(at)).unwrap();
                if random(3) == 0 {
                    let end = (at + random(9)).min(text.len());
                    let end = (end..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap();
                    text.replace_range(at..end, "");
                } else {
                    text.insert_str(at, pieces[random(pieces.len())]);
                }
            }
            let file = File::new(text);
            for options in styles() {
                let result = file.check(&options);
                assert!(result.is_ok(), "{}: {}\n{:?}", path.display(), result.unwrap_err(), file.source);
            }
        }
    }
}
