//! Tests that describe the place at a cursor in one line each.

use dockwright_syntax::Text;

use super::*;

/// Describes what is at `<|>`, in one line.
fn at(fixture: &str) -> String {
    let offset = fixture.find("<|>").unwrap();
    let document = Document::new(Text::new(&fixture.replace("<|>", "")));
    let written = |token: &Token| {
        let whole = document.text().slice(token.range.clone());
        format!("{}|{whole}", token.prefix)
    };
    match Place::at(&document, offset) {
        Place::Comment(comment) => format!("comment {:?} {:?}", comment.before, comment.after),
        Place::Keyword(keyword) => format!("keyword {}", written(&keyword.token)),
        Place::Nowhere => "nowhere".to_owned(),
        Place::Instruction(typing) => {
            let keyword = &typing.keyword;
            match &typing.flag {
                Some(FlagTyping { name, value: None, token, .. }) => {
                    format!("{keyword} flag {name} {}", written(token))
                }
                Some(FlagTyping { name, value_token, .. }) => {
                    format!("{keyword} value of {name} {}", written(value_token))
                }
                None => format!("{keyword} {:?} {}", typing.words.before, written(&typing.token)),
            }
        }
    }
}

#[test]
fn outside_of_instructions() {
    assert_eq!(at("<|>"), "keyword |");
    assert_eq!(at("FR<|>O\n"), "keyword FR|FRO");
    assert_eq!(at("FROM a\n  R<|>\n"), "keyword R|R");
    assert_eq!(at("# che<|>ck\nFROM a\n"), "comment \" che\" \"ck\"");
    assert_eq!(at("FROM a\nRUN <<EOF\n<|>x\nEOF\n"), "nowhere");
    assert_eq!(at("FROM a\nRUN a \\\n # c<|>\n  b c\n"), "nowhere");
    assert_eq!(at("FROM a\nFOO b<|>\n"), "nowhere");
}

#[test]
fn flags_and_their_values() {
    assert_eq!(at("FROM a\nCOPY -<|>\n"), "COPY flag  -|-");
    assert_eq!(at("FROM a\nCOPY --<|> a b\n"), "COPY flag  --|--");
    assert_eq!(at("FROM a\nCOPY --link --<|>\n"), "COPY flag  --|--");
    assert_eq!(at("FROM a\nCOPY --fr<|>om=x a\n"), "COPY flag fr --fr|--from=x");
    assert_eq!(at("FROM a\nCOPY --from=\"x<|>yz\" a\n"), "COPY value of from x|\"xyz\"");
    assert_eq!(at("FROM a\nCOPY --from=\\\n<|>\n"), "COPY value of from |");
    assert_eq!(at("FROM a\nCMD --a<|>\n"), "CMD [] --a|--a");
}

#[test]
fn words_of_arguments() {
    assert_eq!(at("FROM a\nCOPY a<|>b c\n"), "COPY [] a|ab");
    assert_eq!(at("FROM a\nCOPY a  <|>\nRUN x\n"), "COPY [\"a\"] |");
    assert_eq!(at("FROM a\r\nCOPY a \\\r\n  b<|>\r\nRUN x\r\n"), "COPY [\"a\"] b|b");
    assert_eq!(at("FROM a\nCOPY [\"a\", \"b<|>c\"]\n"), "COPY [\"\\\"a\\\"\"] b|bc");
    assert_eq!(at("FROM a\nENV A=\"x y<|>\n"), "ENV [] A=\"x y|A=\"x y");
}

#[test]
fn triggers_are_read_as_instructions() {
    assert_eq!(at("FROM a\nONBUILD <|>\n"), "ONBUILD [] |");
    assert_eq!(at("FROM a\nONBUILD RU<|>\n"), "ONBUILD [] RU|RU");
    assert_eq!(at("FROM a\nONBUILD RUN <|>\n"), "RUN [] |");
    assert_eq!(at("FROM a\nonbuild copy --from=<|>x\n"), "copy value of from |x");
}

#[test]
fn ranges_lead_back_to_the_document() {
    let text = "FROM a\nONBUILD run --net\\\nwork='no'ne \"x\"\n";
    let document = Document::new(Text::new(text));
    let line = Line::at(&document, 30).unwrap();
    let parts = line.parts();
    let run = &parts[1];
    assert_eq!(&text[line.source(&run.keyword)], "run");
    let flag = run.flags().next().unwrap();
    assert_eq!(&text[line.source(&flag.place(10..14))], "no'ne");
    assert_eq!(&text[line.source(&run.args)], "\"x\"");
}
