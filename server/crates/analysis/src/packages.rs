//! Finds the package managers that a script calls, and the packages that it names.
//!
//! It looks inside wrappers before a program. It does not find packages listed in files, in
//! variables that hold a whole command, or in scripts that are passed to another program.

use std::ops::{Deref, Range};

use crate::{
    commands::{Call, calls},
    fix::TextEdit,
    shell::{Context, ShellView},
    spec::package_managers::PackageManager,
};

/// A call of a package manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerCall {
    /// The package manager.
    pub manager: &'static PackageManager,
    /// The call; its operands are the subcommand and the packages.
    pub call: Call,
}

impl Deref for ManagerCall {
    type Target = Call;

    fn deref(&self) -> &Call {
        &self.call
    }
}

/// The packages of one command; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageList {
    /// Byte ranges of the packages, including quotes, relative to the instruction; in the order of the
    /// text.
    pub words: Vec<Range<usize>>,
    /// The names of the packages, without quotes; `None` if the shell expands something in a name.
    pub texts: Vec<Option<Box<str>>>,
    /// The index of the command in [`ShellView::commands`].
    pub command: usize,
    /// Whether the packages directly follow one another, without options between them.
    pub is_row: bool,
}

/// The calls of package managers in the order of the text, including those in substitutions and
/// branches.
pub fn manager_calls(view: &ShellView) -> Vec<ManagerCall> {
    calls(view).into_iter().filter_map(|call| ManagerCall::of(view, call)).collect()
}

impl ManagerCall {
    /// The call as one of a package manager, if it is one.
    pub fn of(view: &ShellView, call: Call) -> Option<Self> {
        let manager = PackageManager::named(call.program(view)?)?;
        Some(Self { manager, call })
    }

    /// The packages that it installs, if it names any.
    pub fn packages(&self, view: &ShellView) -> Option<PackageList> {
        let verb = self.verb(view, self.manager.installs)?;
        let packages = self.operands.get(verb..).filter(|packages| !packages.is_empty())?;
        Some(PackageList {
            words: packages.iter().map(|&word| view.words[word].span.range()).collect(),
            texts: packages.iter().map(|&word| view.words[word].text.clone()).collect(),
            command: self.command,
            is_row: packages.windows(2).all(|pair| pair[0] + 1 == pair[1]),
        })
    }
}

/// The packages that a script installs, one list for each command, in the order of the text.
pub fn package_lists(view: &ShellView) -> Vec<PackageList> {
    let is_plain = |call: &&ManagerCall| !view.commands[call.command].context.has(Context::SUBSTITUTION);
    manager_calls(view).iter().filter(is_plain).filter_map(|call| call.packages(view)).collect()
}

/// The edits that sort a list, relative to the instruction, whose text is `source`. `None` if the
/// list is sorted already, contains a comment, or has a name that is not known.
pub fn sorted(list: &PackageList, source: &str) -> Option<Vec<TextEdit>> {
    let texts: Vec<&str> = list.texts.iter().map(Option::as_deref).collect::<Option<_>>()?;
    let written: Vec<&str> = list.words.iter().map(|word| source.get(word.clone())).collect::<Option<_>>()?;
    let whole = source.get(list.words.first()?.start..list.words.last()?.end)?;
    let has_remark = whole.contains('`') || whole.lines().any(|line| line.trim_start().starts_with('#'));
    if has_remark || written.iter().any(|word| word.contains(['\n', '{'])) {
        return None;
    }
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&at| (texts[at].to_ascii_lowercase(), texts[at]));
    let edits: Vec<TextEdit> = order
        .into_iter()
        .zip(&list.words)
        .zip(&written)
        .filter(|((from, _), old)| written[*from] != **old)
        .map(|((from, slot), _)| TextEdit { range: slot.clone(), text: written[from].to_owned() })
        .collect();
    (!edits.is_empty()).then_some(edits)
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;
    use crate::{
        document::Document,
        shell::{self, Dialect},
    };

    /// Checks the packages of each command of a RUN, as written.
    #[track_caller]
    fn check(script: &str, lists: &[&[&str]]) {
        let text = format!("FROM a\nRUN {script}\n");
        let document = Document::new(Text::new(&text));
        let placed = document.instructions().nth(1).unwrap();
        let view = shell::view(&document, &placed, Dialect::Posix).unwrap();
        let source = document.source(&placed);
        let found: Vec<Vec<&str>> = package_lists(&view)
            .into_iter()
            .map(|list| list.words.into_iter().map(|word| &source[word]).collect())
            .collect();
        assert_eq!(found, lists, "{script}");
    }

    #[test]
    fn packages_stand_behind_the_subcommand() {
        check("apt-get update && apt-get install -y curl git=1:2", &[&["curl", "git=1:2"]]);
        check("apt-get -y install -t sid \\\n  # note\n a \\\n 'b c' $D", &[&["a", "'b c'", "$D"]]);
        check("sudo -E DEBIAN_FRONTEND=x apt -o A=b install a --no-install-recommends b", &[&["a", "b"]]);
        check("X=1 /usr/bin/apk add --virtual .deps gcc -X https://r musl-dev", &[&["gcc", "musl-dev"]]);
        check("if x; then dnf in -y a; else zypper -n in -t pattern b; fi", &[&["a"], &["b"]]);
        check("python3 -m pip install -r r.txt 'a>=1' .", &[&["'a>=1'", "."]]);
        check("uv pip install a && yarn global add b && npm i -g @c/d@1", &[&["a"], &["b"], &["@c/d@1"]]);
        check("<<E\napt-get install a\n  b\nE", &[&["a"]]);
        check("apt-get install -- -a", &[&["-a"]]);
    }

    #[test]
    fn other_commands_have_none() {
        for script in [
            "apt-get update",
            "apt-get install",
            "npm ci",
            "npm install",
            "pip install -r a",
            "go install a@b",
            "echo apt-get install a",
            "python -c pip install a",
            "$(apt-get install a)",
            "sudo",
            "[\"apt-get\", \"install\", \"a\"] x",
        ] {
            check(script, &[]);
        }
    }

    #[test]
    fn rows_are_told_from_mixed_lists() {
        let document = Document::new(Text::new("RUN apk add a b\nRUN apk add a -q b\n"));
        let is_row =
            |placed| package_lists(&shell::view(&document, &placed, Dialect::Posix).unwrap())[0].is_row;
        assert_eq!(document.instructions().map(is_row).collect::<Vec<_>>(), [true, false]);
    }
}
