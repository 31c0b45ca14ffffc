"""A commission whose customer is the only one who takes part."""

from services.messages.contracts import Parties
from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.mailbox import Mailbox


async def comes_alone(house: House, commission: Commission, mailbox: Mailbox, alone: bool = True) -> None:
    """Signed and planned, with two sessions. alone: else two others take part, and the first acts for both."""
    people = commission.people
    members = [people["contact"]] if alone else [people["member"], people["medlem"]]
    parties = Parties(
        commissioner_id=people["contact"],
        representative_id=members[0],
        supervisee_ids=members,
        supervisor_id=people["supervisor"],
    )
    signed = commission.signed().model_copy(update={"parties": parties})
    there = {"attendee_ids": [*members, people["supervisor"]]}
    await say(house, commission.received(), signed, commission.planned(2).model_copy(update=there))
    mailbox.mails.clear()
