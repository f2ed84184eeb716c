//! Dependencies are installed after the whole project is copied.
//!
//! # What it does
//! Reports a command that installs the dependencies of a project after a COPY or ADD of the whole build context.
//!
//! # Why it matters
//! Docker takes a step from its cache as long as the steps before it are the same. A COPY of the whole project is
//! different after each change of any file, so all dependencies are downloaded and installed again. Copy only the files
//! that list the dependencies first: the installation then stays in the cache until one of these files changes.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY . .
//! RUN npm ci
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY package*.json ./
//! RUN npm ci
//! COPY . .
//! ```
//!
//! # Limits
//! The rule knows npm, Yarn, pnpm, Bun, pip with lists of requirements, Pipenv, Poetry, uv, Bundler, Composer, Maven
//! and `go mod download`. Nothing is reported if the stage has already installed the dependencies, or if the directory
//! of the command is not known. The fix is a suggestion: scripts of packages, packages in the project itself and lists
//! that include more lists may need more files. There is no fix if an instruction between the two may need the sources,
//! or if the installation itself needs them.
//!
//! # References
//! - <https://docs.docker.com/build/cache/optimize/#order-your-layers>

use super::{Acc, Check, Role, StageContext};
use crate::{
    installers::{installer, manifests, shown},
    surroundings::Surroundings,
};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    document::Placed,
    facts::{Facts, Form, operands::Operands},
    fix::{Fix, TextEdit},
    shell::{Context, Dialect, Joint},
    spec::{FlagValue, Instruction},
};
use dockwright_lint::{
    finding::{Finding, Mending},
    statements::own_statements,
};
use dockwright_texts::rules::sort_sources as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Performance, severity: Info, presets: &[Default],
}

/// Words of commands that make a layer smaller, or install something else.
const CLEANING: [&str; 9] = ["rm", "cache", "clean", "prune", "purge", "remove", "del", "install", "add"];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut here = Surroundings::at_start(ctx.evaluated);
    let mut whole: Option<Whole> = None;
    let mut installed: Vec<&str> = Vec::new();
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let facts = &item.facts;
        here.step(facts);
        if !facts.problems.is_empty() {
            continue;
        }
        if let Some(destination) = whole_context(facts) {
            whole = Some(Whole { directory: here.resolve(destination), destination });
        }
        if facts.instruction != Some(Instruction::Run) {
            continue;
        }
        let commands = ctx.scripts.commands(at);
        for call in commands.calls() {
            let Some(installer) = installer(call) else { continue };
            let is_first = !installed.contains(&installer.programs[0]);
            installed.push(installer.programs[0]);
            let Some(copy) = whole.as_ref().filter(|_| is_first && is_unconditional(call)) else { continue };
            let directory = here.directory_of(&commands, call);
            let Some(folder) = copy.folder_of(directory.as_deref(), &commands, call) else { continue };
            let last = call.operands.last().copied().unwrap_or(call.word);
            let range = call.range(call.word).start..call.range(last).end.max(call.range(call.word).end);
            let shown = shown(call);
            let mut finding = Finding::own(&RULE, range, texts::finding(shown));
            // A COPY to an unknown directory stays unchanged.
            let files = manifests(installer, call).filter(|_| copy.directory.is_some());
            finding.word = files.map(|files| in_folder(&files, &folder));
            finding.mend = finding.word.is_some().then_some(fix as _);
            finding.mends_document = true;
            acc.push_at(at, Role::Own, finding);
        }
    }
}

/// The COPY of the whole context that applies.
struct Whole<'a> {
    /// Where it puts the project, if that is known.
    directory: Option<String>,
    destination: &'a str,
}

impl Whole<'_> {
    /// The folder of the project in which a command works; an empty one is the project itself.
    fn folder_of(&self, directory: Option<&str>, commands: &Commands, call: CallIn<'_>) -> Option<String> {
        match (&self.directory, directory) {
            (Some(root), Some(directory)) => {
                let rest = directory.strip_prefix(root.trim_end_matches('/'))?;
                let is_inside = rest.is_empty() || rest.starts_with('/');
                is_inside.then(|| rest.trim_start_matches('/').to_owned())
            }
            // Both are in the directory of the base image.
            (None, None) if matches!(self.destination, "." | "./") => {
                let changes = |it: &CallIn<'_>| {
                    it.in_script == call.in_script
                        && it.command < call.command
                        && matches!(it.name(), Some("cd" | "pushd" | "popd"))
                };
                (!commands.calls().any(|it| changes(&it))).then(String::new)
            }
            _ => None,
        }
    }
}

