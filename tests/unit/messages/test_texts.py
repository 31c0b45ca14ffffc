"""What people write is read in one way at every door, and what no text holds is refused there with its field."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from services.messages.billing import OwnNumber, RunBilling
from services.messages.directory import FindPerson, ListPeople, RegisterPerson
from services.messages.names import PersonName, TitleText
from services.messages.printing import PrintedText
from services.messages.texts import in_digits, is_digits, written
from services.messages.values import (
    Address,
    Day,
    Email,
    LongText,
    Period,
    PostalCode,
    SearchText,
    ShortText,
    Weight,
)
from services.runtime.commands.refusal import refusal_of
from services.web.pages.forms import Filled, Form
from tests.messages.test_bounds import all_commands, all_forms
from tests.unit.docs.reading import ROOT, sources

DECOMPOSED = "Ma\u0308kinen"
UNSEEN = ["", " ", "\u00a0\u2003", "\u200b\u2060\ufeff", "\u3164", "\u2800", "\u00ad\u034f", "\u0301"]
CONTROLS = {"\x00": "control_character", "\x1b": "control_character", "\x85\x9f": "control_character"}
CONTROLS |= dict.fromkeys(("\uffff", "\ud800", "\ufffd", "\U0001fffe", "\U0010ffff"), "control_character")
TURNS = ["\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c"]


@pytest.mark.parametrize("kind", [ShortText, LongText, SearchText, Email, PrintedText])
def test_a_name_typed_with_loose_dots_is_the_same_name(kind: Any) -> None:
    typed = f"posti@{DECOMPOSED.lower()}.example" if kind is Email else DECOMPOSED
    assert TypeAdapter(kind).validate_python(typed) == typed.replace("a\u0308", "ä")


@pytest.mark.parametrize("typed", ["K-१७", "２０２７-1", "١٢"], ids=ascii)
def test_an_invoices_number_is_in_digits_that_whoever_looks_for_it_can_type(typed: str) -> None:
    with pytest.raises(ValidationError, match="cannot show"):
        TypeAdapter(OwnNumber).validate_python(typed)
    assert TypeAdapter(OwnNumber).validate_python(" K-17/Ä ") == "K-17/Ä"


def test_a_search_in_loose_dots_finds_what_is_kept_composed() -> None:
    viewer = {"person_id": str(uuid4()), "role": "coordinator"}
    asked = json.dumps({"viewer": viewer, "organisation_id": None, "search": f" {DECOMPOSED} "})
    assert ListPeople.model_validate_json(asked).search == "Mäkinen"
    assert FindPerson(email=f"{DECOMPOSED}@postia.example").email == "Mäkinen@postia.example"


@pytest.mark.parametrize("typed", ["\u200b", "\u2060\u00ad", "\u3164", " \u2800 "], ids=ascii)
def test_a_search_for_what_cannot_be_seen_is_refused_and_one_for_blanks_is_none(typed: str) -> None:
    asked = {"viewer": {"person_id": str(uuid4()), "role": "coordinator"}, "organisation_id": None}
    with pytest.raises(ValidationError) as refused:
        ListPeople.model_validate(asked | {"search": typed})
    assert refused.value.errors()[0]["type"] == "nothing_to_see"
    assert ListPeople.model_validate(asked | {"search": " \u00a0 "}).search == ""


@pytest.mark.parametrize("kind", [TitleText, PersonName, LongText, PrintedText])
@pytest.mark.parametrize(
    "typed",
    ["Tes\u00adti", "Tes\u200bti", "\ufeffTesti", "Tes\u2060ti", "Tes\u200dti", "Testi\u200c", "\u2063Testi"],
    ids=ascii,
)
def test_a_name_that_is_pasted_from_a_page_is_the_same_name(kind: Any, typed: str) -> None:
    assert TypeAdapter(kind).validate_python(typed) == "Testi"
    assert TypeAdapter(kind).validate_python("Soﬁa") == "Sofia"


@pytest.mark.parametrize("typed", ["می\u200cخواهم", "👩\u200d🏫"], ids=ascii)
def test_a_joiner_stays_where_it_changes_what_is_seen(typed: str) -> None:
    assert TypeAdapter(LongText).validate_python(typed) == typed


@pytest.mark.parametrize("typed", UNSEEN, ids=ascii)
def test_what_nobody_can_see_counts_as_nothing(typed: str) -> None:
    assert TypeAdapter(LongText).validate_python(typed) == ""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(ShortText).validate_python(typed)
    assert refused.value.errors()[0]["type"] == "string_too_short"


class Typed(Form):
    words: ShortText
    more: LongText = ""
    weight: Weight = Decimal(1)


@pytest.mark.parametrize(
    "sign, code", [*CONTROLS.items(), *((sign, "direction_control") for sign in TURNS)], ids=ascii
)
def test_a_hidden_sign_is_refused_alike_in_a_form_and_in_a_command(sign: str, code: str) -> None:
    hidden = f"Ai{sign}no"
    form = Filled[Typed]({"words": hidden, "more": hidden}).check(Typed)
    assert set(form.errors) == {"words", "more"}, "said at each field"
    person = {"person_id": str(uuid4()), "given_name": hidden, "family_name": "Aalto", "language": "fi"}
    with pytest.raises(ValidationError) as refused:
        RegisterPerson.model_validate(person | {"email": "a@b.example", "as_of": "2027-01-01T00:00:00Z"})
    told = refusal_of(refused.value, RegisterPerson)
    assert told.field == "given_name" and refused.value.errors()[0]["type"] == code
    assert told.reason and told.reason != "is not valid" and sign not in told.reason


def test_a_blank_field_of_a_form_is_not_filled_in() -> None:
    form = Filled[Typed]({"words": " \u200b ", "more": "\u2003"}).check(Typed)
    assert form.errors == {"words": "Fill in this field."}


def test_lines_end_alike_and_a_name_has_one() -> None:
    assert written(" a\r\nb\u2028c\rd ") == "a\nb\nc\nd"
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(ShortText).validate_python("Katu 1\nLahti")
    assert refused.value.errors()[0]["type"] == "more_than_a_line"


@pytest.mark.parametrize("typed", ["20२६-10", "２０２６-10", "2026-1०", "2026-10\n"], ids=ascii)
def test_a_month_in_other_digits_is_not_billed(typed: str) -> None:
    with pytest.raises(ValidationError):
        RunBilling.model_validate({"period": typed, "as_of": "2026-11-01T00:00:00Z"})


@pytest.mark.parametrize("digits", ["१२३४५", "１２３４５", "٠١٢٣٤", "²³²³²"], ids=ascii)
def test_digits_are_0_to_9(digits: str) -> None:
    assert not is_digits(digits) and not is_digits("") and is_digits("0123456789")
    for kind in (PostalCode, Period, Weight):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(digits)


@pytest.mark.parametrize("typed", ["1e3", "1_000", "٣", "NaN", "Infinity", "0x10", "1,2,3", "--1"], ids=ascii)
def test_a_number_is_typed_in_plain_digits(typed: str) -> None:
    form = Filled[Typed]({"words": "a", "weight": typed}).check(Typed)
    assert form.errors == {"weight": "Write a number."}


def test_a_number_may_have_a_comma_and_spaces() -> None:
    assert [in_digits(one) for one in ("1 234,50", "1\u00a0234.5", "\u22122", 7)] == [
        "1234.50",
        "1234.5",
        "-2",
        7,
    ]


@pytest.mark.parametrize("letters", ["株式会社", "بلدية", "Ҟазан", "👍🏽"], ids=ascii)
def test_an_address_that_no_invoice_can_show_is_refused(letters: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Address(street=letters, postal_code="00100", town="Helsinki")
    assert refused.value.errors()[0]["type"] == "not_printed"


def test_every_text_of_a_message_is_read_as_written() -> None:
    models = [*all_commands(), *all_forms()]
    assert [
        one for model in models for one in unread(model.__pydantic_core_schema__, model.__name__, {})
    ] == []


def test_planted_texts_that_are_not_read_so_are_found() -> None:
    class Planted(BaseModel):
        bare: str
        digits: Any = None
        code: ShortText
        many: list[str]

    found = {one.split(" ")[0] for one in unread(Planted.__pydantic_core_schema__, "Planted", {})}
    assert found == {"Planted.bare", "Planted.many"}


READ = {"written", "in_one_line", "searched", "_written"}
"""Functions through which a text comes in."""


def unread(schema: Any, path: str, known: dict[str, Any]) -> Iterator[str]:
    """The paths of texts without a pattern of our digits and letters that none of READ looks at."""
    kind = schema["type"]
    if kind == "definitions":
        known.update({one["ref"]: one for one in schema["definitions"]})
    if kind == "definition-ref":
        yield from unread(known[schema["schema_ref"]], path, known)
    elif kind == "str":
        if not _is_plain(schema.get("pattern")):
            yield f"{path} is read as it comes"
    elif kind == "function-before" and _name_of(schema) in READ:
        return
    elif kind == "model-fields":
        for name, field in schema["fields"].items():
            yield from unread(field, f"{path}.{name}", known)
    elif kind == "union":
        for choice in schema["choices"]:
            yield from unread(choice[0] if isinstance(choice, tuple) else choice, path, known)
    else:
        for inner in ("schema", "json_schema", "items_schema", "keys_schema", "values_schema"):
            if inner in schema:
                yield from unread(schema[inner], path, known)


def _is_plain(pattern: str | None) -> bool:
    return pattern is not None and pattern.isascii() and not re.search(r"\\[dDwWsS]|\[\^|\.", pattern)


def _name_of(schema: Any) -> str:
    return getattr(schema["function"]["function"], "__name__", "")


OTHER_DIGITS = re.compile(r"\\d|(?<!isascii\(\) and text)\.is(?:digit|decimal|numeric|alnum)\(")
_OF_THE_DRIVER = "_SAID_AT_SIGN_IN = "
"""The patterns of a library, spelled as it has them."""


def test_no_code_asks_for_digits_of_all_scripts() -> None:
    """`\\d` and `isdigit` take those of forty scripts; `[0-9]` and `is_digits` are meant."""
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sources()
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if OTHER_DIGITS.search(line) and not line.startswith(_OF_THE_DRIVER)
    ]
    assert found == []


def test_and_such_code_would_be_found() -> None:
    assert OTHER_DIGITS.search(r're.compile(r"\d{5}")') and OTHER_DIGITS.search("text.isdigit()")
    assert not OTHER_DIGITS.search("text.isascii() and text.isdigit()")


@pytest.mark.parametrize("typed", ["1793404800", "20261025", " 1793404800"])
def test_a_number_alone_is_no_day_though_it_could_be_seconds(typed: str) -> None:
    with pytest.raises(ValidationError, match="date"):
        TypeAdapter(Day).validate_python(typed)
