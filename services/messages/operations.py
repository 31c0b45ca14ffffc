"""What every service answers about itself: how it is, what it has parked, and try that again.

The two doors also answer who opened what there.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Command, Done, Query, Reply
from services.messages.values import Utc, Viewer


class Absence(Reply):
    """who: a server or a service that the asked one waits for. since: by the machine's clock."""

    who: str
    since: datetime


class Report(Reply):
    """outbox_pending: changes whose event is on its way to the stream. due_now: own work that is due (mails; no more
    than 10,000 are counted).

    outbox_oldest_s: for how many seconds the oldest event that is not in the stream has waited, one behind a parked
    one too. due_oldest_s: the same of own work, by the platform's clock. next_due: when the next own work falls due,
    if any is known. started_at: by the machine's clock. parked: also of its own events, which could not be sent.
    away: whom it waits for, the longest absence first. rights_refused: how often, since its start, the broker did not
    let it say or hear something; last_refused: the subject of the last time.
    """

    service: str
    outbox_pending: int
    parked: int
    outbox_oldest_s: int = 0
    due_now: int = 0
    due_oldest_s: int = 0
    next_due: datetime | None = None
    version: str = ""
    started_at: datetime | None = None
    away: list[Absence] = []
    rights_refused: int = 0
    last_refused: str = ""


class ReportState(Query[Report]):
    """How is it?"""


FALLS_DUE = "due"
"""The source of what nobody said: a row of the service's own that fell due and could not be seen to."""


class ParkedMessage(Reply):
    """A message that could not be handled; `reason` is a code, never the message's own text.

    Of a row that fell due, `subject` names its table and `event_id` names it.
    """

    parked_id: UUID
    source: str
    subject: str
    event_id: str | None
    aggregate_id: UUID | None
    reason: str
    parked_at: datetime
    replayed_at: datetime | None


class ParkedMessages(Reply):
    """count: of all of them."""

    messages: list[ParkedMessage]
    count: int = 0


class ListParked(Asked[ParkedMessages]):
    """Everything parked and not yet replayed, oldest first."""


class ReplayParked(Command[Done]):
    """Handle this one again now.

    replayed_by: none for whoever runs the machine. Refuses: not_yours_to_decide, unknown_message, still_refused.
    """

    parked_id: UUID
    replayed_by: UUID | None = None


class SignedIn(Reply):
    """Of one person at one door. running: on how many browsers they are signed in. last_at: by the machine's clock."""

    person_id: UUID
    running: int
    last_at: datetime


class SignIns(Reply):
    """Who has never come in is not in it."""

    people: list[SignedIn]


class ListSignIns(Asked[SignIns]):
    """Of these people, at this door; for who decides whether they are one."""

    person_ids: Annotated[list[UUID], Field(max_length=10)]


class AccessLine(Reply):
    """One act at one door. line_id: rises with time, of this door only. act: a code, role: as whom it was done."""

    line_id: int
    at: datetime
    person_id: UUID
    role: str
    act: str
    process_id: UUID | None
    about_person_id: UUID | None


class AccessList(Reply):
    """more: there are older ones."""

    lines: list[AccessLine]
    more: bool


class ListAccess(Query[AccessList]):
    """Who opened or did what at this door, the newest first; asked of portal and of console.

    Everything for administrators; for supervisees and supervisors what others than their peers did about them or about
    their own processes (policy.ACCESS_LOG_TELLS_OF); for everybody what they did themselves. The others narrow it
    down. since: from then on, until: before then. by_others: without the viewer's own acts.
    """

    viewer: Viewer
    about_person_id: UUID | None = None
    person_id: UUID | None = None
    process_id: UUID | None = None
    by_others: bool = False
    since: Utc | None = None
    until: Utc | None = None
    before_id: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


class Opening(Reply):
    """What one person did in one role on one day of Finland's, and how many times."""

    day: date
    person_id: UUID
    role: str
    act: str
    process_id: UUID | None
    times: int


class Openings(Reply):
    """more: there are older ones."""

    openings: list[Opening]
    more: bool


class ListOpenings(Query[Openings]):
    """What others did at this door, as ListAccess tells it to this viewer, by days, the newest first.

    about_person_id: only what names this person.
    """

    viewer: Viewer
    about_person_id: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class RefusedCodes(Reply):
    """times: of late. latest: the last of these days; none where there was none."""

    times: int
    latest: date | None = None


class CountRefusedCodes(Query[RefusedCodes]):
    """How many codes this door refused that were typed for a person's address: whether somebody tries to come in.

    To themselves, and to those who look after people. Refuses: unknown_person.
    """

    viewer: Viewer
    person_id: UUID
