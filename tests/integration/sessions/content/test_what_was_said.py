"""Goals and notes: who reads them, and what the database, the events and a destroyed key give away."""

from uuid import uuid4

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractSigned, Parties, Terms
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, SIGNED
from tests.integration.sessions.builders import PLANNED, STRANGER, goal, planned, registered, viewer

NOTE = "Kanarialintu: ryhmä palasi perustehtävään."
SUPERVISOR = uuid4()
ORGANISATION = uuid4()

# Everything that the database keeps, row by row, as text; bytes show as hexadecimal.
ALL_TABLES = (
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^(pg_|info)'"
)


async def everything_kept(house: House) -> str:
    tables = [row["name"] for row in await house.rows("sessions", ALL_TABLES)]
    kept = [await house.rows("sessions", f"select t::text as words from {name} t") for name in tables]
    return "\n".join(row["words"] for rows in kept for row in rows)


async def written(house: House) -> tuple[messages.SessionCard, messages.WriteNote]:
    contract, series = await planned(house)
    author = contract.parties.supervisor_id
    note = messages.WriteNote(session_id=series[0].session_id, author_id=author, text=NOTE, as_of=PLANNED)
    await house.ask(note)
    return series[0], note


def reading(note: messages.WriteNote, person_id: object, role: Role) -> messages.ReadNote:
    return messages.ReadNote.model_validate(
        {"session_id": note.session_id, "viewer": {"person_id": person_id, "role": role}}
    )


async def test_a_note_is_read_by_its_author_and_by_nobody_else(sessions: House) -> None:
    _, note = await written(sessions)
    mine = reading(note, note.author_id, Role.SUPERVISOR)
    assert (await sessions.ask(mine)).text == NOTE
    others = [reading(note, STRANGER, role) for role in Role]
    others += [reading(note, note.author_id, role) for role in Role if role is not Role.SUPERVISOR]
    others += [mine.model_copy(update={"session_id": uuid4()})]
    for other in others:
        with pytest.raises(Refusal, match=r"^unknown_note: session_id$"):
            await sessions.ask(other)
    for other_author in (STRANGER, MEMBERS[0]):
        with pytest.raises(Refusal, match="not_the_supervisor"):
            await sessions.ask(note.model_copy(update={"author_id": other_author}))


async def test_a_note_written_again_is_replaced(sessions: House) -> None:
    _, note = await written(sessions)
    await sessions.ask(note.model_copy(update={"text": "Toinen."}))
    mine = reading(note, note.author_id, Role.SUPERVISOR)
    assert (await sessions.ask(mine)).text == "Toinen."


async def test_no_word_of_a_note_or_a_goal_is_readable_in_the_database(sessions: House) -> None:
    session, _ = await written(sessions)
    await sessions.ask(goal(session.process_id, "Kanarialintu laulaa"))
    await sessions.quiet()
    kept = await everything_kept(sessions)
    assert str(session.session_id) in kept, "the search must find what is there"
    assert "Kanaria" not in kept
    assert b"Kanaria".hex() not in kept


async def test_when_its_key_is_destroyed_a_note_and_the_goals_are_gone_for_their_author_too(
    sessions: House,
) -> None:
    session, note = await written(sessions)
    await sessions.ask(goal(session.process_id))
    await sessions.rows("sessions", "delete from confidential.process_key")
    with pytest.raises(Refusal, match="unknown_note"):
        await sessions.ask(reading(note, note.author_id, Role.SUPERVISOR))
    seen = messages.ListGoals(process_id=session.process_id, viewer=viewer(note.author_id, Role.SUPERVISOR))
    assert (await sessions.ask(seen)).goals == []


async def agreed(house: House) -> ContractSigned:
    """Sessions alone, which has heard of a contract; its goals need no series."""
    await house.open("sessions")
    terms = Terms(
        organisation_id=ORGANISATION,
        audience="group",
        language="fi",
        starts_on="2027-01-18",
        ends_on="2027-12-10",
        duration_minutes=90,
        base_interval_days=21,
        unit_minutes=45,
        price_cents=17500,
        vat_category="S",
        payment_days=14,
        cancellation_tiers=[],
        no_show_percent=100,
    )
    parties = Parties(
        commissioner_id=COMMISSIONER,
        representative_id=MEMBERS[0],
        supervisee_ids=MEMBERS,
        supervisor_id=SUPERVISOR,
    )
    event = ContractSigned(
        process_id=uuid4(),
        version=1,
        terms=terms,
        parties=parties,
        renews=None,
        signed_at=SIGNED,
        continuation_reminders_at=[],
        ends_at=SIGNED,
    )
    headers = await house.say("contracts", event)
    for _ in range(2):
        await house.jetstream.publish(
            "events.contracts.contract_signed", event.model_dump_json().encode(), headers=headers
        )
    await house.quiet()
    assert len(await house.rows("sessions", "select 1 from agreement")) == 1
    return event


