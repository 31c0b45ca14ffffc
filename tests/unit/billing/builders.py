"""Values for billing's tests: a seller, a customer, items and a finished invoice."""

from dataclasses import replace
from datetime import date

from services.billing.invoices.invoicing import (
    Address,
    Customer,
    Invoice,
    Seller,
    Terms,
    draft,
)
from services.billing.items.cancellation import CancellationTerms, Tier
from services.billing.items.lines import Item, Line, line_for, taxed_elsewhere
from services.messages.billing import ItemKind

SELLER = Seller(
    name="Työnohjaus Virta Oy",
    business_id="2077474-0",
    vat_id="FI20774740",
    address=Address("Hämeenkatu 12", "33100", "Tampere"),
    iban="FI2112345600000785",
    bic="NDEAFIHH",
    email="laskutus@virta.example",
)
CUSTOMER = Customer(
    organisation_id="0190a0a0-0000-7000-8000-000000000001",
    name="Järvikunta, sosiaalipalvelut",
    business_id="0201256-6",
    address=Address("Kunnantie 1", "12345", "Järvikunta"),
    language="fi",
    buyer_reference="SOTE-4711",
)
TERMS = Terms("TO-1007", 14)
INDIVIDUAL = CancellationTerms("hours", (Tier(48, 0),), 100)
GROUP = CancellationTerms("working_days", (Tier(5, 0),), 100)
ISSUED_ON = date(2027, 6, 1)
NUMBER = 2027000001


SWEDISH = replace(
    CUSTOMER,
    name="Ån AB",
    business_id="",
    vat_id="SE556036079301",
    address=Address("Storgatan 1", "111 22", "Stockholm", "SE"),
    language="sv",
    electronic_address="0007:5560360793",
)
NORWEGIAN = replace(
    SWEDISH,
    vat_id="",
    registered_as="923609016",
    electronic_address="0192:923609016",
    address=Address("Storgata 1", "0155", "Oslo", "NO"),
)
CONSUMER = replace(CUSTOMER, name="Aino Aalto", business_id="", buyer_reference="")


def an_item(
    number: int = 1,
    performed_on: date = date(2027, 5, 3),
    cents: int = 9500,
    percent: int = 100,
    kind: ItemKind = ItemKind.HELD,
    category: str = "S",
) -> Item:
    return Item(f"item-{number}", number, performed_on, kind, 90, cents, percent, category)


def an_entered_item(kind: ItemKind, quantity: int = 1, cents: int = 5500, minutes: int | None = None) -> Item:
    day = date(2027, 5, 4)
    return Item(f"item-{kind}", None, day, kind, minutes, cents, 100, "S", quantity=quantity)


ENTERED = (
    an_entered_item(ItemKind.TRAVEL, 84, 55),
    an_entered_item(ItemKind.TRAVEL_TIME, 1, 6750, 90),
    an_entered_item(ItemKind.MATERIAL, 3, 1990),
    an_entered_item(ItemKind.FIXED_FEE, 1, 12000),
    an_entered_item(ItemKind.CORRECTION, -2, 1500),
)
"""One of each kind that comes of no session."""


def an_invoice_abroad(customer: Customer, category: str, *items: Item) -> Invoice:
    """Of a customer who is taxed elsewhere, or of one whom nobody taxes."""
    taxed = [taxed_elsewhere(line, category) for line in lines(*(items or (an_item(),)))]
    return draft(taxed, SELLER, customer, TERMS, NUMBER, ISSUED_ON)


def an_exempt_invoice(ground: str, *items: Item, taxed: tuple[Item, ...] = ()) -> Invoice:
    """taxed: what was performed before the exemption began."""
    free = [taxed_elsewhere(line, "E") for line in lines(*(items or (an_item(),)))]
    return draft([*free, *lines(*taxed)], SELLER, CUSTOMER, TERMS, NUMBER, ISSUED_ON, ground)


def lines(*items: Item) -> list[Line]:
    return [line_for(item) for item in items]


def an_invoice(*items: Item, customer: Customer = CUSTOMER) -> Invoice:
    return draft(lines(*(items or (an_item(),))), SELLER, customer, TERMS, NUMBER, ISSUED_ON)


def a_collective_invoice(*items: Item, customer: Customer = CUSTOMER) -> Invoice:
    """Of two processes by turns."""
    by_turns = [
        replace(line, process_number=f"TO-{1007 + at % 2}")
        for at, line in enumerate(lines(*(items or (an_item(1), an_item(2), an_item(3)))))
    ]
    return draft(by_turns, SELLER, customer, Terms("", 14), NUMBER, ISSUED_ON)
