"""The letter of the day: for staff who chose it, one in the morning with all that is still to be done."""

from datetime import timedelta

from services.messages.contracts import SignatureAsked, SignatureGiven, SigningDeclined
from services.messages.notices import ChooseMails, CountNotices, ListMails, ShowMailChoices
from services.messages.sessions import SessionLeftOut
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import next_morning
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of


def overdue(commission: Commission, version: int) -> SignatureAsked:
    return SignatureAsked(
        process_id=commission.process_id,
        version=version,
        party=Party.SUPERVISEE,
        person_id=commission.people["member"],
        level=3,
        act_by=DEADLINES[0],
    )


def declined(commission: Commission, version: int) -> SigningDeclined:
    return SigningDeclined(
        process_id=commission.process_id,
        version=version,
        party=Party.SUPERVISEE,
        complete_by=DEADLINES[0],
    )


async def test_who_chose_it_gets_one_letter_in_the_morning_with_what_is_still_to_be_done(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    one, other = await coordinator(notices, "daily"), await coordinator(notices, "each")
    await notices.ask(ChooseMails(person_id=one, tasks="daily", as_of=NOW))
    chosen = [(await notices.ask(ShowMailChoices(person_id=who))).tasks for who in (one, other)]
    assert chosen == ["daily", "each"]
    await say(notices, commission.received())
    mailbox.mails.clear()
    await say(notices, overdue(commission, 1), declined(commission, 1), declined(commission, 2))
    assert mailbox.to("daily@kunta.example") == []
    assert len(mailbox.to("each@kunta.example")) == 3
    counts = await notices.ask(CountNotices())
    assert (counts.gathered, counts.dropped) == (2, 1)  # the refusal has answered what was overdue
    morning = next_morning(NOW)
    assert (await notices.services["notices"].report()).next_due == morning

    notices.move_clock(morning)
    await notices.quiet()
    [mail] = mailbox.to("daily@kunta.example")
    assert mail["Subject"] == "Päivän asiat: 2"
    assert words_of(mail).count("Sopimusta TO-1007 ei allekirjoitettu") == 2
    assert words_of(mail).count(f"{notices.address('console')}/processes/TO-1007") == 2
    viewer = Viewer(person_id=other, role=Role.COORDINATOR)
    told = (await notices.ask(ListMails(viewer=viewer, process_id=commission.process_id))).mails
    assert {mail.status for mail in told if mail.kind == "signing_declined"} == {"sent"}


async def test_a_morning_without_anything_left_to_do_has_no_letter(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    one = await coordinator(notices, "daily")
    await notices.ask(ChooseMails(person_id=one, tasks="daily", as_of=NOW))
    signed = SignatureGiven(
        process_id=commission.process_id,
        version=1,
        party=Party.SUPERVISEE,
        person_id=commission.people["member"],
        signed_at=NOW,
    )
    await say(notices, commission.received(), overdue(commission, 1), signed)
    mailbox.mails.clear()
    notices.move_clock(next_morning(NOW) + timedelta(days=1))
    await notices.quiet()
    assert mailbox.mails == []
    counts = await notices.ask(CountNotices())
    assert (counts.gathered, counts.waiting, counts.refused) == (0, 0, 0)


async def test_what_found_no_other_time_waits_for_coordinators_each_as_they_chose_until_it_has_one(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    daily, _each = await coordinator(notices, "daily"), await coordinator(notices, "each")
    await notices.ask(ChooseMails(person_id=daily, tasks="daily", as_of=NOW))
    await say(notices, commission.received(), commission.signed(), commission.planned(4))
    mailbox.mails.clear()
    waits = {"cancelled_by": "supervisor", "replan_by": DEADLINES[0]}
    (off, again), left_out = commission.called_off(1, timedelta(days=3)), commission.cancelled(2)
    lost = [one.model_copy(update={**waits, "planned_again": False}) for one in (off, left_out)]
    recorded = commission.corrected(3, revision=1, changes_charge=False, **waits)
    await say(notices, *lost, recorded)
    told = [one for one in mailbox.to("each@kunta.example") if "uusi aika" in one["Subject"]]
    assert [one["Subject"] for one in told] == [
        f"Etsi tapaamiselle uusi aika: TO-1007, tapaaminen {number}" for number in (2, 3, 4)
    ]
    assert f"{notices.address('console')}/sessions/{off.session_id}/replan" in words_of(told[0])
    assert "Etsi uusi aika viimeistään: 14.1.2027" in words_of(told[0])
    assert mailbox.to("daily@kunta.example") == []

    facts = {"process_id": commission.process_id, "session_id": left_out.session_id, "number": 3}
    await say(notices, again, SessionLeftOut(**facts))
    notices.move_clock(next_morning(NOW))
    await notices.quiet()
    [digest] = mailbox.to("daily@kunta.example")
    assert digest["Subject"] == "Päivän asiat: 1"
    assert "TO-1007, tapaaminen 4" in words_of(digest)
