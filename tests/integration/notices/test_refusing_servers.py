"""Mail servers that say no for now: the mail waits for hours, the others go, and it arrives once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.messages.notices import CountNotices, NoticeCounts
from services.notices.mailing.replies import TRIED_FOR
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox
from tests.mail_servers import GREYLISTED, QUOTA, TOO_FAST


async def waiting(house: House) -> Sequence[Any]:
    return await house.rows(
        "notices", "select refusal, not_before from notice where status = 'waiting' and failed_at is not null"
    )


async def try_again(house: House) -> datetime:
    """The clock goes to the next try, which is made. Returns when that was."""
    [row] = await waiting(house)
    house.move_clock(max(row["not_before"], house.clock.now()))
    await house.quiet()
    at: datetime = row["not_before"]
    return at


@pytest.mark.parametrize(
    "refusal, reason", [(QUOTA, "quota"), (GREYLISTED, "greylisted"), (TOO_FAST, "rate")]
)
async def test_a_mail_that_a_server_does_not_take_for_some_hours_arrives_once(
    notices: House, commission: Commission, mailbox: Mailbox, refusal: str, reason: str
) -> None:
    mailbox.refusals["contact"] = refusal
    await say(notices, commission.received(), commission.signed())
    [row] = await waiting(notices)
    assert row["refusal"] == reason
    assert len(mailbox.mails) == 3
    while (await try_again(notices)) < NOW + timedelta(hours=6):
        pass
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=1, sent=3, dropped=0, refused=0)
    del mailbox.refusals["contact"]
    await try_again(notices)
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=0, sent=4, dropped=0, refused=0)
    assert len(mailbox.to("contact@kunta.example")) == 1


async def test_a_mail_that_is_not_taken_for_days_is_given_up_with_its_reason(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    mailbox.refusals["contact"] = QUOTA
    await say(notices, commission.received())
    while await waiting(notices):
        last = await try_again(notices)
    assert last >= NOW + TRIED_FOR
    [row] = await notices.rows("notices", "select status, refusal, reply from notice")
    assert tuple(row) == ("refused", "quota", "552 5.2.2")
