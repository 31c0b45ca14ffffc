"""What was typed into a form: checked against its model, kept for showing again, each fault at its own field."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Generic, Literal, TypeVar, get_args, get_origin
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from services.messages.directory import IdFault
from services.messages.texts import written
from services.runtime.commands.refusal import Refusal
from services.web.pages.languages import marked as _
from services.web.pages.refusals import SENTENCES, sentence

_MOST_FIELDS = 300
_FAULTS = {
    "missing": _("Fill in this field."),
    "string_too_short": _("Fill in this field."),
    "string_too_long": _("This text is too long."),
    "too_short": _("Choose at least one."),
    "too_long": _("These are too many."),
    "enum": _("Choose one of the alternatives."),
    "literal_error": _("Choose one of the alternatives."),
    "int_parsing": _("Write a whole number."),
    "decimal_parsing": _("Write a number."),
    "greater_than_equal": _("This number is too small."),
    "greater_than": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "less_than": _("This number is too large."),
    "date_from_datetime_parsing": _("Write a date."),
    "date_parsing": _("Write a date."),
    "day_out_of_range": _("Write a day between the years %(first_year)s and %(last_year)s."),
    "time_parsing": _("Write a time, such as 9:30."),
    "value_error": _("This is not a valid mail address."),
    "mail_letters": _(
        "Mail cannot be sent to such letters before the @. Letters from a to z and digits can be used."
    ),
    "mail_too_long": _("The part before the @ is too long for a mail address."),
    "plain_name": _("Write the name alone, as it is spoken: no address, no telephone number."),
    "plain_title": _("Write the name alone, without a link."),
    "country": _("Choose one of the alternatives."),
    "postal_code": _("In Finland a postal code has five digits."),
    "foreign_id": _("Write the number as the register has it: letters and digits."),
    "business_id": _("This is not a valid business ID (Y-tunnus), such as 1234567-1."),
    "operator": _("Choose one of the alternatives."),
    "electronic_address": _(
        "Write an OVT, such as 003720774740, or a Peppol identifier, such as 0007:5560360793."
    ),
    "bic": _("This is not a valid BIC, such as NDEAFIHH."),
    **{
        code: SENTENCES[code]
        for code in (
            *("region_missing", "price_of_nothing", "iban_invalid", "bic_missing", "bic_invalid"),
            *("name_missing", "latin_name_missing"),
            *get_args(IdFault),
        )
    },
    "string_pattern_mismatch": _("This is not in the right form."),
    "not_a_number": _("Write a number."),
    "control_character": _(
        "This holds a character that cannot be kept. Write it by hand instead of pasting it."
    ),
    "direction_control": _(
        "This holds a hidden sign that turns the writing. Write it by hand instead of pasting it."
    ),
    "nothing_to_see": _("Nothing of this can be seen. Write it by hand instead of pasting it."),
    "more_than_a_line": _("Write this on one line."),
    "not_printed": _(
        "Write this in Latin, Greek or Cyrillic letters: others cannot be printed on an invoice."
    ),
}
_OTHERWISE = _("Check this field.")
_CARRIED = frozenset({"seen", "version", "revision", "replaces", "fingerprint"})
"""What a form carries of the state that was looked at: nobody can be led to it, so what is wrong with it is of the
whole."""


class Form(BaseModel):
    """A form's fields, by the names of its inputs. Subclass it beside the page; unknown fields are passed over.

    Empty inputs count as not sent, so a field that must be filled in has no default. Every text is read as
    `written` says, whatever the field's type makes of it then.

    named_otherwise: a field of the order -> the input at which its faults are told, where that has another name.
    not_typed: fields that are chosen, where their type does not tell it.
    said_if_missing: what is said of a field that was left empty, where that needs more words than of others; marked
    English.
    """

    named_otherwise: ClassVar[Mapping[str, str]] = {}
    not_typed: ClassVar[frozenset[str]] = frozenset()
    said_if_missing: ClassVar[Mapping[str, str]] = {}
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return [written(one) for one in value] if isinstance(value, list) else written(value)


@cache
def missing_in(model: type[Form]) -> Mapping[str, str]:
    """What is said where nothing was typed or chosen, by field, where it is not that it is to be filled in."""
    named = {name: _what_is_chosen(field.annotation) for name, field in model.model_fields.items()}
    named |= dict.fromkeys(model.not_typed, "enum")
    return {name: _FAULTS[fault] for name, fault in named.items() if fault} | dict(model.said_if_missing)


def _what_is_chosen(annotation: Any) -> str | None:
    """The fault of a choice that cannot be; none where it is typed."""
    if _is_list(annotation):
        return "too_short"
    kinds = [one for one in get_args(annotation) or (annotation,) if one is not type(None)]
    if get_origin(annotation) is Literal or all(_is_one_of_several(one) for one in kinds):
        return "enum"
    return None


def _is_one_of_several(kind: Any) -> bool:
    return get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, (Enum, UUID, bool)))


F = TypeVar("F", bound=Form)
T = TypeVar("T")


class Filled(Generic[F]):
    """values: input name -> what was typed (a list for a field of many).

    errors: input name -> sentence, in English, to be translated where it is shown. said: what is wrong with the
    whole. data: only where nothing is wrong. refused_by: the refusal that says what is.
    """

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        self.values: dict[str, Any] = values or {}
        self.errors: dict[str, str] = {}
        self.said = ""
        self.refused_by: Refusal | None = None
        self._data: F | None = None
        self._missing: Mapping[str, str] = {}

    @property
    def is_valid(self) -> bool:
        return not self.errors and not self.said

    @property
    def data(self) -> F:
        """Only of a valid form."""
        if self._data is None:
            raise LookupError("the form is not valid")
        return self._data

    def check(self, model: type[F]) -> "Filled[F]":
        """Reads the values as the model's; every field's first fault is noted."""
        self._missing = missing_in(model)
        try:
            self._data = model.model_validate(
                {name: value for name, value in self.values.items() if not _is_empty(value)}
            )
        except ValidationError as error:
            self.fault(error)
        return self

    def check_more(self, model: type[BaseModel]) -> None:
        """Notes what another model, which asks more of the same fields, finds wrong with them."""
        try:
            model.model_validate(
                {name: value for name, value in self.values.items() if value not in ("", [])}
            )
        except ValidationError as error:
            self.fault(error)

    def ask_for(self, names: Iterable[str]) -> None:
        """Notes which of these was left empty, where the model itself lets them be."""
        for name in names:
            if _is_empty(self.values.get(name, "")):
                self.errors.setdefault(name, self._missing.get(name, _FAULTS["missing"]))

    def fault(self, error: ValidationError) -> None:
        for one in error.errors(include_url=False, include_input=False, include_context=False):
            field = self._input(str(one["loc"][0])) if one["loc"] else ""
            text = _FAULTS.get(one["type"], _OTHERWISE)
            if one["type"] == "missing":
                text = self._missing.get(field, text)
            if field and (field in self.values or one["type"] == "missing"):
                self.errors.setdefault(field, text)
            else:
                self.said = self.said or text

    def refuse(self, field: str | None, text: str) -> None:
        """A fault that the page itself found. text: marked English."""
        if field:
            self.errors[field] = text
        else:
            self.said = text

    async def carry_out(self, act: Callable[[F], Awaitable[T]]) -> T | None:
        """What the act gives; None where the form is not valid, or where it was refused: then it says so."""
        if not self.is_valid:
            return None
        try:
            return await act(self.data)
        except ValidationError as error:
            self.fault(error)
        except Refusal as refusal:
            self.refused_by = refusal
            field = self._input(refusal.field or "")
            is_seen = field in self.values and field not in _CARRIED
            self.refuse(field if is_seen else None, sentence(refusal))
        return None

    def _input(self, field: str) -> str:
        """An order has cents where people type euros."""
        named = self._data.named_otherwise.get(field, field) if self._data else field
        euros = named.removesuffix("_cents")
        return euros if named not in self.values and euros in self.values else named


class _Reading(Generic[F]):
    """model: by which the page's address is described, too."""

    def __init__(self, model: type[F]) -> None:
        self.model = model
        self._many = {name for name, field in model.model_fields.items() if _is_list(field.annotation)}

    async def __call__(self, request: Request) -> Filled[F]:
        sent = await typed(request)
        values: dict[str, Any] = {}
        for name in self.model.model_fields:
            texts = [one for one in sent.getlist(name) if isinstance(one, str)]
            values[name] = texts if name in self._many else (texts[-1] if texts else "")
        return Filled[F](values).check(self.model)


