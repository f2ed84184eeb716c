#!/usr/bin/env bash
# Tests a real Helix in a tmux pane: the script sends keys, and checks the screen and the saved
# file. Not part of .ci/run: Helix cannot be driven in another way, and its screens change between
# releases.
#
# DOCKWRIGHT_BINARY  the server (default: built here, in the dev profile)
# HX                 the editor (default: Helix of Debian testing, see fetch.sh)
# SCREENS            a folder for the screens as text with colours (default: none are kept)
set -euo pipefail

helix=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$helix/../.." && pwd)
cache=${DOCKWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dockwright}
command -v tmux > /dev/null || { echo "missing: tmux" >&2; exit 1; }
hx=${HX:-$("$helix/test/fetch.sh" "$cache")}
binary=${DOCKWRIGHT_BINARY:-}
if [ -z "$binary" ]; then
    (cd "$root" && cargo build --quiet --package dockwright)
    binary=${CARGO_TARGET_DIR:-$root/target}/debug/dockwright
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-helix.XXXXXX")
pane() { tmux -S "$work/tmux" -f /dev/null "$@"; }
trap 'pane kill-server 2> /dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work"/{bin,workspace/.git,config/helix,cache,state}
ln -s "$(realpath "$binary")" "$work/bin/dockwright"
export PATH="$work/bin:$PATH" TERM=xterm-256color COLORTERM=truecolor
export XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache XDG_STATE_HOME=$work/state
file=$work/workspace/Dockerfile
log=$work/helix.log
failures=0

passed() { echo "ok   $1"; }
failed() {
    echo "FAIL $1"
    screen | sed -e 's/ *$//' -e '/^$/d' -e 's/^/     | /'
    failures=$((failures + 1))
}
screen() { pane capture-pane -p; }
on_screen() { screen | grep -qE -- "$1"; }
in_file() { grep -qE -- "$1" "$file"; }
in_log() { grep -qE -- "$1" "$log" 2> /dev/null; }
within() { # SECONDS COMMAND…
    local tenths=$(($1 * 10))
    shift
    until "$@"; do
        [ "$tenths" -gt 0 ] || return 1
        tenths=$((tenths - 1))
        sleep 0.1
    done
}
check() { # NAME SECONDS COMMAND…
    local name=$1
    shift
    if within "$@"; then passed "$name"; else failed "$name"; fi
}
keys() { pane send-keys "$@"; sleep 0.15; }
typed() { pane send-keys -l "$1"; sleep 0.15; }
command_line() { keys Escape; typed ":$1"; keys Enter; }
keep() { [ -z "${SCREENS:-}" ] || pane capture-pane -p -e > "$SCREENS/$1.ansi"; }

# The recipe of the README, with this checkout instead of the public repository.
recipe() {
    local rev
    sed "s|https://github.com/dockwright/dockwright|file://$root|" "$helix/languages.toml" \
        > "$work/config/helix/languages.toml"
    rev=$(sed -nE 's/.*rev = "([0-9a-f]+)".*/\1/p' "$helix/languages.toml")
    if ! git -C "$root" cat-file -e "$rev" 2> /dev/null; then
        echo "note the history lacks $rev; the grammar is built from the checkout"
        sed -i -E "s|^source = .*|source = { path = \"$root/grammar\" }|" "$work/config/helix/languages.toml"
    elif ! git -C "$root" diff --quiet "$rev" -- grammar/src; then
        failed "languages.toml names a commit with another grammar: $rev"
    fi
    sed -i '1i use-grammars = { only = ["dockerfile"] }' "$work/config/helix/languages.toml"
    cp -r "$helix/runtime" "$work/config/helix/"
    mkdir -p "$work/config/helix/runtime/grammars"
    "$hx" --grammar fetch && "$hx" --grammar build
}
if GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=uploadpack.allowAnySHA1InWant GIT_CONFIG_VALUE_0=true recipe > "$work/recipe" 2>&1 &&
    [ -s "$work/config/helix/runtime/grammars/dockerfile.so" ]; then
    passed "grammar fetched and built"
else
    cat "$work/recipe"
    echo "FAIL grammar"
    failures=1
fi
grep '^note' "$work/recipe" || true
"$hx" --health dockerfile | sed -E 's/\x1b\[[0-9;]*m//g' > "$work/health"
for line in 'dockwright: ' 'Tree-sitter parser: ✓' 'Highlight queries: ✓' 'Indent queries: ✓' 'Textobject queries: ✓'; do
    if grep -qF "$line" "$work/health"; then passed "health: $line"; else cat "$work/health"; failed "health: $line"; fi
