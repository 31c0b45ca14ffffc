"""A process and its people, and what the other services say about it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.messages.contracts import ContractSigned, Parties, Terms
from services.messages.directory import RegisterPerson
from services.messages.envelope import Event, owner
from services.messages.intake import InquiryReceived
from services.messages.sessions import (
    AbsenceReported,
    AbsenceTakenBack,
    MemberLeft,
    PlannedSession,
    RecordCorrected,
    RepresentativeNamed,
    SeriesMoved,
    SeriesPlanned,
    SessionCancelled,
    SessionMoved,
    SessionReplanned,
)
from services.messages.values import Audience
from tests.house import House

NOW = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
FIRST = datetime(2027, 1, 20, 7, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=90)
DEADLINES = [NOW + timedelta(days=days) for days in (2, 4)]
"""When something is to be done or reminded of; notices itself waits for none of it."""


@dataclass
class Commission:
    """Who is who; every address is the person's word in it, in the language of its ending."""

    process_id: UUID = field(default_factory=uuid4)
    people: dict[str, UUID] = field(default_factory=dict)
    sessions: list[UUID] = field(default_factory=list)

    def received(self) -> InquiryReceived:
        return InquiryReceived(
            process_id=self.process_id,
            number="TO-1007",
            audience=Audience.GROUP,
            language="fi",
            contact_id=self.people["contact"],
            received_at=NOW,
            reminders_at=DEADLINES,
        )

    def signed(self) -> ContractSigned:
        return ContractSigned(
            process_id=self.process_id,
            version=1,
            terms=_terms(),
            parties=Parties(
                commissioner_id=self.people["contact"],
                representative_id=self.people["member"],
                supervisee_ids=[self.people["member"], self.people["medlem"]],
                supervisor_id=self.people["supervisor"],
            ),
            renews=None,
            signed_at=NOW,
            continuation_reminders_at=DEADLINES,
            ends_at=DEADLINES[-1],
        )

    def planned(self, count: int = 2) -> SeriesPlanned:
        """A session every 14 days; members and supervisor attend."""
        self.sessions = [uuid4() for _ in range(count)]
        sessions = [
            PlannedSession(
                session_id=session_id,
                number=place + 1,
                starts_at=FIRST + timedelta(days=14 * place),
                ends_at=FIRST + timedelta(days=14 * place) + LENGTH,
                confirm_by=FIRST + timedelta(days=14 * place + 1) + LENGTH,
            )
            for place, session_id in enumerate(self.sessions)
        ]
        attendees = [self.people[name] for name in ("member", "medlem", "supervisor")]
        return SeriesPlanned(
            process_id=self.process_id,
            supervisor_id=self.people["supervisor"],
            attendee_ids=attendees,
            sessions=sessions,
        )

    def left(self, name: str) -> MemberLeft:
        """On the day of NOW, before any session; a group of two is too small for nobody to see to it."""
        others = [self.people[one] for one in ("member", "medlem") if one != name]
        facts = {"process_id": self.process_id, "person_id": self.people[name], "left_on": NOW.date()}
        return MemberLeft(**facts, remaining=others, settle_by=DEADLINES[0])

    def named(self, name: str, from_day: date) -> RepresentativeNamed:
        facts = {"process_id": self.process_id, "representative_id": self.people[name], "from_day": from_day}
        members = [self.people[one] for one in ("member", "medlem")]
        return RepresentativeNamed(**facts, members=members, named_at=NOW)

    def cannot_come(self, place: int, absent: int, asks: str | None = None) -> AbsenceReported:
        return AbsenceReported(
            **self._absence(place, absent),
            asked_id=self.people[asks] if asks else None,
            reported_at=NOW + timedelta(minutes=absent),
        )

    def comes_after_all(self, place: int, absent: int) -> AbsenceTakenBack:
        return AbsenceTakenBack(**self._absence(place, absent), taken_back_at=NOW + timedelta(hours=1))

    def _absence(self, place: int, absent: int) -> dict[str, Any]:
        return {
            "process_id": self.process_id,
            "session_id": self.sessions[place],
            "number": place + 1,
            "supervisor_id": self.people["supervisor"],
            "starts_at": FIRST + timedelta(days=14 * place),
            "absent": absent,
            "members": 2,
        }

    def moved(self, place: int, by: timedelta, sequence: int = 1) -> SessionMoved:
        starts_at = FIRST + timedelta(days=14 * place) + by
        return SessionMoved(
            process_id=self.process_id,
            session_id=self.sessions[place],
            number=place + 1,
            starts_at=starts_at,
            ends_at=starts_at + LENGTH,
            sequence=sequence,
            confirm_by=starts_at + LENGTH + timedelta(days=1),
        )

    def series_moved(self, *places: int, by: timedelta) -> SeriesMoved:
        moved = [self.moved(place, by) for place in places]
        facts = {
            "process_id": self.process_id,
            "supervisor_id": self.people["supervisor"],
            "party": "supervisor",
        }
        old = {"sessions": [one.model_dump() | {"previous_starts_at": one.starts_at - by} for one in moved]}
        return SeriesMoved.model_validate(facts | old)

    def corrected(self, place: int, **facts: Any) -> RecordCorrected:
        """Said by the supervisor: it was not held, it had been cancelled."""
        off = self.cancelled(place).model_dump(exclude={"sequence"})
        said = {"former": "held", "outcome": "cancelled", "status": "cancelled", "by": "supervisor"}
        told = off | said | {"supervisor_id": self.people["supervisor"], "corrected_at": NOW}
        return RecordCorrected.model_validate(told | facts)

    def called_off(self, place: int, by: timedelta) -> tuple[SessionCancelled, SessionReplanned]:
        """By the supervisor, and held so much later."""
        off = self.cancelled(place).model_copy(update={"cancelled_by": "supervisor", "planned_again": True})
        starts_at = off.starts_at + by
        again = SessionReplanned(
            process_id=self.process_id,
            session_id=uuid4(),
            replaces=off.session_id,
            supervisor_id=self.people["supervisor"],
            number=off.number,
            starts_at=starts_at,
            ends_at=starts_at + LENGTH,
            confirm_by=starts_at + LENGTH + timedelta(days=1),
            calendar_uid=off.session_id,
            sequence=2,
            previous_starts_at=off.starts_at,
        )
        return off, again

    def cancelled(self, place: int, by: timedelta = timedelta(0), sequence: int = 1) -> SessionCancelled:
        starts_at = FIRST + timedelta(days=14 * place) + by
        return SessionCancelled(
            process_id=self.process_id,
            session_id=self.sessions[place],
            number=place + 1,
            starts_at=starts_at,
            performed_on=starts_at.date(),
            minutes=90,
            cancelled_by="supervisee",
            notice_hours=100,
            notice_working_days=4,
            sequence=sequence,
        )


