"""Who has left says that a session of their own days was otherwise than it is recorded."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.messages.billing import DenySession, ListDisputes, ListInvoicedSessions
from services.messages.sessions import SessionShown, ShowSession
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import held, signed
from tests.integration.billing.disputes.acts import OPENED, code, dispute, heard, item_of


async def test_who_has_left_says_it_of_the_sessions_of_their_own_days(billing: House) -> None:
    """A later version of the terms names them no more; which days were theirs, sessions knows."""
    process_id, gone = uuid4(), uuid4()
    contract = signed(process_id)
    [stays] = contract.parties.supervisee_ids
    both = contract.parties.model_copy(update={"supervisee_ids": [stays, gone]})
    own, other, later = (held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3))
    await heard(billing, own, other, later, contract=contract.model_copy(update={"parties": both}))
    await heard(billing, contract=contract.model_copy(update={"version": 2}))
    await billing.stand_in(ShowSession, to_who_was_there(gone, {own.session_id, other.session_id}))
    query = ListInvoicedSessions(process_id=process_id, viewer=Viewer(person_id=gone, role=Role.SUPERVISEE))
    assert [one.session_id for one in (await billing.ask(query)).open_items] == [
        own.session_id,
        other.session_id,
    ]
    denial = DenySession(process_id=process_id, session_id=own.session_id, denied_by=gone, as_of=OPENED)
    await billing.ask(denial)
    refused = denial.model_copy(update={"session_id": later.session_id})
    assert await code(billing, refused) == "not_yours_to_decide"
    await billing.ask(dispute(process_id, await item_of(billing, other.session_id), gone))
    not_theirs = dispute(process_id, await item_of(billing, later.session_id), gone)
    assert await code(billing, not_theirs) == "not_yours_to_decide"
    mine = (await billing.ask(ListDisputes(viewer=query.viewer))).disputes
    assert {one.items[0].session_id for one in mine} == {own.session_id, other.session_id}
    assert (await billing.ask(query)).open_items == []


def to_who_was_there(person_id: UUID, session_ids: set[UUID]) -> Callable[[Any], Awaitable[None]]:
    """What sessions would answer to that person: of others' days, that it knows none."""

    async def answer(message: Any) -> None:
        asked = ShowSession.model_validate_json(message.data)
        if asked.viewer.person_id != person_id or asked.session_id not in session_ids:
            refused = Refusal("unknown_session", "session_id")
            await message.respond(b"", headers=refused.headers())
        else:
            await message.respond(shown(asked.session_id).model_dump_json().encode())

    return answer


def shown(session_id: UUID) -> SessionShown:
    times = {"starts_at": OPENED, "ends_at": OPENED + timedelta(hours=1), "sequence": 0, "status": "held"}
    ids = {"session_id": session_id, "process_id": uuid4()}
    about = {"process_id": ids["process_id"], "organisation_id": uuid4(), "supervisor_id": uuid4()}
    return SessionShown.model_validate(about | {"card": times | ids | {"number": 1}, "format": "group"})
