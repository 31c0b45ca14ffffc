"""What the timeline of a process tells, to whom, and in which order."""

from typing import Any

from services.console.board.timeline import timeline
from services.messages.envelope import Event, snake
from tests.integration.console.board.stories import HERSELF, SOMEBODY_ELSE, whole_story
from tests.integration.console.board_of import Board
from tests.told import COORDINATOR, YEAR, Teller

__all__ = ["whole_story"]


async def test_what_each_member_says_is_on_no_timeline_but_a_coordinators(
    board: Board, whole_story: Teller
) -> None:
    of_each = {"consent_asked", "consent_given", "consent_refused", "trial_accepted", "earlier_end_agreed"}
    async with board.database() as db:
        for process_id in {one.aggregate_id for one in whole_story.events() if one.about == "process_id"}:
            for viewer in (HERSELF, SOMEBODY_ELSE):
                moments = await timeline(db, viewer, process_id)
                assert not of_each & {one.name for one in moments}
                put_off = [one.facts for one in moments if one.name == "trial_put_off"]
                assert not any({"why", "declined"} & set(facts) for facts in put_off)
                noes = [one.facts for one in moments if one.name == "earlier_end_refused"]
                assert not any("by" in facts for facts in noes)
        assert of_each & {one.name for one in await timeline(db, COORDINATOR, YEAR)}


async def test_the_timeline_tells_every_event_in_the_order_of_its_time(
    board: Board, whole_story: Teller
) -> None:
    async with board.database() as db:
        moments = await timeline(db, COORDINATOR, YEAR)
    about_it = [one for one in whole_story.events() if one.aggregate_id == YEAR]
    said = [(snake(type(event).__name__), told_whole(event)) for event in about_it]
    told_of = [(one.name, one.facts) for one in moments]
    assert [one for one in said if one not in told_of] == []
    assert len(told_of) == len(said)
    assert [one.at for one in moments] == sorted(one.at for one in moments)
    assert "25000" in str(next(one for one in moments if one.name == "proposal_sent").facts)


async def test_every_process_has_every_event_on_its_timeline(board: Board, whole_story: Teller) -> None:
    said = [one for one in whole_story.events() if one.about == "process_id"]
    async with board.database() as db:
        for process_id in {one.aggregate_id for one in said}:
            names = sorted(one.name for one in await timeline(db, COORDINATOR, process_id))
            of_it = (one for one in said if one.aggregate_id == process_id)
            assert names == sorted(snake(type(one).__name__) for one in of_it)


def told_whole(event: Event) -> dict[str, Any]:
    """Every field but whose process it is, what is of others on it too, and the promises, which are no news."""
    fields = event.model_dump(mode="json")
    for others in ("shares", "process_ids"):
        fields.pop(others, None)
    for holder in (fields, fields.get("terms") or {}):
        holder.pop("promises", None)
    fields.pop("process_id")
    return fields