def called_off(told: SessionCancelled) -> SessionCancelled:
    """The same, because the contract ends before it."""
    return told.model_copy(update={"cancelled_by": "termination"})


def _terms() -> Terms:
    return Terms(
        organisation_id=uuid4(),
        audience=Audience.GROUP,
        language="fi",
        starts_on=date(2027, 1, 18),
        ends_on=date(2027, 12, 15),
        duration_minutes=90,
        base_interval_days=21,
        unit_minutes=45,
        price_cents=17500,
        vat_category="S",
        payment_days=14,
        cancellation_tiers=[],
        no_show_percent=100,
    )


async def people_registered(house: House) -> Commission:
    """The people are in the directory, and the clock stands in January 2027."""
    house.move_clock(NOW)
    commission = Commission()
    for name, language in (
        ("contact", "fi"),
        ("member", "fi"),
        ("medlem", "sv"),
        ("supervisor", "en"),
        ("gone", "fi"),
    ):
        commission.people[name] = await person(house, name, language)
    return commission


async def person(house: House, name: str, language: Any = "fi") -> UUID:
    order = RegisterPerson(
        person_id=uuid4(),
        given_name=name.capitalize(),
        family_name="Öhman",
        email=f"{name}@kunta.example",
        language=language,
        as_of=NOW,
    )
    return (await house.ask(order)).person_id


async def coordinator(house: House, name: str = "coordinator") -> UUID:
    """Without the letter that says that they have become one."""
    person_id = await person(house, name)
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'coordinator', $2)"
    await house.rows("directory", became, person_id, NOW)
    return person_id


async def say(house: House, *events: Event) -> None:
    """Each as the service that owns it, heard before the next is said."""
    for event in events:
        await house.say(owner(type(event)), event)
        await house.quiet()
