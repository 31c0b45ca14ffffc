"""Of a session to which nobody came, that is recorded otherwise, or whose record is denied: who hears what of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.messages.billing import (
    DisputeOpened,
    DisputeResolved,
    ItemKind,
    LateChangeCharged,
    SessionCharged,
)
from services.messages.sessions import RecordCorrected, SessionNotAttended
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned


def of_second(commission: Commission, **facts: Any) -> dict[str, Any]:
    session = {"session_id": commission.sessions[1], "number": 2, "performed_on": date(2027, 2, 3)}
    return {"process_id": commission.process_id} | session | facts


def readers(mailbox: Mailbox) -> set[str]:
    return {mail["To"].addresses[0].username for mail in mailbox.mails}


async def test_who_may_say_otherwise_hears_that_nobody_came_and_the_customer_what_it_costs(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, SessionNotAttended(**of_second(commission, minutes=90)))
    assert readers(mailbox) == {"member", "medlem"}
    [told] = mailbox.to("member@kunta.example")
    assert "ei merkinnän mukaan tullut kukaan" in words_of(told) and "265" not in words_of(told)
    mailbox.mails.clear()
    cost = {"kind": ItemKind.NO_SHOW, "minutes": 90, "percent": 100, "net_cents": 265_00}
    await say(notices, SessionCharged(**of_second(commission, **cost)))
    assert readers(mailbox) == {"contact"}
    assert "265,00" in words_of(mailbox.mails[0]) and "100 %" in words_of(mailbox.mails[0])


@pytest.mark.parametrize(
    ("now", "said", "unsaid"),
    [
        (
            {"kind": ItemKind.CANCELLED, "minutes": 90, "percent": 0, "net_cents": 0},
            ["Hinta nyt: ei maksa mitään", "Hinta aiemmin: 265,00\xa0€ ilman arvonlisäveroa"],
            "pituus",
        ),
        (
            {"kind": ItemKind.HELD, "minutes": 60, "percent": 100, "net_cents": 148_00},
            ["Laskutettava pituus: 60 minuuttia", "Hinta nyt: 148,00", "Hinta aiemmin: 265,00"],
            "sama",
        ),
        (
            {"kind": ItemKind.CANCELLED, "minutes": 90, "percent": 100, "net_cents": 265_00},
            ["Hinta nyt: 265,00", "(sama)"],
            "pituus",
        ),
    ],
)
async def test_the_customer_reads_the_new_length_and_the_price_beside_the_one_before(
    notices: House,
    commission: Commission,
    mailbox: Mailbox,
    now: dict[str, Any],
    said: list[str],
    unsaid: str,
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    before = {"former": ItemKind.NO_SHOW, "former_cents": 265_00}
    await say(notices, SessionCharged(**of_second(commission, **now, **before)))
    assert readers(mailbox) == {"contact"}
    words = words_of(mailbox.mails[0])
    assert [one for one in said if one not in words] == [] and unsaid not in words, words
    # Only what is charged can be disputed, once it is on an invoice.
    assert ("riitauttaa laskun sivulla" in words) is bool(now["net_cents"])


@pytest.mark.parametrize(
    ("vat", "said", "never"),
    [
        (True, "332,58\u00a0€, sisältää arvonlisäveron", "265,00"),
        (False, "265,00\u00a0€ ilman arvonlisäveroa", "332,58"),
    ],
)
async def test_who_pays_for_herself_hears_what_it_costs_though_she_takes_part(
    notices: House, commission: Commission, mailbox: Mailbox, vat: bool, said: str, never: str
) -> None:
    """A private person's sums have VAT in them; what was said before they were told has none."""
    commission.people["contact"] = commission.people["member"]
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    cost: dict[str, Any] = {"percent": 100, "net_cents": 265_00}
    before: dict[str, Any] = {"former": ItemKind.CANCELLED, "former_cents": 265_00}
    if vat:
        cost |= {"consumer_cents": 332_58}
        before |= {"former_consumer_cents": 332_58}
    missed = of_second(commission, kind=ItemKind.NO_SHOW, minutes=90, **cost)
    for event in (
        LateChangeCharged(**of_second(commission, kind=ItemKind.CANCELLED, **cost)),
        LateChangeCharged(**of_second(commission, kind=ItemKind.LATE_MOVED, **cost)),
        SessionCharged(**missed),
        SessionCharged(**missed, **before),
    ):
        mailbox.mails.clear()
        await say(notices, event)
        assert readers(mailbox) == {"member"}, event
        words = words_of(mailbox.mails[0])
        assert said in words and never not in words, words


