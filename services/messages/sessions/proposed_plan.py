"""A plan is proposed before it binds: its times are held, and whoever acts for those who meet confirms it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.sessions.series import Conflict
from services.messages.values import Day, LocalTime, LongText, ShortText, Utc, Viewer
from services.messages.wished_times import Weekday

PlanStatus = Literal["none", "open", "confirmed", "over"]
"""over: it was not confirmed, and its times are free again."""
PlanOver = Literal["unanswered", "too_near", "paused", "terminated", "no_time", "supervisor_leaves"]
"""too_near: no yes would leave the contract's notice before its first session any more. no_time: it had to be planned
again, and nothing was free. supervisor_leaves: with who leaves nobody confirms it; until another one is found."""

Weekdays = Annotated[list[Weekday], Field(max_length=7)]


Revision = Annotated[int, Field(ge=0, le=10_000)]
"""The how manieth plan of its process it is; 0: there was none."""


class ProposedSession(Reply):
    """number: its place in the contract's count."""

    number: int
    starts_at: datetime
    ends_at: datetime


class PlanPreview(Reply):
    """agreed: how many sessions the contract has; none: as many as there is room for. fingerprint: of the times."""

    sessions: list[ProposedSession]
    conflicts: list[Conflict]
    agreed: int | None
    fingerprint: str


class PreviewPlan(Query[PlanPreview]):
    """As ProposePlan would have it now; nothing is kept.

    Refuses: unknown_process (also to those who may not propose it), already_planned, outside_the_contract,
    no_availability.
    """

    process_id: UUID
    weekdays: Weekdays = []
    start: LocalTime | None = None
    first_day: Day | None = None
    viewer: Viewer
    as_of: Utc


class ProposeFirstPlan(Command[Done]):
    """Asked by the process, once the contract is signed: by what was wished for, and what is free.

    Asked again: the plan that there is. Refuses: unknown_process, contract_not_signed, no_availability, slot_taken.
    """

    process_id: UUID
    as_of: Utc


class ProposePlan(Command[Done]):
    """Another plan, by a coordinator or its supervisor, in the place of the one before; its times are held.

    weekdays, start: where they are left open, what was wished for; in Helsinki's time. first_day: none earlier.
    revision: of the plan that was looked at. fingerprint: of the preview.
    Refuses: unknown_process, not_yours_to_decide, already_planned, plan_changed, outside_the_contract,
    no_availability, slot_taken.
    """

    process_id: UUID
    weekdays: Weekdays = []
    start: LocalTime | None = None
    first_day: Day | None = None
    proposed_by: UUID
    revision: Revision
    fingerprint: ShortText
    as_of: Utc


class ConfirmPlan(Command[Done]):
    """By whoever acts for those who meet: now it binds, and everybody is invited. Said twice, nothing more.

    revision: of the plan that was read.
    Refuses: unknown_process, not_the_representative, no_plan, plan_changed, plan_too_near.
    """

    proved = "person_id"
    process_id: UUID
    revision: Revision
    person_id: UUID
    as_of: Utc


class AskOtherPlan(Command[Done]):
    """By the same, instead: other days. What was held stays so until there is another plan, and may be confirmed yet.

    wish: which, in their own words, for the coordinator and the supervisor.
    Refuses: unknown_process, not_the_representative, no_plan, plan_changed.
    """

    proved = "person_id"
    process_id: UUID
    revision: Revision
    wish: Annotated[LongText, StringConstraints(min_length=1)]
    person_id: UUID
    as_of: Utc


class PlanShown(Reply):
    """revision: rises with each plan; 0: there was none. sessions, conflicts: of one that is open.

    proposed_by: who, if not the process itself. until: when its times are free again. wish: what was asked for
    otherwise, to those who plan it and whoever asked. over: why, of one that was not confirmed.
    """

    revision: int
    status: PlanStatus
    sessions: list[ProposedSession] = []
    conflicts: list[Conflict] = []
    agreed: int | None = None
    proposed_by: UUID | None = None
    proposed_at: datetime | None = None
    until: datetime | None = None
    asked_otherwise_at: datetime | None = None
    wish: str = ""
    over: PlanOver | None = None
    weekdays: list[Weekday] = []
    start: LocalTime | None = None
    first_day: date | None = None
    may_confirm: bool = False
    may_propose: bool = False


class ShowPlan(Query[PlanShown]):
    """What of it the viewer may see. Refuses: unknown_process - also for those out of whose reach it is."""

    process_id: UUID
    viewer: Viewer
    as_of: Utc


class PlanProposed(Event):
    """fits: how many sessions it has, of those agreed; none: no number was agreed. asked_id: who is to answer; none:
    nobody acts for the group. remind_at: while they have not. until: when its times are free again.
    proposed_by: none: the process itself.
    """

    process_id: UUID
    revision: int
    supervisor_id: UUID
    asked_id: UUID | None
    proposed_by: UUID | None = None
    fits: int
    agreed: int | None
    first_starts_at: Utc
    last_starts_at: Utc
    remind_at: Utc
    until: Utc


class PlanOverdue(Event):
    """Nobody has answered for as long as was promised: a coordinator sees to it. until: as of PlanProposed."""

    process_id: UUID
    revision: int
    supervisor_id: UUID
    asked_id: UUID | None
    until: Utc


class OtherPlanAsked(Event):
    """act_by: until when another one is to be proposed."""

    process_id: UUID
    revision: int
    supervisor_id: UUID
    act_by: Utc


class PlanLapsed(Event):
    """It was not confirmed, and its times are free again. act_by: until when another one is to be proposed.

    attendee_ids: where its supervisor leaves, the members, who all are told so.
    """

    process_id: UUID
    revision: int
    supervisor_id: UUID
    asked_id: UUID | None
    why: PlanOver
    act_by: Utc
    attendee_ids: list[UUID] = []
