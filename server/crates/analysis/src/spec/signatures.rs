//! The syntax of instructions, as templates of [`layout`](super::layout).

use super::instruction::Instruction;
pub use crate::spec::layout::Layout;

/// The forms of an instruction; the JSON form, if there is one, comes last.
pub fn signatures(instruction: Instruction) -> &'static [&'static str] {
    match instruction {
        Instruction::Add => &[
            "ADD ‹[flags]@flags› ‹<source>...@add-source› ‹<destination>@destination›",
            "ADD ‹[flags]@flags› [‹\"<source>\"...@add-source›, ‹\"<destination>\"@destination›]",
        ],
        Instruction::Arg => &["ARG ‹<name>@arg-name›[=‹<default>@arg-default›] ..."],
        Instruction::Cmd => {
            &["CMD ‹<command>@command›", "CMD [‹\"<program>\"@program›, ‹\"<argument>\"...@argument›]"]
        }
        Instruction::Copy => &[
            "COPY ‹[flags]@flags› ‹<source>...@source› ‹<destination>@destination›",
            "COPY ‹[flags]@flags› [‹\"<source>\"...@source›, ‹\"<destination>\"@destination›]",
        ],
        Instruction::Entrypoint => &[
            "ENTRYPOINT ‹<command>@command›",
            "ENTRYPOINT [‹\"<program>\"@program›, ‹\"<argument>\"...@argument›]",
        ],
        Instruction::Env => &["ENV ‹<name>@env-name›=‹<value>@env-value› ..."],
        Instruction::Expose => &["EXPOSE ‹<port>@port›[/‹<protocol>@protocol›] ..."],
        Instruction::From => &["FROM ‹[flags]@flags› ‹<image>@image› [‹AS@as› ‹<name>@stage-name›]"],
        Instruction::Healthcheck => {
            &["HEALTHCHECK ‹[flags]@flags› CMD ‹<command>@health-command›", "HEALTHCHECK ‹NONE@none›"]
        }
        Instruction::Label => &["LABEL ‹<key>@label-key›=‹<value>@label-value› ..."],
        Instruction::Maintainer => &["MAINTAINER ‹<name>@author›"],
        Instruction::Onbuild => &["ONBUILD ‹<instruction>@trigger›"],
        Instruction::Run => &[
            "RUN ‹[flags]@flags› ‹<command>@command›",
            "RUN ‹[flags]@flags› [‹\"<program>\"@program›, ‹\"<argument>\"...@argument›]",
        ],
        Instruction::Shell => &["SHELL [‹\"<program>\"@program›, ‹\"<argument>\"...@argument›]"],
        Instruction::Stopsignal => &["STOPSIGNAL ‹<signal>@signal›"],
        Instruction::User => &["USER ‹<user>@user›[:‹<group>@group›]"],
        Instruction::Volume => &["VOLUME ‹<path>...@volume›", "VOLUME [‹\"<path>\"...@volume›]"],
        Instruction::Workdir => &["WORKDIR ‹<path>@workdir›"],
    }
}

/// The modifiers of `${NAME…}`, each with its syntax.
pub const MODIFIERS: [(&str, &str); 12] = [
    (":-", "${‹NAME@variable›:-‹word@default-word›}"),
    ("-", "${‹NAME@variable›-‹word@default-word›}"),
    (":+", "${‹NAME@variable›:+‹word@other-word›}"),
    ("+", "${‹NAME@variable›+‹word@other-word›}"),
    (":?", "${‹NAME@variable›:?‹message@message›}"),
    ("?", "${‹NAME@variable›?‹message@message›}"),
    ("##", "${‹NAME@variable›##‹pattern@pattern›}"),
    ("#", "${‹NAME@variable›#‹pattern@pattern›}"),
    ("%%", "${‹NAME@variable›%%‹pattern@pattern›}"),
    ("%", "${‹NAME@variable›%‹pattern@pattern›}"),
    ("//", "${‹NAME@variable›//‹pattern@pattern›/‹text@replacement›}"),
    ("/", "${‹NAME@variable›/‹pattern@pattern›/‹text@replacement›}"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Engine, FlagValue, INSTRUCTIONS};
    use dockwright_texts::Topic;

    #[test]
    fn templates_are_read() {
        let layout = Layout::new("USER ‹<user>@user›[:‹<group>@group›]");
        assert_eq!(layout.label, "USER <user>[:<group>]");
        assert_eq!(layout.parameters, [(5..11, "user"), (13..20, "group")]);
        assert_eq!(layout.parameter("group"), Some(1));
    }

    #[test]
    fn every_parameter_has_a_text_and_every_text_a_parameter() {
        let mut used: Vec<&str> = Vec::new();
        let mut add = |layout: Layout| {
            assert!(layout.label.is_ascii(), "{}", layout.label);
            used.extend(layout.parameters.iter().map(|(_, id)| *id));
        };
        // No flag has these types yet.
        let mut values = vec![FlagValue::Path, FlagValue::Text];
        for spec in &INSTRUCTIONS {
            for template in signatures(spec.instruction) {
                add(Layout::new(template));
            }
            for engine in [Engine::Docker, Engine::Podman] {
                values.extend(spec.flags_of(engine).map(|flag| flag.value));
            }
        }
        for value in values {
            let mut layout = Layout::new("");
            value.push_to(&mut layout);
            add(layout);
        }
        for (_, template) in MODIFIERS {
            add(Layout::new(template));
        }
        used.sort_unstable();
        used.dedup();
        let mut texts: Vec<_> = Topic::Parameters.ids().collect();
        texts.sort_unstable();
        assert_eq!(used, texts);
    }

    #[test]
    fn every_modifier_has_a_text() {
        let mut rows = MODIFIERS.map(|(modifier, _)| modifier);
        rows.sort_unstable();
        let mut texts: Vec<_> = Topic::Modifiers.ids().collect();
        texts.sort_unstable();
        assert_eq!(rows.as_slice(), texts);
    }
}
