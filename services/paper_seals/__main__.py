"""Checks one file that it is given, with the means that it is left, and says what it found: see `bounded`.

Nothing of the file may be kept, so this process can write no file. What it stumbles over is told by its exit code.
"""

import json
import resource
import sys

_MEMORY = 512 << 20
"""Three times what a paper of ours takes."""
_SECONDS = 20


def bound() -> None:
    """Of this process, from now on."""
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    bound()
    certificates = json.loads(sys.stdin.buffer.readline())
    file = sys.stdin.buffer.read()
    from services.paper_seals.checking import check

    sys.stdout.write(check(file, certificates).model_dump_json())


if __name__ == "__main__":
    main()
