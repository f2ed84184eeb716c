#!/usr/bin/env bash
# Packs a binary with the licences and the README into OUT/dockwright-TARGET.tar.gz, for Windows into a .zip.
#
# usage: archive.sh TARGET BINARY OUT
#
# The name has no version in it: the address of the newest release's file is always the same.
set -euo pipefail
target=$1
binary=$2
mkdir -p "$3"
out=$(cd "$3" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=dockwright-$target
mkdir "$work/$folder"
cp "$binary" "$root/README.md" "$root/LICENSE-APACHE" "$root/LICENSE-MIT" "$work/$folder/"
cd "$work"
if [[ $target == *-windows-* ]]; then
    rm -f "$out/$folder.zip"
    if command -v zip > /dev/null; then
        zip --quiet --recurse-paths "$out/$folder.zip" "$folder"
    else
        # What the machines of Windows have.
        7z a -bso0 "$out/$folder.zip" "$folder"
    fi
else
    chmod 755 "$folder/dockwright"
    tar -czf "$out/$folder.tar.gz" "$folder"
fi
