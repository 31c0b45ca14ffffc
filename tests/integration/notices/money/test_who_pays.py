"""Who pays for a customer, and acts in nothing else for it, is told of money: once a person, however many roles."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.messages.billing import DisputeOpened, DisputeResolved, ItemKind, LateChangeCharged
from services.messages.contracts import EndingConfirmed
from services.messages.envelope import Event
from services.messages.intake import ScreeningDecided, ScreeningOutcome
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party
from tests.house import House
from tests.integration.directory.builders import organisation, relate
from tests.integration.notices.builders import NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned


@pytest.fixture
async def payer(notices: House, commission: Commission, mailbox: Mailbox) -> UUID:
    """Pays for the town, whose process it is by now and for which the contact acts."""
    town, pays = await organisation(notices), await person(notices, "maksaja", "sv")
    await relate(notices, commission.people["contact"], "hr", town)
    await relate(notices, pays, "payer", town)
    await planned(notices, commission, mailbox, 3)
    decided = {
        "process_id": commission.process_id,
        "outcome": ScreeningOutcome.SUPERVISION,
        "reminders_at": [],
    }
    told = decided | {"organisation_id": town, "decided_at": NOW}
    await say(notices, ScreeningDecided.model_validate(told))
    mailbox.mails.clear()
    return pays


def ended(process: Commission) -> dict[str, object]:
    """With notice, and two sessions after its last day."""
    whose = [process.people["member"]]
    of = {"by": Party.COMMISSIONER, "session_ids": process.sessions[1:], "attendee_ids": whose}
    return of | {"last_day": date(2027, 1, 31)}


async def test_of_an_end_that_costs_nothing_who_pays_hears_nothing(
    notices: House, commission: Commission, mailbox: Mailbox, payer: UUID
) -> None:
    about = {"process_id": commission.process_id, "fee_percent": 0}
    await say(notices, SeriesCutShort.model_validate(about | ended(commission)))
    assert mailbox.to("maksaja@kunta.example") == []
    [told] = mailbox.to("contact@kunta.example")
    assert "Peruminen ei maksa mitään." in words_of(told)


def of_money(process: Commission) -> list[Event]:
    about = {"process_id": process.process_id}
    late = {"session_id": process.sessions[1], "number": 2, "performed_on": date(2027, 2, 3)}
    cost = about | late | {"percent": 100, "net_cents": 26500}
    disputed = about | {"dispute_id": uuid4(), "opened_by": process.people["contact"]}
    claim = {
        "claim": "not_held",
        "items": 1,
        "invoice_number": 1001,
        "by_itself": False,
        "opened_at": NOW,
        "open_since": NOW,
    }
    return [
        LateChangeCharged.model_validate(cost | {"kind": ItemKind.CANCELLED}),
        LateChangeCharged.model_validate(cost | {"kind": ItemKind.LATE_MOVED}),
        EndingConfirmed.model_validate(about | {"charges": True}),
        SeriesCutShort.model_validate(about | ended(process) | {"fee_percent": 50}),
        DisputeOpened.model_validate(disputed | claim),
        DisputeResolved.model_validate(
            disputed | {"outcome": "upheld", "percent": 50, "resolved_at": NOW, "open_since": None}
        ),
    ]


async def test_who_pays_hears_what_something_costs_and_what_is_disputed(
    notices: House, commission: Commission, mailbox: Mailbox, payer: UUID
) -> None:
    for event in of_money(commission):
        mailbox.mails.clear()
        await say(notices, event)
        [theirs] = mailbox.to("maksaja@kunta.example")
        assert "sköter beställarens fakturor" in words_of(theirs), event
        assert "Supervisor Öhman" not in words_of(theirs), event
        assert len(mailbox.to("contact@kunta.example")) == 1, event


async def test_one_person_with_both_roles_has_one_letter(
    notices: House, commission: Commission, mailbox: Mailbox, payer: UUID
) -> None:
    town = await notices.rows("directory", "SELECT organisation_id FROM relation WHERE person_id = $1", payer)
    await relate(notices, commission.people["contact"], "payer", town[0]["organisation_id"])
    await relate(notices, payer, "hr", town[0]["organisation_id"])
    await notices.quiet()
    for event in of_money(commission):
        mailbox.mails.clear()
        await say(notices, event)
        for name in ("contact", "maksaja"):
            assert len(mailbox.to(f"{name}@kunta.example")) == 1, (event, name)


async def test_who_pays_for_another_department_hears_nothing(
    notices: House, commission: Commission, mailbox: Mailbox, payer: UUID
) -> None:
    other = await organisation(notices, "Ähtärin kaupunki")
    await relate(notices, await person(notices, "muu"), "payer", other)
    for event in of_money(commission):
        await say(notices, event)
    theirs = [words_of(one) for one in mailbox.to("muu@kunta.example")]
    assert all(commission.received().number not in one for one in theirs), theirs
