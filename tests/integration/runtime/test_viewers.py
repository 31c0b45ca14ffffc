"""Who asks is proved by the way on which the question comes, and believed of nobody else."""

from uuid import uuid4

import pytest

from deploy.machine import keys
from deploy.rights.table import table
from services.messages.contracts import ListContracts, ShowContract
from services.messages.envelope import command_subject, viewed_subject
from services.messages.sessions import ReadNote
from services.messages.values import Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal, Unavailable
from tests.house import House
from tests.patience import nats_connection

pytestmark = pytest.mark.servers
AUTHOR = Viewer(person_id=uuid4(), role=Role.SUPERVISOR)


@pytest.mark.parametrize("name", [name for name in keys.ROLES if name != "console"])
async def test_who_has_another_programs_seed_is_not_answered_as_the_author_of_a_note(
    house: House, name: str
) -> None:
    await house.open("sessions")
    connection = await nats_connection(house.as_program(name))
    try:
        with pytest.raises(Unavailable):
            await Asker(connection, timeout_s=0.2)(ReadNote(session_id=uuid4(), viewer=AUTHOR))
    finally:
        await connection.close()


async def test_a_viewer_that_came_by_another_way_is_refused(house: House) -> None:
    await house.open("contracts")
    coordinator = Viewer(person_id=uuid4(), role=Role.COORDINATOR)
    query = ShowContract(process_id=uuid4(), viewer=coordinator)
    ways = [command_subject(ShowContract)]
    ways += [viewed_subject(ShowContract, side) for side in ("customer", "supervisor")]
    for way in ways:
        answer = await house.ask_raw(way, query.model_dump_json().encode())
        refused = Refusal.from_headers(answer.headers)
        assert refused and (refused.code, refused.field) == ("viewer_not_proved", "viewer")
    nobody = ShowContract(process_id=uuid4()).model_dump_json().encode()
    refused = Refusal.from_headers(
        (await house.ask_raw(viewed_subject(ShowContract, "staff"), nobody)).headers
    )
    assert refused and refused.code == "viewer_not_proved"
    assert not (await house.ask(ListContracts(viewer=coordinator))).contracts


def test_a_door_speaks_for_those_alone_whom_it_lets_in_and_few_others_for_anybody() -> None:
    said = {
        name: {tuple(subject.split(".")[1:]) for subject in rights.publish if subject.startswith("viewed")}
        for name, rights in table(local=False).items()
        if name != "operator"
    }
    assert {side for side, *_ in said.pop("portal")} == {"customer", "supervisor"}
    at_console = said.pop("console") - {("customer", "intake", "list_inquiries")}
    assert {side for side, *_ in at_console} == {"supervisor", "staff"}
    assert {name: {".".join(rest) for _, *rest in ways} for name, ways in said.items() if ways} == {
        "billing": {"sessions.show_session"},
        "directory": {"billing.list_draft_items", "intake.list_inquiries"},
        "intake": {"contracts.show_trial", "directory.list_people"},
        "contracts": {
            "intake.preview_proposal",
            "intake.show_proposal",
            "sessions.preview_change",
            "sessions.preview_pause",
            "sessions.preview_resuming",
            "sessions.show_roster",
        },
        "notices": {"billing.list_wanted_references", "billing.show_invoice_pdf", "contracts.list_places"},
    }
