#!/usr/bin/env bash
# Prints the path of a Helix: `hx` of Debian testing with its dependencies, unpacked into a folder
# without being installed. The version is not pinned, because Debian offers only one.
#
# usage: fetch.sh CACHE
set -euo pipefail
cache=$1/helix
launcher=$cache/bin/hx
if [ -x "$launcher" ]; then
    echo "$launcher"
    exit
fi
"$(dirname "$0")/../../test/debian.sh" "$cache" hx
# Use its own loader and libraries for this process only: programs that it starts use the machine's.
library=$cache/files/usr/lib/x86_64-linux-gnu
mkdir -p "$cache/bin"
cat > "$launcher" <<EOF
#!/bin/sh
export HELIX_RUNTIME="$cache/files/usr/lib/hx/runtime"
exec "$library/ld-linux-x86-64.so.2" --library-path "$library" "$cache/files/usr/lib/hx/hx" "\$@"
EOF
chmod +x "$launcher"
echo "$launcher"
