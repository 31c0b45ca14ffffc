"""What has got stuck: parked messages are seen, tried again, given to somebody, skipped and taken back."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import ContractExpired
from services.messages.intake import ShowInquiry
from services.messages.operations import ListParked, ParkedMessage, ReplayParked
from services.messages.process import (
    FailingProcesses,
    ListFailing,
    ListStuck,
    NudgeProcess,
    ProcessStates,
    ResolveStuck,
)
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.intake import builders as intake
from tests.integration.runtime.small_services import deliver, envelope
from tests.patience import PATIENCE_S, nats_connection
from tests.visitor import proof_of

UNREADABLE = b'{"process_id": "KANARIA-ei-saa-nakya"}'


@pytest.fixture
async def console(house: House) -> AsyncIterator[Arranged]:
    yield await arrange(house)


async def parked_at_intake(console: Arranged, process_id: UUID) -> ParkedMessage:
    """One message of contracts about this process that intake cannot read."""
    event = ContractExpired(process_id=process_id, version=1)
    await deliver(console.house, event, envelope(event, 1), body=UNREADABLE)
    await console.house.quiet()
    [message] = (await console.house.ask(ListParked(), of="intake")).messages
    return message


async def stuck(console: Arranged, *process_ids: UUID) -> list[bytes]:
    """In the worker's place: these processes ask for attention. Returns what it is told, as it comes."""
    told: list[bytes] = []
    states = [
        {"process_id": one, "phase": "proposal", "waits_until": None, "attention": "price_missing"}
        for one in process_ids
    ]
    standing = ProcessStates.model_validate({"processes": states}).model_dump_json().encode()

    async def answer(message: Any) -> None:
        told.append(message.data)
        await message.respond(b"{}")

    async def list_them(message: Any) -> None:
        await message.respond(standing)

    await console.house.stand_in(ListStuck, list_them)
    for order in (ResolveStuck, NudgeProcess):
        await console.house.stand_in(order, answer)
    return told


async def test_a_parked_message_is_shown_with_its_process_and_reason_and_without_its_content(console) -> None:
    process_id, number = await console.asked()
    message = await parked_at_intake(console, process_id)
    async with await console.browser() as browser:
        listed = (await browser.get("/exceptions")).text
        shown = (await browser.get(f"/exceptions/parked/intake/{message.parked_id}")).text
    assert "Contract expired: Contracts → Inquiries" in listed and number in listed
    assert "Its content cannot be read." in listed
    assert number in shown and "malformed_event" in shown and "events.contracts.contract_expired" in shown
    assert "KANARIA" not in listed + shown


async def test_services_that_are_away_are_said_to_be_and_the_others_are_shown(console) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    async with await console.browser() as browser:
        page = (await browser.get("/exceptions")).text
    assert str(message.parked_id) in page
    assert "not shown: Mail, Portal, Workflow service" in page
    assert "The workflow service did not answer just now" in page


async def test_a_message_that_is_refused_again_says_so_and_stays_parked(console) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    path = f"/exceptions/parked/intake/{message.parked_id}"
    async with await console.browser() as browser:
        tried = await browser.post(f"{path}/retry")
        page = (await browser.get(path)).text
    assert tried.headers["location"] == path
    assert "The message was refused again. Fix the cause first." in page
    assert (await console.house.ask(ListParked(), of="intake")).messages == [message]


async def test_a_message_whose_cause_is_mended_is_handled_and_leaves_the_list(console) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    good = ContractExpired(process_id=message.aggregate_id, version=1).model_dump_json().encode()
    await console.house.rows("intake", "UPDATE parked SET payload = $1", good)
    async with await console.browser() as browser:
        await browser.post(f"/exceptions/parked/intake/{message.parked_id}/retry")
        page = (await browser.get("/exceptions")).text
        gone = await browser.get(f"/exceptions/parked/intake/{message.parked_id}")
    assert "The message was handled now." in page and f"parked-{message.parked_id}" not in page
    assert gone.headers["location"] == "/exceptions"


async def test_a_message_is_not_handled_again_for_who_may_not_look_at_it(console) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    for who in (console.staff["finance"], uuid4()):
        with pytest.raises(Refusal, match="not_yours_to_decide"):
            await console.house.ask(ReplayParked(parked_id=message.parked_id, replayed_by=who), of="intake")
    assert (await console.house.ask(ListParked(), of="intake")).messages == [message]


async def test_what_a_door_holds_is_handled_on_the_word_of_who_may(console) -> None:
    """It hears of directory whether they may by what they have sent, and of nobody else."""
    house = console.house
    await house.open("portal")
    connection = await nats_connection(house.as_program("console"))
    asking = Asker(connection, PATIENCE_S, who="console")
    try:
        for door, role, said in (
            ("portal", "coordinator", "unknown_message"),
            ("portal", "finance", "not_yours_to_decide"),
            ("console", "coordinator", "unknown_message"),
            ("console", "finance", "not_yours_to_decide"),
        ):
            who = console.staff[role]
            order = ReplayParked(parked_id=uuid4(), replayed_by=who)
            with pytest.raises(Refusal, match=said):
                await asking(order, of=door, proof=proof_of(house, who, "console"))
    finally:
        await connection.close()


