"""A proposal looked at before it is sent: its page and its paper, made as those of one that was."""

from dataclasses import dataclass
from uuid import UUID

from fastapi.responses import Response

from services.messages.contracts import ProposalTold, ShowProposalPdf, TellProposal
from services.messages.directory import ShowSupervisorPicture
from services.messages.intake import PreviewProposal, ProposalCard, SendProposal
from services.web.pages.documents import proposal_file
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit


@dataclass(frozen=True)
class Preview:
    """told: as its paper says it; none while contracts is away. picture_id: of the supervisor; none without one."""

    proposal: ProposalCard
    told: ProposalTold | None
    picture_id: UUID | None


async def previewed(visit: Visit, order: SendProposal) -> Preview:
    """Refuses: as PreviewProposal."""
    proposal = await visit.ask(PreviewProposal(order=order, viewer=visit.viewer))
    pictured = await answer_or_none(visit, ShowSupervisorPicture(supervisor_id=proposal.supervisor_id))
    asked = TellProposal(process_id=order.process_id, viewer=visit.viewer, unsent=order)
    return Preview(proposal, await answer_or_none(visit, asked), pictured.picture_id if pictured else None)


async def previewed_paper(visit: Visit, order: SendProposal) -> Response:
    """Refuses: as PreviewProposal."""
    return await proposal_file(
        visit, ShowProposalPdf(process_id=order.process_id, viewer=visit.viewer, unsent=order)
    )
