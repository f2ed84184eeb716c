#!/usr/bin/env bash
# Unpacks a program of Debian testing and its dependencies into a folder, without installing
# anything. The version is not pinned, because Debian offers only one.
#
# usage: debian.sh FOLDER PACKAGE
# Afterwards the files are in FOLDER/files.
set -euo pipefail
folder=$1
package=$2
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keys" ] || { echo "missing: $keys, of the package debian-archive-keyring" >&2; exit 1; }

# The archive that this machine uses, except its -security and -updates parts.
archive=$(apt-get --print-uris update | sed -nE "s|^'(.*)/dists/[a-z]+/(In)?Release'.*|\1|p" | head -n 1)
[ -n "$archive" ] || { echo "no Debian archive is configured" >&2; exit 1; }
mkdir -p "$folder"/{state,lists/partial,archives/partial}
echo "deb [arch=amd64 signed-by=$keys] $archive testing main" > "$folder/sources.list"
# A separate apt configuration, for which nothing is installed. The release file of a frozen archive
# may have expired.
own_apt() {
    apt-get -qq -y -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$folder/state" -o Dir::State::status=/dev/null -o Dir::State::Lists="$folder/lists" \
        -o Dir::Cache="$folder" -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false \
        -o APT::Sandbox::User=root "$@" >&2
}
own_apt update
own_apt --download-only --no-install-recommends install "$package"
rm -rf "$folder/files"
for archive in "$folder"/archives/*.deb; do
    dpkg -x "$archive" "$folder/files"
done
rm -rf "$folder/archives" "$folder/lists"
