"""measure.py FILE COMMAND...: runs a command and writes what it used to FILE, as JSON.

Small on purpose: what Linux reports as a process's peak memory begins with that of the process which started it.
"""

import os
import sys
import time

target, command = sys.argv[1], sys.argv[2:]
began = time.monotonic()
child = os.fork()
if child == 0:
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - began
with open(target, "w", encoding="ascii") as file:
    file.write('{"peak_bytes": %d, "seconds": %.3f, "cpu_seconds": %.3f}\n'
               % (usage.ru_maxrss * 1024, seconds, usage.ru_utime + usage.ru_stime))
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
