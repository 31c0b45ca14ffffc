"""Addresses as forms ask for them and as pages show them."""

from collections.abc import Callable
from typing import Any

from pydantic import field_validator

from services.messages.countries import HOME, Country
from services.messages.printing import PrintedText
from services.messages.values import Address, AnyPostalCode, postal_code_of_its_country
from services.web.pages.forms import Form


class AddressForm(Form):
    country: Country = HOME
    street: PrintedText
    postal_code: AnyPostalCode = ""
    town: PrintedText

    _postal_code = field_validator("postal_code")(postal_code_of_its_country)

    @property
    def address(self) -> Address:
        return Address(**self.model_dump(include=set(Address.model_fields)))


def in_one_line(address: Any, called: Callable[[str], str]) -> str:
    """Street, postal code and town; the country where it is another. called: a country in the reader's language."""
    town = f"{address.postal_code} {address.town}".strip()
    return ", ".join([address.street, town, *([called(address.country)] if address.country != HOME else [])])
