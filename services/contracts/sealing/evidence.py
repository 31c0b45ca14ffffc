"""What everybody said to a version, as the sheet behind it tells."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import paper, versions
from services.contracts.papers.evidence import Evidence, Given
from services.contracts.tables import Consent, Contract
from services.messages.values import Party
from services.runtime.settings import Settings


async def of(db: AsyncSession, contract: Contract, settings: Settings) -> Evidence:
    source = await versions.stands_on(db, contract)
    given = [
        Given(one.person_id, Party(one.party), one.signed_at, one.way, one.paper_sha256, signed=True)
        for one in await versions.evidence_of(db, [source])
    ]
    signed = {one.person_id for one in given if one.party is Party.SUPERVISEE}
    given += await _consents(db, source, signed)
    return Evidence(
        given=sorted(given, key=lambda one: (one.at, one.signed, list(Party).index(one.party))),
        follows=source.version if source.version != contract.version else None,
        checked_at=checked_at(settings),
        outside_clock=bool(settings.seal_authority_url),
        own=contract.texts,
        names_members=contract.supersedes is None or len(contract.supervisee_ids) == 1,
    )


def checked_at(settings: Settings) -> str:
    """The page at which anybody can have a file looked at."""
    return f"{settings.portal_url.rstrip('/')}/verify"


async def _consents(db: AsyncSession, contract: Contract, signers: set[UUID]) -> list[Given]:
    """Of those who did not sign for the supervisees; who signed as another party has consented as a member too."""
    mine = select(Consent).where(versions.of_these(Consent.process_id, Consent.version))
    text = paper.fingerprint(contract.paper or "")
    return [
        Given(one.person_id, Party.SUPERVISEE, one.consented_at, one.way, text, signed=False)
        for one in (await db.exec(mine, params=versions.keys_of([contract]))).all()
        if one.person_id not in signers
    ]
