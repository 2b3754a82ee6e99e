"""Writes what comes over one TCP connection to a file, byte by byte: python3 capture.py FILE. FILE.port has the port."""

import os
import socket
import sys

name = sys.argv[1]
with socket.create_server(("127.0.0.1", 0)) as server:
    with open(name + ".new", "w") as file:
        print(server.getsockname()[1], file=file)
    os.rename(name + ".new", name + ".port")
    connection, _ = server.accept()
    with connection, open(name, "wb", buffering=0) as file:
        while block := connection.recv(65536):
            file.write(block)
