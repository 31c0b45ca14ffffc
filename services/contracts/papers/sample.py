"""A contract of nobody's, between the provider and made-up people: what a text of a clause looks like on paper."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.contracts.papers import clauses
from services.contracts.papers.evidence import Evidence, Given
from services.contracts.papers.introducing import Introduced
from services.contracts.papers.own_texts import CLAUSE_OF, DISPUTES_TO, heading_of
from services.contracts.papers.printing import Named
from services.contracts.papers.wording import PROVEN, wording
from services.messages.billing import SellerCard
from services.messages.contracts import ClauseShown, ContractText, Parties, SignerShown, Terms
from services.messages.directory import CredentialKind, OrganisationShown
from services.messages.values import Address, Language, Party

_COMMISSIONER, _REPRESENTATIVE, _MEMBER, _SUPERVISOR, _CUSTOMER = (UUID(int=number) for number in range(1, 6))
_NUMBER = "TO-0000"
STAMP = date(2030, 1, 7)
_SIGNED_AT = datetime(2030, 1, 7, 10, 0, tzinfo=UTC)
_PEOPLE = {
    _COMMISSIONER: "Maija Malli",
    _REPRESENTATIVE: "Eero Esimerkki",
    _MEMBER: "Eva Exempel",
    _SUPERVISOR: "Sam Sample",
}
_HELD: Mapping[CredentialKind, str] = {
    "training": "Työnohjaajan koulutus 60 op, Malliopisto, 2016",
    "own_supervision": "",
    "membership": "Malliyhdistys ry",
}
_CUSTOMERS: Mapping[Language, str] = {"fi": "Mallikunta", "sv": "Mallkommun", "en": "Sample Municipality"}
_PRICED_FROM = date(2030, 4, 1)
_OF_A_CONSUMER = {"price_to_consumer", "total_to_consumer", "withdrawal"}
_OF_ONE_PERSON = {"tier_days", "tier_days_free", "tier_hours", "tier_hours_free", "cancelling_individual"}


def sample_terms(name: str, language: Language) -> Terms:
    """Numbers in which the text of that name is said."""
    return Terms.model_validate({**_A_GROUPS, "language": language, **_in_which(name)})


_A_GROUPS: dict[str, Any] = {
    "organisation_id": _CUSTOMER,
    "audience": "group",
    "starts_on": date(2030, 1, 14),
    "ends_on": date(2030, 12, 13),
    "duration_minutes": 90,
    "base_interval_days": 21,
    "unit_minutes": 45,
    "sessions_agreed": 15,
    "price_cents": 26500,
    "length_prices": [{"minutes": 60, "price_cents": 19000}],
    "vat_category": "S",
    "payment_days": 14,
    "cancellation_tiers": [
        {"notice_working_days": 5, "percent": 0},
        {"notice_working_days": 0, "percent": 100},
    ],
    "no_show_percent": 100,
}


def _in_which(name: str) -> dict[str, Any]:
    if name in _OF_A_CONSUMER:
        return {"consumer_price_cents": 33258, "length_prices": []}
    if name in _OF_ONE_PERSON:
        return {
            "audience": "individual",
            "cancellation_tiers": _steps("hours", _BY_HOURS.get(name, _USUAL_HOURS)),
        }
    return _WHERE_SAID.get(name, {})


def _steps(unit: str, steps: list[tuple[int, int]]) -> list[dict[str, int]]:
    return [{f"notice_{unit}": notice, "percent": percent} for notice, percent in steps]


_USUAL_HOURS = [(168, 0), (48, 50), (0, 100)]
_BY_HOURS = {"tier_days": [(168, 25), (48, 50), (0, 100)], "tier_hours_free": [(48, 0), (0, 100)]}
_WHERE_SAID: Mapping[str, dict[str, Any]] = {
    "duration_evenly": {"promises": {"first_gaps": 0}},
    "tier_working_days": {"cancellation_tiers": _steps("working_days", [(10, 0), (5, 50), (0, 100)])},
    "tier_later_free": {"cancellation_tiers": _steps("working_days", [(0, 0)])},
    "no_show_free": {"no_show_percent": 0},
    "notice_in_days": {"notice": {"unit": "days", "number": 30}},
    "termination_fee": {"termination_fee_percent": 50},
    "length_as_agreed": {"length_prices": []},
}


def sample_text(name: str, language: Language, own: Mapping[str, str]) -> ContractText:
    """own: the provider's own texts, with the one that is looked at."""
    words = wording(language).with_own(own)
    written = {str(clause): words.text(clause) for clause in clauses.missing({})}
    priced_from = _PRICED_FROM if name == "price_from" else None
    told = clauses.texts(sample_terms(name, language), written, own, priced_from)
    return ContractText(
        process_id=UUID(int=0),
        version=1,
        status="signing",
        language=language,
        clauses=[
            ClauseShown(
                clause=one, title=words.title(one), text=text, table=clauses.table(one, text, language)
            )
            for one, text in told.items()
        ],
        parties=_parties(),
        next_party=Party.SUPERVISEE,
        signed=[],
        missing_clauses=[],
        missing_consents=[],
        signers=_signers(),
        disputes_to=words.text(DISPUTES_TO),
    )


def sample_said(name: str, language: Language, own: Mapping[str, str], checked_at: str) -> tuple[str, str]:
    """Of a text of no clause: its heading, and how it reads. Both empty of one that a clause says."""
    if CLAUSE_OF[name]:
        return "", ""
    words = wording(language).with_own(own)
    said = f"{PROVEN}said" if name == f"{PROVEN}heading" else name
    return heading_of(name, words), words.sentence(
        said, **{"address": checked_at} if "{" in words.text(said) else {}
    )


def sample_evidence(own: Mapping[str, str], checked_at: str) -> Evidence:
    """What the sheet behind it would tell, had all of them signed."""
    who = (
        (Party.COMMISSIONER, _COMMISSIONER),
        (Party.SUPERVISEE, _REPRESENTATIVE),
        (Party.SUPERVISOR, _SUPERVISOR),
    )
    given = [Given(one, party, _SIGNED_AT, "signed_in", "0" * 64, signed=True) for party, one in who]
    return Evidence(given, None, checked_at, outside_clock=False, own=own)


def _parties() -> Parties:
    return Parties(
        commissioner_id=_COMMISSIONER,
        representative_id=_REPRESENTATIVE,
        supervisee_ids=[_REPRESENTATIVE, _MEMBER],
        supervisor_id=_SUPERVISOR,
    )


def _signers() -> list[SignerShown]:
    return [
        SignerShown(party=Party.COMMISSIONER, person_id=_COMMISSIONER, turn="signed", signed_at=_SIGNED_AT),
        SignerShown(party=Party.SUPERVISEE, person_id=_REPRESENTATIVE, turn="now"),
        SignerShown(party=Party.SUPERVISOR, person_id=_SUPERVISOR, turn="not_yet"),
    ]


def sample_named(language: Language, provider: SellerCard | None) -> Named:
    customer = OrganisationShown(
        organisation_id=_CUSTOMER,
        name=_CUSTOMERS[language],
        business_id="0201256-6",
        kind="public",
        language=language,
        address=Address(street="Mallikatu 1", postal_code="00100", town="Helsinki"),
        invoice_email="",
        departments=[],
    )
    return Named(_NUMBER, provider, customer, None, _PEOPLE, Introduced(_HELD, ("fi", "sv")))
