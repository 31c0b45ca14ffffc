"""Who signs for the customer may join a group, and is never who speaks for it, however that would come to be."""

from typing import Any

from services.messages.contracts import ContractCard
from services.runtime.finland import start_of
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.contracts.parties.test_both_sides import let_act
from tests.integration.sessions.builders import A_DAY, planned
from tests.integration.sessions.changes.test_amending import amendment
from tests.integration.sessions.members.test_joining import FIRST_DAY, agreeing, joining, proposing, refusal
from tests.integration.sessions.members.test_representatives import naming

IN_THE_GROUP = start_of(FIRST_DAY)


async def with_commissioner(house: House) -> ContractCard:
    """Its group has who signs for the customer in it, from the first day on."""
    contract, _ = await planned(house)
    who = contract.parties.commissioner_id
    await house.ask(proposing(contract, person_id=who))
    for member in MEMBERS[1:]:
        await house.ask(agreeing(contract, member, newcomer_id=who))
    await house.ask(joining(contract, person_id=who))
    await house.quiet()
    return contract


async def test_the_members_name_somebody_else_to_speak_for_them(sessions: House) -> None:
    contract = await with_commissioner(sessions)
    sessions.move_clock(IN_THE_GROUP)
    facts: dict[str, Any] = {"as_of": IN_THE_GROUP, "from_day": FIRST_DAY + A_DAY}
    order = naming(contract, representative_id=contract.parties.commissioner_id, **facts)
    assert await refusal(sessions, order) == ("signs_for_both", "representative_id")
    await sessions.ask(naming(contract, **facts))


async def test_the_customers_next_contact_is_not_who_speaks_for_the_group(sessions: House) -> None:
    contract, _ = await planned(sessions)
    for who in MEMBERS[:2]:
        await let_act(sessions, who, contract.process_id)
    to = amendment(contract, commissioner_id=MEMBERS[0])
    assert await refusal(sessions, to) == ("signs_for_both", "commissioner_id")
    changed = await sessions.ask(amendment(contract, commissioner_id=MEMBERS[1]))
    assert changed.version == 2
