//! Links from a Dockerfile to web pages and files: images, URLs, git repositories, and files of the
//! build context.
//!
//! An image links to its page at the registry, whatever its tag; registries without known pages get
//! no link. An image name with variables is expanded if their values are certain; other paths and
//! URLs with variables have no link. This module does not know whether a file exists or where the
//! build context is.

use std::{cell::LazyCell, collections::HashSet, ops::Range};

use dockwright_syntax::{
    Text,
    kinds::{self, Kind, NodeKind},
    logical::LogicalLine,
};
use tree_sitter::Node;

use dockwright_analysis::{
    any_platform::AnyPlatform,
    document::{Document, is_instruction},
    model::{Base, image_reference::ImageReference},
    spec::{
        flags::COPY_FROM,
        mounts::{MountKey, MountValue},
    },
};
use dockwright_texts::{Message, ide::document_links as texts};
pub use image::{Page, image_page};

mod image;

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A web page.
    Url(String),
    /// A path in the build context, clean and without a leading slash.
    ContextPath(String),
}

/// A linked range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// Byte range.
    pub range: Range<usize>,
    /// Where it leads.
    pub target: LinkTarget,
    /// The effect of a click, in the imperative.
    pub tooltip: Option<Message>,
}

/// The links in the order of the text.
pub fn document_links(document: &Document) -> Vec<DocumentLink> {
    let text = document.text();
    let mut links = Links { text, escape: document.escape(), acc: Vec::new() };
    for directive in document.directives().iter().filter(|directive| directive.name == "syntax") {
        let end = directive.value.find(' ').unwrap_or(directive.value.len());
        links.image(&directive.value[..end], directive.value_range.start);
    }
    let instructions = instructions(document.tree().root());
    let named = |node: &Node<'_>| {
        let name = node.child_by_field_name(kinds::field::NAME)?;
        Some(text.slice(name.byte_range()).to_ascii_lowercase())
    };
    let stages: HashSet<String> = instructions.iter().filter_map(named).collect();
    // In a FROM, only earlier stages can be referenced.
    let mut before = HashSet::new();
    let everywhere = LazyEverywhere::new(Box::new(|| AnyPlatform::new(document)));
    for node in instructions {
        match node.syntax_kind() {
            Kind::FromInstruction => {
                if let Some(image) = node.child_by_field_name(kinds::field::IMAGE) {
                    let is_linked = links.image_or_stage(image, &before);
                    if !is_linked {
                        links.resolved(document, &everywhere, image);
                    }
                }
                before.extend(named(&node));
            }
            Kind::CopyInstruction | Kind::AddInstruction => {
                let has_from = links.flags(node, &stages);
                if !has_from {
                    links.sources(node);
                }
            }
            Kind::RunInstruction => {
                links.flags(node, &stages);
            }
            _ => {}
        }
    }
    links.acc
}

/// All instructions that may have links, with ONBUILD replaced by its trigger.
fn instructions(root: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut cursor = root.walk();
    for part in root.children(&mut cursor) {
        let mut cursor = part.walk();
        for node in part.children(&mut cursor).filter(|node| is_instruction(*node)) {
            let trigger = node.child_by_field_name(kinds::field::INSTRUCTION);
            found.push(trigger.unwrap_or(node));
        }
    }
    found
}

/// Evaluated only if there is an image with variables.
type LazyEverywhere<'a> = LazyCell<AnyPlatform, Box<dyn FnOnce() -> AnyPlatform + 'a>>;

struct Links<'text> {
    text: &'text Text,
    escape: char,
    acc: Vec<DocumentLink>,
}

