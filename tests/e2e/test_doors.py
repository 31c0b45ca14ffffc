"""Bad input at the platform's doors: a refusal with field and reason, nothing half done, nothing echoed.

And a message that nobody can handle: parked with its reason, listed, shown and replayed by the command that staff
use, while the next ones go on. To see the first ones turn red, put the input into the reason: `include_input=True`
and `first["input"]` in services/runtime/commands/refusal.py, refusal_of.
"""

import asyncio
import json
import subprocess
import sys
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest
from nats.aio.msg import Msg

from deploy import CHECKOUT
from deploy.demo.arranging import inquiry
from deploy.demo.commissions import GROUP, ORIENTATION
from services.messages import intake, process
from services.messages.envelope import snake
from services.runtime.commands.refusal import REFUSAL_HEADER
from tests.e2e.searching import raw, search
from tests.e2e.walking import Walk, eventually
from tests.patience import PATIENCE_S, nats_connection

CANARY = "KUUKKELI-4411"


async def good_inquiry(walk: Walk) -> dict[str, Any]:
    """A new one, as a page would send it."""
    [_, order] = inquiry(ORIENTATION, await walk.now()).orders
    return {**order.model_dump(mode="json"), "inquiry_id": str(uuid4())}


async def knock(walk: Walk, subject: str, body: bytes) -> Msg:
    connection = await nats_connection(walk.installation.broker)
    try:
        return await connection.request(subject, body, timeout=PATIENCE_S)
    finally:
        await connection.close()


def refusal(answer: Msg) -> dict[str, str]:
    told: dict[str, str] = json.loads((answer.headers or {})[REFUSAL_HEADER])
    return told


def echoes(walk: Walk, answer: Msg) -> bool:
    """Whether what was sent is anywhere in the answer or in any log."""
    said = repr(answer.headers).encode() + answer.data
    return CANARY.encode() in said or bool(search(raw("logs", walk.installation.logs), CANARY))


WRONG_FIELDS: list[tuple[str, dict[str, Any], str, str]] = [
    ("a wrong Y-tunnus", {"business_id": CANARY}, "business_id", "is not a valid Y-tunnus"),
    (
        "a Y-tunnus with a wrong check digit",
        {"business_id": "1234567-2"},
        "business_id",
        "not a valid Y-tunnus",
    ),
    ("an unknown field", {CANARY: "x", "message": CANARY}, "(message)", "is not a field of this command"),
    (
        "an impossible instant",
        {"as_of": f"2027-02-30T10:00:00Z{CANARY}"},
        "as_of",
        "is not a time that exists",
    ),
    ("an instant without offset", {"as_of": "2027-02-01T10:00:00", "message": CANARY}, "as_of", "time zone"),
    ("a number that is a text", {"headcount": CANARY}, "headcount", "is"),
    ("too many people", {"headcount": 4000, "message": CANARY}, "headcount", "is too large"),
    ("a wish that is none", {"wishes": [CANARY]}, "wishes.0", "is"),
    ("a text of megabytes", {"message": CANARY * 2000}, "message", "is too long"),
    ("nothing where something is needed", {"address": {"street": CANARY}}, "address", "is needed"),
]


@pytest.mark.parametrize(
    ("change", "field", "reason"), [case[1:] for case in WRONG_FIELDS], ids=[case[0] for case in WRONG_FIELDS]
)
async def test_a_malformed_inquiry_is_refused_with_field_and_reason(
    walk: Walk, change: dict[str, Any], field: str, reason: str
) -> None:
    before = await walk.rows("intake", "SELECT count(*) FROM inquiry")
    body = json.dumps({**await good_inquiry(walk), **change}).encode()
    answer = await knock(walk, "commands.intake.submit_inquiry", body)
    told = refusal(answer)
    assert told["code"] == "malformed"
    assert told["field"].startswith(field)
    assert reason in told["reason"]
    assert not echoes(walk, answer)
    assert await walk.rows("intake", "SELECT count(*) FROM inquiry") == before


@pytest.mark.parametrize("body", [b"", b"{", b'"' + CANARY.encode(), b"[]", b"\xff\xfe", b"null"], ids=repr)
async def test_what_is_not_a_command_at_all_is_refused(walk: Walk, body: bytes) -> None:
    answer = await knock(walk, "commands.intake.submit_inquiry", body)
    assert refusal(answer)["code"] == "malformed"
    assert refusal(answer)["reason"]
    assert not echoes(walk, answer)


async def test_an_impossible_date_is_refused_before_anything_is_asked(walk: Walk) -> None:
    order = {
        "process_id": str(GROUP.process_id),
        "duration_minutes": 90,
        "starts_on": f"{walk.calendar.year}-02-30",
        "ends_on": f"{walk.calendar.year}-12-15",
        "valid_until": f"{walk.calendar.year}-01-05",
        "as_of": (await walk.now()).isoformat(),
    }
    answer = await knock(walk, "commands.intake.send_proposal", json.dumps(order).encode())
    told = refusal(answer)
    assert (told["code"], told["field"]) == ("malformed", "starts_on")
    assert "02-30" not in repr(answer.headers)


