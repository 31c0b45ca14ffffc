"""Who is the customer and comes alone is asked about another supervisor, and not told that others decide it."""

from datetime import date

import pytest

from services.messages.contracts import AmendmentDrafted, SignatureAsked
from services.messages.sessions import SessionsHandedOver
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.letters.alone import comes_alone
from tests.integration.notices.mailbox import Mailbox, words_of

FROM, UNTIL = date(2027, 2, 15), date(2027, 4, 15)


@pytest.mark.parametrize("until_day", [None, UNTIL])
async def test_who_is_alone_has_one_letter_about_another_supervisor(
    notices: House, commission: Commission, mailbox: Mailbox, until_day: date | None
) -> None:
    await comes_alone(notices, commission, mailbox)
    people, about = commission.people, {"process_id": commission.process_id, "version": 2}
    other = {"supervisor_id": people["member"], "until_day": until_day, "effective_from": FROM}
    drafted = {
        "supersedes": 1,
        "changes": ["supervisor_id"],
        "asks": [Party.SUPERVISEE, Party.SUPERVISOR],
        "members": True,
        "tells": [Party.COMMISSIONER],
        "lapses_at": None,
    }
    asked = {"party": Party.SUPERVISEE, "person_id": people["contact"], "level": 0, "amends": True}
    await say(
        notices,
        AmendmentDrafted.model_validate(about | other | drafted),
        SignatureAsked.model_validate(about | other | asked | {"asked_at": NOW}),
    )
    [mail] = mailbox.to("contact@kunta.example")
    assert "Nyt on sinun vuorosi allekirjoittaa" in words_of(mail)


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("until_day", [None, UNTIL])
async def test_to_who_is_alone_no_group_has_agreed_to_it(
    notices: House, commission: Commission, mailbox: Mailbox, until_day: date | None, alone: bool
) -> None:
    await comes_alone(notices, commission, mailbox, alone)
    people = commission.people
    reader = "contact" if alone else "member"
    handed = {"process_id": commission.process_id, "version": 2, "from_day": FROM, "until_day": until_day}
    who = {"former_supervisor_id": people["supervisor"], "supervisor_id": people["medlem"]}
    none = {"sessions": [], "moved_ids": [], "waiting": 0, "attendee_ids": [people[reader], people["medlem"]]}
    await say(notices, SessionsHandedOver.model_validate(handed | who | none))
    [mail] = mailbox.to(f"{reader}@kunta.example")
    agreed = "kuten olet hyväksynyt" if alone else "kuten ryhmä on hyväksynyt"
    assert agreed in words_of(mail)
