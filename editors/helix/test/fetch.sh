#!/usr/bin/env bash
# Prints the path of a Helix: `hx` of Debian testing with all it needs, unpacked into a folder and not installed.
# The version is not pinned: Debian keeps one.
#
# usage: fetch.sh CACHE
set -euo pipefail
cache=$1/helix
launcher=$cache/bin/hx
if [ -x "$launcher" ]; then
    echo "$launcher"
    exit
fi
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keys" ] || { echo "missing: $keys, of the package debian-archive-keyring" >&2; exit 1; }

# The archive that this machine uses, and not its -security and -updates parts.
archive=$(apt-get --print-uris update | sed -nE "s|^'(.*)/dists/[a-z]+/(In)?Release'.*|\1|p" | head -n 1)
[ -n "$archive" ] || { echo "no Debian archive is configured" >&2; exit 1; }
mkdir -p "$cache"/{state,lists/partial,archives/partial,bin}
echo "deb [arch=amd64 signed-by=$keys] $archive testing main" > "$cache/sources.list"
# An apt of its own, which thinks that nothing is installed. A frozen copy of the archive may be past its date.
own_apt() {
    apt-get -qq -y -o Dir::Etc::sourcelist="$cache/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$cache/state" -o Dir::State::status=/dev/null -o Dir::State::Lists="$cache/lists" \
        -o Dir::Cache="$cache" -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false \
        -o APT::Sandbox::User=root "$@" >&2
}
own_apt update
own_apt --download-only --no-install-recommends install hx
rm -rf "$cache/root"
for package in "$cache"/archives/*.deb; do
    dpkg -x "$package" "$cache/root"
done
rm -rf "$cache/archives" "$cache/lists"
# Its own loader and libraries, for this one process: programs that it starts use the machine's.
library=$cache/root/usr/lib/x86_64-linux-gnu
cat > "$launcher" <<EOF
#!/bin/sh
export HELIX_RUNTIME="$cache/root/usr/lib/hx/runtime"
exec "$library/ld-linux-x86-64.so.2" --library-path "$library" "$cache/root/usr/lib/hx/hx" "\$@"
EOF
chmod +x "$launcher"
echo "$launcher"
