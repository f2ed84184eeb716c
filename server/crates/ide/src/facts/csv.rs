//! Comma-separated values as Go's `encoding/csv` reads one record, for `--mount` and `--device`.

/// The fields of the record, or Go's message.
pub(super) fn record(text: &str) -> Result<Vec<String>, String> {
    if text.trim_matches(['\r', '\n']).is_empty() {
        return Err("EOF".to_owned());
    }
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, more) =
                rest.split_once(',').map_or((rest, None), |(field, more)| (field, Some(more)));
            if let Some(at) = field.find('"') {
                let column = text.len() - rest.len() + at + 1;
                return Err(format!("parse error on line 1, column {column}: bare \" in non-quoted field"));
            }
            fields.push(field.to_owned());
            match more {
                Some(more) => rest = more,
                None => return Ok(fields),
            }
            continue;
        };
        let mut field = String::new();
        let mut inside = quoted;
        loop {
            let column = |inside: &str| text.len() - inside.len() + 1;
            let Some((part, more)) = inside.split_once('"') else {
                return Err(format!(
                    "parse error on line 1, column {}: extraneous or missing \" in quoted-field",
                    column("")
                ));
            };
            field.push_str(part);
            if let Some(more) = more.strip_prefix('"') {
                field.push('"');
                inside = more;
            } else if let Some(more) = more.strip_prefix(',') {
                rest = more;
                break;
            } else if more.is_empty() {
                fields.push(field);
                return Ok(fields);
            } else {
                return Err(format!(
                    "parse error on line 1, column {}: extraneous or missing \" in quoted-field",
                    column(more) - 1
                ));
            }
        }
        fields.push(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields() {
        assert_eq!(record("a=1,b").unwrap(), ["a=1", "b"]);
        assert_eq!(record("type=cache,\"target=/a,b\"").unwrap(), ["type=cache", "target=/a,b"]);
        assert_eq!(record("\"a\"\"b\",").unwrap(), ["a\"b", ""]);
        assert_eq!(record("").unwrap_err(), "EOF");
        assert!(record("a\"b").unwrap_err().contains("bare"));
        assert!(record("\"a").unwrap_err().contains("extraneous"));
        assert!(record("\"a\"b").unwrap_err().contains("extraneous"));
    }
}