async def test_goals_are_seen_by_the_group_and_its_supervisor_and_when_released_by_the_commissioner(
    house: House,
) -> None:
    process_id = (await agreed(house)).process_id
    hidden, released = goal(process_id, "Työnjako"), goal(process_id, "Yhteistyö", weight="2")
    for order in (hidden, released, hidden):
        await house.ask(order)
    await house.ask(messages.ReleaseGoal(goal_id=released.goal_id, released_by=MEMBERS[1], as_of=PLANNED))
    seen = {
        viewer(MEMBERS[3], Role.SUPERVISEE): {"Työnjako", "Yhteistyö"},
        viewer(SUPERVISOR, Role.SUPERVISOR): {"Työnjako", "Yhteistyö"},
        viewer(COMMISSIONER, Role.COMMISSIONER, ORGANISATION): {"Yhteistyö"},
        viewer(STRANGER, Role.PAYER, ORGANISATION): set(),
        viewer(STRANGER, Role.COORDINATOR): set(),
        viewer(STRANGER, Role.ADMINISTRATOR): set(),
    }
    for who, expected in seen.items():
        goals = await house.ask(messages.ListGoals(process_id=process_id, viewer=who))
        assert {one.text for one in goals.goals} == expected, who.role


async def test_for_those_outside_the_process_does_not_exist(house: House) -> None:
    process_id = (await agreed(house)).process_id
    await house.ask(goal(process_id))
    for who in (
        viewer(STRANGER, Role.SUPERVISEE),
        viewer(STRANGER, Role.SUPERVISOR),
        viewer(COMMISSIONER, Role.COMMISSIONER),
        viewer(COMMISSIONER, Role.COMMISSIONER, uuid4()),
        viewer(STRANGER, Role.COORDINATOR, uuid4()),
    ):
        with pytest.raises(Refusal, match=r"^unknown_process: process_id$"):
            await house.ask(messages.ListGoals(process_id=process_id, viewer=who))


async def test_the_t_score_is_of_the_goals_that_the_viewer_sees(house: House) -> None:
    process_id = (await agreed(house)).process_id
    await house.open("directory")
    await registered(house, SUPERVISOR)
    one, two = goal(process_id), goal(process_id)
    for order in (one, two):
        await house.ask(order)
    everything = messages.ListGoals(process_id=process_id, viewer=viewer(MEMBERS[0], Role.SUPERVISEE))
    assert (await house.ask(everything)).t_score is None
    for order in (one, two):
        await house.ask(
            messages.ScoreGoal(goal_id=order.goal_id, score=1, scored_by=SUPERVISOR, as_of=PLANNED)
        )
    assert str((await house.ask(everything)).t_score) == "62.40"
    await house.ask(messages.ReleaseGoal(goal_id=one.goal_id, released_by=MEMBERS[1], as_of=PLANNED))
    commissioner = viewer(COMMISSIONER, Role.COMMISSIONER, ORGANISATION)
    seen = await house.ask(messages.ListGoals(process_id=process_id, viewer=commissioner))
    assert str(seen.t_score) == "60.00"


async def test_new_words_for_a_released_goal_must_be_released_anew(house: House) -> None:
    process_id = (await agreed(house)).process_id
    order = goal(process_id)
    await house.ask(order)
    await house.ask(messages.ReleaseGoal(goal_id=order.goal_id, released_by=MEMBERS[1], as_of=PLANNED))
    await house.ask(order.model_copy(update={"text": "Muu tavoite"}))
    commissioner = viewer(COMMISSIONER, Role.COMMISSIONER, ORGANISATION)
    assert (await house.ask(messages.ListGoals(process_id=process_id, viewer=commissioner))).goals == []


async def test_goals_are_the_members_own(house: House) -> None:
    process_id = (await agreed(house)).process_id
    order = goal(process_id)
    await house.ask(order)
    refused: list[tuple[object, str]] = [
        (goal(process_id, set_by=COMMISSIONER), "not_a_member: set_by"),
        (goal(uuid4()), "unknown_process"),
        (
            messages.ScoreGoal(goal_id=order.goal_id, score=0, scored_by=STRANGER, as_of=PLANNED),
            "not_a_member",
        ),
        (messages.ScoreGoal(goal_id=uuid4(), score=0, scored_by=MEMBERS[0], as_of=PLANNED), "unknown_goal"),
        (
            messages.ReleaseGoal(goal_id=order.goal_id, released_by=COMMISSIONER, as_of=PLANNED),
            "not_a_member",
        ),
    ]
    for command, code in refused:
        with pytest.raises(Refusal, match=code):
            await house.ask(command)  # type: ignore[arg-type]
