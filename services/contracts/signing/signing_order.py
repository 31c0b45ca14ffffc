"""Who signs when: commissioner, supervisees (their representative), supervisor; and what must be there before."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.messages.contracts import Parties
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal

ALL = tuple(Party)


def next_party(signed: Collection[Party], asked: Collection[str] = ALL) -> Party | None:
    """Whose signature is awaited; none when all have signed. asked: of an amendment, those whom it concerns."""
    return next((party for party in Party if party in asked and party not in signed), None)


def signer_of(party: Party, parties: Parties) -> UUID:
    """The one person who signs for this party; for the commissioner, whom the paper names (see `signs_for`)."""
    return {
        Party.COMMISSIONER: parties.commissioner_id,
        Party.SUPERVISEE: parties.representative_id,
        Party.SUPERVISOR: parties.supervisor_id,
    }[party]


def missing_consents(members: Sequence[UUID], consented: Collection[UUID]) -> list[UUID]:
    """Members who have not said yes, in the order of the members."""
    return [member for member in members if member not in consented]


def others_missing(parties: Parties, consented: Collection[UUID]) -> list[UUID]:
    """Those whose consent has to be there before the members' signature, which is its signer's own consent."""
    missing = missing_consents(parties.supervisee_ids, consented)
    return [member for member in missing if member != parties.representative_id]


def signs_for(party: Party, person_id: UUID, parties: Parties, acting: Collection[UUID]) -> bool:
    """acting: who acts for the customer today; any of them signs, whomever the paper names."""
    if party is Party.COMMISSIONER:
        return person_id in acting
    return person_id == signer_of(party, parties) and has_signer(party, parties)


def has_signer(party: Party, parties: Parties) -> bool:
    """Who has left the group signs for it no more; until the members have named another, nobody does."""
    return party is not Party.SUPERVISEE or parties.representative_id in parties.supervisee_ids


def check_apart(
    *,
    representative_id: UUID,
    supervisee_ids: Sequence[UUID],
    commissioner_id: UUID,
    field: str = "representative_id",
) -> None:
    """Nobody speaks both for the customer and for a group of others; who is alone may be both.

    Refuses: signs_for_both, at the field by which it would come to be.
    """
    if representative_id == commissioner_id and len(supervisee_ids) > 1:
        raise Refusal("signs_for_both", field)


def commissioner_takes_part(parties: Parties) -> bool:
    """Which everybody else is to know when they say yes."""
    return parties.commissioner_id in parties.supervisee_ids and len(parties.supervisee_ids) > 1


def signs_for_both(party: Party, person_id: UUID, parties: Parties) -> bool:
    """Whoever speaks for a group would sign for the customer in the place of whom its paper names."""
    if party is not Party.COMMISSIONER or person_id == parties.commissioner_id:
        return False
    return person_id == parties.representative_id and len(parties.supervisee_ids) > 1


def check_turn(
    party: Party,
    signer_id: UUID,
    parties: Parties,
    signed: Collection[Party],
    acting: Collection[UUID],
    asked: Collection[str] = ALL,
) -> None:
    """Whether it is this person, for this party, who says yes or no now. acting: as of `signs_for`.

    Refuses: not_the_signer, signs_for_both, signature_out_of_order.
    """
    if not signs_for(party, signer_id, parties, acting):
        raise Refusal("not_the_signer", "signer_id")
    if signs_for_both(party, signer_id, parties):
        raise Refusal("signs_for_both", "signer_id")
    if party != next_party(signed, asked):
        raise Refusal("signature_out_of_order", "party")


def check_consents(party: Party, missing: Collection[UUID]) -> None:
    """Whether those have said yes for whom this party signs. missing: as of `others_missing`.

    Refuses: consents_missing.
    """
    if party is Party.SUPERVISEE and missing:
        raise Refusal("consents_missing", "party")
