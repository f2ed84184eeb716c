#!/usr/bin/env bash
# Builds the documentation as a site into target/site: open index.html there, or serve the folder.
#
# usage: build.sh
#
# Needs Python 3.10 or later with venv. Packages come from PyPI, into target/site-tools. Fails for a link that leads
# nowhere, a missing anchor and a page that is in no section.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

tools=$target/site-tools
if ! cmp --silent "$here/requirements.txt" "$tools/requirements.txt"; then
    rm -rf "$tools"
    python3 -m venv "$tools"
    "$tools/bin/pip" --quiet --disable-pip-version-check install --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/"
fi
"$tools/bin/python" "$here/build.py" "$target/site"
