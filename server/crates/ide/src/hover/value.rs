//! Explains values such as ports, signals, durations and images.

use std::fmt::Write as _;

use super::{card::short, markdown::code};
use dockwright_analysis::{
    go::parse_duration,
    spec::{
        ports::PROTOCOLS,
        signals::{signal_name, signal_number},
    },
};
use dockwright_texts::{Language, Topic, ide::hover::value as texts};

/// A port of EXPOSE or a range of ports: the protocol, and the service that usually listens there.
pub(super) fn port(text: &str, language: Language) -> Option<String> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, ""));
    let protocol = if protocol.is_empty() { PROTOCOLS[0].to_owned() } else { protocol.to_lowercase() };
    // Before a `:` there are an address and a port of the host, which EXPOSE ignores.
    let ports = ports.rsplit(':').next().unwrap_or(ports);
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
    let shown = |port: u16| code(&format!("{port}/{protocol}"));
    if first < last {
        let count = u32::from(last) - u32::from(first) + 1;
        return Some(
            texts::PortRange { first: shown(first), last: shown(last), count }.message().text(language),
        );
    }
    let service = match Topic::Ports.entry(language, &first.to_string()) {
        Some(entry) => entry.text.to_owned(),
        None => texts::port_unknown().text(language),
    };
    Some(format!("{}\n\n{service}", shown(first)))
}

/// A protocol of EXPOSE.
pub(super) fn protocol(text: &str, language: Language) -> Option<String> {
    let name = PROTOCOLS.iter().find(|name| name.eq_ignore_ascii_case(text))?;
    Topic::Ports.entry(language, name).map(|entry| entry.text.to_owned())
}

/// A signal, by name or number.
pub(super) fn signal(text: &str, language: Language) -> Option<String> {
    let number = text.parse::<u8>().ok().or_else(|| signal_number(text))?;
    let name = signal_name(number)?;
    let about = match Topic::Signals.entry(language, &name) {
        Some(entry) => entry.text.to_owned(),
        None => texts::signal_real_time(number.to_string()).text(language),
    };
    Some(format!("{}\n\n{about}", code(&name)))
}

/// A duration in its usual form: `90s` is `1m30s`.
pub(super) fn duration(text: &str, language: Language) -> Option<String> {
    let normal = normal(parse_duration(text).ok()?);
    let value = code(text);
    if normal == text {
        return Some(value);
    }
    Some(texts::DurationIs { text: &value, normal: code(&normal) }.message().text(language))
}

fn normal(nanoseconds: i64) -> String {
    let mut rest = nanoseconds.unsigned_abs();
    let mut out = String::new();
    for (unit, scale) in [
        ("h", 3_600_000_000_000),
        ("m", 60_000_000_000),
        ("s", 1_000_000_000),
        ("ms", 1_000_000),
        ("us", 1_000),
        ("ns", 1),
    ] {
        let count = rest / scale;
        rest %= scale;
        if count > 0 {
            let _ = write!(out, "{count}{unit}");
        }
    }
    match (out.is_empty(), nanoseconds < 0) {
        (true, _) => "0s".to_owned(),
        (false, true) => format!("-{out}"),
        (false, false) => out,
    }
}

/// The description of an image, by its name, and of the part of the reference at an offset.
pub(super) fn image(reference: &str, offset: usize, language: Language) -> Option<String> {
    let (name_and_tag, digest) = reference.split_once('@').unwrap_or((reference, ""));
    let slash = name_and_tag.rfind('/').map_or(0, |slash| slash + 1);
    let colon = name_and_tag[slash..].find(':').map(|colon| slash + colon);
    let name = &name_and_tag[..colon.unwrap_or(name_and_tag.len())];
    let (first, path) = match name.split_once('/') {
        Some((first, path)) if first.contains(['.', ':']) || first == "localhost" => (first, path),
        _ => ("", name),
    };
    let from = |id: &str| Topic::From.entry(language, id).map(|entry| short(entry).to_owned());
    if !digest.is_empty() && offset >= name_and_tag.len() {
        return from("digest");
    }
    if colon.is_some_and(|colon| offset >= colon) {
        return from("tag");
    }
    if !first.is_empty() && offset < first.len() {
        return from("registry");
    }
    if name == "scratch" {
        return from("scratch");
    }
    let official =
        if matches!(first, "" | "docker.io") { path.strip_prefix("library/").unwrap_or(path) } else { name };
    let entry = Topic::Images.entry(language, official).or_else(|| Topic::Images.entry(language, name))?;
    let paragraphs = short(entry).split("\n\n").filter(|paragraph| !paragraph.starts_with("tags:"));
    Some(paragraphs.collect::<Vec<_>>().join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_normal() {
        let shown = |text| duration(text, Language::English).unwrap();
        assert_eq!(shown("90s"), "`90s` = `1m30s`");
        assert_eq!(shown("1m30s"), "`1m30s`");
        assert_eq!(shown("0.5s"), "`0.5s` = `500ms`");
        assert_eq!(shown("3600s"), "`3600s` = `1h`");
        assert_eq!(shown("0"), "`0` = `0s`");
        assert_eq!(duration("5", Language::English), None);
    }

    #[test]
    fn every_port_and_signal_is_explained() {
        for id in Topic::Ports.ids() {
            for language in [Language::English, Language::Korean] {
                let text = Topic::Ports.entry(language, id).unwrap().text;
                let shown = port(id, language).or_else(|| protocol(id, language)).unwrap();
                assert!(shown.contains(text), "{id}");
            }
        }
        for id in Topic::Signals.ids() {
            let text = Topic::Signals.entry(Language::Korean, id).unwrap().text;
            let number = signal_number(id).unwrap().to_string();
            for written in [id, id.trim_start_matches("SIG"), &number] {
                assert!(signal(written, Language::Korean).unwrap().contains(text), "{written}");
            }
        }
        assert_eq!(
            signal("RTMIN+1", Language::English).unwrap(),
            "`SIGRTMIN+1`\n\nReal-time signal, number 35."
        );
        assert_eq!(
            port("127.0.0.1:80:8000-8010/udp", Language::English).unwrap(),
            "`8000/udp` to `8010/udp`: 11 ports"
        );
        assert_eq!(signal("0", Language::English), None);
        assert_eq!(port("http", Language::English), None);
    }
}
