"""A customer whose system takes its invoices: none of them goes by mail."""

from dataclasses import dataclass
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter
from deploy.demo.script import Act, Ask, Check, local
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
