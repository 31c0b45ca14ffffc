"""Somebody answers or signs in the last second, while the process asks whether the time is over: one of them counts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages.contracts import ContractCard, ContractExpired, ContractSigned, SigningFound
from services.messages.intake import ExpireProposal, ProposalAnswered, ProposalExpired, ProposalFound
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.grown import grown
from tests.house import House
from tests.integration.contracts import builders as contracts
from tests.integration.intake import builders as intake
from tests.integration.races.rounds import ROUNDS, came_out, meet

A_SECOND = timedelta(seconds=1)
AFTER_ITS_LAST_DAY = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)


async def signed_by_all_but_one(house: House) -> ContractCard:
    card = await contracts.signing(house)
    await contracts.sign_by(house, card, [Party.COMMISSIONER, Party.SUPERVISEE])
    return card


async def with_a_proposal(house: House) -> UUID:
    return await intake.proposed(house, await intake.supervisor(house))


def refused(outcomes: list[Any]) -> list[str]:
    return [one.code for one in outcomes if isinstance(one, Refusal)]


async def test_a_signature_in_the_last_second_counts_or_the_contract_has_expired(house: House) -> None:
    await house.open("directory", "intake", "contracts")
    for turn in range(ROUNDS):
        card = await grown(house, signed_by_all_but_one)
        last = contracts.signature(card, Party.SUPERVISOR, as_of=contracts.TOO_LATE - A_SECOND)
        orders = (last, contracts.expiry(card.process_id))
        outcomes = await meet(house, "contracts", turn, *orders)
        [found] = [one for one in outcomes if isinstance(one, SigningFound)]
        status = (await contracts.show(house, card.process_id)).status
        told = [
            type(one)
            for one in await contracts.said(house)
            if isinstance(one, ContractSigned | ContractExpired)
        ]
        assert (status, found.status, refused(outcomes), told) in (
            ("signed", "signed", [], [ContractSigned]),
            ("expired", "expired", ["contract_expired"], [ContractExpired]),
        )
        came_out(f"it is {status}")


async def test_an_answer_in_the_last_second_counts_or_the_proposal_has_expired(house: House) -> None:
    await house.open("directory", "intake")
    for turn in range(ROUNDS):
        process_id = await grown(house, with_a_proposal)
        orders = (
            intake.answer(process_id, as_of=AFTER_ITS_LAST_DAY - A_SECOND),
            ExpireProposal(process_id=process_id, as_of=AFTER_ITS_LAST_DAY),
        )
        outcomes = await meet(house, "intake", turn, *orders)
        [found] = [one for one in outcomes if isinstance(one, ProposalFound)]
        kinds = (ProposalAnswered, ProposalExpired)
        told = [type(one) for kind in kinds for one in await intake.said(house, kind)]
        assert (found.expired, found.answer, refused(outcomes), told) in (
            (False, "accept", [], [ProposalAnswered]),
            (True, None, ["proposal_expired"], [ProposalExpired]),
        )
        came_out("it has expired" if found.expired else "the answer counts")
