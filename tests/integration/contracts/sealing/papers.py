"""Signed papers of a house whose services are all there, once they are sealed."""

from typing import Any

from services.messages.contracts import ContractCard
from tests.integration.contracts.builders import signed


async def sealed(house: Any) -> ContractCard:
    card: ContractCard = await signed(house)
    await house.quiet()
    return card
