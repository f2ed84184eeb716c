#!/usr/bin/env python3
"""How long language servers take for the semantic tokens of a Dockerfile.

usage: semantic_tokens.py FILE SERVER…

SERVER is a command line, such as "dockwright lsp" or "docker-langserver --stdio". Each server gets the file and a request
for all tokens. After a keystroke in the middle of the file, it gets a second request: for the difference if the server
supports that, otherwise for all tokens again. The times are from the request to the response.
"""

import json
import pathlib
import shlex
import subprocess
import sys
import time

URI = "file:///project/Dockerfile"
TYPES = """namespace type class enum interface struct typeParameter parameter variable property enumMember event function
method macro keyword modifier comment string number regexp operator decorator""".split()
MODIFIERS = """declaration definition readonly static deprecated abstract async modification documentation
defaultLibrary""".split()
TOKENS = {
    "requests": {"full": {"delta": True}, "range": True},
    "tokenTypes": TYPES,
    "tokenModifiers": MODIFIERS,
    "formats": ["relative"],
}


class Server:
    """A server, and the numbers of what is asked."""

    def __init__(self, command):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.child = subprocess.Popen(shlex.split(command), **pipes)
        self.number = 0

    def send(self, message):
        """Sends one message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.child.stdin.flush()

    def notify(self, method, params):
        """Tells something."""
        self.send({"method": method, "params": params})

    def read(self):
        """The body of the next message."""
        length = 0
        while line := self.child.stdout.readline().strip():
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if length == 0:
            sys.exit("the server has ended")
        return self.child.stdout.read(length)

    def request(self, method, params):
        """The answer, and the seconds until it was there."""
        self.number += 1
        start = time.monotonic()
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            body = self.read()
            seconds = time.monotonic() - start
            message = json.loads(body)
            if message.get("id") == self.number and "method" not in message:
                return message["result"], seconds
            if "id" in message:
                self.send({"id": message["id"], "result": None})


def measure(command, text):
    """Prints a line about one server."""
    server = Server(command)
    capabilities = {"textDocument": {"semanticTokens": TOKENS, "synchronization": {}}}
    offer, _ = server.request("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
    server.notify("initialized", {})
    document = {"uri": URI, "languageId": "dockerfile", "version": 1, "text": text}
    server.notify("textDocument/didOpen", {"textDocument": document})
    about = {"textDocument": {"uri": URI}}
    full, first = server.request("textDocument/semanticTokens/full", about)

    middle = text.count("\n") // 2
    place = {"line": middle, "character": 1}
    changes = [{"range": {"start": place, "end": place}, "text": "x"}]
    server.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": changes})
    offered = offer["capabilities"]["semanticTokensProvider"]["full"]
    if isinstance(offered, dict) and offered.get("delta"):
        params = {**about, "previousResultId": full["resultId"]}
        _, again = server.request("textDocument/semanticTokens/full/delta", params)
    else:
        _, again = server.request("textDocument/semanticTokens/full", about)
    tokens = len(full["data"]) // 5
    print(f"{first * 1000:9.1f} ms all, {again * 1000:9.1f} ms behind a keystroke, {tokens:7} tokens: {command}")
    server.request("shutdown", None)
    server.notify("exit", None)
    server.child.wait()


def main():
    """Measures each server in turn."""
    text = pathlib.Path(sys.argv[1]).read_text()
    print(f"{text.count(chr(10))} lines")
    for command in sys.argv[2:]:
        measure(command, text)


main()
