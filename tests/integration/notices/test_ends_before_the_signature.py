"""Letters of what begins on the telephone or ends before it is signed: entered, withdrawn, refused, given up."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.messages.contracts import (
    ConsentAsked,
    ConsentGiven,
    ConsentRefused,
    ContinuationTakenBack,
    ContractExpired,
    ContractGivenUp,
    ContractWithdrawn,
    MeetingArranged,
    MeetingHeld,
    MeetingWaived,
    SigningDeclined,
)
from services.messages.intake import InquiryWithdrawn, SuccessorNumbered, SupervisorMatched
from services.messages.promises import Promises
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of


def readers(mailbox: Mailbox) -> set[str]:
    return {one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails}


async def test_who_was_entered_for_is_asked_to_confirm_and_hears_when_it_is_asked_back(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await say(notices, commission.received().model_copy(update={"entered": True}))
    [entered] = mailbox.mails
    assert readers(mailbox) == {"contact"}
    assert "/confirm/" in words_of(entered) and entered["Subject"]
    mailbox.mails.clear()
    for _ in range(2):
        await say(
            notices,
            InquiryWithdrawn(process_id=commission.process_id, withdrawn_at=NOW, by_staff=False),
        )
    assert readers(mailbox) == {"contact", "coordinator"} and len(mailbox.mails) == 2


async def test_a_members_no_a_partys_no_and_the_end_without_a_paper_are_told_to_whom_they_concern(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await say(notices, commission.received())
    key = {"process_id": commission.process_id, "version": 1}
    people = commission.people
    await say(notices, ConsentAsked(**key, person_id=people["medlem"], level=0))
    no = ConsentRefused(**key, person_id=people["medlem"], refused_at=NOW, refusing=1, act_by=NOW)
    yes = ConsentGiven(**key, person_id=people["medlem"], consented_at=NOW)
    changed = yes.model_copy(update={"after_no": True, "consented_at": NOW + timedelta(minutes=1)})
    declined = SigningDeclined(**key, party=Party.COMMISSIONER, complete_by=NOW)
    given_up = ContractGivenUp(**key, asked=[people["member"], people["medlem"]], given_up_at=NOW)
    for event, told in (
        (no, {"coordinator"}),
        (yes, set()),
        (changed, {"coordinator"}),
        (declined, {"coordinator"}),
        (given_up, {"contact", "medlem"}),
    ):
        mailbox.mails.clear()
        await say(notices, event)
        assert readers(mailbox) == told, type(event).__name__
        for mail in mailbox.mails:
            assert "TO-1007" in words_of(mail) and "Medlem Öhman ei" not in words_of(mail)


async def test_only_who_had_a_link_hears_that_it_opens_nothing_and_they_hear_of_the_end_too(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    key = {"process_id": commission.process_id, "version": 1}
    people = commission.people
    both = [people["member"], people["medlem"]]
    await say(notices, ConsentAsked(**key, person_id=people["medlem"], level=0))
    again = {"complete_by": NOW, "reminders_at": []}
    for event, told in (
        (ContractWithdrawn(**key, asked=both, **again), {"contact", "medlem"}),
        (ContractWithdrawn(**key | {"version": 2}, asked=both, **again), {"contact"}),
        (ContractGivenUp(**key | {"version": 3}, asked=[], given_up_at=NOW), {"contact", "medlem"}),
    ):
        mailbox.mails.clear()
        await say(notices, event)
        assert readers(mailbox) == told, event
        assert len(mailbox.mails) == len(told)


async def test_who_heard_of_a_paper_hears_of_its_end_and_is_led_to_what_they_may_open(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """A member by their link; whose turn had not come has heard of nothing, but the supervisor's place is free."""
    people = commission.people
    matched = SupervisorMatched(
        process_id=commission.process_id,
        supervisor_id=people["supervisor"],
        matched_at=NOW,
        reminders_at=[NOW],
    )
    key = {"process_id": commission.process_id, "version": 1}
    asked = ConsentAsked(**key, person_id=people["medlem"], level=0)
    await say(notices, commission.received(), matched, asked)
    both = [people["member"], people["medlem"]]
    pages = {"contact": "/processes/TO-1007", "medlem": "/sign/", "supervisor": "/processes/TO-1007"}
    for event, told in (
        (ContractGivenUp(**key, asked=both, given_up_at=NOW), {"contact", "medlem"}),
        (ContractExpired(**key, told=[*both, people["supervisor"]]), {"contact", "medlem", "supervisor"}),
    ):
        mailbox.mails.clear()
        await say(notices, event)
        assert readers(mailbox) == told
        for mail in mailbox.mails:
            assert pages[mail["To"].addresses[0].username] in words_of(mail)


