#!/usr/bin/env bash
# Builds every package that can be built of one binary, installs each into a folder of its own and runs what
# is there.
#
# usage: test.sh BINARY [TARGET]
#
# TARGET  what the binary was built for (default: the host of rustc)
#
# Needs node with npm and python3 with venv. With `pre-commit` on the path, the hooks are tried as well, as
# they are in the last commit. Nothing is taken from a registry.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
binary=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
target=${2:-$(rustc -vV | sed -n 's/^host: //p')}
version=$("$here/version.sh")
says="dockwright $version"

work=$(mktemp -d "${TMPDIR:-/tmp}/dockwright-packages.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/binaries/$target" "$work/files"
cp "$binary" "$work/binaries/$target/"
# Docker refuses the second line of the second file.
printf 'FROM alpine:3.22\nUSER nobody\n' > "$work/files/Dockerfile"
printf 'FROM alpine:3.22\nWROKDIR /app\n' > "$work/files/broken.Dockerfile"

section() { printf '\n=== %s\n' "$1"; }
die() {
    echo "$1" >&2
    exit 1
}
same() { # WHAT EXPECTED ACTUAL
    [ "$2" = "$3" ] || die "$1: expected \"$2\", not \"$3\""
}
ends_with() { # CODE COMMAND...
    local expected=$1 status=0
    shift
    "$@" > "$work/output" 2>&1 || status=$?
    if [ "$status" -ne "$expected" ]; then
        cat "$work/output" >&2
        die "ended with $status, not $expected: $*"
    fi
}
prints() { grep -qF -- "$1" "$work/output" || { cat "$work/output" >&2; die "did not print \"$1\""; }; }
works() { # COMMAND...
    same "$*" "$says" "$("$@" --version)"
    ends_with 0 "$@" check --isolated "$work/files/Dockerfile"
    ends_with 1 "$@" check --isolated "$work/files/broken.Dockerfile"
    prints WORKDIR
    ends_with 2 "$@" check --isolated "$work/files/none.Dockerfile"
}

# Does the work of hadolint.
is_hadolint() { # COMMAND...
    printf 'FROM debian\n' > "$work/files/untagged"
    ends_with 0 "$@" --version
    prints "Dockwright $version"
    ends_with 1 "$@" --no-color "$work/files/untagged"
    prints ":1 DL3006 warning: "
    ends_with 0 "$@" --ignore DL3006 "$work/files/untagged"
    ends_with 1 "$@" --none
}

section "The binary"
works "$binary"
is_hadolint "$binary" hadolint

section "npm"
node "$here/npm/build.mjs" "$version" "$work/binaries" "$work/npm"
mkdir "$work/tarballs" "$work/project" "$work/lonely"
for folder in "$work"/npm/*/; do
    (cd "$work/tarballs" && npm pack --silent "$folder")
done
tar -tzf "$work/tarballs/dockwright-$version.tgz"
quietly=(--offline --no-audit --no-fund --loglevel=error --cache "$work/npm-cache")
# Packages of other platforms are not there, which is what `optional` is for.
cd "$work/project"
echo '{"private": true}' > package.json
hadolint=$work/tarballs/dockwright-hadolint-$version.tgz
others=()
for tarball in "$work"/tarballs/*.tgz; do
    if [ "$tarball" != "$hadolint" ]; then others+=("$tarball"); fi
done
npm install "${quietly[@]}" "${others[@]}"
works npx --no-install dockwright
[ ! -e node_modules/.bin/hadolint ] || die "the package replaces hadolint"
npm install "${quietly[@]}" "$hadolint"
is_hadolint npx --no-install hadolint
works npx --no-install dockwright
# A client that stops the launcher stops the server.
ends_with 0 node "$here/npm/test.mjs" "$work/project/node_modules/.bin/dockwright"
cd "$work/lonely"
echo '{"private": true}' > package.json
npm install "${quietly[@]}" --omit=optional "$work/tarballs/dockwright-$version.tgz"
ends_with 2 npx --no-install dockwright --version
prints "is not installed"
cd "$root"

section "Wheel"
GLIBC_LIMIT='' python3 "$here/pypi/build.py" "$version" "$work/binaries" "$work/wheels"
GLIBC_LIMIT='' python3 "$here/pypi/build.py" "$version" "$work/binaries" "$work/wheels-again" > "$work/output"
for wheel in "$work"/wheels/*.whl; do cmp "$wheel" "$work/wheels-again/${wheel##*/}"; done
if [[ $target == *-linux-gnu ]]; then
    build=(python3 "$here/pypi/build.py" "$version" "$work/binaries" "$work/wheels-again")
    ends_with 1 env GLIBC_LIMIT=2.0 "${build[@]}"
    prints "newer than 2.0"
