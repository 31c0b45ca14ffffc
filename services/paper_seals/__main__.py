"""Checks one file that it is given, with the means that it is left, and says what it found: see `bounded`.

Nothing of the file may be kept, so this process can write no file. What it stumbles over is told by its exit code.
"""

import json
import sys

from services.runtime.files.bounds import bound

_MEMORY = 512 << 20
"""Three times what a paper of ours takes."""
_SECONDS = 5
"""Ten times what a paper of ours takes, which is the time to begin: its seal is read in a sixtieth of one."""


def main() -> None:
    bound(_MEMORY, _SECONDS)
    certificates = json.loads(sys.stdin.buffer.readline())
    file = sys.stdin.buffer.read()
    from services.paper_seals.checking import check

    sys.stdout.write(check(file, certificates).model_dump_json())


if __name__ == "__main__":
    main()
