"""What directory keeps."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.runtime.files.parts import metadata as files_metadata
from services.runtime.storage.metadata import Row, own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata(files_metadata)


class Table(Row):
    """Every table of this service."""

    metadata = metadata


class Organisation(Table, table=True):
    """A customer. person_id: the private person who is one; name is then as that person's.

    ended_on: since when it is named for nothing new; so of a department, and of a supervisor.
    """

    __table_args__ = (sa.UniqueConstraint("country", "foreign_id", name="one_foreign_id_a_country"),)
    organisation_id: UUID = Field(primary_key=True)
    name: str
    business_id: str | None = Field(default=None, unique=True)
    foreign_id: str | None = None
    person_id: UUID | None = Field(default=None, foreign_key="person.person_id", unique=True)
    kind: str
    language: str
    country: str
    street: str
    postal_code: str
    town: str
    invoice_email: str
    invoicing: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    registered_at: datetime = Field(sa_type=_AT)
    ended_on: date | None = None


class Department(Table, table=True):
    """A part of an organisation, known in it by its name.

    Address, invoice_email, invoicing: none where they are the organisation's.
    """

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "name"),
        sa.UniqueConstraint("organisation_id", "department_id"),
        sa.CheckConstraint(
            "num_nulls(country, street, postal_code, town) IN (0, 4)", name="a_whole_address_or_none"
        ),
    )
    department_id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.organisation_id")
    name: str
    country: str | None = None
    street: str | None = None
    postal_code: str | None = None
    town: str | None = None
    invoice_email: str | None = None
    invoicing: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    registered_at: datetime = Field(sa_type=_AT)
    ended_on: date | None = None


class Person(Table, table=True):
    """accepted_at: since when the name is theirs; until then it is what somebody typed.

    named_by: who of a customer typed it, as long as it is nobody's. phone: of our own people; empty: none. mark: of the
    address (`proving/marks.py`), as each `mark` is of what proves somebody.
    """

    person_id: UUID = Field(primary_key=True)
    given_name: str
    family_name: str
    email: str = Field(unique=True)
    language: str
    phone: str = Field(default="", sa_column_kwargs={"server_default": ""})
    registered_at: datetime = Field(sa_type=_AT)
    accepted_at: datetime | None = Field(default=None, sa_type=_AT)
    named_by: UUID | None = None
    mark: str | None = None


class TypedName(Table, table=True):
    """What somebody called a person whom they added by an address that was known: see `typed_names.py`."""

    __tablename__ = "typed_name"
    person_id: UUID = Field(primary_key=True, foreign_key="person.person_id")
    typed_by: UUID = Field(primary_key=True)
    given_name: str
    family_name: str
    typed_at: datetime = Field(sa_type=_AT)


class FormerAddress(Table, table=True):
    """An address that a person had. until, changed_by: when and by whom it was changed."""

    __tablename__ = "former_address"
    change_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.person_id", index=True)
    email: str
    until: datetime = Field(sa_type=_AT)
    changed_by: UUID = Field(foreign_key="person.person_id")


class FormerInvoiceAddress(Table, table=True):
    """Where a customer's or a department's invoices went by mail when their mail or e-invoice address was changed."""

    __tablename__ = "former_invoice_address"
    change_id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.organisation_id", index=True)
    department_id: UUID | None = None
    email: str
    until: datetime = Field(sa_type=_AT)
    changed_by: UUID = Field(foreign_key="person.person_id")


class MergedEntry(Table, table=True):
    """A person's second entry, as it was when it was taken into the one that stays."""

    __tablename__ = "merged_entry"
    merge_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.person_id", index=True)
    given_name: str
    family_name: str
    email: str = Field(index=True)
    registered_at: datetime = Field(sa_type=_AT)
    merged_by: UUID = Field(foreign_key="person.person_id")
    merged_at: datetime = Field(sa_type=_AT)


