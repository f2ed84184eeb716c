#!/usr/bin/env bash
# Builds the release binary of a target and puts it to OUT/TARGET/dockwright[.exe].
#
# usage: binary.sh TARGET OUT
#
# BUILD_IMAGE  a container image to build in: binaries for glibc are built against an old one, so that they
#              run on the systems that have it and on all newer ones
# RUST_VERSION what rustup installs where there is no cargo (default: stable)
set -euo pipefail
target=$1
out=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out/$target"
out=$(cd "$out" && pwd)

if [ -n "${BUILD_IMAGE:-}" ]; then
    exec docker run --rm --volume "$root:/src" --volume "$out:/out" --workdir /src \
        --env RUST_VERSION --env BUILD_IMAGE= "$BUILD_IMAGE" server/packages/binary.sh "$target" /out
fi

if ! command -v cargo > /dev/null; then
    curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location https://sh.rustup.rs |
        sh -s -- -y --quiet --profile minimal --default-toolchain "${RUST_VERSION:-stable}"
    export PATH="$HOME/.cargo/bin:$PATH"
fi
if command -v rustup > /dev/null && ! rustc --print target-libdir --target "$target" | xargs test -d; then
    rustup target add "$target"
fi

case $target in
    *-linux-musl)
        # The C compiler that knows musl's headers has no name of a target.
        compiler=CC_${target//-/_}
        export "$compiler=${!compiler:-musl-gcc}"
        ;;
    # The oldest systems that Rust supports; the tags of the wheels say the same.
    x86_64-apple-darwin) export MACOSX_DEPLOYMENT_TARGET=10.12 ;;
    aarch64-apple-darwin) export MACOSX_DEPLOYMENT_TARGET=11.0 ;;
esac
if [[ $target == *-windows-msvc ]]; then
    # No need for Microsoft's runtime library to be installed.
    export RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static"
fi

cd "$root"
cargo build --release --locked --package dockwright --target "$target"
suffix=
if [[ $target == *-windows-* ]]; then suffix=.exe; fi
cp "${CARGO_TARGET_DIR:-target}/$target/release/dockwright$suffix" "$out/$target/"
