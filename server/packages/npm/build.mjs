// Makes the folders that `npm pack` and `npm publish` take: one for each platform with its binary, `dockwright`,
// which has all of them as optional dependencies, and `@dockwright/hadolint`, which adds the command `hadolint`.
// No scripts run at installation, and nothing is downloaded.
//
// usage: node build.mjs VERSION BINARIES OUT
//
// BINARIES holds TARGET/dockwright[.exe] for the targets of targets.json. A target whose binary is not there
// gets no folder, but `dockwright` names its package all the same: npm skips optional packages that it
// cannot find.

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const [version, binaries, out] = process.argv.slice(2);
if (out === undefined) {
  console.error("usage: node build.mjs VERSION BINARIES OUT");
  process.exit(2);
}

const targets = JSON.parse(readFileSync(join(here, "../targets.json"), "utf8"));
const common = {
  version,
  license: "MIT OR Apache-2.0",
  homepage: "https://github.com/dockwright/dockwright#readme",
  repository: {
    type: "git",
    url: "git+https://github.com/dockwright/dockwright.git",
    directory: "server/packages/npm",
  },
  bugs: "https://github.com/dockwright/dockwright/issues",
};

/** Writes a package's manifest, licences and README; the result is its folder. */
function write(folder, manifest, readme) {
  const path = join(out, folder);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(path, "README.md"), readme);
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    copyFileSync(join(root, licence), join(path, licence));
  }
  return path;
}

const optionalDependencies = {};
for (const { target, npm } of targets) {
  const name = `@dockwright/${npm.name}`;
  optionalDependencies[name] = version;
  const file = npm.os === "win32" ? "dockwright.exe" : "dockwright";
  const binary = join(binaries, target, file);
  if (!existsSync(binary)) continue;
  const manifest = {
    name,
    description: `The binary of dockwright for ${npm.os} on ${npm.cpu}`,
    ...common,
    os: [npm.os],
    cpu: [npm.cpu],
    ...(npm.libc === undefined ? {} : { libc: [npm.libc] }),
    files: [file],
    preferUnplugged: true,
    publishConfig: { access: "public" },
  };
  const readme = `# ${name}\n\nThe binary that the package \`dockwright\` starts. Install that one.\n`;
  const path = write(npm.name, manifest, readme);
  copyFileSync(binary, join(path, file));
  chmodSync(join(path, file), 0o755);
}

const manifest = {
  name: "dockwright",
  description: "A language server, linter and formatter for Dockerfiles",
  keywords: ["dockerfile", "docker", "containerfile", "lint", "linter", "formatter", "lsp"],
  ...common,
  bin: { dockwright: "dockwright.js" },
  files: ["dockwright.js"],
  engines: { node: ">=18" },
  optionalDependencies,
  publishConfig: { access: "public" },
};
const path = write("dockwright", manifest, readFileSync(join(here, "README.md"), "utf8"));
copyFileSync(join(here, "dockwright.js"), join(path, "dockwright.js"));
chmodSync(join(path, "dockwright.js"), 0o755);

// A command of this name in `dockwright` would replace the real hadolint of users who have both.
const hadolint = write(
  "hadolint",
  {
    name: "@dockwright/hadolint",
    description: "The command hadolint, done by dockwright",
    keywords: ["dockerfile", "docker", "hadolint", "lint", "linter"],
    ...common,
    bin: { hadolint: "hadolint.js" },
    files: ["hadolint.js"],
    engines: { node: ">=18" },
    dependencies: { dockwright: version },
    publishConfig: { access: "public" },
  },
  readFileSync(join(here, "hadolint.md"), "utf8"),
);
copyFileSync(join(here, "hadolint.js"), join(hadolint, "hadolint.js"));
chmodSync(join(hadolint, "hadolint.js"), 0o755);
