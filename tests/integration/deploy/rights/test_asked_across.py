"""What the table lets a program ask comes to whom it asks, who answers it in the asker's account."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from nats.aio.msg import Msg
from nats.errors import NoRespondersError

from deploy.rights.asked import programs
from deploy.rights.table import table
from services.runtime.broker.address import is_an_inbox
from tests.integration.deploy.rights.brokers import Known, broker
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.servers
ASKED = ("commands.", "viewed", "at_", "health.")
PARTS = b"x" * 524_288
"""As large as a part of a file is."""


def owner_of(subject: str) -> str:
    words = subject.split(".")
    name = words[2 if words[0].startswith("viewed") else 1]
    return "workflows" if name == "process" else name


def asked_by(user: str, *, local: bool) -> list[str]:
    """Each in full, of all whom it may ask; but of itself."""
    said = [one for one in table(local=local)[user].publish if one.startswith(ASKED)]
    each = {one.replace("viewed.*", "viewed.staff").replace("*", name) for one in said for name in programs()}
    return sorted(one for one in each if owner_of(one) != user)


@pytest.mark.parametrize("local", [True, False])
async def test_whatever_a_program_may_ask_is_answered_by_whom_it_asks(tmp_path: Path, local: bool) -> None:
    async with AsyncExitStack() as stack:
        url, seeds = await stack.enter_async_context(broker(tmp_path, local=local))
        known = {
            name: await stack.enter_async_context(Known(url, seeds, name))
            for name in (*programs(), "operator")
        }
        for name in programs():

            async def answer(message: Msg, of: Known = known[name], name: str = name) -> None:
                assert is_an_inbox(message.reply)
                told = {"by": name, "told": (message.headers or {}).get("told", "")}
                await of.nats.publish(message.reply, message.data, headers=told)

            for subject in table(local=local)[name].subscribe:
                if subject.startswith(ASKED):
                    await known[name].nats.subscribe(subject, queue=name, cb=answer)
            await known[name].nats.flush()
        for name in programs():
            for subject in asked_by(name, local=local):
                told = await known[name].nats.request(subject, b"{}", timeout=PATIENCE_S)
                assert (told.headers or {})["by"] == owner_of(subject), (name, subject)
        large = "at_portal.directory.find_person"
        told = await known["portal"].nats.request(large, PARTS, timeout=PATIENCE_S, headers={"told": "so"})
        assert (told.data, (told.headers or {})["told"]) == (PARTS, "so")
        for name in programs():
            told = await known["operator"].nats.request(f"commands.{name}.report_state", timeout=PATIENCE_S)
            assert (told.headers or {})["by"] == name
        await known["billing"].nats.drain()  # all that it hears it has let go of, when that is over
        with pytest.raises(NoRespondersError):
            await known["operator"].nats.request("commands.billing.report_state", timeout=PATIENCE_S)
