"""A session that its supervisor calls off waits for a day: the customer hears of it, and of what becomes of it."""

from datetime import timedelta

import pytest

from services.messages.sessions import SessionLeftOut
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned, settling

EVERYBODY = {"member", "medlem", "supervisor", "contact"}


async def called_off(notices: House, commission: Commission, mailbox: Mailbox) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    waits = {"cancelled_by": "supervisor", "replan_by": NOW + timedelta(days=3)}
    await say(notices, commission.cancelled(1).model_copy(update=waits))
    notices.move_clock(notices.clock.now() + timedelta(hours=1))
    await notices.quiet()


def readers(mailbox: Mailbox) -> list[str]:
    return sorted(one["To"].addresses[0].username for one in mailbox.mails)


async def test_the_customer_reads_that_it_costs_nothing_and_is_still_to_come(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await called_off(notices, commission, mailbox)
    [told] = mailbox.to("contact@kunta.example")
    for words in ("Työnohjaaja on joutunut perumaan", "Peruminen ei maksa mitään.", "on yhä jäljellä"):
        assert words in words_of(told), words_of(told)
    assert "lopettaa" not in words_of(told)
    assert set(readers(mailbox)) >= EVERYBODY


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ("agreed", "sille ei enää etsitä uutta päivää"),
        ("over", "päättyy, eikä uutta päivää löytynyt"),
        ("", ""),
    ],
)
async def test_everybody_reads_when_no_other_day_is_looked_for_any_more(
    notices: House, commission: Commission, mailbox: Mailbox, because: str, said: str
) -> None:
    """Where it comes with an end before its day or a correction, the letters of that say so."""
    await called_off(notices, commission, mailbox)
    mailbox.mails.clear()
    facts = {"process_id": commission.process_id, "session_id": commission.sessions[1], "number": 2}
    await say(notices, SessionLeftOut.model_validate(facts | ({because: True} if because else {})))
    await notices.quiet()
    assert readers(mailbox) == (sorted(EVERYBODY) if because else [])
    assert all(said in words_of(one) for one in mailbox.to("member@kunta.example"))
    for name, words in (
        ("member", "jää pitämättä"),
        ("medlem", "hålls inte"),
        ("contact", "ei maksa mitään"),
    ):
        assert all(words in words_of(one) for one in mailbox.to(f"{name}@kunta.example"))


async def test_what_one_act_calls_off_is_one_letter_to_the_customer(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """One waits for a day, one has another, and of one both was said before the letter went."""
    await planned(notices, commission, mailbox, 4)
    mailbox.mails.clear()
    waits = {"cancelled_by": "supervisor", "replan_by": NOW + timedelta(days=3)}
    second, third = (commission.cancelled(place).model_copy(update=waits) for place in (1, 2))
    with settling(notices, timedelta(minutes=2)):
        await say(notices, second, third, *commission.called_off(3, timedelta(days=7)))
        await say(notices, commission.called_off(2, timedelta(days=7))[1])
        notices.move_clock(notices.clock.now() + timedelta(minutes=12))
        await notices.quiet()
    [told] = mailbox.to("contact@kunta.example")
    words = words_of(told)
    assert "Niitä on yhteensä 3." in words and "/processes/TO-1007/schedule" in words, words
    assert "2. ke 3.2.2027 klo 9.00: peruttu maksutta; on yhä jäljellä" in words
    assert "3. ke 24.2.2027 klo 9.00–10.30 (aiemmin ke 17.2.2027 klo 9.00)" in words
    assert "4. ke 10.3.2027 klo 9.00–10.30 (aiemmin ke 3.3.2027 klo 9.00)" in words


async def test_what_is_left_out_together_is_one_letter_to_each_and_one_alone_its_own(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    facts = {"process_id": commission.process_id, "over": True}
    out = [
        SessionLeftOut.model_validate(facts | {"session_id": commission.sessions[place], "number": place + 1})
        for place in (0, 1, 2)
    ]
    with settling(notices, timedelta(minutes=2)):
        await say(notices, *out[:2])
        notices.move_clock(notices.clock.now() + timedelta(minutes=12))
        await notices.quiet()
        assert readers(mailbox) == sorted(EVERYBODY)
        assert "2. ke 3.2.2027 klo 9.00: jää pitämättä" in words_of(mailbox.to("member@kunta.example")[0])
        mailbox.mails.clear()
        await say(notices, out[2])
        notices.move_clock(notices.clock.now() + timedelta(minutes=12))
        await notices.quiet()
    assert readers(mailbox) == sorted(EVERYBODY)
    assert "Peruttu aika: 17.2.2027" in words_of(mailbox.to("member@kunta.example")[0])
