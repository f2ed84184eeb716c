//! Tests of hovers on programs, their subcommands and options, and packages, wherever they are.

use super::*;
use dockwright_texts::Topic;

#[test]
fn words_of_scripts() {
    let npm = &["`npm`", "Package manager of Node.js."][..];
    let fail = "- `-f`: Fail on an HTTP error such as 404, instead of saving the error page.";
    let silent = "- `-s`: Show neither progress nor error messages.";
    let errors = "- `-S`: Show error messages even with `-s`.";
    let redirects = "- `-L`: Follow redirects.";
    let bundle = [fail, silent, errors, redirects].join("\n");
    let known = "Downloads files over HTTP and other protocols.";
    check_rows(&[
        ("FROM a\nRUN n<|>pm ci\n", "npm", npm),
        ("FROM a\nRUN npm<|>\n", "npm", npm),
        ("FROM a\nRUN /usr/bin/n<|>pm ci\n", "/usr/bin/npm", npm),
        ("FROM a\nONBUILD RUN true && n<|>pm ci\n", "npm", npm),
        ("FROM a\nRUN <<EOF\nn<|>pm ci\nEOF\n", "npm", npm),
        ("FROM a\nRUN sh -c 'n<|>pm ci'\n", "npm", npm),
        ("FROM a\nRUN [\"n<|>pm\", \"ci\"]\n", "\"npm\"", npm),
        ("FROM a\nRUN [\"sh\", \"-c\", \"n<|>pm ci\"]\n", "npm", npm),
        ("FROM a\nHEALTHCHECK CMD n<|>pm test\n", "npm", npm),
        (
            "FROM a\nRUN npm \\\n  c<|>i\n",
            "ci",
            &["`npm ci`", "Installs exactly the versions in `package-lock.json`."],
        ),
        ("FROM a\nRUN curl -fs<|>SL x\n", "-fsSL", &["`curl`", &bundle]),
        (
            "FROM a\nRUN curl --fai<|>l x\n",
            "--fail",
            &["`curl --fail`", "Fail on an HTTP error such as 404, instead of saving the error page."],
        ),
        ("FROM a\nRUN curl -o /<|>x y\n", "/x", &["`curl -o`", "File to write to."]),
        ("FROM a\nRUN set -<|>e\n", "-e", &["`set -e`", "End the script when a command fails."]),
        (
            "FROM a\nRUN set -o pipe<|>fail\n",
            "pipefail",
            &["`set pipefail`", "A pipeline fails if any of its commands fails, not only the last one."],
        ),
        ("FROM a\nRUN python3 -<|>m pip install x\n", "-m", &["`python -m`", "Module to run as a program."]),
        (
            "FROM a\nRUN sudo apt<|>-get update\n",
            "apt-get",
            &["`apt-get`", "Package manager of Debian and Ubuntu."],
        ),
        (
            "FROM a\nRUN apt-get install -y cu<|>rl=7.88\n",
            "curl=7.88",
            &["`curl`", known, "Package that `apt-get` installs."],
        ),
        ("FROM a\nRUN pip install cu<|>rl\n", "curl", &["`curl`", "Package that `pip` installs."]),
        (
            "FROM a\nRUN ex<|>port A=1\n",
            "export",
            &[
                "`export`",
                "Sets a variable for the following commands of this `RUN`. Use `ENV` for other instructions.",
            ],
        ),
        ("FROM a\nRUN frob<|>nicate --all\n", "", &[]),
        ("FROM a\nRUN curl htt<|>ps://a\n", "", &[]),
    ]);
}

#[test]
fn elements_and_values() {
    let argument = "An argument of the program, one element for each. Nothing in it is expanded.";
    let program = "The program that is started, without a shell.";
    check_rows(&[
        ("FROM a\nCMD [\"/ap<|>p\", \"x\"]\n", "\"/app\"", &["`/app`", program]),
        ("FROM a\nCMD [\"/app\", \"x<|>y\"]\n", "\"xy\"", &["`xy`", argument]),
        ("FROM a\nCMD [\"--po<|>rt\"]\n", "\"--port\"", &["`--port`", argument]),
        ("FROM a\nENTRYPOINT [\"/app\"]\nCMD [\"ser<|>ve\"]\n", "\"serve\"", &["`serve`", argument]),
        ("FROM a\nENV A=<|>1 B=2\n", "1", &["`A` = `1`", "Set by `ENV` on line 2."]),
        ("FROM a\nENV A one <|>two\n", "one two", &["`A` = `one two`", "Set by `ENV` on line 2."]),
        ("FROM a\nLABEL x=\"<|>y\"\n", "\"y\"", &["Its value. Quote a value with spaces in it."]),
        ("FROM a\nMAINTAINER m<|>e\n", "me", &["Name and address of the person who maintains the image."]),
    ]);
}

#[test]
fn every_text_is_found_under_its_name() {
    for id in Topic::Programs.ids() {
        let (program, rest) = id.split_once(' ').unwrap_or((id, ""));
        for word in rest.split(' ') {
            let before = "FROM a\nRUN : && ";
            let end = program.replace('[', "]").replace(|c| c != ']', "");
            let script = format!("{before}{program} {word} {end}\n");
            let at = before.len() + if word.is_empty() { 0 } else { program.len() + 1 };
            let document = Document::new(Text::new(&script));
            for language in Language::all() {
                let text = Topic::Programs.entry(language, id).unwrap().text;
                let shown = hover(&document, at, language).map(|hover| hover.markdown);
                assert!(shown.as_ref().is_some_and(|shown| shown.contains(text)), "{id}: {word}: {shown:?}");
            }
        }
    }
}
