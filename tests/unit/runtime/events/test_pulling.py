"""What a stream hands out is taken; what somebody lays into the inbox is not."""

from types import SimpleNamespace
from typing import Any

import pytest
from nats.aio.msg import Msg

from services.runtime.events.pulling import Pull

HANDED_OUT = "$JS.ACK.DIRECTORY.notices.1.7.9.1767225600000000000.0"
OF_A_DOMAIN = "$JS.ACK._.account.DIRECTORY.notices.1.7.9.1767225600000000000.0"


def pull() -> Pull:
    broker: Any = SimpleNamespace(new_inbox=lambda: "_INBOX_notices.1")
    return Pull(broker, broker, "DIRECTORY", "notices")


@pytest.mark.parametrize(
    "reply",
    [
        "anybody.hears",
        "$JS.ACK",
        "$JS.ACK.a.b",
        "$JS.ACK.DIRECTORY.notices.x.y.z.w.v",
        f"{HANDED_OUT}.more",
        f"{HANDED_OUT}.more.and.more.x",
        f"$JS.ACK.DIRECTORY.notices.1.7.9.{'9' * 400}.0",
        f"$JS.ACK.DIRECTORY.notices.{'9' * 5000}.7.9.1767225600000000000.0",
    ],
)
async def test_a_message_that_no_stream_handed_out_is_passed_over(reply: str) -> None:
    """Taken for an event it could be neither handled nor parked, and would end its listener."""
    asked = pull()
    await asked._take(Msg(_client=asked._nats, subject="_INBOX_notices.1", reply=reply, data=b"{}"))
    assert not asked.waiting and not asked._news.is_set()


@pytest.mark.parametrize("reply", [HANDED_OUT, OF_A_DOMAIN, f"{OF_A_DOMAIN}.chance"])
async def test_what_a_stream_hands_out_waits_to_be_taken(reply: str) -> None:
    """And says where in the stream it is, which nobody has asked until then."""
    asked = pull()
    await asked._take(
        Msg(_client=asked._nats, subject="events.directory.person_named", reply=reply, data=b"{}")
    )
    assert len(asked.waiting) == 1 and asked._news.is_set()
    assert asked.waiting[0].metadata.sequence.stream == 7
