"""A reminder goes while its session may be called off for nothing, says until when, and follows what is agreed anew."""

from datetime import datetime, timedelta

from services.messages.sessions import FreeLimit, FreeLimitsChanged
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned

SAYS = "Tapaamisen voi perua tai siirtää maksutta viimeistään"


async def _waiting(notices: House) -> set[datetime]:
    rows = await notices.rows("notices", "select not_before from notice where kind = 'session_reminder'")
    return {row["not_before"] for row in rows}


async def test_another_limit_is_followed_by_what_waits(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)
    second = FIRST + timedelta(days=14)
    usual = {one - timedelta(days=1) for one in (FIRST, second)}
    assert await _waiting(notices) == usual

    async def limited(free_until: datetime | None) -> None:
        limit = FreeLimit(session_id=commission.sessions[1], free_until=free_until)
        await say(notices, FreeLimitsChanged(process_id=commission.process_id, sessions=[limit]))

    await limited(second - timedelta(days=6, hours=9))
    assert await _waiting(notices) == {FIRST - timedelta(days=1), second - timedelta(days=8)}
    await limited(None)
    assert await _waiting(notices) == usual
    facts = await notices.rows("notices", "select facts from notice where kind = 'session_reminder'")
    assert not any("free_until_at" in row["facts"] for row in facts)


async def test_it_goes_before_the_last_free_day_and_says_until_when(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    series = commission.planned(1)
    until = FIRST - timedelta(hours=48)
    [one] = series.sessions
    free = series.model_copy(update={"sessions": [one.model_copy(update={"free_until": until})]})
    await say(notices, commission.received(), commission.signed(), free)
    mailbox.mails.clear()
    friday = FIRST - timedelta(days=5)
    assert await _waiting(notices) == {friday}
    notices.move_clock(friday)
    await notices.quiet()
    [mail] = mailbox.to("member@kunta.example")
    assert f"{SAYS} 18.1.2027 klo 9.00 (Helsingin aikaa)." in words_of(mail)
    assert len(mailbox.mails) == 3
