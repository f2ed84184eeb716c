//! The graph of a crate's modules, read from its source: which module uses items of which other one.
//!
//! A module uses another one if its code names a path that leads there: in a `use`, or in an expression that starts with
//! `crate`, `self` or `super`. A path through a re-export counts for the module that defines the item, so a façade does
//! not hide an edge. Tests do not count: neither items with `#[cfg(test)]` or `#[test]`, nor files that only such items
//! include.
//!
//! Modules are compared with their siblings only. At each level of the tree, a folder of modules is one node, and an edge
//! into a deeper module counts for the sibling that contains it. Edges between a module and its own ancestors are not
//! counted in either direction: a parent calls its children, and children import the types that they share from their
//! parent, which is how Rust modules are usually written. The price is that a child which calls a function of its parent
//! that calls another child is not noticed. Macros and methods are not resolved.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

/// The name of a module from the root of its crate; empty for the root.
type ModulePath = Vec<String>;

/// The siblings of one level, each with the siblings that it uses and one example of a use.
type Level = BTreeMap<String, BTreeMap<String, String>>;

/// The modules of a crate and their uses.
#[derive(Debug, Default)]
pub struct ModuleGraph {
    modules: BTreeMap<ModulePath, Module>,
}

#[derive(Debug, Default)]
struct Module {
    /// The names that `use` brings into the module, each with its path.
    imports: BTreeMap<String, Vec<String>>,
    /// The modules in `use path::*`.
    globs: Vec<Vec<String>>,
    /// Paths in expressions and types that begin with `crate`, `self` or `super`.
    paths: Vec<Vec<String>>,
}

impl ModuleGraph {
    /// Reads a crate from its root file.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut graph = Self::default();
        let folder = root.parent().unwrap_or(Path::new(""));
        graph.read_file(&mut |path| fs::read_to_string(path), root, folder, &[])?;
        Ok(graph)
    }

    /// Reads a file; `folder` contains the files of its child modules.
    fn read_file(
        &mut self,
        read: &mut dyn FnMut(&Path) -> io::Result<String>,
        file: &Path,
        folder: &Path,
        path: &[String],
    ) -> io::Result<()> {
        let text = read(file)?;
        let mut children = Vec::new();
        self.read_items(&tokens(&text), path, &mut children);
        for child in children {
            let mut child_folder = folder.to_path_buf();
            child_folder.extend(&child[path.len()..]);
            let candidates: [PathBuf; 2] = [child_folder.with_extension("rs"), child_folder.join("mod.rs")];
            let [file, mod_file] = &candidates;
            let file = if read(file).is_ok() { file } else { mod_file };
            self.read_file(read, file, &child_folder, &child)?;
        }
        Ok(())
    }

    /// Reads the items of a module; adds the modules that have their own files to `children`.
    fn read_items(&mut self, tokens: &[String], path: &[String], children: &mut Vec<ModulePath>) {
        self.modules.entry(path.to_vec()).or_default();
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            let word = |offset: usize| rest.get(offset).map_or("", String::as_str);
            let module = self.modules.entry(path.to_vec()).or_default();
            at += match word(0) {
                "#" if is_test_attribute(rest) => {
                    let attribute = group(&rest[1..]) + 1;
                    attribute + item(&rest[attribute..])
                }
                "mod" if word(2) == ";" => {
                    let child = [path, &[word(1).to_owned()]].concat();
                    self.modules.entry(child.clone()).or_default();
                    children.push(child);
                    3
                }
                "mod" if word(2) == "{" => {
                    let length = group(&rest[2..]);
                    let child = [path, &[word(1).to_owned()]].concat();
                    self.read_items(&rest[3..=length], &child, children);
                    2 + length
                }
                // A macro's imports are in the modules that use it.
                "use" if word(1) != "$" => {
                    let length = rest.iter().position(|token| token == ";").unwrap_or(rest.len());
                    module.add_use(&mut Vec::new(), &rest[1..length]);
                    length
                }
                "crate" | "self" | "super" if word(1) == "::" => {
                    let length = path_length(rest);
                    module.paths.push(rest[..length].iter().step_by(2).cloned().collect());
                    length
                }
                _ => 1,
            };
        }
    }

    /// The modules that an item of `from` belongs to if `path` names it there; `None` if it belongs to another crate.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<ModulePath> {
        // Modules can import each other's names in a circle.
        if depth > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        if first == "std" || first.starts_with("dockwright_") {
            return None; // A different crate: searching every `*` for the name would take long.
        }
        let (start, rest) = match first.as_str() {
            "crate" => (Vec::new(), rest),
            "self" => (from.to_vec(), rest),
            "super" => (from.split_last()?.1.to_vec(), rest),
            _ => (from.to_vec(), path),
        };
        let mut module = start;
        for (at, name) in rest.iter().enumerate() {
            if name == "super" {
                module.pop();
                continue;
            }
            let child = [&module[..], std::slice::from_ref(name)].concat();
            if self.modules.contains_key(&child) {
                module = child;
                continue;
            }
            let Module { imports, globs, .. } = self.modules.get(&module)?;
            if let Some(import) = imports.get(name) {
                // A name that is imported from the crate of the same name leads out of this crate.
                let is_itself = import.first() == Some(name) && import.len() == 1;
                let path = [&import[..], &rest[at + 1..]].concat();
                return if is_itself { None } else { self.resolve(&module, &path, depth + 1) };
            }
            let through = globs.iter().filter(|glob| glob[..] != *path).find_map(|glob| {
                let target = self.resolve(&module, glob, depth + 1)?;
                let path = [&["self".to_owned()], &rest[at..]].concat();
                let found = self.resolve(&target, &path, depth + 1)?;
                (found != target).then_some(found)
            });
            if through.is_some() {
                return through;
            }
            // An item of the module itself, unless nothing says that the path is one of this crate.
            let is_ours = at > 0 || matches!(first.as_str(), "crate" | "self" | "super");
            return is_ours.then_some(module);
        }
        Some(module)
    }

    /// The graph among the children of each module that has several, by the module's path.
    pub fn levels(&self) -> BTreeMap<String, Level> {
        let mut levels: BTreeMap<String, Level> = BTreeMap::new();
        for path in self.modules.keys() {
            if let Some((name, parent)) = path.split_last() {
                levels.entry(shown(parent)).or_default().entry(name.clone()).or_default();
            }
        }
        for (path, module) in &self.modules {
            let used = module.imports.values().chain(&module.globs).chain(&module.paths);
            for (target, used) in used.filter_map(|used| Some((self.resolve(path, used, 0)?, used))) {
                let common = path.iter().zip(&target).take_while(|(a, b)| a == b).count();
                if let (Some(from), Some(to)) = (path.get(common), target.get(common)) {
                    let level = levels.entry(shown(&path[..common])).or_default();
                    let uses = level.entry(from.clone()).or_default();
                    uses.entry(to.clone())
                        .or_insert_with(|| format!("{} uses {}", shown(path), used.join("::")));
                }
            }
        }
        levels.retain(|_, level| level.len() > 1);
        levels
    }
}

