# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a command with a host that hears it and goes away: no_answer.py COMMAND..."""
import os
import socket
import subprocess
import sys
import threading

door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
name = f"devlock-test-{os.getpid()}"
door.bind("\0" + name)
door.listen()
heard = []


def hear():
    asking, _ = door.accept()
    heard.append(asking.recv(1 << 18))
    asking.close()


thread = threading.Thread(target=hear, daemon=True)
thread.start()
status = subprocess.run(sys.argv[1:], env={**os.environ, "DEVLOCK_SHARING": name}).returncode
thread.join(10)
if not heard or b"\0capture\0" not in heard[0]:
    sys.exit(f"the host was not asked: {heard}")
sys.exit(status)
