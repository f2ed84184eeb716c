//! hadolint's checks of FROM, of whole stages, and of copies between them.

use dockwright_analysis::{
    facts::{Facts, operands::Operands},
    spec::Instruction,
};

use super::{
    file::{File, Stage},
    hits::Hits,
    image::Image,
    pairs::unquoted,
};

/// DL3006, DL3007: images without a tag, or with `latest`.
pub(super) fn tags(file: &File<'_>, hits: &mut Hits) {
    for stage in &file.stages {
        let image = &stage.image;
        let place = || first_argument(file, stage);
        match image.tag {
            None if image.digest.is_none()
                && image.path != "scratch"
                && !image.is_variable()
                && !file.is_stage(image.path, stage.line) =>
            {
                hits.push(stage.line, "DL3006", place());
            }
            Some("latest") if image.digest.is_none() => hits.push(stage.line, "DL3007", place()),
            _ => {}
        }
    }
}

fn first_argument(file: &File<'_>, stage: &Stage<'_>) -> std::ops::Range<usize> {
    let facts = file.lines[stage.line].facts();
    facts.image().map_or_else(|| facts.keyword_range.clone(), |image| image.range.clone())
}

/// DL3029 and DL3065: `--platform` that fixes the platform, or that repeats the default.
pub(super) fn platforms(file: &File<'_>, hits: &mut Hits) {
    for stage in &file.stages {
        let facts = file.lines[stage.line].facts();
        let Some(Some(platform)) = facts.flag("platform") else { continue };
        let flag = facts.flags.iter().find(|flag| flag.text.starts_with("--platform"));
        let place = flag.map_or_else(|| facts.keyword_range.clone(), |flag| flag.range.clone());
        if matches!(platform, "$TARGETPLATFORM" | "${TARGETPLATFORM}") {
            hits.push(stage.line, "DL3065", place.clone());
        }
        if !platform.contains("BUILDPLATFORM") && !platform.contains("TARGETPLATFORM") {
            hits.push(stage.line, "DL3029", place);
        }
    }
}

/// DL3024, DL3063: names of stages.
pub(super) fn names(file: &File<'_>, hits: &mut Hits) {
    for stage in &file.stages {
        let Some(name) = stage.name else { continue };
        let place = || {
            let facts = file.lines[stage.line].facts();
            match &facts.operands {
                Operands::From(from) => {
                    from.name.as_ref().map_or_else(|| facts.keyword_range.clone(), |name| name.range.clone())
                }
                _ => facts.keyword_range.clone(),
            }
        };
        if file.is_stage(name, stage.line) {
            hits.push(stage.line, "DL3024", place());
        }
        if matches!(name, "scratch" | "context") {
            hits.push(stage.line, "DL3063", place());
        }
    }
}

/// DL3002: the last USER of a stage is root.
pub(super) fn last_user(file: &File<'_>, hits: &mut Hits) {
    let is_root = |facts: &Facts| {
        let user = facts.args.join(" ");
        matches!(user.split(':').next(), Some("root" | "0"))
    };
    for stage in 0..file.stages.len() {
        let mut users = file.each().rev().filter(|(_, line)| line.stage == Some(stage));
        if let Some((at, line)) = users.find(|(_, line)| line.is(Instruction::User))
            && is_root(line.facts())
        {
            hits.push(at, "DL3002", line.facts().args_range.clone());
        }
    }
}

/// DL3066: USER that is neither a number nor an ARG of the stage.
pub(super) fn numeric_user(file: &File<'_>, hits: &mut Hits) {
    for (at, line) in file.each().filter(|(_, line)| line.is(Instruction::User)) {
        let text = line.facts().args.join(" ");
        let user = text.split(':').next().unwrap_or_default();
        // Spaces at the end of the line belong to the name.
        let end = line.placed.start + line.facts().args_range.end;
        let behind = file.document.text().slice(end..(end + 1).min(file.document.text().len()));
        let is_number = !user.is_empty()
            && user.bytes().all(|byte| byte.is_ascii_digit())
            && !(user.len() == text.len() && behind.starts_with([' ', '\t']));
        let user = user.trim_matches(['"', '\'']);
        let variable = user.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let variable = variable.or_else(|| user.strip_prefix('$'));
        let is_argument = |name: &str| {
            file.lines[..at].iter().any(|line| {
                matches!(&line.facts().operands, Operands::Arg(names)
                    if names.iter().any(|it| it.name.text == name))
            })
        };
        if !is_number && !variable.is_some_and(is_argument) {
            hits.push(at, "DL3066", line.facts().args_range.clone());
        }
    }
}

