"""To whom a process belongs is looked up for nearly every order and page."""

import sqlalchemy as sa

from services.messages.sessions import ListReviews
from tests.house import House
from tests.integration.sessions.builders import planned


async def test_a_process_and_who_belongs_to_it_are_read_in_one_statement(sessions: House) -> None:
    contract, _ = await planned(sessions)
    engine, asked = sessions.services["sessions"].engine.sync_engine, list[str]()

    def take(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", take)
    await sessions.ask(ListReviews(process_id=contract.process_id))
    sa.event.remove(engine, "before_cursor_execute", take)
    of_people = [one for one in asked if "group_member" in one or "representative.person_id" in one]
    assert len(of_people) == 1 and "FROM process " in of_people[0]
