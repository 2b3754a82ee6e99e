"""Runs a program on a terminal that nobody reads, until a file appears; then reads all, and passes it on.

    unread-terminal.py LINES FILE COMMAND...

LINES lines come to its stdin once the terminal has been full for a while. Exit 1 if the file does not appear.
"""

import fcntl, os, pty, select, struct, subprocess, sys, termios, threading, time

lines, wanted, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))


def controlling():
    fcntl.ioctl(1, termios.TIOCSCTTY, 0)


program = subprocess.Popen(
    command, stdin=subprocess.PIPE, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=controlling
)


def feed():
    # From the first frame on, which says that keys are read.
    select.select([master], [], [])
    time.sleep(3)
    for start in range(0, lines, 1000):
        program.stdin.write(b"a line of the log\n" * min(1000, lines - start))
    program.stdin.close()


threading.Thread(target=feed, daemon=True).start()
deadline = time.monotonic() + 40
while not os.path.exists(wanted) and time.monotonic() < deadline:
    # Ctrl-L: the whole screen once more, so that the terminal is full soon.
    os.write(master, b"\x0c")
    time.sleep(0.03)
time.sleep(0.5)
is_read = os.path.exists(wanted)
end = time.monotonic() + 2
while time.monotonic() < end:
    if select.select([master], [], [], 0.1)[0]:
        sys.stdout.buffer.write(os.read(master, 65536))
program.kill()
sys.exit(0 if is_read else 1)
