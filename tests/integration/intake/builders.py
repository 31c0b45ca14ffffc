"""Orders for intake's tests: a municipality that asks for a group's supervision, and a supervisor who fits."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from services.messages.directory import RecordCredential, RegisterPerson, RegisterSupervisor
from services.messages.envelope import Event
from services.messages.intake import (
    AnswerProposal,
    ChooseSupervisor,
    DecideScreening,
    DeclareInterest,
    SendProposal,
    SetPrice,
    SubmitInquiry,
)
from tests.founder import FOUNDER
from tests.house import House

ASKED = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
COORDINATOR = FOUNDER
COMMISSIONER = UUID("0190a0a0-0000-7000-8000-00000000c002")


def inquiry(**facts: Any) -> SubmitInquiry:
    typed = {
        "inquiry_id": uuid4(),
        "organisation_name": "Järvikunta, sosiaalipalvelut",
        "business_id": "0201256-6",
        "organisation_kind": "public",
        "address": {"street": "Kirkkokatu 1", "postal_code": "33100", "town": "Tampere"},
        "invoice_email": "laskut@jarvikunta.example",
        "contact_given_name": "Helena",
        "contact_family_name": "Laine",
        "contact_email": "helena.laine@jarvikunta.example",
        "language": "fi",
        "audience": "group",
        "headcount": 5,
        "wishes": ["develop_cooperation", "wellbeing_at_work"],
        "themes": ["primary_task"],
        "region": "Pirkanmaa",
        "remote_ok": False,
        "duration_minutes": 90,
        "message": "Toivomme selkeämpää työnjakoa.",
        "as_of": ASKED,
    }
    return SubmitInquiry.model_validate(typed | facts)


def decision(
    process_id: UUID, outcome: str = "supervision", reason: str = "", **told: Any
) -> DecideScreening:
    facts = {"process_id": process_id, "outcome": outcome, "reason": reason}
    return DecideScreening.model_validate(facts | {"decided_by": COORDINATOR, "as_of": LATER} | told)


def choice(process_id: UUID, supervisor_id: UUID, **facts: Any) -> ChooseSupervisor:
    told = {"process_id": process_id, "supervisor_id": supervisor_id, "chosen_by": COORDINATOR}
    return ChooseSupervisor.model_validate(told | {"as_of": LATER} | facts)


def declaration(process_id: UUID, supervisor_id: UUID, code: str = "none", **facts: Any) -> DeclareInterest:
    """By the supervisor, on the day of the choice. facts: of the order, or of what is said (since, until, words)."""
    said = {"code": code} | {name: facts.pop(name) for name in ("since", "until", "words") if name in facts}
    told: dict[str, Any] = {"process_id": process_id, "supervisor_id": supervisor_id, "interest": said}
    return DeclareInterest.model_validate(told | {"declared_by": supervisor_id, "as_of": LATER} | facts)


async def chosen(house: House, process_id: UUID, supervisor_id: UUID, **facts: Any) -> None:
    """The supervisor says that nothing stands against it, and is chosen."""
    await house.ask(declaration(process_id, supervisor_id))
    await house.ask(choice(process_id, supervisor_id, **facts))


def price(cents: int = 17500, **facts: Any) -> SetPrice:
    line = {
        "format": "group",
        "duration_minutes": 90,
        "price_cents": cents,
        "valid_from": date(2026, 1, 1),
        "set_by": FOUNDER,
        "as_of": ASKED,
    }
    return SetPrice.model_validate(line | facts)


def proposal(process_id: UUID, **facts: Any) -> SendProposal:
    terms = {
        "process_id": process_id,
        "duration_minutes": 90,
        "starts_on": date(2027, 1, 18),
        "ends_on": date(2027, 12, 10),
        "valid_until": date(2026, 11, 30),
        "sent_by": COORDINATOR,
        "as_of": LATER,
    }
    return SendProposal.model_validate(terms | facts)


def answer(process_id: UUID, said: str = "accept", **facts: Any) -> AnswerProposal:
    told = {"process_id": process_id, "answer": said, "answered_by": COMMISSIONER, "as_of": LATER}
    return AnswerProposal.model_validate(told | facts)


async def asking(house: House, order: SubmitInquiry) -> SubmitInquiry:
    """The same inquiry, whose contact will be COMMISSIONER."""
    await house.ask(known_as(COMMISSIONER, order.contact_email))
    return order


def known_as(person_id: UUID, email: str) -> RegisterPerson:
    return RegisterPerson(
        person_id=person_id, given_name="Helena", family_name="Laine", email=email, language="fi", as_of=ASKED
    )


TRAINING = "Työnohjaajan koulutus 60 op, Malliopisto, 2016"
CREDENTIALS = ("training", "own_supervision", "membership")


async def supervisor(
    house: House, email: str = "sari@virta.example", credentials: Sequence[str] = CREDENTIALS, **facts: Any
) -> UUID:
    """Registered in directory, with three valid credentials, or those that are said."""
    person = await house.ask(
        RegisterPerson(
            person_id=uuid4(), given_name="Sari", family_name="Salo", email=email, language="fi", as_of=ASKED
        )
    )
    card = {
        "languages": ["fi"],
        "regions": ["Pirkanmaa"],
        "remote": False,
        "audiences": ["group"],
        "capacity": 3,
    }
    order = {"supervisor_id": person.person_id, "registered_by": FOUNDER, "as_of": ASKED} | card | facts
    await house.ask(RegisterSupervisor.model_validate(order))
    for kind in credentials:
        record = {"supervisor_id": person.person_id, "kind": kind, "valid_until": date(2028, 12, 31)}
        record |= {"description": TRAINING} if kind == "training" else {}
        await house.ask(RecordCredential.model_validate(record | {"recorded_by": FOUNDER, "as_of": ASKED}))
    return person.person_id


async def in_matching(house: House, **facts: Any) -> UUID:
    """The id of an inquiry that was decided to be supervision; COMMISSIONER asks, unless somebody else is said."""
    order = inquiry(**facts)
    if "contact_email" not in facts:
        await asking(house, order)
    await house.ask(order)
    await house.ask(decision(order.inquiry_id))
    return order.inquiry_id


async def matched(house: House, supervisor_id: UUID, **asked: Any) -> UUID:
    """asked: what the inquiry says otherwise than usual."""
    process_id = await in_matching(house, **asked)
    await chosen(house, process_id, supervisor_id)
    return process_id


async def proposed(house: House, supervisor_id: UUID, **facts: Any) -> UUID:
    await house.ask(price())
    process_id = await matched(house, supervisor_id)
    await house.ask(proposal(process_id, **facts))
    return process_id


async def said(house: House, event_type: type[Event]) -> list[Any]:
    """Intake's events of one kind, once all is quiet."""
    await house.quiet()
    return [event for event in await house.events("intake") if isinstance(event, event_type)]
