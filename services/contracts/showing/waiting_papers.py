"""Papers whose next signature is the supervisor's, also of who has no part in the process before it."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.showing import contract_cards
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.mailed_links import SealedLink
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.proofs.links import SIGNING, LinkKeys, seal

MOST = 50
_OPENS_FOR = timedelta(hours=8)
"""Ours: a working day; the link is opened at once."""


async def list_awaited(db: AsyncSession, viewer: Viewer, today: date) -> messages.PapersToSign:
    """The longest awaited first."""
    if viewer.role is not Role.SUPERVISOR:
        return messages.PapersToSign(papers=[])
    asked = (
        select(Contract)
        .where(Contract.status == "signing", Contract.supervisor_id == viewer.person_id)
        .order_by(col(Contract.drafted_at), col(Contract.process_id))
        .limit(MOST)
    )
    rows = (await db.exec(asked)).all()
    shown = await contract_cards.cards(db, rows, viewer, today)
    return messages.PapersToSign(papers=[_paper(one) for one in shown if one.own.may_sign])


def _paper(card: messages.ContractCard) -> messages.PaperToSign:
    return messages.PaperToSign(process_id=card.process_id, version=card.version, sign_by=card.lapses_at)


def link_to(
    papers: messages.PapersToSign, query: messages.SealPaperLink, keys: LinkKeys, now: datetime
) -> SealedLink:
    """By which one of those papers is read and signed at the portal. Refuses: unknown_process."""
    for paper in papers.papers:
        if paper.process_id == query.process_id:
            facts = {
                "process_id": str(paper.process_id),
                "version": str(paper.version),
                "party": Party.SUPERVISOR.value,
                "person_id": str(query.viewer.person_id),
            }
            return SealedLink(token=seal(keys, SIGNING, facts, now + _OPENS_FOR))
    raise Refusal("unknown_process", "process_id")