fn shown(path: &[String]) -> String {
    [&["crate".to_owned()], path].concat().join("::")
}

/// The siblings in layers: each uses only siblings of earlier layers. The second part are the uses that prevent it.
pub fn layers(level: &Level) -> (Vec<Vec<&str>>, Vec<&str>) {
    let mut layers: Vec<Vec<&str>> = Vec::new();
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    while placed.len() < level.len() {
        let is_ready =
            |uses: &BTreeMap<String, String>| uses.keys().all(|used| placed.contains(used.as_str()));
        let ready = level.iter().filter(|(name, uses)| !placed.contains(name.as_str()) && is_ready(uses));
        let layer: Vec<&str> = ready.map(|(name, _)| name.as_str()).collect();
        if layer.is_empty() {
            break;
        }
        placed.extend(&layer);
        layers.push(layer);
    }
    // The rest is in a cycle, or uses something that is. The latter is removed from the top.
    let mut cyclic: BTreeSet<&str> =
        level.keys().map(String::as_str).filter(|name| !placed.contains(name)).collect();
    loop {
        let is_used = |name: &str| cyclic.iter().any(|user| level[*user].contains_key(name));
        let Some(top) = cyclic.iter().copied().find(|name| !is_used(name)) else { break };
        cyclic.remove(top);
    }
    let uses = level.iter().filter(|(name, _)| cyclic.contains(name.as_str()));
    let uses = uses.flat_map(|(_, uses)| uses).filter(|(used, _)| cyclic.contains(used.as_str()));
    (layers, uses.map(|(_, example)| example.as_str()).collect())
}

