//! EXPOSE with an address or a port of the host.
//!
//! # What it does
//! Reports an IP address or a host port in EXPOSE, as in `8080:80`.
//!
//! # Why it matters
//! Docker ignores both: use `docker run --publish` for them. Docker has announced that a future version will reject
//! them.
//!
//! # Example
//! ```dockerfile
//! FROM nginx:1.29
//! EXPOSE 8080:80
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM nginx:1.29
//! EXPOSE 80
//! ```
//!
//! # Limits
//! Variables are replaced by their values first. There is a fix if the word contains no variable.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/expose-invalid-format/>

use super::{Acc, Check, StageContext};
use dockwright_analysis::{fix::Fix, model::Remark};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::expose_invalid_format as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DFL:expose_host_port"],
    group: Metadata,
    url: Some("https://docs.docker.com/reference/build/checks/expose-invalid-format/"),
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    ctx.each_remark(|item, role, remark| {
        if let Remark::PortMapping { range, text } = remark {
            let message = texts::finding(text);
            let finding = Finding::new(&RULE, range.clone(), message);
            acc.push_at(item, role, Finding { mend: Some(fix), word: Some(text.clone()), ..finding });
        }
    });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let (_, port) = text.rsplit_once(':').filter(|_| Some(text) == ctx.finding.word.as_deref())?;
    Some(ctx.replace(titles::change_to(port), port.to_owned()))
}

cases! {
    found: [r#"
FROM alpine
EXPOSE 80 8080:80 \
          ^^^^^^^ warning: EXPOSE instruction should not define an IP address or host-port mapping, found '8080:80'
  127.0.0.1:1:2/udp
  ^^^^^^^^^^^^^^^^^ warning: EXPOSE instruction should not define an IP address or host-port mapping, found '127.0.0.1:1:2/udp'
"#],
    fixed: {
        "FROM a\nEXPOSE 1:2 3:4/udp 5\n" => "FROM a\nEXPOSE 2 4/udp 5\n",
    },
}
