"""What is kept of a picture that somebody sends: what it shows, and nothing of the file. Hostile files are refused."""

import asyncio
import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from services.pictures.bounded import drawn_anew
from services.pictures.drawn import NotDrawn, Place
from services.pictures.remaking import remade
from tests.unit.pictures.drawings import jpeg, png
from tests.unit.unpacking import zeros

PLACE = Place(800, 240, least=16)
CANARY = b"KANARIA-kuvassa"


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    drawn = remade(png(3000, 1000), PLACE)
    assert (drawn.width, drawn.height) == (720, 240)
    assert shown(drawn.content).size == (720, 240)


def test_a_small_one_stays_as_large_as_it_is() -> None:
    drawn = remade(png(100, 40), PLACE)
    assert (drawn.width, drawn.height) == (100, 40)


def test_what_is_seen_through_stays_so() -> None:
    drawn = remade(png(100, 40, (0, 0, 0, 0), "RGBA"), PLACE)
    assert drawn.media_type == "image/png"
    assert shown(drawn.content).getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_remarks_places_and_whatever_hangs_behind_do_not_come_along() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", CANARY.decode())
    behind = b"<script>alert(1)</script>" + CANARY
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    for file in (png(90, 30, pnginfo=said) + behind, jpeg(90, 30, exif=exif) + behind):
        assert CANARY in file
        drawn = remade(file, PLACE)
        assert CANARY not in drawn.content and b"script" not in drawn.content
        assert not shown(drawn.content).info.get("exif")


def test_a_telephones_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = remade(jpeg(120, 40, exif=exif), PLACE)
    assert (drawn.width, drawn.height) == (40, 120)


def test_however_colourful_it_is_no_more_bytes_than_a_mail_takes_along() -> None:
    noise = Image.effect_noise((1600, 480), 200).convert("RGBA")
    noise.putalpha(Image.effect_noise((1600, 480), 200))
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert len(remade(out.getvalue(), PLACE).content) <= 60_000


def a_bomb(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def remarks_bomb() -> bytes:
    """A remark that unpacks to half a gigabyte."""
    body = b"Comment\0\0" + zeros(megabytes=512)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    whole = png(40, 40)
    return whole[:33] + chunk + whole[33:]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "of_another_kind"),
    "svg called so by its prolog": (b'<?xml version="1.0"?><svg/>', "of_another_kind"),
    "xml bomb": (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        "of_another_kind",
    ),
    "page": (b"<!doctype html><script>alert(1)</script>", "of_another_kind"),
    "pdf": (b"%PDF-1.7\n%%EOF", "of_another_kind"),
    "gif": (b"GIF89a" + bytes(40), "of_another_kind"),
    "tiff": (b"II*\0" + bytes(40), "of_another_kind"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "of_another_kind"),
    "nothing": (b"", "of_another_kind"),
    "a picture's beginning alone": (b"\x89PNG\r\n\x1a\n", "unreadable"),
    "half a picture": (png(300, 300)[:200], "unreadable"),
    "a script that begins as a picture": (b"\xff\xd8\xff<script>alert(1)</script>", "unreadable"),
    "sixteen billion pixels": (a_bomb(130_000, 130_000), "too_large"),
    "too many pixels": (a_bomb(8000, 8000), "too_large"),
    "no pixels": (a_bomb(0, 10), "unreadable"),
    "fewer bytes than it says": (a_bomb(6000, 6000), "unreadable"),
    "a remark that unpacks": (remarks_bomb(), "unreadable"),
    "one pixel": (png(1, 1), "too_small"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    file, reason = HOSTILE[name]
    with pytest.raises(NotDrawn, match=f"picture_{reason}"):
        remade(file, PLACE)


def test_the_process_of_its_own_says_the_same() -> None:
    async def both() -> tuple[Any, str]:
        drawn = await drawn_anew(png(90, 30), PLACE)
        with pytest.raises(NotDrawn) as refused:
            await drawn_anew(HOSTILE["svg"][0], PLACE)
        return drawn, refused.value.reason

    drawn, reason = asyncio.run(both())
    assert drawn == remade(png(90, 30), PLACE)
    assert reason == "picture_of_another_kind"