impl Module {
    /// Adds what a `use` brings, its braces taken apart: `a::{b, c::*}` is `a::b` and `a::c::*`.
    fn add_use(&mut self, prefix: &mut Vec<String>, tokens: &[String]) {
        let length = prefix.len();
        let mut at = 0;
        let mut alias = None;
        while at < tokens.len() {
            match tokens[at].as_str() {
                "{" => {
                    let end = at + group(&tokens[at..]);
                    for part in split_at_commas(&tokens[at + 1..end - 1]) {
                        self.add_use(prefix, part);
                    }
                    prefix.truncate(length);
                    return;
                }
                "*" => {
                    self.globs.push(prefix.clone());
                    prefix.truncate(length);
                    return;
                }
                "as" => {
                    alias = tokens.get(at + 1).cloned();
                    break;
                }
                "::" => {}
                name => prefix.push(name.to_owned()),
            }
            at += 1;
        }
        // `use a::{self}` brings `a`.
        if prefix.len() > 1 && prefix.last().is_some_and(|last| last == "self") {
            prefix.pop();
        }
        if let Some(last) = prefix.last() {
            let name = match alias {
                Some(alias) if alias == "_" => prefix.join("::"), // It brings no name, but is a use.
                Some(alias) => alias,
                None => last.clone(),
            };
            // A function and a module can have the same name; both uses count.
            match self.imports.get(&name) {
                Some(_) => self.paths.push(prefix.clone()),
                None => drop(self.imports.insert(name, prefix.clone())),
            }
        }
        prefix.truncate(length);
    }
}

/// Names, `::` and single punctuation characters, without comments and literals.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let get = |at: usize| chars.get(at).copied().unwrap_or('\0');
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let find = |from: usize, end: &dyn Fn(usize) -> bool| {
        (from..chars.len()).find(|&at| end(at)).unwrap_or(chars.len())
    };
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match get(at) {
            '/' if get(at + 1) == '/' => at = find(at, &|at| get(at) == '\n'),
            '/' if get(at + 1) == '*' => at = find(at + 2, &|at| get(at) == '*' && get(at + 1) == '/') + 2,
            '"' => {
                at += 1;
                while at < chars.len() && get(at) != '"' {
                    at += if get(at) == '\\' { 2 } else { 1 };
                }
                at += 1;
            }
            '\'' if get(at + 1) == '\\' => at = find(at + 3, &|at| get(at) == '\'') + 1,
            '\'' if get(at + 2) == '\'' => at += 3,
            'r' if get(at + 1) == '#' || get(at + 1) == '"' => {
                let hashes = find(at + 1, &|at| get(at) != '#') - at - 1;
                if get(at + 1 + hashes) == '"' {
                    let is_end = |at: usize| get(at) == '"' && (1..=hashes).all(|more| get(at + more) == '#');
                    at = find(at + 2 + hashes, &is_end) + 1 + hashes;
                } else {
                    // A raw name such as `r#type`.
                    at += 1 + hashes;
                }
            }
            ':' if get(at + 1) == ':' => {
                tokens.push("::".to_owned());
                at += 2;
            }
            c if is_name(c) => {
                let end = find(at, &|at| !is_name(get(at)));
                let name: String = chars[at..end].iter().collect();
                let is_raw_prefix = matches!(name.as_str(), "br" | "cr") && matches!(get(end), '"' | '#');
                at = if is_raw_prefix { end - 1 } else { end };
                tokens.push(name);
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                at += 1;
            }
        }
    }
    tokens
}

