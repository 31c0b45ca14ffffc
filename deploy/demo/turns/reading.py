"""What several turns say: what was invoiced, for their checks, and a letter to all of a process."""

from datetime import date

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Ask
from services.messages import billing
from services.messages.billing import InvoiceLineShown
from services.messages.values import Role, Viewer

FINANCE = Viewer(person_id=who.FINANCE.person_id, role=Role.FINANCE)
COORDINATOR = Viewer(person_id=who.COORDINATOR.person_id, role=Role.COORDINATOR)


async def lines_of(commission: Commission, ask: Ask) -> list[InvoiceLineShown]:
    """Of all its invoices, by their days; of a collective one its own."""
    cards = (await ask(billing.ListInvoices(viewer=FINANCE, process_id=commission.process_id))).invoices
    shown = [await ask(billing.ShowInvoice(invoice_id=one.invoice_id, viewer=FINANCE)) for one in cards]
    lines = [line for one in shown for line in one.lines]
    own = [line for line in lines if line.process_id in (None, commission.process_id)]
    return sorted(own, key=lambda line: line.performed_on)


def told_to_all(seen: Seen, kind: str, day: date) -> list[Letter]:
    """All of the process on that day, and a coordinator."""
    commission = seen.commission
    parties = [*commission.members_on(day), commission.led_on(day), commission.contact]
    return to_each(kind, [*parties, who.COORDINATOR], day, commission.name)
