"""Letters about a trial: everybody is asked, reminded and told, and nobody hears who said what."""

from datetime import timedelta
from typing import Any, Literal

import pytest

from services.messages.contracts import (
    TrialAccepted,
    TrialAgreed,
    TrialAsked,
    TrialDecided,
    TrialOverdue,
    TrialPutOff,
    TrialReminded,
)
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of

EVERYBODY = {"contact", "supervisor", "member", "medlem"}
DUE = FIRST + timedelta(days=14)


def told(commission: Commission) -> dict[str, Any]:
    signed = commission.signed()
    return {
        "process_id": commission.process_id,
        "revision": 1,
        "terms": signed.terms,
        "parties": signed.parties,
        "price": "credited",
    }


def asked(commission: Commission) -> TrialAsked:
    facts = {"price_cents": 17500, "starts_at": [FIRST], "answer_until": NOW + timedelta(days=2)}
    return TrialAsked.model_validate(told(commission) | facts)


def agreed(commission: Commission) -> TrialAgreed:
    facts = {"agreed_at": NOW, "reminder_at": DUE, "due_at": DUE, "lapses_at": DUE}
    return TrialAgreed.model_validate(told(commission) | facts)


def decided(commission: Commission, outcome: str, *, agreed: bool = True, free: bool = False) -> TrialDecided:
    parties = commission.signed().parties
    facts = {"process_id": commission.process_id, "outcome": outcome, "decided_at": NOW, "parties": parties}
    return TrialDecided.model_validate(facts | {"agreed": agreed, "free": free})


def readers(mailbox: Mailbox) -> set[str]:
    found = {one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails}
    assert len(found) == len(mailbox.mails)
    return found


