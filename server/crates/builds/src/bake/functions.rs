//! Bake's functions that depend on nothing but their arguments. A function that is not here has an unknown value.
//!
//! Source: the function list of buildx, `docs/bake-stdlib.md`.

use super::value::Val;

/// The longest list that a function makes.
const MAX_ELEMENTS: usize = 10_000;

/// The value of a call.
pub(super) fn call(name: &str, arguments: &[Val]) -> Val {
    // These may know their value although some arguments are unknown.
    match name {
        "try" => return arguments.iter().find(|value| value.is_known()).cloned().unwrap_or(Val::Unknown),
        "and" => return switches(arguments, false),
        "or" => return switches(arguments, true),
        _ => {}
    }
    if !arguments.iter().all(Val::is_known) {
        return partly_known(name, arguments);
    }
    let found = text_function(name, arguments)
        .or_else(|| number_function(name, arguments))
        .or_else(|| list_function(name, arguments))
        .or_else(|| map_function(name, arguments));
    found.unwrap_or(Val::Unknown)
}

/// Functions that keep the elements of a list, known or not.
fn partly_known(name: &str, arguments: &[Val]) -> Val {
    match (name, arguments) {
        ("concat" | "merge" | "flatten" | "reverselist", arguments)
            if arguments.iter().all(|it| matches!(it, Val::List(_) | Val::Map(_))) =>
        {
            list_function(name, arguments).or_else(|| map_function(name, arguments)).unwrap_or(Val::Unknown)
        }
        ("lookup", [Val::Map(entries), Val::Text(key), ..]) => {
            entries.iter().find(|(name, _)| name == key).map_or(Val::Unknown, |(_, value)| value.clone())
        }
        _ => Val::Unknown,
    }
}

fn switches(arguments: &[Val], decides: bool) -> Val {
    let values: Vec<Option<bool>> = arguments.iter().map(Val::to_bool).collect();
    if values.contains(&Some(decides)) {
        return Val::Bool(decides);
    }
    if values.contains(&None) { Val::Unknown } else { Val::Bool(!decides) }
}

fn text_function(name: &str, arguments: &[Val]) -> Option<Val> {
    let text = |at: usize| arguments.get(at).and_then(Val::to_text);
    let number = |at: usize| arguments.get(at).and_then(Val::to_number);
    let first = text(0);
    let out = match name {
        "lower" => first?.to_lowercase(),
        "upper" => first?.to_uppercase(),
        "title" => {
            let mut is_start = true;
            let capital = |c: char| {
                let starts = std::mem::replace(&mut is_start, !c.is_alphanumeric());
                if starts { c.to_uppercase().next().unwrap_or(c) } else { c }
            };
            first?.chars().map(capital).collect()
        }
        "trimspace" => first?.trim().to_owned(),
        "chomp" => first?.trim_end_matches(['\n', '\r']).to_owned(),
        "trim" => {
            let cut: Vec<char> = text(1)?.chars().collect();
            first?.trim_matches(cut.as_slice()).to_owned()
        }
        "trimprefix" => {
            let (first, prefix) = (first?, text(1)?);
            first.strip_prefix(&prefix).unwrap_or(&first).to_owned()
        }
        "trimsuffix" => {
            let (first, suffix) = (first?, text(1)?);
            first.strip_suffix(&suffix).unwrap_or(&first).to_owned()
        }
        "replace" => {
            let (from, to) = (text(1)?, text(2)?);
            if from.is_empty() {
                return None;
            }
            first?.replace(&from, &to)
        }
        "reverse" => first?.chars().rev().collect(),
        "join" => {
            let lists = arguments.get(1..)?.iter().map(|list| match list {
                Val::List(elements) => elements.iter().map(Val::to_text).collect::<Option<Vec<_>>>(),
                _ => None,
            });
            lists.collect::<Option<Vec<_>>>()?.concat().join(&first?)
        }
        "format" => format(&first?, arguments.get(1..)?)?,
        "substr" => {
            let first = first?;
            let (offset, length) = (number(1)?, number(2)?);
            let count = f64::from(u32::try_from(first.chars().count()).ok()?);
            let start = if offset < 0.0 { (count + offset).max(0.0) } else { offset };
            let length = if length < 0.0 { count } else { length };
            #[expect(clippy::cast_sign_loss, reason = "neither is negative")]
            let (start, length) = (start as usize, length as usize);
            first.chars().skip(start).take(length).collect()
        }
        "sanitize" => first?
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
            .collect(),
        "basename" => first?.trim_end_matches('/').rsplit('/').next()?.to_owned(),
        "dirname" => match first?.trim_end_matches('/').rsplit_once('/') {
            Some((folder, _)) => folder.to_owned(),
            None => ".".to_owned(),
        },
        _ => return None,
    };
    Some(Val::text(out))
}

