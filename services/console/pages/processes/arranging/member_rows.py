"""The rows of a contract's form in which its members are named, and the people whom they become."""

from typing import Any
from uuid import UUID, uuid4

from services.messages.contracts import ContractCard, TrialShown
from services.messages.directory import PersonCard, RegisterPerson, ShowPerson
from services.messages.headcounts import MOST_MEMBERS
from services.messages.intake import InquiryCard
from services.messages.names import PersonName
from services.messages.values import Email, Language
from services.runtime.commands.refusal import Refusal
from services.web.pages.forms import Filled, Form
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

_PARTS = ("given", "family", "email", "language")
FIELDS: dict[str, Any] = {
    f"member_{row}_{part}": (kind, None)
    for row in range(1, MOST_MEMBERS + 1)
    for part, kind in zip(
        _PARTS, (PersonName | None, PersonName | None, Email | None, Language | None), strict=True
    )
}
"""For the form's model: four fields a row, all of which may be empty."""


def rows_for(process: InquiryCard, contract: ContractCard | TrialShown) -> int:
    """As many as were asked for, or are named already: what stands open. The paper takes `largest_group`."""
    return min(max(process.headcount, len(contract.parties.supervisee_ids)), contract.largest_group)


async def typed_rows(visit: Visit, member_ids: list[UUID]) -> dict[str, str]:
    """The rows of those who are on the paper already."""
    values: dict[str, str] = {}
    for row, person_id in enumerate(member_ids, 1):
        person: PersonCard = await visit.ask(ShowPerson(person_id=person_id))
        told = (person.given_name, person.family_name, person.email, person.language)
        values |= {_name(row, part): value for part, value in zip(_PARTS, told, strict=True)}
    return values


def check(form: Filled[Any]) -> None:
    """A row that is begun is filled in whole, and the representative's row is filled."""
    for row in begun(form.values):
        for part in _PARTS[:3]:
            if not form.values.get(_name(row, part)):
                form.errors.setdefault(_name(row, part), _("Fill in this field."))
    if not begun(form.values):
        form.refuse(_name(1, "given"), _("Name at least one supervisee."))
    elif form.is_valid and form.data.representative not in begun(form.values):
        form.refuse("representative", _("Choose somebody who is named on a row."))


def begun(values: dict[str, Any]) -> list[int]:
    """The rows with anything but a language, which always has one chosen."""
    return [
        row
        for row in range(1, MOST_MEMBERS + 1)
        if any(str(values.get(_name(row, part)) or "").strip() for part in _PARTS[:3])
    ]


async def register(visit: Visit, typed: Form, language: Language) -> dict[int, UUID]:
    """Row -> who it is: whoever is known by the address, under the name that is theirs.

    language: of those whose row says none. Refuses, at the row's address: known_by_another_name, named_twice
    (directory knows two rows' addresses as one person's).
    """
    facts = typed.model_dump()
    people: dict[int, UUID] = {}
    for row in begun(facts):
        order = RegisterPerson(
            person_id=uuid4(),
            given_name=facts[_name(row, "given")],
            family_name=facts[_name(row, "family")],
            email=facts[_name(row, "email")],
            language=facts[_name(row, "language")] or language,
            registered_by=visit.person_id,
            as_named=True,
            as_of=visit.now,
        )
        before = {facts[_name(one, "email")].lower() for one in people}
        person_id = await _known_as(visit, order, _name(row, "email"), twice=order.email.lower() in before)
        if person_id in people.values():
            raise Refusal("named_twice", _name(row, "email"))
        people[row] = person_id
    return people


async def _known_as(visit: Visit, order: RegisterPerson, field: str, *, twice: bool) -> UUID:
    """twice: another row has the address, under the name that is theirs. Refuses: at this field, as `register` does."""
    try:
        return (await visit.ask(order)).person_id
    except Refusal as refusal:
        if refusal.field != "email":
            raise
        raise Refusal("named_twice" if twice else refusal.code, field) from refusal


def _name(row: int, part: str) -> str:
    return f"member_{row}_{part}"
