//! Secret passed through ARG or ENV.
//!
//! # What it does
//! Reports an ARG or ENV whose name suggests a secret: one of its words, separated by `_`, is `key`, `token`,
//! `password` or similar, and none is `public`, `file` or `version`.
//!
//! # Why it matters
//! The value of ENV is stored in the image, and the value of ARG in its history. Anyone who can pull the image can read
//! both. Pass secrets to the build with `RUN --mount=type=secret` instead.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! ARG NPM_TOKEN
//! RUN npm ci
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci
//! ```
//!
//! # Limits
//! Docker looks only at names, and not at an ARG before the first FROM. This rule checks those too. Values that cannot
//! be a secret are reported as `info`: empty values, paths, numbers of up to three digits, and `none`, `true` and other
//! switches. In names such as `AUTH_MODE` and `TOKEN_TTL`, so are plain words, all numbers and URLs.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/secrets-used-in-arg-or-env/>
//! - <https://docs.docker.com/build/building/secrets/>

use super::{Acc, Check, InstructionContext, StageContext};
use dockwright_analysis::{
    facts::{operands::Operands, template::Template},
    go::quote,
    model::Remark,
    spec::Instruction,
};
use dockwright_lint::{
    finding::{BuildPlace, Finding},
    rule::Severity,
};
use dockwright_texts::rules::secrets_used_in_arg_or_env as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Arg, Instruction::Env], check), Check::Stage(check_expanded)],
    aliases: &["DL3064", "DS-0031", "T:ruby/secrets-in-arg-or-env"],
    group: Security, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/secrets-used-in-arg-or-env/"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    match &ctx.facts.operands {
        Operands::Arg(definitions) => {
            for definition in definitions {
                let name = &definition.name;
                if is_secret(&name.text) {
                    let mut finding = finding("ARG", &name.text, &name.range, definition.value.as_ref());
                    if ctx.is_preamble {
                        finding.build = BuildPlace::Nowhere;
                    }
                    acc.push(finding);
                }
            }
        }
        Operands::Pairs(pairs) => {
            // A key with variables is checked once the stage is evaluated.
            let literal = pairs.iter().filter_map(|pair| Some((pair, pair.key.literal()?)));
            for (pair, key) in literal.filter(|(_, key)| is_secret(key)) {
                acc.push(finding("ENV", key, &pair.key.range, Some(&pair.value)));
            }
        }
        _ => {}
    }
}

/// Keys of ENV that variables made.
fn check_expanded(ctx: &StageContext<'_>, acc: &mut Acc) {
    ctx.each_remark(|item, role, remark| {
        if let Remark::ExpandedKey { range, key } = remark
            && is_secret(key)
        {
            acc.push_at(item, role, finding("ENV", key, range, None));
        }
    });
}

fn finding(
    instruction: &str,
    name: &str,
    range: &std::ops::Range<usize>,
    value: Option<&Template>,
) -> Finding {
    let message = texts::Finding { instruction, name: quote(name) }.message();
    let mut finding = Finding::new(&RULE, range.clone(), message);
    if value.and_then(Template::literal).is_some_and(|value| is_harmless(name, value)) {
        finding.severity = Some(Severity::Info);
    }
    finding
}

/// Values that switch something off or on.
const SWITCHES: [&str; 12] =
    ["0", "1", "disabled", "enabled", "false", "no", "none", "null", "off", "on", "true", "yes"];
/// Longer words are not names of a mode.
const LONGEST_MODE: usize = 24;
/// Shorter numbers are not passwords.
const SHORTEST_NUMBER: usize = 4;

/// Whether a value cannot be the secret that the name suggests: nothing, a path, a switch. If the
/// name continues after the secret's word, as in `AUTH_MODE` and `TOKEN_TTL`, so are a number, a
/// plain word and an address.
fn is_harmless(name: &str, value: &str) -> bool {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    if value.is_empty()
        || value.starts_with('/')
        || (is_number && value.len() < SHORTEST_NUMBER)
        || is_any(value, &SWITCHES)
    {
        return true;
    }
    let last = name.rsplit('_').next().unwrap_or_default();
    if is_secret(last) && !last.eq_ignore_ascii_case("auth") {
        return false;
    }
    let is_word = value.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b'.'));
    let is_address = value.contains("://") && !value.contains('@');
    is_number || is_word && value.len() <= LONGEST_MODE || is_address
}

/// Source: BuildKit's `frontend/dockerfile/dockerfile2llb`. Most words differ in length already.
fn is_secret(name: &str) -> bool {
    let has = |is_it: fn(&str) -> bool| name.split('_').any(is_it);
    has(|word| match word.len() {
        3 => is_any(word, &["key"]),
        4 => is_any(word, &["auth"]),
        5 => is_any(word, &["pword", "token"]),
        6 => is_any(word, &["apikey", "passwd", "secret"]),
        8 => is_any(word, &["password"]),
        10 => is_any(word, &["credential"]),
        11 => is_any(word, &["credentials"]),
        _ => false,
    }) && !has(|word| is_any(word, &["public", "file", "version"]))
}

fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

cases! {
    found: [r#"
ARG npm_token
    ^^^^^^^^^ warning: Do not use ARG or ENV instructions for sensitive data (ARG "npm_token")
FROM alpine
ARG API_KEY=x \
    ^^^^^^^ warning: Do not use ARG or ENV instructions for sensitive data (ARG "API_KEY")
  PASSWORDS
ENV PUBLIC_KEY=1 KEYBOARD=1 AUTH_FILE=2 key=3
                                        ^^^ info: Do not use ARG or ENV instructions for sensitive data (ENV "key")
ONBUILD ENV SECRET=x
            ^^^^^^ warning: Do not use ARG or ENV instructions for sensitive data (ENV "SECRET")
LABEL key=x
"#],
}

#[cfg(test)]
mod tests {
    use super::super::testing::build;
    use super::RULE;
    use super::Severity;

    #[test]
    fn values_that_are_no_secrets_are_only_mentioned() {
        let severity = |pair: &str| {
            let document = dockwright_analysis::document::Document::new(dockwright_syntax::Text::new(
                &format!("FROM a\nENV {pair}\n"),
            ));
            let found = dockwright_lint::diagnostics::diagnostics(&document);
            found.iter().find(|it| it.code == "SecretsUsedInArgOrEnv").unwrap().severity
        };
        for pair in [
            "APP_AUTH_MODE=none",
            "AUTH=basic",
            "USE_TOKEN=true",
            "PASSWORD=\"\"",
            "SECRET=/run/secrets/x",
            "TOKEN_TTL=3600",
            "AUTH_TYPE=ldap",
            "KEY=1",
            "AUTH_URL=https://a.b/c",
            "TOKEN=disabled",
        ] {
            assert_eq!(severity(pair), Severity::Info, "{pair}");
        }
        for pair in
            ["PASSWORD=root", "DB_PASSWORD=123456", "API_KEY=abc", "AUTH_MODE=$X", "AUTH_URL=https://a:b@c/"]
        {
            assert_eq!(severity(pair), Severity::Warning, "{pair}");
        }
        assert_eq!(build(RULE.name, "FROM a\nENV APP_AUTH_MODE=none\n"), [(2, 2)]);
    }

    #[test]
    fn global_arguments_are_none_for_docker() {
        assert_eq!(build(RULE.name, "ARG TOKEN\nFROM alpine\nARG TOKEN\n"), [(3, 3)]);
    }
}
