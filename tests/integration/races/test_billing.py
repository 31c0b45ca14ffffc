"""What an item costs is said by several at once, by other streams or while the month is invoiced: nothing is missed.

Each round begins several processes, so that two transactions truly meet.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from services.messages.billing import DenySession, ListDisputes
from services.messages.contracts import ContractSigned, EndingConfirmed
from services.messages.sessions import RecordCorrected, SessionHeld, ShowSession
from services.runtime.commands.refusal import Refusal
from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    SELLER,
    cancelled,
    held,
    signed,
    the_run,
)
from tests.integration.billing.disputes.acts import OPENED, dispute, item_of, to_everybody
from tests.integration.billing.test_amended import amended
from tests.integration.races.rounds import ROUNDS, came_out, in_turns, meet

AT_ONCE = 5
DAY = date(2027, 2, 8)
ITEMS = "SELECT process_id, session_id, kind, percent, price_cents, terms_version FROM billable_item"
INVOICED = """
    SELECT item_id, item.price_cents, line.unit_price_cents, line.net_cents
    FROM billable_item AS item JOIN invoice_line AS line USING (item_id) WHERE credited_by IS NULL
"""
DEADLOCKS = (
    "SELECT pg_stat_force_next_flush(), deadlocks FROM pg_stat_database WHERE datname = current_database()"
)


async def begun(house: House) -> list[ContractSigned]:
    """Several contracts, and what billing needs besides."""
    await house.ask(CUSTOMER)
    await house.ask(SELLER)
    contracts = [signed(uuid4(), price_cents=26500) for _ in range(AT_ONCE)]
    for one in contracts:
        await house.say("contracts", one)
    return contracts


async def with_sessions(house: House) -> tuple[list[ContractSigned], list[SessionHeld]]:
    """One held in each."""
    contracts = await begun(house)
    sessions = [held(one.process_id, 1, DAY) for one in contracts]
    for one in sessions:
        await house.say("sessions", one)
    return contracts, sessions


def denial(contract: ContractSigned, session_id: UUID) -> DenySession:
    [member] = contract.parties.supervisee_ids
    order = {"process_id": contract.process_id, "session_id": session_id}
    return DenySession.model_validate(order | {"denied_by": member, "as_of": OPENED})


async def test_two_words_about_one_session_that_come_at_once_are_a_dispute(house: House) -> None:
    await house.open("directory", "intake", "billing")
    await house.stand_in(ShowSession, to_everybody)
    for turn in range(ROUNDS):
        contracts = await grown(house, begun)
        sessions = [held(one.process_id, 1, DAY) for one in contracts]
        denials = [
            house.ask(denial(one, session.session_id))
            for one, session in zip(contracts, sessions, strict=True)
        ]
        await in_turns(turn, denials, [house.say("sessions", one) for one in sessions])
        await house.quiet()
        found = (await house.ask(ListDisputes(viewer=FINANCE, open_alone=True))).disputes
        assert {one.process_id for one in found} == {one.process_id for one in contracts}
        came_out(f"{AT_ONCE} disputes")


async def test_an_end_that_is_confirmed_while_its_sessions_are_heard_of_costs_what_was_confirmed(
    house: House,
) -> None:
    await house.open("directory", "intake", "billing")
    for turn in range(ROUNDS):
        contracts = await grown(house, begun)
        ids = [one.process_id for one in contracts]
        confirmed = [EndingConfirmed(process_id=one, charges=False) for one in ids]
        called_off = [cancelled(one, 1, DAY, 20, "end_at_once") for one in ids]
        await in_turns(
            turn,
            [house.say("contracts", one) for one in confirmed],
            [house.say("sessions", one) for one in called_off],
        )
        await house.quiet()
        assert [row["percent"] for row in await house.rows("billing", ITEMS)] == [0] * AT_ONCE
        came_out("nothing charged")


async def test_a_change_of_the_price_and_the_months_run_agree_on_what_is_invoiced(house: House) -> None:
    """What the run has taken costs what it did, what it has not costs the new price: never one on the other's."""
    await house.open("directory", "intake", "billing")
    for turn in range(ROUNDS):
        contracts, _ = await grown(house, with_sessions)
        changes = [house.say("contracts", amended(one.process_id, DAY)) for one in contracts]
        await in_turns(turn, [house.ask(the_run(FEBRUARY, MARCH_FIRST))], changes)
        await house.quiet()
        await house.ask(the_run("2027-03", APRIL_FIRST))
        rows = await house.rows("billing", INVOICED)
        assert len(rows) == AT_ONCE
        prices = {(row["price_cents"], row["unit_price_cents"], row["net_cents"]) for row in rows}
        assert prices <= {(26500,) * 3, (28000,) * 3}
        came_out(f"{sum(row['net_cents'] == 28000 for row in rows)} of {AT_ONCE} at the new price")


def corrected(session: SessionHeld) -> RecordCorrected:
    """Nobody came, as is said now."""
    said = session.model_dump(include={"process_id", "session_id", "number", "performed_on", "minutes"})
    told = {"revision": 1, "status": "no_show", "outcome": "no_show", "former": "held", "by": "supervisor"}
    told |= {"starts_at": datetime.combine(DAY, OPENED.timetz()), "supervisor_id": uuid4(), "present": 0}
    told |= {"notice_hours": 0, "notice_working_days": 0, "changes_charge": True, "corrected_at": OPENED}
    return RecordCorrected.model_validate(said | told)


async def test_a_correction_and_a_change_of_the_price_do_not_wait_for_each_other(house: House) -> None:
    await house.open("directory", "intake", "billing")
    for turn in range(ROUNDS):
        contracts, sessions = await grown(house, with_sessions)
        before = await deadlocks(house)
        await in_turns(
            turn,
            [house.say("contracts", amended(one.process_id, DAY)) for one in contracts],
            [house.say("sessions", corrected(one)) for one in sessions],
        )
        await house.quiet()
        rows = await house.rows("billing", ITEMS)
        assert {(row["kind"], row["price_cents"], row["terms_version"]) for row in rows} == {
            ("no_show", 28000, 2)
        }
        came_out("the correction at the new price")
        assert await deadlocks(house) == before


async def deadlocks(house: House) -> int:
    [row] = await house.rows("billing", DEADLOCKS)
    found: int = row["deadlocks"]
    return found


async def test_what_is_disputed_while_the_month_is_invoiced_is_held_or_on_the_invoice(house: House) -> None:
    await house.open("directory", "intake", "billing")
    await house.stand_in(ShowSession, to_everybody)
    for turn in range(ROUNDS):
        contracts, sessions = await grown(house, with_sessions)
        [member] = contracts[0].parties.supervisee_ids
        item_id = await item_of(house, sessions[0].session_id)
        opened = dispute(contracts[0].process_id, item_id, member)
        orders = (opened, the_run(FEBRUARY, MARCH_FIRST))
        outcomes = await meet(house, "billing", turn, *orders)
        refused = [one.code for one in outcomes if isinstance(one, Refusal)]
        invoiced = item_id in {row["item_id"] for row in await house.rows("billing", INVOICED)}
        assert (refused, invoiced) in (([], False), (["not_yours_to_decide"], True))
        came_out("on the invoice" if invoiced else "held")
