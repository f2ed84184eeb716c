#!/usr/bin/env bash
# Checks which file type a real Kakoune gives each name in the table of file names.
#
# KAK  the editor (default: Kakoune of Debian testing, unpacked into the cache)
# DOCKWRIGHT_CACHE  where it is kept (default: ~/.cache/dockwright)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${DOCKWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dockwright}/kakoune
work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-kakoune.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ -z "${KAK:-}" ]; then
    [ -x "$cache/files/usr/libexec/kak/kak" ] || "$root/editors/test/debian.sh" "$cache" kakoune >&2
    library=$cache/files/usr/lib/x86_64-linux-gnu
    cat > "$work/kak" <<EOF
#!/bin/sh
export KAKOUNE_RUNTIME="$cache/files/usr/share/kak"
exec "$library/ld-linux-x86-64.so.2" --library-path "$library" "$cache/files/usr/libexec/kak/kak" "\$@"
EOF
    chmod +x "$work/kak"
    KAK=$work/kak
fi
# Stand-ins for the commands and options of kakoune-lsp, then Kakoune's own file types, then the
# script.
{
    echo 'try %{'
    echo 'declare-option str lsp_servers'
    echo 'define-command lsp-enable-window nop'
    echo 'define-command lsp-disable-window nop'
    for type in dockerfile python markdown; do
        echo "source \"%val{runtime}/rc/filetype/$type.kak\""
    done
    echo "source $here/../dockwright.kak"
    grep -vE '^(#|\[|$)' "$root/tests/file-names.txt" | sed 's/  | .*//' | while IFS= read -r name; do
        echo "edit %{$work/files/$name}"
        echo "evaluate-commands %sh{ printf '%s %s\n' '$name' \"\$kak_opt_filetype\" >> $work/found }"
    done
    echo 'quit!'
    # After an error, Kakoune would otherwise keep waiting.
    echo "} catch %{ echo -to-file $work/error %val{error}; quit! 1 }"
} > "$work/script.kak"
XDG_CONFIG_HOME=$work XDG_RUNTIME_DIR=$work TMPDIR=$work \
    timeout --kill-after=5 120 "$KAK" -n -ui dummy -e "source $work/script.kak" < /dev/null > "$work/log" 2>&1 || {
    cat "$work/log" "$work/error" >&2
    exit 1
}
awk '
    FNR == NR { found[$1] = $2; next }
    /^#/ || /^$/ { next }
    /^\[/ { kind = substr($0, 2, length($0) - 2); next }
    {
        count++
        expected = kind == "dockerfile"
        if ($0 ~ /  \| .*kakoune/) expected = !expected
        if ((found[$1] == "dockerfile") != expected) { print "FAIL " $1 " is " found[$1]; failures++ }
    }
    END {
        if (found["dockerfile.py"] != "python") { print "FAIL dockerfile.py is not Python"; failures++ }
        if (failures || count <= 200) exit 1
        print "ok   " count " names"
    }' "$work/found" "$root/tests/file-names.txt"
