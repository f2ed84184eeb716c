//! The `build` section of a Compose service.

use std::{path::Path, sync::Arc};

use crate::{
    build::UnknownKey,
    inline::of_yaml,
    interpolate::{Variables, interpolate},
    layer::{Layer, Setting, SettingValue, Stated},
    near_key::near_key,
    node::{MergeTag, Node, Value},
    reading::Parsed,
    spanned::{Said, Text},
};

/// All keys of the section. Source: the Compose specification, `build.md`.
const KEYS: &[&str] = &[
    "additional_contexts",
    "args",
    "cache_from",
    "cache_to",
    "context",
    "dockerfile",
    "dockerfile_inline",
    "entitlements",
    "extra_hosts",
    "isolation",
    "labels",
    "network",
    "no_cache",
    "no_cache_filter",
    "platforms",
    "privileged",
    "provenance",
    "pull",
    "sbom",
    "secrets",
    "shm_size",
    "ssh",
    "tags",
    "target",
    "ulimits",
];

/// A text with its variables replaced.
pub(super) fn said(text: &Text, variables: &Variables) -> Said {
    Said {
        value: interpolate(&text.text, variables),
        place: text.place.clone(),
        is_verbatim: text.is_verbatim && !text.text.contains('$'),
    }
}

/// The settings in a section; `None` if there is no section.
pub(super) fn layer(
    node: &Node,
    folder: &Arc<Path>,
    variables: &Variables,
    parsed: &Parsed,
) -> Option<Layer> {
    if node.tag == MergeTag::Reset {
        return None;
    }
    let section = Section { node, folder, variables };
    let mut layer = match &node.value {
        Value::Null | Value::List(_) => return None,
        Value::Scalar(path, _) => {
            let context = Stated { said: said(path, variables), folder: Arc::clone(folder) };
            Layer { context: Some(context), ..Layer::default() }
        }
        Value::Map(_) => section.layer(parsed),
    };
    if node.tag == MergeTag::Override {
        layer.replaced.push("build");
    }
    Some(layer)
}

struct Section<'a> {
    node: &'a Node,
    folder: &'a Arc<Path>,
    variables: &'a Variables,
}

impl Section<'_> {
    fn layer(&self, parsed: &Parsed) -> Layer {
        let context = self.scalar("context").map(|said| Stated { said, folder: Arc::clone(self.folder) });
        let inline = match self.value("dockerfile_inline").map(|node| &node.value) {
            Some(Value::Scalar(text, style)) => {
                let inline = of_yaml(text, *style, &parsed.text, self.variables);
                Some((Arc::new(inline), interpolate(&text.text, self.variables)))
            }
            _ => None,
        };
        Layer {
            context,
            dockerfile: self.scalar("dockerfile"),
            dockerfile_folder: None,
            inline,
            args: self.settings("args"),
            target: self.scalar("target"),
            contexts: self.settings("additional_contexts"),
            platforms: self.list("platforms"),
            ssh: self.list("ssh"),
            secrets: self.list("secrets"),
            tags: self.list("tags"),
            uncached_stages: self.list("no_cache_filter"),
            cache_from: self.list("cache_from"),
            no_cache: self.scalar("no_cache"),
            unknown_keys: self.unknown_keys(),
            replaced: self.replaced(),
        }
    }

    /// The value of a key that is not removed.
    fn value(&self, key: &str) -> Option<&Node> {
        self.node.get(key).filter(|node| node.tag != MergeTag::Reset)
    }

    fn scalar(&self, key: &str) -> Option<Said> {
        self.value(key)?.text().map(|text| said(text, self.variables))
    }

    /// A list of texts; of maps, their `source` or keys.
    fn list(&self, key: &str) -> Option<Vec<Said>> {
        let node = self.value(key)?;
        let text = |text: &Text| said(text, self.variables);
        let list: Vec<Said> = match &node.value {
            Value::Null => return None,
            Value::Scalar(only, _) => vec![text(only)],
            Value::List(elements) => elements
                .iter()
                .filter_map(|element| element.text().or_else(|| element.get("source")?.text()))
                .map(text)
                .collect(),
            Value::Map(entries) => entries.iter().map(|(key, _)| text(key)).collect(),
        };
        Some(list)
    }

    /// A map, or a list of `NAME=value`.
    fn settings(&self, key: &str) -> Vec<Setting> {
        let Some(node) = self.value(key) else { return Vec::new() };
        let setting = |name: Text, value: SettingValue| Setting {
            name: Said::literal(&name),
            value,
            folder: Arc::clone(self.folder),
        };
        match &node.value {
            Value::Map(entries) => entries
                .iter()
                .map(|(key, value)| {
                    let value = match (value.tag, value.text()) {
                        (MergeTag::Reset, _) => SettingValue::Removed,
                        (_, Some(text)) => SettingValue::Said(said(text, self.variables)),
                        (_, None) => SettingValue::Environment,
                    };
                    setting(key.clone(), value)
                })
                .collect(),
            Value::List(elements) => elements
                .iter()
                .filter_map(Node::text)
                .filter_map(|element| {
                    let (name, value) = match element.text.find('=') {
                        Some(at) => {
                            let (name, value) = element.split(at, 1);
                            (name, SettingValue::Said(said(&value, self.variables)))
                        }
                        None => (element.clone(), SettingValue::Environment),
                    };
                    // A name with variables is not known.
                    (!name.text.contains('$')).then(|| setting(name, value))
                })
                .collect(),
            Value::Null | Value::Scalar(..) => Vec::new(),
        }
    }

    fn unknown_keys(&self) -> Vec<UnknownKey> {
        self.node.entries().iter().filter_map(|(key, _)| near_key(key, KEYS)).collect()
    }

    fn replaced(&self) -> Vec<&'static str> {
        let is_replaced = |key: &&&str| self.node.get(key).is_some_and(|node| node.tag != MergeTag::None);
        KEYS.iter().filter(is_replaced).copied().collect()
    }
}
