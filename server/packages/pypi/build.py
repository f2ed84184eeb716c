#!/usr/bin/env python3
"""Makes wheels that carry the binary as a script, and one that adds the command `hadolint`.

usage: build.py VERSION BINARIES OUT

BINARIES holds TARGET/dockwright[.exe] for targets of targets.json; each that is there gets a wheel in OUT.
The wheel of `dockwright-hadolint` fits every platform: it holds a few lines of Python that start dockwright. It is
separate because a script `hadolint` in `dockwright` would replace the real one of whoever has both.
GLIBC_LIMIT, such as 2.28, makes a binary that needs a newer glibc an error.

A wheel is a zip file with metadata and a list of checksums: no other package is needed to write one, and the
same input gives the same bytes. There is no source distribution: `pip` would need Rust and a C compiler for
it, and who has those has `cargo install`.
"""

import base64
import hashlib
import json
import os
import pathlib
import re
import struct
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# The machine that the header of a binary names, by the first word of the target.
ELF = {"x86_64": 62, "aarch64": 183}
MACH_O = {"x86_64": 0x01000007, "aarch64": 0x0100000C}
PE = {"x86_64": 0x8664, "aarch64": 0xAA64}


def check_machine(target, binary):
    """Fails where a binary is not one of the target: a wheel with a wrong one installs and never runs."""
    processor = target.split("-")[0]
    if "-linux-" in target:
        fits = binary[:4] == b"\x7fELF" and struct.unpack_from("<H", binary, 18)[0] == ELF[processor]
    elif target.endswith("-darwin"):
        fits = struct.unpack_from("<II", binary) == (0xFEEDFACF, MACH_O[processor])
    else:
        (header,) = struct.unpack_from("<I", binary, 60)
        found = binary[header : header + 4], struct.unpack_from("<H", binary, header + 4)[0]
        fits = found == (b"PE\0\0", PE[processor])
    if not fits:
        sys.exit(f"the binary for {target} is one of another platform")


def platform_tags(entry, binary):
    """The platforms that a wheel may be installed on."""
    tag = entry["wheel"]
    if not tag.startswith("linux_"):
        return [tag]
    machine = tag.removeprefix("linux_")
    if entry["target"].endswith("-musl"):
        # Linked statically, it would run on every Linux; on those with a glibc the other wheel is meant.
        return [f"musllinux_1_1_{machine}"]
    # The versions of symbols are strings in the binary; the newest is the oldest glibc that will do.
    versions = {(int(major), int(minor)) for major, minor in re.findall(rb"\0GLIBC_(\d+)\.(\d+)", binary)}
    needed = max(versions, default=(2, 17))
    limit = os.environ.get("GLIBC_LIMIT")
    if limit and needed > tuple(int(part) for part in limit.split(".")):
        sys.exit(f"the binary for {entry['target']} needs glibc {needed[0]}.{needed[1]}, newer than {limit}")
    # No wheel for glibc may claim less than 2.17, where the names by numbers begin; older installers know its
    # name only.
    major, minor = max(needed, (2, 17))
    old = [f"manylinux2014_{machine}"] if (major, minor) == (2, 17) else []
    return [f"manylinux_{major}_{minor}_{machine}", *old]


def python_version(version):
    """`0.2.0-rc.1` as Python writes it, `0.2.0rc1`."""
    found = re.fullmatch(r"(\d+\.\d+\.\d+)(?:-(alpha|beta|rc)\.(\d+))?", version)
    if found is None:
        sys.exit(f"{version} has no form that a wheel can have")
    release, kind, number = found.groups()
    return release if kind is None else f"{release}{ {'alpha': 'a', 'beta': 'b', 'rc': 'rc'}[kind] }{number}"


def metadata(name, version, summary, keywords, readme, requires=(), requires_python=">=3.8"):
    fields = [
        ("Metadata-Version", "2.4"),
        ("Name", name),
        ("Version", version),
        ("Summary", summary),
        ("Keywords", keywords),
        ("License-Expression", "MIT OR Apache-2.0"),
        ("License-File", "LICENSE-APACHE"),
        ("License-File", "LICENSE-MIT"),
        ("Project-URL", "Source, https://github.com/dockwright/dockwright"),
        ("Requires-Python", requires_python),
        *(("Requires-Dist", requirement) for requirement in requires),
        ("Description-Content-Type", "text/markdown"),
    ]
    head = "".join(f"{name}: {value}\n" for name, value in fields)
    return head + "\n" + (HERE / readme).read_text(encoding="utf-8")


def write_binary(entry, version, binary, out):
    """Writes the wheel with a binary and returns its path."""
    file = "dockwright.exe" if "-windows-" in entry["target"] else "dockwright"
    about = metadata(
        "dockwright",
        version,
        "A language server, linter and formatter for Dockerfiles",
        "dockerfile,docker,containerfile,lint,linter,formatter,language-server,lsp",
        "README.md",
    )
    files = [(f"dockwright-{version}.data/scripts/{file}", binary, 0o755)]
    return write("dockwright", version, platform_tags(entry, binary), about, files, out)


def write_hadolint(version, out):
    """Writes the wheel of `dockwright-hadolint` and returns its path."""
    about = metadata(
        "dockwright-hadolint",
        version,
        "The command hadolint, done by dockwright",
        "dockerfile,docker,hadolint,lint,linter",
        "hadolint.md",
        requires=[f"dockwright=={version}"],
        requires_python=">=3.10",
    )
    entry_points = "[console_scripts]\nhadolint = dockwright_hadolint:main\n"
    files = [
        ("dockwright_hadolint.py", (HERE / "dockwright_hadolint.py").read_bytes(), 0o644),
        (f"dockwright_hadolint-{version}.dist-info/entry_points.txt", entry_points.encode(), 0o644),
    ]
    return write("dockwright_hadolint", version, ["any"], about, files, out)


def write(package, version, tags, about, files, out):
    """Writes a wheel with these files and returns its path."""
    info = f"{package}-{version}.dist-info"
    is_pure = str(tags == ["any"]).lower()
    wheel = f"Wheel-Version: 1.0\nGenerator: dockwright\nRoot-Is-Purelib: {is_pure}\n"
    wheel += "".join(f"Tag: py3-none-{tag}\n" for tag in tags)
    files = [
        *files,
        (f"{info}/licenses/LICENSE-APACHE", (ROOT / "LICENSE-APACHE").read_bytes(), 0o644),
        (f"{info}/licenses/LICENSE-MIT", (ROOT / "LICENSE-MIT").read_bytes(), 0o644),
        (f"{info}/METADATA", about.encode(), 0o644),
        (f"{info}/WHEEL", wheel.encode(), 0o644),
    ]
    record = ""
    for name, data, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        record += f"{name},sha256={digest},{len(data)}\n"
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))

    path = out / f"{package}-{version}-py3-none-{'.'.join(tags)}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data, mode in files:
            # The beginning of a zip file's time.
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = (0o100000 | mode) << 16
            archive.writestr(member, data)
    return path


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: build.py VERSION BINARIES OUT")
    version = python_version(sys.argv[1])
    binaries, out = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    for entry in json.loads((HERE.parent / "targets.json").read_text(encoding="utf-8")):
        folder = binaries / entry["target"]
        for path in (folder / "dockwright", folder / "dockwright.exe"):
            if path.is_file():
                binary = path.read_bytes()
                check_machine(entry["target"], binary)
                print(write_binary(entry, version, binary, out))
    print(write_hadolint(version, out))


if __name__ == "__main__":
    main()
