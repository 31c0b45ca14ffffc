"""What stands on the printed proposal."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.contracts.papers.price_rows import Vat
from services.contracts.papers.proposed import Offered, content
from services.messages.directory import SupervisorCard
from services.messages.intake import ProposalCard
from services.messages.promises import Promises
from tests.unit.contracts.test_printing import NAMED, PROVIDER, SUPERVISOR

BEGINS = date(2027, 1, 18)
PROPOSAL = ProposalCard.model_validate(
    {
        "process_id": UUID(int=9),
        "organisation_id": UUID(int=7),
        "contact_id": UUID(int=1),
        "supervisor_id": SUPERVISOR,
        "audience": "individual",
        "headcount": 1,
        "language": "fi",
        "expectations": "Mistä kukaan muu ei saa lukea.",
        "duration_minutes": 90,
        "base_interval_days": 21,
        "starts_on": BEGINS,
        "ends_on": date(2027, 12, 10),
        "price_cents": 10_000,
        "valid_until": date(2026, 12, 18),
        "answer": None,
        "sessions_agreed": 12,
    }
)
CARD = SupervisorCard(
    supervisor_id=SUPERVISOR,
    languages=["en", "fi"],
    regions=[],
    remote=True,
    audiences=[],
    capacity=3,
    credentials={"training": date(2027, 1, 18), "membership": date(2027, 1, 17)},
)
VAT = Vat(percent=Decimal("25.5"), gross_cents=150_600)


def told(vat: Vat | None = VAT, **facts: Any) -> dict[str, Any]:
    proposal = PROPOSAL.model_copy(update=facts)
    return content(
        Offered(
            number="TO-1005",
            proposal=proposal,
            provider=PROVIDER,
            customer=NAMED.customer,
            department=None,
            contact="Henna Heikkilä",
            supervisor="Helmi Haapa",
            card=CARD,
            vat=vat,
        )
    )


def amounts(paper: dict[str, Any]) -> list[str]:
    return [row[1].replace("\u00a0", " ") for row in paper["price"]]


def test_a_credential_that_ends_before_the_first_day_is_not_promised():
    assert told()["supervisor"] == [
        ["Nimi", "Helmi Haapa"],
        ["Pätevyys", "työnohjaajakoulutus"],
        ["Kielet", "suomi, englanti"],
    ]


def test_the_price_goes_from_one_session_to_all_of_them_with_the_tax():
    assert amounts(told()) == [
        "100,00 €",
        "1 200,00 €",
        "306,00 €",
        "1 506,00 €",
    ]


def test_to_a_private_person_each_price_is_the_one_with_the_tax():
    priced = told(consumer_price_cents=12_550)["price"]
    assert [row[1].replace("\u00a0", " ") for row in priced] == ["125,50 €", "1 506,00 €", "306,00 €"]
    assert priced[-1][0] == "josta arvonlisäveroa 25,5\u00a0%"


def test_to_a_customer_abroad_no_tax_of_ours_is_promised():
    assert amounts(told(vat=None))[:2] == ["100,00 €", "1 200,00 €"]
    assert not [row for row in told(vat=None)["price"] if "25,5" in row[0]]


def test_what_was_written_in_the_inquiry_stays_off_the_paper():
    assert PROPOSAL.expectations not in str(told())


def test_the_steps_that_the_provider_promised_stand_on_the_proposal_as_its_draft_will_have_them():
    steps = [
        {"notice_hours": 168, "percent": 0},
        {"notice_hours": 48, "percent": 50},
        {"notice_hours": 0, "percent": 100},
    ]
    promised = Promises.model_validate({"individual_tiers": steps})
    said = [line for one in told(promises=promised)["clauses"] for line in one["lines"]]
    assert [line for line in said if "vuorokautta" in line and "7" in line and "0 %" in line]
    assert [line for line in said if "48 tuntia" in line and "50 %" in line]
