//! Generates large Dockerfiles, so that they need not be stored: every text follows from its size
//! alone.

use std::fmt::Write;

const WORDS: [&str; 12] =
    ["apple", "birch", "cedar", "dune", "elm", "fern", "grove", "heath", "iris", "juniper", "kelp", "larch"];
const PACKAGES: [&str; 9] =
    ["curl", "git", "make", "gcc", "jq", "unzip", "ca-certificates", "locales", "xz-utils"];
/// Instructions of a stage in [`mixed`].
const STAGE: usize = 40;

/// A small linear congruential generator (the constants of Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }
}

/// All kinds of instructions in stages that build on one another.
pub(crate) fn mixed(lines: usize) -> String {
    let mut random = Random(1);
    let mut text = "# syntax=docker/dockerfile:1\nFROM debian:12 AS stage0\n".to_owned();
    let mut count = 2;
    for number in 1.. {
        let instruction = if number % STAGE == 0 {
            let stage = number / STAGE;
            format!("\nFROM stage{} AS stage{stage}", stage - 1)
        } else {
            instruction(&mut random, number)
        };
        count += instruction.matches('\n').count() + 1;
        if count > lines {
            break;
        }
        text.push_str(&instruction);
        text.push('\n');
    }
    text
}

/// One-line instructions in a single stage: the most siblings for the least text.
pub(crate) fn flat(lines: usize) -> String {
    let mut random = Random(2);
    let mut text = "FROM debian:12\n".to_owned();
    for number in 1..lines {
        let word = random.word();
        let line = match number % 4 {
            0 => format!("ENV FLAT_{number}={word}"),
            1 => format!("COPY {word}/{number} /srv/{word}/"),
            2 => format!("RUN echo {word} $FLAT_{}", number - 2),
            _ => format!("LABEL org.example.{word}.{number}=\"{word} {number}\""),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Stages built on one another in long chains, each with variables that use those of its base.
pub(crate) fn stages(count: usize) -> String {
    /// Stages in a chain.
    const CHAIN: usize = 100;
    let mut random = Random(5);
    let mut text = "ARG BASE=debian:12\nARG VERSION=1\n".to_owned();
    for number in 0..count {
        let word = random.word();
        let base = if number % CHAIN == 0 { "${BASE}".to_owned() } else { format!("stage{}", number - 1) };
        let from = number.saturating_sub(1);
        writeln!(
            text,
            "FROM {base} AS stage{number}\nARG VERSION\nENV NAME_{number}={word}-$VERSION PATH_{number}=/opt/$NAME_{from}\n\
             WORKDIR /srv/${{NAME_{number}:-none}}\nRUN echo $NAME_{from} ${{PATH_{number}}} '$VERSION'"
        )
        .expect("a string takes all text");
        if number > 0 {
            writeln!(text, "COPY --from=stage{from} /a $PATH_{number}/").expect("a string takes all text");
        }
    }
    text
}

/// One RUN over many lines, with comments between them.
pub(crate) fn long_run(lines: usize) -> String {
    let mut random = Random(3);
    let mut text = "FROM debian:12\nRUN true \\\n".to_owned();
    for number in 0..lines {
        let word = random.word();
        let written = if number % 100 == 50 {
            writeln!(text, "    # about {word} {number}")
        } else {
            writeln!(text, " && echo {word} {number} >> /log \\")
        };
        written.expect("a string takes all text");
    }
    text.push_str(" && true\nCMD [\"cat\", \"/log\"]\n");
    text
}

/// A RUN of this many lines that installs packages and sets things up, which rules about programs
/// check.
pub(crate) fn setup_run(lines: usize) -> String {
    let mut random = Random(5);
    let mut text = "FROM debian:12\nRUN set -eux; \\\n    apt-get update; \\\n".to_owned();
    for number in 0..lines.saturating_sub(4) {
        let word = random.word();
        let written = match number % 6 {
            0 => writeln!(text, "    apt-get install -y {word} lib{word}-dev={number}.*; \\"),
            1 => writeln!(text, "    curl -fsSL https://example.org/{word}.tar.gz | tar xz -C /opt; \\"),
            2 => writeln!(text, "    sudo -E pip3 install --no-cache-dir '{word}>={number}'; \\"),
            3 => writeln!(text, "    # about {word} {number}"),
            4 => writeln!(
                text,
                "    if [ -n \"${{{}}}\" ]; then useradd -u {number} {word}; fi; \\",
                word.to_uppercase()
            ),
            _ => writeln!(text, "    cd /opt/{word} && make -j \"$(nproc)\" && make install; \\"),
        };
        written.expect("a string takes all text");
    }
    text.push_str("    rm -rf /var/lib/apt/lists/*\nCMD [\"app\"]\n");
    text
}

/// One heredoc with a long body.
pub(crate) fn heredoc(lines: usize) -> String {
    let mut random = Random(4);
    let mut text = "# syntax=docker/dockerfile:1\nFROM debian:12\nCOPY <<END /etc/table\n".to_owned();
    for number in 0..lines {
        writeln!(text, "key{number} = ${{VALUE_{number}}} {} <<NOT", random.word())
            .expect("a string takes all text");
    }
    text.push_str("END\nRUN cat /etc/table\n");
    text
}

fn instruction(random: &mut Random, number: usize) -> String {
    let word = random.word();
    match random.below(12) {
        0 => format!("ENV NAME_{number}=value-{word} \\\n    NAME_{number}_B=\"two {word}s\""),
        1 => format!("ARG ARG_{number}=${{ARG_{}:-{word}}}", number.saturating_sub(1)),
        2 => {
            let packages: Vec<_> = (0..4).map(|_| PACKAGES[random.below(PACKAGES.len())]).collect();
            format!(
                "RUN apt-get update && apt-get install -y \\\n    {} \\\n && rm -rf /var/lib/apt/lists/*",
                packages.join(" \\\n    ")
            )
        }
        3 => format!("COPY --chown=1000:1000 src/{word}/{number}/ /srv/{word}/"),
        4 => format!("LABEL org.example.{word}.{number}=\"{word} {number}\""),
        5 => format!("# {word} {number}, and a remark about it"),
        6 => format!("WORKDIR /srv/{word}/{number}"),
        7 => format!(
            "RUN --mount=type=cache,target=/cache/{number},sharing=locked make -C {word} V=$NAME_{number}"
        ),
        8 => format!("RUN <<END{number}\nset -e\necho {word} > /tmp/{number}\nEND{number}"),
        9 => format!("RUN [\"/bin/sh\", \"-c\", \"echo {word} {number}\"]"),
        10 => format!("EXPOSE {}/tcp", 1024 + number % 60_000),
        _ => format!("USER {word}"),
    }
}
