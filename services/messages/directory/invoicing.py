"""How a customer takes its invoices: where its system gets them, over which way first, and what stands on them."""

import re
from collections.abc import Callable
from typing import Annotated, ClassVar, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError
from stdnum import ean, luhn
from stdnum.fi import ytunnus

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.printing import printed
from services.messages.texts import in_one_line
from services.messages.values import Address, Channel, Email, Language, Mark, Utc, Value

FINNISH_SCHEME = "0216"
"""The scheme of an OVT in Peppol. Source: Peppol's code list of participant identifier schemes, April 2024."""
OVT_PREFIX = "0037"
MOST_DAYS_OF_PUBLIC = 30
"""A public buyer pays within these. Source: Finnish act on payment terms in commercial contracts, 30/2013."""

ReferenceField = Literal["buyer_reference", "order_number", "agreement"]
REFERENCES: tuple[ReferenceField, ...] = get_args(ReferenceField)

Grouping = Literal["process", "department", "organisation"]
"""Of what there is one invoice: of each process, of each department, of the whole customer."""

Timing = Literal["monthly", "at_end"]
"""When invoices are made: of each month, or once the contract has ended."""

OPERATORS: dict[str, str] = {
    "003723327487": "Apix Messaging",
    "BAWCFI22": "Basware",
    "003703575029": "CGI",
    "003726044706": "Netbox Finland",
    "003721291126": "Maventa",
    "003708599126": "OpenText",
    "003723609900": "Pagero",
    "E204503": "OpusCapita Solutions",
    "FI28768767": "Posti Messaging",
    "003701150617": "PostNord Strålfors",
    "003714377140": "Ropo Capital",
    "003701011385": "Tietoevry",
    "003722207029": "Ålands Post",
    "HELSFIHH": "Aktia",
    "DABAFIHH": "Danske Bank",
    "HANDFIHH": "Handelsbanken",
    "NDEAFIHH": "Nordea",
    "OKOYFIHH": "OP",
    "POPFFI22": "POP Pankki",
    "ITELFIHH": "Säästöpankki",
    "SBANFIHH": "S-Pankki",
    "AABAFI22": "Ålandsbanken",
}
"""Who carries Finvoice in Finland, by the identifier under which they are addressed.

Source: the lists that several Finnish invoicing programs publish, two of them or more for each of these; Finland's
register of e-invoice addresses (verkkolaskuosoite.fi) is the one to hold them against.
"""


def _ovt(value: str) -> bool:
    """`0037`, a Y-tunnus, and up to five letters or digits: `003702012566`, `0037020125661A`."""
    parts = re.fullmatch(r"0037([0-9]{8})[0-9A-Z]{0,5}", value)
    return bool(parts and parts[1].strip("0") and ytunnus.is_valid(parts[1]))


_SCHEMES: dict[str, Callable[[str], bool]] = {
    FINNISH_SCHEME: _ovt,
    "0007": lambda value: bool(re.fullmatch("[0-9]{10}", value) and luhn.is_valid(value)),
    "0088": lambda value: bool(re.fullmatch("[0-9]{13}", value) and ean.is_valid(value)),
    "0184": lambda value: bool(re.fullmatch("(DK)?[0-9]{8}", value)),
    "0191": lambda value: bool(re.fullmatch("[0-9]{8}", value)),
    "0192": lambda value: bool(re.fullmatch("[0-9]{9}", value)),
}
"""Peppol's schemes that we know how to check: Finland, Sweden, GLN, Denmark, Estonia, Norway."""


def is_electronic(scheme: str, value: str) -> bool:
    """Whether an invoice can be addressed so."""
    return scheme in _SCHEMES and bool(_SCHEMES[scheme](value))


def _electronic(typed: str) -> str:
    """An OVT is one of the Finnish scheme, under whichever scheme it was typed."""
    compact = re.sub(r"[\s-]", "", typed.upper())
    scheme, told, value = compact.partition(":")
    if not told:
        scheme, value = FINNISH_SCHEME, compact
    if scheme == OVT_PREFIX and value.startswith(OVT_PREFIX):
        scheme = FINNISH_SCHEME
    if not is_electronic(scheme, value):
        raise PydanticCustomError("electronic_address", "is no OVT and no Peppol identifier that we know")
    return f"{scheme}:{value}"


