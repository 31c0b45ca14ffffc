"""Draws one picture anew that it is given, with the means that it is left: see `bounded`."""

import json
import sys

from services.pictures.drawn import NotDrawn, Place
from services.runtime.files.bounds import bound

_MEMORY = 1 << 30
_SECONDS = 20


def main() -> None:
    bound(_MEMORY, _SECONDS)
    place = Place(**json.loads(sys.stdin.buffer.readline()))
    file = sys.stdin.buffer.read()
    from services.pictures.remaking import remade

    try:
        drawn = remade(file, place)
        said: dict[str, object] = {
            "media_type": drawn.media_type,
            "width": drawn.width,
            "height": drawn.height,
        }
        content = drawn.content
    except NotDrawn as error:
        said, content = {"reason": error.reason}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
