"""A change of a contract comes too late, or to nothing: who hears of it, and in which words."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import AmendmentEnded, AmendmentTooLate, EarlierEndProposed, SignatureAsked
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned


@pytest.mark.parametrize(
    ("ended_as", "with_end", "says"),
    [("lapsed", False, "Sopimus jatkuu"), ("terminated", False, "Sopimus päättyy"), ("terminated", True, "")],
)
async def test_nobody_reads_that_the_contract_goes_on_when_a_change_of_it_ends_with_it(
    notices: House, commission: Commission, mailbox: Mailbox, ended_as: str, with_end: bool, says: str
) -> None:
    """An early end is told by its own letters."""
    await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    asked = [commission.people[name] for name in ("member", "medlem")]
    told = {"process_id": commission.process_id, "version": 2, "ended_as": ended_as, "asked": asked}
    told |= {"told_with_end": with_end}
    await say(notices, AmendmentEnded.model_validate(told | {"parties": list(Party)}))
    for reader in ("contact", "member", "medlem", "supervisor", "coordinator"):
        assert len(mailbox.to(f"{reader}@kunta.example")) == int(bool(says)), reader
    for mail in mailbox.to("member@kunta.example"):
        assert says in words_of(mail) and words_of(mail).count("Sopimus ") == 1


OFF = ("muutos raukeaa samalla", "ändring av avtalet som hade föreslagits faller", "falls with it: nobody")


@pytest.mark.parametrize("how", ["agreed", "at_once", "notice"])
@pytest.mark.parametrize(
    ("concerned", "readers"),
    [
        (list(Party), {"contact", "member", "medlem", "supervisor", "coordinator"}),
        ([Party.COMMISSIONER, Party.SUPERVISOR], {"contact", "supervisor", "coordinator"}),
        ([], set()),
    ],
)
async def test_whom_a_change_concerned_reads_in_the_letter_of_an_early_end_that_it_falls(
    notices: House,
    commission: Commission,
    mailbox: Mailbox,
    how: str,
    concerned: list[Party],
    readers: set[str],
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    attendees = [commission.people[name] for name in ("member", "medlem", "supervisor")]
    cut = {"process_id": commission.process_id, "by": Party.SUPERVISEE, "last_day": FIRST.date()}
    cut |= {"session_ids": [], "attendee_ids": attendees, "amendment_off": concerned, "to_decide": False}
    cut |= {"agreed": how == "agreed", "at_once": how == "at_once"}
    await say(notices, SeriesCutShort.model_validate(cut))
    told = {
        mail["To"].addresses[0].addr_spec.split("@")[0]
        for mail in mailbox.mails
        if any(one in " ".join(words_of(mail).split()) for one in OFF)
    }
    assert told == readers


@pytest.mark.parametrize("concerned", [[Party.SUPERVISOR], []])
async def test_who_is_asked_about_an_earlier_end_reads_what_falls_with_it_where_it_concerns_them(
    notices: House, commission: Commission, mailbox: Mailbox, concerned: list[Party]
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    asked = {
        "process_id": commission.process_id,
        "number": 1,
        "by": Party.SUPERVISEE,
        "last_day": FIRST.date(),
    }
    asked |= {"answer_by": FIRST.date(), "asked": [Party.COMMISSIONER, Party.SUPERVISOR]}
    await say(notices, EarlierEndProposed.model_validate(asked | {"amendment_off": concerned}))
    [customers] = mailbox.to("contact@kunta.example")
    [supervisors] = mailbox.to("supervisor@kunta.example")
    assert "muutos raukeaa" not in words_of(customers)
    assert ("the change comes to nothing" in " ".join(words_of(supervisors).split())) is bool(concerned)


async def test_who_was_to_be_the_supervisor_hears_it_also_where_the_contract_ends_early(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    told = {"process_id": commission.process_id, "version": 2, "ended_as": "terminated", "asked": []}
    told |= {"parties": [Party.SUPERVISEE], "supervisor_id": commission.people["contact"]}
    await say(notices, AmendmentEnded.model_validate(told | {"told_with_end": True, "awaited": True}))
    [mail] = mailbox.mails
    assert mail["To"].addresses[0].addr_spec == "contact@kunta.example"
    assert "Sopimus päättyy, eikä" in words_of(mail) and "odottaa yhä" not in words_of(mail)


@pytest.mark.parametrize(
    ("facts", "said"),
    [({}, "lomakkeella on valmiina"), ({"supervisor_id": uuid4()}, "ehdota toista työnohjaajaa uudelleen")],
)
async def test_only_a_coordinator_hears_that_a_change_comes_too_late_and_nobody_is_reminded_of_it(
    notices: House, commission: Commission, mailbox: Mailbox, facts: dict[str, UUID], said: str
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    asked = {"process_id": commission.process_id, "version": 2, "party": Party.COMMISSIONER, "level": 0}
    asked |= {
        "person_id": commission.people["contact"],
        "lapses_at": FIRST + timedelta(days=90),
        "amends": True,
    }
    await say(notices, SignatureAsked.model_validate(asked))
    mailbox.mails.clear()
    late = {"process_id": commission.process_id, "version": 2, "effective_from": FIRST.date()}
    event = AmendmentTooLate.model_validate(late | facts | {"act_by": FIRST})
    await say(notices, event)
    [mail] = mailbox.to("coordinator@kunta.example")
    assert said in " ".join(words_of(mail).split())
    assert "voi enää allekirjoittaa" in words_of(mail) and "/amendment" in words_of(mail)
    assert mailbox.mails == [mail]
    answered = "SELECT kind FROM notice WHERE answered_at IS NOT NULL"
    assert [row["kind"] for row in await notices.rows("notices", answered)] == ["amendment_to_sign"]


@pytest.mark.parametrize("came_too_late", [True, False])
async def test_of_a_change_that_came_too_late_everybody_reads_why_it_came_to_nothing(
    notices: House, commission: Commission, mailbox: Mailbox, came_too_late: bool
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    told = {"process_id": commission.process_id, "version": 2, "ended_as": "withdrawn", "asked": []}
    told |= {"parties": list(Party), "came_too_late": came_too_late}
    await say(notices, AmendmentEnded.model_validate(told))
    [mail] = mailbox.to("contact@kunta.example")
    assert "Sopimus jatkuu" in words_of(mail)
    assert ("kirjattiin ennen kuin kaikki" in words_of(mail)) is came_too_late


async def test_who_was_to_be_the_supervisor_hears_that_it_came_to_nothing(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    told = {"process_id": commission.process_id, "version": 2, "ended_as": "lapsed", "asked": []}
    told |= {"parties": [Party.SUPERVISEE], "supervisor_id": commission.people["contact"], "awaited": True}
    await say(notices, AmendmentEnded.model_validate(told))
    [mail] = mailbox.to("contact@kunta.example")
    assert "/sign/" in words_of(mail)
    assert "odottaa yhä toista työnohjaajaa" in words_of(mail) and "sellaisena kuin" not in words_of(mail)
