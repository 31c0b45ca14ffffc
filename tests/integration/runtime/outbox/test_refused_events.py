"""What a stream does not take waits with its own process alone."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from nats.js.errors import BadRequestError

from services.messages.contracts import ContractExpired
from services.runtime.commands.refusal import Refusal
from services.runtime.events import refused_rows
from services.runtime.events.announcing import announce, begin_saying
from services.runtime.events.parking import list_parked
from services.runtime.events.relaying import NOT_IN_THE_STREAM, Relay
from services.runtime.events.sending import Message, Sending
from services.runtime.events.streams import stream_name
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.runtime.outbox.acts import (
    a_large_event,
    an_outbox,
    announce_all,
    announce_one,
    published,
    running,
    sending,
    versions_by_process,
)
from tests.integration.runtime.small_services import (
    SPEAKER,
    until,
)


async def test_what_can_never_be_sent_is_parked_and_only_its_own_process_waits(house: House) -> None:
    """In order: no listener takes a process's later events before it. Once the broker takes more, they all come."""
    mine, other = uuid4(), uuid4()
    async with an_outbox(house) as engine:
        async with transaction(engine) as db:
            begin_saying(db, house.clock)
            await announce(db, a_large_event(mine, members=100))
            await announce(db, ContractExpired(process_id=mine, version=2))
            await announce(db, ContractExpired(process_id=other, version=1))
        small = Relay(engine, sending(house), largest=lambda: 2000)
        async with engine.connect() as connection:
            assert await small.publish_batch(connection) == 3
            assert await small.publish_batch(connection) == 0
            assert [event.process_id for event in await house.events(SPEAKER)] == [other]
            told = (await connection.execute(NOT_IN_THE_STREAM)).one()
        assert (told.on_the_way, told.parked) == (0, 1)
        async with transaction(engine) as db:
            [shown] = (await list_parked(db)).messages
        assert (shown.reason, shown.aggregate_id) == ("too_large", mine)
        with pytest.raises(Refusal, match="still_refused"):
            await small.try_again(shown.parked_id)
        relay = Relay(engine, sending(house))
        assert await relay.try_again(shown.parked_id)
        assert not await relay.try_again(shown.parked_id)
        async with running(relay):
            await until(lambda: published(house))
    assert [event.process_id for event in await house.events(SPEAKER)] == [other, mine, mine]


class RefusesOne(Sending):
    """A stream that answers, and refuses what is about this process; it counts how often."""

    def __init__(self, house: House, process_id: UUID) -> None:
        super().__init__(house.nats, stream_name(SPEAKER))
        self._process_id = str(process_id)
        self.refused = 0
        self.is_mended = False

    async def send(self, messages: Sequence[Message]) -> list[Exception | None]:
        taken = [one for one in messages if self.is_mended or one.headers["ce-subject"] != self._process_id]
        self.refused += len(messages) - len(taken)
        answers = dict(zip(map(id, taken), await super().send(taken), strict=True))
        refusal = BadRequestError(code=400, err_code=10071, description="wrong last sequence")
        return [answers.get(id(one), refusal) for one in messages]


async def test_what_a_stream_refuses_is_told_and_tried_again_while_the_others_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its own process waits behind it; nobody has to order it once the stream takes it."""
    mine, other = uuid4(), uuid4()
    refusing = RefusesOne(house, mine)
    async with an_outbox(house) as engine:
        await announce_all(house, engine, [mine, other], range(1, 3))
        relay = Relay(engine, refusing)
        async with engine.connect() as connection:
            assert await relay.publish_batch(connection) == 4
            assert await relay.publish_batch(connection) == 0
            told = (await connection.execute(NOT_IN_THE_STREAM)).one()
        assert (told.on_the_way, told.parked) == (0, 1)
        assert await versions_by_process(house) == {other: [1, 2]}
        async with transaction(engine) as db:
            [shown] = (await list_parked(db)).messages
        assert (shown.reason, shown.aggregate_id) == ("refused_by_the_stream", mine)
        tried = refusing.refused
        async with running(relay):
            await announce_one(house, engine, other, 3)
            await until(lambda: in_the_stream(house, other, 3))
            assert refusing.refused == tried  # its pause lasts
        monkeypatch.setattr(refused_rows, "_FIRST_PAUSE_S", 0)
        monkeypatch.setattr(refused_rows, "_LOOK_EVERY_S", 0.0)
        async with running(Relay(engine, refusing)):
            await until(lambda: counted_as_refused(house, 3))
            refusing.is_mended = True
            await until(lambda: published(house))
    assert await versions_by_process(house) == {other: [1, 2, 3], mine: [1, 2]}


async def in_the_stream(house: House, process_id: UUID, number: int) -> bool:
    return len((await versions_by_process(house)).get(process_id, [])) == number


async def counted_as_refused(house: House, times: int) -> bool:
    rows = await house.rows(SPEAKER, "SELECT times FROM failure")
    return bool(rows and rows[0][0] >= times)
