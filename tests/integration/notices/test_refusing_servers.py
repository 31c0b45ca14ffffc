"""Mail servers that say no for now, and our own that fails: the mail waits, the others go, and it arrives once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from services.messages.notices import CountNotices, NoticeCounts
from services.notices.mailing.answers import answers_too_often
from services.notices.mailing.replies import TRIED_FOR
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox
from tests.mail_servers import GREYLISTED, QUOTA, TOO_FAST


async def waiting(house: House) -> Sequence[Any]:
    return await house.rows(
        "notices", "select refusal from notice where status = 'waiting' and failed_at is not null"
    )


async def go_to(house: House, moment: datetime) -> None:
    """What is due by then is tried once."""
    house.move_clock(moment)
    await house.quiet()


@pytest.mark.parametrize(
    "refusal, reason", [(QUOTA, "quota"), (GREYLISTED, "greylisted"), (TOO_FAST, "rate")]
)
async def test_a_mail_that_a_server_does_not_take_for_some_hours_arrives_once(
    notices: House, commission: Commission, mailbox: Mailbox, refusal: str, reason: str
) -> None:
    mailbox.refusals["supervisor"] = refusal
    await say(notices, commission.received(), commission.signed())
    assert [row["refusal"] for row in await waiting(notices)] == [reason]
    await go_to(notices, NOW + timedelta(hours=9))
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=1, sent=3, dropped=0, refused=0)
    del mailbox.refusals["supervisor"]
    await go_to(notices, NOW + timedelta(hours=14))
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=0, sent=4, dropped=0, refused=0)
    assert len(mailbox.to("supervisor@kunta.example")) == 1


async def test_a_mail_that_is_not_taken_for_days_is_given_up_with_its_reason(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    mailbox.refusals["contact"] = QUOTA
    await say(notices, commission.received())
    await go_to(notices, NOW + TRIED_FOR - timedelta(hours=1))
    assert len(await waiting(notices)) == 1
    await go_to(notices, NOW + TRIED_FOR + timedelta(hours=4))
    [row] = await notices.rows("notices", "select status, refusal, reply from notice")
    assert tuple(row) == ("refused", "quota", "552 5.2.2")


@pytest.mark.parametrize("ends", ["hangs up", "421 4.3.0 not now"])
async def test_a_mail_over_which_the_server_ends_the_talk_holds_up_nobody_elses(
    notices: House, commission: Commission, mailbox: Mailbox, ends: str
) -> None:
    """Held to be a server that is away, the oldest mail would be tried for ever, and all others behind it."""
    if ends == "hangs up":
        mailbox.hangs_up_on = "contact"
    else:
        mailbox.refusals["contact"] = ends
    await say(notices, commission.received(), commission.signed())
    assert {row["refusal"] for row in await waiting(notices)} == {"put_off"}
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=2, sent=2, dropped=0, refused=0)
    mailbox.hangs_up_on = ""
    mailbox.refusals.pop("contact", None)
    await go_to(notices, NOW + timedelta(hours=1))
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=0, sent=4, dropped=0, refused=0)


async def test_a_letter_over_which_the_database_fails_is_put_off_and_the_others_go(
    notices: House, commission: Commission, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd: list[Any] = []

    async def failing(connection: Any, notice: Any, **told: Any) -> bool:
        if not odd or notice.notice_id in odd:
            odd.append(notice.notice_id)
            await connection.execute(sa.text("SELECT 1 / 0"))
        return await answers_too_often(connection, notice, **told)

    monkeypatch.setattr("services.notices.mailing.preparing.answers_too_often", failing)
    await say(notices, commission.received(), commission.signed())
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=1, sent=3, dropped=0, refused=0)
    monkeypatch.undo()
    await go_to(notices, NOW + timedelta(hours=1))
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=0, sent=4, dropped=0, refused=0)