def _operator(code: str) -> str:
    if code not in OPERATORS:
        raise PydanticCustomError("operator", "is on no list of operators")
    return code


ElectronicId = Annotated[
    str,
    Field(max_length=60),
    BeforeValidator(in_one_line),
    AfterValidator(lambda typed: typed and _electronic(typed)),
]
"""`0216:003702012566`: scheme and value, however it was typed; empty: none."""
OperatorId = Annotated[
    str,
    Field(max_length=20),
    BeforeValidator(in_one_line),
    AfterValidator(lambda code: code and _operator(code)),
]
ReferenceText = Annotated[str, Field(max_length=70), BeforeValidator(in_one_line), AfterValidator(printed)]
ReferencePattern = Annotated[str, Field(max_length=35, pattern=r"^[ -~]*$"), BeforeValidator(in_one_line)]
"""How it has to look: 9 is a digit, A a capital letter, X one of both; what else it holds stands as it is."""
OwnDays = Annotated[int, Field(ge=7, le=60)]
_PLACES = {"9": "[0-9]", "A": "[A-ZÅÄÖ]", "X": "[0-9A-ZÅÄÖ]"}


def fits(reference: str, pattern: str) -> bool:
    """Without a pattern everything does."""
    return not pattern or bool(
        re.fullmatch("".join(_PLACES.get(one, re.escape(one)) for one in pattern), reference)
    )


class Invoicing(Value):
    """electronic_address: of its system. operator: who carries Finvoices to it. channels: the first is tried first.

    The references stay apart: what the buyer calls it (BT-10), its order (BT-13), its agreement (BT-12). required: no
    invoice is made without it. payment_days: none for what the contract says. grouping: a
    department has its own processes alone.
    """

    electronic_address: ElectronicId = ""
    operator: OperatorId = ""
    channels: Annotated[list[Channel], Field(min_length=1, max_length=3)] = ["mail"]
    buyer_reference: ReferenceText = ""
    buyer_reference_required: bool = False
    buyer_reference_pattern: ReferencePattern = ""
    order_number: ReferenceText = ""
    order_number_required: bool = False
    order_number_pattern: ReferencePattern = ""
    agreement: ReferenceText = ""
    agreement_required: bool = False
    agreement_pattern: ReferencePattern = ""
    payment_days: OwnDays | None = None
    grouping: Grouping = "process"
    timing: Timing = "monthly"

    def reference(self, which: ReferenceField) -> str:
        return str(getattr(self, which))

    def is_missing(self, which: ReferenceField) -> bool:
        return bool(getattr(self, f"{which}_required")) and not self.reference(which)

    def is_unfitting(self, which: ReferenceField) -> bool:
        told = self.reference(which)
        return bool(told) and not fits(told, getattr(self, f"{which}_pattern"))


class SetInvoicing(Command[Done]):
    """Where a customer's invoices go, and what stands on them, from now on: of the whole, or of one department.

    language: of the whole organisation's papers; none: as it is. changed_by: whoever is signed in.
    Refuses: unknown_organisation, unknown_department (also one whose invoices are not theirs to look after),
    electronic_address_missing, operator_missing (a channel needs it), reference_unfit, payment_days_too_long,
    not_of_a_department (grouping: organisation), not_yours_to_decide (payment_days, which who is to be paid says),
    set_meanwhile (seen: CustomerCard's mark).
    """

    organisation_id: UUID
    department_id: UUID | None = None
    address: Address
    invoice_email: Email
    language: Language | None = None
    invoicing: Invoicing
    changed_by: UUID
    as_of: Utc
    seen: Mark | None = None


class InvoiceAddressChanged(Event):
    """Where invoices went until then, by mail or to the customer's system, is another place now.

    change_id: by which the earlier mail address is asked for.
    """

    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    department_id: UUID | None
    change_id: UUID
    changed_at: Utc


class EarlierInvoiceAddress(Reply):
    """name: of the customer as it is now. language: in which it is written to now."""

    email: str
    name: str
    language: Language


class ShowEarlierInvoiceAddress(Query[EarlierInvoiceAddress]):
    """For the letter about the change. Refuses: unknown_change."""

    change_id: UUID