/// The destination of a COPY or ADD of the whole build context.
fn whole_context(facts: &Facts) -> Option<&str> {
    let Operands::Copy(copy) = &facts.operands else { return None };
    let [source] = copy.sources.as_slice() else { return None };
    let is_whole = matches!(source.literal(), Some("." | "./" | "/" | "*"));
    let is_local = facts.flag_value(FlagValue::From).is_none() && copy.heredocs.is_empty();
    copy.destination.as_ref().filter(|_| is_whole && is_local)?.literal()
}

/// Files as the arguments of COPY, in a folder of the context: `web/package.json web/` after the destination.
fn in_folder(files: &[String], folder: &str) -> String {
    let lists: Vec<String> = files.iter().map(|file| file.trim_start_matches("./").to_owned()).collect();
    let folders: Vec<&str> =
        lists.iter().map(|file| file.rsplit_once('/').map_or("", |(it, _)| it)).collect();
    let inner = folders[0];
    let join = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { format!("{a}/{b}") };
    let paths: Vec<String> = lists.iter().map(|file| join(folder, file)).collect();
    // Each folder needs a COPY; one is enough for real files.
    let target = if folders.iter().all(|it| *it == inner) {
        let target = join(folder, inner);
        if target.ends_with('/') || target.is_empty() { target } else { format!("{target}/") }
    } else {
        return String::new();
    };
    format!("{}\n{target}", paths.join(" "))
}

fn is_unconditional(call: CallIn<'_>) -> bool {
    let context = call.view.commands[call.command].context;
    let away = [Context::CONDITIONAL, Context::CONDITION, Context::FUNCTION, Context::SUBSTITUTION];
    !away.iter().any(|it| context.has(*it))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let (files, folder) = ctx.finding.word.as_deref()?.split_once('\n')?;
    let (_, block) = ctx.document.block_at(ctx.start)?;
    let at = block.item_at(ctx.start)?;
    let copy_at = (0..at).rev().find(|&it| whole_context(&block.items()[it].facts).is_some())?;
    let is_absolute = whole_context(&block.items()[copy_at].facts)?.starts_with('/');
    if !(copy_at + 1..at).all(|it| leaves_files(ctx, &block.placed(it), is_absolute)) {
        return None;
    }
    let copy = block.placed(copy_at);
    let text = ctx.document.source(&copy);
    let text = text.trim_end();
    let arguments = copy.facts.args_range.clone();
    let written = text.get(arguments.start..)?;
    let destination = whole_context(copy.facts)?;
    // An array, a comment inside, or a destination in quotes.
    if written.starts_with('[') || written.contains(['\n', '"', '\'']) || !written.ends_with(destination) {
        return None;
    }
    let base = if destination == "." { "./" } else { destination };
    let target = if base.ends_with('/') { base.to_owned() } else { format!("{base}/") };
    let lead = text.get(..arguments.start)?;
    // The lists need a COPY; the project itself keeps the instruction that its author chose.
    let lead = match lead.get(..3) {
        Some("ADD") => format!("COPY{}", &lead[3..]),
        Some("add") => format!("copy{}", &lead[3..]),
        _ => lead.to_owned(),
    };
    let text_end = copy.start + text.len();
    let first = TextEdit { range: copy.start..text_end, text: format!("{lead}{files} {target}{folder}") };
    let second = second(ctx, text)?;
    Some(Fix { title: (&texts::FIX).into(), safe: false, edits: vec![first, second] })
}

/// The edit that puts the COPY after the command.
fn second(ctx: &Mending<'_>, copy: &str) -> Option<TextEdit> {
    let commands = crate::run_fixes::commands(ctx);
    let (line_end, indent) = (ctx.line_ending(), ctx.indentation());
    let end = ctx.source.trim_end().len();
    if ctx.whole.form != Some(Form::Shell) || !ctx.whole.heredocs.is_empty() {
        return None;
    }
    let view = &commands.scripts.first()?.view;
    let own = own_statements(view);
    let is_here = |range: std::ops::Range<usize>| range.contains(&ctx.finding.range.start);
    let statement = own.iter().position(|it| is_here(it.span.range()))?;
    if view.has_error || own.iter().any(|it| it.is_background || it.joint == Joint::Or) {
        return None;
    }
    // The commands before this one must not need the sources. They may change the directory if nothing
    // follows.
    let is_free = |may_change: bool| {
        own[..statement].iter().all(|it| {
            let range = it.span.range();
            let mut calls = commands.calls().filter(|call| range.contains(&call.range(call.word).start));
            calls.all(|call| needs_no_files(call) || may_change && call.name() == Some("cd"))
        })
    };
    let after = &own[statement + 1..];
    if after.is_empty() {
        let text = format!("{line_end}{indent}{copy}");
        // Spaces at the end of the line are removed.
        let blanks = ctx.source[end..].len() - ctx.source[end..].trim_start_matches([' ', '\t']).len();
        let at = ctx.start + end;
        return is_free(true).then_some(TextEdit { range: at..at + blanks, text });
    }
    // A command that cleans up after this one has to stay in its layer, and one that installs more
    // shares its caches.
    let is_cleaning = |call: CallIn<'_>| {
        let words = call.words(call.view).filter_map(|(_, word)| word.text.as_deref());
        installer(call).is_some() || words.into_iter().any(|word| CLEANING.contains(&word))
    };
    let mut later = commands.calls().filter(|call| call.range(call.word).start > ctx.finding.range.start);
    if later.any(is_cleaning) {
        return None;
    }
    let (end, next) = (own[statement].span.range().end, after[0].span.range().start);
    let gap = ctx.source.get(end..next)?;
    let lead = ctx.source.get(..own[0].span.range().start)?;
    if !is_free(false) || gap.trim().trim_matches([ctx.escape, ' ', '\r', '\n']) != "&&" || lead.contains('#')
    {
        return None;
    }
    let text = format!("{line_end}{indent}{copy}{line_end}{indent}{lead}");
    Some(TextEdit { range: ctx.start + end..ctx.start + next, text })
}