fi
python3 -m venv "$work/venv"
pip=("$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index)
"${pip[@]}" "$work"/wheels/dockwright-*.whl
works "$work/venv/bin/dockwright"
[ ! -e "$work/venv/bin/hadolint" ] || die "the wheel replaces hadolint"
"${pip[@]}" "$work"/wheels/dockwright_hadolint-*.whl
is_hadolint "$work/venv/bin/hadolint"
"$work/venv/bin/pip" show --disable-pip-version-check dockwright | sed -n '1,2p'
"$work/venv/bin/pip" uninstall --quiet --yes dockwright-hadolint dockwright
[ ! -e "$work/venv/bin/hadolint" ] || die "the script is left after uninstall"
[ ! -e "$work/venv/bin/dockwright" ] || die "the wheel's binary is left after uninstall"

section "Archive and action"
case $(uname -s)-$(uname -m) in
    Linux-x86_64) export RUNNER_OS=Linux RUNNER_ARCH=X64 && archived=x86_64-unknown-linux-musl ;;
    Linux-aarch64) export RUNNER_OS=Linux RUNNER_ARCH=ARM64 && archived=aarch64-unknown-linux-musl ;;
    Darwin-x86_64) export RUNNER_OS=macOS RUNNER_ARCH=X64 && archived=x86_64-apple-darwin ;;
    Darwin-arm64) export RUNNER_OS=macOS RUNNER_ARCH=ARM64 && archived=aarch64-apple-darwin ;;
    *) die "no archive for this machine" ;;
esac
action=$root/.github/actions/dockwright
release=$work/releases/download/v$version
"$here/archive.sh" "$archived" "$binary" "$release"
"$here/checksums.sh" "$release"
tar -tzf "$release/dockwright-$archived.tar.gz"
mkdir "$work/runner"
export RUNNER_TEMP=$work/runner GITHUB_PATH=$work/runner/path GITHUB_OUTPUT=$work/runner/outputs
export DOCKWRIGHT_RELEASES=file://$work/releases
ACTION_REF=v$version "$action/install.sh"
[ ! -e "$(cat "$GITHUB_PATH")/hadolint" ] || die "the action replaces hadolint unasked"
rm "$GITHUB_PATH" "$GITHUB_OUTPUT"
DOCKWRIGHT_HADOLINT=true ACTION_REF=v$version "$action/install.sh"
is_hadolint "$(cat "$GITHUB_PATH")/hadolint"
same "the action's output" "version=$says" "$(cat "$GITHUB_OUTPUT")"
PATH=$(cat "$GITHUB_PATH"):$PATH
cd "$work/files"
DOCKWRIGHT_PATHS=Dockerfile ends_with 0 "$action/check.sh"
DOCKWRIGHT_ARGS=$'--isolated\n--fail-on=never' ends_with 0 "$action/check.sh"
DOCKWRIGHT_SARIF=found.sarif ends_with 1 "$action/check.sh"
prints "::error file=broken.Dockerfile,line=2"
python3 -c 'import json; assert json.load(open("found.sarif"))["runs"][0]["results"]'
DOCKWRIGHT_ARGS=--preset=none ends_with 2 "$action/check.sh"
# A file that was changed.
echo >> "$release/dockwright-$archived.tar.gz"
DOCKWRIGHT_VERSION=$version ends_with 1 "$action/install.sh"
prints "is not that of the release"
DOCKWRIGHT_VERSION=v99.0.0 ends_with 1 "$action/install.sh"
prints "cannot download"
RUNNER_ARCH=RISCV ends_with 1 "$action/install.sh"
prints "there is no binary"

section "Container"
"$binary" check --preset all --isolated "$here/container/Dockerfile"
if "$binary" format --help > /dev/null 2>&1; then
    "$binary" format --check --isolated "$here/container/Dockerfile"
fi

section "pre-commit"
if command -v pre-commit > /dev/null; then
    git init --quiet "$work/repository"
    cd "$work/repository"
    cp "$work"/files/*ockerfile .
    echo 'node_modules' > Dockerfile.dockerignore
    git add .
    export PRE_COMMIT_HOME=$work/pre-commit
    ends_with 0 pre-commit try-repo "$root" dockwright --files Dockerfile
    prints Passed
    ends_with 0 pre-commit try-repo "$root" dockwright --files Dockerfile.dockerignore
    prints "no files to check"
    ends_with 1 pre-commit try-repo "$root" dockwright --all-files
    prints WORKDIR
    ends_with 1 pre-commit try-repo "$root" dockwright-fix --files broken.Dockerfile
    ends_with 1 pre-commit try-repo "$root" hadolint --files broken.Dockerfile
    if dockwright format --help > /dev/null 2>&1; then
        printf 'from  alpine:3.22\n' > lower.Dockerfile
        git add .
        ends_with 1 pre-commit try-repo "$root" dockwright-format --files lower.Dockerfile
        same "the formatted file" "FROM alpine:3.22" "$(cat lower.Dockerfile)"
    fi
else
    echo "skipped: there is no pre-commit"
fi

section "Done"
