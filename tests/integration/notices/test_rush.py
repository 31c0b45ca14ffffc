"""Letters that fall due together, and those that they lead to, ask the same once."""

import time
from collections import Counter
from typing import Any

import pytest

from services.notices.mailing import sending
from services.runtime.commands.asking import Asker
from tests.house import House
from tests.integration.notices.builders import Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox
from tests.integration.notices.test_sent_anew import proposed


async def test_a_letter_to_a_role_asks_once_who_has_it_and_who_reads_answers(
    notices: House, commission: Commission, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It becomes one for each of them first, and these are another batch."""
    await coordinator(notices)
    await say(notices, commission.received())
    mailbox.mails.clear()
    asked: Counter[str] = Counter()
    batches: list[int] = []
    ask_anew, send_batch = Asker._ask, sending.send_batch

    async def counted(asker: Asker, command: Any, subject: str, *more: Any) -> Any:
        asked[subject] += 1
        return await ask_anew(asker, command, subject, *more)

    async def noted(*given: Any) -> int:
        batches.append(await send_batch(*given))
        return batches[-1]

    monkeypatch.setattr(Asker, "_ask", counted)
    monkeypatch.setattr(sending, "send_batch", noted)
    monkeypatch.setattr(sending, "_SAME_ANSWERS_S", 60.0)
    await say(notices, proposed(commission))
    assert (len(mailbox.mails), batches) == (1, [1, 1])
    assert asked["commands.directory.show_staff"] == 1


def test_an_answer_is_kept_for_a_second_at_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asks:
        def for_one_batch(self) -> object:
            return object()

    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    rush = sending._Rush(Asks())  # type: ignore[arg-type]
    first = rush.asker()
    now += sending._SAME_ANSWERS_S / 2
    assert rush.asker() is first
    now += sending._SAME_ANSWERS_S / 2
    assert rush.asker() is not first
