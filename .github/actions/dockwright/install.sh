#!/usr/bin/env bash
# Downloads the release binary for this runner, compares its checksum and puts it on the path of the steps
# that follow.
#
# DOCKWRIGHT_VERSION   the tag of a release; empty: ACTION_REF where that is one, else the newest release
# DOCKWRIGHT_RELEASES  where releases are (default: those of the project)
# DOCKWRIGHT_HADOLINT  `true` puts it on the path by the name of hadolint as well
set -euo pipefail
releases=${DOCKWRIGHT_RELEASES:-https://github.com/dockwright/dockwright/releases}

fail() {
    echo "::error::$1"
    exit 1
}

version=${DOCKWRIGHT_VERSION:-}
if [ -z "$version" ] && [[ ${ACTION_REF:-} =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then
    version=$ACTION_REF
fi
if [[ $version =~ ^[0-9] ]]; then
    version=v$version
fi
if [ -n "$version" ]; then
    from=$releases/download/$version
else
    from=$releases/latest/download
fi

# Static on Linux: it runs in every job container.
case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
    Linux-X64) file=dockwright-x86_64-unknown-linux-musl.tar.gz ;;
    Linux-ARM64) file=dockwright-aarch64-unknown-linux-musl.tar.gz ;;
    macOS-X64) file=dockwright-x86_64-apple-darwin.tar.gz ;;
    macOS-ARM64) file=dockwright-aarch64-apple-darwin.tar.gz ;;
    Windows-X64) file=dockwright-x86_64-pc-windows-msvc.zip ;;
    Windows-ARM64) file=dockwright-aarch64-pc-windows-msvc.zip ;;
    *) fail "there is no binary for ${RUNNER_OS:-this system} on ${RUNNER_ARCH:-this machine}" ;;
esac

folder=$RUNNER_TEMP/dockwright
mkdir -p "$folder"
cd "$folder"
for name in SHA256SUMS "$file"; do
    curl --fail --silent --show-error --location --retry 3 --proto '=https,file' \
        --output "$name" "$from/$name" ||
        fail "cannot download $from/$name"
done
# On macOS there is no sha256sum. The sums of Windows have a `*` before the name.
if command -v sha256sum > /dev/null; then sum=(sha256sum); else sum=(shasum --algorithm 256); fi
expected=$(awk -v file="$file" '$2 == file || $2 == "*" file { print $1 }' SHA256SUMS)
actual=$("${sum[@]}" "$file" | cut -d ' ' -f 1)
if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
    fail "the checksum of $file is not that of the release"
fi

case $file in
    *.zip) unzip -oq "$file" ;;
    *) tar -xzf "$file" ;;
esac
bin=$folder/${file%.tar.gz}
bin=${bin%.zip}
if [ "${DOCKWRIGHT_HADOLINT:-}" = true ]; then
    # A copy: Windows gives links to administrators only.
    for suffix in "" .exe; do
        if [ -f "$bin/dockwright$suffix" ]; then cp "$bin/dockwright$suffix" "$bin/hadolint$suffix"; fi
    done
fi
if [ "${RUNNER_OS:-}" = Windows ]; then
    cygpath --windows "$bin" >> "$GITHUB_PATH"
else
    echo "$bin" >> "$GITHUB_PATH"
fi
echo "version=$("$bin/dockwright" --version)" >> "$GITHUB_OUTPUT"
