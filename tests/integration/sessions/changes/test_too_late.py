"""A change waits for its signatures while a session of its days is recorded: nobody is asked any more, once told."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.messages import contracts as messages
from services.messages.contracts import AmendmentTooLate, ContractCard, ShowContract
from services.messages.values import Party, Role
from services.runtime.finland import local_date, working_days_after
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, MEMBERS
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_terminating import code
from tests.integration.sessions.builders import A_DAY, cancel, held, planned_anew, viewer
from tests.integration.sessions.changes.test_amending import amendment, signature
from tests.integration.sessions.changes.test_handing_over import mondays, proposal
from tests.integration.sessions.test_correcting import cancelled_before, correction


@pytest.fixture
async def sessions(house: House) -> House:
    """With billing, which is asked before anything is put right."""
    await house.open("directory", "intake", "contracts", "sessions", "billing")
    return house


async def told(house: House) -> list[AmendmentTooLate]:
    await house.quiet()
    return await said_of_contracts(house, AmendmentTooLate)


async def own_part(house: House, draft: ContractCard, person_id: UUID, role: Role) -> messages.OwnPart:
    who = viewer(person_id, role, draft.terms.organisation_id)
    query = ShowContract(process_id=draft.process_id, version=draft.version, viewer=who)
    return (await house.ask(query)).own


async def test_a_record_of_its_days_ends_the_asking_and_tells_it_once(sessions: House) -> None:
    contract, [first, second, *_] = await planned_anew(sessions)
    who, at = contract.parties.supervisor_id, first.starts_at - A_DAY
    sessions.move_clock(at)
    change = amendment(contract, local_date(first.starts_at), duration_minutes=60, as_of=at)
    draft = await sessions.ask(change)
    assert (await own_part(sessions, draft, draft.parties.commissioner_id, Role.COMMISSIONER)).may_sign
    assert (await own_part(sessions, draft, MEMBERS[1], Role.SUPERVISEE)).may_consent
    assert await told(sessions) == []
    sessions.move_clock(first.ends_at)
    await sessions.ask(held(first, who))
    [late] = await told(sessions)
    assert (late.version, late.effective_from) == (draft.version, draft.effective_from)
    assert timedelta(0) <= working_days_after(sessions.clock.now(), 3) - late.act_by < timedelta(minutes=1)
    card = await sessions.ask(ShowContract(process_id=draft.process_id, version=draft.version))
    assert card.too_late and card.status == "signing"
    for person_id, role in (
        (draft.parties.commissioner_id, Role.COMMISSIONER),
        (MEMBERS[0], Role.SUPERVISEE),
        (MEMBERS[1], Role.SUPERVISEE),
        (who, Role.SUPERVISOR),
    ):
        own = await own_part(sessions, draft, person_id, role)
        assert not (own.may_sign or own.may_consent or own.may_decline or own.may_refuse), role
    # Also to who has an older page open, and before the last signature.
    now = first.ends_at
    assert await code(sessions, signature(draft, Party.COMMISSIONER, now)) == "effective_in_the_past"
    consent = messages.RecordConsent(
        process_id=draft.process_id, version=draft.version, person_id=MEMBERS[1], as_of=now
    )
    assert await code(sessions, consent) == "effective_in_the_past"
    # What is recorded stays recorded: its correction neither tells it again nor makes room for it.
    sessions.move_clock(first.ends_at + A_DAY)
    await sessions.ask(correction(first, who))
    assert len(await told(sessions)) == 1
    back = {"reason": "Liian myöhään", "withdrawn_by": COORDINATOR, "as_of": sessions.clock.now()}
    key = {"process_id": draft.process_id, "version": draft.version}
    await sessions.ask(messages.WithdrawAmendment.model_validate(key | back))
    [ended] = await said_of_contracts(sessions, messages.AmendmentEnded)
    assert ended.came_too_late
    later = local_date(second.starts_at)
    again = await sessions.ask(amendment(contract, later, duration_minutes=60, as_of=sessions.clock.now()))
    assert (await own_part(sessions, again, again.parties.commissioner_id, Role.COMMISSIONER)).may_sign
    assert not (await sessions.ask(ShowContract(**key))).too_late


async def test_what_was_called_off_beforehand_makes_it_late_only_once_it_is_recorded(sessions: House) -> None:
    contract, [first, *_] = await planned_anew(sessions)
    who, at = contract.parties.supervisor_id, first.starts_at - 10 * A_DAY
    sessions.move_clock(at)
    await sessions.ask(amendment(contract, local_date(first.starts_at), price_cents=28000, as_of=at))
    await sessions.ask(cancel(first, at))
    assert await told(sessions) == []
    sessions.move_clock(first.ends_at + timedelta(days=1))
    await sessions.ask(cancelled_before(first, who, told_at=at - A_DAY))
    assert len(await told(sessions)) == 1


async def test_another_supervisor_comes_too_late_as_well_and_no_member_is_asked_any_more(
    sessions: House,
) -> None:
    contract, other, series = await mondays(sessions)
    draft = await sessions.ask(proposal(contract, other, from_day=local_date(series[4].starts_at)))
    assert draft.effective_from
    first = next(one for one in series if local_date(one.starts_at) >= draft.effective_from)
    sessions.move_clock(first.ends_at)
    await sessions.ask(held(first, contract.parties.supervisor_id))
    [late] = await told(sessions)
    assert (late.version, late.supervisor_id) == (draft.version, other)
    refusing = messages.RefuseConsent(
        process_id=draft.process_id, version=draft.version, person_id=MEMBERS[1], as_of=first.ends_at
    )
    assert await code(sessions, refusing) == "effective_in_the_past"
