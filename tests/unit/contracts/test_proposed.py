"""What stands on the printed proposal."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

import pytest

from services.contracts.papers.introducing import Introduced, credentials, introduced
from services.contracts.papers.price_rows import Vat
from services.contracts.papers.proposed import Offered, content
from services.contracts.papers.where_rows import Place
from services.contracts.papers.wording import wording
from services.messages.directory import NO_END, CredentialKind, Person, SupervisorCard
from services.messages.intake import InterestCode, InterestShown, ProposalCard
from services.messages.promises import Promises
from services.messages.regions import Region
from services.messages.values import Language
from services.messages.wished_times import TimeOfDay
from services.web.pages.labels.inquiries import OF_INQUIRIES
from services.web.pages.labels.register import OF_REGISTER
from services.web.pages.languages import translations
from services.web.pages.renderer import HERE
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
    credentials={"training": NO_END, "own_supervision": BEGINS, "membership": date(2027, 1, 17)},
    descriptions={"training": "Työnohjaajan koulutus 60 op, 2016", "membership": "Yhdistys ry"},
)
PLACE = Place(Region.CENTRAL_FINLAND)
VAT = Vat(percent=Decimal("25.5"), gross_cents=150_600)


def told(
    vat: Vat | None = VAT, place: Place = PLACE, asked: Person | None = None, **facts: Any
) -> dict[str, Any]:
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
            vat=vat,
            place=place,
            introduced=introduced(CARD, BEGINS),
            asked=asked,
        )
    )


def amounts(paper: dict[str, Any]) -> list[str]:
    return [row[1].replace("\u00a0", " ") for row in paper["price"]]


def test_a_credential_that_ends_before_the_first_day_is_not_promised():
    assert told()["supervisor"] == [
        ["Nimi", "Helmi Haapa"],
        ["Pätevyys", "työnohjaajakoulutus: Työnohjaajan koulutus 60 op, 2016"],
        ["", "oma työnohjaus"],
        ["Kielet", "suomi, englanti"],
    ]


@pytest.mark.parametrize(
    ("promises", "often"),
    [(Promises(), "noin 21 päivää, alussa hieman tiheämmin"), (Promises(first_gaps=0), "noin 21 päivää")],
)
def test_a_closer_start_is_offered_only_where_it_is_promised(promises: Promises, often: str):
    assert ["Tapaamisten väli", often] in told(promises=promises)["plan"]


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
    assert [line for line in said if "vuorokautta" in line and "7" in line and "ei veloiteta" in line]
    assert [line for line in said if "48 tuntia" in line and "50 %" in line]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", ["Keski-Suomi, lähitapaamisina", "maanantai, torstai", "iltapäivä"]),
        ("sv", ["Mellersta Finland, på plats", "måndag, torsdag", "eftermiddag"]),
        ("en", ["Central Finland, face to face", "Monday, Thursday", "afternoon"]),
    ],
)
def test_where_and_when_is_said_as_it_was_asked_for(language: Language, said: list[str]) -> None:
    rows = told(language=language, preferred_weekdays=[3, 0], preferred_times=[TimeOfDay.AFTERNOON])["where"]
    assert [value for _, value in rows][:3] == said


def test_what_also_suits_is_said_and_a_place_that_nobody_named_is_not() -> None:
    rows = told(place=Place(Region.LAPLAND, remote=True))["where"]
    assert [value for _, value in rows][:3] == [
        "Lappi, lähitapaamisina tai etänä",
        "kaikki sopivat",
        "kaikki sopivat",
    ]
    assert told(place=Place(remote=True))["where"][0][1] == "etänä"
    assert [name for name, _ in told(place=Place())["where"]] == ["Viikonpäivät", "Kellonaika", "Tarkemmin"]


@pytest.mark.parametrize("language", get_args(Language))
def test_the_regions_are_called_as_on_the_pages(language: Language) -> None:
    said = translations(language, (HERE / "locale",))
    assert wording(language).tables["regions"] == {
        one: said.gettext(OF_REGISTER[f"region.{one}"]) for one in Region
    }


def test_place_and_time_have_the_same_words_in_every_language() -> None:
    words = [wording(one).tables["where"] for one in get_args(Language)]
    assert len({frozenset(one) for one in words}) == 1 and all(text for one in words for text in one.values())


def test_whom_to_ask_stands_by_name_with_their_own_telephone_or_the_providers() -> None:
    facts = {"person_id": UUID(int=8), "name": "Kerttu Koivu", "family_name": "Koivu", "language": "fi"}
    kerttu = Person.model_validate(facts | {"email": "kerttu@virta.example"})
    for phone in ("", "+358 50 765 4321"):
        rows = told(asked=kerttu.model_copy(update={"phone": phone}))["parties"]
        first = rows.index(["Kysymykset", "Kerttu Koivu"])
        assert rows[first + 1 :] == [["", phone or PROVIDER.phone], ["", "kerttu@virta.example"]]


def test_whom_to_ask_of_a_proposal_of_before_is_the_provider() -> None:
    assert [PROVIDER.phone] == [value for name, value in told()["parties"] if name == "Kysymykset"]


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("code", [one for one in InterestCode if one is not InterestCode.NONE])
def test_what_the_supervisor_has_told_of_the_parties_stands_beside_them(language, code):
    interest = InterestShown(code=code, since=2020, until=2023)
    *_, [what, said] = told(language=language, interest=interest)["supervisor"]
    label = translations(language, (HERE / "locale",)).gettext(OF_INQUIRIES[f"interest_code.{code}"])
    assert (what, said) == (wording(language).offered("interest"), f"{label}, 2020–2023")
    assert told(language=language)["supervisor"][-1][0] == wording(language).offered("languages")


def test_sessions_of_a_trial_that_cost_as_any_other_are_in_the_most_that_it_costs() -> None:
    """8 x 120 and one before them: 1080.00, and 275.40 of tax."""
    trial: dict[str, Any] = {"trial_sessions": 1, "trial_ends_by": date(2027, 1, 29), "price_cents": 12_000}
    vat = Vat(percent=Decimal("25.5"), gross_cents=135_540)
    rows = told(vat, sessions_agreed=8, **trial)["price"]
    assert [value.replace("\u00a0", " ") for _, value in rows] == [
        *("120,00 €", "960,00 €", "120,00 €"),
        *("275,40 €", "1 355,40 €"),
    ]
    assert rows[2][0] == "Koejakson tapaamiset (1), ilman arvonlisäveroa"


@pytest.mark.parametrize("price", ["free", "credited"])
def test_a_trial_that_costs_nothing_more_is_in_no_sum(price: str) -> None:
    trial: dict[str, Any] = {"trial_sessions": 2, "trial_price": price, "trial_ends_by": date(2027, 1, 29)}
    assert told(**trial)["price"] == told()["price"]


def test_to_a_private_person_the_trial_is_in_the_most_with_the_tax() -> None:
    vat = Vat(percent=Decimal("25.5"), gross_cents=3 * 12_550)
    rows = told(vat, consumer_price_cents=12_550, sessions_agreed=2, trial_sessions=1)["price"]
    assert [value.replace("\u00a0", " ") for _, value in rows] == [
        *("125,50 €", "125,50 €", "376,50 €"),
        "76,50 €",
    ]


def test_credentials_stand_in_one_order_however_they_were_kept() -> None:
    """A row keeps the keys of what is known of somebody by their length."""
    held: dict[CredentialKind, str] = {"membership": "B ry", "own_supervision": "", "training": "A"}
    told = credentials(Introduced(held), wording("fi"))
    assert [one.split(":")[0] for one in told] == [
        "työnohjaajakoulutus",
        "oma työnohjaus",
        "yhdistyksen jäsenyys",
    ]
