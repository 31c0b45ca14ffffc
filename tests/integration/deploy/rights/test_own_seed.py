"""Who has a service's own seed has it carry out nothing for whomever they name, and read them no note."""

from uuid import uuid4

import pytest
from nats.aio.msg import Msg

from services.messages.envelope import viewed_subject
from services.messages.sessions import ReadNote
from services.messages.values import Role, Viewer
from services.runtime.broker.address import inbox_of
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.patience import PATIENCE_S, nats_connection
from tests.visitor import has_that_role, proof_of

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("is_alone", [False, True])
async def test_what_its_own_seed_lays_before_a_service_is_not_answered(house: House, is_alone: bool) -> None:
    """By the one word that it may say and hear: whoever is asked may answer wherever the question says. A service that
    is not alone in its account, as on one machine, takes it for another's.
    """
    await house.open("directory", "sessions")
    house.services["sessions"]._answering.is_alone = is_alone
    author = Viewer(person_id=uuid4(), role=Role.SUPERVISOR)
    query = ReadNote(session_id=uuid4(), viewer=author)
    has_that_role(house, author)
    answers: list[bytes] = []
    thief = await nats_connection(house.as_program("sessions"))
    door = await nats_connection(house.as_program("console"))

    async def hears_itself(message: Msg) -> None:
        if message.reply:
            body, inbox = query.model_dump_json().encode(), f"{inbox_of('sessions')}.thief"
            await thief.publish(message.reply, body, reply=inbox)

    async def hears_an_answer(message: Msg) -> None:
        answers.append(message.data)

    try:
        await thief.subscribe(f"{inbox_of('sessions')}.thief", cb=hears_an_answer)
        await thief.subscribe("outbox.sessions", cb=hears_itself)
        await thief.publish("outbox.sessions", b"", reply=viewed_subject(ReadNote, "supervisor"))
        for _ in range(3):
            await thief.flush()
            with pytest.raises(Refusal, match="unknown_note"):
                proof = proof_of(house, author.person_id, "console")
                await Asker(door, PATIENCE_S, who="console")(query, proof=proof)
        await thief.flush()
        assert bool(answers) is not is_alone
    finally:
        await thief.close()
        await door.close()
