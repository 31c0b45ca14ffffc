"""Who pays, who is paid and finance are told what an end without notice or a change of the contract comes to."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.messages.billing import InvoiceHeld
from services.messages.contracts import ContractAmended, EndingConfirmed
from services.messages.notices import ChooseMails
from services.runtime.finland import next_morning
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, words_of

LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("charges", "said"),
    [(True, "laskutetaan se, mitä niiden peruminen"), (False, "ei laskuteta mitään")],
)
async def test_the_customer_and_the_supervisor_hear_what_a_confirmed_end_costs(
    notices: House, commission: Commission, mailbox: Mailbox, charges: bool, said: str
) -> None:
    """Once, however often the event comes; the members, who see no prices, hear nothing of money."""
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    for _ in range(2):
        await say(notices, EndingConfirmed(process_id=commission.process_id, charges=charges))
    told = {name: mailbox.to(f"{name}@kunta.example") for name in ("contact", "supervisor", "member")}
    assert {name: len(mails) for name, mails in told.items()} == {"contact": 1, "supervisor": 1, "member": 0}
    assert said in words_of(told["contact"][0])


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
    held = {"organisation_id": uuid4(), "department_id": None, "reason": "no_business_id", "held_at": NOW}
    for period in ("2026-12", "2026-12", "2026-12"):
        await say(notices, InvoiceHeld.model_validate(held | {"process_id": uuid4(), "period": period}))
    [mail] = mailbox.to("talous@kunta.example")
    assert "Y-tunnus" in words_of(mail) and "/billing/runs#held" in words_of(mail)
    assert mailbox.to("kerran@kunta.example") == []
    notices.move_clock(next_morning(NOW))
    await notices.quiet()
    [morning] = mailbox.to("kerran@kunta.example")
    assert words_of(morning).count("Laskuja odottaa") == 1
