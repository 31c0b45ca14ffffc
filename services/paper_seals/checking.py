"""What the seal of a file covers, and whether it holds. Of files that anybody may send: only in `bounded`."""

import hashlib
from collections.abc import Sequence
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from services.paper_seals.found import Checked
from services.paper_seals.pem import der

_DIGEST = "sha256"
_KEPT = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)

UNPACKED = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=512 << 10, max_ratio=0))
"""Bytes, on the way to the seal. Ours has nothing packed there, and what programs add has some kilobytes; a megabyte of
them takes a second and a half, and one kilobyte may hold it.
"""


def check(file: bytes, certificates: Sequence[str]) -> Checked:
    """certificates: PEM, of every key that ever sealed. Raises whatever the reading of a hostile file comes to."""
    ours = {Certificate.load(der(one)).dump() for one in certificates}
    found = PdfFileReader(BytesIO(file), decode_limits=UNPACKED).embedded_signatures
    mine = next((one for one in found if one.signer_cert.dump() in ours), None)
    return _of(mine, file) if mine else Checked(seal="none")


def _of(mine: EmbeddedPdfSignature, file: bytes) -> Checked:
    mine.compute_integrity_info(skip_diff=True)
    digest = mine.compute_digest(_DIGEST)
    is_intact, is_valid = validate_sig_integrity(mine.signer_info, mine.signer_cert, "data", digest)
    if not (is_intact and is_valid) or mine.md_algorithm != _DIGEST or mine.coverage not in _KEPT:
        return Checked(seal="broken")
    covered = file[: sum(int(number) for number in list(mine.byte_range)[-2:])]
    return Checked(
        seal="holds",
        whole=mine.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        covered_sha256=hashlib.sha256(covered).hexdigest(),
        label=str(mine.sig_object.get("/Reason", "")),
    )
