"""A party ends a signed contract before its last day: who may, what is shown before, and what is told of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.messages.contracts import (
    ContractCard,
    DraftContract,
    EndProcess,
    PreviewTermination,
    ProcessClosed,
    ProcessTerminated,
    TerminateProcess,
    TerminationPreview,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import morning_of
from tests.house import House
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    STRANGER,
    SUCCESSOR,
    choice,
    hear_final_review,
    renew,
    said,
    show,
    signed,
    signing,
)
from tests.integration.directory.builders import person, relate

TOLD = datetime(2027, 8, 15, 9, 0, tzinfo=UTC)
LAST_DAY = date(2027, 9, 15)
WHY = "Kanarialintu: ryhmä hajoaa"


def termination(card: ContractCard, **facts: Any) -> TerminateProcess:
    order = {
        "process_id": card.process_id,
        "by": "supervisee",
        "reason_code": "wish_of_supervisees",
        "reason": WHY,
        "last_day": LAST_DAY,
        "terminated_by": MEMBERS[0],
        "as_of": TOLD,
    }
    return TerminateProcess.model_validate(order | facts)


async def previewed(house: House, card: ContractCard, person_id: Any, role: Role) -> TerminationPreview:
    organisation = card.terms.organisation_id if role is Role.COMMISSIONER else None
    viewer = Viewer(person_id=person_id, role=role, organisation_id=organisation)
    query = PreviewTermination(process_id=card.process_id, viewer=viewer, as_of=TOLD)
    found: TerminationPreview = await house.ask(query)
    return found


FIELDS = {
    "already_answered": "agrees",
    "already_paused": "from_day",
    "before_the_pause": "on",
    "credentials_in_force": "by",
    "end_proposed_already": "last_day",
    "last_day_changed": "last_day",
    "nobody_pays": "charges",
    "not_an_earlier_day": "last_day",
    "pause_too_long": "until_day",
    "plan_changed": "ends_on",
    "reason_missing": "reason",
    "resumes_by_itself": "on",
}
"""By the code of a refusal the field that is to blame. What is not here names the process, a person or a day."""


async def code(house: House, order: Any) -> str:
    """The refusal's, after a look at the field that is to blame."""
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    no = refused.value
    assert no.field in type(order).model_fields and no.field == FIELDS.get(no.code, no.field), no
    return no.code


async def test_each_party_is_shown_its_last_day_and_only_who_speaks_for_it_may_end_it(
    contracts: House,
) -> None:
    card = await signed(contracts)
    for person_id, role, may in (
        (COMMISSIONER, Role.COMMISSIONER, True),
        (MEMBERS[0], Role.SUPERVISEE, True),
        (MEMBERS[1], Role.SUPERVISEE, False),
        (card.parties.supervisor_id, Role.SUPERVISOR, True),
        (STRANGER, Role.COORDINATOR, True),
    ):
        found = await previewed(contracts, card, person_id, role)
        assert (found.last_day, found.may_terminate) == (LAST_DAY, may), role
    with pytest.raises(Refusal):
        await previewed(contracts, card, STRANGER, Role.SUPERVISOR)
    for by, person_id in (
        ("supervisee", MEMBERS[1]),
        ("supervisor", MEMBERS[0]),
        ("commissioner", STRANGER),
        ("commissioner", card.parties.supervisor_id),
    ):
        order = termination(card, by=by, terminated_by=person_id)
        assert await code(contracts, order) == "not_yours_to_decide", (by, person_id)
    assert await said(contracts, ProcessTerminated) == []


async def test_the_contract_ends_on_its_last_day_for_every_rule_and_why_is_told_to_nobody(
    contracts: House,
) -> None:
    card = await signed(contracts)
    await renew(contracts, card.process_id)
    for _ in range(2):
        await contracts.ask(termination(card))
    [told] = await said(contracts, ProcessTerminated)
    assert (told.by, told.last_day, told.ends_at) == (Party.SUPERVISEE, LAST_DAY, morning_of(LAST_DAY))
    assert (told.final_review, WHY in told.model_dump_json(), "wish" in told.model_dump_json()) == (
        "open",
        False,
        False,
    )
    after = await show(contracts, card.process_id)
    assert (after.terms.ends_on, after.continuation_choice, after.successor_id) == (LAST_DAY, "close", None)
    party = await previewed(contracts, card, COMMISSIONER, Role.COMMISSIONER)
    assert (party.already, party.by, party.reason_code, party.reason) == (True, Party.SUPERVISEE, None, "")
    staff = await previewed(contracts, card, STRANGER, Role.COORDINATOR)
    assert (staff.reason_code, staff.reason) == ("wish_of_supervisees", WHY)
    assert await code(contracts, choice(card.process_id, "renew", SUCCESSOR)) == "already_chosen"
    for otherwise in ({"reason": "other words"}, {"waives_review": True}):
        assert await code(contracts, termination(card, **otherwise)) == "already_terminated", otherwise
    await hear_final_review(contracts, card.process_id)
    found = await contracts.ask(EndProcess(process_id=card.process_id, as_of=morning_of(LAST_DAY)))
    assert found.ended_as == "closed"
    assert len(await said(contracts, ProcessClosed)) == 1


async def test_what_was_not_shown_is_not_done(contracts: House) -> None:
    card = await signed(contracts)
    assert await code(contracts, termination(card, last_day=date(2027, 9, 14))) == "last_day_changed"
    assert await code(contracts, termination(card, waives_review=True, reason=" ")) == "reason_missing"
    after = await show(contracts, card.process_id)
    assert (after.terms.ends_on, after.continuation_choice) == (card.terms.ends_on, None)
    assert await contracts.rows("contracts", "SELECT * FROM termination") == []


async def test_a_notice_makes_no_contract_longer(contracts: House) -> None:
    card = await signed(contracts)
    late = datetime(2027, 12, 1, 9, tzinfo=UTC)
    order = termination(card, as_of=late, last_day=card.terms.ends_on, by="supervisor")
    await contracts.ask(order.model_copy(update={"terminated_by": card.parties.supervisor_id}))
    assert (await show(contracts, card.process_id)).terms.ends_on == card.terms.ends_on


async def test_nothing_is_terminated_before_it_is_signed_or_after_it_has_ended(contracts: House) -> None:
    card = await signing(contracts)
    assert await code(contracts, termination(card)) == "contract_not_signed"


async def test_a_process_that_has_ended_is_not_ended_again(contracts: House) -> None:
    card = await signed(contracts)
    at = morning_of(card.terms.ends_on)
    await renew(contracts, card.process_id)
    await contracts.ask(EndProcess(process_id=card.process_id, as_of=at))
    order = termination(card, as_of=at, last_day=card.terms.ends_on)
    assert await code(contracts, order) == "process_ended"
    await contracts.ask(DraftContract(process_id=SUCCESSOR, renews=card.process_id, as_of=at))


async def test_a_coordinator_writes_down_what_a_party_has_said(contracts: House) -> None:
    card = await signed(contracts)
    coordinator = await person(contracts, "Kaisa")
    await relate(contracts, coordinator, "coordinator")
    await contracts.ask(termination(card, by="commissioner", terminated_by=coordinator))
    [told] = await said(contracts, ProcessTerminated)
    assert told.by is Party.COMMISSIONER
