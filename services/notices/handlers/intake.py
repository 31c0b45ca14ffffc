"""What notices hears from intake: inquiries, proposals, interests."""

from services.messages import intake
from services.notices import dropping, process_facts
from services.notices.occasions import (
    contract_letters,
    inquiry_letters,
)
from services.runtime.commands.transactions import Work


async def inquiry_received(event: intake.InquiryReceived, work: Work) -> None:
    await inquiry_letters.acknowledge(event, work)


async def inquiry_changed(event: intake.InquiryChanged, work: Work) -> None:
    await inquiry_letters.follow_change(event, work)


async def inquiry_confirmed(event: intake.InquiryConfirmed, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def inquiry_withdrawn(event: intake.InquiryWithdrawn, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.tell_of_withdrawal(event, work)


async def screening_decided(event: intake.ScreeningDecided, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.redirect(event, work)


async def proposal_sent(event: intake.ProposalSent, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.propose(event, work)


async def proposal_expired(event: intake.ProposalExpired, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.tell_of_expiry(event, work)


async def interest_asked(event: intake.InterestAsked, work: Work) -> None:
    await inquiry_letters.ask_for_interest(event, work)


async def interest_declared(event: intake.InterestDeclared, work: Work) -> None:
    await inquiry_letters.tell_of_interest(event, work)


async def supervisor_matched(event: intake.SupervisorMatched, work: Work) -> None:
    await process_facts.set_matched(work.db, event.process_id, event.supervisor_id)
    await dropping.drop_answered(event, work)


async def proposal_answered(event: intake.ProposalAnswered, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.tell_of_answer(event, work)


async def step_overdue(event: intake.StepOverdue, work: Work) -> None:
    await inquiry_letters.remind_of_step(event, work)


async def successor_numbered(event: intake.SuccessorNumbered, work: Work) -> None:
    await contract_letters.number_successor(event, work)
