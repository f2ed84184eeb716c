#!/usr/bin/env bash
# Runs dockwright for the hooks of .pre-commit-hooks.yaml: the one on the path, else one that is built here,
# once.
#
# usage: pre-commit.sh ARGUMENT...
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)

if command -v dockwright > /dev/null; then
    exec dockwright "$@"
fi
# Of the clone that pre-commit keeps: a different revision is a different clone.
built=$root/target/pre-commit
if [ ! -x "$built/bin/dockwright" ]; then
    if ! command -v cargo > /dev/null; then
        echo "dockwright is not on the path, and no cargo to build it: see server/docs/install.md" >&2
        exit 2
    fi
    echo "dockwright is not on the path; building it, which takes some minutes this first time" >&2
    cargo install --quiet --locked --path "$root/server" --root "$built"
fi
exec "$built/bin/dockwright" "$@"
