"""Nobody hears a command: whether its service is gone, or lacks only this command's answer, is asked once."""

import json
from typing import Any

import pytest
from nats.aio.msg import Msg
from nats.errors import NoRespondersError

from services.messages.billing import ShowSeller
from services.runtime.commands.asking import Asker, services_judge
from services.runtime.commands.refusal import Unavailable


class Broker:
    """says: what the service says of its health; none where it does not stand."""

    is_connected = True

    def __init__(self, says: dict[str, Any] | None) -> None:
        self.says = says
        self.asked: list[str] = []

    async def request(self, subject: str, body: bytes, **_: object) -> Msg:
        self.asked.append(subject)
        if self.says is None or not subject.startswith("health."):
            raise NoRespondersError
        return Msg(None, data=json.dumps(self.says).encode())  # type: ignore[arg-type]  # nobody answers it


@pytest.mark.parametrize(("says", "is_gone"), [(None, True), ({}, False), ({"away": []}, False)])
async def test_a_service_that_does_not_even_say_how_it_is_is_away_and_is_not_asked_again(
    says: dict[str, Any] | None, is_gone: bool
) -> None:
    broker = Broker(says)
    asker = Asker(broker)  # type: ignore[arg-type]  # all of a broker that is used
    with pytest.raises(Unavailable) as found:
        await asker(ShowSeller(), of="billing")
    assert found.value.is_gone is is_gone and broker.asked.count("health.billing") == 1
    suspicion = services_judge(asker)(found.value)
    assert suspicion and suspicion.who == "billing"
    assert (suspicion.answers is None) is is_gone
