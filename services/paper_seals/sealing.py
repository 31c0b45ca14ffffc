"""Puts the provider's seal on a paper. It takes tens of milliseconds, or as long as an authority: not for a loop."""

import asyncio
from datetime import datetime
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.paper_seals.authorities import OutsideAuthority
from services.paper_seals.keys import SealKey
from services.paper_seals.own_clock import OwnClock
from services.paper_seals.pem import der

_FIELD = "Seal"
_ROOM, _ROOM_WITH_AUTHORITY = 16 << 10, 48 << 10
"""Hexadecimal digits for the signature with its time; an authority's certificates take most of it."""


class _AsPrinted(IncrementalPdfFileWriter):  # type: ignore[misc]
    """What the file says of itself (PDF/A, PDF/UA, its title) stays byte by byte what the printing has put there.

    PDF/A-3 is PDF 1.7: that a seal is of an elliptic curve makes it no later one (ISO 32002 is of 2.0).
    """

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass

    def register_extension(self, ext: DeveloperExtension) -> None:
        if str(ext.base_version) <= "/1.7":
            super().register_extension(ext)


def sealed(paper: bytes, label: str, key: SealKey, at: datetime, authority: str = "") -> bytes:
    """The paper with its seal behind it. label: what the seal calls it; no name of a person.

    at: the platform's time, which the provider itself says. authority: the address of one that says the time instead.
    Raises AuthorityAway.
    """
    return asyncio.run(_seal(paper, label, key, at, authority))


async def _seal(paper: bytes, label: str, key: SealKey, at: datetime, authority: str) -> bytes:
    certified = PdfSignatureMetadata(
        field_name=_FIELD,
        reason=label,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(
        certified,
        _signer(key.certificate, key.key),
        timestamper=OutsideAuthority(authority) if authority else own_clock(key, at),
        new_field_spec=SigFieldSpec(_FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True)),
    )
    made = await signer.async_sign_pdf(
        _AsPrinted(BytesIO(_ended(paper))), bytes_reserved=_ROOM_WITH_AUTHORITY if authority else _ROOM
    )
    return bytes(made.getvalue())


def _ended(paper: bytes) -> bytes:
    """With its last line ended: what is put behind it begins on one of its own. Source: ISO 19005-3, 6.1.9."""
    return paper if paper.endswith(b"\n") else paper + b"\n"


def own_clock(key: SealKey, at: datetime) -> OwnClock:
    return OwnClock(_signer(key.time_certificate, key.time_key), at)


def _signer(certificate: str, private: str) -> SimpleSigner:
    """Of PEM, both."""
    return SimpleSigner(
        Certificate.load(der(certificate)), PrivateKeyInfo.load(der(private)), SimpleCertificateStore()
    )
