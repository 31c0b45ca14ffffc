"""Where everybody stands with a paper: whose turn it is, and what one viewer may do with it now.

Pages and mailed links ask this instead of working it out; what is done is checked by `signing_order`, by which this
goes too.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.contracts.signing import signing_order
from services.messages.contracts import (
    Choice,
    ConsentShown,
    ContractStatus,
    OwnPart,
    Parties,
    SignatureShown,
    SignerShown,
    Turn,
)
from services.messages.values import Party, Role


@dataclass(frozen=True)
class Standing:
    """signed: who and when, by party; consented, refused: when, by member. choice: of how it goes on; said: by
    whom of those who choose.

    ended: also a contract whose last day is over, whatever it waits for.
    represents: who speaks for the supervisees of a signed contract today, if anybody does. joins_from: the day from
    which the viewer is to be in its group, where they are asked to consent to that. asked, asks_members: of an
    amendment, who signs it, and whether each member consents. end_asked: of an earlier end that one party proposed,
    until when each of the others is to answer. renewal_signed: what was chosen to follow, by all. too_late: as of the
    card.
    """

    status: ContractStatus
    parties: Parties
    signed: Mapping[Party, SignatureShown]
    consented: Mapping[UUID, datetime]
    refused: Mapping[UUID, datetime] = field(default_factory=dict)
    choice_asked: bool = False
    choice_made: bool = False
    said: Mapping[Party, Choice] = field(default_factory=dict)
    ended: bool = False
    represents: UUID | None = None
    joins_from: date | None = None
    end_asked: Mapping[Party, date] = field(default_factory=dict)
    renewal_signed: bool = False
    asked: Collection[str] = signing_order.ALL
    asks_members: bool = True
    too_late: bool = False

    def signers(self) -> list[SignerShown]:
        """Who has signed, and whom the paper names for the rest."""
        return [self._signer(party, self.signed.get(party)) for party in Party if party in self.asked]

    def _signer(self, party: Party, given: SignatureShown | None) -> SignerShown:
        return SignerShown(
            party=party,
            person_id=given.person_id if given else signing_order.signer_of(party, self.parties),
            turn=self.turn(party),
            signed_at=given.signed_at if given else None,
        )

    def consents(self) -> list[ConsentShown]:
        return [self._consent(member) for member in self.parties.supervisee_ids if self.asks_members]

    def own_part(self, person_id: UUID, role: Role, *, acts: bool, prepares: bool = False) -> OwnPart:
        """acts, prepares: whether the policy lets this viewer act for the customer today, and prepare the paper."""
        party = _party_of(role)
        acting = [person_id] if acts else []
        signs = party is not None and signing_order.signs_for(party, person_id, self.parties, acting)
        both = party is not None and signing_order.signs_for_both(party, person_id, self.parties)
        turn = self.turn(party) if party and signs and not both else "none"
        member = party is Party.SUPERVISEE and person_id in self.parties.supervisee_ids
        asked = member and self.asks_members
        chooses = self.status == "signed" and self._chooses(party, person_id, acts=acts)
        may_choose = chooses and not self.ended and not self.choice_made and party not in self.said
        may_end = self.status == "signed" and self._speaks(party, person_id, signs) and not self.ended
        return OwnPart(
            party=party if signs or member or self.joins_from else None,
            turn=turn,
            may_sign=turn == "now",
            may_decline=turn in ("now", "consents_first"),
            may_consent=self.is_asked and asked and person_id not in self.consented and turn != "now",
            may_refuse=asked and self._may_refuse(person_id, turn),
            may_choose=may_choose,
            may_choose_anew=chooses and not self.ended and bool(self.said) and not self.renewal_signed,
            may_end=may_end,
            may_take_back=self.status == "signing" and prepares,
            choice_awaited=may_choose and (self.choice_asked or bool(self.said)),
            consented_at=self.consented.get(person_id) if member else None,
            signed_at=self._signed_at(party) if party and signs else None,
            refused_at=self.refused.get(person_id) if member else None,
            joins_from=self.joins_from,
            answer_end_by=self.end_asked.get(party) if party and may_end else None,
        )

    @property
    def is_asked(self) -> bool:
        """Whether anybody may sign it or consent to it still."""
        return self.status == "signing" and not self.too_late

    def _may_refuse(self, person_id: UUID, turn: Turn) -> bool:
        open_still = self.is_asked and Party.SUPERVISEE not in self.signed
        return open_still and person_id not in self.refused and turn not in ("now", "consents_first")

    def _chooses(self, party: Party | None, person_id: UUID, *, acts: bool) -> bool:
        return person_id == self.represents if party is Party.SUPERVISEE else acts

    def _speaks(self, party: Party | None, person_id: UUID, signs: bool) -> bool:
        """Once it is signed: for the supervisees, who acts for them today."""
        return person_id == self.represents if party is Party.SUPERVISEE else signs

    def _signed_at(self, party: Party) -> datetime | None:
        given = self.signed.get(party)
        return given.signed_at if given else None

    def turn(self, party: Party) -> Turn:
        if party in self.signed:
            return "signed"
        if party not in self.asked:
            return "none"
        if not self.is_asked:
            return "not_open"
        is_next = signing_order.next_party(self.signed, self.asked) is party
        if not is_next or not signing_order.has_signer(party, self.parties):
            return "not_yet"
        waits = (
            party is Party.SUPERVISEE
            and self.asks_members
            and signing_order.others_missing(self.parties, self.consented)
        )
        return "consents_first" if waits else "now"

    def _consent(self, member: UUID) -> ConsentShown:
        if member in self.consented:
            return ConsentShown(person_id=member, state="given", consented_at=self.consented[member])
        if member in self.refused:
            return ConsentShown(person_id=member, state="declined")
        signs = member == self.parties.representative_id
        return ConsentShown(person_id=member, state="by_signing" if signs else "awaited")


def _party_of(role: Role) -> Party | None:
    """None for a role that is no party."""
    return next((party for party in Party if party.value == role.value), None)
