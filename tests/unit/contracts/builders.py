"""Numbers of two contracts: a group's and a manager's."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.papers import clauses
from services.contracts.papers.wording import wording
from services.messages.contracts import Clause, Parties, Terms
from services.messages.values import Language

COMMISSIONER, REPRESENTATIVE, MEMBER, SUPERVISOR = (
    UUID(f"0190a0a0-0000-7000-8000-00000000d00{number}") for number in range(4)
)
PARTIES = Parties(
    commissioner_id=COMMISSIONER,
    representative_id=REPRESENTATIVE,
    supervisee_ids=[REPRESENTATIVE, MEMBER],
    supervisor_id=SUPERVISOR,
)
WRITTEN_BY_PEOPLE: dict[str, str] = {
    Clause.AGREEING_MEETINGS: "Ajat sovitaan keväälle ja syksylle kerralla.",
    Clause.PLACE: "Perhekeskuksen kokoushuone.",
    Clause.GOALS: "Ryhmä asettaa tavoitteensa itse.",
    Clause.EVALUATION: "Väli- ja loppuarviointi kolmikannassa.",
    Clause.METHODS: "Keskustelu ja toiminnalliset menetelmät.",
    Clause.UNUSED_TIME: "Käyttämättä jäänyttä aikaa ei makseta.",
    Clause.INTERRUPTION: "Kumpikin voi keskeyttää kuukauden irtisanomisajalla.",
    Clause.DISSATISFACTION: "Asia otetaan ensin puheeksi työnohjaajan kanssa.",
}


def terms(**numbers: Any) -> Terms:
    group = {
        "organisation_id": UUID("0190a0a0-0000-7000-8000-00000000d009"),
        "audience": "group",
        "language": "fi",
        "starts_on": date(2027, 1, 18),
        "ends_on": date(2027, 12, 10),
        "duration_minutes": 90,
        "base_interval_days": 21,
        "unit_minutes": 45,
        "price_cents": 117550,
        "vat_category": "S",
        "payment_days": 14,
        "cancellation_tiers": [
            {"notice_working_days": 5, "percent": 0},
            {"notice_working_days": 0, "percent": 100},
        ],
        "no_show_percent": 100,
    }
    return Terms.model_validate(group | numbers)


def a_managers(**numbers: Any) -> Terms:
    tiers = [{"notice_hours": 48, "percent": 0}, {"notice_hours": 0, "percent": 80}]
    return terms(**{"audience": "manager", "cancellation_tiers": tiers, "no_show_percent": 50} | numbers)


def usual_clauses(language: Language) -> dict[Clause, str]:
    """What a draft's clauses say until people write otherwise."""
    return {clause: wording(language).text(clause) for clause in clauses.missing({})}
