//! Shortens source text to one line for the outline.
//!
//! Continuations and the comments between them are removed, whitespace becomes single spaces, and
//! no more text is read than is shown.

use std::ops::Range;

use dockwright_syntax::Text;
use tree_sitter::Node;

/// The maximum number of characters of a name; outlines are not wider.
pub(super) const WIDTH: usize = 60;

/// The text of a node, at most `width` characters of it; see [`shown_range`].
pub(super) fn shown(text: &Text, node: Node<'_>, width: usize) -> String {
    shown_range(text, node, node.byte_range(), width)
}

/// The part of a node's text that lies in `range`, cut with `…` after `width` characters.
pub(super) fn shown_range(text: &Text, node: Node<'_>, range: Range<usize>, width: usize) -> String {
    cut(&read(text, node, range, width), width)
}

/// Like [`shown_range`], but a cut is visible only as one character more than `width`.
pub(super) fn read(text: &Text, node: Node<'_>, range: Range<usize>, width: usize) -> String {
    let mut line = OutlineLine::new(width + 1);
    let mut at = range.start;
    let mut cursor = node.walk();
    'nodes: loop {
        let node = cursor.node();
        if node.start_byte() >= range.end || line.is_full() {
            break;
        }
        if node.end_byte() > at {
            if node.is_extra() {
                line.push(text, at..node.start_byte());
                at = node.end_byte();
            } else if node.start_position().row != node.end_position().row && cursor.goto_first_child() {
                continue;
            }
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'nodes;
            }
        }
    }
    line.push(text, at..range.end);
    line.shown
}

/// Cuts `line` after `width` characters and adds `…`, at a space if there is one nearby.
pub(super) fn cut(line: &str, width: usize) -> String {
    let Some((end, _)) = line.char_indices().nth(width) else { return line.to_owned() };
    let kept = &line[..end];
    let at_blank = kept.rfind(' ').filter(|&blank| blank > end / 3 * 2);
    format!("{}…", kept[..at_blank.unwrap_or(end)].trim_end())
}

/// The first command in a heredoc body: the first line that is not empty, a comment or `set -e`.
pub(super) fn first_line(text: &Text, body: Range<usize>) -> Option<String> {
    // With a longer explanation before the first command, an outline is of no use.
    const READ: usize = 4096;
    let body = text.slice(body.start..body.end.min(body.start + READ));
    let mut lines = body.lines().map(str::trim).enumerate();
    let (_, line) = lines.find(|(index, line)| {
        let is_comment = line.starts_with('#') && !(*index == 0 && line.starts_with("#!"));
        let is_set = line.starts_with("set -") && !line.contains([';', '&', '|']);
        !line.is_empty() && !is_comment && !is_set
    })?;
    Some(line.to_owned())
}

/// Removes commands that only prepare others: `set -eux; apt-get update && apt-get install -y make`
/// becomes `apt-get install -y make`.
pub(super) fn without_preparations(mut command: &str) -> &str {
    const QUIET: &str = "DEBIAN_FRONTEND=noninteractive ";
    loop {
        command = command.strip_prefix(QUIET).unwrap_or(command);
        let Some((first, rest)) = command.split_once([';', '&']) else { return command };
        let rest = rest.trim_start_matches('&').trim_start();
        let is_update = first.starts_with("apt") && first.trim_end().ends_with(" update");
        let prepares = first.starts_with("set -") || is_update;
        if !prepares || rest.is_empty() || first.contains('|') {
            return command;
        }
        command = rest;
    }
}

struct OutlineLine {
    shown: String,
    /// The number of characters that may follow.
    room: usize,
    /// A space that is written when more text follows.
    has_blank: bool,
    /// A backslash that is written unless the line ends after it.
    has_backslash: bool,
}

impl OutlineLine {
    fn new(room: usize) -> Self {
        Self { shown: String::with_capacity(room), room, has_blank: false, has_backslash: false }
    }

    fn is_full(&self) -> bool {
        self.room == 0
    }

    fn push(&mut self, text: &Text, range: Range<usize>) {
        const STEP: usize = 256;
        let mut start = range.start;
        while start < range.end && !self.is_full() {
            let end = range.end.min(start + STEP);
            for character in text.slice(start..end).chars() {
                self.push_char(character);
            }
            start = end;
        }
        if self.has_backslash {
            self.has_backslash = false;
            self.write('\\');
        }
    }

    fn push_char(&mut self, character: char) {
        // Text for a shell may still contain continuations, which the shell would remove.
        match character {
            '\n' if self.has_backslash => self.has_backslash = false,
            '\r' if self.has_backslash => {}
            _ => {
                if self.has_backslash {
                    self.has_backslash = false;
                    self.write('\\');
                }
                if character == '\\' {
                    self.has_backslash = true;
                } else if character.is_ascii_graphic() {
                    self.write(character);
                } else if character.is_whitespace() || character.is_control() {
                    self.has_blank = true;
                } else {
                    self.write(character);
                }
            }
        }
    }

    fn write(&mut self, character: char) {
        if self.has_blank && !self.shown.is_empty() && self.room > 0 {
            self.shown.push(' ');
            self.room -= 1;
        }
        self.has_blank = false;
        if self.room > 0 {
            self.shown.push(character);
            self.room -= 1;
        }
    }
}
