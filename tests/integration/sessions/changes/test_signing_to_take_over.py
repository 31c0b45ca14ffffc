"""Who is to take over could when they were proposed: whether they still can is asked again when they sign."""

from datetime import date, timedelta
from uuid import UUID

from services.messages import contracts as messages
from services.messages import sessions as of_sessions
from services.messages.contracts import ContractCard
from services.messages.directory import CorrectCredential
from services.messages.values import Party
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, MEMBERS, show
from tests.integration.contracts.test_terminating import code
from tests.integration.sessions.builders import said
from tests.integration.sessions.changes.test_amending import signature
from tests.integration.sessions.changes.test_handing_over import AGREED, UNTIL, days, mondays, proposal

RECORDED = date(2028, 12, 31)


async def corrected(house: House, supervisor_id: UUID, before: date, now: date) -> None:
    order = {"supervisor_id": supervisor_id, "kind": "membership", "valid_until": now, "replaces": before}
    who = {"corrected_by": COORDINATOR, "as_of": AGREED}
    await house.ask(CorrectCredential.model_validate(order | who))


async def signed_by_members(house: House, draft: ContractCard) -> messages.SignContract:
    """What is left is the new supervisor's."""
    house.move_clock(AGREED)
    for member in MEMBERS[1:]:
        consent = messages.RecordConsent(
            process_id=draft.process_id, version=draft.version, person_id=member, as_of=AGREED
        )
        await house.ask(consent)
    await house.ask(signature(draft, Party.SUPERVISEE, AGREED))
    return signature(draft, Party.SUPERVISOR, AGREED)


async def test_whose_credential_ends_before_their_last_session_signs_once_it_is_put_right(
    sessions: House,
) -> None:
    contract, other, series = await mondays(sessions)
    draft = await sessions.ask(proposal(contract, other))
    last = await signed_by_members(sessions, draft)
    too_early = days(series)[-1] - timedelta(days=1)
    await corrected(sessions, other, RECORDED, too_early)
    assert await code(sessions, last) == "supervisor_eligible_no_more"
    await sessions.quiet()
    assert (await show(sessions, contract.process_id)).version == 1
    assert await said(sessions, of_sessions.SessionsHandedOver) == []
    await corrected(sessions, other, too_early, RECORDED)
    assert (await sessions.ask(last)).status == "signed"
    assert (await sessions.ask(last)).status == "signed"


async def test_who_stands_in_needs_them_for_their_own_sessions_alone(sessions: House) -> None:
    contract, other, series = await mondays(sessions)
    draft = await sessions.ask(proposal(contract, other, until_day=UNTIL))
    last = await signed_by_members(sessions, draft)
    theirs = [day for day in days(series) if day <= UNTIL][-1]
    assert theirs > local_date(AGREED)
    await corrected(sessions, other, RECORDED, theirs)
    assert (await sessions.ask(last)).status == "signed"
