"""Signing a contract: the forms, the orders that they become, and who the parties are. Pages and links share it.

Who may do what, and whose turn it is, contracts answers with the paper (`OwnPart`).
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.contracts import (
    AmendmentPreview,
    ContractCard,
    ContractParties,
    ContractText,
    DeclineSigning,
    JoinGroup,
    RecordConsent,
    RefuseConsent,
    ShowAmendment,
    ShowContractParties,
    ShowContractText,
    SignContract,
    SigningWay,
)
from services.messages.directory import ShowContacts
from services.messages.intake import InterestCode, Year
from services.messages.values import LongText, Party, Version, Viewer
from services.web.pages.forms import F, Filled, Form
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.process_forms.interest import interest_of
from services.web.pages.visit import Visit


class ReadForm(Form):
    """For signing and for consenting. read: the box beside the words; version: what was read."""

    read: Literal["true"]
    version: Version


class SignForm(ReadForm):
    """By whoever's turn it is; the supervisor says again what they have to do with the others."""

    code: InterestCode | None = None
    since: Year | None = None
    until: Year | None = None
    words: LongText = ""


class DeclineForm(Form):
    reason: LongText
    version: Version


class RefuseForm(Form):
    """A member's no, which needs no reason. why_not: another field than a signer's reason beside it."""

    why_not: LongText = ""
    version: Version


def say_to_declare(form: Filled[SignForm], party: Party) -> None:
    if party is Party.SUPERVISOR and not form.values.get("code"):
        form.errors["code"] = _("Say what you have to do with the others, or that there is nothing.")


def say_to_tick(form: Filled[F]) -> None:
    if "read" in form.errors:
        form.errors["read"] = _("Tick the box when you have read the contract.")


def consent_of(
    typed: ReadForm, process_id: UUID, person_id: UUID, now: datetime, way: SigningWay
) -> RecordConsent:
    consent = {"process_id": process_id, "version": typed.version, "person_id": person_id, "way": way}
    return RecordConsent.model_validate(consent | {"as_of": now})


def joining(
    typed: ReadForm | RefuseForm, process_id: UUID, person_id: UUID, now: datetime, *, agrees: bool
) -> JoinGroup:
    """A newcomer's own word."""
    return JoinGroup(
        process_id=process_id, version=typed.version, agrees=agrees, person_id=person_id, as_of=now
    )


def refusal_of(typed: RefuseForm, process_id: UUID, person_id: UUID, now: datetime) -> RefuseConsent:
    return RefuseConsent(
        process_id=process_id,
        version=typed.version,
        person_id=person_id,
        reason=typed.why_not,
        as_of=now,
    )


def signature(
    typed: ReadForm, process_id: UUID, party: Party, signer_id: UUID, now: datetime, way: SigningWay
) -> SignContract:
    """What the form says of an interest is the supervisor's alone."""
    said = party is Party.SUPERVISOR and isinstance(typed, SignForm) and typed.code is not None
    return SignContract(
        process_id=process_id,
        version=typed.version,
        party=party,
        signer_id=signer_id,
        interest=interest_of(typed) if said else None,
        way=way,
        as_of=now,
    )


def declining(
    typed: DeclineForm, process_id: UUID, party: Party, signer_id: UUID, now: datetime
) -> DeclineSigning:
    return DeclineSigning(
        process_id=process_id,
        version=typed.version,
        party=party,
        signer_id=signer_id,
        reason=typed.reason,
        as_of=now,
    )


async def compared_in(visit: Visit, card: ContractCard, viewer: Viewer) -> AmendmentPreview | None:
    """What an amendment changes; none of a paper that is none."""
    if card.supersedes is None:
        return None
    query = ShowAmendment(process_id=card.process_id, version=card.version, viewer=viewer)
    return await visit.ask(query)


def supervisors_in(shown: AmendmentPreview | None) -> list[UUID]:
    """Who is to hand over, and to whom, where that is what changes."""
    told = shown.supervisor if shown else None
    return [told.before_id, told.supervisor_id] if told else []


async def names_of(visit: Visit, text: ContractText, *others: UUID) -> dict[UUID, str]:
    """The parties' names, as they stand on the paper; others: who is not of it yet."""
    parties = text.parties
    ids = [parties.commissioner_id, parties.representative_id, parties.supervisor_id, *parties.supervisee_ids]
    ids += [text.stands_in.comes_back_id] if text.stands_in else []
    ids += [text.before_it.person_id] if text.before_it else []
    otherwise = text.compared.people if text.compared else []
    ids += [*(one.before_id for one in otherwise), *(one.person_id for one in text.signers), *others]
    people = (await visit.ask(ShowContacts(person_ids=list(dict.fromkeys(ids))))).people
    return {one.person_id: one.name for one in people}


async def parties_of(visit: Visit, query: ShowContractText) -> ContractParties | None:
    """As the printed paper has them. None: somebody who knows of them is away; the paper can be read all the same."""
    return await answer_or_none(visit, ShowContractParties(**query.model_dump()))
