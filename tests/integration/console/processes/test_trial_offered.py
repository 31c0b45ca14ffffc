"""A trial as it is offered, and what is read of it."""

from datetime import date
from typing import Any

from services.messages.intake import ShowProposal
from tests.integration.console.arranged import Arranged
from tests.integration.console.tried import AFTER, Tried, tried
from tests.integration.contracts.builders import draft
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import PLANNED
from tests.visitor import visitor

__all__ = ["tried"]


async def test_a_process_without_a_trial_has_no_such_page(arranged: Arranged) -> None:
    _id, number = await arranged.drafted()
    await arranged.open(f"/processes/{number}/trial", status=404)


async def test_a_proposal_offers_a_trial_and_the_customer_reads_of_it_before_the_answer(
    arranged: Arranged,
) -> None:
    house = arranged.house
    await house.open("portal")
    process_id, number = await arranged.matched()
    path = f"/processes/{number}/proposing"
    form: dict[str, Any] = {
        "replaces": 0, "duration_minutes": 90, "base_interval_days": 21, "starts_on": "2027-01-18",
        "ends_on": "2027-12-10", "valid_until": "2026-12-15", "trial_decision_days": 10,
            "sessions_agreed": 12,
    }  # fmt: skip
    house.move_clock(PLANNED)
    offered = form | {"trial_sessions": 2, "trial_price": "free"}
    assert "Say by which day the trial sessions have been held." in await arranged.send(
        path, offered, status=422
    )
    await arranged.send(path, offered | {"trial_ends_by": "2027-02-28"})
    told = await house.ask(ShowProposal(process_id=process_id))
    assert (told.trial_sessions, told.trial_price, told.trial_decision_days) == (2, "free", 10)
    async with await visitor(house, "portal", told.contact_id) as browser:
        page = (await browser.get(f"/processes/{number}/proposal")).text
    assert "2, held by 28 February 2027. Without charge" in page and "the trial comes first" in page
    assert "18 January 2027 at the earliest" in page
    again = await arranged.open(path)
    assert 'value="2" selected' in again and "2, held by 28 February 2027" in again


async def test_the_day_is_the_one_from_which_they_would_like_to_begin(tried: Tried) -> None:
    house, arranged = tried.arranged.house, tried.arranged
    wish = "UPDATE inquiry SET preferred_from = $2 WHERE process_id = $1"
    await house.rows("intake", wish, tried.process_id, date(2027, 1, 25))
    page = await arranged.open(tried.path)
    assert 'value="2027-01-25"' in page and "27 January 2027" in page and "13 January 2027" not in page


async def test_a_member_reads_what_its_supervisor_has_declared(tried: Tried) -> None:
    house, supervisor = tried.arranged.house, tried.arranged.staff["supervisor"]
    said = {"since": 2024, "until": 2025, "words": "Kanarialintu"}
    await house.ask(intake.declaration(tried.process_id, supervisor, "former_customer", **said))
    members = await tried.prepared()
    for page in (await tried.seen(members[0]), await tried.arranged.open(tried.path)):
        assert "A former customer or client, 2024–2025" in page and "Kanarialintu" not in page


async def test_while_it_is_tried_the_proposal_stands_and_leads_to_the_trial(tried: Tried) -> None:
    arranged, path = tried.arranged, f"/processes/{tried.number}/proposing"
    page = await arranged.open(path)
    assert "the trial comes first" in page and tried.path in page
    assert "To the contract" not in page and "Send the proposal" not in page
    listed = await tried.seen(tried.commissioner, "/processes")
    assert "Trial" in listed and "Contract" not in listed
    members = await tried.agreed_by_hand()
    assert "Trial" in await tried.seen(members[0], "/processes")
    arranged.house.move_clock(AFTER)
    await tried.say(members[1], {"word": "go", "members_heard": "true"}, "/decision")
    await arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    await arranged.house.quiet()
    await arranged.house.ask(draft(tried.process_id))
    page = await arranged.open(path)
    assert "To the contract" in page and "Send the proposal" in page and "trial_sessions" not in page
    listed = await tried.seen(tried.commissioner, "/processes")
    assert "Trial" not in listed and "Contract" in listed
