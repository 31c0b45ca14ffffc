"""A sign-out is heard by everybody, and whoever has a door's seed undoes none."""

import contextlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.directory.proving import ending
from services.messages import directory as messages
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import LARGEST_BODY, body_of
from services.runtime.proofs.people import name_of, name_of_codes
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.directory.builders import person
from tests.integration.directory.test_orders_at_the_portal import related
from tests.integration.directory.test_proofs import a_minute_later, powers, refused, thief
from tests.visitor import proof_of, visitor

__all__ = ["thief"]
pytestmark = pytest.mark.servers


async def test_who_ends_proofs_ends_nobodys_codes(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    for name in (name_of_codes(somebody, "console"), name_of(name_of_codes(somebody, "console"))):
        ends = messages.EndProofs.model_construct(proofs=[name])
        with contextlib.suppress(Refusal):
            await thief(ends)
    a_minute_later(house)
    by_code = proof_of(house, somebody, "console", "code")
    assert await refused(thief, powers(somebody, somebody)[0], by_code) == "unknown_note"
    assert (await thief(messages.ShowProofKeys())).ended_codes == []


async def test_names_that_somebody_thought_of_end_nothing_and_crowd_out_no_end(
    house: House, thief: Asker
) -> None:
    """As many as an answer holds would have undone every sign-out before them."""
    await house.open("console")
    somebody = await person(house, "Aino")
    async with await visitor(house, "console", somebody):
        [row] = await house.rows("console", "SELECT proof_name FROM web_session")
    ends = messages.EndProofs(proofs=[row["proof_name"], *(f"{number:032x}" for number in range(499))])
    await thief(ends)
    assert (await thief(messages.ShowProofKeys())).ended == [row["proof_name"]]


async def test_nobody_alone_is_given_as_many_proofs_as_an_answer_has_room_for(house: House) -> None:
    await house.open("directory")
    somebody, now = await person(house, "Aino"), datetime.now(UTC)
    async with transaction(house.services["directory"].engine) as db:
        for number in range(ending.MOST_AT_ONCE):
            assert await ending.keep_given(db, f"{number:032x}", somebody, now + timedelta(hours=1))
        assert not await ending.keep_given(db, "a" * 32, somebody, now + timedelta(hours=1))
        assert await ending.keep_given(db, "b" * 32, uuid4(), now + timedelta(hours=1))


def test_the_ends_of_a_long_day_fit_into_an_answer() -> None:
    told = messages.ProofKeys(keys={"k1": "x" * 43}, ended=["a" * 32] * ending._MOST)
    assert len(body_of(told)) < LARGEST_BODY * 0.8
