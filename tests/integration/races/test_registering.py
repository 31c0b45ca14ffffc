"""The same person, said several times at once, is one person and no refusal, whoever comes first."""

from uuid import uuid4

from services.messages.directory import RegisterPerson
from tests.house import House
from tests.integration.directory.builders import NOW
from tests.integration.races.rounds import ROUNDS, came_out, meet


async def test_a_person_registered_several_times_at_once_is_one_and_never_refused(house: House) -> None:
    """Between looking for the address and looking for the id another one commits."""
    await house.open("directory")
    for turn in range(ROUNDS * 3):
        order = RegisterPerson(
            person_id=uuid4(),
            given_name="Helena",
            family_name="Laine",
            email=f"helena{turn}@jarvikunta.example",
            language="fi",
            as_of=NOW,
        )
        cards = await meet(house, "directory", turn, *[order] * 8)
        assert {getattr(one, "person_id", repr(one)) for one in cards} == {order.person_id}
        came_out("one person")
