"""Who pays, who is paid and finance are told what an end without notice or a change of the contract comes to."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.messages.billing import (
    DisputeOpened,
    DisputeResolved,
    InvoiceHeld,
    ItemKind,
    LateChangeCharged,
    ListWantedReferences,
    RunWaits,
)
from services.messages.contracts import ContractAmended, EndingConfirmed
from services.messages.directory import ChangeOrganisation, Relation
from services.messages.notices import ChooseMails
from services.messages.provider import PROVIDER
from services.runtime.finland import next_morning
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory import builders as directory
from tests.integration.directory.builders import organisation
from tests.integration.notices.builders import NOW, Commission, person, say
from tests.integration.notices.letters.sent import answer_as
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned

LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("charges", "said"),
    [(True, "laskutetaan se, mitä niiden peruminen"), (False, "ei laskuteta mitään")],
)
async def test_each_party_hears_whether_a_confirmed_end_costs_anything(
    notices: House, commission: Commission, mailbox: Mailbox, charges: bool, said: str
) -> None:
    """Once, however often the event comes; the other members, who see no prices, hear nothing of money."""
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    for _ in range(2):
        await say(notices, EndingConfirmed(process_id=commission.process_id, charges=charges))
    told = {
        name: mailbox.to(f"{name}@kunta.example") for name in ("contact", "supervisor", "member", "medlem")
    }
    heard = {name: len(mails) for name, mails in told.items()}
    assert heard == {"contact": 1, "supervisor": 1, "member": 1, "medlem": 0}
    assert said in words_of(told["contact"][0])


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (ItemKind.CANCELLED, "Tapaaminen peruttiin myöhään"),
        (ItemKind.LATE_MOVED, "Tapaamista siirrettiin myöhään"),
    ],
)
@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("supervisee", ": ohjattavat"),
        ("commissioner", ": tilaaja"),
        ("end_at_once", "ilman irtisanomisaikaa"),
    ],
)
async def test_who_pays_hears_what_a_late_change_costs(
    notices: House, commission: Commission, mailbox: Mailbox, kind: ItemKind, subject: str, by: str, said: str
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    facts = {"process_id": commission.process_id, "session_id": commission.sessions[1], "number": 2}
    told = {"kind": kind, "performed_on": date(2027, 2, 3), "percent": 100, "net_cents": 26500, "by": by}
    await say(notices, LateChangeCharged.model_validate(facts | told))
    [mail] = mailbox.mails
    assert mail["To"].addresses[0].username == "contact" and str(mail["Subject"]).startswith(subject)
    assert "265,00" in words_of(mail) and "100 %" in words_of(mail)
    assert said in words_of(mail) or (kind, by) == (ItemKind.LATE_MOVED, "end_at_once")


async def test_the_customer_hears_of_the_new_day_after_its_supervisor_called_one_off(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, *commission.called_off(1, timedelta(days=7)))
    [told] = mailbox.to("contact@kunta.example")
    assert "uusi aika" in told["Subject"] and entries(told) == []
    assert "peruminen maksa mitään" in words_of(told) and "tilaajan puolesta" in words_of(told)


@pytest.mark.parametrize(
    ("changes", "letters"), [(["price_cents"], 1), (["clauses"], 0), (["ends_on", "clauses"], 1)]
)
async def test_finance_hears_of_a_change_that_is_about_money(
    notices: House, commission: Commission, mailbox: Mailbox, changes: list[str], letters: int
) -> None:
    finance = await person(notices, "talous")
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
    await notices.rows("directory", became, finance, NOW)
    await say(notices, commission.received(), commission.signed())
    first = commission.signed().model_dump()
    told = {"version": 2, "supersedes": 1, "effective_from": date(2027, 3, 1), "changes": changes}
    await say(notices, ContractAmended.model_validate(first | told | {"signed_at": LATER}))
    rows = await notices.rows("notices", "SELECT person_id FROM notice WHERE kind = 'terms_changed'")
    assert [row["person_id"] for row in rows] == [finance] * letters


async def test_finance_hears_once_of_a_run_however_many_invoices_it_holds(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """By one letter, or with the day's other tasks, as they chose."""
    each, daily = await person(notices, "talous"), await person(notices, "kerran")
    for who in (each, daily):
        became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
        await notices.rows("directory", became, who, NOW)
    await notices.ask(ChooseMails(person_id=daily, tasks="daily", as_of=NOW))
    mailbox.mails.clear()
    held = {"organisation_id": uuid4(), "department_id": None, "reason": "abroad", "held_at": NOW}
    for period in ("2026-12", "2026-12", "2026-12"):
        await say(notices, InvoiceHeld.model_validate(held | {"process_id": uuid4(), "period": period}))
    [mail] = mailbox.to("talous@kunta.example")
    assert "miten ne korjataan" in words_of(mail) and "/billing/runs#held" in words_of(mail)
    assert mailbox.to("kerran@kunta.example") == []
    notices.move_clock(next_morning(NOW))
    await notices.quiet()
    [morning] = mailbox.to("kerran@kunta.example")
    assert words_of(morning).count("Laskuja on pidätetty") == 1


