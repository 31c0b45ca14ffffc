"""A supervisee says that a session was otherwise than it is recorded."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    DenySession,
    ListDisputes,
    ListInvoicedSessions,
)
from services.messages.sessions import RecordCorrected, SessionNotAttended
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import (
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    held,
    not_attended,
    signed,
)
from tests.integration.billing.disputes.acts import (
    OPENED,
    code,
    decision,
    dispute,
    everybody_was_there,
    heard,
    item_of,
    payer,
    run,
)

__all__ = ["everybody_was_there"]
pytestmark = pytest.mark.usefixtures("everybody_was_there")


async def test_two_words_about_one_session_open_a_dispute_by_themselves(billing: House) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    before, after, agreed = (held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3))
    nobody_came = not_attended(process_id, 4, date(2027, 2, 14))
    await heard(billing, after, contract=contract)

    def denial(session_id: UUID, by: UUID = member) -> DenySession:
        return DenySession(process_id=process_id, session_id=session_id, denied_by=by, as_of=OPENED)

    assert await code(billing, denial(before.session_id, uuid4())) == "not_yours_to_decide"
    for session in (before, after, nobody_came):
        for _ in range(2):
            await billing.ask(denial(session.session_id))
    for event in (before, agreed, nobody_came):
        await billing.say("sessions", event)
    await billing.quiet()
    found = (await billing.ask(ListDisputes(viewer=FINANCE, open_alone=True))).disputes
    assert sorted(one.items[0].number or 0 for one in found) == [1, 2]
    assert {(one.by_itself, one.claim, one.opened_by) for one in found} == {(True, "not_held", member)}
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 2 * 14800 + 7548


async def test_what_is_sent_twice_with_other_content_is_refused_and_not_dropped(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2)]
    await heard(billing, *sessions, contract=contract)
    first, second = [await item_of(billing, one.session_id) for one in sessions]
    order = dispute(process_id, first, who, words="Ei se niin mennyt.")
    await billing.ask(order)
    for other in ({"words": "Toisin."}, {"claim": "wrong_price"}, {"item_ids": [first, second]}):
        assert await code(billing, order.model_copy(update=other)) == "already_disputed"
    said = DenySession(
        process_id=process_id, session_id=sessions[1].session_id, denied_by=member, as_of=OPENED
    )
    await billing.ask(said)
    assert await code(billing, said.model_copy(update={"words": "Ovi oli kiinni."})) == "already_denied"


async def test_each_members_word_is_kept_and_read_by_who_decides(billing: House) -> None:
    """Also of who says so once the first word has been decided about: that opens another one."""
    process_id, members = uuid4(), [uuid4() for _ in range(3)]
    contract = signed(process_id)
    parties = contract.parties.model_copy(update={"supervisee_ids": members, "representative_id": members[0]})
    one = held(process_id, 1, date(2027, 2, 8))
    await heard(billing, one, contract=contract.model_copy(update={"parties": parties}))
    words = ["Ovi oli kiinni.", "Odotimme puoli tuntia.", "Ketään ei tullut."]

    def denial(place: int) -> DenySession:
        order = {"process_id": process_id, "session_id": one.session_id, "words": words[place]}
        return DenySession.model_validate(order | {"denied_by": members[place], "as_of": OPENED})

    for place in (0, 1):
        await billing.ask(denial(place))
    [card] = (await billing.ask(ListDisputes(viewer=FINANCE))).disputes
    assert (card.words, card.others, card.opened_by) == (words[0], words[1:2], members[0])
    own = Viewer(person_id=members[0], role=Role.SUPERVISEE)
    assert [card.others for card in (await billing.ask(ListDisputes(viewer=own))).disputes] == [[]]
    await billing.ask(decision(card.dispute_id))
    await billing.ask(denial(2))
    [again] = (await billing.ask(ListDisputes(viewer=FINANCE, open_alone=True))).disputes
    assert (again.words, again.opened_by) == (words[2], members[2])


async def test_a_record_that_is_put_right_to_held_meets_the_word_that_nobody_came(billing: House) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    missed = not_attended(process_id, 1, date(2027, 2, 8))
    await heard(billing, missed, contract=contract)
    order = {"process_id": process_id, "session_id": missed.session_id, "denied_by": member, "as_of": OPENED}
    await billing.ask(DenySession.model_validate(order))
    assert (await billing.ask(ListDisputes(viewer=FINANCE))).disputes == []
    await billing.say("sessions", corrected_to_held(missed))
    await billing.quiet()
    [card] = (await billing.ask(ListDisputes(viewer=FINANCE))).disputes
    assert card.by_itself


def corrected_to_held(missed: SessionNotAttended) -> RecordCorrected:
    said = missed.model_dump(include={"process_id", "session_id", "number", "performed_on", "minutes"})
    told = {"revision": 1, "status": "held", "outcome": "held", "former": "no_show", "by": "supervisor"}
    told |= {"starts_at": OPENED - timedelta(days=12), "supervisor_id": uuid4(), "present": 1}
    return RecordCorrected.model_validate(said | told | {"changes_charge": False, "corrected_at": OPENED})


async def test_a_supervisee_is_told_which_sessions_are_invoiced_and_denied_no_more(billing: House) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    before, after = held(process_id, 1, date(2027, 2, 8)), held(process_id, 2, date(2027, 3, 8))
    await heard(billing, before, after, contract=contract)
    viewer = Viewer(person_id=member, role=Role.SUPERVISEE)
    query = ListInvoicedSessions(process_id=process_id, viewer=viewer)
    assert (await billing.ask(query)).session_ids == []
    await run(billing, FEBRUARY, MARCH_FIRST)
    assert (await billing.ask(query)).session_ids == [before.session_id]
    too_late = DenySession(
        process_id=process_id, session_id=before.session_id, denied_by=member, as_of=MARCH_FIRST
    )
    assert await code(billing, too_late) == "already_invoiced"
    stranger = query.model_copy(update={"viewer": Viewer(person_id=uuid4(), role=Role.SUPERVISEE)})
    with pytest.raises(Refusal, match="unknown_process"):
        await billing.ask(stranger)
