#!/usr/bin/env bash
# Tests the whole extension: types, generated files, unit tests, a package with the server, and how
# it behaves in a real VS Code. Arguments are passed to check.mjs.
#
# DOCKWRIGHT_BINARY  the server (default: built here, in the dev profile)
# DOCKWRIGHT_CACHE   where VS Code, the browser and the modules are stored (default:
# ~/.cache/dockwright)
# CHROMIUM           a different browser
# DOCKWRIGHT_OUT     where pictures and logs go (default: dockwright-vscode in the folder for temporary files)
# DOCKWRIGHT_PICTURES  take the README's pictures into this folder instead of testing the extension
set -euo pipefail

extension=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$extension/../.." && pwd)
cache=${DOCKWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dockwright}
out=${DOCKWRIGHT_OUT:-${TMPDIR:-/tmp}/dockwright-vscode}

binary=${DOCKWRIGHT_BINARY:-}
if [ -z "$binary" ]; then
    (cd "$root" && cargo build --quiet --package dockwright)
    binary=${CARGO_TARGET_DIR:-$root/target}/debug/dockwright
fi
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")

DOCKWRIGHT_WORKBENCH=$(timeout --kill-after=10 280 "$extension/test/workbench.sh")
export DOCKWRIGHT_WORKBENCH
code=$DOCKWRIGHT_WORKBENCH/code-server/node_modules/code-server/lib/vscode
export DOCKWRIGHT_VSCODE_EXTENSIONS=$code/extensions
export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
export PATH=$DOCKWRIGHT_WORKBENCH/node/bin:$PATH

# The checkout is not changed: everything happens in a copy, whose modules are kept for the next
# run.
modules=$cache/vscode-modules-$(sha256sum < "$extension/package-lock.json" | cut -c 1-16)
work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-vscode-run.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/editors" "$work/server/crates/server/src" "$modules"
(
    flock 9
    if [ ! -e "$modules/complete" ]; then
        cp "$extension/package.json" "$extension/package-lock.json" "$modules"
        # Install scripts of packages do not run; the bundler's program is in a separate package.
        npm=$DOCKWRIGHT_WORKBENCH/node/lib/node_modules/npm/bin/npm-cli.js
        (cd "$modules" && node "$npm" ci --ignore-scripts --no-audit --no-fund --no-update-notifier \
            --loglevel=error)
        touch "$modules/complete"
    fi
) 9> "$modules/lock" >&2
tar -C "$root" -cf - --exclude=node_modules --exclude=dist LICENSE-MIT LICENSE-APACHE editors/vscode \
    editors/dockwright.schema.json server/crates/texts/docs/{en,ko}/settings.md server/crates/server/src/config.rs tests/file-names.txt | tar -C "$work" -xf -
if [ -e "$root/server/docs/semantic-tokens.md" ]; then
    mkdir "$work/server/docs"
    cp "$root/server/docs/semantic-tokens.md" "$work/server/docs"
fi
ln -s "$modules/node_modules" "$work/editors/vscode/node_modules"
cd "$work/editors/vscode"

node node_modules/typescript/bin/tsc
node scripts/manifest.mjs --check
node scripts/grammar.mjs --check
if ! node --test 'test/unit/*.test.ts' > "$work/unit.log"; then
    cat "$work/unit.log"
    exit 1
fi
grep -E '^(ℹ|#) (pass|fail) ' "$work/unit.log"

pack() {
    node scripts/package.mjs --out "$work" "$@" > "$work/pack.log" || { cat "$work/pack.log"; exit 1; }
    tail -n 1 "$work/pack.log"
}
pack > /dev/null # the universal one
vsix=$(pack --target linux-x64 --server "$binary")
script=check.mjs
if [ -n "${DOCKWRIGHT_PICTURES:-}" ]; then
    script=pictures.mjs out=$DOCKWRIGHT_PICTURES
fi
timeout --kill-after=20 1500 node "test/$script" --vsix "$vsix" --out "$out" "$@" < /dev/null
