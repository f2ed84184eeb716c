//! Applies the effects of the shell's own commands on variables and on the order of execution.

use super::Posix;
use crate::shell::{flow::Access, tree::Node, view::AssignmentKind};

impl Posix<'_> {
    /// Applies the effects of a command with this name and these arguments.
    pub(super) fn effects(&mut self, name: &str, arguments: &[Node<'_>]) {
        match name {
            "read" => self.assigned_operands(arguments, "adinNptu", AssignmentKind::Read),
            "mapfile" | "readarray" => self.assigned_operands(arguments, "dnOsuCc", AssignmentKind::Read),
            "getopts" => {
                if let Some(&variable) = arguments.get(1) {
                    self.assigned(variable, AssignmentKind::Getopts);
                }
            }
            "printf" => {
                if let [option, variable, ..] = *arguments
                    && self.text(option) == "-v"
                {
                    self.assigned(variable, AssignmentKind::Read);
                }
            }
            "test" => {
                if let [operator, variable] = *arguments
                    && self.text(operator) == "-v"
                    && let Some((name, _)) = self.name_in(variable)
                {
                    self.mention(name, Access::Read);
                }
            }
            "let" => {
                for &argument in arguments {
                    self.arithmetic_word(argument);
                }
            }
            "break" | "continue" => self.builder.view.flow.jump(),
            "exit" => self.builder.view.flow.exit(),
            _ => {}
        }
    }

    /// Assigns the operands after the options; options in `valued` take a value. An array after `-a` is
    /// assigned too.
    fn assigned_operands(&mut self, arguments: &[Node<'_>], valued: &str, kind: AssignmentKind) {
        let mut arguments = arguments.iter();
        while let Some(&argument) = arguments.next() {
            let text = self.text(argument);
            let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
                self.assigned(argument, kind);
                continue;
            };
            // A value directly follows its letter, or is the next word.
            let takes = letters.find(|letter| valued.contains(letter));
            if takes.is_some_and(|at| at + 1 == letters.len())
                && let Some(&value) = arguments.next()
                && letters.ends_with('a')
            {
                self.assigned(value, kind);
            }
        }
    }

    fn assigned(&mut self, word: Node<'_>, kind: AssignmentKind) {
        if let Some((name, rest)) = self.name_in(word) {
            match self.builder.text(rest).chars().next() {
                None => self.builder.assign(name, None, kind, Access::Write),
                Some('[') => self.builder.assign(name, None, kind, Access::Update),
                Some(_) => {}
            }
        }
    }
}
