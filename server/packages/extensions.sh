#!/usr/bin/env bash
# Makes the .vsix files: one for each target whose binary is in BINARIES, and one without a binary.
#
# usage: extensions.sh BINARIES OUT
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binaries=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)

cd "$here/../../editors/vscode"
npm ci --ignore-scripts
rm -f ./*.vsix
npm run package
# shellcheck disable=SC2016 # That is for node to expand.
node -e '
    for (const { target, vscode } of require(process.argv[1])) {
        const suffix = target.includes("-windows-") ? ".exe" : "";
        console.log(`${vscode} ${process.argv[2]}/${target}/dockwright${suffix}`);
    }' "$here/targets.json" "$binaries" |
    while read -r vscode binary; do
        if [ -f "$binary" ]; then
            npm run package -- --target "$vscode" --server "$binary" < /dev/null
        fi
    done
mv ./*.vsix "$out/"
