//! Completion of parser directives at the top of the file, and of comments that silence rules.

use std::ops::Range;

use super::{Acc, CompletionItem, CompletionKind};
use dockwright_analysis::{
    cursor::{CommentLine, Token, line_start},
    document::{Document, directive_shape},
};
use dockwright_lint::{
    registry,
    rule::{Preset, Rule},
    rule_texts::rule_summary,
};
use dockwright_texts::{Language, Topic};

/// Comments that silence rules, and the entries that describe their values.
const SILENCING: [(&str, &str); 5] = [
    ("hadolint ignore=", "hadolint ignore"),
    ("hadolint global ignore=", "hadolint global ignore"),
    ("hadolint stage ignore=", "hadolint stage ignore"),
    ("dockwright ignore=", "dockwright ignore"),
    ("dockwright file ignore=", "dockwright file ignore"),
];

pub(super) fn complete(site: &CommentLine, acc: &mut Acc<'_>) {
    let offset = site.start + site.before.len();
    let is_header = is_header(acc.document, offset);
    let text = site.before.trim_start();
    let lead = offset - text.len();
    let word_end = site.after.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(site.after.len());
    let whole = |from: usize| Token::new(lead + from..offset + word_end, &text[from..]);
    if let Some((name, value)) = text.split_once('=') {
        let at = text.len() - value.len();
        let value_start = at + value.len() - value.trim_start().len();
        let value = value.trim_start();
        match name.trim() {
            "escape" if is_header => {
                for escape in ["\\", "`"] {
                    acc.push(value_item(escape, &whole(value_start)).doc(Topic::Directives, "escape"));
                }
            }
            "syntax" if is_header => {
                for image in ["docker/dockerfile:1", "docker/dockerfile:1-labs"] {
                    acc.push(value_item(image, &whole(value_start)).name().doc(Topic::Directives, image));
                }
            }
            "check" => check(value, value_start, &whole, acc),
            name => {
                let is_it = |(key, _): &&(&str, &str)| key.trim_end_matches('=') == name;
                if let Some((key, _)) = SILENCING.iter().find(is_it) {
                    let last = value.rfind([',', ' ']).map_or(0, |at| at + 1);
                    rules(key.starts_with("hadolint"), value, &whole(value_start + last), acc);
                }
            }
        }
        return;
    }
    // Most comments are prose, so no list opens before a word has begun.
    if is_header && (!text.is_empty() || acc.context.is_by_hand) {
        let written: Vec<_> =
            acc.document.directives().iter().map(|it| (it.name.as_str(), it.range.clone())).collect();
        for name in ["syntax", "escape", "check"] {
            // The directive on the cursor's own line may be retyped.
            let is_other = |line: &Range<usize>| site.start < line.start || line.end < site.start;
            let is_written = written.iter().any(|(other, line)| *other == name && is_other(line));
            if !is_written && !stands_below(acc, offset + word_end, name) {
                let label = format!("{name}=");
                let item = value_item(&label, &whole(0)).name().opens_list(true);
                acc.push(item.rank(10).doc(Topic::Directives, name));
            }
        }
    }
    // Nothing is offered in a prose comment.
    if text.len() < 2 {
        return;
    }
    let own = if is_header { None } else { Some(("check=skip=", "check=skip")) };
    for (label, id) in own.into_iter().chain(SILENCING) {
        if label.starts_with(text) {
            acc.push(value_item(label, &whole(0)).name().doc(Topic::Directives, id));
        }
    }
}

/// Whether only directives precede the line of an offset.
fn is_header(document: &Document, offset: usize) -> bool {
    let head = document.text().slice(0..line_start(document, offset));
    let head = head.trim_start_matches('\u{feff}');
    head.lines().enumerate().all(|(at, line)| {
        let line = line.trim();
        let name = line.strip_prefix('#').and_then(|line| line.split_once('=')).map(|(name, _)| name.trim());
        (at == 0 && line.starts_with("#!")) || matches!(name, Some("syntax" | "escape" | "check"))
    })
}

/// Whether a comment below the cursor would become this directive once only directives precede it.
fn stands_below(acc: &Acc<'_>, offset: usize, name: &str) -> bool {
    let text = acc.document.text();
    let below = text.slice(offset..text.len().min(offset + 2048));
    let lines = below.split('\n').skip(1).map(str::trim_start);
    lines
        .map_while(|line| line.strip_prefix('#'))
        .any(|line| directive_shape(line).is_some_and(|it| it.0 == name))
}

fn value_item(label: &str, token: &Token) -> CompletionItem {
    CompletionItem::new(CompletionKind::Value, label, token)
}

/// Completes the value of `check=`.
fn check(value: &str, start: usize, whole: &dyn Fn(usize) -> Token, acc: &mut Acc<'_>) {
    let option = value.rfind(';').map_or(0, |at| at + 1);
    let written = value[..option].split(';').filter_map(|it| it.split('=').next()).collect::<Vec<_>>();
    let current = &value[option..];
    let Some((name, list)) = current.split_once('=') else {
        for (label, id) in
            [("skip=", "check=skip"), ("error=true", "check=error"), ("experimental=", "check=experimental")]
        {
            let name = label.split('=').next().unwrap_or_default();
            if !written.contains(&name) {
                acc.push(value_item(label, &whole(start + option)).doc(Topic::Directives, id));
            }
        }
        return;
    };
    let at = start + value.len() - list.len();
    let last = list.rfind(',').map_or(0, |at| at + 1);
    let token = whole(at + last);
    match name {
        "error" => ["true", "false"].iter().for_each(|it| acc.push(value_item(it, &token))),
        "skip" | "experimental" => {
            let taken: Vec<_> = list[..last].split(',').collect();
            if last == 0 {
                acc.push(value_item("all", &token).rank(40));
            }
            for rule in registry::rules() {
                let is_meant = Preset::Buildkit.has(rule) && rule.rejection.is_none();
                if is_meant && (name == "skip" || rule.is_experimental) && !taken.contains(&rule.name) {
                    acc.push(rule_item(rule, rule.name, &token, acc.context.language));
                }
            }
        }
        _ => {}
    }
}

/// The names in a list: hadolint's rules, or ours.
fn rules(is_hadolint: bool, value: &str, token: &Token, acc: &mut Acc<'_>) {
    let before = &value[..value.len() - token.prefix.len().min(value.len())];
    let taken: Vec<_> = before.split([',', ' ']).map(str::trim).collect();
    for rule in registry::rules() {
        let alias = rule.aliases.iter().find(|alias| alias.starts_with("DL"));
        let name = if is_hadolint { alias.copied() } else { Some(rule.name) };
        if let Some(name) = name.filter(|name| !taken.contains(name)) {
            acc.push(rule_item(rule, name, token, acc.context.language));
        }
    }
}

fn rule_item(rule: &Rule, name: &str, token: &Token, language: Language) -> CompletionItem {
    CompletionItem::new(CompletionKind::Rule, name, token).detail(rule_summary(rule, language))
}
