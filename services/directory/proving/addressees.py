"""Who has an address: asked at a door's sign-in, where nobody is known yet."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import people
from services.directory.proving.giving import door_in_hand
from services.directory.proving.turns import Turns
from services.directory.rights import relations
from services.directory.tables import Person
from services.messages import directory as messages
from services.runtime.clock import Clock
from services.runtime.finland import local_date
from services.runtime.logs import log
from services.runtime.proofs import standings


async def find(db: AsyncSession, email: str, turns: Turns) -> messages.Addressee:
    """Nobody once the turns are used up: wrong codes are not counted for whom they were tried then, and that is all."""
    if not turns.take():
        log.warning("addressees_asked_too_often")
        return messages.Addressee(person_id=None)
    person = await people.of_address(db, email)
    return messages.Addressee(person_id=person.person_id if person else None)


async def comes_in(db: AsyncSession, person: Person, clock: Clock) -> bool:
    """At the door in hand: to the console come the provider's own people alone."""
    if door_in_hand() == "portal":
        return True
    known = await relations.of_person(db, person.person_id, local_date(clock.now()))
    return any(role.split(":")[0] in standings.AT_THE_CONSOLE for role in standings.held(known))
