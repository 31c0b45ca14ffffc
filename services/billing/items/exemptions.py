"""Grounds on which what is sold here bears no VAT: each a section of the law, with its code in documents.

Who is exempt is not here: finance says it of each process (`services/billing/exempting/`).
"""

from services.messages.billing import ExemptionGround

EXEMPT = "E"
"""UNTDID 5305."""
CODES: dict[ExemptionGround, str] = {
    "health_care": "VATEX-EU-132-1C",
    "social_welfare": "VATEX-EU-132-1G",
    "education": "VATEX-EU-132-1I",
}
"""Source: Finnish VAT act 1501/1993, sections 34, 37 and 39; directive 2006/112/EC, article 132(1)(c), (g) and (i); the
code list of exemption reasons of EN 16931 (VATEX). Finvoice has room for twenty characters.
"""


def code_of(ground: str) -> str:
    """Empty for what is no ground: the check before a number sees that it lacks."""
    return {str(name): code for name, code in CODES.items()}.get(ground, "")
