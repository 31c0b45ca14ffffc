"""Orders for the sessions of a municipality's group, from the signed contract on."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.messages import sessions as messages
from services.messages.contracts import ContractCard, ShowContract
from services.messages.directory import RegisterPerson, RegisterSupervisor
from services.messages.envelope import Event
from services.messages.values import Role, Viewer
from services.runtime.finland import to_utc
from tests.founder import FOUNDER
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, signed

PLANNED = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
STRANGER = UUID("0190a0a0-0000-7000-8000-00000000f001")
WEDNESDAY = 2
A_DAY = timedelta(days=1)
RIGHTS = ("may_move", "may_cancel", "may_record", "may_report_absence")


def without_rights(cards: list[messages.SessionCard]) -> list[messages.SessionCard]:
    """What is the same for every viewer: what each of them may do with it differs."""
    return [one.model_copy(update=dict.fromkeys(RIGHTS, False)) for one in cards]


def hours(supervisor_id: UUID, **facts: Any) -> messages.OfferAvailability:
    offer = {
        "supervisor_id": supervisor_id,
        "weekday": WEDNESDAY,
        "from_time": time(9),
        "to_time": time(16),
        "valid_from": date(2027, 1, 1),
        "valid_until": date(2027, 12, 31),
        "offered_by": supervisor_id,
        "as_of": PLANNED,
    }
    return messages.OfferAvailability.model_validate(offer | facts)


async def plan(house: House, process_id: UUID, as_of: datetime = PLANNED) -> list[messages.SessionCard]:
    """The process's own plan, confirmed at once by whoever acts for those who meet: the booked series."""
    await house.ask(messages.ProposeFirstPlan(process_id=process_id, as_of=as_of))
    for_process = {"process_id": process_id, "viewer": viewer(STRANGER, Role.COORDINATOR), "as_of": as_of}
    shown = await house.ask(messages.ShowPlan.model_validate(for_process))
    signs = (await house.ask(ShowContract(process_id=process_id))).parties.representative_id
    confirms = {"process_id": process_id, "revision": shown.revision, "person_id": signs, "as_of": as_of}
    await house.ask(messages.ConfirmPlan.model_validate(confirms))
    return list((await house.ask(messages.ListSessions(process_id=process_id))).sessions)


def move(session: messages.SessionCard, to: datetime, **facts: Any) -> messages.MoveSession:
    order = {
        "session_id": session.session_id,
        "starts_at": to,
        "moved_by": COMMISSIONER,
        "party": "commissioner",
    }

    return messages.MoveSession.model_validate(order | {"as_of": PLANNED} | facts)


def cancel(
    session: messages.SessionCard, as_of: datetime, by: str = "commissioner"
) -> messages.CancelSession:
    said_by = {"commissioner": COMMISSIONER, "supervisee": MEMBERS[0], "supervisor": session.supervisor_id}
    order = {"session_id": session.session_id, "cancelled_by": by, "person_id": said_by[by], "as_of": as_of}
    return messages.CancelSession.model_validate(order)


def held(session: messages.SessionCard, supervisor_id: UUID, **facts: Any) -> messages.RecordHeld:
    order = {
        "session_id": session.session_id,
        "present": MEMBERS[:4],
        "recorded_by": supervisor_id,
        "as_of": session.ends_at,
    }
    return messages.RecordHeld.model_validate(order | facts)


def no_show(session: messages.SessionCard, supervisor_id: UUID, **facts: Any) -> messages.RecordNoShow:
    order = {"session_id": session.session_id, "recorded_by": supervisor_id, "as_of": session.ends_at}
    return messages.RecordNoShow.model_validate(order | facts)


def goal(process_id: UUID, said: str = "Selkeämpi työnjako", **facts: Any) -> messages.SetGoal:
    order = {
        "goal_id": uuid4(),
        "process_id": process_id,
        "text": said,
        "set_by": MEMBERS[1],
        "as_of": PLANNED,
    }
    return messages.SetGoal.model_validate(order | facts)


def viewer(person_id: UUID, role: Role, organisation_id: UUID | None = None) -> Viewer:
    return Viewer(person_id=person_id, role=role, organisation_id=organisation_id)


def local(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Helsinki's time as an instant."""
    return to_utc(date(year, month, day), time(hour, minute))


async def registered(house: House, supervisor_id: UUID) -> None:
    """As a supervisor of the provider's."""
    told = {"given_name": "Uusi", "family_name": "Ohjaaja", "email": f"{supervisor_id}@virta.example"}
    order = {"person_id": supervisor_id, "language": "fi", "as_of": PLANNED} | told
    await house.ask(RegisterPerson.model_validate(order))
    card = {"supervisor_id": supervisor_id, "languages": ["fi"], "regions": [], "remote": True, "capacity": 3}
    card |= {"audiences": ["group"], "registered_by": FOUNDER, "as_of": PLANNED}
    await house.ask(RegisterSupervisor.model_validate(card))


async def planned(house: House) -> tuple[ContractCard, list[messages.SessionCard]]:
    """A signed contract, its supervisor's Wednesdays, and the booked series: what a test begins with, once."""
    return await grown(house, planned_anew)


async def planned_anew(house: House) -> tuple[ContractCard, list[messages.SessionCard]]:
    """As `planned`, beside what there is; the streams have what was said, and the services know when to wake."""
    contract = await signed(house)
    await house.ask(hours(contract.parties.supervisor_id))
    return contract, await plan(house, contract.process_id)


async def said(house: House, event_type: type[Event]) -> list[Any]:
    """What sessions has said of one kind, once all is quiet."""
    await house.quiet()
    return [event for event in await house.events("sessions") if isinstance(event, event_type)]
