"""The letter that asks a group about its goal says whether that is to go on, and else nothing of what is asked."""

from uuid import uuid4

import pytest

from services.messages.sessions import GoalChangeProposed
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of


@pytest.mark.parametrize("kind", ["carry", "words", "share"])
async def test_who_is_asked_whether_a_goal_goes_on_reads_so(
    notices: House, commission: Commission, mailbox: Mailbox, kind: str
) -> None:
    await say(notices, commission.received(), commission.signed(), commission.planned(1))
    mailbox.mails.clear()
    about = {"process_id": commission.process_id, "goal_id": uuid4(), "kind": kind, "proposed_at": NOW}
    await say(notices, GoalChangeProposed.model_validate(about | {"asked": [commission.people["member"]]}))
    [mail] = mailbox.mails
    words = words_of(mail)
    assert ("jatkuisi seuraavalla kaudella" in words) is (kind == "carry")
    assert ("muuttaa ryhmän yhteistä tavoitetta" in words) is (kind != "carry")
    assert ("kaikki pysyy ennallaan" in words) is (kind != "carry")
