"""How a contract is shown: the terms, who has signed and consented, and what the viewer may do."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.contracts.continuation import Choice, Renewal
from services.messages.contracts.meeting import MeetingShown
from services.messages.contracts.paper_parts import AcceptedCompared, PaperTable
from services.messages.contracts.terms import Clause, ContractStatus, Parties, Terms
from services.messages.envelope import ListPart, Reply
from services.messages.intake import InterestShown
from services.messages.values import (
    Day,
    Language,
    Party,
)

Turn = Literal["none", "not_open", "not_yet", "consents_first", "now", "signed"]
"""Where somebody stands with their party's signature. none: they sign for no party of it.

not_open: nothing is signed in this state of the paper. not_yet: another party signs before. consents_first: others,
for whom they sign, have not consented.
"""


ConsentState = Literal["given", "by_signing", "awaited", "declined"]
"""by_signing: of who signs for the members; that signature is the consent. declined: they may consent after all."""


class SignerShown(Reply):
    """One party, in the order of signing."""

    party: Party
    person_id: UUID
    turn: Turn
    signed_at: datetime | None = None


class ConsentShown(Reply):
    person_id: UUID
    state: ConsentState
    consented_at: datetime | None = None


OpenTo = Literal["pause", "end", "change", "supervisor"]
"""A pause, or that it goes on; an end before its last day; a change of its terms; another supervisor."""


class OwnPart(Reply):
    """What the viewer may do with this contract now; where it is not signing, turn says why.

    party: as which they sign or consent. consented_at, signed_at, refused_at: what they have done. may_refuse: not to
    consent. choice_awaited: they have
    been asked how it goes on; may_choose: they may say so already; may_choose_anew: take back what was said.
    may_end: before its last day, for their party.
    may_take_back: the paper from those who are to sign it. joins_from: they are asked to join its group from then on.
    answer_end_by: until when their party is to say whether it ends earlier, as another one proposed.
    """

    party: Party | None = None
    turn: Turn = "none"
    may_sign: bool = False
    may_decline: bool = False
    may_consent: bool = False
    may_refuse: bool = False
    may_choose: bool = False
    may_choose_anew: bool = False
    may_end: bool = False
    may_take_back: bool = False
    choice_awaited: bool = False
    consented_at: datetime | None = None
    signed_at: datetime | None = None
    refused_at: datetime | None = None
    joins_from: Day | None = None
    answer_end_by: Day | None = None


class StandingIn(Reply):
    """Who is the supervisor for a while, by what all have signed, until the first one is it again."""

    person_id: UUID
    from_day: Day
    until_day: Day


class ContractCard(Reply):
    """status: draft, signing, signed, expired, given_up. next_party: whose signature is awaited.

    To a viewer: price_cents is 0 where prices_hidden; whoever may not read the contract gets no supervisee_ids,
    and the commissioner neither missing_consents nor consents, nor the number, consents_awaited: of those who
    consent by themselves; the supervisor neither before it is signed. own: the viewer's; nothing when a service asks.
    largest_group: how many members the paper takes. place: of a signed one, in a line; to those who may see it.
    continuation_asked_at: since when "renew or close?" waits; continuation_said: by whom of those who choose;
    choices_taken_back: how often one was; choice_mark: of all that, for TakeBackContinuation; ended: the choice was
    carried out; renewal: of successor_id, and of one that an early end took with it.
    paused_from: the first day of the newest pause; goes_on: the day after it, none while it is open. ends_early: the
    last day of terms is an earlier one than was agreed, by a notice, at once or by all three. never_began: it is before
    the first one.
    supersedes: of an amendment, the version that it changes from effective_from on; lapses_at: unless it is signed
    (none: while an open pause holds its days) or, of a renewal's draft, completed; never_completed: there is no paper
    of this version to read;
    too_late: it waits for signatures that are refused, as effective_in_the_past, and nobody is asked any more.
    meeting: of the three parties before they sign; none where none was proposed. changes_on: of what holds on a day
    that was asked for, when the next signed version takes its place.
    open_to: what is done with a signed one yet, by whoever may: before its last day is over, and of one that was
    terminated nothing but another end and, for the sessions until its day, another supervisor.
    open_amendment: the version that waits to be signed beside this one; last_amendment: the newest, whatever became of
    it. stands_in: who is, or is next to be, the supervisor in the first one's place.
    """

    process_id: UUID
    version: int
    status: ContractStatus
    renews: UUID | None
    supersedes: int | None = None
    effective_from: Day | None = None
    changes_on: Day | None = None
    lapses_at: datetime | None = None
    never_completed: bool = False
    too_late: bool = False
    open_amendment: int | None = None
    last_amendment: int | None = None
    terms: Terms
    parties: Parties
    missing_clauses: list[Clause]
    missing_consents: list[UUID]
    signed: list[Party]
    next_party: Party | None
    signers: list[SignerShown] = []
    consents: list[ConsentShown] = []
    own: OwnPart = OwnPart()
    prices_hidden: bool = False
    largest_group: int = 1
    place: str = ""
    consents_awaited: int = 0
    drafted_at: datetime | None = None
    signed_at: datetime | None = None
    continuation_asked_at: datetime | None = None
    continuation_choice: Choice | None = None
    continuation_said: dict[Party, Choice] = {}
    choices_taken_back: int = 0
    choice_mark: str = ""
    successor_id: UUID | None = None
    renewal: Renewal | None = None
    ended: bool = False
    paused_from: Day | None = None
    goes_on: Day | None = None
    ends_early: bool = False
    never_began: bool = False
    open_to: list[OpenTo] = []
    meeting: MeetingShown | None = None
    stands_in: StandingIn | None = None


class ContractDrafted(ContractCard):
    """completing_reminders_at: of our own work, while it is a draft.

    signing_reminders_at, signing_expires_at: as of ContractCompleted; none while it is a draft.
    """

    completing_reminders_at: list[datetime]
    signing_reminders_at: list[datetime]
    signing_expires_at: datetime | None


class ContractList(ListPart):
    contracts: list[ContractCard]


class ClauseShown(Reply):
    """title, text: in the contract's language. table: as of PaperClause."""

    clause: Clause
    title: str
    text: str
    table: PaperTable | None = None


