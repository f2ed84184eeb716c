#!/usr/bin/env bash
# Prints the version of the workspace, which every package carries. Given a tag, fails unless that is its tag.
#
# usage: version.sh [TAG]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
version=$(sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml")
if [ -z "$version" ]; then
    echo "no version in Cargo.toml" >&2
    exit 1
fi
if [ $# -gt 0 ] && [ "$1" != "v$version" ]; then
    echo "the tag is $1 and Cargo.toml says $version" >&2
    exit 1
fi
echo "$version"
