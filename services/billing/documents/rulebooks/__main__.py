"""Looks at one document after the other, until nobody gives it any more. Its one word says where Finvoice's
schema lies; empty where it does not.

It is given a line of JSON, `{"wanted": FORMAT, "bytes": LENGTH}`, and the document; it answers with a line of JSON.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from services.billing.documents.rulebooks.looking import Rulebooks


def main(finvoice: str) -> None:
    books = Rulebooks(Path(finvoice) if finvoice else None)
    given, told = sys.stdin.buffer, sys.stdout.buffer
    while line := given.readline():
        asked = json.loads(line)
        found = books.look(asked["wanted"], given.read(asked["bytes"]))
        told.write(json.dumps(asdict(found)).encode() + b"\n")
        told.flush()


if __name__ == "__main__":
    main(sys.argv[1])
