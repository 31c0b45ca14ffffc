"""How customers take their invoices: by their system, so that none goes by mail, or several processes on one."""

from base64 import b64decode
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID
from xml.etree.ElementTree import fromstring

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter
from deploy.demo.script import Act, Ask, Check, local
from deploy.demo.turns.charging import comes_to_its_lines
from deploy.demo.turns.reading import FINANCE
from services.messages import billing, directory


@dataclass(frozen=True)
class TakesFinvoices(Turn):
    """From its first day on, over its operator, with an order on each. What fails would go by mail."""

    invoices_by_mail: ClassVar[bool] = False
    recounted: ClassVar[bool] = True
    operator: str
    order_number: str

    def acts(self, seen: Seen) -> list[Act]:
        organisation, at = seen.commission.organisation, local(seen.contract.terms.starts_on, 9)
        order = directory.SetInvoicing(
            organisation_id=seen.contract.terms.organisation_id,
            address=organisation.address,
            invoice_email=f"laskut@{organisation.domain}",
            invoicing=directory.Invoicing(
                electronic_address="0037" + organisation.business_id.replace("-", ""),
                operator=self.operator,
                channels=["finvoice", "mail"],
                order_number=self.order_number,
                order_number_required=True,
            ),
            changed_by=who.FINANCE.person_id,
            as_of=at,
        )
        return [Act(at, str(who.FINANCE), f"enters how {organisation.name} takes its invoices", (order,))]

    def letters(self, seen: Seen) -> list[Letter]:
        """To where the invoices would have gone by mail: whoever reads it may know better."""
        day, reader = seen.contract.terms.starts_on, f"laskut@{seen.commission.organisation.domain}"
        return [Letter("invoice_address_changed", reader, day)]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        whose = seen.contract.terms.organisation_id
        issued = billing.ListInvoices(viewer=FINANCE, organisation_id=whose)
        numbers = {card.document_number for card in (await ask(issued)).invoices}
        told = (await ask(billing.ListDeliveries(viewer=FINANCE))).deliveries
        stand = {one.document_number: one.status for one in told if one.organisation_id == whose}
        return [
            Check(
                f"{seen.commission.name}: their system has got every invoice",
                stand.keys() == numbers and set(stand.values()) == {"sent"},
                f"{len(stand)} of {len(numbers)}: {sorted(set(stand.values()))}",
            )
        ]


@dataclass(frozen=True)
class Collects(Turn):
    """From its first day on, all of the organisation on one invoice a month, with an order on each."""

    recounted: ClassVar[bool] = True
    order_number: str

    def acts(self, seen: Seen) -> list[Act]:
        organisation, at = seen.commission.organisation, local(seen.contract.terms.starts_on, 9)
        order = directory.SetInvoicing(
            organisation_id=seen.contract.terms.organisation_id,
            address=organisation.address,
            invoice_email=f"laskut@{organisation.domain}",
            invoicing=directory.Invoicing(
                grouping="organisation", order_number=self.order_number, order_number_required=True
            ),
            changed_by=seen.commission.contact.person_id,
            as_of=at,
        )
        what = f"wants one invoice a month for all of {organisation.name}"
        return [Act(at, str(seen.commission.contact), what, (order,))]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        whose = seen.contract.terms.organisation_id
        cards = (await ask(billing.ListInvoices(viewer=FINANCE, organisation_id=whose))).invoices
        shown = [await ask(billing.ShowInvoice(invoice_id=one.invoice_id, viewer=FINANCE)) for one in cards]
        months, processes = [one.period for one in cards], {x.process_id for one in shown for x in one.lines}
        papers = [await self._paper(one.invoice_id, ask) for one in cards]
        name = seen.commission.organisation.name
        return [
            Check(
                f"{name}: one invoice a month for both of its processes",
                all(one.collective for one in cards)
                and len(months) == len(set(months)) >= 9
                and len(processes) == 2,
                f"{len(cards)} invoices, {len(processes)} processes",
            ),
            Check(f"{name}: each is what its lines come to", all(map(comes_to_its_lines, shown)), ""),
            Check(
                f"{name}: each has the order, and each line its process",
                all(order == self.order_number and named for order, named in papers),
                f"{len(papers)} documents",
            ),
        ]

    async def _paper(self, invoice_id: UUID, ask: Ask) -> tuple[str, bool]:
        """The order, and whether every line says its process, as the customer's system reads them."""
        query = billing.ShowElectronicInvoice(invoice_id=invoice_id, wanted="peppol", viewer=FINANCE)
        document = fromstring(b64decode((await ask(query)).xml))
        lines = document.findall("{*}InvoiceLine")
        objects = [line.findtext("{*}DocumentReference/{*}ID") for line in lines]
        return document.findtext("{*}OrderReference/{*}ID", ""), bool(objects) and all(objects)
