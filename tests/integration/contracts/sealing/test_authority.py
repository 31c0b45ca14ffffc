"""An outside authority says the time of a seal (RFC 3161): asked over HTTP for a hash, and away in many ways."""

import io
from collections.abc import Iterator

import pytest
from asn1crypto import tsp
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.paper_seals.away import AuthorityAway
from services.paper_seals.pem import der
from services.paper_seals.sealing import sealed
from tests.time_authority import THEIRS, Authority, stamps
from tests.unit.paper_seals.papers import AT, LABEL, a_paper, keys

OURS = keys().keys["k1"]


def refuses(request: bytes) -> tuple[int, bytes]:
    refused = tsp.TimeStampResp({"status": {"status": "rejection"}})
    return 200, refused.dump()


def stamps_another(request: bytes) -> tuple[int, bytes]:
    """The answer to somebody else's question."""
    other = tsp.TimeStampReq.load(request)
    other["nonce"] = 7
    return stamps(other.dump())


@pytest.fixture(params=[refuses, stamps_another, lambda _: (503, b""), lambda _: (200, b"<html>")])
def failing(request: pytest.FixtureRequest) -> Iterator[Authority]:
    with Authority(request.param) as authority:
        yield authority


def test_the_time_is_the_authoritys_and_it_is_asked_once_and_told_a_hash() -> None:
    with Authority(stamps) as authority:
        paper = sealed(a_paper(), LABEL, OURS, AT, authority.url)
    [asked] = authority.asked
    assert len(asked) < 200 and LABEL.encode() not in asked
    [seal] = PdfFileReader(io.BytesIO(paper)).embedded_signatures
    trusted = [Certificate.load(der(one)) for one in (OURS.certificate, THEIRS.time_certificate)]
    trusting = ValidationContext(trust_roots=trusted, moment=AT, allow_fetching=False)
    status = validate_pdf_signature(seal, trusting, trusting)
    assert status.bottom_line and status.timestamp_validity.timestamp == AT
    assert status.timestamp_validity.signing_cert.dump() == der(THEIRS.time_certificate)


def test_an_authority_that_fails_in_any_way_is_away(failing: Authority) -> None:
    with pytest.raises(AuthorityAway):
        sealed(a_paper(), LABEL, OURS, AT, failing.url)


def test_an_authority_that_is_not_there_is_away() -> None:
    with Authority(stamps) as gone:
        url = gone.url
    with pytest.raises(AuthorityAway):
        sealed(a_paper(), LABEL, OURS, AT, url)
