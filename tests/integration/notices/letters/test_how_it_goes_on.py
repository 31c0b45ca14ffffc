"""Both sides and the supervisor hear how a process goes on, once that is decided."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.messages.contracts import (
    Choice,
    ContinuationChosen,
    ContinuationSaid,
    ContinuationTakenBack,
)
from services.messages.sessions import GoalsToCarryOn
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of

LAST_DAY = date(2027, 12, 15)


@pytest.mark.parametrize(
    ("choice", "said", "unsaid"),
    [
        ("renew", "jatkuu uudella kaudella", "päättyy"),
        ("close", "päättyy sopimuksen viimeisenä päivänä.", "uudella kaudella"),
    ],
)
async def test_the_parties_hear_once_what_is_decided_and_nobody_before(
    notices: House, commission: Commission, mailbox: Mailbox, choice: Choice, said: str, unsaid: str
) -> None:
    """Not who has said it, nor anything of one side's word alone."""
    await say(notices, commission.received(), commission.signed(), commission.planned(1))
    mailbox.mails.clear()
    about = {"process_id": commission.process_id, "choice": choice}
    await say(notices, ContinuationSaid.model_validate(about | {"party": Party.COMMISSIONER}))
    assert mailbox.mails == []
    successor = uuid4() if choice == "renew" else None
    chosen: dict[str, Any] = about | {"successor_id": successor, "chosen_at": NOW, "ends_on": LAST_DAY}
    for _ in range(2):
        await say(notices, ContinuationChosen.model_validate(chosen))
    readers = sorted(one["To"].addresses[0].username for one in mailbox.mails)
    assert readers == ["contact", "member", "supervisor"]
    [told] = mailbox.to("contact@kunta.example")
    assert said in words_of(told) and unsaid not in words_of(told)
    assert "Viimeinen päivä: 15.12.2027" in words_of(told)


async def test_of_one_from_before_its_last_day_was_said_they_hear_without_that_day(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """A service of the release before tells it so, while this one is being put in its place."""
    await say(notices, commission.received(), commission.signed(), commission.planned(1))
    mailbox.mails.clear()
    about = {"process_id": commission.process_id, "choice": "close", "successor_id": None}
    await say(notices, ContinuationChosen.model_validate(about | {"chosen_at": NOW}))
    for reader in ("contact", "member", "supervisor"):
        assert len(mailbox.to(f"{reader}@kunta.example")) == 1
    [told] = mailbox.to("contact@kunta.example")
    assert "päättyy sopimuksen viimeisenä päivänä." in words_of(told)
    assert "Viimeinen päivä:" not in words_of(told)


async def test_a_member_hears_that_it_is_taken_back_and_is_asked_for_no_goal_of_it_any_more(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Their mailbox had put off what asked them."""
    people = commission.people
    await say(notices, commission.received(), commission.signed(), commission.planned(1))
    mailbox.mails.clear()
    mailbox.refusals |= {"medlem": "451 4.7.1 greylisted"}
    await say(
        notices, GoalsToCarryOn(process_id=commission.process_id, asked=[people["medlem"]], asked_at=NOW)
    )
    taken = {"process_id": commission.process_id, "successor_id": uuid4(), "taken_back_at": NOW}
    await say(notices, ContinuationTakenBack.model_validate(taken))
    mailbox.refusals = {}
    notices.move_clock(notices.clock.now() + timedelta(hours=6))
    await notices.quiet()
    [told] = mailbox.to("medlem@kunta.example")
    assert "har tagits tillbaka" in words_of(told)
