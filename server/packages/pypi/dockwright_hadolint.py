"""Starts dockwright as hadolint."""

import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig


def binary():
    """The dockwright that was installed beside this module, else the one on the path."""
    name = "dockwright.exe" if os.name == "nt" else "dockwright"
    schemes = [sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")]
    folders = [sysconfig.get_path("scripts", scheme) for scheme in schemes]
    for folder in [*folders, os.path.dirname(sys.executable)]:
        path = pathlib.Path(folder, name)
        if path.is_file():
            return str(path)
    return shutil.which("dockwright")


def main():
    program = binary()
    if program is None:
        sys.exit("hadolint: dockwright is not installed: pip install dockwright")
    arguments = [program, "hadolint", *sys.argv[1:]]
    if os.name == "nt":
        # There, a process that is replaced ends at once for its parent.
        sys.exit(subprocess.run(arguments).returncode)
    os.execv(program, arguments)


if __name__ == "__main__":
    main()
