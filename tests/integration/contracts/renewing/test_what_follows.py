"""What follows on a renewed process begins with the choice, and ends with it as long as not all have signed."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from services.messages import sessions as of_sessions
from services.messages.contracts import (
    ContinuationChosen,
    ContinuationTakenBack,
    ContractCard,
    ContractGivenUp,
    ContractWithdrawn,
    EndAtOnce,
    EndingToConfirm,
    EndProcess,
    GiveUpContract,
    PauseProcess,
    PreviewTermination,
    ProcessTerminated,
    SuccessorGroupChanged,
)
from services.messages.promises import Promises
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import ONE_DAY
from tests.house import House
from tests.integration.contracts.builders import (
    CHOSEN,
    COMMISSIONER,
    COORDINATOR,
    ENDED,
    MEMBERS,
    SIGNED,
    SUCCESSOR,
    completion,
    consent,
    draft,
    end,
    renew,
    said,
    show,
    signature,
    signed,
)
from tests.integration.contracts.test_choosing_how_to_go_on import code, taking_back
from tests.integration.contracts.test_terminating import LAST_DAY, TOLD, termination


async def followed(house: House, *, signing: bool = False) -> tuple[ContractCard, ContractCard]:
    """A year of which both have said that it goes on, and the paper of the next one; the old one goes on still."""
    old = await signed(house)
    await renew(house, old.process_id)
    await house.ask(draft(SUCCESSOR, renews=old.process_id))
    if signing:
        await house.ask(completion(SUCCESSOR))
    return old, await show(house, SUCCESSOR)


async def sign_by_all(house: House, card: ContractCard) -> None:
    for member in MEMBERS[1:]:
        await house.ask(consent(card.process_id, member))
    for party in Party:
        await house.ask(signature(card, party))


async def test_it_is_told_with_what_it_needs_and_may_be_signed_before_the_old_one_ends(
    contracts: House,
) -> None:
    old, follows = await followed(contracts, signing=True)
    [chosen] = await said(contracts, ContinuationChosen)
    assert (chosen.chosen_at, chosen.successor_id, chosen.promises) == (CHOSEN, SUCCESSOR, Promises())
    assert (follows.status, follows.terms.starts_on) == ("signing", old.terms.ends_on + ONE_DAY)
    await sign_by_all(contracts, follows)
    assert (await show(contracts, SUCCESSOR)).status == "signed"
    assert (await show(contracts, old.process_id)).ended is False
    # What all have signed binds: it ends by its own notice.
    assert await code(contracts, taking_back(old.process_id)) == "renewal_signed"
    assert (await contracts.ask(end(old.process_id))).ended_as == "renewed"


@pytest.mark.parametrize("signing", [False, True])
async def test_taken_back_it_ends_and_chosen_again_there_is_one(contracts: House, *, signing: bool) -> None:
    old, follows = await followed(contracts, signing=signing)
    for _ in range(2):
        await contracts.ask(taking_back(old.process_id))
    [ended] = await said(contracts, ContractGivenUp)
    assert (ended.process_id, ended.version) == (SUCCESSOR, follows.version)
    assert bool(ended.asked) is signing
    # Nor does the same content, from a page that was open, ask anybody to sign.
    assert await code(contracts, completion(SUCCESSOR)) == "contract_given_up"
    assert (await show(contracts, SUCCESSOR)).status == "given_up"
    again = UUID(int=SUCCESSOR.int + 77)
    await renew(contracts, old.process_id, again)
    anew = await contracts.ask(draft(again, renews=old.process_id))
    assert (anew.status, anew.terms.starts_on) == ("draft", old.terms.ends_on + ONE_DAY)
    assert len(await said(contracts, ContractGivenUp)) == 1
    assert (await contracts.ask(end(old.process_id))).ended_as == "renewed"


async def test_taken_back_before_it_is_drafted_it_ends_with_its_draft(contracts: House) -> None:
    old = await signed(contracts)
    await renew(contracts, old.process_id)
    await contracts.ask(taking_back(old.process_id))
    assert await said(contracts, ContractGivenUp) == []
    for _ in range(2):
        card = await contracts.ask(draft(SUCCESSOR, renews=old.process_id))
        assert card.status == "given_up"
    [ended] = await said(contracts, ContractGivenUp)
    assert ended.process_id == SUCCESSOR


async def test_given_up_by_us_the_question_is_open_again(contracts: House) -> None:
    old, follows = await followed(contracts)
    order = {"process_id": SUCCESSOR, "version": follows.version, "reason": "Ei jatkoa."}
    give_up = GiveUpContract.model_validate(order | {"given_up_by": COORDINATOR, "as_of": ENDED})
    for _ in range(2):
        await contracts.ask(give_up)
    [taken] = await said(contracts, ContinuationTakenBack)
    assert (taken.process_id, taken.successor_id) == (old.process_id, SUCCESSOR)
    assert (await show(contracts, old.process_id)).continuation_choice is None


async def test_a_termination_ends_what_nobody_is_bound_to_yet(contracts: House) -> None:
    old, _ = await followed(contracts, signing=True)
    await contracts.ask(termination(old))
    assert (await show(contracts, SUCCESSOR)).status == "given_up"


def previewed(card: ContractCard) -> PreviewTermination:
    seen_by = Viewer(person_id=MEMBERS[0], role=Role.SUPERVISEE)
    return PreviewTermination(process_id=card.process_id, viewer=seen_by, as_of=TOLD)


async def test_a_termination_ends_also_what_all_have_signed_and_nothing_begins_by_itself(
    contracts: House,
) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    assert (await contracts.ask(previewed(old))).follows_on == follows.terms.starts_on
    for _ in range(2):
        await contracts.ask(termination(old))
    first, second = await said(contracts, ProcessTerminated)
    assert (first.process_id, first.last_day) == (old.process_id, LAST_DAY)
    assert (second.process_id, second.last_day) == (SUCCESSOR, LAST_DAY)
    # It has not begun: there is nothing to look back on.
    assert (second.by, second.final_review) == (Party.SUPERVISEE, "waived")
    assert (await contracts.ask(previewed(old))).successor_stands is False
    found = await contracts.ask(EndProcess(process_id=SUCCESSOR, as_of=second.ends_at))
    assert found.ended_as == "closed" or found.review_missing


async def test_what_is_said_to_stand_begins_on_its_day(contracts: House) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    order = termination(old, successor_stands=True)
    await contracts.ask(order)
    assert await code(contracts, order.model_copy(update={"successor_stands": False})) == "already_terminated"
    [told] = await said(contracts, ProcessTerminated)
    assert told.process_id == old.process_id
    assert (await show(contracts, SUCCESSOR)).terms == follows.terms
    assert (await contracts.ask(previewed(old))).successor_stands is True


@pytest.mark.parametrize("stands", [False, True])
async def test_an_end_at_once_settles_what_follows_too(contracts: House, *, stands: bool) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    order = {"process_id": old.process_id, "by": "supervisee", "ended_by": MEMBERS[0], "as_of": TOLD}
    await contracts.ask(EndAtOnce.model_validate(order | {"successor_stands": stands}))
    ended = [(one.process_id, one.last_day) for one in await said(contracts, ProcessTerminated)]
    assert ended == [(old.process_id, TOLD.date()), *([] if stands else [(SUCCESSOR, TOLD.date())])]
    # Whether there is anything to confirm, sessions says of each.
    assert await said(contracts, EndingToConfirm) == []


def pause(old: ContractCard, from_day: date, until_day: date, ends_on: date, at: datetime) -> PauseProcess:
    order = {"process_id": old.process_id, "by": "commissioner", "paused_by": COMMISSIONER, "reason": ""}
    order |= {"from_day": from_day, "until_day": until_day, "ends_on": ends_on, "as_of": at}
    return PauseProcess.model_validate(order | {"reason_code": "other"})


async def test_where_the_old_one_ends_later_the_next_begins_later_until_it_is_signed(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions")
    old, _ = await followed(house, signing=True)
    from_day, until_day, at = date(2027, 4, 5), date(2027, 4, 18), SIGNED + timedelta(days=1)
    house.move_clock(at)
    wanted = {"process_id": old.process_id, "from_day": from_day, "until_day": until_day}
    looked = of_sessions.PreviewPause.model_validate(wanted | {"by": "commissioner", "as_of": at})
    plan = await house.ask(looked)
    assert plan.ends_on
    await house.ask(pause(old, from_day, until_day, plan.ends_on, at))
    follows = await show(house, SUCCESSOR)
    assert (follows.status, follows.version) == ("draft", 2)
    assert follows.terms.starts_on == plan.ends_on + ONE_DAY > old.terms.ends_on + ONE_DAY
    assert len(await said(house, ContractWithdrawn)) == 1
    # Signed, it does not move any more: the old one's last day has to stay before it.
    await sign_by_all(house, await house.ask(completion(SUCCESSOR, version=2)))
    await house.quiet()
    later = looked.model_copy(update={"from_day": date(2027, 5, 3), "until_day": date(2027, 5, 30)})
    again = await house.ask(later)
    assert again.ends_on == again.latest == plan.ends_on


def leaving(old: ContractCard, who: UUID) -> of_sessions.MemberLeft:
    told = {"process_id": old.process_id, "person_id": who, "left_on": date(2027, 5, 1), "remaining": []}
    return of_sessions.MemberLeft.model_validate(told)


async def test_who_leaves_the_old_group_is_asked_nothing_of_the_next_year(contracts: House) -> None:
    old, _ = await followed(contracts, signing=True)
    await contracts.say("sessions", leaving(old, MEMBERS[0]))
    await contracts.quiet()
    follows = await show(contracts, SUCCESSOR)
    assert (follows.status, follows.parties.representative_id) == ("draft", MEMBERS[1])
    assert MEMBERS[0] not in follows.parties.supervisee_ids
    [told] = await said(contracts, SuccessorGroupChanged)
    assert (told.process_id, told.supervisee_ids) == (SUCCESSOR, follows.parties.supervisee_ids)


async def test_who_leaves_between_the_choice_and_the_draft_reaches_nothing_of_what_follows(
    contracts: House,
) -> None:
    old = await signed(contracts)
    await renew(contracts, old.process_id)
    await contracts.say("sessions", leaving(old, MEMBERS[-1]))
    await contracts.quiet()
    [told] = await said(contracts, SuccessorGroupChanged)
    assert (told.process_id, told.supervisee_ids) == (SUCCESSOR, list(MEMBERS[:-1]))