impl Links<'_> {
    fn add(&mut self, range: Range<usize>, target: LinkTarget, tooltip: Option<Message>) {
        self.acc.push(DocumentLink { range, target, tooltip });
    }

    /// Adds a link for the literal image reference at `start`; returns whether there is one.
    fn image(&mut self, reference: &str, start: usize) -> bool {
        let Some(page) = image_page(reference) else { return false };
        let range = start + page.range.start..start + page.range.end;
        let tooltip = texts::open_page(page.site);
        self.add(range, LinkTarget::Url(page.url), Some(tooltip));
        true
    }

    /// Adds a link for a FROM image with variables, to the page of its expanded name.
    fn resolved(&mut self, document: &Document, everywhere: &LazyEverywhere<'_>, node: Node<'_>) {
        let range = node.byte_range();
        if !self.text.slice(range.clone()).contains('$') {
            return;
        }
        let stage = document.block_at(range.start).and_then(|(stage, _)| stage);
        let Some(Base::Image(image)) = stage.and_then(|stage| everywhere.base(stage)) else { return };
        let Some(page) = ImageReference::parse(image).ok().and_then(|_| image_page(image)) else { return };
        let tooltip = texts::OpenPageOf { image: &**image, site: page.site }.message();
        self.add(range, LinkTarget::Url(page.url), Some(tooltip));
    }

    /// Adds a link for the name in FROM or `from=`, unless it is a stage; returns whether there is one.
    fn image_or_stage(&mut self, node: Node<'_>, stages: &HashSet<String>) -> bool {
        let reference = self.text.slice(node.byte_range());
        let is_stage = stages.contains(&reference.to_ascii_lowercase());
        let is_number = reference.bytes().all(|byte| byte.is_ascii_digit());
        !is_stage && !is_number && self.image(&reference, node.start_byte())
    }

    /// Adds links for the images in `--from` and in the `from=` of mounts; returns whether there is a
    /// `--from`.
    fn flags(&mut self, instruction: Node<'_>, stages: &HashSet<String>) -> bool {
        let mut has_from = false;
        let mut cursor = instruction.walk();
        for flag in instruction.children(&mut cursor).filter(|child| child.syntax_kind() == Kind::Flag) {
            let name = flag.child_by_field_name(kinds::field::NAME);
            let is_from = name.is_some_and(|name| {
                self.text.slice(name.byte_range()).strip_prefix("--") == Some(COPY_FROM.name)
            });
            has_from |= is_from;
            let Some(value) = flag.child_by_field_name(kinds::field::VALUE) else { continue };
            if is_from {
                self.image_or_stage(value, stages);
            } else if value.syntax_kind() == Kind::MountValue {
                let mut cursor = value.walk();
                for option in
                    value.children(&mut cursor).filter(|child| child.syntax_kind() == Kind::MountOption)
                {
                    let key = option.child_by_field_name(kinds::field::KEY);
                    let key = key.and_then(|key| MountKey::named(&self.text.slice(key.byte_range())));
                    let is_from = key.is_some_and(|key| key.value == MountValue::From);
                    if let Some(value) = option.child_by_field_name(kinds::field::VALUE).filter(|_| is_from) {
                        self.image_or_stage(value, stages);
                    }
                }
            }
        }
        has_from
    }

    /// Adds links for the sources of COPY and ADD in the build context, and for remote sources of ADD.
    fn sources(&mut self, instruction: Node<'_>) {
        let is_argument = |node: &Node<'_>| {
            matches!(
                node.syntax_kind(),
                Kind::Path | Kind::HeredocOpener | Kind::JsonString | Kind::JsonOther
            )
        };
        let mut cursor = instruction.walk();
        let array = instruction.children(&mut cursor).find(|child| child.syntax_kind() == Kind::JsonArray);
        let parent = array.unwrap_or(instruction);
        let mut cursor = parent.walk();
        let arguments: Vec<_> = parent.children(&mut cursor).filter(is_argument).collect();
        let Some((_, sources)) = arguments.split_last() else { return };
        for source in sources {
            let Some((range, written)) = self.literal(*source) else { continue };
            if let Some(url) = remote(&written) {
                if instruction.syntax_kind() == Kind::AddInstruction {
                    self.add(range, LinkTarget::Url(url), None);
                }
            } else if let Some(path) = context_path(&written) {
                self.add(range, LinkTarget::ContextPath(path), None);
            }
        }
    }

    /// The text of an argument without variables, and its range without the quotes.
    fn literal(&self, node: Node<'_>) -> Option<(Range<usize>, String)> {
        let mut range = node.byte_range();
        let is_quoted = match node.syntax_kind() {
            Kind::JsonString => true,
            Kind::Path => {
                let only = node.child(0).filter(|_| node.child_count() == 1);
                let is_string = |kind| kind == Kind::DoubleQuotedString || kind == Kind::SingleQuotedString;
                only.is_some_and(|child| is_string(child.syntax_kind()) && child.byte_range() == range)
            }
            _ => return None,
        };
        let mut written = self.text.slice(range.clone()).into_owned();
        if written.contains('\n') {
            written = LogicalLine::join(&written, self.escape).text;
        }
        if is_quoted {
            let quote = written.chars().next()?;
            written = written.strip_prefix(quote)?.strip_suffix(quote)?.into();
            range = range.start + 1..range.end - 1;
        }
        let is_plain = !written.contains(['$', '"', '\'', '\\', '`', '\n']);
        is_plain.then_some((range, written))
    }
}

/// The page of a source that is fetched instead of copied: a URL or a git repository.
fn remote(source: &str) -> Option<String> {
    let repository = |address: &str| {
        let address = address.split('#').next().unwrap_or_default();
        address.strip_suffix(".git").unwrap_or(address).to_owned()
    };
    // Source: BuildKit's `gitutil` and Docker's reference on ADD. The first `/` of `host:path` may be
    // missing.
    if source.starts_with("http://") || source.starts_with("https://") {
        let address = source.split('#').next().unwrap_or_default();
        return Some(address.strip_suffix(".git").unwrap_or(source).to_owned());
    }
    for scheme in ["ssh://", "git://"] {
        if let Some(rest) = source.strip_prefix(scheme) {
            let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
            let (host, path) = rest.split_once('/')?;
            let host = host.split(':').next().unwrap_or_default();
            return Some(format!("https://{host}/{}", repository(path)));
        }
    }
    let (host, path) = source.strip_prefix("git@")?.split_once(':')?;
    (!host.contains('/')).then(|| format!("https://{host}/{}", repository(path.trim_start_matches('/'))))
}

/// Resolves a path like BuildKit: relative to the root of the context, with no way to leave it.
fn context_path(source: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in source.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests;
