//! A common representation of settings from TOML, YAML and JSON, with line numbers if available.

use std::fmt;

use dockwright_texts::{Message, settings as texts};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and its 1-based line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) line: Option<u64>,
    pub(crate) value: Value,
}

/// The types of setting values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// `None` for a number that is not a count.
    Number(Option<u64>),
    Text(String),
    List(Vec<Node>),
    /// Keys with their nodes and lines.
    Table(Vec<(String, Node)>),
}

/// A message about a file, with its line.
pub(crate) type Complaint = (Option<u64>, Message);

impl Value {
    /// The name of its type, for messages.
    pub(crate) fn kind(&self) -> Message {
        match self {
            Self::Null => texts::empty(),
            Self::Bool(_) => texts::switch(),
            Self::Number(_) => texts::number(),
            Self::Text(_) => texts::text(),
            Self::List(_) => texts::list(),
            Self::Table(_) => texts::table(),
        }
    }
}

/// Parses TOML; if some of it is invalid, the rest is still read.
pub(crate) fn from_toml(text: &str) -> (Node, Vec<Complaint>) {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| Some(ends.partition_point(|&end| end < at) as u64 + 1);
    let (table, errors) = DeTable::parse_recoverable(text);
    let complaints = errors.iter().map(|error| {
        (error.span().and_then(|span| line(span.start)), Message::verbatim(error.message().to_owned()))
    });
    (Node { line: None, value: toml_table(table.get_ref(), &line) }, complaints.collect())
}

fn toml_table(table: &DeTable<'_>, line: &impl Fn(usize) -> Option<u64>) -> Value {
    let mut entries: Vec<(String, Node)> = table
        .iter()
        .map(|(key, value)| {
            let node = Node { line: line(key.span().start), value: toml_value(value.get_ref(), line) };
            (key.get_ref().to_string(), node)
        })
        .collect();
    entries.sort_by_key(|(_, node)| node.line);
    Value::Table(entries)
}

fn toml_value(value: &DeValue<'_>, line: &impl Fn(usize) -> Option<u64>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Integer(number) => Value::Number(number.to_string().parse().ok()),
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Number(None),
        DeValue::Array(list) => Value::List(
            list.iter()
                .map(|it| Node { line: line(it.span().start), value: toml_value(it.get_ref(), line) })
                .collect(),
        ),
        DeValue::Table(table) => toml_table(table, line),
    }
}

/// Reads YAML.
pub(crate) fn from_yaml(text: &str) -> Result<Node, Complaint> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
        return Ok(Node { line: None, value: Value::Null });
    }
    // Follows YAML 1.2, like hadolint: `yes` is a string.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map(|location| location.line());
        let message = error.without_snippet().to_string();
        let first = message.lines().next().map(|line| Message::verbatim(line.to_owned()));
        (line, first.unwrap_or_else(texts::no_yaml))
    })
}

/// Converts JSON.
pub(crate) fn from_json(value: &serde_json::Value) -> Node {
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) => Value::Number(number.as_u64()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(list) => Value::List(list.iter().map(from_json).collect()),
        serde_json::Value::Object(members) => {
            Value::Table(members.iter().map(|(key, value)| (key.clone(), from_json(value))).collect())
        }
    };
    Node { line: None, value }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { line: Some(referenced.line()), value })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a setting")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.try_into().ok()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(Some(number)))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Number(None))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut table = Vec::new();
        while let Some((key, node)) = entries.next_entry::<Spanned<String>, Node>()? {
            table.push((key.value, Node { line: Some(key.referenced.line()), ..node }));
        }
        Ok(Value::Table(table))
    }
}
