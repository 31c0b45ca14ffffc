"""A supervisor leaves whose process has no signed contract yet, or no plan: it waits for another, a trial stands in the
way, and what is proposed falls.
"""

from datetime import date
from typing import Any
from uuid import UUID

from services.messages import sessions as of_sessions
from services.messages.directory import EndSupervisor, LeavingProcess, ShowLeaving
from services.messages.values import Party
from services.runtime.finland import local_date, start_of
from tests.house import House
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    completion,
    drafted,
    signature,
)
from tests.integration.contracts.test_terminating import code
from tests.integration.contracts.trials.trying import ENDS_BY, NOW, prepared, yes
from tests.integration.intake.builders import answer, chosen, matched, price, proposal, supervisor
from tests.integration.sessions.builders import A_DAY, PLANNED, hours, said
from tests.integration.sessions.members.test_joining import refusal
from tests.integration.sessions.proposals import booked, confirmation, proposed

LAST = date(2027, 1, 5)


def ending(supervisor_id: UUID, **facts: Any) -> EndSupervisor:
    order = {"supervisor_id": supervisor_id, "last_day": LAST, "ended_by": COORDINATOR, "as_of": NOW}
    return EndSupervisor.model_validate(order | facts)


async def hanging(house: House, supervisor_id: UUID) -> list[LeavingProcess]:
    looking = {"supervisor_id": supervisor_id, "last_day": LAST, "asked_by": COORDINATOR, "as_of": NOW}
    return (await house.ask(ShowLeaving.model_validate(looking))).processes


async def its_supervisor(house: House, process_id: UUID) -> UUID:
    [row] = await house.rows("intake", "SELECT supervisor_id FROM inquiry WHERE process_id = $1", process_id)
    who: UUID = row["supervisor_id"]
    return who


async def test_an_accepted_one_waits_until_somebody_else_is_chosen(sessions: House) -> None:
    process_id = await drafted(sessions)
    who = await its_supervisor(sessions, process_id)
    [waiting] = await hanging(sessions, who)
    assert (waiting.waits, waiting.agreed, waiting.accepted, waiting.trial) == (True, False, True, False)
    await sessions.ask(ending(who))
    other = await supervisor(sessions, "other@virta.example", audiences=["group"])
    await chosen(sessions, process_id, other, instead_of=who)
    assert await hanging(sessions, who) == []
    assert [one.process_id for one in await hanging(sessions, other)] == [process_id]


async def test_what_names_who_has_left_before_it_begins_is_signed_by_nobody(sessions: House) -> None:
    process_id = await drafted(sessions)
    who = await its_supervisor(sessions, process_id)
    card = await sessions.ask(completion(process_id))
    assert card.terms.starts_on > LAST
    await sessions.ask(ending(who))
    refused = signature(card, Party.COMMISSIONER)
    assert await refusal(sessions, refused) == ("supervisor_leaves", "process_id")
    later = ending(who, last_day=card.terms.starts_on)
    await sessions.ask(later)
    await sessions.ask(refused)


async def with_trial(house: House) -> tuple[UUID, UUID]:
    """A trial of one session, prepared: the process, and its supervisor."""
    who = await supervisor(house)
    await house.ask(price())
    process_id = await matched(house, who)
    await house.ask(proposal(process_id, trial_sessions=1, trial_price="normal", trial_ends_by=ENDS_BY))
    await house.ask(answer(process_id))
    await house.ask(hours(who))
    await house.ask(prepared(process_id))
    await house.quiet()
    return process_id, who


async def all_say_yes(house: House, process_id: UUID, who: UUID) -> None:
    for person in (COMMISSIONER, who, *MEMBERS):
        await house.ask(yes(process_id, person))
    await house.quiet()


async def test_a_trial_with_sessions_after_the_last_day_stands_in_the_way(sessions: House) -> None:
    process_id, who = await with_trial(sessions)
    [tried] = await hanging(sessions, who)
    assert (tried.settled, tried.waits, tried.trial) == (True, True, True)
    await all_say_yes(sessions, process_id, who)
    [booked] = await hanging(sessions, who)
    assert (booked.sessions_after, booked.settled, booked.agreed) == (1, False, False)
    assert await code(sessions, ending(who)) == "sessions_left"
    assert await code(sessions, ending(who, force=True)) == "trial_left"


async def test_no_other_day_is_looked_for_of_what_was_to_be_tried_with_who_has_left(sessions: House) -> None:
    """The leaver said nothing of the trial's session: a coordinator records that they had called it off."""
    process_id, who = await with_trial(sessions)
    await all_say_yes(sessions, process_id, who)
    asked = of_sessions.ListSessions(process_id=process_id)
    [tried] = (await sessions.ask(asked)).sessions
    last = local_date(tried.starts_at)
    await sessions.ask(ending(who, last_day=last))
    at = start_of(last + A_DAY)
    sessions.move_clock(at)
    await sessions.quiet()
    facts = {
        "session_id": tried.session_id,
        "outcome": "cancelled",
        "cancelled_by": "supervisor",
        "revision": 0,
    }
    facts |= {"told_at": tried.starts_at - A_DAY, "ground": "Kirje 12.1.", "corrected_by": COORDINATOR}
    recorded = await sessions.ask(of_sessions.CorrectRecord.model_validate(facts | {"as_of": at}))
    assert (recorded.status, recorded.waits) == ("cancelled", False)
    [off] = await said(sessions, of_sessions.SessionCancelled)
    assert (off.off_because, off.leaver_id, off.replan_by) == ("supervisor_leaves", who, None)


async def test_a_plan_falls_with_the_leaving_of_its_supervisor_and_can_be_confirmed_no_more(
    sessions: House,
) -> None:
    contract = await proposed(sessions)
    who = contract.parties.supervisor_id
    await sessions.ask(ending(who, last_day=local_date(PLANNED) + A_DAY, as_of=PLANNED))
    await sessions.quiet()
    [lapsed] = await said(sessions, of_sessions.PlanLapsed)
    assert (lapsed.asked_id, lapsed.why) == (MEMBERS[0], "supervisor_leaves")
    assert lapsed.attendee_ids == sorted(MEMBERS)
    assert await code(sessions, confirmation(contract.process_id)) == "no_plan"
    assert await booked(sessions, contract.process_id) == []
