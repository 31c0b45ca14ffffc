"""The proposal as a paper: what the contract would say in numbers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.contracts.paper_parts import PaperSection, PaperTable
from services.messages.envelope import FilePart, FileQuery, Query, Reply
from services.messages.intake import SendProposal
from services.messages.values import Language, Viewer


class PaperClause(Reply):
    """table: in place of the lines of its text that are a list."""

    title: str
    text: str
    table: PaperTable | None = None


class ProposalTold(Reply):
    """What the printed proposal says, in its language: between whom, price, supervisor, and the contract's terms."""

    language: Language
    sections: list[PaperSection]
    terms: str
    terms_said: str
    clauses: list[PaperClause]


class TellProposal(Query[ProposalTold]):
    """As of ShowProposalPdf, for the page."""

    process_id: UUID
    viewer: Viewer
    revision: Annotated[int, Field(ge=1, le=10_000)] | None = None
    unsent: SendProposal | None = None


class ProposalFile(FilePart):
    """pdf: a part of it, base64. number: of the process, which its file is called by."""

    number: str
    revision: int
    pdf: str


class ShowProposalPdf(FileQuery[ProposalFile]):
    """Intake's proposal as a paper, in its language, with the terms that the contract's draft will have.

    revision: this one, as it was when it was sent; none: the newest.

    Asked of contracts, whose words the terms are. Refuses: unknown_process (also one out of the viewer's reach),
    no_proposal (also for who may not see prices), unknown_version (of a revision that is not there).
    unsent: what would be sent, for its sender to look at instead. Refuses then: as of PreviewProposal.
    """

    process_id: UUID
    viewer: Viewer
    revision: Annotated[int, Field(ge=1, le=10_000)] | None = None
    unsent: SendProposal | None = None
