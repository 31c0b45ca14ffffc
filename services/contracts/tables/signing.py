"""What was said to one version of a paper, and of what was reminded; the meeting before it is signed."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table
from services.contracts.tables.papers import of_this_version


class Consent(Table, table=True):
    """A member's own yes to this version. way: how they came to it; none where it is not known."""

    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID = Field(primary_key=True)
    consented_at: datetime = Field(sa_type=AT)
    way: str | None = None


class Signature(Table, table=True):
    """The evidence: who signed for which party, when, which text, and how they came to it. The key allows one for each
    party.
    """

    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(primary_key=True)
    person_id: UUID
    signed_at: datetime = Field(sa_type=AT)
    paper_sha256: str
    way: str | None = None


class Decline(Table, table=True):
    """A party's no to this version, and why. One for each version: it ends the version."""

    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str
    person_id: UUID
    reason: str
    declined_at: datetime = Field(sa_type=AT)


class Withdrawal(Table, table=True):
    """This version was taken back from its signers, or given up, and why. It ends the version."""

    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID
    reason: str
    withdrawn_at: datetime = Field(sa_type=AT)


class ConsentRefusal(Table, table=True):
    """A member's own no to this version, until they consent after all. reason: none has to be given."""

    __tablename__ = "consent_refusal"
    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID = Field(primary_key=True)
    reason: str
    refused_at: datetime = Field(sa_type=AT)


class SignatureReminder(Table, table=True):
    """Which reminders a party has had, so that each is sent once."""

    __tablename__ = "signature_reminder"
    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(primary_key=True)
    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reminded_at: datetime = Field(sa_type=AT)


class DraftReminder(Table, table=True):
    """Which reminders of a draft we have had, so that each is sent once."""

    __tablename__ = "draft_reminder"
    __table_args__ = (of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reminded_at: datetime = Field(sa_type=AT)


class Meeting(Table, table=True):
    """The three parties' meeting before they sign; no row where none was proposed. due_on: the last day of its time.

    starts_at, ends_at, place: of the time that it has, once one is arranged, until that is called off. sequence: by
    which calendars know the last one. held_on or waived_reason, once one of them is recorded.
    """

    process_id: UUID = Field(primary_key=True)
    due_on: date
    starts_at: datetime | None = Field(default=None, sa_type=AT)
    ends_at: datetime | None = Field(default=None, sa_type=AT)
    place: str = Field(default="", sa_column_kwargs={"server_default": ""})
    sequence: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    held_on: date | None = None
    waived_reason: str | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime | None = Field(default=None, sa_type=AT)


class MeetingWord(Table, table=True):
    """What was recorded of a meeting, and put right since."""

    __tablename__ = "meeting_word"
    process_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    recorded_at: datetime = Field(sa_type=AT)
    recorded_by: UUID
    held_on: date | None = None
    waived_reason: str | None = None
