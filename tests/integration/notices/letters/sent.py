"""What arrived in the mailbox, and services that answer what a letter asks of them."""

import json
from typing import Any

from tests.house import House
from tests.integration.notices.builders import Commission
from tests.integration.notices.mailbox import Mailbox


def told(mailbox: Mailbox) -> list[tuple[str, str]]:
    """Address and subject of each mail since last asked, in order of both."""
    found = sorted((mail["To"].addresses[0].username, mail["Subject"]) for mail in mailbox.mails)
    mailbox.mails.clear()
    return found


async def answer_as(house: House, command: Any, reply: dict[str, Any]) -> list[dict[str, Any]]:
    """Answers a command for a service that is not open; returns what it was asked, growing."""
    asked: list[dict[str, Any]] = []

    async def answer(message: Any) -> None:
        asked.append(json.loads(message.data))
        await message.respond(json.dumps(reply).encode())

    await house.stand_in(command, answer)
    return asked


def inquiry_card(commission: Commission) -> dict[str, Any]:
    unknown = dict.fromkeys(
        ("organisation_id", "contact_id", "suggestion", "outcome", "outcome_reason", "supervisor_id")
    )
    return unknown | {
        "process_id": str(commission.process_id),
        "number": "TO-1007",
        "status": "received",
        "audience": "group",
        "headcount": 5,
        "language": "fi",
        "organisation_name": "Järvikunta",
    }
