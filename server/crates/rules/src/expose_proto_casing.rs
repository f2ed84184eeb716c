//! Protocol in EXPOSE with capital letters.
//!
//! # What it does
//! Reports protocols with capital letters in EXPOSE, as in `53/UDP`.
//!
//! # Why it matters
//! Docker accepts any letter case and stores the protocol in lower case. So the file and the image show different text.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 53/UDP
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! EXPOSE 53/udp
//! ```
//!
//! # Limits
//! Variables are replaced by their values first. There is a fix if the word contains no variable.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/expose-proto-casing/>

use super::{Acc, Check, StageContext};
use dockwright_analysis::{fix::Fix, model::Remark};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::expose_proto_casing as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    group: Metadata,
    url: Some("https://docs.docker.com/reference/build/checks/expose-proto-casing/"),
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    ctx.each_remark(|item, role, remark| {
        if let Remark::UpperProtocol { range, text } = remark {
            let message = texts::finding(text);
            let finding = Finding::new(&RULE, range.clone(), message);
            acc.push_at(item, role, Finding { mend: Some(fix), word: Some(text.clone()), ..finding });
        }
    });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let (port, protocol) = text.split_once('/').filter(|_| Some(text) == ctx.finding.word.as_deref())?;
    let text = format!("{port}/{}", protocol.to_lowercase());
    Some(ctx.replace(titles::change_to(&text), text))
}

cases! {
    found: [r#"
FROM alpine
ENV P=Udp
EXPOSE 80/tcp 53/UDP \
              ^^^^^^ warning: Defined protocol '53/UDP' in EXPOSE instruction should be lowercase
  54/$P
  ^^^^^ warning: Defined protocol '54/Udp' in EXPOSE instruction should be lowercase
"#],
    fixed: {
        "FROM a\nEXPOSE 53/UDP 1/Tcp\n" => "FROM a\nEXPOSE 53/udp 1/tcp\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::build;
    use super::RULE;

    #[test]
    fn a_trigger_is_reported_where_it_runs() {
        assert_eq!(build(RULE.name, "FROM alpine AS a\nONBUILD EXPOSE 1/TCP\nFROM a\n"), [(3, 3)]);
    }
}