async def test_where_it_was_only_told_at_another_time_both_letters_say_so(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    told = {"told_at": datetime(2027, 1, 30, 6, 59, tzinfo=UTC), "cancelled_by": "commissioner"}
    told |= {"former_told_at": datetime(2027, 2, 2, 8, 0, tzinfo=UTC), "former_cancelled_by": "commissioner"}
    record: dict[str, Any] = {"revision": 1, "status": "cancelled", "starts_at": FIRST, "minutes": 90}
    record |= {"former": "cancelled", "outcome": "cancelled", "changes_charge": True, "corrected_at": NOW}
    record |= {"supervisor_id": commission.people["supervisor"], "by": "supervisor"}
    cost = {"kind": ItemKind.CANCELLED, "minutes": 90, "percent": 0, "net_cents": 0}
    before = {"former": ItemKind.CANCELLED, "former_cents": 265_00}
    await say(
        notices,
        RecordCorrected.model_validate(of_second(commission, **record, **told)),
        SessionCharged.model_validate(of_second(commission, **cost, **before, **told)),
    )
    for name in ("member", "contact"):
        [read] = [words_of(one) for one in mailbox.to(f"{name}@kunta.example")]
        for words in ("ilmoitettu 30.1.2027 klo 8.59", "ilmoitettu 2.2.2027 klo 10.00"):
            assert f"peruttu etukäteen (peruja: tilaaja, {words}" in read, read


async def test_who_decides_a_dispute_and_whose_record_it_is_about_hear_of_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    finance = await person(notices, "talous")
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
    await notices.rows("directory", became, finance, NOW)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    who = {
        "process_id": commission.process_id,
        "dispute_id": uuid4(),
        "opened_by": commission.people["member"],
    }
    about = {"session": of_second(commission) | {"trial": False}}
    about["session"].pop("process_id")
    opened = {"claim": "not_held", "items": 1, "invoice_number": None, "by_itself": True}
    opened |= {"opened_at": NOW, "open_since": NOW, "decide_by": NOW}
    await say(notices, DisputeOpened.model_validate(who | about | opened))
    assert readers(mailbox) == {"contact", "talous", "supervisor"}
    for name in readers(mailbox):
        [mail] = mailbox.to(f"{name}@kunta.example")
        assert "3.2.2027" in words_of(mail) or "3 February 2027" in words_of(mail), words_of(mail)
        assert "Member" not in words_of(mail)
    [customers] = mailbox.to("contact@kunta.example")
    assert "Tapaamisen hinta odottaa ratkaisua" in str(customers["Subject"])
    read = " ".join(words_of(customers).split())
    assert "sanottu kahta eri asiaa" in read and "Sinun ei tarvitse tehdä mitään" in read, read
    assert "ohjattav" not in read.partition("Sinun ei tarvitse")[0], "whose word is whose, stands in no mail"
    mailbox.mails.clear()
    decided = {"outcome": "upheld", "percent": 50, "resolved_at": NOW, "open_since": None}
    await say(notices, DisputeResolved.model_validate(who | about | decided))
    assert readers(mailbox) == {"contact", "member", "supervisor"}
    [told] = mailbox.to("supervisor@kunta.example")
    assert f"/sessions/{commission.sessions[1]}" in words_of(told), "where it is said how it was decided"
    assert "/disputes" not in words_of(told) and "3 February 2027" in words_of(told)
    assert "50 % of the session's charge is not owed" in words_of(told) and "Member" not in words_of(told)
    for name in ("contact", "member"):
        [mail] = mailbox.to(f"{name}@kunta.example")
        assert "50 % veloituksesta" in words_of(mail) and "3.2.2027" in words_of(mail)


async def test_what_is_on_an_invoice_its_supervisor_can_no_more_correct_and_hears_of_all_the_same(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    who = {
        "process_id": commission.process_id,
        "dispute_id": uuid4(),
        "opened_by": commission.people["contact"],
    }
    opened = {"claim": "not_held", "items": 1, "invoice_number": 1001, "by_itself": False}
    opened |= {"opened_at": NOW, "open_since": NOW}
    decided = {"outcome": "rejected", "percent": None, "resolved_at": NOW, "open_since": None}
    about = {"session": of_second(commission) | {"trial": False}}
    about["session"].pop("process_id")
    await say(notices, DisputeOpened.model_validate(who | about | opened))
    [told] = mailbox.to("supervisor@kunta.example")
    assert "tell finance" in words_of(told) and "correct it on" not in words_of(told)
    [to_customer] = mailbox.to("contact@kunta.example")
    assert "Sitä ei tarvitse maksaa" in words_of(to_customer) and "ei laskuteta" not in words_of(to_customer)
    assert "veloitus on riitautettu" in words_of(to_customer) and "kahta eri" not in words_of(to_customer)
    await say(notices, DisputeResolved.model_validate(who | about | decided))
    [_, told] = mailbox.to("supervisor@kunta.example")
    assert "charged as it is recorded." in words_of(told)


@pytest.mark.parametrize(
    ("outcome", "to_payer", "to_supervisor", "finance"),
    [
        (
            {"outcome": "upheld", "percent": 100, "granted_by": "correction", "corrected": True},
            "Merkintää on oikaistu, eikä siitä enää veloiteta mitään: riitautus on hyväksytty.",
            "The record has been corrected, and nothing of the session is charged any more",
            "Riitautus on päättynyt",
        ),
        (
            {"outcome": "upheld", "percent": 100, "granted_by": "withdrawal"},
            "Sopimuksen peruuttamisen jälkeen siitä ei veloiteta mitään.",
            "The contract has been withdrawn from",
            "Yksityishenkilö on peruuttanut sopimuksen.",
        ),
        (
            {"outcome": "upheld", "percent": 100, "granted_by": "let_go"},
            "Siitä ei veloiteta mitään: riitautus on hyväksytty.",
            "Nothing of the session is charged.",
            "",
        ),
        (
            {"outcome": "rejected", "percent": None, "corrected": True},
            "veloitetaan se, mitä nyt voimassa oleva, riitautuksen jälkeen oikaistu merkintä maksaa.",
            "charged as it is recorded now",
            "",
        ),
    ],
)
async def test_of_a_dispute_that_is_granted_or_whose_record_was_corrected_everybody_reads_what_is_so(
    notices: House,
    commission: Commission,
    mailbox: Mailbox,
    outcome: dict[str, Any],
    to_payer: str,
    to_supervisor: str,
    finance: str,
) -> None:
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
    await notices.rows("directory", became, await person(notices, "talous"), NOW)
    await planned(notices, commission, mailbox, 3)
    who = {"process_id": commission.process_id, "dispute_id": uuid4()}
    who |= {"opened_by": commission.people["member"]}
    session = of_second(commission) | {"trial": False}
    session.pop("process_id")
    opened = {"claim": "not_held", "items": 1, "invoice_number": None, "by_itself": False, "session": session}
    opened |= {"opened_at": NOW, "open_since": NOW, "decide_by": NOW}
    await say(notices, DisputeOpened.model_validate(who | opened))
    mailbox.mails.clear()
    decided = {"resolved_at": NOW, "open_since": None, "session": session}
    await say(notices, DisputeResolved.model_validate(who | decided | outcome))
    assert readers(mailbox) == {"contact", "member", "supervisor"} | ({"talous"} if finance else set())
    for name, said in (
        ("contact", to_payer),
        ("member", to_payer),
        ("supervisor", to_supervisor),
        ("talous", finance),
    ):
        for mail in mailbox.to(f"{name}@kunta.example"):
            told = " ".join(words_of(mail).split())
            assert said in told and "pysyy ennallaan" not in told and "charge stands" not in told, name