/// `format` with the verbs that files use: `%s %d %v %%`.
fn format(pattern: &str, arguments: &[Val]) -> Option<String> {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next()? {
            '%' => out.push('%'),
            's' | 'v' => out.push_str(&arguments.next()?.to_text()?),
            'd' => out.push_str(&arguments.next()?.to_number()?.trunc().to_string()),
            _ => return None,
        }
    }
    Some(out)
}

fn number_function(name: &str, arguments: &[Val]) -> Option<Val> {
    let numbers: Option<Vec<f64>> = arguments.iter().map(Val::to_number).collect();
    let pair = || match numbers.as_deref() {
        Some([left, right]) => Some((*left, *right)),
        _ => None,
    };
    let one = || numbers.as_deref()?.first().copied();
    let value = match name {
        "add" => pair().map(|(left, right)| left + right)?,
        "subtract" => pair().map(|(left, right)| left - right)?,
        "multiply" => pair().map(|(left, right)| left * right)?,
        "divide" => pair().filter(|(_, right)| *right != 0.0).map(|(left, right)| left / right)?,
        "modulo" => pair().filter(|(_, right)| *right != 0.0).map(|(left, right)| left % right)?,
        "min" => numbers?.into_iter().reduce(f64::min)?,
        "max" => numbers?.into_iter().reduce(f64::max)?,
        "ceil" => one()?.ceil(),
        "floor" => one()?.floor(),
        "int" => one()?.trunc(),
        "negate" => -one()?,
        "absolute" => one()?.abs(),
        "greaterthan" => return pair().map(|(left, right)| Val::Bool(left > right)),
        "lessthan" => return pair().map(|(left, right)| Val::Bool(left < right)),
        "strlen" => f64::from(u32::try_from(arguments.first()?.to_text()?.chars().count()).ok()?),
        "equal" => return Some(Val::Bool(arguments.first()? == arguments.get(1)?)),
        "notequal" => return Some(Val::Bool(arguments.first()? != arguments.get(1)?)),
        "not" => return arguments.first()?.to_bool().map(|value| Val::Bool(!value)),
        _ => return None,
    };
    value.is_finite().then_some(Val::Number(value))
}

fn lists<'a>(arguments: &'a [Val]) -> Option<Vec<&'a Vec<Val>>> {
    let list = |value: &'a Val| match value {
        Val::List(elements) => Some(elements),
        _ => None,
    };
    arguments.iter().map(list).collect()
}

fn list_function(name: &str, arguments: &[Val]) -> Option<Val> {
    let first = || match arguments.first()? {
        Val::List(elements) => Some(elements),
        _ => None,
    };
    let out = match name {
        "concat" => lists(arguments)?.into_iter().flatten().cloned().collect(),
        "compact" => {
            let is_kept = |value: &&Val| !matches!(value, Val::Null) && **value != Val::Text(String::new());
            first()?.iter().filter(is_kept).cloned().collect()
        }
        "distinct" => {
            let mut kept: Vec<Val> = Vec::new();
            for value in first()?.iter().take(MAX_ELEMENTS / 10) {
                if !kept.contains(value) {
                    kept.push(value.clone());
                }
            }
            kept
        }
        "reverselist" => first()?.iter().rev().cloned().collect(),
        "sort" => {
            let mut texts = first()?.iter().map(Val::to_text).collect::<Option<Vec<_>>>()?;
            texts.sort();
            texts.into_iter().map(Val::Text).collect()
        }
        "flatten" => flat(first()?),
        "split" => {
            let (separator, text) = (arguments.first()?.to_text()?, arguments.get(1)?.to_text()?);
            if separator.is_empty() {
                return None;
            }
            text.split(separator.as_str()).map(|part| Val::Text(part.to_owned())).collect()
        }
        "range" => return range(arguments),
        "coalesce" => {
            let is_kept = |value: &&Val| !matches!(value, Val::Null) && **value != Val::Text(String::new());
            return arguments.iter().find(is_kept).cloned();
        }
        "element" => {
            let at = arguments.get(1)?.to_number().filter(|at| *at >= 0.0)?;
            let elements = first()?;
            #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
            return elements.get(at as usize % elements.len().max(1)).cloned();
        }
        "index" => return Some(arguments.first()?.index(arguments.get(1)?)),
        "contains" => return Some(Val::Bool(first()?.contains(arguments.get(1)?))),
        "length" => {
            let count = match arguments.first()? {
                Val::List(elements) => elements.len(),
                Val::Map(entries) => entries.len(),
                _ => return None,
            };
            return Some(Val::Number(f64::from(u32::try_from(count).ok()?)));
        }
        _ => return None,
    };
    Some(if out.len() > MAX_ELEMENTS { Val::Unknown } else { Val::List(out) })
}

