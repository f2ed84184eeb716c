//! Values of Bake's expressions.

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Val {
    /// It depends on the environment, or on something that is not evaluated here.
    Unknown,
    /// `null`.
    Null,
    /// A switch.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list, tuple or set.
    List(Vec<Val>),
    /// A map or object.
    Map(Vec<(String, Val)>),
}

/// The longest text that is evaluated.
const MAX_TEXT: usize = 1 << 20;

impl Val {
    /// A text, unless it is too long.
    pub(super) fn text(text: String) -> Self {
        if text.len() > MAX_TEXT { Self::Unknown } else { Self::Text(text) }
    }

    /// As a text where HCL converts to one.
    pub(super) fn to_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(number) => Some(format!("{number}")),
            Self::Unknown | Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// As a number where HCL converts to one.
    pub(super) fn to_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// As a switch where HCL converts to one.
    pub(super) fn to_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => match text.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether nothing in it is unknown.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::List(elements) => elements.iter().all(Self::is_known),
            Self::Map(entries) => entries.iter().all(|(_, value)| value.is_known()),
            _ => true,
        }
    }

    /// The elements with their keys.
    pub(super) fn entries(&self) -> Option<Vec<(Val, Val)>> {
        match self {
            Self::List(elements) => {
                let number = |at: usize| Self::Number(f64::from(u32::try_from(at).unwrap_or(u32::MAX)));
                Some(elements.iter().enumerate().map(|(at, element)| (number(at), element.clone())).collect())
            }
            Self::Map(entries) => {
                Some(entries.iter().map(|(key, value)| (Self::Text(key.clone()), value.clone())).collect())
            }
            _ => None,
        }
    }

    /// The element of a key or index.
    pub(super) fn index(&self, key: &Val) -> Val {
        match (self, key) {
            (Self::Map(entries), key) => {
                let Some(key) = key.to_text() else { return Self::Unknown };
                entries
                    .iter()
                    .find(|(name, _)| *name == key)
                    .map_or(Self::Unknown, |(_, value)| value.clone())
            }
            (Self::List(elements), key) => {
                let at = key.to_number().filter(|at| *at >= 0.0 && at.fract() == 0.0);
                // A list is never as long as a number that loses digits here.
                #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
                at.and_then(|at| elements.get(at as usize)).cloned().unwrap_or(Self::Unknown)
            }
            _ => Self::Unknown,
        }
    }
}
