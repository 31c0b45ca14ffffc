"""A paper's seal: what it shows to ourselves, to other people's programs, and after any change."""

import hashlib
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from services.paper_seals.bounded import UnreadableFile, checked
from services.paper_seals.checking import check
from services.paper_seals.pem import der
from tests.unit.docs.reading import ROOT
from tests.unit.paper_seals.papers import AT, LABEL, a_paper, a_sealed_paper, keys
from tests.unit.unpacking import zeros

BODY = b"/Type /Page"


def sha256(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def annotated(file: bytes) -> bytes:
    """As a reader's program saves a remark: behind what was there."""
    writer = PdfWriter(io.BytesIO(file), incremental=True)
    writer.add_metadata({"/Remark": "seen"})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_sealed_paper_is_of_the_version_of_pdf_that_it_says_it_is() -> None:
    """PDF/A-3 is of 1.7; what the elliptic curve needs of a later one stays out of the catalogue."""
    reader = PdfFileReader(io.BytesIO(a_sealed_paper()))
    assert reader.input_version == (1, 7) and "/Version" not in reader.root
    assert set(reader.root["/Extensions"]) == {"/ESIC"}
    assert b"<pdf:PDFVersion>1.7</pdf:PDFVersion>" in a_sealed_paper()


def test_the_seal_covers_the_whole_file_and_says_which_paper_it_is() -> None:
    found = check(a_sealed_paper(), keys().certificates())
    assert (found.seal, found.whole, found.label) == ("holds", True, LABEL)
    assert found.covered_sha256 == sha256(a_sealed_paper())


def test_one_changed_byte_is_seen_wherever_it_is() -> None:
    paper = a_sealed_paper()
    begin = paper.index(b"/Contents <")
    end = paper.index(b">", begin)
    for at in (200, paper.index(BODY) + 3, len(a_paper()) // 2, begin - 40, end + 30):
        changed = bytearray(paper)
        changed[at] ^= 1
        try:
            found = check(bytes(changed), keys().certificates())
        except Exception:  # what cannot be read any more does not pass for whole
            continue
        assert found.seal != "holds"


def test_what_is_put_behind_the_seal_is_told_and_what_it_covers_is_the_paper() -> None:
    found = check(annotated(a_sealed_paper()), keys().certificates())
    assert (found.seal, found.whole) == ("holds", False)
    assert found.covered_sha256 == sha256(a_sealed_paper())


def test_a_seal_by_an_old_key_still_holds_and_anothers_is_none_of_ours() -> None:
    old = keys().keys["k1"]
    assert check(a_sealed_paper("k1"), keys().certificates()).seal == "holds"
    assert check(a_sealed_paper("k2"), [old.certificate]).seal == "none"
    assert check(a_paper(), keys().certificates()).seal == "none"


def test_others_find_the_seal_valid_and_its_time_within() -> None:
    """By the library's own whole check, with our certificates as what is trusted."""
    [seal] = PdfFileReader(io.BytesIO(a_sealed_paper())).embedded_signatures
    own = keys().own
    ours = [Certificate.load(der(one)) for one in (own.certificate, own.time_certificate)]
    trusting = ValidationContext(trust_roots=ours, moment=AT, allow_fetching=False)
    status = validate_pdf_signature(seal, trusting, trusting)
    assert status.bottom_line and status.timestamp_validity is not None
    assert status.timestamp_validity.timestamp == AT
    nobody = ValidationContext(trust_roots=[], moment=AT, allow_fetching=False)
    untrusted = validate_pdf_signature(seal, nobody, nobody)
    assert untrusted.intact and untrusted.valid and not untrusted.trusted


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler-utils is not installed here")
def test_pdfsig_finds_a_valid_seal_of_an_issuer_that_it_does_not_know(tmp_path: Path) -> None:
    told = []
    changed = bytearray(a_sealed_paper())
    changed[200] ^= 1
    for file in (a_sealed_paper(), bytes(changed)):
        (tmp_path / "paper.pdf").write_bytes(file)
        words = ["pdfsig", str(tmp_path / "paper.pdf")]
        told.append(subprocess.run(words, capture_output=True, text=True, check=False).stdout)
    assert "Signature is Valid." in told[0] and "Certificate issuer is unknown." in told[0]
    assert "Total document signed" in told[0] and "ETSI.CAdES.detached" in told[0]
    assert "Signature is Valid." not in told[1]


def test_what_the_file_says_of_itself_is_as_it_was_printed() -> None:
    """Archivable and accessible, by its own words, and its tags are where they were."""
    before, after = (PdfReader(io.BytesIO(file)) for file in (a_paper(), a_sealed_paper()))
    roots: list[Any] = [one.trailer["/Root"] for one in (before, after)]
    told = [root["/Metadata"].get_object().get_data() for root in roots]
    assert told[0] == told[1]
    assert (
        b"<pdfaid:part>3" in told[1] and b"<pdfaid:conformance>A" in told[1] and b"<pdfuaid:part>1" in told[1]
    )
    assert all(root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root for root in roots)
    assert before.metadata == after.metadata


async def test_a_strangers_file_is_looked_into_by_a_process_of_its_own() -> None:
    found = await checked(a_sealed_paper(), keys().certificates())
    assert (found.seal, found.whole, found.covered_sha256) == ("holds", True, sha256(a_sealed_paper()))


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"#!/bin/sh\nrm -rf /\n",
        b"%PDF-1.7\n" + b"<<" * 200_000,
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n" + b"9" * 400 + b"\n%%EOF",
    ],
    ids=["nothing", "a script", "deeper than can be read", "an address that is none"],
)
async def test_a_hostile_file_is_unreadable_and_nothing_more(file: bytes) -> None:
    with pytest.raises(UnreadableFile):
        await checked(file, keys().certificates())


async def test_a_file_that_unpacks_past_all_bounds_ends_its_process_alone() -> None:
    with pytest.raises(UnreadableFile):
        await checked(bomb(), keys().certificates())
    assert (await checked(a_sealed_paper(), keys().certificates())).seal == "holds"


@pytest.mark.parametrize(
    ("act", "ends_by"),
    [
        ("bytearray(600 << 20)", "MemoryError"),
        ("open(sys.argv[1], 'wb', 0).write(b'kept')", "OSError: [Errno 27]"),
    ],
    ids=["more memory", "a file"],
)
def test_the_process_that_looks_has_bounds(tmp_path: Path, act: str, ends_by: str) -> None:
    does = f"import sys; from services.runtime.files.bounds import bound; bound(512 << 20, 20); {act}"
    words = [sys.executable, "-c", does, str(tmp_path / "kept")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode and ends_by in done.stderr


def test_little_that_unpacks_to_much_is_not_unpacked() -> None:
    """Each of its entries would take time, long before there is too much of it for the memory."""
    with pytest.raises(PdfDecodeLimitError):
        check(bomb(megabytes=1), keys().certificates())


def bomb(megabytes: int = 600) -> bytes:
    """Some kilobytes that unpack to many, and have to be unpacked to find out what else is in the file."""
    packed = zeros(megabytes)
    head = b"%PDF-1.7\n"
    facts = b"/Type/XRef/Size %d/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d"
    facts %= (megabytes << 18, len(packed))
    table = b"1 0 obj\n<<" + facts + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
    return head + table + b"startxref\n" + str(len(head)).encode() + b"\n%%EOF\n"
