"""Letters of a year that ends early: whether what was to follow is off, and of what ends before it begins."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.messages.contracts import (
    ContinuationChosen,
    ContinuationTakenBack,
    ContractExpired,
    ContractGivenUp,
    EarlierEndProposed,
)
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, coordinator, say
from tests.integration.notices.letters.test_not_ready_in_time import numbered
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.test_ends_before_the_signature import readers

DAY = date(2027, 1, 20)


def proposed(commission: Commission, **facts: object) -> EarlierEndProposed:
    key = {"process_id": commission.process_id, "number": 1, "by": Party.SUPERVISEE, "last_day": DAY}
    asked = {"answer_by": DAY - timedelta(days=5), "asked": [Party.COMMISSIONER, Party.SUPERVISOR]}
    return EarlierEndProposed.model_validate(key | asked | facts)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"renewal_off": True}, "the renewal is off"),
        ({"successor_stands": False}, "lapses before it has begun"),
        ({"successor_stands": True}, "begins on its day"),
        ({}, ""),
    ],
)
async def test_who_is_asked_about_an_earlier_day_reads_what_becomes_of_what_follows(
    notices: House, commission: Commission, mailbox: Mailbox, facts: dict[str, object], says: str
) -> None:
    await say(notices, commission.received(), commission.signed(), commission.planned(2))
    mailbox.mails.clear()
    await say(notices, proposed(commission, **facts))
    words = " ".join(words_of(mailbox.to("supervisor@kunta.example")[0]).split())
    every = ("the renewal is off", "lapses before it has begun", "begins on its day")
    assert [one for one in every if one in words] == ([says] if says else [])


@pytest.mark.parametrize("how", ["agreed", "at_once", "notice"])
async def test_all_who_heard_of_the_renewal_hear_once_that_it_is_off(
    notices: House, commission: Commission, mailbox: Mailbox, how: str
) -> None:
    await coordinator(notices)
    people, follows = commission.people, numbered(commission)
    await say(notices, commission.received(), commission.signed(), commission.planned(2), follows)
    mailbox.mails.clear()
    everybody = [people["member"], people["medlem"], people["supervisor"]]
    key = {"process_id": commission.process_id, "by": Party.SUPERVISEE, "last_day": DAY}
    cut = {"session_ids": [], "attendee_ids": everybody, "renewal_off": follows.process_id}
    cut |= {"agreed": how == "agreed", "at_once": how == "at_once", "to_decide": False}
    gone = ContractGivenUp(
        process_id=follows.process_id,
        version=1,
        asked=everybody,
        given_up_at=NOW,
        told_with=commission.process_id,
    )
    await say(notices, gone, SeriesCutShort.model_validate(key | cut))
    assert readers(mailbox) == {"contact", "member", "medlem", "supervisor", "coordinator"}
    assert len(mailbox.mails) == len(readers(mailbox))
    for reader, says in (
        ("supervisor", "the contract of the next term is not made"),
        ("member", "seuraavan kauden sopimusta ei tehdä"),
        ("medlem", "avtalet för nästa period ingås inte"),
    ):
        words = " ".join(words_of(mailbox.to(f"{reader}@kunta.example")[0]).split())
        assert says in words and "TO-1008" in words, words


@pytest.mark.parametrize("how", ["agreed", "at_once", "notice"])
async def test_what_ends_before_its_first_day_is_said_to_lapse_and_nothing_of_a_last_day(
    notices: House, commission: Commission, mailbox: Mailbox, how: str
) -> None:
    await say(notices, commission.received(), commission.signed(), commission.planned(2))
    mailbox.mails.clear()
    people = commission.people
    everybody = [people["member"], people["medlem"], people["supervisor"]]
    key = {"process_id": commission.process_id, "by": Party.SUPERVISEE, "last_day": DAY, "standing": 0}
    cut = {"session_ids": commission.sessions, "attendee_ids": everybody, "review_waived": True}
    cut |= {"agreed": how == "agreed", "at_once": how == "at_once", "to_decide": False}
    cut |= {"unbegun_from": date(2027, 2, 1)}
    await say(notices, SeriesCutShort.model_validate(key | cut))
    for reader, says, never in (
        (
            "supervisor",
            "was to begin on 1 February 2027",
            ("last day", "until that day", "final review", "Later"),
        ),
        ("member", "piti alkaa 1.2.2027", ("viimeinen päivä", "Siihen päivään", "Loppuarvio", "Myöhemmät")),
        ("medlem", "skulle ha börjat 1.2.2027", ("sista dag", "Fram till den", "Slututvärd", "senare")),
    ):
        words = " ".join(words_of(mailbox.to(f"{reader}@kunta.example")[0]).split())
        assert says in words, words
        assert [one for one in never if one in words] == [], words


async def test_the_parties_of_the_year_before_hear_why_it_is_open_again(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    facts = {"process_id": commission.process_id, "successor_id": uuid4(), "taken_back_at": NOW}
    await say(notices, ContinuationTakenBack.model_validate(facts | {"terminated": True}))
    words = " ".join(words_of(mailbox.to("supervisor@kunta.example")[0]).split())
    assert "was ended before it had begun" in words and "taken back" not in words


async def test_who_chose_reads_from_when_until_when_it_goes_on_and_by_when_its_contract_is_ready(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    key = {"process_id": commission.process_id, "choice": "renew", "successor_id": uuid4(), "chosen_at": NOW}
    days = {"starts_on": date(2028, 1, 1), "next_ends_on": date(2028, 12, 31), "ends_on": date(2027, 12, 31)}
    mailbox.mails.clear()
    await say(notices, ContinuationChosen.model_validate(key | days | {"lapses_at": NOW}))
    words = " ".join(words_of(mailbox.to("supervisor@kunta.example")[0]).split())
    assert "The next term: 1 January 2028 – 31 December 2028" in words and "the renewal lapses" in words
    mailbox.mails.clear()
    later = {"chosen_at": NOW + timedelta(minutes=1)}
    await say(notices, ContinuationChosen.model_validate(key | later))
    assert "The next term" not in words_of(mailbox.to("supervisor@kunta.example")[0])


async def test_who_was_never_asked_to_sign_what_lapsed_is_led_to_its_page_and_to_no_link_of_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    people, follows = commission.people, numbered(commission)
    await say(notices, commission.received(), commission.signed(), follows)
    mailbox.mails.clear()
    told = [people["member"], people["medlem"], people["supervisor"]]
    await say(notices, ContractExpired(process_id=follows.process_id, version=1, told=told, unready=True))
    for reader in ("member", "medlem"):
        words = words_of(mailbox.to(f"{reader}@kunta.example")[0])
        assert "/processes/TO-1008" in words and "/sign/" not in words, words
