"""Who invoices: dated name, address and bank account."""

from uuid import UUID

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.printing import PrintedText
from services.messages.values import Address, Bic, BusinessId, Day, Iban, Phone, Utc


class SetSeller(Command[Done]):
    """Who invoices, from a day on. Natural key: valid_from.

    phone: whom letters and invoices say to call.
    Refuses: not_yours_to_decide, iban_invalid (no Finnish account), bic_invalid (a bank of another country),
    seller_abroad, day_too_early, day_too_late.
    """

    name: PrintedText
    business_id: BusinessId
    address: Address
    iban: Iban
    bic: Bic
    phone: Phone = ""
    valid_from: Day
    set_by: UUID
    as_of: Utc


class SellerCard(Reply):
    """valid_from: none on an invoice, which shows the seller of its own day."""

    name: str
    business_id: str
    vat_id: str
    address: Address
    iban: str
    bic: str
    phone: str = ""
    valid_from: Day | None = None


class ShowSeller(Query[SellerCard]):
    """The one that was set from the latest day on; it stands on every invoice. Refuses: seller_missing."""
