"""Consents and signatures in their order, declined or given, until the contract is signed or expires."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.contracts.card import ContractCard
from services.messages.contracts.terms import ContractStatus, Parties, SigningWay, Terms
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.intake import Interest
from services.messages.mailed_links import LinkQuery, SealedLink
from services.messages.values import Day, LongText, Party, Utc, Version, Viewer


class PaperToSign(Reply):
    """sign_by: when it comes to nothing, unless it is signed."""

    process_id: UUID
    version: Version
    sign_by: Utc | None


class PapersToSign(Reply):
    papers: list[PaperToSign]


class ListPapersToSign(Query[PapersToSign]):
    """Contracts, and changes of them, that wait for the signature of the supervisor who asks; nothing to others.

    Also of a process that is theirs only once they have signed.
    """

    viewer: Viewer


class ShowPaperLink(LinkQuery):
    """One by which somebody signs or consents, or says who is to join, or yes or no to a trial."""

    purpose: Literal["signing", "joining", "trying"]


class SealPaperLink(Query[SealedLink]):
    """A link by which the supervisor who asks reads and signs at the portal what waits for their signature.

    Refuses: unknown_process (nothing of it waits for them).
    """

    process_id: UUID
    viewer: Viewer


class RecordConsent(Command[Done]):
    """A member's own consent to the contract. version: the one that was read. way: none where it is not known.

    Refuses: unknown_process, version_changed, not_a_member, not_asked, contract_signed, contract_expired.
    """

    proved = "person_id"
    process_id: UUID
    version: Version | None = None
    person_id: UUID
    way: SigningWay | None = None
    as_of: Utc


class RefuseConsent(Command[Done]):
    """A member does not consent, or no longer: nobody signs for them meanwhile, and a coordinator talks with them.

    reason: theirs to give or not. Consenting takes it back.
    Refuses: unknown_process, version_changed, not_a_member, already_declined (with another reason), still_a_draft,
    members_have_signed, contract_signed, contract_expired.
    """

    proved = "person_id"
    process_id: UUID
    version: Version
    person_id: UUID
    reason: LongText = ""
    as_of: Utc


class WithdrawContract(Command[ContractCard]):
    """A coordinator takes a paper back from its signers, to correct it: the next version is a draft.

    reason: for the coordinators. Refuses: unknown_process, reason_missing, not_yours_to_decide, already_withdrawn (with
    another reason), version_changed, still_a_draft, contract_signed, contract_expired.
    """

    process_id: UUID
    version: Version
    reason: LongText
    withdrawn_by: UUID
    as_of: Utc


class GiveUpContract(Command[Done]):
    """A coordinator ends the process before it is signed: nothing more is drafted, asked for or reminded of.

    reason: for the coordinators. Refuses: unknown_process, reason_missing, not_yours_to_decide, already_withdrawn (with
    another reason), version_changed, contract_signed, contract_expired.
    """

    process_id: UUID
    version: Version
    reason: LongText
    given_up_by: UUID
    as_of: Utc


class AskToSignAgain(Command[Done]):
    """The letters are sent once more to all who are waited for, once in an hour.

    Refuses: unknown_process, not_yours_to_decide, version_changed, still_a_draft, contract_signed, contract_expired.
    """

    process_id: UUID
    version: Version
    asked_by: UUID
    as_of: Utc


class SignContract(Command[ContractCard]):
    """signer_id: for the commissioner, anybody who acts for the organisation, or for the department, today.

    interest: the supervisor's, said once more; the others' signatures go without. way: none where it is not known.
    Refuses: unknown_process, clauses_incomplete, signature_out_of_order, not_the_signer, signs_for_both,
    consents_missing, contract_expired, version_changed, supervisor_is_a_party; the supervisor's
    interest_not_declared, and interest_hinders (it is kept all the same, and the coordinators are told); of an
    amendment contract_lapsed, effective_in_the_past; of one with another supervisor supervisor_eligible_no_more; of a
    first one, or a renewal's, supervisor_leaves (before it begins).
    """

    process_id: UUID
    version: Version
    party: Party
    signer_id: UUID
    interest: Interest | None = None
    way: SigningWay | None = None
    as_of: Utc


class DeclineSigning(Command[ContractCard]):
    """The party whose turn it is says no: its reason goes to the coordinator, who completes the next version.

    signer_id: as of SignContract.

    Refuses: unknown_process, reason_missing, already_declined (with another reason), clauses_incomplete,
    signature_out_of_order, not_the_signer, contract_expired, version_changed.
    """

    process_id: UUID
    version: Version
    party: Party
    signer_id: UUID
    reason: LongText
    as_of: Utc


class RemindSigner(Command[Done]):
    """Asked by the process at ContractCompleted's signing_reminders_at; nothing once signed. level 3 escalates.

    Refuses: unknown_process.
    """

    process_id: UUID
    level: Annotated[int, Field(ge=1, le=3)]
    as_of: Utc


class SigningAgreed(Reply):
    """Of a signed contract, what its process goes on by; as in ContractSigned."""

    organisation_id: UUID
    supervisor_id: UUID
    signed_at: Utc
    continuation_reminders_at: list[Utc]
    ends_at: Utc


class SigningFound(Reply):
    """How it stands with the newest version. reminders_at: of our own work on a draft, else of the signatures.

    expires_at: while it is being signed. agreed: once it is signed.
    """

    version: int
    status: ContractStatus
    reminders_at: list[Utc]
    expires_at: Utc | None
    agreed: SigningAgreed | None


class ExpireContract(Command[SigningFound]):
    """Asked by the process at ContractCompleted's signing_expires_at.

    A draft, what is signed, and what has its time still, does not expire: what drafts have an end, their owner sees
    to by itself. Refuses: unknown_process.
    """

    process_id: UUID
    as_of: Utc


class ConsentAsked(Event):
    """A member's own consent is awaited, before their signer is asked. level 0: the paper is ready; 1-2: reminders.

    again_at: none, or the hour in which a coordinator had it asked once more. amends: a signed contract is to change.
    lapses_at: when that comes to nothing, unless all have agreed. supervisor_id: who is to be the supervisor from
    effective_from on, where that is another; until_day: the last day of one who stands in.
    starts_on: the contract's first day. awaited: it waits without a supervisor until one is agreed on.
    """

    process_id: UUID
    version: int
    person_id: UUID
    level: int
    awaited: bool = False
    again_at: Utc | None = None
    amends: bool = False
    lapses_at: Utc | None = None
    supervisor_id: UUID | None = None
    effective_from: Day | None = None
    until_day: Day | None = None
    starts_on: Day | None = None


class ConsentGiven(Event):
    """Not by signing, which is a consent too. refusing: how many members do not consent still.

    after_no: this member had said no before.
    """

    process_id: UUID
    version: int
    person_id: UUID
    consented_at: Utc
    refusing: int = 0
    after_no: bool = False


class ConsentRefused(Event):
    """A member does not consent. refusing: how many there are now. act_by: when the coordinator is to have acted."""

    process_id: UUID
    version: int
    person_id: UUID
    refused_at: Utc
    refusing: int
    act_by: Utc


class SignatureAsked(Event):
    """The members' signer is asked when all others have consented. level 0: your turn; 1-2: reminders.

    3: escalated, and then act_by: when the coordinator is to have acted. The others: as of ConsentAsked.
    """

    process_id: UUID
    version: int
    party: Party
    person_id: UUID
    level: int
    awaited: bool = False
    act_by: Utc | None = None
    again_at: Utc | None = None
    amends: bool = False
    lapses_at: Utc | None = None
    supervisor_id: UUID | None = None
    effective_from: Day | None = None
    until_day: Day | None = None


class SignatureGiven(Event):
    process_id: UUID
    version: int
    party: Party
    person_id: UUID
    signed_at: Utc


class SigningDeclined(Event):
    """version: the one that a party said no to; the next is a draft again. complete_by: when it is to be ready.

    reminders_at: while it is not ready.
    """

    process_id: UUID
    version: int
    party: Party
    complete_by: Utc
    reminders_at: list[Utc] = []


class ContractWithdrawn(Event):
    """version: the one that was taken back; the next is a draft. asked: whose signature or consent was waited for or
    given, beside the commissioner's. complete_by, reminders_at: as of SigningDeclined.
    """

    process_id: UUID
    version: int
    asked: list[UUID]
    complete_by: Utc
    reminders_at: list[Utc]


class ContractGivenUp(Event):
    """The process has ended without a signed paper. asked: as of ContractWithdrawn; nobody of a draft.

    told_with: of a renewal whose choice is taken back, the process that it followed, whose parties hear it of that.
    """

    process_id: UUID
    version: int
    asked: list[UUID]
    given_up_at: Utc
    told_with: UUID | None = None


class ContractSigned(Event):
    """All parties have signed; the paper's numbers go with it to those who plan and those who bill.

    continuation_reminders_at: "renew or close?" is asked, while nobody has chosen. ends_at: the morning of the last
    day, when the choice is carried out. signed_by: everybody who signed it, in the order of signing.
    """

    process_id: UUID
    version: int
    terms: Terms
    parties: Parties
    renews: UUID | None
    signed_at: Utc
    signed_by: list[UUID] = Field(default_factory=list)
    continuation_reminders_at: list[Utc]
    ends_at: Utc


class ContractExpired(Event):
    """told: its members and the supervisor, whether or not it was their turn already.

    unready: it was a renewal's draft, which nobody completed. told_with: of a renewal that is open again by it, the
    process that it followed, whose parties and members hear it of that.
    """

    process_id: UUID
    version: int
    told: list[UUID] = Field(default_factory=list)
    unready: bool = False
    told_with: UUID | None = None
