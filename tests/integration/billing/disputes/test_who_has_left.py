"""Who has left says that a session of their own days was otherwise than it is recorded."""

from datetime import date
from uuid import uuid4

import pytest

from services.messages.billing import DenySession, ListDisputes, ListInvoicedSessions
from services.messages.sessions import ShowSession
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.billing.builders import held, signed
from tests.integration.billing.disputes.acts import (
    OPENED,
    code,
    dispute,
    heard,
    item_of,
    to_who_was_there,
)


@pytest.mark.parametrize("signed_since", [True, False])
async def test_who_has_left_says_it_of_the_sessions_of_their_own_days(
    billing: House, signed_since: bool
) -> None:
    """Whether or not a later version of the terms names them no more; which days were theirs, sessions knows."""
    process_id, gone = uuid4(), uuid4()
    contract = signed(process_id)
    [stays] = contract.parties.supervisee_ids
    both = contract.parties.model_copy(update={"supervisee_ids": [stays, gone]})
    own, other, later = (held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3))
    await heard(billing, own, other, later, contract=contract.model_copy(update={"parties": both}))
    if signed_since:
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
