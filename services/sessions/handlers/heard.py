"""What sessions hears from others."""

from services.messages import contracts, directory
from services.runtime.commands.transactions import Work
from services.sessions import contract_facts
from services.sessions.changes import amending, ending, handing_back, handing_over, pausing, staying
from services.sessions.content import carrying, reviews
from services.sessions.content.vault import vault_of
from services.sessions.hours import away
from services.sessions.members import joining, same_member
from services.sessions.proposing import replanning as plans_again
from services.sessions.rescheduling import leaving_out
from services.sessions.trials import agreed, preparing


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    """Goals may be set from now on. A later version may have other days, or another supervisor."""
    await contract_facts.keep(
        work.db, event.process_id, event.version, event.terms, event.parties, event.renews
    )
    await agreed.follow(work.db, event)
    await carrying.begin(work.db, vault_of(work), event)
    if event.version > 1:
        await contract_facts.lock(work.db, event.process_id)
        await plans_again.plan_again(work.db, event.process_id, event.signed_at)


async def trial_prepared(event: contracts.TrialPrepared, work: Work) -> None:
    """Next: services/sessions/trials/preparing.py:prepare"""
    await preparing.prepare(work.db, event, work.clock.now())


async def trial_put_off(event: contracts.TrialPutOff, work: Work) -> None:
    await preparing.put_off(work.db, event)


async def trial_agreed(event: contracts.TrialAgreed, work: Work) -> None:
    await agreed.agree(work.db, event)


async def trial_decided(event: contracts.TrialDecided, work: Work) -> None:
    await agreed.decide(work.db, event)


async def continuation_chosen(event: contracts.ContinuationChosen, work: Work) -> None:
    await carrying.ask(work.db, event, work.heard.said_at)


async def continuation_taken_back(event: contracts.ContinuationTakenBack, work: Work) -> None:
    await carrying.forget(work.db, event)


async def member_joined(event: contracts.MemberJoined, work: Work) -> None:
    await joining.join(work.db, event)


async def contract_amended(event: contracts.ContractAmended, work: Work) -> None:
    await amending.amend(work.db, event)


async def amendment_drafted(event: contracts.AmendmentDrafted, work: Work) -> None:
    await handing_over.begin(work.db, event)


async def amendment_ended(event: contracts.AmendmentEnded, work: Work) -> None:
    """Next: services/sessions/changes/handing_over.py:give_up"""
    await handing_over.give_up(work.db, event, work.clock.now())


async def process_terminated(event: contracts.ProcessTerminated, work: Work) -> None:
    await ending.end_early(work.db, event)


async def process_paused(event: contracts.ProcessPaused, work: Work) -> None:
    await pausing.take_out(work.db, event)


async def process_resumed(event: contracts.ProcessResumed, work: Work) -> None:
    await pausing.go_on(work.db, event)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await contract_facts.end(work.db, event.process_id, event.closed_at)
    await reviews.lapse(work.db, event.process_id, event.closed_at)
    await leaving_out.leave_out_all(work.db, event.process_id)


async def renewal_lapsed(event: contracts.RenewalLapsed, work: Work) -> None:
    await carrying.forget(work.db, event)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    await contract_facts.end(work.db, event.process_id, event.renewed_at)
    await reviews.lapse(work.db, event.process_id, event.renewed_at)
    await leaving_out.leave_out_all(work.db, event.process_id)


async def persons_merged(event: directory.PersonsMerged, work: Work) -> None:
    await same_member.take_over(work, vault_of(work), event)


async def supervisor_leaves(event: directory.SupervisorLeaves, work: Work) -> None:
    """Next: services/sessions/changes/handing_back.py:hand_back"""
    now = work.clock.now()
    await away.leave(work.db, event.supervisor_id, event.last_day, now)
    if event.last_day is None:
        return await staying.tell(work.db, event.supervisor_id)
    await plans_again.lapse_with_leaver(work.db, event.supervisor_id, event.last_day, now)
    await handing_back.hand_back(work.db, event.supervisor_id, event.last_day, now)
