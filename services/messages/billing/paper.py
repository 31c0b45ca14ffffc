"""What stands on an issued document, as its reader has it: in the customer's language, ready to be shown."""

from services.messages.envelope import Reply
from services.messages.values import Language


class PaperSeller(Reply):
    name: str
    address: list[str]
    identifiers: list[str]
    contact: list[str]


class PaperLine(Reply):
    """share: of a price that is not charged whole; else empty. part, part_net: of the first line of each process on a
    collective document, which one it is, and what its lines come to.
    """

    performed_on: str
    description: str
    share: str
    quantity: str
    unit_price: str
    vat: str
    net: str
    part: str = ""
    part_net: str = ""


class InvoicePaper(Reply):
    """words: its headings by name. facts, totals, payment: names and values. groups: rate, base and tax of each rate.

    payment, bar_code: empty where nothing is to be paid.
    """

    language: Language
    words: dict[str, str]
    heading: str
    title: str
    seller: PaperSeller
    recipient: list[str]
    facts: list[tuple[str, str]]
    lines: list[PaperLine]
    groups: list[tuple[str, str, str]]
    totals: list[tuple[str, str]]
    payment: list[tuple[str, str]]
    bar_code: str
