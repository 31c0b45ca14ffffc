"""Consents and signatures, and a no to either."""

from uuid import UUID

from services.contracts import asked_first
from services.contracts.papers import versions
from services.contracts.showing import contract_cards
from services.contracts.signing import (
    deadlines,
    declining,
    interests,
    refusing,
    signatures,
    withdrawing,
)
from services.messages import contracts as messages
from services.messages.envelope import Done
from services.messages.values import Party
from services.runtime import commissioners
from services.runtime.commands.transactions import Work


async def record_consent(order: messages.RecordConsent, work: Work) -> Done:
    await signatures.record_consent(work.db, order)
    return Done()


async def refuse_consent(order: messages.RefuseConsent, work: Work) -> Done:
    await refusing.refuse(work.db, order)
    return Done()


async def ask_to_sign_again(order: messages.AskToSignAgain, work: Work) -> Done:
    await asked_first.check_completes(order.asked_by, "asked_by", work)
    await withdrawing.ask_again(work.db, order)
    return Done()


async def sign_contract(order: messages.SignContract, work: Work) -> messages.ContractCard:
    asked = await versions.find_being_made(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, asked.organisation_id, asked.department_id)
    await interests.check_signing(work, asked, order, acting)
    recorded = await asked_first.last_recorded(order.process_id, work) if asked.supersedes else None
    return await contract_cards.card(work.db, await signatures.sign(work.db, order, acting, recorded))


async def decline_signing(order: messages.DeclineSigning, work: Work) -> messages.ContractCard:
    acting = await _acting(order, work)
    return await contract_cards.card(work.db, await declining.decline(work.db, order, acting))


async def remind_signer(order: messages.RemindSigner, work: Work) -> Done:
    await deadlines.remind_signer(work.db, order)
    return Done()


async def expire_contract(order: messages.ExpireContract, work: Work) -> messages.SigningFound:
    return await deadlines.expire(work.db, order)


async def _acting(order: messages.DeclineSigning, work: Work) -> list[UUID]:
    """Who acts for the customer today, where it is the customer's turn that is taken."""
    return await asked_first.acting_for(order.process_id, work) if order.party is Party.COMMISSIONER else []
