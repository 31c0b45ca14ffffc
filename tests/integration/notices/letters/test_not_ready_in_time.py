"""Letters of a contract that we completed after its first day, or, of a renewal, not in its time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.messages.contracts import (
    ConsentAsked,
    ContinuationTakenBack,
    ContractExpired,
    DraftOverdue,
    ProcessRenewed,
)
from services.messages.intake import SuccessorNumbered
from services.messages.promises import Promises
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.test_ends_before_the_signature import readers


def numbered(commission: Commission) -> SuccessorNumbered:
    return SuccessorNumbered(
        process_id=uuid4(),
        number="TO-1008",
        renews=commission.process_id,
        language="fi",
        complete_by=NOW,
        supervisor_id=commission.people["supervisor"],
        promises=Promises(),
    )


async def test_who_completes_it_is_reminded_with_the_day_and_what_has_lapsed_needs_no_reminder(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Their letter names the customer, of whom nobody tells here: it waits. A first contract's has no day."""
    await coordinator(notices)
    follows = numbered(commission)
    key = {"process_id": follows.process_id, "version": 1}
    late = DraftOverdue.model_validate(key | {"level": 2, "lapses_at": NOW})
    endless = DraftOverdue(process_id=commission.process_id, version=1, level=2)
    ours = {"organisation_id": uuid4()}
    first, follows = commission.received().model_copy(update=ours), follows.model_copy(update=ours)
    await say(notices, first, commission.signed(), follows, late, endless)
    asked = "select process_id, facts from notice where kind = 'contract_overdue' and status = 'waiting'"
    days = {row["process_id"]: "lapses_at" in row["facts"] for row in await notices.rows("notices", asked)}
    assert days == {follows.process_id: True, commission.process_id: False}
    await say(notices, ContractExpired.model_validate(key | {"unready": True}))
    assert [row["process_id"] for row in await notices.rows("notices", asked)] == [commission.process_id]


@pytest.mark.parametrize("goes_on", [True, False])
async def test_all_who_were_to_go_on_hear_once_that_it_was_not_ready(
    notices: House, commission: Commission, mailbox: Mailbox, goes_on: bool
) -> None:
    """Of the process before it, where that goes on still. It was our work, and nobody's signature was missing."""
    await coordinator(notices)
    people, follows = commission.people, numbered(commission)
    await say(notices, commission.received(), commission.signed(), commission.planned(2), follows)
    mailbox.mails.clear()
    told = [people["member"], people["medlem"], people["supervisor"]]
    key = {"process_id": follows.process_id, "version": 1, "told": told, "unready": True}
    lapsed = ContractExpired.model_validate(key | {"told_with": commission.process_id if goes_on else None})
    facts = {"process_id": commission.process_id, "successor_id": follows.process_id, "taken_back_at": NOW}
    opened = ContinuationTakenBack.model_validate(facts | {"lapsed": True, "unready": True})
    await say(notices, lapsed, *([opened] if goes_on else []))
    assert readers(mailbox) == {"contact", "member", "medlem", "supervisor", "coordinator"}
    assert len(mailbox.mails) == len(readers(mailbox))
    [mail] = mailbox.to("supervisor@kunta.example")
    assert "We are sorry" in words_of(mail) and "not signed" not in words_of(mail)
    if not goes_on:  # then it is to be chosen anew
        asks = {reader: words_of(mailbox.to(f"{reader}@kunta.example")[0]) for reader in readers(mailbox)}
        assert "the commissioner makes a new inquiry" in asks["supervisor"]
        assert {reader for reader, words in asks.items() if "/inquiry" in words} == {"contact"}
    [ours] = mailbox.to("coordinator@kunta.example")
    assert "ei viimeistelty määräajassa" in words_of(ours)


async def test_who_was_not_asked_to_sign_yet_hears_too_that_what_was_to_follow_lapsed_unsigned(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Who acts for the members has chosen that it goes on; their turn to sign would have come after the consents."""
    await coordinator(notices)
    people, follows = commission.people, numbered(commission)
    asked = ConsentAsked(process_id=follows.process_id, version=1, person_id=people["medlem"], level=0)
    await say(notices, commission.received(), commission.signed(), follows, asked)
    mailbox.mails.clear()
    members = [people["member"], people["medlem"], people["supervisor"]]
    await say(notices, ContractExpired(process_id=follows.process_id, version=1, told=members))
    assert readers(mailbox) == {"contact", "member", "medlem", "supervisor", "coordinator"}
    assert len(mailbox.mails) == len(readers(mailbox))
    mailbox.mails.clear()
    acts_outside = numbered(commission)
    lapsed = ContractExpired(process_id=acts_outside.process_id, version=1, told=[people["supervisor"]])
    await say(notices, acts_outside.model_copy(update={"number": "TO-1009"}), lapsed)
    assert readers(mailbox) == {"contact", "member", "supervisor", "coordinator"}


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("draft", "We are still preparing the contract. If we do not get it ready in time"),
        ("signing", "The contract is waiting for signatures. If not all sign in time"),
        ("signed", "goes on for a new term"),
    ],
)
@pytest.mark.parametrize("dated", [True, False])
async def test_on_the_last_morning_nobody_reads_that_it_goes_on_whose_contract_is_not_signed(
    notices: House, commission: Commission, mailbox: Mailbox, status: str, says: str, dated: bool
) -> None:
    follows = numbered(commission)
    await say(notices, commission.received(), commission.signed(), follows)
    mailbox.mails.clear()
    key = {"process_id": commission.process_id, "successor_id": follows.process_id, "renewed_at": NOW}
    known = {"successor_status": status, "lapses_at": NOW if dated and status != "signed" else None}
    await say(notices, ProcessRenewed.model_validate(key | known))
    assert readers(mailbox) == {"contact", "member", "supervisor"}
    [mail] = mailbox.to("supervisor@kunta.example")
    goes_on = status == "signed"
    words = words_of(mail)
    assert ("goes on" in mail["Subject"] and "goes on for" in words) is goes_on, words
    assert ("is not signed yet" in mail["Subject"] and "only once all have signed" in words) is not goes_on
    assert (says in words) is (dated or goes_on) and "TO-1008" in words
    assert "If the contract" not in words


@pytest.mark.parametrize(("days", "told"), [(1, True), (-1, False)])
async def test_a_first_day_that_is_past_is_not_said_to_be_when_it_begins(
    notices: House, commission: Commission, mailbox: Mailbox, days: int, told: bool
) -> None:
    first = local_date(NOW) + timedelta(days=days)
    key = {"process_id": commission.process_id, "version": 1, "level": 0}
    asked = {"person_id": commission.people["medlem"], "starts_on": first}
    await say(notices, commission.received(), ConsentAsked.model_validate(key | asked))
    [mail] = mailbox.to("medlem@kunta.example")
    assert ("börjar tidigast" in words_of(mail)) is told
