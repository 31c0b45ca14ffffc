"""What waits for a person's answer goes once more, by itself, to the address to which theirs was changed."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.messages import contracts, directory, intake
from services.messages.values import Party
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox
from tests.integration.notices.test_links_and_answered import asked

RIGHT = "right@kunta.example"


async def put_right(house: House, person_id: UUID, email: str = RIGHT, by: UUID = FOUNDER) -> None:
    await house.ask(directory.ChangeAddress(person_id=person_id, email=email, changed_by=by, as_of=NOW))
    await house.quiet()


def subjects(mailbox: Mailbox, address: str) -> list[str]:
    return [str(one["Subject"]) for one in mailbox.to(address)]


def proposed(commission: Commission, until: date = date(2027, 1, 29)) -> intake.ProposalSent:
    return intake.ProposalSent(
        process_id=commission.process_id,
        price_cents=17500,
        valid_until=until,
        sent_at=NOW,
        reminders_at=DEADLINES[:1],
        expires_at=DEADLINES[-1],
    )


@pytest.mark.parametrize("by", ["staff", "themselves"])
async def test_who_has_another_address_gets_there_what_waits_for_them_once_and_nothing_else(
    notices: House, commission: Commission, mailbox: Mailbox, by: str
) -> None:
    """Also of several letters about one thing: the stranger had the first, and a reminder."""
    member = commission.people["member"]
    await say(notices, commission.received(), asked(commission, Party.SUPERVISEE))
    await say(notices, asked(commission, Party.SUPERVISEE, level=1))
    notices.move_clock(NOW + timedelta(days=2))
    await notices.quiet()
    before = subjects(mailbox, "member@kunta.example")
    await put_right(notices, member, by=FOUNDER if by == "staff" else member)
    assert subjects(mailbox, RIGHT) == before[:1] and len(before) == 2
    await put_right(notices, member, "again@kunta.example")
    assert subjects(mailbox, "again@kunta.example") == before[:1]
    assert mailbox.to(RIGHT)[0].get_content() != mailbox.to("again@kunta.example")[0].get_content()


async def test_what_has_been_answered_or_is_over_is_not_asked_for_again(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    of_it = {"process_id": commission.process_id, "version": 2}
    signed = contracts.SignatureGiven.model_validate(
        of_it | {"party": "supervisee", "person_id": commission.people["member"], "signed_at": NOW}
    )
    await say(notices, commission.received(), asked(commission, Party.SUPERVISEE), signed)
    await put_right(notices, commission.people["member"])
    assert not mailbox.to(RIGHT)


async def test_a_proposal_and_what_never_arrived_go_to_the_right_address_too(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """It had gone to whoever acts for the customer; the address was nobody's."""
    mailbox.refusals["contact"] = "550 5.1.1 no such user"
    await say(notices, commission.received(), proposed(commission))
    await put_right(notices, commission.people["contact"])
    assert len(mailbox.to(RIGHT)) == 1 and "/proposal" in mailbox.to(RIGHT)[0].get_content()
    await put_right(notices, commission.people["contact"], "other@kunta.example")
    assert len(mailbox.to("other@kunta.example")) == 1
    answered = intake.ProposalAnswered(
        process_id=commission.process_id, answer="accept", answered_at=NOW, reminders_at=[], complete_by=None
    )
    await say(notices, answered)
    await put_right(notices, commission.people["contact"], "third@kunta.example")
    assert not mailbox.to("third@kunta.example")
