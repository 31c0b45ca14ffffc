"""What a stream says of each of many messages that were sent at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from nats.aio.msg import Msg
from nats.errors import BadSubjectError
from nats.errors import TimeoutError as NoAnswer
from nats.js.errors import APIError, NoStreamResponseError

from services.runtime.events import sending as module
from services.runtime.events.sending import Sending
from services.runtime.events.streams import stream_name
from tests.house import House
from tests.integration.runtime.outbox.acts import sending
from tests.integration.runtime.small_services import SPEAKER

OURS = f"events.{SPEAKER}.contract_expired"
OF_ANOTHER = "events.intake.inquiry_submitted"


@dataclass
class Sent:
    subject: str
    payload: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Nats-Msg-Id": str(uuid4())})


async def test_each_has_its_own_answer_in_the_order_in_which_they_were_sent(house: House) -> None:
    to = sending(house)
    sent = [Sent(OURS), Sent(OF_ANOTHER), Sent("of nobody"), Sent("nobody.listens"), Sent(OURS)]
    first, other, bad, nobody, last = await to.send(sent)
    assert first is None and last is None
    assert isinstance(other, APIError) and other.description == "expected stream does not match"
    assert isinstance(bad, BadSubjectError)
    assert isinstance(nobody, NoStreamResponseError)
    assert await there(house) == 2


async def test_what_is_sent_again_is_there_once(house: House) -> None:
    to, sent = sending(house), [Sent(OURS) for _ in range(30)]
    assert await to.send(sent) == [None] * 30
    assert await to.send(sent[10:]) == [None] * 20
    assert await there(house) == 30


async def test_nothing_is_sent_and_nothing_waited_for(house: House) -> None:
    assert await sending(house).send([]) == []


class SaysLater(Sending):
    """Its broker's answers to the first batch come once the second is on its way."""

    late: Sequence[Msg] = ()

    async def _take(self, answer: Msg) -> None:
        if self._batch == 1:
            self.late = [*self.late, answer]
            return
        for one in self.late:
            await super()._take(one)
        self.late = ()
        await super()._take(answer)


async def test_who_is_not_answered_in_time_is_told_so_and_a_late_answer_is_nobodys(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = SaysLater(house.nats, stream_name(SPEAKER))
    with monkeypatch.context() as hurried:
        hurried.setattr(module, "_ANSWERED_WITHIN_S", 0.2)
        with pytest.raises(NoAnswer):
            await to.send([Sent(OF_ANOTHER), Sent(OURS)])
    assert await to.send([Sent(OURS), Sent(OF_ANOTHER)]) != [None, None]
    assert await there(house) == 2


class HearsMore(Sending):
    """Somebody who knows its inbox answers first, under places where nothing was sent."""

    async def _until_all_are_answered(self) -> None:
        for place in (7, 8, 9):
            await self._take(Msg(self._nats, subject=f"{self._inbox}.{self._batch}.{place}", data=b"{}"))
        await super()._until_all_are_answered()


async def test_an_answer_to_what_was_not_sent_stands_for_none_that_was(house: House) -> None:
    to = HearsMore(house.nats, stream_name(SPEAKER))
    assert await to.send([Sent(OURS) for _ in range(3)]) == [None] * 3
    assert await there(house) == 3


async def there(house: House) -> int:
    return (await house.jetstream.stream_info(stream_name(SPEAKER))).state.messages
