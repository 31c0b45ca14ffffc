"""Makes the file of a signed version and puts the provider's seal on it.

While it is printed and sealed no transaction is open, and the loop goes on. A kill before it is kept makes it again: as
nobody has had it yet, the one that is kept is the only one.
"""

import asyncio
import hashlib
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers.evidence import Evidence
from services.contracts.papers.printing import Named, Rows, contract_pdf
from services.contracts.sealing import evidence, kept
from services.contracts.showing import named, pricing, reading
from services.contracts.tables import Contract, SealedPaper
from services.messages.contracts import ContractText
from services.messages.values import Utc
from services.paper_seals.away import AuthorityAway
from services.paper_seals.keys import SealKeys
from services.printing.pictures import Picture
from services.runtime.commands.transactions import Transactions, Work
from services.runtime.events.laying_aside import first_due
from services.runtime.finland import local_date
from services.runtime.logs import log

DUE = col(SealedPaper.due_at)
WAITS = DUE.is_not(None)


@dataclass(frozen=True)
class Content:
    """All that goes into the file."""

    text: ContractText
    named: Named
    evidence: Evidence
    signed_at: Utc
    logo: Picture | None = None
    price: Rows = ()


async def seal_one(db: AsyncSession, transactions: Transactions, keys: SealKeys) -> bool:
    """The one that has waited longest; false where none is due."""
    work = transactions.work(db, cause=None)
    now = work.clock.now()
    oldest = select(SealedPaper).where(now >= DUE).order_by(DUE).with_for_update(skip_locked=True)
    row: SealedPaper | None = await first_due(db, oldest, col(SealedPaper.paper_id))
    if row is None:
        return False
    paper_id, whose = row.paper_id, (row.process_id, row.version)
    try:
        content = await _content(work, await db.get_one(Contract, whose))
        await db.commit()
        pdf = await asyncio.to_thread(_made, content, keys, now, work.settings.seal_authority_url)
    except Exception as error:
        who = await _who_is_away(error, transactions)
        if who is None:
            raise
        await db.rollback()
        log.warning("paper_seal_put_off", waits_for=who, paper_id=str(paper_id))
        await kept.put_off(db, paper_id, now)
        return True
    await kept.fill(db, paper_id, content.named, pdf, hashlib.sha256(pdf).hexdigest(), work.clock.now())
    log.info("paper_sealed", paper_id=str(paper_id))
    return True


async def _content(work: Work, contract: Contract) -> Content:
    text = await reading.whole(work.db, contract)
    given = await evidence.of(work.db, contract, work.settings)
    people = {one.person_id for one in given.given}
    assert contract.signed_at
    logo = await named.logo(work, local_date(work.clock.now()))
    names = await named.asked(work, contract, text, people)
    price = await pricing.of_contract(work, contract, names.customer)
    return Content(text, names, given, contract.signed_at, logo, price)


async def _who_is_away(error: Exception, transactions: Transactions) -> str | None:
    if isinstance(error, AuthorityAway):
        return "seal_authority"
    return await transactions.dependencies.who_is_away(error)


def _made(content: Content, keys: SealKeys, at: Utc, authority: str) -> bytes:
    """In a thread of its own. What seals is loaded by the first paper: most processes seal none."""
    from services.paper_seals.sealing import sealed

    stamp = local_date(content.signed_at)
    printed = contract_pdf(content.text, content.named, stamp, content.evidence, content.logo, content.price)
    return sealed(printed, f"{content.named.number}/{content.text.version}", keys.own, at, authority)
