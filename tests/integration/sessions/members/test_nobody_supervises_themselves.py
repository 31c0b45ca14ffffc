"""Who supervises on a member's first day or later, for good or for a while, is no member; and the other way round."""

from datetime import date, timedelta
from typing import Any

from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.changes.test_handing_over import (
    AGREED,
    ASKED,
    FROM,
    UNTIL,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.members.test_joining import agreeing, joining, proposing, refusal

A_PARTY = ("supervisor_is_a_party", "person_id")
AFTER = UNTIL + timedelta(days=1)


async def test_who_stands_in_is_proposed_for_no_day_of_theirs_and_may_join_afterwards(
    sessions: House,
) -> None:
    contract, other, _ = await mondays(sessions)
    draft = await sessions.ask(proposal(contract, other, until_day=UNTIL))
    told: dict[str, Any] = {"person_id": other, "as_of": ASKED}
    assert await refusal(sessions, proposing(contract, from_day=FROM, **told)) == A_PARTY
    await signed_by_members_and_new(sessions, draft)
    told["as_of"] = AGREED
    for day in (FROM, date(2027, 5, 3), UNTIL):
        assert await refusal(sessions, proposing(contract, from_day=day, **told)) == A_PARTY
    first = contract.parties.supervisor_id
    assert (
        await refusal(sessions, proposing(contract, person_id=first, from_day=FROM, as_of=AGREED)) == A_PARTY
    )
    await sessions.ask(proposing(contract, from_day=AFTER, **told))


async def test_who_was_asked_to_stand_in_meanwhile_does_not_join(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    told: dict[str, Any] = {"from_day": FROM, "as_of": ASKED}
    await sessions.ask(proposing(contract, person_id=other, **told))
    order = proposal(contract, other, until_day=UNTIL)
    assert await refusal(sessions, order) == ("supervisor_is_a_party", "supervisee_ids")
    for member in MEMBERS[1:]:
        await sessions.ask(agreeing(contract, member, newcomer_id=other, **told))
    await sessions.ask(joining(contract, person_id=other, as_of=ASKED))
    assert (await refusal(sessions, order))[0] == "supervisor_is_a_party"
