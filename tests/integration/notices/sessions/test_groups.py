"""What is told of a group: who leaves it, who acts for it, and what is not released."""

from datetime import timedelta

from services.messages.contracts import (
    ContinuationDue,
)
from services.messages.sessions import (
    RepresentativeAsked,
    RepresentativeProposed,
    RepresentativeRefused,
    ReviewDone,
    ReviewRefused,
)
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, coordinator, person, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned, settling


async def test_who_takes_part_no_longer_gets_their_calendar_cleared_and_no_more_letters(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, commission.left("medlem"))
    [mail] = mailbox.to("medlem@kunta.example")
    gone = entries(mail)
    assert {(one["method"], one["status"], int(one["sequence"])) for one in gone} == {
        ("CANCEL", "CANCELLED", 1)
    }
    assert {str(one["uid"]) for one in gone} == {f"{one}@luotsi.invalid" for one in commission.sessions}
    for reader in ("coordinator", "supervisor"):
        [told] = mailbox.to(f"{reader}@kunta.example")
        assert "Medlem Öhman" in words_of(told)
    [customer] = mailbox.to("contact@kunta.example")
    assert "Ohjattavia on nyt 1." in words_of(customer) and "Medlem" not in words_of(customer)
    mailbox.mails.clear()
    await say(notices, commission.moved(1, timedelta(days=1)))
    notices.move_clock(FIRST + timedelta(days=40))
    await notices.quiet()
    assert mailbox.mails and not mailbox.to("medlem@kunta.example")


