"""Signing a contract: whose turn it is, the two orders, and who the parties are. Pages and mailed links share it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.contracts import ContractText, DeclineSigning, SignContract
from services.messages.directory import ShowContacts
from services.messages.values import LongText, Party
from services.web.pages.forms import Form
from services.web.pages.visit import Visit

Turn = Literal["now", "consents_first", "not_yet", "signed", "over", "not_mine"]


class SignForm(Form):
    """read: the box beside the words; version: what was read."""

    read: Literal["true"]
    version: int


class DeclineForm(Form):
    reason: LongText
    version: int


def turn_of(text: ContractText, party: Party, person_id: UUID) -> Turn:
    """Where this person stands with this version. over: it is no longer there to be signed."""
    if signer_of(text, party) != person_id:
        return "not_mine"
    if any(one.party is party for one in text.signed):
        return "signed"
    if text.status != "signing":
        return "over"
    if text.next_party is not party:
        return "not_yet"
    return "consents_first" if party is Party.SUPERVISEE and text.missing_consents else "now"


def signer_of(text: ContractText, party: Party) -> UUID:
    """Who signs for the party: a group's representative for its members."""
    parties = text.parties
    return {
        Party.COMMISSIONER: parties.commissioner_id,
        Party.SUPERVISEE: parties.representative_id,
        Party.SUPERVISOR: parties.supervisor_id,
    }[party]


def signature(
    typed: SignForm, process_id: UUID, party: Party, signer_id: UUID, now: datetime
) -> SignContract:
    return SignContract(
        process_id=process_id, version=typed.version, party=party, signer_id=signer_id, as_of=now
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


async def names_of(visit: Visit, text: ContractText) -> dict[UUID, str]:
    """The parties' names, as they stand on the paper."""
    parties = text.parties
    ids = [parties.commissioner_id, parties.representative_id, parties.supervisor_id, *parties.supervisee_ids]
    people = (await visit.ask(ShowContacts(person_ids=list(dict.fromkeys(ids))))).people
    return {one.person_id: one.name for one in people}