def filled(model: type[F]) -> Callable[[Request], Awaitable[Filled[F]]]:
    """For a page: `form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]`."""
    return _Reading(model)


def form_of(dependencies: Iterable[Callable[..., Any] | None]) -> type[Form] | None:
    """What a page takes that is given these; none where nothing is filled in."""
    return next((one.model for one in dependencies if isinstance(one, _Reading)), None)


def _is_empty(value: Any) -> bool:
    """What holds nothing to be seen; what is refused is not empty."""
    try:
        return value == [] or written(value) == ""
    except PydanticCustomError:
        return False


async def typed(request: Request) -> FormData:
    """Raises 400 for a body that is no form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise HTTPException(415)
    try:
        return await request.form(max_files=0, max_fields=_MOST_FIELDS)
    except HTTPException:
        raise
    except Exception:  # whatever the parser stumbled over was sent, and is no fault of ours
        raise HTTPException(400) from None


def described(model: type[Form]) -> dict[str, Any]:
    """What the form holds, for a description of the address that takes it."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions = schema.pop("$defs", {})
    content = {"application/x-www-form-urlencoded": {"schema": _inlined(schema, definitions)}}
    return {"requestBody": {"content": content, "required": True}}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        return _inlined(definitions[reference.rsplit("/", 1)[-1]], definitions)
    return {key: _inlined(value, definitions) for key, value in schema.items()}


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (list, set, tuple)
