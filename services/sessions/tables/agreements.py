"""What is agreed of a process, the plan that is proposed for it, and its pauses."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field

from services.sessions.tables.every_table import AT, Table


class SupervisionProcess(Table, table=True):
    """A process whose contract is signed, or that begins with a trial: what no version of the contract changes, and the
    row that is locked.

    conflicts: those of the plan as it was booked. group_unsettled: see Group.
    renewed_as: what is to follow it. ended_at: it was closed or renewed then.
    changing_from, changing_until: the days for which another supervisor is proposed, who is not agreed yet.
    """

    __tablename__ = "process"
    process_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    department_id: UUID | None = None
    conflicts: list[dict[str, Any]] | None = Field(default=None, sa_type=postgresql.JSONB(none_as_null=True))
    group_unsettled: bool = False
    renewed_as: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=AT)
    changing_from: date | None = None
    changing_until: date | None = None


class Agreement(Table, table=True):
    """What one version of the signed contract says of the sessions; in force until a later one takes effect.

    Version 0 is the trial before it, and of the trial's sessions alone.

    promises: the provider's to this process. notice_hours, notice_working_days: what is owed, in the one unit in which
    it was agreed, notice_frees: that with it nothing is charged (`services/sessions/notice.py:NoticeOwed`).
    sessions_agreed: how many sessions; once they are booked
    without that it was agreed, as many as the plan had. preferred_weekdays, preferred_times: what was wished for the
    plan; none of them: any.
    """

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    renews: UUID | None = None
    effective_from: date
    supervisor_id: UUID
    representative_id: UUID
    commissioner_id: UUID
    starts_on: date
    ends_on: date
    duration_minutes: int
    base_interval_days: int
    sessions_agreed: int | None = None
    preferred_weekdays: list[int] = Field(default_factory=list, sa_type=postgresql.ARRAY(sa.Integer))
    preferred_times: list[str] = Field(default_factory=list, sa_type=postgresql.ARRAY(sa.Text))
    notice_hours: int | None = None
    notice_working_days: int | None = None
    notice_frees: bool = Field(default=True, sa_column_kwargs={"server_default": sa.false()})
    format: str
    audience: str
    language: str
    promises: dict[str, Any] = Field(sa_type=postgresql.JSONB)


class Trial(Table, table=True):
    """The trial before the contract, as it was prepared last: see TrialPrepared.

    status: held: its times are sessions that are `proposed`; agreed: they are booked; over: what was held is free. Once
    it is agreed, its terms are version 0 of the process's agreements.
    """

    __table_args__ = (sa.CheckConstraint("status IN ('held', 'agreed', 'over')", name="trial_status_known"),)
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    revision: int
    status: str = "held"
    notice_hours: int | None = None
    notice_working_days: int | None = None


class ProposedPlan(Table, table=True):
    """The plan that was proposed last; its times are sessions that are `proposed`, as long as it is open.

    weekdays, start, first_day: what it was made by, where that was said. until: see PlanProposed.
    escalates_at: when a coordinator is told that nobody has answered; none: that was done.
    sealed: which other days were asked for. over: why it was not confirmed.
    """

    __tablename__ = "proposed_plan"
    __table_args__ = (
        sa.CheckConstraint("status IN ('open', 'confirmed', 'over')", name="plan_status_known"),
        sa.Index("plan_to_lapse", "until", postgresql_where=sa.text("status = 'open'")),
        sa.Index("plan_to_escalate", "escalates_at", postgresql_where=sa.text("status = 'open'")),
    )
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    revision: int
    status: str = "open"
    weekdays: list[int] = Field(default_factory=list, sa_type=postgresql.ARRAY(sa.Integer))
    start: time | None = None
    first_day: date | None = None
    conflicts: list[dict[str, Any]] = Field(default_factory=list, sa_type=postgresql.JSONB)
    fingerprint: str
    agreed: int | None = None
    proposed_by: UUID | None = None
    proposed_at: datetime = Field(sa_type=AT)
    until: datetime = Field(sa_type=AT)
    escalates_at: datetime | None = Field(default=None, sa_type=AT)
    asked_by: UUID | None = None
    asked_at: datetime | None = Field(default=None, sa_type=AT)
    sealed: bytes | None = None
    settled_by: UUID | None = None
    settled_at: datetime | None = Field(default=None, sa_type=AT)
    over: str | None = None


class Pause(Table, table=True):
    """Days on which no session is held and nothing is chased. goes_on: the first day after it; none: it is open.

    numbers: of the sessions that an open one has taken out, which are planned again when it goes on; of one whose end
    is known, of those for which no day was found. moved_days: how much later the contract ends by it.
    awaits_supervisor: it ends with the agreement on somebody in the place of who leaves.
    displaced: what it has moved or taken out (`services/sessions/rescheduling/displaced.py`); empty once called off.
    """

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    paused_at: datetime = Field(primary_key=True, sa_type=AT)
    from_day: date
    goes_on: date | None = None
    numbers: list[int] = Field(sa_type=postgresql.ARRAY(sa.Integer))
    moved_days: int = 0
    awaits_supervisor: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    displaced: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_type=postgresql.JSONB,
        sa_column_kwargs={"server_default": sa.text("'[]'::jsonb")},
    )