async def test_skipping_needs_a_reason_and_moves_it_to_the_list_from_which_it_is_taken_back(console) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    path = f"/exceptions/parked/intake/{message.parked_id}"
    async with await console.browser() as browser:
        without = await browser.post(f"{path}/skip", data={"reason": " "})
        skipped = await browser.post(f"{path}/skip", data={"reason": "Sent twice by mistake"})
        waiting, others = (
            (await browser.get("/exceptions")).text,
            (await browser.get("/exceptions/skipped")).text,
        )
        one = (await browser.get(path)).text
        await browser.post(f"{path}/take-back")
        again = (await browser.get("/exceptions")).text
    assert without.status_code == 422 and 'href="#field-reason"' in without.text
    assert skipped.status_code == 303
    assert str(message.parked_id) not in waiting.replace(f"{path}/take-back", "")
    assert "Sent twice by mistake" in others and "Sent twice by mistake" in one and "Coordinator Koivu" in one
    assert f"parked-{message.parked_id}" in again


async def test_who_looks_at_a_message_is_one_of_those_who_may_and_nobody_else(console) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    path = f"/exceptions/parked/intake/{message.parked_id}"
    async with await console.browser() as browser:
        stranger = await browser.post(f"{path}/give", data={"person": str(console.staff["finance"])})
        given = await browser.post(f"{path}/give", data={"person": str(console.staff["administrator"])})
        page = (await browser.get("/exceptions")).text
        await browser.post(f"{path}/give", data={"person": ""})
        after = (await browser.get("/exceptions")).text
    assert (stranger.status_code, given.status_code) == (422, 303)
    assert "Looked at by: Administrator Koivu" in page and "Looked at by" not in after


@pytest.mark.parametrize("role", ["finance", "supervisor"])
async def test_those_who_do_not_handle_exceptions_do_not_find_them(console, role: str) -> None:
    message = await parked_at_intake(console, (await console.asked())[0])
    path = f"/exceptions/parked/intake/{message.parked_id}"
    async with await console.browser(role) as browser:
        answers = [await browser.get(one) for one in ("/exceptions", "/exceptions/skipped", path)]
        answers += [
            await browser.post(f"{path}/{act}", data={"reason": "x"}) for act in ("retry", "skip", "give")
        ]
    assert {one.status_code for one in answers} == {404}


async def test_what_is_not_parked_is_not_there(console) -> None:
    async with await console.browser() as browser:
        gone = await browser.post(f"/exceptions/parked/sessions/{uuid4()}/retry")
        assert gone.headers["location"] == "/exceptions"
        assert "This is over, or was done already" in (await browser.get("/exceptions")).text
        for path in (f"nobody/{uuid4()}", "sessions/nothing"):
            assert (await browser.get(f"/exceptions/parked/{path}")).status_code == 404


async def test_a_stuck_process_says_why_in_words_and_a_step_is_skipped_with_a_reason_only(console) -> None:
    process_id, number = await console.asked()
    told = await stuck(console, process_id)
    path = f"/exceptions/stuck/{process_id}"
    async with await console.browser() as browser:
        listed, shown = (await browser.get("/exceptions")).text, (await browser.get(path)).text
        without = await browser.post(path, data={"action": "skip"})
        assert told == []
        skipped = await browser.post(path, data={"action": "skip", "reason": "Agreed by phone"})
        retried = await browser.post(path, data={"action": "retry"})
    assert number in listed and number in shown
    assert "The price list has no price for this length and day." in listed
    assert without.status_code == 422 and "Write the reason." in without.text
    assert (skipped.status_code, retried.status_code) == (303, 303)
    orders = [ResolveStuck.model_validate_json(one) for one in told]
    assert [(one.process_id, one.action) for one in orders] == [(process_id, "skip"), (process_id, "retry")]
    assert orders[0].reason == "Agreed by phone"


async def test_a_process_that_is_not_stuck_is_not_there_and_one_can_be_woken(console) -> None:
    process_id, _number = await console.asked()
    told = await stuck(console)
    async with await console.browser() as browser:
        gone = await browser.get(f"/exceptions/stuck/{process_id}")
        assert gone.headers["location"] == "/exceptions"
        woken = await browser.post(f"/exceptions/processes/{process_id}/nudge")
    assert woken.status_code == 303
    assert [NudgeProcess.model_validate_json(one).process_id for one in told] == [process_id]


async def test_every_decision_is_in_the_access_log(console) -> None:
    process_id, _number = await console.asked()
    message = await parked_at_intake(console, process_id)
    path = f"/exceptions/parked/intake/{message.parked_id}"
    async with await console.browser() as browser:
        await browser.post(f"{path}/retry")
        await browser.post(f"{path}/give", data={"person": str(console.staff["coordinator"])})
        await browser.post(f"{path}/skip", data={"reason": "Not needed"})
        await browser.post(f"{path}/take-back")
    lines = await console.house.rows("console", "SELECT act, process_id FROM access_log ORDER BY id")
    acts = ["replay_parked", "assigned_parked", "skipped_parked", "took_back_parked"]
    assert [(one["act"], one["process_id"]) for one in lines] == [(act, process_id) for act in acts]


async def test_what_a_release_cannot_carry_on_is_named_with_its_phase_and_the_release(console) -> None:
    process_id, number = await console.matched()
    contact_id = (await console.house.ask(ShowInquiry(process_id=process_id))).contact_id
    tried = {"trial_sessions": 1, "trial_price": "normal", "trial_ends_by": date(2027, 2, 28)}
    await console.house.ask(intake.proposal(process_id, **tried))
    await console.house.ask(intake.answer(process_id, answered_by=contact_id))
    await console.house.quiet()
    told = {"processes": [{"process_id": one, "build": "0.9.9"} for one in (process_id, uuid4())]}

    async def list_them(message: Any) -> None:
        await message.respond(FailingProcesses.model_validate(told).model_dump_json().encode())

    await console.house.stand_in(ListFailing, list_them)
    async with await console.browser() as browser:
        section = (await browser.get("/exceptions")).text.partition('id="failing"')[2]
    assert f"{number}: Trial<" in section and section.count("Release 0.9.9") == 2