fn flat(elements: &[Val]) -> Vec<Val> {
    let mut out = Vec::new();
    for element in elements {
        match element {
            Val::List(inner) => out.extend(flat(inner)),
            other => out.push(other.clone()),
        }
    }
    out
}

fn range(arguments: &[Val]) -> Option<Val> {
    let numbers = arguments.iter().map(Val::to_number).collect::<Option<Vec<_>>>()?;
    let (start, end, step) = match numbers.as_slice() {
        [end] => (0.0, *end, 1.0),
        [start, end] => (*start, *end, 1.0),
        [start, end, step] if *step > 0.0 => (*start, *end, *step),
        _ => return None,
    };
    let mut out = Vec::new();
    let mut at = start;
    while at < end {
        if out.len() >= MAX_ELEMENTS {
            return None;
        }
        out.push(Val::Number(at));
        at += step;
    }
    Some(Val::List(out))
}

fn map_function(name: &str, arguments: &[Val]) -> Option<Val> {
    let map = |at: usize| match arguments.get(at)? {
        Val::Map(entries) => Some(entries),
        _ => None,
    };
    match name {
        "merge" => {
            let mut out: Vec<(String, Val)> = Vec::new();
            for at in 0..arguments.len() {
                for (key, value) in map(at)? {
                    match out.iter_mut().find(|(name, _)| name == key) {
                        Some((_, known)) => *known = value.clone(),
                        None => out.push((key.clone(), value.clone())),
                    }
                }
            }
            Some(Val::Map(out))
        }
        "keys" => Some(Val::List(map(0)?.iter().map(|(key, _)| Val::Text(key.clone())).collect())),
        "values" => Some(Val::List(map(0)?.iter().map(|(_, value)| value.clone()).collect())),
        "lookup" => {
            let key = arguments.get(1)?.to_text()?;
            let found = map(0)?.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
            found.or_else(|| arguments.get(2).cloned())
        }
        "zipmap" => {
            let [keys, values] = lists(arguments).and_then(|lists| <[_; 2]>::try_from(lists).ok())?;
            let keys = keys.iter().map(Val::to_text).collect::<Option<Vec<_>>>()?;
            Some(Val::Map(keys.into_iter().zip(values.iter().cloned()).collect()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_texts_numbers_and_lists() {
        let text = |text: &str| Val::Text(text.to_owned());
        let list = |texts: &[&str]| Val::List(texts.iter().map(|it| text(it)).collect());
        for (name, arguments, expected) in [
            ("lower", vec![text("Ab")], text("ab")),
            ("title", vec![text("hello world")], text("Hello World")),
            ("replace", vec![text("a.b.c"), text("."), text("-")], text("a-b-c")),
            ("sanitize", vec![text("a.b/c")], text("a_b_c")),
            ("trimprefix", vec![text("v1"), text("v")], text("1")),
            ("join", vec![text(","), list(&["a", "b"])], text("a,b")),
            ("format", vec![text("%s-%d%%"), text("x"), Val::Number(3.0)], text("x-3%")),
            ("substr", vec![text("abcdef"), Val::Number(-3.0), Val::Number(2.0)], text("de")),
            ("split", vec![text("/"), text("a/b")], list(&["a", "b"])),
            ("concat", vec![list(&["a"]), list(&["b"])], list(&["a", "b"])),
            ("distinct", vec![list(&["a", "b", "a"])], list(&["a", "b"])),
            ("add", vec![text("1"), Val::Number(2.0)], Val::Number(3.0)),
            ("equal", vec![text("a"), text("a")], Val::Bool(true)),
            ("and", vec![Val::Unknown, Val::Bool(false)], Val::Bool(false)),
            ("or", vec![Val::Unknown, Val::Bool(false)], Val::Unknown),
            ("timestamp", vec![], Val::Unknown),
            ("upper", vec![Val::Unknown], Val::Unknown),
            ("length", vec![list(&["a"])], Val::Number(1.0)),
            ("range", vec![Val::Number(2.0)], Val::List(vec![Val::Number(0.0), Val::Number(1.0)])),
            ("coalesce", vec![text(""), text("b")], text("b")),
        ] {
            assert_eq!(call(name, &arguments), expected, "{name}");
        }
    }
}
