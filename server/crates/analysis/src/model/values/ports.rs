//! Parses the arguments of EXPOSE: `[ip:][hostport:]port[-port][/proto]`.
//!
//! Source: `nat.ParsePortSpec` as BuildKit uses it.

use super::quote;
use crate::spec::ports::PROTOCOLS;

/// The error in an argument: its protocol, or anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortError {
    Protocol(String),
    Port(String),
}

/// Whether an argument contains a host address or port, and whether its protocol contains upper
/// case.
pub(in crate::model) fn shape(text: &str) -> (bool, bool) {
    let (before, port) = text.rsplit_once(':').unwrap_or(("", text));
    let protocol = port.split_once('/').map_or("", |(_, protocol)| protocol);
    (!before.trim_matches(':').is_empty(), protocol.chars().any(char::is_uppercase))
}

/// The ports that an argument exposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ports {
    start: u16,
    end: u16,
    protocol: String,
}

impl Ports {
    /// The number of ports.
    pub(in crate::model) fn len(&self) -> usize {
        usize::from(self.end - self.start) + 1
    }

    /// Each as `port/proto`.
    pub(in crate::model) fn each(&self) -> impl Iterator<Item = String> + use<'_> {
        (self.start..=self.end).map(|port| format!("{port}/{}", self.protocol))
    }
}

/// The ports that an argument exposes.
pub fn ports(text: &str) -> Result<Ports, PortError> {
    let (ip, host, container) = match text.rsplit_once(':') {
        Some((rest, container)) => match rest.rsplit_once(':') {
            Some((ip, host)) => (ip, host, container),
            None => ("", rest, container),
        },
        None => ("", "", text),
    };
    let (container, proto) = match container.split_once('/') {
        Some((port, proto)) => (port, if proto.is_empty() { PROTOCOLS[0] } else { proto }),
        None => (container, PROTOCOLS[0]),
    };
    if container.is_empty() {
        return Err(PortError::Port(format!("invalid port: {}: no port specified", quote(text))));
    }
    let written = proto;
    let proto = proto.to_lowercase();
    if !PROTOCOLS.contains(&proto.as_str()) {
        return Err(PortError::Protocol(format!("invalid port: {}: invalid proto: {written}", quote(text))));
    }
    if !ip.is_empty() {
        check_address(ip).map_err(PortError::Port)?;
    }
    let fault = |what: &str, port: &str| PortError::Port(format!("invalid {what}: {port}"));
    let (start, end) = range(container).ok_or_else(|| fault("containerPort", container))?;
    if !host.is_empty() {
        let (host_start, host_end) = range(host).ok_or_else(|| fault("hostPort", host))?;
        if end - start != host_end - host_start && start != end {
            return Err(PortError::Port(format!(
                "invalid ranges specified for container and host Ports: {container} and {host}"
            )));
        }
    }
    Ok(Ports { start, end, protocol: proto })
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (start, end) = text.split_once('-').unwrap_or((text, text));
    let port = |text: &str| {
        let digits = text.strip_prefix('+').unwrap_or(text);
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (start, end) = (port(start)?, port(end)?);
    (start <= end).then_some((start, end))
}

fn check_address(text: &str) -> Result<(), String> {
    let address = match text.strip_prefix('[') {
        // Go reads it as a host with an empty port.
        Some(rest) => without_brackets(rest)
            .map_err(|fault| format!("invalid IP address {text}: address {text}:: {fault}"))?,
        None => text,
    };
    if address.parse::<core::net::IpAddr>().is_ok() {
        Ok(())
    } else {
        Err(format!("invalid IP address: {address}"))
    }
}

/// The text between brackets, the first of which is already removed.
fn without_brackets(rest: &str) -> Result<&str, &'static str> {
    let (inner, behind) = rest.split_once(']').ok_or("missing ']' in address")?;
    if behind.starts_with(':') {
        return Err("too many colons in address");
    }
    if !behind.is_empty() {
        return Err("missing port in address");
    }
    if inner.contains('[') { Err("unexpected '[' in address") } else { Ok(inner) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ports(text: &str) -> Result<Vec<String>, PortError> {
        super::ports(text).map(|ports| ports.each().collect())
    }

    #[test]
    fn reads_ports() {
        assert_eq!(ports("80").unwrap(), ["80/tcp"]);
        assert_eq!(ports("080/UDP").unwrap(), ["80/udp"]);
        assert_eq!(ports("80-82/").unwrap(), ["80/tcp", "81/tcp", "82/tcp"]);
        assert_eq!(ports("127.0.0.1:1:2").unwrap(), ["2/tcp"]);
        let message = |text| match ports(text).unwrap_err() {
            PortError::Port(message) | PortError::Protocol(message) => message,
        };
        assert_eq!(message("90-80"), "invalid containerPort: 90-80");
        assert_eq!(message("138/UP"), "invalid port: \"138/UP\": invalid proto: UP");
        assert_eq!(ports("[::1]:1:2").unwrap(), ["2/tcp"]);
        assert_eq!(message("[::1:1:2"), "invalid IP address [::1: address [::1:: missing ']' in address");
        assert_eq!(
            message("[::1]x:1:2"),
            "invalid IP address [::1]x: address [::1]x:: missing port in address"
        );
        assert_eq!(message("[x]:1:2"), "invalid IP address: x");
        assert_eq!(message("80/tcp/udp"), "invalid port: \"80/tcp/udp\": invalid proto: tcp/udp");
        assert_eq!(message("/tcp"), "invalid port: \"/tcp\": no port specified");
        assert_eq!(message("x:80"), "invalid hostPort: x");
        assert_eq!(message("80:90:100:110"), "invalid IP address: 80:90");
    }
}
