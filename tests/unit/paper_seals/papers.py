"""A small paper as the printing makes it, and keys for its seal."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from deploy.machine.seal_keys import seal_ring
from services.paper_seals.keys import SealKey, SealKeys
from services.paper_seals.sealing import sealed
from services.printing.papers import printed
from services.wording.formats import Formats

AT = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
LABEL = "TO-1005/2"


@cache
def keys() -> SealKeys:
    """Those of a platform that has changed its key once."""
    first, second = (SealKey(**seal_ring()["keys"]["k1"]) for _ in range(2))  # type: ignore[index]
    return SealKeys("k2", {"k1": first, "k2": second})


@cache
def a_paper() -> bytes:
    template = Path(__file__).parents[3] / "services/contracts/papers/templates/contract.typ"
    return printed(template, CONTENT, date(2027, 3, 1))


@cache
def a_sealed_paper(key_id: str = "k2") -> bytes:
    return sealed(a_paper(), LABEL, keys().keys[key_id], AT)


CONTENT = {
    "language": "fi",
    "heading": "Sopimus",
    "title": "Sopimus TO-1005",
    "seller": {"name": "", "address": [], "identifiers": [], "contact": []},
    "words": {
        "parties": "Osapuolet",
        "signatures": "Allekirjoitukset",
        "fingerprint": "Tiiviste",
        "page": "{page}/{pages}",
    },
    "facts": [["Versio", "2"]],
    "parties": [["Asiakas", "Kunta"]],
    "price": [],
    "clauses": [{"title": "Kesto", "lines": [Formats("fi").moment(AT)], "table": {}}],
    "signatures": [],
    "fingerprint": "",
    "evidence": {},
}