async def test_a_command_that_nobody_answers_says_so_at_once(walk: Walk) -> None:
    with pytest.raises(nats.errors.NoRespondersError):
        await knock(walk, "commands.intake.teleport_inquiry", b"{}")


async def test_an_unreadable_event_is_parked_an_unknown_one_is_not_and_the_next_ones_go_on(
    walk: Walk,
) -> None:
    await walk.to_the_end()
    about, unknown = uuid4(), uuid4()
    await say(walk, "inquiry_teleported", unknown, {"note": CANARY})
    await say(walk, "inquiry_received", about, {"note": CANARY})
    parked = await eventually(lambda: parked_about(walk, about), "both listeners have parked it")
    assert {(one["service"], one["reason"]) for one in parked} == {
        ("notices", "malformed_event"),
        ("workflows", "malformed_event"),
    }
    assert not await parked_about(walk, unknown)
    order = intake.SubmitInquiry.model_validate(await good_inquiry(walk))
    await walk.ask(order)
    await walk.quiet()
    begun = (await walk.ask(process.ListProcesses())).processes
    assert any(one.process_id == order.inquiry_id for one in begun)
    assert await walk.rows("notices", "SELECT 1 FROM notice WHERE process_id = $1", order.inquiry_id)
    code, shown = await command(walk, "show", parked[0]["id"])
    assert code == 0 and str(about) in shown and CANARY not in shown
    code, said = await command(walk, "replay", parked[0]["id"])
    assert code == 1 and "still_refused" in said and "malformed_event" in said
    assert not search(raw("logs", walk.installation.logs), CANARY)


async def test_a_parked_message_that_can_be_handled_now_is_replayed_once(walk: Walk) -> None:
    await walk.to_the_end()
    about = uuid4()
    await say(walk, "supervisor_matched", about, {"process_id": str(about), "supervisor_id": CANARY})
    await eventually(lambda: parked_about(walk, about), "both listeners have parked it")
    [mine] = [one for one in await parked_about(walk, about) if one["service"] == "notices"]
    assert mine["reason"] == "malformed_event"
    now = await walk.now()
    mended = intake.SupervisorMatched(
        process_id=about, supervisor_id=uuid4(), matched_at=now, reminders_at=[now]
    )
    mending = "UPDATE parked SET payload = $1 WHERE id = $2"
    await walk.rows("notices", mending, mended.model_dump_json().encode(), UUID(mine["id"]))
    assert await command(walk, "replay", mine["id"]) == (0, "handled now by notices\n")
    assert [one["service"] for one in await parked_about(walk, about)] == ["workflows"]
    code, said = await command(walk, "replay", mine["id"])
    assert code == 1 and "no parked message has this id" in said


async def say(walk: Walk, name: str, about: UUID, body: dict[str, Any]) -> None:
    """An event as if intake had said it, the first about something new."""
    headers = {
        "ce-id": str(uuid4()),
        "ce-type": snake(name),
        "ce-source": "intake",
        "ce-time": (await walk.now()).isoformat(),
        "ce-subject": str(about),
        "ce-aggversion": "1",
    }
    connection = await nats_connection(walk.installation.broker)
    try:
        jetstream = connection.jetstream(timeout=PATIENCE_S)
        await jetstream.publish(f"events.intake.{name}", json.dumps(body).encode(), headers=headers)
    finally:
        await connection.close()


async def parked_about(walk: Walk, about: UUID) -> list[dict[str, str]]:
    """What `parked list` tells of it, once both listeners have it or had it."""
    query = "SELECT 1 FROM parked WHERE aggregate_id = $1"
    if not all([await walk.rows(name, query, about) for name in ("notices", "workflows")]):
        return []
    ids = {
        str(row[0])
        for name in ("notices", "workflows")
        for row in await walk.rows(name, "SELECT id FROM parked WHERE aggregate_id = $1", about)
    }
    code, listed = await command(walk, "list")
    assert code == 0 and CANARY not in listed
    lines = [line.split() for line in listed.splitlines()]
    return [{"id": w[0], "service": w[1], "subject": w[2], "reason": w[3]} for w in lines if w[0] in ids]


async def command(walk: Walk, *words: str) -> tuple[int, str]:
    """`./luotsi parked WORDS` against the running platform: exit code and what it said."""

    def run() -> tuple[int, str]:
        argv = [sys.executable, "-m", "deploy", "parked", *words, "--data", str(walk.installation.data)]
        done = subprocess.run(
            argv, cwd=CHECKOUT, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return await asyncio.to_thread(run)