async def test_a_renewal_that_lapses_is_told_to_its_supervisor_and_the_coordinators(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Who is to go on is known from the day on which it was chosen; the contract before tells what it means for it."""
    await coordinator(notices)
    await say(notices, commission.received(), commission.signed())
    follows, people = uuid4(), commission.people
    numbered = SuccessorNumbered(
        process_id=follows,
        number="TO-1008",
        renews=commission.process_id,
        language="fi",
        complete_by=NOW,
        supervisor_id=people["supervisor"],
        promises=Promises(),
    )
    await say(notices, numbered)
    mailbox.mails.clear()
    told = [people["member"], people["supervisor"]]
    lapsed = ContractExpired(process_id=follows, version=1, told=told, told_with=commission.process_id)
    await say(notices, lapsed)
    assert readers(mailbox) == {"contact", "supervisor", "coordinator"}
    mailbox.mails.clear()
    key = {"process_id": commission.process_id, "successor_id": follows, "taken_back_at": NOW}
    await say(notices, ContinuationTakenBack.model_validate(key | {"lapsed": True}))
    [mail] = mailbox.to("supervisor@kunta.example")
    assert "was not signed in time" in words_of(mail) and "taken back" not in words_of(mail)


@pytest.mark.parametrize("planned", [False, True])
async def test_taking_a_choice_back_is_one_letter_to_each_party_and_one_to_whoever_else_was_asked(
    notices: House, commission: Commission, mailbox: Mailbox, planned: bool
) -> None:
    """The contract that was to follow is given up with it. planned: the members come to sessions of the old one."""
    await say(
        notices, commission.received(), commission.signed(), *([commission.planned(2)] if planned else [])
    )
    follows = uuid4()
    numbered = SuccessorNumbered(
        process_id=follows,
        number="TO-1008",
        renews=commission.process_id,
        language="fi",
        complete_by=NOW,
        organisation_id=commission.signed().terms.organisation_id,
        promises=Promises(),
    )
    await say(notices, numbered)
    mailbox.mails.clear()
    asked = [commission.people["member"], commission.people["medlem"]]
    await say(
        notices, ConsentAsked(process_id=follows, version=1, person_id=commission.people["medlem"], level=0)
    )
    mailbox.mails.clear()
    given_up = ContractGivenUp(
        process_id=follows, version=1, asked=asked, given_up_at=NOW, told_with=commission.process_id
    )
    taken = ContinuationTakenBack(process_id=commission.process_id, successor_id=follows, taken_back_at=NOW)
    await say(notices, given_up, taken)
    told = sorted(one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails)
    assert len(told) == len(set(told)) and "contact" in told and "medlem" in told


async def test_the_time_of_the_three_way_meeting_is_told_to_those_concerned_and_another_time_too(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    mailbox.mails.clear()
    people = commission.people
    for days in (1, 2):
        told = MeetingArranged(
            process_id=commission.process_id,
            starts_at=NOW + timedelta(days=days),
            supervisor_id=people["supervisor"],
            supervisee_ids=[people["medlem"]],
        )
        await say(notices, told)
        assert readers(mailbox) == {"contact", "supervisor", "medlem"}
        assert len(mailbox.mails) == 3
        mailbox.mails.clear()


@pytest.mark.parametrize("days, off", [(None, True), (-1, True), (2, False)])
async def test_who_was_told_of_its_time_hears_that_it_is_off(
    notices: House, commission: Commission, mailbox: Mailbox, days: int | None, off: bool
) -> None:
    """days: on which it was held, counted from now; none: it was left out."""
    await say(notices, commission.received())
    about: dict[str, Any] = {"process_id": commission.process_id}
    over = MeetingHeld(**about, held_on=NOW.date() + timedelta(days=days)) if days else MeetingWaived(**about)
    mailbox.mails.clear()
    await say(notices, over)
    assert mailbox.mails == [], "nobody was told of a time"
    people = commission.people
    who = {"supervisor_id": people["supervisor"], "supervisee_ids": [people["medlem"]]}
    await say(notices, MeetingArranged(**about, **who, starts_at=NOW + timedelta(days=2)))
    mailbox.mails.clear()
    for _ in range(2):
        await say(notices, over)
    assert readers(mailbox) == ({"contact", "supervisor", "medlem"} if off else set())
