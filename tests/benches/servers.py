#!/usr/bin/env python3
"""How long servers take for a large Dockerfile: to its first findings, and to an answer after a keystroke.

usage: servers.py FILE NAME=COMMAND...

For instance `servers.py big.Dockerfile dockwright='dockwright lsp' dls='docker-langserver --stdio'`. Each server
gets the file, and then the letters of an instruction, one by one, on a new line in the middle; after each letter
it gets a request for the hover on the next line. The median counts. The time from a keystroke to the findings is
not measured, because servers wait for a pause in typing, and each server chooses its length.
"""

import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

TYPED = "WORKDIR /x"
LIMIT = 120


class Server:
    def __init__(self, command, folder):
        pipe = subprocess.PIPE
        self.child = subprocess.Popen(
            shlex.split(command), cwd=folder, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )
        self.uri = (pathlib.Path(folder) / "Dockerfile").as_uri()
        self.root = pathlib.Path(folder).as_uri()
        self.number = 0

    def send(self, method, params, is_request=False):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if is_request:
            self.number += 1
            message["id"] = self.number
        self.write(message)
        return message.get("id")

    def write(self, message):
        data = json.dumps(message).encode()
        self.child.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.child.stdin.flush()

    def read(self):
        length = 0
        while True:
            line = self.child.stdout.readline()
            if not line:
                raise EOFError("the server is gone")
            if line in (b"\r\n", b"\n"):
                break
            name, value = line.split(b":", 1)
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(self.child.stdout.read(length))
        if "id" in message and "method" in message:
            # Requests for settings and the like: nothing is set.
            params = message.get("params") or {}
            items = params.get("items", []) if isinstance(params, dict) else []
            self.write({"jsonrpc": "2.0", "id": message["id"], "result": [None] * len(items) or None})
        return message

    def until(self, is_it):
        start = time.monotonic()
        while time.monotonic() - start < LIMIT:
            message = self.read()
            if is_it(message):
                return message
        raise TimeoutError

    def findings(self, version):
        def are_they(message):
            params = message.get("params")
            if message.get("method") != "textDocument/publishDiagnostics" or params["uri"] != self.uri:
                return False
            return params.get("version", version) == version
        return self.until(are_they)

    def ask(self, method, params):
        number = self.send(method, params, is_request=True)
        return self.until(lambda message: message.get("id") == number and "method" not in message)


def measure(command, text):
    """Milliseconds: to the first findings, and to the hover after a keystroke; `None` where there is none."""
    lines = text.split("\n")
    starts = ("RUN ", "ENV ", "COPY ")
    middle = next(n for n in range(len(lines) // 2, len(lines)) if lines[n].startswith(starts))
    while middle > 0 and lines[middle - 1].endswith("\\"):
        middle -= 1
    lines.insert(middle, "")
    text = "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(command, folder)
        workspace = [{"uri": server.root, "name": "x"}]
        capabilities = {
            "textDocument": {"publishDiagnostics": {"versionSupport": True}, "synchronization": {}},
            "workspace": {"workspaceFolders": True},
        }
        client = {"processId": os.getpid(), "rootUri": server.root, "capabilities": capabilities}
        server.ask("initialize", {**client, "workspaceFolders": workspace})
        server.send("initialized", {})
        item = {"uri": server.uri, "languageId": "dockerfile", "version": 1, "text": text}
        start = time.monotonic()
        server.send("textDocument/didOpen", {"textDocument": item})
        server.findings(1)
        first = time.monotonic() - start
        answers = []
        for at, letter in enumerate(TYPED):
            place = {"line": middle, "character": at}
            change = {"range": {"start": place, "end": place}, "text": letter}
            document = {"uri": server.uri, "version": at + 2}
            # The line below the typed one begins with an instruction, which all servers explain.
            where = {"textDocument": {"uri": server.uri}, "position": {"line": middle + 1, "character": 1}}
            start = time.monotonic()
            server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            answer = server.ask("textDocument/hover", where)
            answers.append(time.monotonic() - start if answer.get("result") else None)
        server.child.kill()
        server.child.wait()
    return first * 1000, None if None in answers else statistics.median(answers) * 1000


def main():
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    print(f"{len(text.splitlines())} lines; milliseconds")
    for argument in sys.argv[2:]:
        name, command = argument.split("=", 1)
        first, answer = measure(command, text)
        answer = "none" if answer is None else f"{answer:.1f}"
        print(f"{name:12} first findings {first:8.1f}   hover after a keystroke {answer:>8}")


if __name__ == "__main__":
    main()
