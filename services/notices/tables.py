"""What notices keeps: whom to tell what, and of a process only what a letter needs.

No names; addresses only of codes that still wait to be sent.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.messages.notices import Invitations, Tasks
from services.runtime.provider.tables import metadata as provider_metadata
from services.runtime.provider.texts import metadata as texts_metadata
from services.runtime.storage.metadata import Row, own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata(provider_metadata, texts_metadata)


class Table(Row):
    """Every table of this service."""

    metadata = metadata


class Notice(Table, table=True):
    """One mail to one reader: a person, a customer's address for invoices, or whoever has a role.

    role: of the provider's staff, or when it is sent commissioner: whoever acts for the process's customer; payer:
    whoever pays for it; invoicing: whoever looks after the billing data of the customer that the facts name.

    process_id: none for what belongs to no process.
    status: waiting, gathered, sent, dropped (it would have come too late), refused (for good).
    gathered_in: the notice of the day's letter in which it is told, if it is: then it is no mail of its own.
    stale_after: from then on it is dropped instead of sent. put_off_since: when it was due, where it could not be sent
    then. refusal, reply, failed_at: of the last try that failed: the reason (`mailing/replies.py:Reason`, or an
    error's name), the mail server's digits, and when. answered_at: since when it asks for nothing more.
    facts: numbers, days, sums and codes.
    """

    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(person_id, organisation_id, role) = 1", name="one_reader"),
        sa.Index("notice_process", "process_id"),
        sa.Index("notice_person", "person_id", "kind"),
        sa.Index("notice_failed", "failed_at", postgresql_where=sa.text("failed_at IS NOT NULL")),
        sa.Index("notice_gathered", "gathered_in", postgresql_where=sa.text("gathered_in IS NOT NULL")),
        sa.Index("notice_waiting", "not_before", "place", postgresql_where=sa.text("status = 'waiting'")),
        sa.Index(
            "notice_put_off",
            "put_off_since",
            postgresql_where=sa.text("status = 'waiting' AND put_off_since IS NOT NULL"),
        ),
    )
    notice_id: UUID = Field(primary_key=True)
    place: int | None = Field(default=None, sa_column=sa.Column(sa.BigInteger, sa.Identity(always=True)))
    natural_key: str = Field(unique=True)
    kind: str
    process_id: UUID | None = None
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    role: str | None = None
    gathered_in: UUID | None = None
    facts: dict[str, Any] = Field(sa_type=JSONB)
    written_at: datetime = Field(sa_type=_AT)
    not_before: datetime = Field(sa_type=_AT)
    put_off_since: datetime | None = Field(default=None, sa_type=_AT)
    stale_after: datetime | None = Field(default=None, sa_type=_AT)
    status: str = Field(default="waiting", sa_column_kwargs={"server_default": "waiting"})
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    refusal: str | None = None
    reply: str | None = None
    failed_at: datetime | None = Field(default=None, sa_type=_AT)
    sent_at: datetime | None = Field(default=None, sa_type=_AT)
    answered_at: datetime | None = Field(default=None, sa_type=_AT)


class SignInMail(Table, table=True):
    """A code on its way. status: as of a notice. Times are real; email, code, link and who asked go when it ends."""

    __tablename__ = "sign_in_mail"
    __table_args__ = (
        sa.Index("sign_in_mail_waiting", "not_before", postgresql_where=sa.text("status = 'waiting'")),
        sa.Index("sign_in_mail_person", "person_id", "written_at"),
    )
    mail_id: UUID = Field(primary_key=True)
    person_id: UUID
    purpose: str
    proves: str
    language: str
    email: str | None = None
    code: str | None = None
    link: str | None = None
    asker: dict[str, str] | None = Field(default=None, sa_column=sa.Column(JSONB(none_as_null=True)))
    written_at: datetime = Field(sa_type=_AT)
    not_before: datetime = Field(sa_type=_AT)
    status: str = Field(default="waiting", sa_column_kwargs={"server_default": "waiting"})
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    ended_at: datetime | None = Field(default=None, sa_type=_AT)


class MailChoice(Table, table=True):
    """How a person wants their mails; who has no row, as usual. See `services/messages/notices/choices.py`."""

    __tablename__ = "mail_choice"
    person_id: UUID = Field(primary_key=True)
    invitations: Invitations = Field(sa_type=sa.Text)
    tasks: Tasks = Field(sa_type=sa.Text)
    chosen_at: datetime = Field(sa_type=_AT)


class KnownProcess(Table, table=True):
    """proposal_until: the last day of the newest proposal. renewed_as: the successor, once this one has ended;
    renews: the one before.

    organisation_id: the customer, once it is supervision; department_id: none for the whole of it. may_be_elsewhere:
    sessions of it have been, or may have been, in another place than its contract says.
    """

    __tablename__ = "known_process"
    process_id: UUID = Field(primary_key=True)
    number: str
    promises: dict[str, Any] = Field(sa_type=JSONB)
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    proposal_until: date | None = None
    renewed_as: UUID | None = None
    renews: UUID | None = None
    may_be_elsewhere: bool = Field(default=False, sa_column_kwargs={"server_default": sa.true()})


class KnownSession(Table, table=True):
    """sequence: of the newest change that the attendees were told. calendar_uid: by which their calendars know it.

    trial: number counts the trial's sessions alone. free_until: as of sessions' PlannedSession.
    """

    __tablename__ = "known_session"
    session_id: UUID = Field(primary_key=True)
    process_id: UUID
    number: int
    starts_at: datetime = Field(sa_type=_AT)
    ends_at: datetime = Field(sa_type=_AT)
    calendar_uid: UUID
    sequence: int = 0
    cancelled: bool = False
    trial: bool = False
    free_until: datetime | None = Field(default=None, sa_type=_AT)


class KnownParty(Table, table=True):
    """role: contact (who asked, or whom the contract names), representative, supervisor, attendee;
    holds: the supervisor of the sessions of some days, where it is not one for all; tries: who acts in a trial.

    has_left: the group, and is told nothing more as a member of it but of what became of sessions of their days.
    from_day, until_day: of a representative, of who holds, or of a member, whose days are told, both counted; date.min:
    from the beginning.
    """

    __tablename__ = "known_party"
    process_id: UUID = Field(primary_key=True)
    role: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    from_day: date = Field(default=date.min, primary_key=True)
    until_day: date | None = None
    has_left: bool = False


class KnownLeaver(Table, table=True):
    """A supervisor who leaves the house: after the last day nothing of what they supervised is written to them."""

    __tablename__ = "known_leaver"
    supervisor_id: UUID = Field(primary_key=True)
    last_day: date


class TriedSettings(Table, table=True):
    """The settings with which the mail server has taken a trial mail, by their fingerprint: one row at most."""

    __tablename__ = "tried_settings"
    fingerprint: str = Field(primary_key=True)
    taken_at: datetime = Field(sa_type=_AT)
