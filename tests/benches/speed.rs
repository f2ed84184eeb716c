//! How long parsing, a keystroke, diagnosing and completing take: `cargo bench -p dockwright-tests`.
//!
//! Inputs are the samples, all in one, and large texts that [`large`] makes: the shapes in which an
//! incremental parser can go wrong. Measure on a quiet machine, before and after.

mod large;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dockwright_analysis::{document::Document, model::Model};
use dockwright_format::{FormatOptions, format};
use dockwright_ide::{
    CompletionContext, HintKinds, code_lenses, completions, definition, highlights, hover, inlay_hints,
    inline_completion, relative_tokens, rename, resolve, tokens_edit,
};
use dockwright_lint::diagnostics::diagnostics;
use dockwright_syntax::{PositionEncoding, SyntaxTree, Text};
use dockwright_tests::samples;
use dockwright_texts::Language;
use mimalloc::MiMalloc;

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn inputs() -> Vec<(&'static str, String)> {
    let mut all = String::new();
    for (path, text) in samples() {
        // An open heredoc would swallow all that follows.
        if !path.ends_with("broken/open-heredoc.Dockerfile") {
            all.push_str(&text);
        }
    }
    vec![
        ("samples", all),
        ("mixed-1k", large::mixed(1_000)),
        ("mixed-10k", large::mixed(10_000)),
        ("flat-10k", large::flat(10_000)),
        ("stages-2k", large::stages(2_000)),
        ("run-60", large::setup_run(60)),
        ("run-10k", large::long_run(10_000)),
        ("heredoc-20k", large::heredoc(20_000)),
    ]
}

/// Text to tree.
fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (name, source) in inputs() {
        let text = Text::new(&source);
        group.throughput(Throughput::Bytes(source.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
            bencher.iter(|| SyntaxTree::parse(black_box(text)));
        });
    }
    group.finish();
}

/// Where the letter is typed: after the first letter of a word in the middle, so that only a word
/// changes.
fn middle_of_a_word(source: &str) -> usize {
    let middle = source.len() / 2;
    middle + source[middle..].find(char::is_alphabetic).map_or(0, |offset| offset + 1)
}

/// The version after a letter is typed; `text` is that of the document.
fn typed(document: &Document, mut text: Text, at: usize) -> Document {
    let edit = text.replace(at..at, "x");
    document.edited(text, &[edit])
}

