"""A process's disputes in the portal, as their letters lead to them: to the customer, and to who said it."""

from datetime import timedelta

import pytest

from services.messages.billing import DenySession, ListDisputes
from services.messages.sessions import LeaveGroup
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.integration.billing.disputes.acts import decision
from tests.integration.portal.schedule.planned_year import Planned, planned
from tests.integration.sessions.builders import held

__all__ = ["planned"]
SAID = "Kanarialintu: ovi oli kiinni."


async def test_a_process_leads_to_its_disputes_before_any_invoice_and_the_others_read_none(
    planned: Planned,
) -> None:
    first, page = planned.sessions[0], f"{planned.path}/disputes"
    planned.house.move_clock(first.ends_at + timedelta(hours=1))
    async with await planned.browser(planned.commissioner) as browser:
        assert page not in (await browser.get(planned.path)).text
        assert "Nothing is disputed" in (await browser.get(page)).text
    own = {"session_id": first.session_id, "as_of": planned.house.clock.now()}
    denial = {"process_id": planned.process_id, "denied_by": planned.member, "words": SAID}
    await planned.house.ask(DenySession.model_validate(own | denial))
    await planned.house.ask(held(first, first.supervisor_id or planned.member))
    await planned.house.quiet()
    for reader in (planned.member, planned.commissioner):
        async with await planned.browser(reader) as browser:
            assert f'href="{page}"' in (await browser.get(planned.path)).text
            told = (await browser.get(page)).text
        assert "It is on no invoice before it is decided." in told and "It was not held" in told
        assert SAID in told and "/invoices/" not in told
        assert "it is recorded as held, and a supervisee says that nobody came" in told
        assert ("€" in told) == (reader == planned.commissioner)
    [_me, other, *_rest] = (await planned.house.rows("contracts", "SELECT supervisee_ids FROM contract"))[0][
        "supervisee_ids"
    ]
    async with await planned.browser(other) as browser:
        assert page not in (await browser.get(planned.path)).text
        assert SAID not in (await browser.get(page)).text


async def test_what_was_decided_still_tells_both_words(planned: Planned) -> None:
    house, first = planned.house, planned.sessions[0]
    house.move_clock(first.ends_at + timedelta(hours=1))
    own = {"session_id": first.session_id, "as_of": house.clock.now()}
    denial = {"process_id": planned.process_id, "denied_by": planned.member, "words": SAID}
    await house.ask(DenySession.model_validate(own | denial))
    await house.ask(held(first, first.supervisor_id or planned.member))
    await house.quiet()
    finance = Viewer(person_id=FOUNDER, role=Role.FINANCE)
    [found] = (await house.ask(ListDisputes(viewer=finance))).disputes
    await house.ask(decision(found.dispute_id, as_of=house.clock.now()))
    for reader in (planned.member, planned.commissioner):
        async with await planned.browser(reader) as browser:
            told = (await browser.get(f"{planned.path}/disputes")).text
        assert "It was recorded as held; a supervisee said that nobody came." in told
        assert SAID in told and "Kuultu molempia." in told


async def test_who_has_left_says_nothing_of_a_session_of_a_later_day(planned: Planned) -> None:
    """The contract that was signed last names them still."""
    house, (first, second, *_later) = planned.house, planned.sessions
    own = {"process_id": planned.process_id, "denied_by": planned.member}
    house.move_clock(first.ends_at + timedelta(hours=1))
    leaving = {"process_id": planned.process_id, "person_id": planned.member, "as_of": house.clock.now()}
    await house.ask(LeaveGroup.model_validate(leaving))
    house.move_clock(second.ends_at + timedelta(hours=1))
    now = {"as_of": house.clock.now()}
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await house.ask(DenySession.model_validate(own | now | {"session_id": second.session_id}))
    await house.ask(DenySession.model_validate(own | now | {"session_id": first.session_id}))
