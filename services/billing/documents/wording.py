"""An invoice's words, numbers and dates in Finnish, Swedish (of Finland) and English."""

from datetime import date
from decimal import Decimal
from typing import Literal

Language = Literal["fi", "sv", "en"]

NO_BREAK_SPACE = "\u00a0"

WORDS: dict[Language, dict[str, str]] = {
    "fi": {
        "invoice": "Lasku",
        "supervision": "Työnohjaus",
        "recipient": "Laskutettava",
        "number": "Laskun numero",
        "issued_on": "Laskun päivä",
        "due_on": "Eräpäivä",
        "payment_terms": "Maksuehto",
        "days_net": "{days} pv netto",
        "process": "Työnohjausprosessi",
        "buyer_reference": "Viitteenne",
        "order_number": "Tilausnumero",
        "business_id": "Y-tunnus",
        "vat_id": "ALV-tunnus",
        "performed_on": "Suorituspäivä",
        "description": "Selite",
        "quantity": "Määrä",
        "piece": "kerta",
        "unit_price": "Yksikköhinta",
        "vat": "ALV",
        "net": "Veroton",
        "held": "Työnohjaus, tapaaminen{session}",
        "cancelled": "Myöhään peruttu tapaaminen{session}",
        "no_show": "Saapumatta jääty tapaaminen{session}",
        "share": "veloitus {percent} yksikköhinnasta",
        "vat_breakdown": "Arvonlisäveron erittely",
        "rate": "Verokanta",
        "base": "Veron peruste",
        "vat_amount": "Vero",
        "net_total": "Veroton yhteensä",
        "vat_total": "Arvonlisävero yhteensä",
        "gross_total": "Maksettava yhteensä",
        "payment": "Maksutiedot",
        "payee": "Saaja",
        "iban": "Tilinumero (IBAN)",
        "bic": "BIC",
        "reference": "Viitenumero",
        "total": "Summa",
        "bar_code": "Virtuaaliviivakoodi",
        "page": "Sivu {page} / {pages}",
    },
    "sv": {
        "invoice": "Faktura",
        "supervision": "Arbetshandledning",
        "recipient": "Faktureras",
        "number": "Fakturanummer",
        "issued_on": "Fakturadatum",
        "due_on": "Förfallodag",
        "payment_terms": "Betalningsvillkor",
        "days_net": "{days} dagar netto",
        "process": "Handledningsprocess",
        "buyer_reference": "Er referens",
        "order_number": "Beställningsnummer",
        "business_id": "FO-nummer",
        "vat_id": "Momsnummer",
        "performed_on": "Prestationsdag",
        "description": "Beskrivning",
        "quantity": "Antal",
        "piece": "gång",
        "unit_price": "À-pris",
        "vat": "Moms",
        "net": "Utan moms",
        "held": "Arbetshandledning, tillfälle{session}",
        "cancelled": "Sent avbokat tillfälle{session}",
        "no_show": "Uteblivande från tillfälle{session}",
        "share": "debitering {percent} av à-priset",
        "vat_breakdown": "Specifikation av mervärdesskatt",
        "rate": "Skattesats",
        "base": "Skattegrund",
        "vat_amount": "Skatt",
        "net_total": "Totalt utan moms",
        "vat_total": "Mervärdesskatt totalt",
        "gross_total": "Att betala",
        "payment": "Betalningsuppgifter",
        "payee": "Mottagare",
        "iban": "Kontonummer (IBAN)",
        "bic": "BIC",
        "reference": "Referensnummer",
        "total": "Summa",
        "bar_code": "Virtuell streckkod",
        "page": "Sida {page} / {pages}",
    },
    "en": {
        "invoice": "Invoice",
        "supervision": "Supervision",
        "recipient": "Bill to",
        "number": "Invoice number",
        "issued_on": "Invoice date",
        "due_on": "Due date",
        "payment_terms": "Payment terms",
        "days_net": "{days} days net",
        "process": "Supervision process",
        "buyer_reference": "Your reference",
        "order_number": "Order number",
        "business_id": "Business ID",
        "vat_id": "VAT ID",
        "performed_on": "Date of supply",
        "description": "Description",
        "quantity": "Quantity",
        "piece": "session",
        "unit_price": "Unit price",
        "vat": "VAT",
        "net": "Excl. VAT",
        "held": "Supervision, session{session}",
        "cancelled": "Late cancellation of session{session}",
        "no_show": "No-show at session{session}",
        "share": "charged at {percent} of the unit price",
        "vat_breakdown": "VAT breakdown",
        "rate": "Rate",
        "base": "Taxable amount",
        "vat_amount": "VAT",
        "net_total": "Total excl. VAT",
        "vat_total": "Total VAT",
        "gross_total": "Amount due",
        "payment": "Payment details",
        "payee": "Payee",
        "iban": "Account number (IBAN)",
        "bic": "BIC",
        "reference": "Payment reference",
        "total": "Amount",
        "bar_code": "Virtual bar code",
        "page": "Page {page} of {pages}",
    },
}

_ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def money(cents: int, language: Language) -> str:
    """`1 234,50 €` with no-break spaces in Finnish and Swedish, `€1,234.50` in English."""
    sign = "\u2212" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    if language == "en":
        return f"{sign}€{euros:,}.{rest:02d}"
    return f"{sign}{euros:,}".replace(",", NO_BREAK_SPACE) + f",{rest:02d}{NO_BREAK_SPACE}€"


def day(on: date, language: Language) -> str:
    """`6.12.2026` in Finnish and Swedish, `6 December 2026` in English."""
    if language == "en":
        return f"{on.day} {_ENGLISH_MONTHS[on.month - 1]} {on.year}".replace(" ", NO_BREAK_SPACE)
    return f"{on.day}.{on.month}.{on.year}"


def percent(value: Decimal | int, language: Language) -> str:
    """`25,5 %` in Finnish and Swedish, `25.5%` in English."""
    text = f"{Decimal(value):f}"
    return f"{text}%" if language == "en" else f"{text.replace('.', ',')}{NO_BREAK_SPACE}%"
