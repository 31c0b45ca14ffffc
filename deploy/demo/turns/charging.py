"""What is charged otherwise than by sessions alone: travel, a part that is taken back, and who owes the tax.

The sums are reckoned here anew, in fractions of whole cents, by nothing of billing's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen, Turn
from deploy.demo.letters.letter import Letter
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.turns.reading import COORDINATOR, FINANCE, lines_of
from services.messages import billing
from services.messages.billing import InvoiceShown, ItemKind
from services.runtime.finland import local_date

VAT_PER_MILLE = 255
"""In force in the whole of the demo's year."""
KILOMETRE_CENTS, HOUR_CENTS = 55, 45_00


def taxed(net_cents: int) -> int:
    return (net_cents * VAT_PER_MILLE + 500) // 1000


def nets_of(shown: InvoiceShown) -> list[int]:
    """Of sessions alone: so much of each one's price as is owed."""
    return [(line.price_cents * int(line.percent) + 50) // 100 for line in shown.lines]


def comes_to_its_lines(shown: InvoiceShown) -> bool:
    """Of sessions alone, all of them taxed."""
    nets = nets_of(shown)
    card, net = shown.card, sum(nets)
    said = [line.net_cents for line in shown.lines], card.net_cents, card.vat_cents, card.gross_cents
    return said == (nets, net, taxed(net), net + taxed(net))


async def invoices_of(commission: Commission, ask: Ask) -> list[InvoiceShown]:
    cards = (await ask(billing.ListInvoices(viewer=FINANCE, process_id=commission.process_id))).invoices
    return [await ask(billing.ShowInvoice(invoice_id=one.invoice_id, viewer=FINANCE)) for one in cards]


@dataclass(frozen=True)
class Travelled(Turn):
    """To a session, so many kilometres and minutes: a coordinator enters both on the next day."""

    recounted: ClassVar[bool] = True
    number: int
    kilometres: int
    minutes: int

    def acts(self, seen: Seen) -> list[Act]:
        session = seen.numbered(self.number)
        if session is None or session.status != "held":
            return []
        day, name = local_date(session.starts_at), seen.commission.name
        at = local(day + timedelta(days=1), 9)
        amounts = {"travel": (self.kilometres, KILOMETRE_CENTS), "travel_time": (self.minutes, HOUR_CENTS)}
        orders = tuple(
            billing.EnterItem.model_validate(
                {
                    "item_id": who.id_of(f"{kind} to {name}"),
                    "process_id": seen.commission.process_id,
                    "kind": kind,
                    "performed_on": day,
                    "quantity": quantity,
                    "price_cents": cents,
                    "entered_by": COORDINATOR.person_id,
                    "as_of": at,
                }
            )
            for kind, (quantity, cents) in amounts.items()
        )
        return [
            Act(at, str(who.COORDINATOR), f"enters the journey to session {self.number} of {name}", orders)
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        lines = await lines_of(seen.commission, ask)
        came = {line.kind: line.net_cents for line in lines if line.number is None}
        due = {
            ItemKind.TRAVEL: self.kilometres * KILOMETRE_CENTS,
            ItemKind.TRAVEL_TIME: (self.minutes * HOUR_CENTS + 30) // 60,
        }
        return [Check(f"{seen.commission.name}: the journey is paid for, once", came == due, f"{came}")]


@dataclass(frozen=True)
class CreditedInPart(Turn):
    """Finance takes back so much of the first line of a month's invoice. month: two digits; on: month and day."""

    told: ClassVar[tuple[str, ...]] = ("invoice_credited",)
    recounted: ClassVar[bool] = True
    month: str
    cents: int
    on: tuple[int, int]

    def acts(self, seen: Seen) -> list[Act]:
        commission, at = seen.commission, local(date(seen.calendar.year, *self.on), 9)
        period = f"{seen.calendar.year}-{self.month}"
        wanted = billing.ListInvoices(viewer=FINANCE, process_id=commission.process_id, period=period)

        async def take_back(ask: Ask) -> Order:
            [card] = (await ask(wanted)).invoices
            shown = await ask(billing.ShowInvoice(invoice_id=card.invoice_id, viewer=FINANCE))
            return billing.CreditInvoice(
                credit_id=who.id_of(f"credit of {commission.name}"),
                invoice_id=card.invoice_id,
                lines=[billing.CreditedLine(item_id=shown.lines[0].item_id, net_cents=self.cents)],
                then="let_go",
                reason="Tila oli varattu kahdesti.",
                ordered_by=who.FINANCE.person_id,
                as_of=at,
            )

        what = f"credits a part of the invoice of {period} of {commission.name}"
        return [Act(at, str(who.FINANCE), what, press=take_back)]

    def letters(self, seen: Seen) -> list[Letter]:
        commission = seen.commission
        reader, day = f"laskut@{commission.organisation.domain}", date(seen.calendar.year, *self.on)
        return [Letter("invoice_credited", reader, day, commission.name)]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        commission = seen.commission
        listed = billing.ListInvoices(
            viewer=FINANCE, process_id=commission.process_id, series=billing.CREDIT_SERIES
        )
        notes = [(one.net_cents, one.gross_cents) for one in (await ask(listed)).invoices]
        left = [line.net_cents - line.left_cents for line in await lines_of(commission, ask)]
        return [
            Check(
                f"{commission.name}: a part of one line is credited, with its tax",
                notes == [(self.cents, self.cents + taxed(self.cents))]
                and [one for one in left if one] == [self.cents],
                f"{notes}",
            )
        ]


@dataclass(frozen=True)
class OwesTheTax(Turn):
    """A business in another country of the EU: the tax is its own to pay there."""

    recounted: ClassVar[bool] = True

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        shown = await invoices_of(seen.commission, ask)
        grounds = {one.no_vat for invoice in shown for one in invoice.vat}
        untaxed = all(one.card.gross_cents == sum(nets_of(one)) for one in shown)
        return [
            Check(
                f"{seen.commission.name}: no tax on any invoice to Sweden, and why",
                bool(shown) and grounds == {"reverse_charge"} and untaxed,
                f"{len(shown)} invoices",
            )
        ]


@dataclass(frozen=True)
class PaysWithTax(Turn):
    """A private person: what is agreed has the tax in it, and each session comes to that."""

    recounted: ClassVar[bool] = True

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        shown = await invoices_of(seen.commission, ask)
        agreed = seen.contract.terms.consumer_price_cents or 0
        off = [abs(one.card.gross_cents - agreed * len(one.lines)) for one in shown]
        held = sum(one.status == "held" for one in seen.sessions)
        return [
            Check(
                f"{seen.commission.name}: every session comes to its price with tax, to a cent an invoice",
                all(map(comes_to_its_lines, shown))
                and max(off, default=9) <= 1
                and sum(len(one.lines) for one in shown) == held > 0,
                f"{held} sessions at {agreed} cents",
            )
        ]
