#!/usr/bin/env bash
# Tests a real Emacs in batch mode, with Eglot and our file. Not part of .ci/run, because it needs
# several hundred megabytes.
#
# DOCKWRIGHT_BINARY  the server (default: built here, in the dev profile)
# EMACS              the editor (default: Emacs of Debian testing, see fetch.sh)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${DOCKWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dockwright}
emacs=${EMACS:-$("$here/fetch.sh" "$cache")}
binary=${DOCKWRIGHT_BINARY:-}
if [ -z "$binary" ]; then
    (cd "$root" && cargo build --quiet --package dockwright)
    binary=${CARGO_TARGET_DIR:-$root/target}/debug/dockwright
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-emacs.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/workspace"
ln -s "$(realpath "$binary")" "$work/bin/dockwright"
cd "$work/workspace"
HOME=$work PATH="$work/bin:$PATH" DOCKWRIGHT_EGLOT=$here/../dockwright-eglot.el \
    timeout --kill-after=10 60 "$emacs" -Q --batch --load "$here/check.el" < /dev/null

DOCKWRIGHT_NAMES=$root/tests/file-names.txt DOCKWRIGHT_EGLOT=$here/../dockwright-eglot.el \
    timeout --kill-after=10 60 "$emacs" -Q --batch --load "$here/names.el" < /dev/null

# The other file cannot be loaded without its package, but it can be parsed.
"$emacs" -Q --batch --eval '
  (with-temp-buffer
    (insert-file-contents (pop command-line-args-left))
    (check-parens)
    (condition-case nil (while t (read (current-buffer))) (end-of-file nil)))' "$here/../dockwright-lsp-mode.el"
echo "ok   dockwright-lsp-mode.el can be read"