async def test_finance_hears_that_a_month_waits_for_its_word_and_is_reminded(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    who = await person(notices, "talous")
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
    await notices.rows("directory", became, who, NOW)
    for reminder in (0, 0, 1):
        await say(notices, RunWaits(provider_id=PROVIDER, period="2026-12", since=NOW, reminder=reminder))
    first, second = mailbox.to("talous@kunta.example")
    assert all("odottaa hyväksyntääsi" in str(one["Subject"]) for one in (first, second))
    assert "/billing/runs" in words_of(first)


async def test_a_customer_is_asked_once_a_run_for_the_reference_that_it_wants(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    ours = await organisation(notices)
    held = {"organisation_id": ours, "department_id": None, "held_at": NOW, "period": "2026-12"}
    facts = {"organisation_id": str(ours), "department_id": None, "process_numbers": ["TO-1007", "TO-1009"]}
    asks = {"reference": "order_number", "pattern": "45XXXXXX", "missing": True, "months": ["2026-12"]}
    asked = await answer_as(notices, ListWantedReferences, {"wanted": [facts | asks]})
    for reason in ("order_number_missing", "order_number_missing", "vat_sum_wrong"):
        told = held | {"process_id": uuid4(), "reason": reason}
        await say(notices, InvoiceHeld.model_validate(told))
    [mail] = mailbox.to("laskut@example.org")
    assert "viitettä" in str(mail["Subject"]) and "/organisation/billing" in words_of(mail)
    for words in ("Tilausnumero: puuttuu.", "Muoto: 45XXXXXX", "TO-1007, TO-1009", "joulukuu 2026"):
        assert words in words_of(mail), words
    assert [one["organisation_id"] for one in asked] == [str(ours)]


@pytest.mark.parametrize(
    ("known", "readers"),
    [
        ({"sihteeri": "hr", "esihenkilo": "line_manager"}, {"esihenkilo", "laskut", "sihteeri"}),
        ({"sihteeri": "hr", "maksaja": "payer"}, {"laskut", "maksaja"}),
        ({"sihteeri": "hr", "laskut": "payer"}, {"laskut"}),
    ],
)
async def test_who_can_give_a_reference_is_asked_for_it_once_each(
    notices: House, commission: Commission, mailbox: Mailbox, known: dict[str, Relation], readers: set[str]
) -> None:
    """Who pays; where nobody is known as that, who acts for the customer: whoever reads the address of the invoices
    may have no account.
    """
    ours = await organisation(notices)
    town = {"organisation_id": str(ours), "department_id": None}
    for name, relation in known.items():
        await directory.relate(notices, await directory.person(notices, name), relation, ours)
    mailbox.mails.clear()
    asks = {"reference": "order_number", "missing": True, "months": ["2026-12"], "process_numbers": []}
    await answer_as(notices, ListWantedReferences, {"wanted": [town | asks]})
    for _ in range(2):
        facts = town | {"process_id": uuid4(), "reason": "order_number_missing", "period": "2026-12"}
        await say(notices, InvoiceHeld.model_validate(facts | {"held_at": NOW}))
    read = [mail for mail in mailbox.mails if "viitettä" in str(mail["Subject"])]
    assert sorted(one["To"].addresses[0].username for one in read) == sorted(readers)
    assert all("Tilausnumero: puuttuu." in words_of(one) for one in read)
    assert all("Järvikunta" in words_of(one) and "Tallenna" in words_of(one) for one in read)


async def test_what_was_given_before_the_letter_went_is_asked_for_no_more(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    ours = await organisation(notices)
    await answer_as(notices, ListWantedReferences, {"wanted": []})
    held = {"organisation_id": ours, "department_id": None, "held_at": NOW, "period": "2026-12"}
    told = held | {"process_id": uuid4(), "reason": "order_number_missing"}
    await say(notices, InvoiceHeld.model_validate(told))
    assert mailbox.to("laskut@example.org") == []


async def test_a_letter_of_a_dispute_leads_to_the_page_of_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    about = {
        "process_id": commission.process_id,
        "dispute_id": uuid4(),
        "opened_by": commission.people["member"],
    }
    told = about | {"claim": "not_held", "items": 1, "invoice_number": None, "by_itself": True}
    opened = told | {"opened_at": NOW, "open_since": NOW}
    decided = about | {"outcome": "upheld", "percent": 50, "resolved_at": LATER, "open_since": None}
    await say(notices, DisputeOpened.model_validate(opened), DisputeResolved.model_validate(decided))
    for reader, letters in (("contact", 2), ("member", 1)):
        got = mailbox.to(f"{reader}@kunta.example")
        assert [words_of(one).count("/processes/TO-1007/disputes") for one in got] == [1] * letters, reader


async def test_where_invoices_went_until_then_hears_that_they_go_elsewhere(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    ours = await organisation(notices)
    order = ChangeOrganisation(
        organisation_id=ours, invoice_email="huijari@example.org", changed_by=FOUNDER, as_of=NOW
    )
    await notices.ask(order)
    await notices.quiet()
    [mail] = mailbox.to("laskut@example.org")
    assert "osoite on vaihdettu" in str(mail["Subject"])
    assert "huijari" not in words_of(mail) and mailbox.to("huijari@example.org") == []
