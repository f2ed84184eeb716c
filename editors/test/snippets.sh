#!/usr/bin/env bash
# Parses the editor files that no other test runs: TOML and Lisp with Python, Kakoune's by its
# brackets. (JSON, queries and versions: tests/editors.rs. Vim: editors/neovim/test. Emacs and
# Helix: their own folders.)
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 - <<'EOF'
import re
import tomllib
from pathlib import Path

failures = 0


def check(what, ok):
    global failures
    print(("ok  " if ok else "FAIL"), what)
    failures += not ok


def load(path):
    try:
        return tomllib.loads(Path(path).read_text())
    except (OSError, tomllib.TOMLDecodeError) as problem:
        print(f"{path}: {problem}")
        return {}


def starts_server(entry):
    return [entry.get("command"), *entry.get("args", [])] == ["dockwright", "lsp"]


def is_balanced(text, skipped, pairs):
    """Whether brackets outside of what a pattern tells to skip close in the order in which they open."""
    expected = []
    for token in re.findall(f"{skipped}|[{re.escape(''.join(pairs.keys()) + ''.join(pairs.values()))}]", text):
        if token in pairs:
            expected.append(pairs[token])
        elif token in pairs.values() and (not expected or expected.pop() != token):
            return False
    return not expected


helix = load("helix/languages.toml")
check("Helix starts the server", starts_server(helix.get("language-server", {}).get("dockwright", {})))
languages = {language.get("name"): language.get("language-servers") for language in helix.get("language", [])}
check("Helix has the languages", languages == dict.fromkeys(["dockerfile", "dockerignore"], ["dockwright"]))

zed, package = load("zed/extension.toml"), load("zed/Cargo.toml")
language = load("zed/languages/dockerfile/config.toml")
check("Zed's language has the extension's grammar", language.get("grammar") in zed.get("grammars", {}))
check("Zed's server is for the language", zed["language_servers"]["dockwright"]["languages"] == [language.get("name")])
check("Zed's package is a library of its own", "workspace" in package and package["lib"]["crate-type"] == ["cdylib"])

old = load("kakoune/kak-lsp.toml").get("language_server", {}).get("dockwright", {})
check("kak-lsp starts the server", starts_server(old))
script = Path("kakoune/dockwright.kak").read_text()
check("Kakoune's script is balanced", is_balanced(script, r"#[^\n]*|'[^']*'", {"{": "}"}))
servers = re.search(r"lsp_servers %\{\n(.*?)\n    \}", script, re.S)
servers = tomllib.loads(servers[1]) if servers else {}
check("kakoune-lsp starts the server", starts_server(servers.get("dockwright", {})))

# Comments, strings, and characters such as ?( in Lisp.
lisp = r';[^\n]*|"(?:[^"\\]|\\.)*"|\?\\?.'
for path in sorted(Path("emacs").glob("*.el")):
    check(f"{path} is balanced", is_balanced(path.read_text(), lisp, {"(": ")", "[": "]"}))

raise SystemExit(failures > 0)
EOF