async def test_the_customer_is_promised_no_calendar_and_reads_the_times_on_the_page(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    mailbox.mails.clear()
    await say(notices, agreed(commission))
    for who, invited in (("contact", False), ("member", True), ("supervisor", True)):
        [mail] = mailbox.to(f"{who}@kunta.example")
        text = words_of(mail)
        calendar = ("kalenteriisi", "till din kalender", "to your calendar")
        page = ("koejakson sivulta", "prövoperiodens sida", "on the page of the trial")
        told_where = any(one in text for one in calendar), any(one in text for one in page)
        assert told_where == (invited, not invited), who


async def test_everybody_is_asked_and_told_once_when_all_have_said_yes(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    mailbox.mails.clear()
    for _ in range(2):
        await say(notices, asked(commission))
    assert readers(mailbox) == EVERYBODY
    mailbox.mails.clear()
    yes = TrialAccepted(
        process_id=commission.process_id,
        revision=1,
        party=Party.SUPERVISEE,
        person_id=commission.people["member"],
        accepted_at=NOW,
    )
    await say(notices, yes, agreed(commission), commission.planned(1).model_copy(update={"trial": True}))
    to_all = [mail for mail in mailbox.mails if not mail.is_multipart()]
    plans = [mail for mail in mailbox.mails if mail.is_multipart()]
    assert len(to_all) == len(EVERYBODY) and len(plans) == len(EVERYBODY) - 1
    titles = [str(one["Subject"]) for one in plans]
    assert all(
        one.startswith(("Koejakson", "Prövoperiodens", "The sessions of the trial")) for one in titles
    ), titles
    for mail in to_all:
        said = words_of(mail)
        assert any(one in said for one in ("olet sopimassa", "kommer överens", "those who agree")), said


async def test_who_is_to_take_part_reads_what_it_is_why_they_are_asked_and_that_it_is_voluntary(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    mailbox.mails.clear()
    await say(notices, asked(commission))
    said = {mail["To"].addresses[0].addr_spec.split("@")[0]: words_of(mail) for mail in mailbox.mails}
    told = {
        "member": ("Sinut on nimetty", "vapaaehtoista", "olet tulossa"),
        "medlem": ("Du är", "frivilligt", "ska delta"),
    }
    for who, words in told.items():
        assert [one for one in words if one not in said[who]] == [], said[who]
    for who in EVERYBODY - told.keys():
        assert not any(one in said[who] for one in ("vapaaehtoista", "voluntary", "frivilligt")), said[who]


async def test_who_was_asked_hears_that_it_is_put_off_and_the_coordinators_prepare_it_anew(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await say(notices, commission.received(), asked(commission))
    mailbox.mails.clear()
    off = TrialPutOff(process_id=commission.process_id, revision=1, why="unanswered", act_by=NOW)
    await say(notices, off)
    assert readers(mailbox) == {*EVERYBODY, "coordinator"}


async def test_after_a_no_the_coordinators_are_to_talk_with_them_and_nobody_reads_whose_it_was(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await say(notices, commission.received(), asked(commission))
    mailbox.mails.clear()
    off = {"process_id": commission.process_id, "revision": 1, "why": "unanswered", "act_by": NOW}
    for _ in range(2):
        await say(notices, TrialPutOff.model_validate(off | {"declined": True}))
    assert readers(mailbox) == {*EVERYBODY, "coordinator"}
    [own] = [mail for mail in mailbox.mails if "coordinator" in mail["To"]]
    assert "said no" in words_of(own) or "sanoi ei" in words_of(own)
    for mail in mailbox.mails:
        assert mail is own or ("sanoi ei" not in words_of(mail) and "said no" not in words_of(mail))


async def test_who_has_not_decided_is_reminded_and_after_the_day_the_coordinators_are_told(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await say(notices, commission.received(), agreed(commission))
    mailbox.mails.clear()
    person_id, process_id = commission.people["supervisor"], commission.process_id
    await say(notices, TrialReminded(process_id=process_id, person_id=person_id, due_at=DUE))
    assert readers(mailbox) == {"supervisor"}
    mailbox.mails.clear()
    await say(notices, TrialOverdue(process_id=process_id, act_by=NOW, lapses_at=DUE))
    assert readers(mailbox) == {"coordinator"}


@pytest.mark.parametrize("outcome", ["go", "no_go", "lapsed"])
async def test_everybody_hears_what_was_decided_and_nobody_by_whom(
    notices: House,
    commission: Commission,
    mailbox: Mailbox,
    outcome: Literal["go", "no_go", "lapsed"],
) -> None:
    await say(notices, commission.received(), agreed(commission))
    mailbox.mails.clear()
    for _ in range(2):
        await say(notices, decided(commission, outcome))
    assert readers(mailbox) == EVERYBODY
    customer = next(mail for mail in mailbox.mails if "contact" in mail["To"])
    assert "ei jatku" in words_of(customer) or outcome == "go"
    for secret in ("Medlem", "lapsed", "no_go"):
        assert secret not in words_of(customer)


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize("outcome", ["no_go", "lapsed"])
async def test_a_trial_that_cost_nothing_is_not_said_to_be_invoiced(
    notices: House, commission: Commission, mailbox: Mailbox, outcome: str, free: bool
) -> None:
    await say(notices, commission.received())
    mailbox.mails.clear()
    await say(notices, decided(commission, outcome, free=free))
    customer = words_of(next(mail for mail in mailbox.mails if "contact" in mail["To"]))
    assert ("laskutetaan" in customer, "eivät maksa mitään" in customer) == (not free, free)


async def test_one_that_was_never_held_does_not_begin_and_the_coordinators_hear_that_it_lapsed(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await say(notices, commission.received(), asked(commission))
    mailbox.mails.clear()
    await say(notices, decided(commission, "lapsed", agreed=False))
    assert readers(mailbox) == {*EVERYBODY, "coordinator"}
    customer = words_of(next(mail for mail in mailbox.mails if "contact" in mail["To"]))
    assert "ei ala" in customer and "laskutetaan" not in customer
