//! The protocols of EXPOSE. The services that usually listen on a port are described in `docs/`.

/// The protocols; the first one is the default.
pub const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

#[cfg(test)]
mod tests {
    use super::*;
    use dockwright_texts::Topic;

    #[test]
    fn texts_are_about_ports_and_protocols() {
        for id in Topic::Ports.ids() {
            assert!(PROTOCOLS.contains(&id) || id.parse::<u16>().is_ok(), "{id}");
        }
        for protocol in PROTOCOLS {
            assert!(Topic::Ports.ids().any(|id| id == protocol), "{protocol}");
        }
    }
}