async def test_who_was_a_member_on_its_day_is_told_of_a_corrected_record_after_they_have_left(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    await say(notices, commission.left("medlem").model_copy(update={"left_on": FIRST.date()}))
    mailbox.mails.clear()
    await say(notices, commission.corrected(0, changes_charge=True, revision=1))
    [told] = mailbox.to("medlem@kunta.example")
    assert "har rättats" in told["Subject"]
    mailbox.mails.clear()
    await say(notices, commission.corrected(1, changes_charge=True, revision=1))
    assert mailbox.mails and not mailbox.to("medlem@kunta.example")


async def test_who_leaves_has_no_entry_left_of_what_is_called_off_or_moved_around_that_time(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 5)
    mailbox.mails.clear()
    day = timedelta(days=1)
    with settling(notices, timedelta(hours=2)):
        await say(notices, commission.cancelled(0), commission.moved(1, day))
        mailbox.breaks_after = 0
        off, again = commission.called_off(3, day)
        await say(notices, commission.left("medlem"), commission.cancelled(4), off, again)
        await say(notices, commission.moved(2, day))
        mailbox.breaks_after = None
        notices.move_clock(notices.clock.now() + timedelta(hours=12))
        await notices.quiet()
    mails = mailbox.to("medlem@kunta.example")
    gone = [one for mail in mails for one in entries(mail)]
    assert {one["method"] for one in gone} == {"CANCEL"}
    assert {str(one["uid"]) for one in gone} == {f"{one}@luotsi.invalid" for one in commission.sessions}
    told = "".join(words_of(mail) for mail in mails)
    assert "3.2.2027" in told and "4.2.2027" not in told, "a new time that they were never told"
    assert "17.2.2027" in told and "18.2.2027" not in told


async def test_when_the_one_who_signs_has_left_the_others_are_asked_how_it_goes_on(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    await say(notices, commission.left("member"))
    mailbox.mails.clear()
    due = ContinuationDue(
        process_id=commission.process_id,
        ends_on=FIRST.date(),
        commissioner_id=commission.people["contact"],
        representative_id=commission.people["member"],
    )
    await say(notices, due)
    assert {one["To"].addresses[0].addr_spec for one in mailbox.mails} == {
        "contact@kunta.example",
        "medlem@kunta.example",
    }


async def test_who_acts_for_the_group_from_a_day_on_is_asked_from_that_day_on(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    people = commission.people
    proposed = RepresentativeProposed(
        process_id=commission.process_id,
        representative_id=people["medlem"],
        from_day=FIRST.date(),
        asked=[people["member"]],
        proposed_at=NOW,
    )
    await say(notices, proposed)
    [asked] = mailbox.mails
    assert asked["To"].addresses[0].addr_spec == "member@kunta.example" and "Medlem Öhman" in words_of(asked)
    mailbox.mails.clear()
    await say(notices, commission.named("medlem", FIRST.date()))
    readers = {one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails}
    assert readers == {"member", "medlem", "supervisor", "contact", "coordinator"}
    assert all("Medlem Öhman" in words_of(one) for one in mailbox.mails)
    for at, reader in ((NOW, "member"), (FIRST, "medlem")):
        if at > notices.clock.now():
            notices.move_clock(at)
        mailbox.mails.clear()
        due = ContinuationDue(
            process_id=commission.process_id,
            ends_on=at.date(),
            commissioner_id=people["contact"],
            representative_id=people[reader],
        )
        await say(notices, due)
        told = {one["To"].addresses[0].addr_spec for one in mailbox.mails}
        assert {f"{reader}@kunta.example", "contact@kunta.example"} <= told
        assert f"{'medlem' if reader == 'member' else 'member'}@kunta.example" not in {
            one["To"].addresses[0].addr_spec for one in mailbox.mails if not entries(one)
        }


async def test_who_joins_while_the_group_is_asked_is_asked_on_their_first_day_unless_it_is_decided(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    newcomers = [await person(notices, name) for name in ("uusi", "toinen")]
    mailbox.mails.clear()
    said = {
        "process_id": commission.process_id,
        "representative_id": commission.people["medlem"],
        "from_day": FIRST.date(),
        "proposed_at": NOW,
    }
    days = [NOW.date(), NOW.date() + timedelta(days=1)]
    for person_id, first_day in zip(newcomers, days, strict=True):
        asked = {"person_id": person_id, "first_day": first_day}
        await say(notices, RepresentativeAsked.model_validate(said | asked))
    [mail] = mailbox.mails
    assert mail["To"].addresses[0].addr_spec == "uusi@kunta.example" and "Medlem Öhman" in words_of(mail)
    assert "/processes/TO-1007/representative" in words_of(mail)
    del said["from_day"]
    await say(notices, RepresentativeRefused.model_validate(said | {"members": newcomers}))
    mailbox.mails.clear()
    notices.move_clock(NOW + timedelta(days=2))
    await notices.quiet()
    assert mailbox.mails == []


async def test_the_customer_hears_of_no_leaving_in_a_trial_which_may_be_a_no(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Whoever pays hears the outcome of a trial, and not by whom."""
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    await say(notices, commission.left("medlem").model_copy(update={"in_trial": True}))
    assert mailbox.to("contact@kunta.example") == []
    [told] = mailbox.to("supervisor@kunta.example")
    assert "For the others the sessions go on" in words_of(told)


async def test_of_the_last_one_the_customer_hears_that_nobody_is_left_and_what_comes(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    await say(notices, commission.left("medlem").model_copy(update={"remaining": []}))
    [told] = mailbox.to("contact@kunta.example")
    assert "Muita ohjattavia ei ole." in words_of(told) and "jatkuvat" not in words_of(told)
    assert "sopii kanssasi, miten" in words_of(told)
    [supervisor] = mailbox.to("supervisor@kunta.example")
    assert "For the others the sessions go on" not in words_of(supervisor)


async def test_who_is_left_alone_is_told_that_they_act_for_themselves(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    alone = [commission.people["medlem"]]
    await say(notices, commission.named("medlem", NOW.date()).model_copy(update={"members": alone}))
    told = {one["To"].addresses[0].addr_spec.split("@")[0]: one for one in mailbox.mails}
    assert set(told) == {"medlem", "supervisor", "contact", "coordinator"}
    assert "företräder nu dig själv" in str(told.pop("medlem")["Subject"])
    assert all("Medlem Öhman" in words_of(one) for one in told.values())


async def test_each_whose_consent_to_a_review_is_awaited_is_asked_once_and_reads_nothing_of_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    asked = [commission.people[name] for name in ("member", "medlem")]
    kind = {"process_id": commission.process_id, "kind": "final"}
    done = ReviewDone.model_validate(kind | {"benefit": True, "wants_to_continue": True, "asked": asked})
    await say(notices, done)
    readers = sorted(one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails)
    assert readers == ["medlem", "member"]
    [theirs] = mailbox.to("member@kunta.example")
    assert "/processes/TO-1007/reviews" in words_of(theirs) and "loppuarviointi" in words_of(theirs)


async def test_a_review_that_is_not_released_is_told_without_a_name(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    refused = ReviewRefused(
        process_id=commission.process_id,
        kind="interim",
        supervisor_id=commission.people["supervisor"],
        refused_at=NOW,
    )
    await say(notices, refused)
    assert {one["To"].addresses[0].addr_spec for one in mailbox.mails} == {
        "coordinator@kunta.example",
        "supervisor@kunta.example",
    }


async def test_a_members_letter_leads_to_where_they_say_that_they_take_part_no_longer(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    assert "/processes/TO-1007/leave" in words_of(mailbox.to("member@kunta.example")[0])
    assert "/leave" not in words_of(mailbox.to("supervisor@kunta.example")[0])


async def test_whoever_has_never_had_the_plan_is_told_of_no_end_of_its_sessions(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Their mailbox puts everything off: of what was never told there is nothing to take out."""
    await coordinator(notices)
    mailbox.refusals |= {"medlem": "451 4.7.1 greylisted", "member": "451 4.7.1 greylisted"}
    await say(notices, commission.received(), commission.signed(), commission.planned(4))
    assert not mailbox.to("medlem@kunta.example")
    mailbox.refusals = {}
    await say(notices, commission.cancelled(1), commission.left("medlem"))
    assert [one for mail in mailbox.to("medlem@kunta.example") for one in entries(mail)] == []
    notices.move_clock(notices.clock.now() + timedelta(hours=5))
    await notices.quiet()
    theirs = [one for mail in mailbox.to("medlem@kunta.example") for one in entries(mail)]
    assert theirs == []
    [plan] = [mail for mail in mailbox.to("member@kunta.example") if entries(mail)]
    assert [one["method"] for one in entries(plan)] == ["PUBLISH"] * 3
    supervisors = [one for mail in mailbox.to("supervisor@kunta.example") for one in entries(mail)]
    assert [one["method"] for one in supervisors].count("CANCEL") == 1


async def test_a_change_that_a_mail_server_puts_off_never_comes_after_the_end_of_its_session(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    day = timedelta(days=1)
    mailbox.refusals = {"medlem": "451 4.7.1 greylisted"}
    await say(notices, commission.moved(1, day))
    mailbox.refusals = {}
    await say(notices, commission.cancelled(1, day, sequence=2))
    notices.move_clock(notices.clock.now() + timedelta(hours=6))
    await notices.quiet()
    [late] = mailbox.to("medlem@kunta.example")
    assert [(one["method"], int(one["sequence"])) for one in entries(late)] == [("CANCEL", 2)]
    assert "3 februari 2027" in words_of(late) or "3.2.2027" in words_of(late)
    assert "4.2.2027" not in words_of(late), "a time that they were never told"
    told = [words_of(mail) for mail in mailbox.to("member@kunta.example")]
    assert len(told) == 2 and "4.2.2027" in told[1], "who was told the new time hears of that one"
