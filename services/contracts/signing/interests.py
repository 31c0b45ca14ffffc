"""Conflicts of interest on the paper: nobody supervises those to whom they belong, and what is shown is said again.

What supervisors declare is intake's; a version keeps what it shows of it, so that who consents to it names it.
"""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.signing import eligibility, signatures
from services.contracts.tables import Continuation, Contract, Trial
from services.messages.contracts import CompleteContract, SignContract
from services.messages.intake import DeclareInterest, InterestShown, ShowInterest
from services.messages.values import Party
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import among


async def check_completing(
    work: Work, supervisor_id: UUID, order: CompleteContract, acting: Collection[UUID]
) -> InterestShown | None:
    """What is to be shown. acting: for the customer today. Refuses: supervisor_is_a_party, interest_blocks."""
    await check_parties(work.db, supervisor_id, order.supervisee_ids, acting)
    return await to_show(work.ask, order.process_id, supervisor_id)


async def check_signing(
    work: Work, contract: Contract, order: SignContract, acting: Collection[UUID]
) -> None:
    """Before the signature, if it is new and their turn. The supervisor's says again what stands on the paper.

    What they say with one that is given already is kept as if they had said it by itself.

    Refuses: as signatures.check_turn; supervisor_is_a_party, supervisor_leaves, supervisor_eligible_no_more,
    interest_not_declared, interest_hinders.
    """
    signed = await versions.signatures_of(work.db, contract)
    if order.version == contract.version and signed.get(order.party) == order.signer_id:
        if order.party is Party.SUPERVISOR and order.interest:
            await _declare(work.ask, contract, order)
        return
    await signatures.check_turn(work.db, contract, order, signed, acting)
    await check_parties(work.db, contract.supervisor_id, contract.supervisee_ids, acting)
    await eligibility.check_leaver(work.ask, contract)
    if order.party is Party.SUPERVISOR:
        await eligibility.check_other(work.ask, contract)
        await _declare(work.ask, contract, order)


async def check_parties(
    db: AsyncSession, supervisor_id: UUID, members: Collection[UUID], acting: Collection[UUID]
) -> None:
    """Whatever the supervisor says. Refuses: supervisor_is_a_party."""
    if supervisor_id in members or await is_supervised_by(db, supervisor_id, members):
        raise Refusal("supervisor_is_a_party", "supervisee_ids")
    if supervisor_id in acting:
        raise Refusal("supervisor_is_a_party", "commissioner_id")


def shown_of(paper: Contract | Trial) -> InterestShown | None:
    return InterestShown.model_validate(paper.interest) if paper.interest else None


async def to_show(ask: Asker, process_id: UUID, supervisor_id: UUID) -> InterestShown | None:
    """What those who say yes are to know. Refuses: interest_blocks."""
    said = await ask(ShowInterest(process_id=process_id, supervisor_id=supervisor_id))
    if said.effect == "blocks":
        raise Refusal("interest_blocks", "process_id")
    return said.shown


async def _declare(ask: Asker, contract: Contract, order: SignContract) -> None:
    """Kept by its owner also where the signature is refused for it."""
    if order.interest is None:
        raise Refusal("interest_not_declared", "interest", "is needed with the supervisor's signature")
    said = await ask(
        DeclareInterest(
            process_id=contract.process_id,
            supervisor_id=contract.supervisor_id,
            interest=order.interest,
            at_signing=True,
            on_paper=shown_of(contract),
            declared_by=order.signer_id,
            as_of=order.as_of,
        )
    )
    if said.hinders:
        raise Refusal("interest_hinders", "interest")


async def is_supervised_by(db: AsyncSession, supervisor_id: UUID, people: Collection[UUID]) -> bool:
    """In a process that is being signed or goes on."""
    theirs = (
        select(Contract.process_id)
        .where(among(Contract.supervisor_id, people), col(Contract.supervisee_ids).contains([supervisor_id]))
        .where(col(Contract.status).in_(("signing", "signed")), ~_has_ended())
        .limit(1)
    )
    return (await db.exec(theirs)).first() is not None


def _has_ended() -> sa.ColumnElement[bool]:
    of_the_process = col(Continuation.process_id) == Contract.process_id
    return sa.exists().where(of_the_process, col(Continuation.ended_at).is_not(None))