done

# Turn off words of the buffer as completions, which would hide that the server offers nothing.
cat > "$work/config/helix/config.toml" <<'EOF'
theme = "onedark"
[editor]
idle-timeout = 50
completion-timeout = 50
end-of-line-diagnostics = "hint"
word-completion.enable = false
lsp.display-inlay-hints = true
EOF
cat > "$file" <<'EOF'
# syntax=docker/dockerfile:1
ARG VERSION=3.20
FROM alpine:${VERSION} AS build
WORKDIR   /app
RUN   echo hello && \
echo world
WROKDIR /src
FROM alpine:3.20
COPY --from=build /app /app
EOF
pane new-session -d -x 110 -y 32 -c "$work/workspace" "'$hx' -vv --log '$log' '$file'"

check "attached" 20 in_log '"method":"initialized"'
check "diagnostic in its line" 10 on_screen 'WROKDIR /src.*unknown instruction'
keep diagnostics

# Highlighting: the keyword FROM and the stage's name have different colours.
colours() { pane capture-pane -p -e | grep -aE 'alpine' | head -n 1 | grep -aoE '38;[0-9;]+m' | sort -u | wc -l; }
is_colourful() { [ "$(colours)" -ge 4 ]; }
check "highlighting ($(colours) colours in the FROM line)" 3 is_colourful
if in_log 'ERROR.*(quer|grammar)'; then grep -E 'ERROR.*(quer|grammar)' "$log"; failed "queries"; else passed "queries"; fi

keys g g; typed '/WORKDIR'; keys Enter; keys Space; keys k
check "hover" 5 on_screen 'working directory'
keep hover
keys Escape; keys Escape

# The name of the stage is the last word of its line.
keys g g; typed '/AS build'; keys Enter; typed ';'; keys Space; keys r
check "rename prompt" 3 on_screen 'rename-to'
keys C-e; keys C-u; typed 'base'; keys Enter
check "rename across stages" 4 on_screen '--from=base'
command_line 'w!'
# Helix asks for hints after an edit, and at the start if the server is there by then.
check "inlay hint" 5 on_screen 'VERSION\} = alpine:3\.20'
check "renamed in the file" 3 in_file 'AS base'

keys g g; typed '/WROKDIR'; keys Enter; keys Space; keys a
check "quick fix offered" 4 on_screen 'Change to .WORKDIR'
keep actions
keys Enter
check "quick fix applied" 4 on_screen '7 +WORKDIR /src'

command_line 'format'
check "formatted" 4 on_screen '4 +WORKDIR /app'
command_line 'w!'
check "formatted in the file" 4 in_file '^WORKDIR /app$'

keys g e; keys o; typed 'COPY --from=ba'
check "completion offered" 4 on_screen ' base '
keep completion
keys Tab; keys Enter; keys Escape
command_line 'w!'
check "completion accepted" 4 in_file '^COPY --from=base$'

# Helix sends this command of the server but cannot show the text that it returns, so Dockwright's
# own program is used.
keys Escape; typed ':lsp-workspace-command dockwright.resolvedDockerfile'; keys Enter
sleep 0.5
if on_screen 'FROM alpine:3.20 AS base'; then
    failed "Helix shows results of commands now; tell so in the README"
    keys Escape
fi
command_line 'sh dockwright resolve %{buffer_name}'
check "resolved view" 4 on_screen 'FROM alpine:3.20 AS base'
keep resolved
keys Escape

# Types whole lines: Enter ends each line, whatever completion offers.
keys Escape; keys '%'; keys d; keys i
lines=('FROM python:3 AS wheels' 'FROM node:lts' 'WORKDIR /app' 'COPY package.json ./' 'COPY src .' 'COPY . .'
    'RUN npm run build' 'EXPOSE 80' 'COPY --from=wheels /out /out' 'STOPSIGNAL SIGINT')
for line in "${lines[@]}"; do
    for ((at = 0; at < ${#line}; at++)); do pane send-keys -l "${line:at:1}"; sleep 0.02; done
    sleep 0.3
    keys Enter
done
command_line 'w!'
is_as_typed() { printf '%s\n' "${lines[@]}" | diff -q - <(sed -e '/^$/d' "$file") > /dev/null; }
check "lines stay as typed" 4 is_as_typed
keep lines

pid=$(pane display-message -p '#{pane_pid}')
command_line 'qa!'
has_ended() { ! kill -0 "$pid" 2> /dev/null; }
if within 5 has_ended; then passed "end"; else failed "end"; fi
[ "$failures" = 0 ] || { echo "$failures failed"; exit 1; }
