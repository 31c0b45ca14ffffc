"""Who invoices: dated name, address and bank account."""

from typing import ClassVar
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.printing import PrintedText
from services.messages.values import NEVER_SET, Address, Bic, BusinessId, Day, Iban, Mark, Phone, Utc


class SetSeller(Command[Done]):
    """Who invoices, from a day on. Natural key: valid_from.

    phone: whom letters and invoices say to call. bic: none where it is to follow from the account's number.
    seen: SellerCard's mark, of what was looked at; NEVER_SET where nothing had been entered.
    Refuses: not_yours_to_decide, set_meanwhile, iban_invalid (no Finnish account),
    bic_invalid (a bank of another country), bic_missing (the number does not say which bank it is), seller_abroad,
    day_too_early, day_too_late.
    """

    name: PrintedText
    business_id: BusinessId
    address: Address
    iban: Iban
    bic: Bic | None = None
    phone: Phone = ""
    valid_from: Day
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class SellerSet(Event):
    """Under which name the provider goes from a day on: at the doors, in letters, on papers. A firm's, no person's."""

    about: ClassVar[str] = "provider_id"
    provider_id: UUID
    name: str
    valid_from: Day


class SellerCard(Reply):
    """valid_from: none on an invoice, which shows the seller of its own day. bic_follows: from the account's number.
    mark: of what stands, to be said again when it is set.
    """

    name: str
    business_id: str
    vat_id: str
    address: Address
    iban: str
    bic: str
    phone: str = ""
    valid_from: Day | None = None
    bic_follows: bool = False
    mark: Mark = NEVER_SET


class ShowSeller(Query[SellerCard]):
    """The one that was set from the latest day on; it stands on every invoice. Refuses: seller_missing.

    on: as it stood on that day, where it had been entered by then.
    """

    on: Day | None = None
