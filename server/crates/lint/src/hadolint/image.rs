//! The parts of an image name, as hadolint splits it.

/// An image in FROM.
#[derive(Debug, Clone, Copy)]
pub(super) struct Image<'a> {
    /// The whole name, without quotes around it.
    pub(super) text: &'a str,
    /// The text before the first `/`, if it has a dot.
    pub(super) registry: Option<&'a str>,
    /// The name without registry, tag and digest.
    pub(super) path: &'a str,
    pub(super) tag: Option<&'a str>,
    pub(super) digest: Option<&'a str>,
}

impl<'a> Image<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        let (registry, rest) = match name.split_once('/') {
            Some((registry, rest)) if is_registry(registry) => (Some(registry), rest),
            _ => (None, name),
        };
        let (path, tag) = match tag_start(rest) {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        Self { text, registry, path, tag, digest }
    }

    /// Whether it begins with a variable.
    pub(super) fn is_variable(&self) -> bool {
        self.text.starts_with('$')
    }
}

fn is_registry(text: &str) -> bool {
    let host = text.split(':').next().unwrap_or_default();
    host.contains('.') && !host.starts_with('$')
}

/// Where the `:` of a tag is, outside of `${…}`.
fn tag_start(text: &str) -> Option<usize> {
    let mut is_variable = false;
    text.bytes().enumerate().position(|(at, byte)| {
        match byte {
            b'{' => is_variable |= at > 0 && text.as_bytes()[at - 1] == b'$',
            b'}' => is_variable = false,
            _ => {}
        }
        byte == b':' && !is_variable
    })
}
