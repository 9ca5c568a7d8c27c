"""port_free.py PORT: fails in words where something listens on this port of the machine already.

Servers share a port without a word where both ask for it: people would be answered by either.
"""

import socket
import sys

port = int(sys.argv[1])
with socket.socket() as asked:
    asked.settimeout(2)
    if asked.connect_ex(("127.0.0.1", port)) == 0:
        sys.exit(
            f"端口{port}已经有程序在用，可能是另一个平台还开着。"
            f"请先停掉它，或换一个端口：make run PORT={port + 1}"
        )