class SignatureShown(Reply):
    party: Party
    person_id: UUID
    signed_at: datetime


class DeclineShown(Reply):
    """version: the one that was not signed."""

    version: int
    party: Party
    person_id: UUID
    reason: str
    declined_at: datetime


class WithdrawalShown(Reply):
    """version: the one that was taken back from its signers."""

    version: int
    person_id: UUID
    reason: str
    withdrawn_at: datetime


class RefusalShown(Reply):
    """A member who does not consent to this version. reason: empty where they gave none."""

    person_id: UUID
    reason: str
    refused_at: datetime


class StandIn(Reply):
    """On a version whose supervisor stands in: until which day, and who is the supervisor again after it."""

    until_day: Day
    comes_back_id: UUID


class ContractText(Reply):
    """The whole paper: as it will be or was signed, or as a draft has it so far.

    status: as of the card, or declined or withdrawn, of an earlier version. signers, own, consents_awaited: as of
    the card. interest: what the supervisor has to do with the others, known before they consent and sign.
    missing_consents: as of the card. paper_sha256: the fingerprint that signatures carry, none for
    a draft.
    own_words, declined, withdrawn, refused: what people wrote into the clauses, why parties said no, why versions were
    taken back, and which members do not consent; to the coordinator only, as usual_words: what stands in a draft's
    clauses until people write otherwise, and usual_disputes_to. supersedes, effective_from, lapses_at: as of the card.
    compared: with what was accepted, until it is signed; none where it came of no proposal, or of one from before that
    was kept.
    follows: of a version that nobody signs for itself, the one whose signatures and consents bring it.
    before_it: who stands in before this version holds, or while it does.
    commissioner_takes_part: who signs for the customer is also one of several members.
    fits, fits_of: of a renewal that is signed now, how many of the agreed sessions find a day; none: all do, or it is
    not known.
    """

    process_id: UUID
    version: int
    status: ContractStatus
    language: Language
    clauses: list[ClauseShown]
    parties: Parties
    next_party: Party | None
    signed: list[SignatureShown]
    missing_clauses: list[Clause]
    missing_consents: list[UUID]
    signers: list[SignerShown] = []
    own: OwnPart = OwnPart()
    consents_awaited: int = 0
    interest: InterestShown | None = None
    disputes_to: str | None
    paper_sha256: str | None = None
    supersedes: int | None = None
    effective_from: Day | None = None
    stands_in: StandIn | None = None
    follows: int | None = None
    before_it: StandingIn | None = None
    commissioner_takes_part: bool = False
    fits: int | None = None
    fits_of: int | None = None
    lapses_at: datetime | None = None
    compared: AcceptedCompared | None = None
    own_words: dict[Clause, str] = {}
    usual_words: dict[Clause, str] = {}
    usual_disputes_to: str = ""
    declined: list[DeclineShown] = []
    withdrawn: list[WithdrawalShown] = []
    refused: list[RefusalShown] = []
