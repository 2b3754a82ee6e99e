"""Runs a program on a terminal that is shut once it has shown a screen; says how the program ended.

    hung-up-terminal.py WORD COMMAND...

The terminal is shut when WORD has been shown, with a change of its size. Prints the exit code, negative for a
signal, and then what the program said on stderr.
"""

import fcntl, os, pty, select, signal, struct, subprocess, sys, tempfile, termios, time

word, command = sys.argv[1].encode(), sys.argv[2:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
said = tempfile.TemporaryFile()
program = subprocess.Popen(
    command,
    stdin=slave,
    stdout=slave,
    stderr=said,
    start_new_session=True,
    preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
)
os.close(slave)
shown = b""
deadline = time.monotonic() + 30
while word not in shown and time.monotonic() < deadline:
    if select.select([master], [], [], 0.1)[0]:
        shown += os.read(master, 65536)
os.kill(program.pid, signal.SIGWINCH)
os.close(master)
try:
    program.wait(20)
except subprocess.TimeoutExpired:
    program.kill()
print(program.wait())
said.seek(0)
print(said.read().decode("utf-8", "replace"))
