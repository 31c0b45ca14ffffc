"""Grounds on which what is sold here bears no VAT: each a section of the law, with its code in documents.

Who is exempt is not here: finance says it of each process (`services/billing/exempting/`).
"""

from services.billing.items.places import OUT_OF_SCOPE, REVERSE_CHARGE
from services.messages.billing import ExemptionGround

EXEMPT = "E"
"""UNTDID 5305."""
CODES: dict[ExemptionGround, str] = {
    "health_care": "VATEX-EU-132-1C",
    "social_welfare": "VATEX-EU-132-1G",
    "education": "VATEX-EU-132-1I",
}
"""A code names a letter of article 132(1) of directive 2006/112/EC: (c) is medical care, (g) welfare and social
security, (i) education and vocational training. Which section is which letter, the Supreme Administrative Court says:
34 is (c) (KHO:2013:39), 37 is (g) (KHO:2013:67), 39 is (i) (KHO:2021:21).

Source: Finnish VAT act 1501/1993, sections 34, 37 and 39; the code list VATEX of EN 16931, as its published rules have
it (BR-CL-22; a test reads it there). Finvoice has room for twenty characters.
"""
_ELSEWHERE = {REVERSE_CHARGE: "VATEX-EU-AE", OUT_OF_SCOPE: "VATEX-EU-O"}
"""Source: the same list; the rules want no other code of the two categories (BR-AE-10, BR-O-10)."""


def code_of(why: str) -> str:
    """why: a ground, or the category of what is taxed elsewhere. Empty for what is neither: the check before a number
    sees that it lacks.
    """
    return {**{str(name): code for name, code in CODES.items()}, **_ELSEWHERE}.get(why, "")


def codes_of(category: str) -> frozenset[str]:
    """That a document may give for a category; none where there is tax."""
    if category == EXEMPT:
        return frozenset(CODES.values())
    return frozenset({_ELSEWHERE[category]}) if category in _ELSEWHERE else frozenset()
