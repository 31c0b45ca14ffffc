"""A session is recorded otherwise until it is on an invoice: both words stay, and what followed is undone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.billing import SessionCharged
from services.messages.contracts import ContractCard
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.builders import (
    A_DAY,
    STRANGER,
    cancel,
    held,
    no_show,
    planned_anew,
    said,
    viewer,
)
from tests.integration.sessions.planning.test_replanning import a_coordinator

ITEM = "select kind, percent, held_minutes, charged_minutes from billable_item where session_id = $1"


@pytest.fixture
async def sessions(house: House) -> House:
    """With billing, which is asked before anything is put right."""
    await house.open("directory", "intake", "contracts", "sessions", "billing")
    return house


def correction(session: messages.SessionCard, by: UUID, **facts: Any) -> messages.CorrectRecord:
    order = {
        "session_id": session.session_id, "outcome": "held", "present": MEMBERS[:3], "revision": 0,
        "corrected_by": by, "as_of": session.ends_at + A_DAY,
    }  # fmt: skip
    return messages.CorrectRecord.model_validate(order | facts)


def cancelled_before(session: messages.SessionCard, by: UUID, **facts: Any) -> messages.CorrectRecord:
    told = {"told_at": session.starts_at - 20 * A_DAY, "cancelled_by": "commissioner", "present": []}
    return correction(session, by, outcome="cancelled", **(told | facts))


async def shown(house: House, contract: ContractCard, session_id: UUID) -> messages.SessionShown:
    who = viewer(contract.parties.supervisor_id, Role.SUPERVISOR)
    return await house.ask(messages.ShowSession(session_id=session_id, viewer=who))


async def item(house: House, session_id: UUID) -> tuple[Any, ...]:
    await house.quiet()
    [row] = await house.rows("billing", ITEM, session_id)
    return tuple(row)


async def refusal(house: House, order: messages.CorrectRecord) -> tuple[str, str]:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code, refused.value.field or ""


async def test_held_becomes_cancelled_in_time_with_its_item_and_both_words_stay(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    supervisor, first = contract.parties.supervisor_id, series[0]
    await sessions.ask(held(first, supervisor))
    order = cancelled_before(first, supervisor, ground="Väärä päivä")
    assert (await sessions.ask(order)).status == "cancelled"
    assert (await sessions.ask(order)).revision == 1
    assert await item(sessions, first.session_id) == ("cancelled", 0, None, 90)
    found = await shown(sessions, contract, first.session_id)
    assert [(one.outcome, one.by, one.present_count, one.ground) for one in found.words] == [
        ("held", "supervisor", 4, ""),
        ("cancelled", "supervisor", None, "Väärä päivä"),
    ]
    assert found.cancelled_at == first.starts_at - 20 * A_DAY
    assert await refusal(sessions, correction(first, supervisor)) == ("record_changed", "revision")
    await sessions.ask(correction(first, supervisor, revision=1, minutes=40))
    assert await item(sessions, first.session_id) == ("held", 100, 40, 90)
    [one, other] = await said(sessions, messages.RecordCorrected)
    assert (one.former, one.outcome, other.former, other.outcome) == (
        "held",
        "cancelled",
        "cancelled",
        "held",
    )
    assert "Väärä" not in one.model_dump_json()


async def test_a_session_recorded_as_missed_was_held_and_a_customer_reads_no_ground(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    supervisor, first = contract.parties.supervisor_id, series[0]
    await sessions.ask(no_show(first, supervisor))
    await sessions.ask(correction(first, supervisor, ground="He tulivat"))
    payer = viewer(STRANGER, Role.PAYER, contract.terms.organisation_id)
    for_payer = await sessions.ask(messages.ShowSession(session_id=first.session_id, viewer=payer))
    assert [(one.outcome, one.ground, one.recorded_by, one.present_count) for one in for_payer.words] == [
        ("no_show", "", None, None),
        ("held", "", None, None),
    ]
    member = viewer(MEMBERS[0], Role.SUPERVISEE)
    for_member = await sessions.ask(messages.ShowSession(session_id=first.session_id, viewer=member))
    assert (for_member.words[1].present, for_member.words[1].ground) == (MEMBERS[:3], "")


async def test_where_only_the_time_of_telling_was_wrong_both_times_are_told(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    supervisor, first = contract.parties.supervisor_id, series[0]
    await sessions.ask(held(first, supervisor))
    late, early = first.starts_at - A_DAY, first.starts_at - 20 * A_DAY
    for revision, told_at in enumerate((late, early)):
        await sessions.ask(cancelled_before(first, supervisor, told_at=told_at, revision=revision))
    *_, told = await said(sessions, messages.RecordCorrected)
    assert (told.former_told_at, told.told_at) == (late, early)
    assert (told.former_cancelled_by, told.cancelled_by) == ("commissioner", "commissioner")
    card = (await shown(sessions, contract, first.session_id)).card
    assert (card.former, card.former_told_at, card.told_at) == ("cancelled", late, early)
    await sessions.quiet()
    *_, charged = [one for one in await sessions.events("billing") if isinstance(one, SessionCharged)]
    assert (charged.former_told_at, charged.told_at, charged.net_cents) == (late, early, 0)


async def test_a_coordinator_says_why_and_how_many_never_who(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    first, coordinator = series[0], await a_coordinator(sessions)
    await sessions.ask(no_show(first, contract.parties.supervisor_id))
    order = correction(first, coordinator, present=[], present_count=3)
    assert await refusal(sessions, order) == ("ground_missing", "ground")
    assert await refusal(sessions, correction(first, STRANGER)) == ("not_yours_to_decide", "corrected_by")
    longer = correction(first, contract.parties.supervisor_id, longer_agreed=True)
    assert await refusal(sessions, longer) == ("not_yours_to_decide", "longer_agreed")
    await sessions.ask(order.model_copy(update={"ground": "Ohjaaja kertoi"}))
    found = await shown(sessions, contract, first.session_id)
    assert (found.present_count, found.present, found.words[1].by) == (3, [], "coordinator")


async def test_what_cannot_be_put_right_is_refused_with_the_field(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    supervisor, first = contract.parties.supervisor_id, series[0]
    assert await refusal(sessions, correction(first, supervisor)) == ("not_recorded", "session_id")
    await sessions.ask(held(first, supervisor))
    cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"present": []}, ("nothing_chosen", "present")),
        ({"present": [STRANGER]}, ("not_a_member", "present")),
        ({"outcome": "cancelled", "told_at": first.starts_at}, ("canceller_missing", "cancelled_by")),
        ({"outcome": "cancelled", "cancelled_by": "supervisee"}, ("told_at_missing", "told_at")),
        (
            {"outcome": "cancelled", "cancelled_by": "supervisee", "told_at": first.starts_at},
            ("told_after_the_start", "told_at"),
        ),
        ({"revision": 3}, ("record_changed", "revision")),
    ]
    for facts, expected in cases:
        assert await refusal(sessions, correction(first, supervisor, **facts)) == expected
    early = cancel(series[3], series[3].starts_at - 20 * A_DAY)
    await sessions.ask(early)
    soon = correction(series[3], supervisor, as_of=series[3].starts_at)
    assert await refusal(sessions, soon) == ("session_not_over", "session_id")


async def test_what_its_supervisor_had_called_off_was_held_and_what_came_instead_is_taken_out(
    sessions: House,
) -> None:
    contract, series = await planned_anew(sessions)
    supervisor, lost = contract.parties.supervisor_id, series[3]
    await sessions.ask(cancel(lost, lost.starts_at - timedelta(hours=1), by="supervisor"))
    instead = (await shown(sessions, contract, lost.session_id)).replaced_by
    assert instead
    await sessions.ask(correction(lost, supervisor, as_of=lost.ends_at))
    now = (await sessions.ask(messages.ListSessions(process_id=contract.process_id))).sessions
    assert [(one.number, one.session_id) for one in now] == [(one.number, one.session_id) for one in series]
    assert await item(sessions, instead) == ("cancelled", 0, None, 90)
    assert await item(sessions, lost.session_id) == ("held", 100, None, 90)
    back = cancelled_before(
        lost,
        supervisor,
        revision=1,
        cancelled_by="supervisor",
        told_at=lost.starts_at - A_DAY,
        as_of=lost.ends_at,
    )
    assert (await sessions.ask(back)).status == "replaced"
    found = await shown(sessions, contract, lost.session_id)
    again = await shown(sessions, contract, found.replaced_by or lost.session_id)
    assert (again.card.status, again.card.number, again.card.sequence) == ("planned", lost.number, 4)


async def test_what_came_instead_and_has_been_held_is_not_taken_out(sessions: House) -> None:
    """Both were held then, it is said, of one place in the count."""
    contract, series = await planned_anew(sessions)
    supervisor, lost = contract.parties.supervisor_id, series[3]
    await sessions.ask(cancel(lost, lost.starts_at - timedelta(hours=1), by="supervisor"))
    instead_id = (await shown(sessions, contract, lost.session_id)).replaced_by
    assert instead_id
    instead = (await shown(sessions, contract, instead_id)).card
    late = correction(lost, supervisor, as_of=instead.ends_at)
    assert await refusal(sessions, late) == ("came_again", "session_id")
