"""contracts: contract versions, clauses, signatures, and how a process goes on or ends."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import (
    Audience,
    CancellationTier,
    Language,
    LongText,
    Party,
    Percent,
    ShortText,
    Utc,
    Viewer,
)


class Clause(StrEnum):
    """The association's eleven, then our two (the last is rendered from the table of who sees what)."""

    DURATION_AND_AMOUNT = "duration_and_amount"
    AGREEING_MEETINGS = "agreeing_meetings"
    PLACE = "place"
    GOALS = "goals"
    EVALUATION = "evaluation"
    METHODS = "methods"
    PRICE_AND_PAYMENT = "price_and_payment"
    CANCELLATION = "cancellation"
    UNUSED_TIME = "unused_time"
    INTERRUPTION = "interruption"
    DISSATISFACTION = "dissatisfaction"
    NO_RECORDING = "no_recording"
    INFORMATION_EXCHANGE = "information_exchange"


ClauseText = Annotated[str, Field(min_length=1, max_length=4000)]
Choice = Literal["renew", "close"]


class Parties(Reply):
    """supervisee_ids: every member; representative_id signs for them and is one of them."""

    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: list[UUID]
    supervisor_id: UUID


class Terms(Reply):
    """What the signed paper says in numbers. price_cents: for one session of duration_minutes, VAT excluded."""

    organisation_id: UUID
    audience: Audience
    language: Language
    starts_on: date
    ends_on: date
    duration_minutes: int
    base_interval_days: int
    unit_minutes: int
    price_cents: int
    vat_category: str
    payment_days: int
    cancellation_tiers: list[CancellationTier]
    no_show_percent: int


class ContractCard(Reply):
    """status: draft, signing, signed, expired. next_party: whose signature is awaited.

    To a viewer: price_cents is 0 where prices_hidden; whoever may not read the contract gets no supervisee_ids,
    and the commissioner no missing_consents, only their number, consents_awaited.
    continuation_asked_at: since when "renew or close?" waits; ended: the choice was carried out.
    """

    process_id: UUID
    version: int
    status: str
    renews: UUID | None
    terms: Terms
    parties: Parties
    missing_clauses: list[Clause]
    missing_consents: list[UUID]
    signed: list[Party]
    next_party: Party | None
    prices_hidden: bool = False
    consents_awaited: int = 0
    drafted_at: datetime | None = None
    signed_at: datetime | None = None
    continuation_asked_at: datetime | None = None
    continuation_choice: Choice | None = None
    successor_id: UUID | None = None
    ended: bool = False


class ContractList(Reply):
    contracts: list[ContractCard]


class ClauseShown(Reply):
    """title, text: in the contract's language."""

    clause: Clause
    title: str
    text: str


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


class ContractText(Reply):
    """The whole paper: as it will be or was signed, or as a draft has it so far.

    status: as of the card, or declined, of a version that a party said no to. missing_consents: not to the
    commissioner. paper_sha256: the fingerprint that signatures carry, none for a draft.
    own_words, declined: what people wrote into the clauses, and why parties said no; to the coordinator only.
    """

    process_id: UUID
    version: int
    status: str
    language: Language
    clauses: list[ClauseShown]
    parties: Parties
    next_party: Party | None
    signed: list[SignatureShown]
    missing_clauses: list[Clause]
    missing_consents: list[UUID]
    disputes_to: str | None
    paper_sha256: str | None = None
    own_words: dict[Clause, str] = {}
    declined: list[DeclineShown] = []


class Membership(Reply):
    member: bool


class DraftContract(Command[ContractCard]):
    """From the accepted proposal, or from the contract that this one renews. Asked twice: the same draft.

    Refuses: unknown_process, no_proposal, proposal_not_accepted, contract_not_signed (of the one it renews).
    """

    process_id: UUID
    renews: UUID | None = None
    as_of: Utc


class CompleteContract(Command[ContractCard]):
    """Parties, policy and the clauses' own words; once all clauses are there, the first party is asked to sign.

    version: the one that was looked at, so that an order for a declined one does not start the next.
    Refuses: unknown_process, version_changed, already_signing, representative_not_a_member, group_too_large,
    contract_expired.
    """

    process_id: UUID
    version: int | None = None
    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: Annotated[list[UUID], Field(min_length=1, max_length=12)]
    clauses: dict[Clause, ClauseText]
    no_show_percent: Percent = 100
    unit_minutes: Literal[45, 60] = 45
    payment_days: Annotated[int, Field(ge=7, le=30)] = 14
    disputes_to: ShortText
    as_of: Utc