/// DL3022, DL3023 and DL3067: COPY from stages.
pub(super) fn copies(file: &File<'_>, hits: &mut Hits) {
    for (at, line) in file.each().filter(|(_, line)| line.is(Instruction::Copy)) {
        let facts = line.facts();
        let Some(Some(from)) = facts.flag("from") else { continue };
        let flag = facts.flags.iter().find(|flag| flag.text.starts_with("--from"));
        let place = || flag.map_or_else(|| facts.keyword_range.clone(), |flag| flag.range.clone());
        let own = line.stage.map(|stage| &file.stages[stage]);
        let is_own = own.is_some_and(|stage| stage.name == Some(from));
        let earlier = own.map_or(0, |stage| stage.line);
        if is_own {
            hits.push(at, "DL3023", place());
        }
        let is_index = from.parse::<usize>().is_ok_and(|index| index < file.stages.len());
        if !(is_own || from.contains(':') || is_index || file.is_stage(from, earlier)) {
            hits.push(at, "DL3022", place());
        }
        if let [sources @ .., destination] = &*facts.args
            && unquoted(destination) == "/"
            && sources.iter().any(|source| unquoted(source) == "/")
        {
            hits.push(at, "DL3067", facts.args_range.clone());
        }
    }
}

/// DL3026: images from registries that are not trusted.
pub(super) fn registries(file: &File<'_>, hits: &mut Hits) {
    let trusted = &file.options.trusted_registries;
    if trusted.is_empty() {
        return;
    }
    for (at, line) in file.each() {
        let facts = line.facts();
        let (image, place) = match facts.instruction {
            Some(Instruction::From) => {
                let Some(image) = facts.args.first() else { continue };
                (image.as_str(), facts.image().map(|image| image.range.clone()))
            }
            Some(Instruction::Copy) => {
                let Some(Some(image)) = facts.flag("from") else { continue };
                let flag = facts.flags.iter().find(|flag| flag.text.starts_with("--from"));
                (image, flag.map(|flag| flag.range.clone()))
            }
            Some(Instruction::Run) => {
                let from = |flag: &'_ str| -> Option<String> {
                    let mut fields = flag.strip_prefix("--mount=")?.split(',');
                    fields.find_map(|field| field.strip_prefix("from=")).map(str::to_owned)
                };
                for flag in &facts.flags {
                    if let Some(image) = from(&flag.text)
                        && !is_trusted(file, at, &image, trusted)
                    {
                        hits.push(at, "DL3026", flag.range.clone());
                    }
                }
                continue;
            }
            _ => continue,
        };
        if !is_trusted(file, at, image, trusted) {
            hits.push(at, "DL3026", place.unwrap_or_else(|| line.keyword()));
        }
    }
}

fn is_trusted(file: &File<'_>, line: usize, image: &str, trusted: &[String]) -> bool {
    let image = Image::of(image);
    let matches = |pattern: &String, name: &str| match (pattern.strip_prefix('*'), pattern.strip_suffix('*'))
    {
        _ if pattern == "*" => true,
        (Some(end), _) => name.ends_with(end),
        (_, Some(start)) => name.starts_with(start),
        _ => pattern == name,
    };
    let is_any = |name: &str| trusted.iter().any(|pattern| matches(pattern, name));
    match image.registry {
        Some(registry) => is_any(registry),
        None => {
            image.path == "scratch"
                || image.is_variable()
                || image.path.bytes().all(|byte| byte.is_ascii_digit())
                || file.is_stage(image.path, line)
                || is_any("docker.io")
                || is_any("hub.docker.com")
        }
    }
}

/// DL3061: instructions before the first FROM.
pub(super) fn before_from(file: &File<'_>, hits: &mut Hits) {
    let before = file.each().take_while(|(_, line)| line.stage.is_none());
    for (at, line) in before.filter(|(_, line)| !line.is(Instruction::Arg)) {
        hits.push(at, "DL3061", line.keyword());
    }
}

/// DL3012, DL4003 and DL4004: instructions of which a stage has two.
pub(super) fn repeated(file: &File<'_>, hits: &mut Hits) {
    const ONCE: [(Instruction, &str); 3] = [
        (Instruction::Healthcheck, "DL3012"),
        (Instruction::Cmd, "DL4003"),
        (Instruction::Entrypoint, "DL4004"),
    ];
    for (instruction, code) in ONCE {
        let mut last = None;
        for (at, line) in file.each().filter(|(_, line)| line.is(instruction)) {
            if last == Some(line.stage) {
                hits.push(at, code, line.keyword());
            }
            last = Some(line.stage);
        }
    }
}

/// DL3057: a stage without a HEALTHCHECK, if no stage that is built on it has one either.
pub(super) fn healthcheck(file: &File<'_>, hits: &mut Hits) {
    let mut has: Vec<bool> = (0..file.stages.len())
        .map(|stage| {
            file.lines.iter().any(|line| line.stage == Some(stage) && line.is(Instruction::Healthcheck))
        })
        .collect();
    for stage in (0..has.len()).rev() {
        if let Some(parent) = file.parent(stage).filter(|_| has[stage]) {
            has[parent] = true;
        }
    }
    for stage in (0..has.len()).filter(|&stage| !has[stage]) {
        let line = file.stages[stage].line;
        hits.push(line, "DL3057", file.lines[line].keyword());
    }
}