/// The number of tokens of the group that starts with the first one, brackets included.
fn group(tokens: &[String]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The number of tokens of an item with its attributes: up to a semicolon or a closing brace.
fn item(tokens: &[String]) -> usize {
    let mut at = 0;
    while at < tokens.len() {
        let length = group(&tokens[at..]);
        let is_end = matches!(tokens[at].as_str(), ";" | "{");
        at += length;
        if is_end {
            break;
        }
    }
    at
}

/// Whether the tokens start with an attribute that only tests have.
fn is_test_attribute(tokens: &[String]) -> bool {
    let attribute = &tokens[1..=group(tokens.get(1..).unwrap_or_default())];
    let has = |word: &str| attribute.iter().any(|token| token == word);
    let is_cfg = attribute.get(1).is_some_and(|name| name == "cfg") && !has("not") && !has("any");
    has("test") && (is_cfg || attribute.len() == 3)
}

fn path_length(tokens: &[String]) -> usize {
    let is_name = |token: &String| token.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let mut length = 1;
    while tokens.get(length).is_some_and(|token| token == "::") && tokens.get(length + 1).is_some_and(is_name)
    {
        length += 2;
    }
    length
}

fn split_at_commas(tokens: &[String]) -> Vec<&[String]> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while at < tokens.len() {
        if tokens[at] == "," {
            parts.push(&tokens[start..at]);
            start = at + 1;
        }
        at += group(&tokens[at..]);
    }
    parts.push(&tokens[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate of files with their texts, and the uses in cycles.
    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let mut read = |path: &Path| {
            let found = files.iter().find(|(name, _)| Path::new(name) == path);
            found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
        };
        let mut graph = ModuleGraph::default();
        graph.read_file(&mut read, Path::new("lib.rs"), Path::new(""), &[]).unwrap();
        let levels = graph.levels();
        let cyclic: Vec<&str> = levels.values().flat_map(|level| layers(level).1).collect();
        assert_eq!(cyclic, expected, "{levels:#?}");
    }

    #[test]
    fn siblings_that_use_each_other_are_a_cycle() {
        let root = ("lib.rs", "mod a; mod b;");
        check(&[root, ("a.rs", "use super::b::B;"), ("b.rs", "struct B;")], &[]);
        check(
            &[root, ("a.rs", "use super::b::B;"), ("b.rs", "fn f() { crate::a::g::<u8>() }")],
            &["crate::a uses super::b::B", "crate::b uses crate::a::g"],
        );
    }

    #[test]
    fn nested_braces_and_other_names_are_uses() {
        let root = ("lib.rs", "mod a; mod b; mod c;");
        check(
            &[
                root,
                ("a.rs", "use crate::{c::{self}, b::{x::{*}, Y as Z}};"),
                ("b.rs", "use super::a as other;"),
                ("c.rs", ""),
            ],
            &["crate::a uses crate::b::Y", "crate::b uses super::a"],
        );
    }

    #[test]
    fn a_facade_does_not_hide_a_use() {
        let root = ("lib.rs", "mod a; mod b; pub use b::B; pub use a::*;");
        let b = "pub struct B; use crate::inner::A;";
        check(
            &[root, ("a.rs", "use crate::B; pub mod inner;"), ("a/inner.rs", ""), ("b.rs", b)],
            &["crate::a uses crate::B", "crate::b uses crate::inner::A"],
        );
    }

    #[test]
    fn deeper_modules_count_for_the_sibling_that_contains_them() {
        let root = ("lib.rs", "mod a; mod b;");
        let files = [root, ("a.rs", "mod x; mod y;"), ("a/x.rs", "use crate::b::B;"), ("a/y.rs", "")];
        check(&[&files[..], &[("b.rs", "")]].concat(), &[]);
        let b = ("b.rs", "use crate::a::y::Y;");
        check(
            &[&files[..], &[b]].concat(),
            &["crate::a::x uses crate::b::B", "crate::b uses crate::a::y::Y"],
        );
    }

    #[test]
    fn parents_and_children_may_use_each_other() {
        let root = ("lib.rs", "mod a;");
        check(
            &[
                root,
                ("a.rs", "mod x; mod y; use x::X; struct A;"),
                ("a/x.rs", "use super::A;"),
                ("a/y.rs", ""),
            ],
            &[],
        );
    }

    #[test]
    fn what_a_parent_imports_is_used_where_it_is_defined() {
        let root = ("lib.rs", "mod a; mod b;");
        check(
            &[
                root,
                ("a.rs", "mod x; use super::b::B;"),
                ("a/x.rs", "use super::B;"),
                ("b.rs", "use super::a::A;"),
            ],
            &["crate::a uses super::b::B", "crate::b uses super::a::A"],
        );
    }

    #[test]
    fn tests_comments_and_literals_do_not_count() {
        let root = ("lib.rs", "mod a; mod b; #[cfg(test)] mod testing;");
        let b = "// use crate::a::A;\n/* use crate::a::A; */\n\
                 const S: &str = \"crate::a::A\"; const R: &str = r#\"\"crate::a::A\"#; const C: char = '\"';\n\
                 fn f<'a>() {} #[cfg(all(test, unix))] mod tests { use crate::a::A; } #[test] fn t() { crate::a::t() }";
        check(&[root, ("a.rs", "use crate::b::B;"), ("b.rs", b)], &[]);
    }

    #[test]
    fn other_crates_do_not_count() {
        let root = ("lib.rs", "mod a; mod b;");
        check(
            &[
                root,
                ("a.rs", "use b_other::x; use std::a; use super::b::B;"),
                ("b.rs", "use std::{a, b}; use a as _;"),
            ],
            &[],
        );
    }
}
