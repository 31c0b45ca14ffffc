"""Two doors with directory behind them, a person, and the mails with codes that would be sent to them."""

import asyncio
import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
from nats.aio.msg import Msg

from services.messages.directory import RegisterPerson, RelatePerson, Relation
from services.messages.envelope import Done
from services.messages.notices import MailSignInCode
from tests.founder import FOUNDER
from tests.house import House
from tests.patience import PATIENCE_S

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
EMAIL = "aino@example.org"


async def person(house: House, email: str = EMAIL, relation: Relation | None = None) -> UUID:
    person_id = uuid4()
    await house.ask(
        RegisterPerson(
            person_id=person_id,
            given_name="Aino",
            family_name="Laine",
            email=email,
            language="fi",
            as_of=NOW,
        )
    )
    if relation:
        await house.ask(RelatePerson(person_id=person_id, relation=relation, given_by=FOUNDER, as_of=NOW))
    return person_id


class Mailbox:
    """In the place of notices: what it is asked to mail."""

    def __init__(self) -> None:
        self.orders: asyncio.Queue[MailSignInCode] = asyncio.Queue()

    @classmethod
    async def open(cls, house: House) -> "Mailbox":
        mailbox = cls()

        async def keep(message: Msg) -> None:
            mailbox.orders.put_nowait(MailSignInCode.model_validate_json(message.data))
            await message.respond(Done().model_dump_json().encode())

        await house.stand_in(MailSignInCode, keep)
        return mailbox

    async def next(self) -> MailSignInCode:
        return await asyncio.wait_for(self.orders.get(), PATIENCE_S)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def heading(answer: httpx.Response) -> str:
    found = re.search(r"<h1>(.*?)</h1>", answer.text, re.S)
    return found.group(1).strip() if found else ""
