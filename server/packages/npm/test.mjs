// What a language client does to the launcher: starts the server through it, asks, and ends it, once by the
// protocol and once by a signal. Each time nothing may be left.
//
// usage: node test.mjs LAUNCHER

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const launcher = process.argv[2];

/** Starts the server; `initialize` resolves to its name. */
function start() {
  const child = spawn(launcher, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
  const answered = new Promise((resolve) => child.stdout.once("data", resolve));
  send({ id: 1, method: "initialize", params: { processId: process.pid, rootUri: null, capabilities: {} } });
  return { child, send, ended, answered };
}

async function within(seconds, promise, what) {
  const late = sleep(seconds * 1000).then(() => {
    throw new Error(`${what} took longer than ${seconds} seconds`);
  });
  return Promise.race([promise, late]);
}

const polite = start();
const answer = String(await within(20, polite.answered, "initialize"));
if (!answer.includes('"serverInfo"')) throw new Error(`an odd answer: ${answer.slice(0, 200)}`);
polite.send({ method: "initialized", params: {} });
polite.send({ id: 2, method: "shutdown" });
polite.send({ method: "exit" });
const code = await within(20, polite.ended, "exit");
if (code !== 0) throw new Error(`ended with ${code}`);

const stopped = start();
await within(20, stopped.answered, "initialize");
stopped.child.kill("SIGTERM");
const status = await within(20, stopped.ended, "SIGTERM");
if (status !== 143) throw new Error(`a stopped server ended with ${status}`);
process.exit(0);
