#!/usr/bin/env node
// Starts the binary of the platform package that npm installed beside this one.
//
// Nothing is downloaded and nothing is built: npm chooses the package by the `os`, `cpu` and `libc` of its
// manifest.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");
const path = require("node:path");

/** The platform packages that may fit this machine, the likeliest first. */
function packages() {
  const name = `@dockwright/${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return [name];
  // Only on a glibc has the report a version of it. An npm that knows no `libc` installs both packages.
  const hasGlibc = Boolean(process.report?.getReport?.().header.glibcVersionRuntime);
  return hasGlibc ? [name, `${name}-musl`] : [`${name}-musl`, name];
}

/** The path of the binary, or nothing where no package is there. */
function binary() {
  const file = process.platform === "win32" ? "dockwright.exe" : "dockwright";
  for (const name of packages()) {
    try {
      return path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
    } catch {
      // The next one.
    }
  }
  return undefined;
}

function fail(message) {
  process.stderr.write(`dockwright: ${message}\n`);
  process.exit(2);
}

const program = binary();
if (program === undefined) {
  fail(
    `there is no binary for ${process.platform} on ${process.arch}: ${packages()[0]} is not installed. ` +
      "It is an optional dependency of `dockwright`; install without `--omit=optional`, or see " +
      "https://github.com/dockwright/dockwright for other ways.",
  );
} else {
  const child = spawn(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
  // Who stops this process means the binary, which ends in its own way.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`cannot start ${program}: ${error.message}`));
  child.on("exit", (code, signal) => {
    process.exit(signal === null ? code : 128 + (constants.signals[signal] ?? 0));
  });
}
