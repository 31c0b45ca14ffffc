"""The services' events, as the signals that a process waits for; everything else only moves the position.

Amounts and names stay behind. Each function is an event handler of the worker, named as its event.
"""

from services.messages.contracts import ContractSigned, ProcessRenewed
from services.messages.intake import (
    InquiryReceived,
    ProposalAnswered,
    ProposalSent,
    ScreeningDecided,
    SupervisorMatched,
)
from services.messages.sessions import ReviewDone, ReviewWaived
from services.runtime.asking import Work
from workflows.running_processes import Processes
from workflows.supervision.state import Fact, Phase, ProcessState


def _processes(work: Work) -> Processes:
    processes: Processes = work.holds.processes
    return processes


def _fact(work: Work, name: str, **what: object) -> Fact:
    return Fact.model_validate({"event_id": work.db.info["cause"], "name": name, **what})


async def inquiry_received(event: InquiryReceived, work: Work) -> None:
    """Next: workflows/supervision/process.py:SupervisionProcess.run"""
    await _processes(work).begin(ProcessState(process_id=event.process_id, began_at=event.received_at))


async def process_renewed(event: ProcessRenewed, work: Work) -> None:
    """The successor begins at its contract."""
    state = ProcessState(
        process_id=event.successor_id,
        began_at=event.renewed_at,
        renews=event.process_id,
        phase=Phase.CONTRACT,
    )
    await _processes(work).begin(state)


async def screening_decided(event: ScreeningDecided, work: Work) -> None:
    fact = _fact(work, "screening_decided", outcome=event.outcome, organisation_id=event.organisation_id)
    await _processes(work).tell(event.process_id, fact)


async def supervisor_matched(event: SupervisorMatched, work: Work) -> None:
    fact = _fact(work, "supervisor_matched", supervisor_id=event.supervisor_id)
    await _processes(work).tell(event.process_id, fact)


async def proposal_sent(event: ProposalSent, work: Work) -> None:
    await _processes(work).tell(event.process_id, _fact(work, "proposal_sent", valid_until=event.valid_until))


async def proposal_answered(event: ProposalAnswered, work: Work) -> None:
    await _processes(work).tell(event.process_id, _fact(work, "proposal_answered", outcome=event.answer))


async def contract_signed(event: ContractSigned, work: Work) -> None:
    """Next: workflows/supervision/sessions.py:hold_sessions"""
    terms = event.terms
    fact = _fact(
        work,
        "contract_signed",
        organisation_id=terms.organisation_id,
        supervisor_id=event.parties.supervisor_id,
        ends_on=terms.ends_on,
    )
    await _processes(work).tell(event.process_id, fact)


async def review_done(event: ReviewDone, work: Work) -> None:
    await _processes(work).tell(event.process_id, _fact(work, f"review_{event.kind}"))


async def review_waived(event: ReviewWaived, work: Work) -> None:
    await _processes(work).tell(event.process_id, _fact(work, f"review_{event.kind}"))
