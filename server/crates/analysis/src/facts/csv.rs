//! Splits comma-separated values as Go's `encoding/csv` reads one record, for `--mount` and
//! `--device`.

use dockwright_syntax::source_map::SourceMap;

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its text, without quotes.
    pub text: String,
    /// Maps offsets in its text to the record.
    pub map: SourceMap,
}

/// The fields of the record, or Go's error message.
pub fn record(text: &str) -> Result<Vec<Field>, String> {
    let text = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if text.is_empty() {
        return Err("EOF".to_owned());
    }
    let fault = |at: usize, what: &str| format!("parse error on line 1, column {}: {what}", at + 1);
    let mut fields = Vec::new();
    let mut pos = 0;
    loop {
        let mut field = Field { text: String::new(), map: SourceMap::starting_at(pos) };
        if !text[pos..].starts_with('"') {
            let end = text[pos..].find(',').map(|at| pos + at);
            text[pos..end.unwrap_or(text.len())].clone_into(&mut field.text);
            if let Some(at) = field.text.find('"') {
                return Err(fault(pos + at, "bare \" in non-quoted-field"));
            }
            fields.push(field);
            match end {
                Some(end) => pos = end + 1,
                None => return Ok(fields),
            }
            continue;
        }
        pos += 1;
        loop {
            let Some(len) = text[pos..].find('"') else {
                return Err(fault(pos, "extraneous or missing \" in quoted-field"));
            };
            field.map.push(field.text.len(), pos);
            field.text.push_str(&text[pos..pos + len]);
            pos += len + 1;
            match text.as_bytes().get(pos) {
                Some(b'"') => {
                    field.map.push(field.text.len(), pos);
                    field.text.push('"');
                    pos += 1;
                }
                Some(b',') => {
                    pos += 1;
                    break;
                }
                None => {
                    fields.push(field);
                    return Ok(fields);
                }
                Some(_) => return Err(fault(pos - 1, "extraneous or missing \" in quoted-field")),
            }
        }
        fields.push(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        record(text).unwrap().into_iter().map(|field| field.text).collect()
    }

    #[test]
    fn reads_fields() {
        assert_eq!(texts("a=1,b"), ["a=1", "b"]);
        assert_eq!(texts("type=cache,\"target=/a,b\""), ["type=cache", "target=/a,b"]);
        assert_eq!(texts("\"a\"\"b\","), ["a\"b", ""]);
        let quoted = record("x,\"a\"\"b\"").unwrap().pop().unwrap();
        assert_eq!(quoted.map.range(&quoted.text, 2..3), 6..7);
        assert_eq!(record("").unwrap_err(), "EOF");
    }

    #[test]
    fn faults_are_at_the_last_quote_read() {
        let fault = |text| record(text).unwrap_err();
        assert_eq!(fault("a\"b"), "parse error on line 1, column 2: bare \" in non-quoted-field");
        let quoted = |column| {
            format!("parse error on line 1, column {column}: extraneous or missing \" in quoted-field")
        };
        assert_eq!(fault("\"a\"b"), quoted(3));
        assert_eq!(fault("a,\"b"), quoted(4));
        assert_eq!(fault("a,\"b\"\"cd"), quoted(7));
    }
}
