"""A private person has withdrawn from a contract in time: what was invoiced of it without being held is credited.

No word of finance is asked: the contract's clause says what is paid for. Who paid already gets it back by finance, who
also hear of what they have billed by hand: of that there is no line here to credit.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.credits import billed_by_hand, issuing, unheld
from services.billing.credits.issuing import Wanted
from services.billing.disputes import granting
from services.billing.invoices import numbers
from services.billing.invoices.semantic.why import Look
from services.billing.items import recording, terms
from services.messages.contracts import ProcessTerminated


async def settle(db: AsyncSession, event: ProcessTerminated, look: Look) -> None:
    """By its terms only what was held costs anything from now on; a dispute about what costs nothing is granted."""
    await numbers.line_up(db)
    await terms.ends(db, event.process_id, event.last_day)
    await terms.withdrawn(db, event.process_id)
    await _credit(db, event.process_id, event.terminated_at, look)
    await billed_by_hand.tell(db, event.process_id, event.terminated_at)
    await recording.price_again(db, event.process_id, date.min)
    await granting.follow_charges(db, event.process_id, "withdrawal", event.terminated_at)


async def _credit(db: AsyncSession, process_id: UUID, at: datetime, look: Look) -> None:
    """A credit note for each invoice with such lines, of what is left of them. Its items are free again: by the terms
    they cost nothing now, and one that is recorded as held afterwards is charged. Of a line of which an earlier note
    took back a part, nothing comes back. Refuses: as `issuing.credit`.
    """
    for invoice_id, lines in (await unheld.lines_of(db, process_id)).items():
        before = await issuing.credited(db, invoice_id)
        left = [replace(one, net_cents=one.net_cents - before.get(one.item_id, 0)) for one in lines]
        if not (parts := unheld.parts(left)):
            continue
        wanted = Wanted(
            credit_id=uuid5(process_id, f"withdrawn:{invoice_id}"),
            invoice_id=invoice_id,
            parts=parts,
            then="bill_again",
            never_again=frozenset(before),
            reason="withdrawal",
            ordered_by=None,
            at=at,
        )
        await issuing.credit(db, wanted, look)
