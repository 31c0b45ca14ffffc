"""What stands on the printed contract beside its clauses."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args
from uuid import UUID

import pytest
from pypdf import PdfReader

from services.contracts.papers.price_rows import Vat, price_rows
from services.contracts.papers.printing import Named, content, contract_pdf
from services.contracts.papers.sample import STAMP, sample_named, sample_terms, sample_text
from services.contracts.papers.wording import wording
from services.messages.billing import SellerCard
from services.messages.contracts import ContractText, Parties, SignerShown, StandIn
from services.messages.directory import OrganisationShown
from services.messages.intake import InterestCode, InterestShown
from services.messages.values import Address, Language, Party

ASKING, FIRST, SECOND, SUPERVISOR = (UUID(int=number) for number in range(1, 5))
SIGNED_AT = datetime(2027, 1, 12, 8, tzinfo=UTC)
TEXT = ContractText(
    process_id=UUID(int=9),
    version=2,
    status="signing",
    language="fi",
    clauses=[],
    parties=Parties(
        commissioner_id=ASKING,
        representative_id=FIRST,
        supervisee_ids=[FIRST, SECOND],
        supervisor_id=SUPERVISOR,
    ),
    next_party=Party.SUPERVISEE,
    signed=[],
    missing_clauses=[],
    missing_consents=[],
    signers=[
        SignerShown(party=Party.COMMISSIONER, person_id=ASKING, turn="signed", signed_at=SIGNED_AT),
        SignerShown(party=Party.SUPERVISEE, person_id=FIRST, turn="now"),
        SignerShown(party=Party.SUPERVISOR, person_id=SUPERVISOR, turn="not_yet"),
    ],
    disputes_to="Pirkanmaan käräjäoikeus",
)
PROVIDER = SellerCard(
    name="Työnohjaus Virta Oy",
    business_id="2077474-0",
    vat_id="FI20774740",
    address=Address(street="Hämeenkatu 12", postal_code="33100", town="Tampere"),
    iban="FI2112345600000785",
    bic="NDEAFIHH",
    phone="+358 40 123 4567",
)
NAMED = Named(
    number="TO-1005",
    provider=PROVIDER,
    customer=OrganisationShown(
        organisation_id=UUID(int=7),
        name="Järvikunta",
        business_id="0201256-6",
        kind="public",
        language="fi",
        address=Address(street="Kunnantie 1", postal_code="12345", town="Järvikunta"),
        invoice_email="laskut@jarvikunta.example",
        departments=[],
    ),
    department=None,
    people={ASKING: "Henna Heikkilä", FIRST: "Aino Aalto", SECOND: "Bo Berg", SUPERVISOR: "Helmi Haapa"},
)


def test_the_parties_stand_by_name_with_their_ids_and_addresses():
    told = content(TEXT, NAMED)
    assert told["title"] == "Työnohjaussopimus TO-1005"
    assert told["parties"] == [
        ["Asiakas", "Järvikunta"],
        ["", "Kunnantie 1"],
        ["", "12345 Järvikunta"],
        ["", "Y-tunnus 0201256-6"],
        ["Tilaaja", "Henna Heikkilä"],
        ["Ohjattavat", "Aino Aalto (edustaja)"],
        ["", "Bo Berg"],
        ["Työnohjaaja", "Helmi Haapa"],
        ["Palveluntuottaja", "Työnohjaus Virta Oy"],
        ["", "Hämeenkatu 12"],
        ["", "33100 Tampere"],
        ["", "Y-tunnus 2077474-0"],
    ]


def test_of_a_group_a_change_names_who_signs_for_it_alone():
    """Beside the first version, a list would tell the customer who has come and who has left."""
    text = TEXT.model_copy(update={"version": 3, "supersedes": 2})
    told = [line for row in content(text, NAMED)["parties"] for line in row]
    assert "Aino Aalto (edustaja) ja ryhmän muut jäsenet" in told
    assert not any("Bo Berg" in line for line in told)
    alone = text.parties.model_copy(update={"supervisee_ids": [FIRST]})
    assert "Aino Aalto" in [
        row[1] for row in content(text.model_copy(update={"parties": alone}), NAMED)["parties"]
    ]


def test_who_has_signed_stands_with_the_moment_and_who_has_not_is_awaited():
    assert content(TEXT, NAMED)["signatures"] == [
        ["Tilaaja", "Henna Heikkilä", "ti 12.1.2027 klo 10.00"],
        ["Ohjattava", "Aino Aalto", "ei vielä allekirjoitettu"],
        ["Työnohjaaja", "Helmi Haapa", "ei vielä allekirjoitettu"],
    ]


@pytest.mark.parametrize("language", get_args(Language))
def test_who_stands_in_until_when_and_who_comes_back_stands_on_the_paper(language: Language) -> None:
    back = UUID(int=77)
    stands_in = StandIn(until_day=date(2027, 5, 31), comes_back_id=back)
    text = TEXT.model_copy(update={"language": language, "stands_in": stands_in})
    named = replace(NAMED, people={**NAMED.people, back: "Helmi Haapa"})
    facts = dict(content(text, named)["facts"])
    words = wording(language)
    assert "31" in facts[words.on_paper("stands_in_until")]
    again = facts[words.on_paper("supervisor_after")]
    assert "Helmi Haapa" in again and "1" in again and "31" not in again
    assert words.on_paper("stands_in_until") not in dict(content(TEXT, named)["facts"])


def test_a_version_that_nobody_signs_says_which_one_brings_it() -> None:
    follows = TEXT.model_copy(update={"follows": 2, "signers": []})
    assert "version 2 " in content(follows, NAMED)["follows"] and not content(TEXT, NAMED)["follows"]
    assert contract_pdf(follows, NAMED, date(2027, 1, 12)).startswith(b"%PDF")


def test_a_provider_that_has_not_said_yet_who_it_is_keeps_nobody_from_the_paper():
    unknown = Named(NAMED.number, None, NAMED.customer, None, NAMED.people)
    assert contract_pdf(TEXT, unknown, date(2027, 1, 12)).startswith(b"%PDF")


def test_a_customer_abroad_has_its_country_in_the_papers_language():
    abroad = Address(street="Storgatan 1", postal_code="111 22", town="Stockholm", country="SE")
    customer = NAMED.customer.model_copy(update={"address": abroad, "business_id": None})
    told = content(TEXT, Named(NAMED.number, PROVIDER, customer, None, NAMED.people))
    assert ["", "Ruotsi"] in told["parties"] and ["", "Suomi"] not in told["parties"]


def test_what_it_comes_to_with_the_tax_stands_before_the_clauses():
    price = [("Yhteensä enintään, arvonlisäveroineen", "1 506,00 €")]
    assert content(TEXT, NAMED, None, price)["price"] == [list(price[0])]
    assert contract_pdf(TEXT, NAMED, date(2027, 1, 12), price=price).startswith(b"%PDF")


@pytest.mark.parametrize("language", get_args(Language))
def test_one_can_decide_from_the_paper_alone(language):
    """Count, total, tax, notice, supervisor and who sees what, read from the file's own text."""
    words, paper = wording(language), sample_text("", language, {})
    price = price_rows(sample_terms("", language), Vat(Decimal("25.5"), 498_863), words)
    pdf = contract_pdf(paper, sample_named(language, PROVIDER), STAMP, price=price)
    told = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert [part for row in price for part in row if " ".join(part.split()) not in told] == []
    assert words.offered("all_sessions", number=15) in told and "Sam Sample" in told
    assert words.counted("months", 1) in told
    assert "Työnohjaajan koulutus 60 op, Malliopisto, 2016" in told and "Malliyhdistys ry" in told
    assert words.offered("language_sv") in told
    seen = next(one.table for one in paper.clauses if one.table)
    assert [row.what for row in seen.rows if row.what not in told] == []


@pytest.mark.parametrize("more", range(0, 24, 2))
def test_no_row_of_who_sees_what_stands_on_a_page_of_its_own(more):
    """However many lines are above it."""
    paper = sample_text("", "fi", {})
    above = paper.clauses[0].model_copy(update={"text": "\n".join(["Rivi"] * more)})
    paper = paper.model_copy(update={"clauses": [above, *paper.clauses[1:]]})
    pages = PdfReader(io.BytesIO(contract_pdf(paper, sample_named("fi", PROVIDER), STAMP))).pages
    seen = next(one.table for one in paper.clauses if one.table)
    told = [" ".join(page.extract_text().split()) for page in pages]
    on = [sum(row.what in page for row in seen.rows) for page in told]
    assert [count for count in on if count in (1, 2)] == []


def test_the_paper_says_what_the_supervisor_has_told_as_everybody_read_it_who_signed():
    told = InterestShown(code=InterestCode.FORMER_COLLEAGUE, since=2020)
    facts = dict(content(TEXT.model_copy(update={"interest": told}), NAMED)["facts"])
    words = wording(TEXT.language)
    assert facts[words.offered("interest")].endswith(", 2020–")
    assert words.offered("interest") not in dict(content(TEXT, NAMED)["facts"])