class RecordConsent(Command[Done]):
    """A member's own consent to the contract. version: the one that was read.

    Refuses: unknown_process, version_changed, not_a_member, contract_signed.
    """

    process_id: UUID
    version: int | None = None
    person_id: UUID
    as_of: Utc


class SignContract(Command[ContractCard]):
    """Refuses: unknown_process, clauses_incomplete, signature_out_of_order, not_the_signer, consents_missing,

    contract_expired, version_changed.
    """

    process_id: UUID
    version: int
    party: Party
    signer_id: UUID
    as_of: Utc


class DeclineSigning(Command[ContractCard]):
    """The party whose turn it is says no: its reason goes to the coordinator, who completes the next version.

    Refuses: unknown_process, reason_missing, clauses_incomplete, signature_out_of_order, not_the_signer,
    contract_expired, version_changed.
    """

    process_id: UUID
    version: int
    party: Party
    signer_id: UUID
    reason: LongText
    as_of: Utc


class RemindSigner(Command[Done]):
    """Asked by the process at 3, 7 and 14 days; nothing once signed. level 3 escalates to a coordinator.

    Refuses: unknown_process.
    """

    process_id: UUID
    level: Annotated[int, Field(ge=1, le=3)]
    as_of: Utc


class ExpireContract(Command[Done]):
    """Asked by the process at 30 days; nothing once signed. Refuses: unknown_process."""

    process_id: UUID
    as_of: Utc


class ShowContract(Command[ContractCard]):
    """The newest version. viewer: none, when a service asks. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer | None = None


class ListContracts(Command[ContractList]):
    """Each process's newest version that the viewer has to do with: the newest 500, newest first."""

    viewer: Viewer


class ShowContractText(Command[ContractText]):
    """For the parties and the coordinator; a draft for the coordinator only. version: none for the newest.

    Refuses: unknown_process, unknown_version, still_a_draft.
    """

    process_id: UUID
    viewer: Viewer
    version: int | None = None


class IsMember(Command[Membership]):
    """Whether the person is a supervisee of any contract that has not expired."""

    person_id: UUID


class AskContinuation(Command[Done]):
    """Asked by the process 30 days before the end: renew or close?

    Refuses: unknown_process, contract_not_signed.
    """

    process_id: UUID
    as_of: Utc


class ChooseContinuation(Command[Done]):
    """successor_id: chosen by the caller, needed for `renew`.

    Refuses: unknown_process, contract_not_signed, successor_missing, already_chosen.
    """

    process_id: UUID
    choice: Choice
    successor_id: UUID | None = None
    chosen_by: UUID
    as_of: Utc


class EndProcess(Command[Done]):
    """Asked by the process at the end date: carries out the choice (none = close).

    Refuses: unknown_process, contract_not_signed, final_review_missing.
    """

    process_id: UUID
    as_of: Utc


class ContractCompleted(Event):
    """The parties that CompleteContract wrote into this version; said again when it writes anew, before the signing.

    Clauses may still be missing: SignatureAsked tells that the paper is ready.
    """

    process_id: UUID
    version: int
    supervisee_ids: list[UUID]
    representative_id: UUID
    commissioner_id: UUID
    supervisor_id: UUID


class SignatureAsked(Event):
    """level 0: your turn; 1-2: reminders; 3: escalated."""

    process_id: UUID
    version: int
    party: Party
    person_id: UUID
    level: int


class SignatureGiven(Event):
    process_id: UUID
    version: int
    party: Party
    person_id: UUID
    signed_at: Utc


class SigningDeclined(Event):
    """version: the one that a party said no to; the next one is a draft again."""

    process_id: UUID
    version: int
    party: Party


class ContractSigned(Event):
    """All parties have signed; the paper's numbers go with it to those who plan and those who bill."""

    process_id: UUID
    version: int
    terms: Terms
    parties: Parties
    renews: UUID | None
    signed_at: Utc


class ContractExpired(Event):
    process_id: UUID
    version: int


class ContinuationDue(Event):
    process_id: UUID
    ends_on: date
    commissioner_id: UUID
    representative_id: UUID


class ContinuationChosen(Event):
    process_id: UUID
    choice: Choice
    successor_id: UUID | None


class ProcessRenewed(Event):
    """The old process has ended; its successor starts at the contract."""

    process_id: UUID
    successor_id: UUID
    renewed_at: Utc


class ProcessClosed(Event):
    process_id: UUID
    closed_at: Utc
