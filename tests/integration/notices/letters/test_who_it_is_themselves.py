"""Who is to be the supervisor, or to stand in, reads in their own letters that it is they, and until when."""

from datetime import date
from typing import Any

import pytest

from services.messages.contracts import ContractAmended, SignatureAsked
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, words_of

FROM, UNTIL = date(2027, 3, 1), date(2027, 4, 11)


@pytest.mark.parametrize(("until", "says"), [(UNTIL, "viimeinen päiväsi on 11.4.2027"), (None, "olet sinä.")])
async def test_the_letter_of_a_change_says_that_it_is_they_and_until_when(
    notices: House, commission: Commission, mailbox: Mailbox, until: date | None, says: str
) -> None:
    other = await person(notices, "toinen")
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    signed = commission.signed()
    parties = signed.parties.model_copy(update={"supervisor_id": other})
    facts: dict[str, Any] = {
        "version": 2,
        "supersedes": 1,
        "effective_from": FROM,
        "changes": ["supervisor_id"],
    }
    facts |= {"parties": parties, "until_day": until}
    await say(notices, ContractAmended.model_validate(signed.model_dump() | facts))
    words = " ".join(words_of(mailbox.to("toinen@kunta.example")[0]).split())
    assert says in words and ("sijainen" in words) is bool(until) and "Toinen" not in words.partition(",")[2]
    others = " ".join(words_of(mailbox.to("member@kunta.example")[0]).split())
    assert "Toinen Öhman" in others and "sinä" not in others
    assert ("Hän on sijainen 11.4.2027 asti" in others) is bool(until)


@pytest.mark.parametrize("until", [UNTIL, None])
async def test_whose_signature_is_asked_reads_whether_it_is_they_who_are_proposed(
    notices: House, commission: Commission, mailbox: Mailbox, until: date | None
) -> None:
    other = await person(notices, "toinen")
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    asked: dict[str, Any] = {"process_id": commission.process_id, "version": 2, "level": 0, "amends": True}
    asked |= {"supervisor_id": other, "effective_from": FROM, "until_day": until, "lapses_at": NOW}
    for party, who in ((Party.SUPERVISOR, other), (Party.SUPERVISEE, commission.people["member"])):
        await say(notices, SignatureAsked.model_validate(asked | {"party": party, "person_id": who}))
    own = " ".join(words_of(mailbox.to("toinen@kunta.example")[0]).split())
    assert "Sinua ehdotetaan" in own and "Toinen Öhman" not in own.partition(",")[2]
    assert ("viimeinen päiväsi olisi 11.4.2027" in own) is bool(until) and "Hän" not in own
    others = " ".join(words_of(mailbox.to("member@kunta.example")[0]).split())
    assert "ehdotetaan 1.3.2027 alkaen: Toinen Öhman" in others and "Sinua" not in others
