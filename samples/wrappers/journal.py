"""The lines of a log as journal entries in the export format, for systemd-journal-remote: python3 journal.py LOG."""

import struct
import sys

BEGIN = 1_795_381_748_000_000
MACHINE = "0123456789abcdef0123456789abcdef"

out = sys.stdout.buffer
for number, line in enumerate(open(sys.argv[1], "rb")):
    fields = {
        "__REALTIME_TIMESTAMP": str(BEGIN + 1000 * number),
        "__MONOTONIC_TIMESTAMP": str(1_000_000 + 1000 * number),
        "_BOOT_ID": MACHINE,
        "_MACHINE_ID": MACHINE,
        "_HOSTNAME": "shop",
        "_PID": "4711",
        "_TRANSPORT": "stdout",
        "_STREAM_ID": MACHINE,
        "PRIORITY": "6",
        "SYSLOG_IDENTIFIER": "uwsgi",
    }
    for name, value in fields.items():
        out.write(f"{name}={value}\n".encode())
    message = line.rstrip(b"\n")
    # Every seventh message ends as on Windows, in a character that is not printable: then the journal shows its bytes.
    if number % 7 == 3:
        message += b"\r"
    out.write(b"MESSAGE\n" + struct.pack("<Q", len(message)) + message + b"\n\n")
