"""Orders for the contract of a municipality's group, from the accepted proposal on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.messages.contracts import (
    ChooseContinuation,
    CompleteContract,
    ConsentAsked,
    ConsentGiven,
    ContinuationSaid,
    ContractCard,
    DraftContract,
    EndProcess,
    ExpireContract,
    RecordConsent,
    ShowContract,
    SignContract,
)
from services.messages.envelope import Event
from services.messages.sessions import ReviewWaived
from services.messages.values import Audience, Party
from tests.grown import copied
from tests.integration.intake.builders import COMMISSIONER as COMMISSIONER
from tests.integration.intake.builders import COORDINATOR as COORDINATOR
from tests.integration.intake.builders import answer, matched, price, proposal, supervisor
from tests.unit.contracts.builders import WRITTEN_BY_PEOPLE

DRAFTED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SIGNED = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
CHOSEN = datetime(2027, 12, 10, 9, 0, tzinfo=UTC)
ENDED = datetime(2027, 12, 10, 22, 0, tzinfo=UTC)
MEMBERS = [UUID(f"0190a0a0-0000-7000-8000-00000000e01{number}") for number in range(5)]
SUCCESSOR = UUID("0190a0a0-0000-7000-8000-00000000e002")
_OF_EACH = (ConsentAsked, ConsentGiven, ContinuationSaid)
STRANGER = UUID("0190a0a0-0000-7000-8000-00000000e003")


def draft(process_id: UUID, renews: UUID | None = None) -> DraftContract:
    return DraftContract(process_id=process_id, renews=renews, as_of=DRAFTED)


def completion(process_id: UUID, **facts: Any) -> CompleteContract:
    content = {
        "process_id": process_id,
        "commissioner_id": COMMISSIONER,
        "representative_id": MEMBERS[0],
        "supervisee_ids": MEMBERS,
        "clauses": WRITTEN_BY_PEOPLE,
        "disputes_to": "Suomen työnohjaajat ry",
        "completed_by": COORDINATOR,
        "as_of": DRAFTED,
    }
    return CompleteContract.model_validate(content | facts)


def signature(card: ContractCard, party: Party, **facts: Any) -> SignContract:
    signer = {
        Party.COMMISSIONER: card.parties.commissioner_id,
        Party.SUPERVISEE: card.parties.representative_id,
        Party.SUPERVISOR: card.parties.supervisor_id,
    }[party]
    order = {"process_id": card.process_id, "version": card.version, "party": party, "signer_id": signer}
    order |= {"interest": {"code": "none"}} if party is Party.SUPERVISOR else {}
    return SignContract.model_validate(order | {"as_of": SIGNED} | facts)


def consent(process_id: UUID, person_id: UUID) -> RecordConsent:
    return RecordConsent(process_id=process_id, person_id=person_id, as_of=SIGNED)


def choice(process_id: UUID, said: str, successor_id: UUID | None = None) -> ChooseContinuation:
    facts = {"process_id": process_id, "choice": said, "successor_id": successor_id}
    return ChooseContinuation.model_validate(facts | {"chosen_by": COMMISSIONER, "as_of": CHOSEN})


async def renew(house: Any, process_id: UUID, successor_id: UUID = SUCCESSOR) -> None:
    """As the commissioner says and whoever acts for the group."""
    order = choice(process_id, "renew", successor_id)
    await house.ask(order)
    await house.ask(order.model_copy(update={"chosen_by": MEMBERS[0]}))


def end(process_id: UUID) -> EndProcess:
    return EndProcess(process_id=process_id, as_of=ENDED)


def expiry(process_id: UUID, at: datetime = TOO_LATE) -> ExpireContract:
    """at: thirty days after the first signature was asked for."""
    return ExpireContract(process_id=process_id, as_of=at)


@copied
async def accepted(house: Any, **asked: Any) -> UUID:
    """A process whose proposal was accepted: for a group of five, unless the inquiry says otherwise."""
    audience = Audience(asked.get("audience", "group"))
    who = await supervisor(house, audiences=[audience])
    await house.ask(price(format=audience.session_format))
    process_id = await matched(house, who, **asked)
    await house.ask(proposal(process_id))
    await house.ask(answer(process_id))
    return process_id


@copied
async def drafted(house: Any) -> UUID:
    process_id = await accepted(house)
    await house.ask(draft(process_id))
    return process_id


@copied
async def signing(house: Any, **facts: Any) -> ContractCard:
    """The paper with all its clauses; the commissioner has been asked to sign."""
    card: ContractCard = await house.ask(completion(await drafted(house), **facts))
    return card


async def sign_by(house: Any, card: ContractCard, parties: Sequence[Party] = tuple(Party)) -> None:
    """Every other member consents, then these parties sign one after the other."""
    for member in MEMBERS[1:]:
        await house.ask(consent(card.process_id, member))
    for party in parties:
        await house.ask(signature(card, party))


@copied
async def signed(house: Any) -> ContractCard:
    card = await signing(house)
    await sign_by(house, card)
    return await show(house, card.process_id)


async def show(house: Any, process_id: UUID) -> ContractCard:
    card: ContractCard = await house.ask(ShowContract(process_id=process_id))
    return card


async def hear_final_review(house: Any, process_id: UUID) -> None:
    """As sessions says it."""
    await house.say("sessions", ReviewWaived(process_id=process_id, kind="final"))
    await house.quiet()


async def said(house: Any, event_type: type[Event] = Event) -> list[Any]:
    """What contracts has said of one kind, once all is quiet."""
    await house.quiet()
    return [event for event in await house.events("contracts") if isinstance(event, event_type)]


async def names_said(house: Any) -> list[str]:
    """But of what each says for themselves: members' consents, and the words of a choice."""
    told = [event for event in await said(house) if not isinstance(event, _OF_EACH)]
    return [type(event).__name__ for event in told]
