#!/usr/bin/env bash
# Writes FOLDER/SHA256SUMS over all other files of the folder, in the form that `sha256sum --check` reads.
#
# usage: checksums.sh FOLDER
set -euo pipefail
cd "$1"
rm -f SHA256SUMS
sums=$(sha256sum -- *)
printf '%s\n' "$sums" > SHA256SUMS
