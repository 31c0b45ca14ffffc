"""A copy of a signed contract in anybody's hands: what the public page says of it, and that nothing of it stays."""

import asyncio
import hashlib
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pypdf import PdfWriter

from services.messages.contracts import ShowSealedPaper
from services.messages.values import Language
from services.portal.pages.public.verify import LARGEST
from services.runtime.commands.refusal import Refusal
from services.runtime.files import bounded
from services.web.http import limits
from services.wording.formats import Formats
from tests.integration.contracts.builders import SIGNED
from tests.integration.contracts.sealing.papers import sealed
from tests.patience import PATIENCE_S
from tests.unit.paper_seals.test_seals import bomb
from tests.visitor import stranger

ANSWERS: dict[Language, tuple[str, str, str]] = {
    "fi": ("Tiedostoa ei ole muutettu", "Leima kattaa koko tiedoston", "Kyllä"),
    "sv": ("Filen är oförändrad", "Stämpeln täcker hela filen", "Ja"),
    "en": ("The file is unchanged", "The seal covers the whole file", "Yes"),
}


@pytest_asyncio.fixture
async def portal(house):
    await house.open("directory", "intake", "contracts", "billing", "portal")
    return house


async def paper_of(house: Any) -> bytes:
    await sealed(house)
    [row] = await house.rows("contracts", "select pdf from sealed_paper")
    return bytes(row["pdf"])


async def answered(house: Any, file: bytes, language: str = "en", status: int = 200) -> str:
    async with stranger(house, "portal", language) as browser:
        sent = {"file": ("sopimus.pdf", file, "application/pdf")}
        answer = await browser.post("/verify", files=sent)
    assert answer.status_code == status
    told = re.sub(r"<[^>]+>", " ", unescape(answer.text[answer.text.index("<main") :]))
    return " ".join(told.split())


def with_a_remark(file: bytes) -> bytes:
    writer, made = PdfWriter(io.BytesIO(file), incremental=True), io.BytesIO()
    writer.add_metadata({"/Remark": "seen"})
    writer.write(made)
    return made.getvalue()


async def test_the_file_that_was_kept_is_known_by_number_version_and_date_and_no_name(portal):
    file = await paper_of(portal)
    found = await portal.ask(ShowSealedPaper(sha256=hashlib.sha256(file).hexdigest()))
    names = await portal.rows("directory", "select given_name, family_name from person")
    assert names
    for language, words in ANSWERS.items():
        told = await answered(portal, file, language)
        assert all(one in told for one in words), language
        assert f"{found.number} " in told and f" {found.version} " in told, language
        assert Formats(language).day(SIGNED) in told, language
        assert not [one for one in names if one["given_name"] in told or one["family_name"] in told]


async def test_one_changed_byte_and_something_behind_the_seal_are_seen(portal):
    file = await paper_of(portal)
    changed = bytearray(file)
    changed[file.index(b"stream") + 40] ^= 1
    assert "The file has been changed" in await answered(portal, bytes(changed))
    told = await answered(portal, with_a_remark(file))
    assert "Something was added behind the seal" in told and "The seal covers the whole file No" in told


async def test_a_paper_that_the_archive_has_lost_is_known_by_its_seal(portal):
    file = await paper_of(portal)
    found = await portal.ask(ShowSealedPaper(sha256=hashlib.sha256(file).hexdigest()))
    await portal.rows("contracts", "delete from sealed_paper")
    with pytest.raises(Refusal, match="unknown_paper"):
        await portal.ask(ShowSealedPaper(sha256=hashlib.sha256(file).hexdigest()))
    told = await answered(portal, file)
    assert "The file is unchanged" in told and f"Number {found.number} Version 1" in told


@pytest.mark.parametrize(
    ("file", "said", "status"),
    [
        (b"", "Choose the file first.", 422),
        (b"#!/bin/sh\nrm -rf /\n", "This is not a PDF file.", 422),
        (b"<script>alert(1)</script>", "This is not a PDF file.", 422),
        (b"%PDF-1.7\n<script>alert(1)</script>", "The file cannot be read", 200),
        (bomb(), "The file cannot be read", 200),
        (b"%PDF-" + bytes(LARGEST + (64 << 10)), "What was sent is too large.", 413),
    ],
    ids=["nothing", "a script", "a page", "a script that says it is a PDF", "a bomb", "too large"],
)
async def test_what_is_no_contract_is_refused_with_a_reason_and_nothing_of_it_is_kept(
    portal, file, said, status, tmp_path, monkeypatch
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = await kept(portal)
    assert said in await answered(portal, file, status=status)
    assert await kept(portal) == before and list(Path(tmp_path).iterdir()) == []


async def kept(house: Any) -> dict[str, int]:
    """Rows by table of the door, but for what counts the tries."""
    named = "select tablename from pg_tables where schemaname = 'public' and tablename <> 'rate_bucket'"
    counted = {}
    for row in await house.rows("portal", named):
        [found] = await house.rows("portal", f'select count(*) as n from "{row["tablename"]}"')
        counted[row["tablename"]] = found["n"]
    return counted


async def test_fifty_megabytes_that_do_not_say_how_many_they_are_are_refused(portal):
    async def body():
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(800):
            yield bytes(64 << 10)

    async with stranger(portal, "portal", "en") as browser:
        headers = {"content-type": "multipart/form-data; boundary=x"}
        answer = await browser.post("/verify", content=body(), headers=headers)
    assert answer.status_code == 413 and "What was sent is too large." in answer.text


async def test_for_whoever_hangs_up_nothing_is_looked_into_any_more(portal, monkeypatch):
    begun, ended = asyncio.Event(), asyncio.Event()

    async def looks_for_ever(_package: str, _given: bytes) -> bytes:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return b""

    monkeypatch.setattr(bounded, "_told", looks_for_ever)
    async with stranger(portal, "portal") as browser:
        sending = asyncio.create_task(browser.post("/verify", files={"file": b"%PDF-1.7"}))
        async with asyncio.timeout(PATIENCE_S):
            await begun.wait()
            sending.cancel()
            await ended.wait()


async def test_a_network_that_sends_many_files_is_to_wait(portal, monkeypatch):
    monkeypatch.setattr(limits, "PAPER", limits.Limit("paper", 2, 3600))
    for _ in range(2):
        await answered(portal, b"no paper", status=422)
    assert "Wait some minutes" in await answered(portal, b"no paper", status=429)
