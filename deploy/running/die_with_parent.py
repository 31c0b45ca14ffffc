"""`die_with_parent.py SIGNAL PARENT PROGRAM WORDS...`: becomes the program, bound to the life of its parent.

The kernel sends it the signal when the thread that started it dies, be it by kill -9; the binding lasts over the
change of program. Done here and not between fork and exec of the parent, which has threads. Linux only; elsewhere
the next start ends what was left behind (deploy/running/pid_file).
"""

import ctypes
import os
import sys

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, prctl(2)

if __name__ == "__main__":
    number, parent = int(sys.argv[1]), int(sys.argv[2])
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, number, 0, 0, 0)
    if os.getppid() != parent:  # it died before the kernel could be told
        sys.exit(1)
    try:
        os.execvp(sys.argv[3], sys.argv[3:])
    except OSError as error:
        sys.exit(f"{sys.argv[3]} cannot be started: {error.strerror}")