/// A letter typed into the middle of the text: the edit and the new version of the document.
fn edit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    for (name, source) in inputs() {
        let document = Document::new(Text::new(&source));
        let at = middle_of_a_word(&source);
        group.bench_with_input(BenchmarkId::from_parameter(name), &document, |bencher, document| {
            bencher.iter_batched(
                || document.text().clone(),
                |text| black_box(typed(document, text, at)),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// All findings of a document, and of its version after a keystroke.
fn diagnose(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diagnose");
    for (name, source) in inputs() {
        let text = Text::new(&source);
        group.throughput(Throughput::Bytes(source.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
            bencher.iter_batched(
                || Document::new(text.clone()),
                |document| black_box(diagnostics(&document)),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// The time from a keystroke to its findings.
fn keystroke(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keystroke");
    for (name, source) in inputs() {
        let document = Document::new(Text::new(&source));
        diagnostics(&document);
        let at = middle_of_a_word(&source);
        group.bench_with_input(BenchmarkId::from_parameter(name), &document, |bencher, document| {
            bencher.iter_batched(
                || document.text().clone(),
                |text| {
                    let document = typed(document, text, at);
                    (diagnostics(&document), document)
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// Meaning: a new model, and the features that use it, at the last use of a variable.
fn meaning(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("meaning");
    let kinds = HintKinds { image: true, value: true, workdir: true, stage_index: true };
    for (name, source) in [("stages-2k", large::stages(2_000)), ("flat-10k", large::flat(10_000))] {
        let document = Document::new(Text::new(&source));
        let model = document.model();
        let at = source.rfind('$').map_or(0, |offset| offset + 1);
        group.bench_function(BenchmarkId::new("model", name), |bencher| {
            bencher.iter(|| Model::new(black_box(&document), &model.inputs, None));
        });
        group.bench_function(BenchmarkId::new("hover", name), |bencher| {
            bencher.iter(|| hover(&document, at, Language::English));
        });
        group.bench_function(BenchmarkId::new("definition", name), |bencher| {
            bencher.iter(|| definition(&document, at));
        });
        group.bench_function(BenchmarkId::new("highlights", name), |bencher| {
            bencher.iter(|| highlights(&document, at));
        });
        group.bench_function(BenchmarkId::new("rename", name), |bencher| {
            bencher.iter(|| rename(&document, at, "FRESH"));
        });
        let screen = at.saturating_sub(2_000)..at;
        group.bench_function(BenchmarkId::new("inlay-hints", name), |bencher| {
            bencher.iter(|| inlay_hints(&document, screen.clone(), &kinds));
        });
        group.bench_function(BenchmarkId::new("code-lenses", name), |bencher| {
            bencher.iter(|| code_lenses(&document, &[]));
        });
        group.bench_function(BenchmarkId::new("resolve", name), |bencher| {
            bencher.iter(|| resolve(&document, model));
        });
    }
    group.finish();
}

/// The findings after a keystroke if the meaning of the text is known: rejections and the findings
/// of rules.
fn check_again(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check-again");
    for (name, source) in inputs() {
        let document = Document::new(Text::new(&source));
        diagnostics(&document);
        let at = middle_of_a_word(&source);
        group.bench_with_input(BenchmarkId::from_parameter(name), &document, |bencher, document| {
            bencher.iter_batched(
                || {
                    let document = typed(document, document.text().clone(), at);
                    document.model();
                    document
                },
                |document| black_box(diagnostics(&document)),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// Semantic tokens of a whole text, when nothing is cached and again; what a keystroke changes; and
/// the tokens of a screen.
fn semantic(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("semantic_tokens");
    let encoded =
        |document: &Document| relative_tokens(document, 0..document.text().len(), PositionEncoding::Utf16);
    for (name, source) in inputs() {
        let text = Text::new(&source);
        group.bench_function(BenchmarkId::new("full-cold", name), |bencher| {
            bencher.iter_batched(
                || Document::new(text.clone()),
                |document| (encoded(&document), document),
                BatchSize::LargeInput,
            );
        });
        // The scripts are read by then: the rules did.
        group.bench_function(BenchmarkId::new("full-checked", name), |bencher| {
            bencher.iter_batched(
                || {
                    let document = Document::new(text.clone());
                    diagnostics(&document);
                    document
                },
                |document| (encoded(&document), document),
                BatchSize::LargeInput,
            );
        });
        let document = Document::new(text);
        let sent = encoded(&document);
        group.bench_function(BenchmarkId::new("full-again", name), |bencher| {
            bencher.iter(|| encoded(black_box(&document)));
        });
        let at = middle_of_a_word(&source);
        let delta = |document: &Document| {
            let new = encoded(document);
            (tokens_edit(&sent, &new), new)
        };
        for (what, has_model) in [("delta", false), ("delta-checked", true)] {
            group.bench_function(BenchmarkId::new(what, name), |bencher| {
                bencher.iter_batched(
                    || {
                        let document = typed(&document, document.text().clone(), at);
                        if has_model {
                            document.model();
                        }
                        document
                    },
                    |document| (delta(&document), document),
                    BatchSize::SmallInput,
                );
            });
        }
        group.bench_function(BenchmarkId::new("range", name), |bencher| {
            let screen = at..at + 2_000;
            bencher.iter(|| relative_tokens(black_box(&document), screen.clone(), PositionEncoding::Utf16));
        });
    }
    group.finish();
}

/// The most frequent completion lists, at the end of a text.
fn complete(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("complete");
    let context = CompletionContext {
        language: Language::English,
        has_snippets: true,
        is_by_hand: true,
        images: &|_| Vec::new(),
        folder: &|_, _| Vec::new(),
        starter: &|| None,
    };
    let begun = [
        ("keyword", "R"),
        ("flag", "RUN --m"),
        ("mount", "RUN --mount=type=cache,"),
        ("image", "FROM "),
        ("variable", "LABEL a=$"),
        ("port", "EXPOSE "),
    ];
    for (name, source) in [("samples", inputs().swap_remove(0).1), ("mixed-10k", large::mixed(10_000))] {
        for (what, line) in begun {
            let source = format!("{source}\n{line}");
            let document = Document::new(Text::new(&source));
            document.model();
            group.bench_function(BenchmarkId::new(what, name), |bencher| {
                bencher.iter(|| completions(black_box(&document), source.len(), &context));
            });
        }
    }
    group.finish();
}

/// Ghost text at the end of a text, after nothing, after a word and after a whole command.
fn ghost_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("inline-completion");
    let inputs = [
        ("short", "FROM debian\n".to_owned()),
        ("samples", inputs().swap_remove(0).1),
        ("mixed-10k", large::mixed(10_000)),
        ("run-10k", large::long_run(10_000)),
    ];
    let begun = [("word", "RUN apt-get upd"), ("idiom", "RUN apt-get update &"), ("nothing", "RUN xyzzy")];
    for (name, source) in inputs {
        for (what, line) in begun {
            let source = format!("{source}\n{line}");
            let document = Document::new(Text::new(&source));
            group.bench_function(BenchmarkId::new(what, name), |bencher| {
                bencher.iter(|| inline_completion(black_box(&document), source.len()));
            });
        }
    }
    group.finish();
}

/// The formatter's edits of a document that is open.
fn formatting(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("format");
    for (name, source) in inputs() {
        let document = Document::new(Text::new(&source));
        diagnostics(&document);
        let options = FormatOptions::default();
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| format(black_box(&document), &options));
        });
    }
    group.finish();
}

criterion_group!(
    benches,
    parse,
    edit,
    keystroke,
    diagnose,
    check_again,
    meaning,
    semantic,
    complete,
    ghost_text,
    formatting
);
criterion_main!(benches);
