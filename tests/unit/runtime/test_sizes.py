"""A message has a size: lists take what fits, and who says more is told which field it is."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import DeclineSigning
from services.messages.sessions import Goal
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import LARGEST_BODY, LARGEST_MESSAGE, body_of, fitting, last_of

AS_OF = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUSE = Path(__file__).parents[3]


def goals(number: int, words: str) -> list[Goal]:
    return [Goal(goal_id=uuid4(), text=words, weight=1, score=None, released=False) for _ in range(number)]


def test_a_list_takes_what_fits_by_its_bytes_and_tells_where_it_stopped() -> None:
    found = goals(800, "ä" * 1000)
    part = fitting(found)
    size = sum(len(one.model_dump_json().encode()) + 1 for one in part)
    assert LARGEST_BODY - 4000 < size < LARGEST_BODY
    assert part == found[: len(part)] and last_of(part, found, "goal_id") == part[-1].goal_id


def test_a_short_list_is_whole_and_one_that_is_cut_by_its_rows_goes_on() -> None:
    found = goals(3, "Selkeämpi työnjako")
    assert last_of(fitting(found), found, "goal_id") is None
    assert fitting(found, most=2) == found[:2]
    assert last_of(found[:2], found, "goal_id") == found[1].goal_id


def test_a_command_that_is_too_large_names_the_field_that_takes_most_of_it() -> None:
    order = DeclineSigning.model_construct(
        process_id=UUID(int=1),
        version=1,
        party=Party.SUPERVISOR,
        signer_id=UUID(int=2),
        reason="a" * LARGEST_MESSAGE,
        as_of=AS_OF,
    )
    with pytest.raises(Refusal) as refused:
        body_of(order)
    assert (refused.value.code, refused.value.field) == ("too_large", "reason")
    assert "aaa" not in str(refused.value)


def test_the_broker_takes_what_we_count_on() -> None:
    told = re.search(r"^max_payload: (\d+)$", (HOUSE / "deploy/machine/nats.conf").read_text(), flags=re.M)
    assert told and int(told[1]) == LARGEST_MESSAGE
