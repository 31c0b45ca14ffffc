"""A process keeps what held on its first day: whoever asked before, and whoever goes on for another year."""

from datetime import timedelta

from services.messages import contracts, intake
from services.messages.promises import Promises
from services.runtime.finland import end_of, local_date, working_days_after
from tests.integration.console.arranged import Arranged
from tests.integration.contracts import builders as paper
from tests.integration.intake import builders as asking
from tests.integration.promises.conftest import FROM, promising
from tests.integration.promises.test_readers_follow import signed, the
from tests.other_promises import OTHER

NEXT = OTHER.model_copy(update={"signing_ends_days": 50, "contract_working_days": 2})


async def test_who_asked_the_day_before_keeps_what_held_then(promised: Arranged) -> None:
    house = promised.house
    earlier = asking.ASKED.replace(day=FROM.day - 1)
    process_id, _ = await promised.asked(as_of=earlier)
    await house.ask(asking.decision(process_id))
    decided = await the(house, "intake", intake.ScreeningDecided)
    assert decided.reminders_at == [working_days_after(asking.LATER, days) for days in (3, 6)]
    assert (await house.ask(intake.ShowInquiry(process_id=process_id))).promises == Promises()


async def test_other_numbers_on_the_way_change_nothing(promised: Arranged) -> None:
    house = promised.house
    process_id, _ = await promised.asked()
    await house.ask(promising(promised, Promises()))
    await house.ask(asking.decision(process_id))
    decided = await the(house, "intake", intake.ScreeningDecided)
    assert decided.reminders_at == [working_days_after(asking.LATER, days) for days in (4, 8)]


async def test_a_renewals_successor_keeps_what_holds_on_its_own_first_day(promised: Arranged) -> None:
    """What was agreed in the old contract goes on."""
    house = promised.house
    old = await signed(promised)
    await house.ask(promising(promised, NEXT, local_date(paper.CHOSEN)))
    await house.ask(promising(promised, Promises(), local_date(paper.CHOSEN) + timedelta(days=1)))
    await paper.renew(house, old.process_id)
    await paper.hear_final_review(house, old.process_id)
    await house.ask(paper.end(old.process_id))
    assert (await the(house, "contracts", contracts.ProcessRenewed)).promises == NEXT
    numbered = await the(house, "intake", intake.SuccessorNumbered)
    assert numbered.promises == NEXT
    assert numbered.complete_by == end_of(local_date(paper.CHOSEN)), "on the next day it begins"
    later = paper.draft(paper.SUCCESSOR, renews=old.process_id).model_copy(
        update={"as_of": paper.ENDED + timedelta(days=3)}
    )
    draft = await house.ask(later)
    assert (draft.terms.promises, draft.signing_expires_at) == (NEXT, None)
    assert draft.terms.cancellation_tiers == old.terms.cancellation_tiers
