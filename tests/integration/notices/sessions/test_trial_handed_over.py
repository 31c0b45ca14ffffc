"""A trial's supervisor leaves before it is decided: who says it now, and what is told to whom from then on."""

from datetime import timedelta

from services.messages.contracts import TrialHandedOver
from services.messages.directory import SupervisorLeaves
from services.messages.sessions import SessionLeftOut
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.test_trial_letters import DUE, agreed, readers

AFTER = FIRST + timedelta(days=1)


async def handed_over(notices: House, commission: Commission, mailbox: Mailbox) -> None:
    """The session was held, and its supervisor's last day is that of it; another one is chosen on the day after."""
    house = notices
    tried = commission.planned(1).model_copy(update={"trial": True, "wake_at": None})
    await say(house, commission.received(), agreed(commission), tried)
    house.move_clock(AFTER)
    former, new = commission.people["supervisor"], await person(house, "uusi")
    house.versions.setdefault(("directory", former), 1)
    await say(house, SupervisorLeaves(supervisor_id=former, last_day=local_date(FIRST)))
    parties = commission.signed().parties.model_copy(update={"supervisor_id": new})
    mailbox.mails.clear()
    facts = {"process_id": commission.process_id, "former_id": former, "decide_by": DUE, "parties": parties}
    await say(house, TrialHandedOver.model_validate(facts))


async def test_all_but_who_leaves_read_once_who_says_it_now_and_by_when(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await handed_over(notices, commission, mailbox)
    assert readers(mailbox) == {"contact", "member", "medlem", "uusi"}
    by = local_date(DUE - timedelta(seconds=1))
    for mail in mailbox.mails:
        words = words_of(mail)
        assert "Uusi Öhman" in words and f"{by.day}.{by.month}.{by.year}" in words, words


async def test_what_is_left_out_of_the_trial_is_told_to_who_is_chosen_and_not_to_who_has_left(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await handed_over(notices, commission, mailbox)
    notices.move_clock(AFTER + timedelta(days=1))
    mailbox.mails.clear()
    facts = {"process_id": commission.process_id, "session_id": commission.sessions[0], "number": 1}
    await say(notices, SessionLeftOut.model_validate(facts | {"trial": True, "agreed": True}))
    assert readers(mailbox) == {"contact", "member", "medlem", "uusi"}
    [told] = mailbox.to("member@kunta.example")
    assert "Työnohjaaja: Uusi" not in words_of(told)
