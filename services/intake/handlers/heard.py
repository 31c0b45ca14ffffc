"""What intake hears from others."""

from services.intake import inquiries
from services.intake.askers import customers, members
from services.intake.offers import renewals
from services.intake.supervisors import other_supervisors
from services.intake.tables import metadata
from services.messages.contracts import (
    AmendmentDrafted,
    AmendmentEnded,
    ContinuationChosen,
    ContractAmended,
    ContractCompleted,
    ContractExpired,
    ContractGivenUp,
    ContractSigned,
    MemberJoined,
    ProcessClosed,
    ProcessRenewed,
    SuccessorGroupChanged,
    TrialAgreed,
    TrialDecided,
    TrialHandedOver,
    TrialPrepared,
)
from services.messages.directory import (
    AdmissionAnswered,
    DepartmentChanged,
    OrganisationChanged,
    PersonsMerged,
)
from services.runtime.commands.transactions import Work
from services.runtime.same_person import taking_over


async def admission_answered(event: AdmissionAnswered, work: Work) -> None:
    """From now on the contact reaches the process by their role, or not at all."""
    await inquiries.settle_contact(work.db, event.process_id)


async def organisation_changed(event: OrganisationChanged, work: Work) -> None:
    await customers.follow_name(work, event.organisation_id)


async def department_changed(event: DepartmentChanged, work: Work) -> None:
    await customers.follow_name(work, event.organisation_id)


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def trial_prepared(event: TrialPrepared, work: Work) -> None:
    """Its members have the process among theirs from now on, to say yes to it."""
    await members.name(work.db, event.process_id, event.parties.supervisee_ids)


async def trial_agreed(event: TrialAgreed, work: Work) -> None:
    await members.try_out(work.db, event.process_id, event.parties.supervisee_ids)


async def trial_handed_over(event: TrialHandedOver, work: Work) -> None:
    await other_supervisors.follow_trial(work.db, event)


async def trial_decided(event: TrialDecided, work: Work) -> None:
    """Unless it goes on, the supervisor's place is free again."""
    inquiry = await inquiries.hold_or_wait(work.db, event.process_id)
    inquiry.trial_open = False
    if event.outcome != "go":
        inquiry.ended_in_trial = True
        await renewals.end(work, event.process_id)


async def contract_completed(event: ContractCompleted, work: Work) -> None:
    """Its members have the process among theirs from now on, to consent to it."""
    await members.name(work.db, event.process_id, event.supervisee_ids)


async def successor_group_changed(event: SuccessorGroupChanged, work: Work) -> None:
    await members.name(work.db, event.process_id, event.supervisee_ids)


async def member_joined(event: MemberJoined, work: Work) -> None:
    await members.add(work.db, event.process_id, event.person_id)


async def contract_signed(event: ContractSigned, work: Work) -> None:
    await members.sign(work.db, event)


async def amendment_drafted(event: AmendmentDrafted, work: Work) -> None:
    await other_supervisors.keep_place(work.db, event)


async def amendment_ended(event: AmendmentEnded, work: Work) -> None:
    await other_supervisors.free_place(work.db, event)


async def contract_amended(event: ContractAmended, work: Work) -> None:
    await other_supervisors.follow(work.db, event)


async def continuation_chosen(event: ContinuationChosen, work: Work) -> None:
    await renewals.open_successor(work.db, event)


async def process_renewed(event: ProcessRenewed, work: Work) -> None:
    await renewals.end_renewed(work.db, event.process_id)


async def process_closed(event: ProcessClosed, work: Work) -> None:
    await renewals.end(work, event.process_id)


async def contract_given_up(event: ContractGivenUp, work: Work) -> None:
    await renewals.end(work, event.process_id)


async def contract_expired(event: ContractExpired, work: Work) -> None:
    """Nothing was signed in time: the supervisor's place is free again."""
    await renewals.end(work, event.process_id)