class Relation(Table, table=True):
    """organisation_id: none for the provider's own staff. department_id: one of that organisation's, or none."""

    __table_args__ = (
        sa.UniqueConstraint(
            "person_id",
            "relation",
            "organisation_id",
            "department_id",
            name="one_relation",
            postgresql_nulls_not_distinct=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "department_id"], ["department.organisation_id", "department.department_id"]
        ),
        sa.CheckConstraint(
            "department_id IS NULL OR organisation_id IS NOT NULL", name="a_department_is_of_an_organisation"
        ),
    )
    id: int | None = Field(default=None, sa_column=sa.Column(sa.Integer, sa.Identity(), primary_key=True))
    person_id: UUID = Field(foreign_key="person.person_id")
    relation: str
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.organisation_id")
    department_id: UUID | None = None
    since: datetime = Field(sa_type=_AT)


class Admission(Table, table=True):
    """Somebody who asked for a known organisation, or a department of it; see AdmissionStatus.

    coordinator_from: since when a coordinator may answer in place of the organisation's HR.
    """

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "department_id"], ["department.organisation_id", "department.department_id"]
        ),
        sa.Index("admission_of_person", "person_id"),
        sa.Index(
            "admission_waiting",
            "organisation_id",
            "asked_at",
            postgresql_where=sa.text("status = 'waiting'"),
        ),
    )
    process_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.person_id")
    organisation_id: UUID = Field(foreign_key="organisation.organisation_id")
    department_id: UUID | None = None
    status: str
    asked_at: datetime = Field(sa_type=_AT)
    coordinator_from: datetime = Field(sa_type=_AT)
    answered_by: UUID | None = Field(default=None, foreign_key="person.person_id")
    answered_at: datetime | None = Field(default=None, sa_type=_AT)
    over_because: str | None = None


class Supervisor(Table, table=True):
    supervisor_id: UUID = Field(primary_key=True, foreign_key="person.person_id")
    languages: list[str] = Field(sa_type=ARRAY(sa.Text))
    regions: list[str] = Field(sa_type=ARRAY(sa.Text))
    remote: bool
    audiences: list[str] = Field(sa_type=ARRAY(sa.Text))
    capacity: int
    ended_on: date | None = None
    leaves_on: date | None = None


class EntryAlteration(Table, table=True):
    """What was changed in an entry, and stays: see EntryChange. kind, entry_id: whose."""

    __tablename__ = "entry_alteration"
    __table_args__ = (sa.Index("alteration_of_entry", "entry_id", "id"),)
    id: int | None = Field(default=None, sa_column=sa.Column(sa.Integer, sa.Identity(), primary_key=True))
    kind: str
    entry_id: UUID
    field: str
    before: str
    after: str
    reason: str
    by: UUID | None = Field(default=None, foreign_key="person.person_id")
    at: datetime = Field(sa_type=_AT)


class Credential(Table, table=True):
    supervisor_id: UUID = Field(primary_key=True, foreign_key="supervisor.supervisor_id")
    kind: str = Field(primary_key=True)
    valid_until: date
    description: str = Field(default="", sa_column_kwargs={"server_default": ""})


class CredentialEntry(Table, table=True):
    """What was said of a credential, and stays: see CredentialChange."""

    __tablename__ = "credential_entry"
    id: int | None = Field(default=None, sa_column=sa.Column(sa.Integer, sa.Identity(), primary_key=True))
    supervisor_id: UUID = Field(foreign_key="supervisor.supervisor_id", index=True)
    kind: str
    change: str
    valid_until: date | None = None
    reason: str
    description: str = Field(default="", sa_column_kwargs={"server_default": ""})
    by: UUID | None = Field(default=None, foreign_key="person.person_id")
    at: datetime = Field(sa_type=_AT)


class Passkey(Table, table=True):
    """credential_id and public_key: bytes as base64url without padding. sign_count: 32 bits, unsigned. door: at which
    it was made; none: before that was kept.
    """

    credential_id: str = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.person_id", index=True)
    public_key: str
    sign_count: int = Field(sa_type=sa.BigInteger)
    name: str
    added_at: datetime = Field(sa_type=_AT)
    last_used_at: datetime | None = Field(default=None, sa_type=_AT)
    door: str | None = None
    mark: str | None = None


class CalendarFeed(Table, table=True):
    """A secret address reads somebody's calendar at a door. secret_hash: SHA-256 of what only the address holds."""

    __tablename__ = "calendar_feed"
    secret_hash: bytes = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.person_id", index=True)
    door: str
    mark: str | None = None


