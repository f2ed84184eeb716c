//! Reads YAML into nodes. Anchors and merge keys are resolved, and each value keeps its own place.
//!
//! The parser's events are used instead of a deserializer because Compose needs what a deserializer drops: the tags
//! `!reset` and `!override`, and how a text is quoted.

use std::{path::Path, sync::Arc};

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, Tag};
use rustc_hash::FxHashMap;

use crate::{
    broken::Broken,
    node::{MergeTag, Node, Style, Value},
    numbers,
    spanned::{Place, Text},
};

/// How many nodes a file may have once its aliases are resolved.
const MAX_NODES: usize = 200_000;
/// How deep they may be nested.
const MAX_DEPTH: usize = 64;

/// The first document of a file; `None` if it is empty.
pub(crate) fn parse(text: &str, file: &Arc<Path>) -> Result<Option<Node>, Broken> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut reader = Reader {
        text,
        file,
        events: Parser::new_from_str_with_options(text, options),
        anchors: FxHashMap::default(),
        nodes: 0,
        end: 0,
    };
    loop {
        match reader.next()? {
            None | Some((Event::StreamEnd, _)) => return Ok(None),
            Some((Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _)) => {}
            Some((event, span)) => return reader.node(event, span, 0).map(Some),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a Arc<Path>,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    anchors: FxHashMap<usize, (Node, usize)>,
    nodes: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    /// The next event about a value.
    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, Broken> {
        loop {
            match self.events.next_event() {
                None => return Ok(None),
                Some(Ok((Event::Anchor(..), _))) => {}
                Some(Ok((event, span))) => {
                    self.end = span.byte_range().map_or(self.end, |range| range.end);
                    return Ok(Some((event, span)));
                }
                Some(Err(error)) => {
                    let offset = error.marker().byte_offset().unwrap_or(self.end).min(self.text.len());
                    return Err(Broken { offset, message: error.info() });
                }
            }
        }
    }

    fn broken(&self, message: &str) -> Broken {
        Broken { offset: self.end, message: message.to_owned() }
    }

    fn place(&self, span: &Span) -> Place {
        let range = span.byte_range().unwrap_or(self.end..self.end);
        Place { file: Arc::clone(self.file), range }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Broken> {
        self.nodes += 1;
        if self.nodes > MAX_NODES || depth > MAX_DEPTH {
            return Err(self.broken("the file is too large or too deeply nested"));
        }
        let before = self.nodes;
        let place = self.place(&span);
        let (value, anchor, tag) = match event {
            Event::Alias(id) => {
                let Some((node, size)) = self.anchors.get(&id) else {
                    return Err(self.broken("an alias refers to its own anchor"));
                };
                self.nodes += size;
                if self.nodes > MAX_NODES {
                    return Err(self.broken("the aliases of the file add up to too much"));
                }
                return Ok(node.clone());
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = tag.as_deref().is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                (self.scalar(&text, style, &place, is_text), anchor, tag)
            }
            Event::SequenceStart(_, anchor, tag) => {
                let mut elements = Vec::new();
                loop {
                    match self.next()? {
                        Some((Event::SequenceEnd, _)) => break,
                        Some((event, span)) => elements.push(self.node(event, span, depth + 1)?),
                        None => return Err(self.broken("the list does not end")),
                    }
                }
                (Value::List(elements), anchor, tag)
            }
            Event::MappingStart(_, anchor, tag) => (Value::Map(self.map(depth)?), anchor, tag),
            _ => return Err(self.broken("a value is missing")),
        };
        let node = Node { place, value, tag: merge_tag(tag.as_deref()) };
        if anchor > 0 {
            // An anchored value does not pass on its tag: `!reset` says something about one key.
            let anchored = Node { tag: MergeTag::None, ..node.clone() };
            self.anchors.insert(anchor, (anchored, self.nodes - before + 1));
        }
        Ok(node)
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(Text, Node)>, Broken> {
        let mut entries: Vec<(Text, Node)> = Vec::new();
        let mut merged: Vec<(Text, Node)> = Vec::new();
        loop {
            let key = match self.next()? {
                Some((Event::MappingEnd, _)) => break,
                Some((event, span)) => self.node(event, span, depth + 1)?,
                None => return Err(self.broken("the map does not end")),
            };
            let Some((event, span)) = self.next()? else {
                return Err(self.broken("a value is missing"));
            };
            let value = self.node(event, span, depth + 1)?;
            let key = match key.value {
                Value::Scalar(text, style) if style == Style::Plain && text.text == "<<" => {
                    merge(&value, &mut merged);
                    continue;
                }
                Value::Scalar(text, _) => text,
                // Compose files cannot have such keys.
                _ => continue,
            };
            if entries.iter().any(|(name, _)| name.text == key.text) {
                return Err(Broken {
                    offset: key.place.range.start,
                    message: format!("the key {} occurs twice", key.text),
                });
            }
            entries.push((key, value));
        }
        merged.retain(|(key, _)| !entries.iter().any(|(name, _)| name.text == key.text));
        merged.append(&mut entries);
        Ok(merged)
    }

    fn scalar(&self, decoded: &str, style: ScalarStyle, place: &Place, is_text: bool) -> Value {
        let source = self.text.get(place.range.clone()).unwrap_or_default();
        let (style, quotes) = match style {
            ScalarStyle::Plain => (Style::Plain, 0),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                (Style::Quoted, usize::from(source.starts_with(['"', '\''])))
            }
            ScalarStyle::Literal => (Style::Literal, 0),
            ScalarStyle::Folded => (Style::Folded, 0),
        };
        let mut text = decoded.to_owned();
        if style == Style::Plain && !is_text {
            match numbers::plain(decoded) {
                Some(printed) => text = printed,
                None => return Value::Null,
            }
        }
        let mut range = place.range.start + quotes..place.range.end - quotes;
        if style == Style::Plain {
            // The span of a plain text may reach over the spaces after it.
            range.end = range.start + source.trim_end().len();
        }
        let is_verbatim = self.text.get(range.clone()) == Some(text.as_str());
        Value::Scalar(Text { text, place: Place { file: Arc::clone(self.file), range }, is_verbatim }, style)
    }
}

/// Adds the entries of the value of `<<`: a map, or a list of maps in which the first has priority.
fn merge(value: &Node, into: &mut Vec<(Text, Node)>) {
    let maps = match &value.value {
        Value::List(maps) => maps.as_slice(),
        _ => std::slice::from_ref(value),
    };
    for (key, node) in maps.iter().flat_map(Node::entries) {
        if !into.iter().any(|(name, _)| name.text == key.text) {
            into.push((key.clone(), node.clone()));
        }
    }
}

fn merge_tag(tag: Option<&Tag>) -> MergeTag {
    match tag.map(Tag::suffix) {
        Some("reset") => MergeTag::Reset,
        Some("override") => MergeTag::Override,
        _ => MergeTag::None,
    }
}
