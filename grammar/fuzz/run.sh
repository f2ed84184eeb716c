#!/bin/sh
# Builds the fuzzer with clang and runs it: run.sh [SECONDS [OPTIONS]]. The seeds are the sample
# Dockerfiles, the conformance cases and the inputs of earlier findings; findings are written to
# OUT.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
out=${OUT:-$root/target/fuzz}
seconds=${1:-600}
[ $# -gt 0 ] && shift
mkdir -p "$out/corpus" "$out/seeds"

manifest=$(cargo metadata --format-version 1 --manifest-path "$root/Cargo.toml" |
    python3 -c 'import json, sys
for p in json.load(sys.stdin)["packages"]:
    if p["name"] == "tree-sitter": print(p["manifest_path"])')
lib=$(dirname "$manifest")

python3 - "$root" "$out/seeds" <<'PYTHON'
import glob, json, os, sys
root, out = sys.argv[1:]
texts = [open(f, "rb").read() for f in glob.glob(root + "/tests/samples/**/*.Dockerfile", recursive=True)]
for line in open(root + "/tests/conformance/conformance.jsonl", encoding="utf-8"):
    texts.append(json.loads(line)["dockerfile"].encode())
edits = [b"", b"\xff\x05\x00\x00\\\n", b"\xff\x10\x00\x01\"", b"\xff\x30\x01\x09<<EOF\n"]
for i, text in enumerate(texts):
    open(os.path.join(out, "seed%04d" % i), "wb").write(text + edits[i % len(edits)])
PYTHON

clang -std=gnu11 -O1 -g -w -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
    -I "$lib/include" -I "$lib/src" -I "$here/../src" \
    "$here/parse.c" "$here/../src/parser.c" "$here/../src/scanner.c" "$lib/src/lib.c" -o "$out/parse"
exec "$out/parse" -max_total_time="$seconds" -max_len=600 -timeout=10 -rss_limit_mb=3000 -dict="$here/dictionary.txt" \
    -artifact_prefix="$out/" "$@" "$out/corpus" "$out/seeds" "$here/findings"