class GivenProof(Table, table=True):
    """One that was given, and is good until then at the longest. proof_hash: SHA-256 of its text."""

    __tablename__ = "given_proof"
    proof_hash: str = Field(primary_key=True)
    person_id: UUID = Field(index=True)
    until: datetime = Field(sa_type=_AT)


class EndedProof(Table, table=True):
    """One that is good no more before its time. proof_hash: as a given one's."""

    __tablename__ = "ended_proof"
    proof_hash: str = Field(primary_key=True)
    ended_at: datetime = Field(sa_type=_AT)


class SignInCode(Table, table=True):
    """A code that was asked for at a door. browser_hash: of what its door makes of the browser's secret, which is in
    code_hash too. person_id: none for an address that nobody has, or who has no business at that door.
    """

    __tablename__ = "sign_in_code"
    code_id: UUID = Field(primary_key=True)
    browser_hash: bytes = Field(index=True)
    door: str
    email: str
    person_id: UUID | None = Field(default=None, foreign_key="person.person_id", index=True)
    code_hash: bytes
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    asked_at: datetime = Field(sa_type=_AT)
    expires_at: datetime = Field(sa_type=_AT)
    used_at: datetime | None = Field(default=None, sa_type=_AT)


class PasskeyChallenge(Table, table=True):
    """What a device was asked at a door, until it answers."""

    __tablename__ = "passkey_challenge"
    challenge_hash: bytes = Field(primary_key=True)
    door: str
    expires_at: datetime = Field(sa_type=_AT)


class FirstLink(Table, table=True):
    """The link of whoever becomes the first administrator, until it is used. secret_hash: SHA-256 of its secret."""

    __tablename__ = "first_link"
    secret_hash: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=_AT)
    mark: str | None = None


class DatedPromises(Table, table=True):
    """What the provider promises from that day on, until the next row's. Before the first row: the usual."""

    __tablename__ = "dated_promises"
    valid_from: date = Field(primary_key=True)
    promises: dict[str, Any] = Field(sa_type=JSONB)
    set_by: UUID = Field(foreign_key="person.person_id")
    set_at: datetime = Field(sa_type=_AT)


class SaidPromises(Table, table=True):
    """Each time that they were set, also for a day for which they were set otherwise afterwards."""

    __tablename__ = "said_promises"
    id: int | None = Field(default=None, sa_column=sa.Column(sa.BigInteger, sa.Identity(), primary_key=True))
    valid_from: date
    promises: dict[str, Any] = Field(sa_type=JSONB)
    set_by: UUID = Field(foreign_key="person.person_id")
    set_at: datetime = Field(sa_type=_AT)


class KeptPicture(Table, table=True):
    """As it was drawn anew. It stays while something refers to it. picture_id: of the file that was sent."""

    __tablename__ = "kept_picture"
    picture_id: UUID = Field(primary_key=True)
    use: str
    media_type: str
    width: int
    height: int
    content: bytes
    sent_by: UUID = Field(foreign_key="person.person_id")
    sent_at: datetime = Field(sa_column=sa.Column(_AT, server_default=sa.func.now(), nullable=False))


class Logo(Table, table=True):
    """What was set, in order; of one day the last. Rows stay: papers of their days have been made with them."""

    id: int | None = Field(default=None, sa_column=sa.Column(sa.Integer, sa.Identity(), primary_key=True))
    valid_from: date
    picture_id: UUID | None = Field(default=None, foreign_key="kept_picture.picture_id")
    set_by: UUID = Field(foreign_key="person.person_id")
    set_at: datetime = Field(sa_type=_AT)


class SupervisorPicture(Table, table=True):
    """By which a supervisor is introduced."""

    __tablename__ = "supervisor_picture"
    supervisor_id: UUID = Field(primary_key=True, foreign_key="supervisor.supervisor_id")
    picture_id: UUID = Field(foreign_key="kept_picture.picture_id")


class ServedLanguages(Table, table=True):
    """Which languages the provider serves, in order; of one day the last."""

    __tablename__ = "served_languages"
    id: int | None = Field(default=None, sa_column=sa.Column(sa.Integer, sa.Identity(), primary_key=True))
    valid_from: date
    languages: list[str] = Field(sa_type=ARRAY(sa.Text))
    set_by: UUID = Field(foreign_key="person.person_id")
    set_at: datetime = Field(sa_type=_AT)
