"""Letters to a customer go to whoever acts for it when they are sent, not to who asked or signed once."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.messages import contracts, intake, sessions
from services.messages.directory import EndRelation, RegisterOrganisation, RelatePerson
from services.messages.envelope import Event
from services.messages.values import Address, Party
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, person, say
from tests.integration.notices.letters.sent import told
from tests.integration.notices.mailbox import Mailbox

TOWN = UUID("0190a0a0-0000-7000-8000-00000000f001")
LAST_DAY = date(2027, 12, 15)


async def act(house: House, person_id: UUID, *, ends: bool = False) -> None:
    """The letters that say so are sent by then."""
    facts = {"person_id": person_id, "relation": "hr", "organisation_id": TOWN, "as_of": NOW}
    order = EndRelation(ended_by=FOUNDER, **facts) if ends else RelatePerson(given_by=FOUNDER, **facts)
    await house.ask(order)
    await house.quiet()


@pytest.fixture
async def left(notices: House, commission: Commission) -> Commission:
    """A town's process; who asked for it acts for the town no more."""
    await notices.ask(
        RegisterOrganisation(
            organisation_id=TOWN,
            name="Järvikunta",
            business_id="0201256-6",
            kind="public",
            language="fi",
            address=Address(street="Kirkkokatu 1", postal_code="33100", town="Tampere"),
            invoice_email="laskut@kunta.example",
            as_of=NOW,
        )
    )
    await act(notices, commission.people["contact"])
    await act(notices, commission.people["contact"], ends=True)
    decided = intake.ScreeningDecided(
        process_id=commission.process_id,
        outcome=intake.ScreeningOutcome.SUPERVISION,
        organisation_id=TOWN,
        decided_at=NOW,
        reminders_at=[],
    )
    await say(notices, commission.received(), decided)
    return commission


def to_the_customer(process: Commission) -> list[Event]:
    """Everything that is written to it, from the proposal to the end."""
    process_id, contact = process.process_id, process.people["contact"]
    sent = intake.ProposalSent(
        process_id=process_id,
        price_cents=17500,
        valid_until=date(2027, 1, 29),
        sent_at=NOW,
        reminders_at=DEADLINES[:1],
        expires_at=DEADLINES[-1],
    )
    asked = {"process_id": process_id, "version": 1, "party": Party.COMMISSIONER, "person_id": contact}
    return [
        sent,
        intake.StepOverdue(process_id=process_id, step="proposal_answer", level=1),
        contracts.SignatureAsked(**asked, level=0),
        contracts.SignatureAsked(**asked, level=1),
        process.signed(),
        sessions.ReviewDue(process_id=process_id, kind="interim", due_at=DEADLINES[0]),
        continuation(process),
        contracts.ProcessClosed(process_id=process_id, closed_at=NOW),
    ]


def continuation(process: Commission) -> contracts.ContinuationDue:
    return contracts.ContinuationDue(
        process_id=process.process_id,
        ends_on=LAST_DAY,
        commissioner_id=process.people["contact"],
        representative_id=process.people["member"],
    )


async def test_every_letter_goes_to_who_acts_for_the_customer_now(
    notices: House, left: Commission, mailbox: Mailbox
) -> None:
    await act(notices, await person(notices, "successor"))
    told(mailbox)
    events = to_the_customer(left)
    for days, event in enumerate(events):
        notices.move_clock(NOW + timedelta(days=days, hours=1))
        await say(notices, event)
    readers = [reader for reader, _ in told(mailbox)]
    assert readers.count("successor") == len(events)
    assert "contact" not in readers


async def test_who_is_named_gets_it_alone_while_they_act_and_else_all_who_do(
    notices: House, left: Commission, mailbox: Mailbox
) -> None:
    for name in ("first", "second"):
        await act(notices, await person(notices, name))
    await say(notices, left.signed())
    asked = continuation(left)
    told(mailbox)
    await say(notices, asked)
    assert {reader for reader, _ in told(mailbox)} == {"first", "second", "member"}
    await act(notices, left.people["contact"])
    told(mailbox)
    await say(notices, asked.model_copy(update={"ends_on": LAST_DAY + timedelta(days=1)}))
    assert {reader for reader, _ in told(mailbox)} == {"contact", "member"}


async def test_a_letter_waits_while_nobody_acts_and_goes_to_who_is_named_then(
    notices: House, left: Commission, mailbox: Mailbox
) -> None:
    await say(notices, left.signed())
    told(mailbox)
    await say(notices, continuation(left))
    assert {reader for reader, _ in told(mailbox)} == {"member"}
    await act(notices, await person(notices, "successor"))
    told(mailbox)
    notices.move_clock(NOW + timedelta(hours=1, minutes=1))
    await notices.quiet()
    assert {reader for reader, _ in told(mailbox)} == {"successor"}


@pytest.mark.parametrize("contact_acts", [False, True])
async def test_whoever_has_the_proposal_hears_once_that_its_inquiry_was_asked_back(
    notices: House, left: Commission, mailbox: Mailbox, contact_acts: bool
) -> None:
    """Who asked has a letter of their own."""
    for name in ("contact",) if contact_acts else ("member", "medlem"):
        await act(notices, left.people[name])
    await say(notices, to_the_customer(left)[0])
    mailbox.mails.clear()
    off = {"process_id": left.process_id, "withdrawn_at": NOW, "by_staff": True, "offered": True}
    await say(notices, intake.InquiryWithdrawn.model_validate(off))
    got = sorted(one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails)
    assert got == (["contact"] if contact_acts else ["contact", "medlem", "member"])


async def test_of_a_test_that_is_withdrawn_nobody_gets_a_letter(
    notices: House, left: Commission, mailbox: Mailbox
) -> None:
    mailbox.mails.clear()
    off = {"process_id": left.process_id, "withdrawn_at": NOW, "by_staff": True, "is_test": True}
    await say(notices, intake.InquiryWithdrawn.model_validate(off))
    assert mailbox.mails == []


async def test_a_proposal_that_waits_for_a_reader_never_goes_once_its_inquiry_was_asked_back(
    notices: House, left: Commission, mailbox: Mailbox
) -> None:
    mailbox.mails.clear()
    off = {"process_id": left.process_id, "withdrawn_at": NOW, "by_staff": True, "offered": True}
    await say(notices, to_the_customer(left)[0], intake.InquiryWithdrawn.model_validate(off))
    await act(notices, left.people["member"])
    notices.move_clock(NOW + timedelta(days=2))
    await notices.quiet()
    subjects = [one["Subject"] for one in mailbox.mails]
    assert not [one for one in subjects if one.startswith("Tarjous työnohjauksesta")], subjects
