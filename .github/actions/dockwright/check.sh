#!/usr/bin/env bash
# Runs `dockwright check` with annotations for the pull request, and before it, where asked for, with SARIF
# into a file.
#
# DOCKWRIGHT_PATHS  files and folders, one a line
# DOCKWRIGHT_ARGS   more arguments, one a line
# DOCKWRIGHT_SARIF  the file, or nothing
set -euo pipefail

arguments=()
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "${DOCKWRIGHT_ARGS:-}"
arguments+=(--)
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "${DOCKWRIGHT_PATHS:-.}"

if [ -n "${DOCKWRIGHT_SARIF:-}" ]; then
    status=0
    dockwright check --format sarif "${arguments[@]}" > "$DOCKWRIGHT_SARIF" || status=$?
    # Findings are reported below.
    if [ "$status" -gt 1 ]; then exit "$status"; fi
fi
dockwright check --format github "${arguments[@]}"