/// Whether an instruction neither needs the files of the project nor changes where they go.
fn leaves_files(ctx: &Mending<'_>, placed: &Placed<'_>, is_absolute: bool) -> bool {
    use Instruction::{
        Arg, Cmd, Entrypoint, Env, Expose, Healthcheck, Label, Maintainer, Run, Stopsignal, Workdir,
    };
    let facts = placed.facts;
    if !facts.problems.is_empty() {
        return false;
    }
    match facts.instruction {
        Some(Arg | Cmd | Entrypoint | Env | Expose | Healthcheck | Label | Maintainer | Stopsignal) => true,
        Some(Workdir) => is_absolute,
        Some(Run) => {
            let source = ctx.document.source(placed).into_owned();
            let commands = Commands::of(facts, ctx.escape, Dialect::Posix, || source.into());
            !commands.is_partial()
                && commands.calls().next().is_some()
                && commands.calls().all(needs_no_files)
        }
        _ => false,
    }
}

/// Whether a command works on the system and not on the project.
fn needs_no_files(call: CallIn<'_>) -> bool {
    const MANAGERS: [&str; 7] = ["apk", "apt", "apt-get", "dnf", "microdnf", "yum", "zypper"];
    let operands: Vec<&str> = call.operands.iter().filter_map(|&word| call.text(word)).collect();
    let is_file = |text: &&str| text.contains('/') || text.starts_with('.');
    match call.name() {
        Some(name) if MANAGERS.contains(&name) => {
            operands.len() == call.operands.len() && !operands.iter().any(is_file)
        }
        Some("rm") => operands.iter().all(|path| path.starts_with("/var/") || path.starts_with("/tmp/")),
        Some("npm") => call.has_option(call.view, &["-g", "--global"]) && !operands.iter().any(is_file),
        Some("pip" | "pip3") => {
            let tools = ["pip", "setuptools", "wheel"];
            operands.split_first().is_some_and(|(verb, packages)| {
                *verb == "install" && !packages.is_empty() && packages.iter().all(|it| tools.contains(it))
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, check_fix, find};
    use super::RULE;

    #[test]
    fn dependencies_after_everything() {
        check(
            RULE.name,
            r#"
FROM node
WORKDIR /app
COPY --chown=node . .
RUN echo a && \
    npm install --omit=dev && \
    ^^^^^^^^^^^ info: `npm install` runs again after every change of any file in the project
    npm run build
FROM python AS b
ADD . /src/
WORKDIR /src
RUN <<E
pip install --no-cache-dir -r requirements.txt
^^^^^^^^^^^ info: `pip install` runs again after every change of any file in the project
E
FROM ruby
COPY ./ ./
RUN bundle
    ^^^^^^ info: `bundle` runs again after every change of any file in the project
"#,
        );
        for text in [
            "COPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci",
            "COPY --from=x . .\nRUN npm ci",
            "COPY src .\nRUN npm ci",
            "COPY . .\nRUN npm install express",
            "COPY . .\nRUN npm install -g",
            "COPY . .\nRUN npm run build",
            "COPY . .\nRUN pip install .",
            "COPY . .\nRUN pip install flask",
            "WORKDIR /a\nCOPY . .\nWORKDIR /b\nRUN npm ci",
            "COPY . .\nRUN cd /b && npm ci",
            "COPY . .\nRUN if [ -f yarn.lock ]; then yarn; fi",
            "COPY . .\nRUN mvn dependency:go-offline package",
            "COPY . .\nRUN npm --prefix web ci",
            "ONBUILD COPY . .\nONBUILD RUN npm ci",
            "RUN npm ci\nCOPY . .",
            "COPY . .\nFROM b\nRUN npm ci",
        ] {
            assert!(find(RULE.name, &format!("FROM a\n{text}\n")).is_empty(), "{text}");
        }
    }

    #[test]
    fn dependencies_come_first() {
        for (before, after) in [
            (
                "WORKDIR /app\r\nCOPY --chown=node . .\r\nENV A=b\r\n  RUN npm ci\r\nCMD a\r\n",
                "WORKDIR /app\r\nCOPY --chown=node package*.json ./\r\nENV A=b\r\n  RUN npm ci\r\n  COPY --chown=node . .\r\nCMD a\r\n",
            ),
            (
                "WORKDIR /app\nADD . /app\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci \\\n    && npm run build \\\n    && x\n",
                "WORKDIR /app\nCOPY package*.json /app/\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci\nADD . /app\nRUN --mount=type=cache,target=/root/.npm \\\n    npm run build \\\n    && x\n",
            ),
            (
                "WORKDIR /app\nCOPY . .\nRUN cd web && yarn\n",
                "WORKDIR /app\nCOPY web/package.json web/yarn.lock* ./web/\nRUN cd web && yarn\nCOPY . .\n",
            ),
            (
                "WORKDIR /app\nCOPY . .\nRUN pip install -r requirements/base.txt -r requirements/x.txt\n",
                "WORKDIR /app\nCOPY requirements/base.txt requirements/x.txt ./requirements/\nRUN pip install -r requirements/base.txt -r requirements/x.txt\nCOPY . .\n",
            ),
            (
                "WORKDIR /a\nCOPY . .\nRUN go mod download\n",
                "WORKDIR /a\nCOPY go.mod go.sum* ./\nRUN go mod download\nCOPY . .\n",
            ),
            (
                "COPY . /a\nWORKDIR /a\nRUN apt-get update && apt-get install -y git && npm i -g gulp\nRUN npm i && gulp\n",
                "COPY package*.json /a/\nWORKDIR /a\nRUN apt-get update && apt-get install -y git && npm i -g gulp\nRUN npm i\nCOPY . /a\nRUN gulp\n",
            ),
            (
                "COPY . /a\nWORKDIR /a\nRUN apk add git && pip install -U pip && pip install -r requirements.txt\n",
                "COPY requirements.txt /a/\nWORKDIR /a\nRUN apk add git && pip install -U pip && pip install -r requirements.txt\nCOPY . /a\n",
            ),
            (
                "WORKDIR /a\nCOPY . .\nRUN poetry install --no-root\n",
                "WORKDIR /a\nCOPY pyproject.toml poetry.lock* ./\nRUN poetry install --no-root\nCOPY . .\n",
            ),
        ] {
            check_fix(RULE.name, &format!("FROM a\n{before}"), &format!("FROM a\n{after}"));
        }
        for text in [
            "COPY . .\nRUN npm ci\n",
            "WORKDIR /a\nCOPY . .\nRUN npm ci && npm cache clean --force\n",
            "WORKDIR /a\nCOPY . .\nRUN npm ci && npm run build && rm -rf node_modules\n",
            "WORKDIR /a\nCOPY . .\nRUN make\nRUN npm ci\n",
            "WORKDIR /a\nCOPY . .\nUSER node\nRUN npm ci\n",
            "WORKDIR /a\nCOPY . .\nRUN make && npm ci\n",
            "WORKDIR /a\nCOPY . .\nRUN apt-get install ./x.deb\nRUN npm ci\n",
            "WORKDIR /a\nCOPY . .\nRUN cd web && npm ci && npm run build\n",
            "COPY . a\nWORKDIR /a\nRUN npm ci\n",
            "WORKDIR /a\nCOPY . .\nRUN npm ci || true\n",
            "WORKDIR /a\nCOPY . .\nRUN npm ci; npm run build\n",
            "WORKDIR /a\nCOPY [\".\", \".\"]\nRUN npm ci\n",
            "WORKDIR /a\nCOPY . .\nRUN poetry install\n",
            "WORKDIR /a\nCOPY . .\nRUN uv sync --locked\n",
            "WORKDIR /a\nCOPY . .\nRUN composer install --no-dev\n",
            "WORKDIR /a\nCOPY . .\nRUN pip install -c constraints.txt -r requirements.txt\n",
            "WORKDIR /a\nCOPY . .\nRUN pip install -r /x/requirements.txt\n",
        ] {
            check_fix(RULE.name, &format!("FROM a\n{text}"), &format!("FROM a\n{text}"));
        }
    }
}
