# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A language server that does what its client wants, for tests of the proxy: fake_clangd.py RECEIVED. All bytes that it gets
are kept in the file RECEIVED. Its methods:

  initialize      answers with params.initializationOptions, or with no capabilities
  fake/say        writes params.bytes as they are
  fake/send       sends the message params.message
  fake/answer     answers with params.result
  fake/long       answers with a text of params.length characters
  fake/will       answers requests of params.method with params.result from now on; without one, never
  fake/flood      sends params.count notifications of params.length characters
  fake/pid        answers with its process
  fake/sleep      for params.seconds
  fake/exit       with the status params.status
  fake/die        of the signal params.signal
  shutdown, exit  as they should; all other requests are answered with null
"""
import json
import os
import sys
import time

OUT = sys.stdout.buffer
WILL = {}  # method -> parameters of fake/will


def say(data):
    OUT.write(data)
    OUT.flush()


def send(message):
    content = json.dumps(dict(message, jsonrpc="2.0")).encode()
    say(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))


def do(message):
    method, params = message.get("method"), message.get("params") or {}
    result = None
    if method == "initialize":
        result = params.get("initializationOptions") or {"capabilities": {}}
    elif method == "fake/say":
        say(params["bytes"].encode())
    elif method == "fake/send":
        send(params["message"])
    elif method == "fake/answer":
        result = params["result"]
    elif method == "fake/long":
        result = "x" * params["length"]
    elif method == "fake/will":
        WILL[params["method"]] = params
    elif method == "fake/flood":
        for number in range(params["count"]):
            send({"method": "fake/flooded", "params": {"number": number, "x": "x" * params["length"]}})
    elif method == "fake/pid":
        result = os.getpid()
    elif method == "fake/sleep":
        time.sleep(params["seconds"])
    elif method == "fake/exit":
        os._exit(params["status"])
    elif method == "fake/die":
        os.kill(os.getpid(), params["signal"])
    elif method == "exit":
        os._exit(0)
    if method in WILL:
        if "result" not in WILL[method]:
            return
        result = WILL[method]["result"]
    if method and "id" in message:
        send({"id": message["id"], "result": result})


def main():
    with open(sys.argv[1], "wb", buffering=0) as received:
        while True:
            length = None
            while (line := sys.stdin.buffer.readline()) not in (b"\r\n", b""):
                received.write(line)
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                sys.exit(1)
            content = sys.stdin.buffer.read(length)
            received.write(line + content)
            do(json.loads(content))


main()
