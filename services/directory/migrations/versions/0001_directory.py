"""organisations, departments, people, relations, admissions, supervisors, credentials, passkeys, promises"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    op.create_table(
        "person",
        sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("given_name", sa.Text, nullable=False),
        sa.Column("family_name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False, server_default=""),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("named_by", UUID(as_uuid=True)),
    )
    op.create_table(
        "typed_name",
        sa.Column("person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), primary_key=True),
        sa.Column("typed_by", UUID(as_uuid=True), primary_key=True),
        sa.Column("given_name", sa.Text, nullable=False),
        sa.Column("family_name", sa.Text, nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "organisation",
        sa.Column("organisation_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("business_id", sa.Text, unique=True),
        sa.Column("foreign_id", sa.Text),
        sa.Column("person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("postal_code", sa.Text, nullable=False),
        sa.Column("town", sa.Text, nullable=False),
        sa.Column("invoice_email", sa.Text, nullable=False),
        sa.Column("invoicing", JSONB),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.UniqueConstraint("country", "foreign_id", name="one_foreign_id_a_country"),
    )
    op.create_table(
        "department",
        sa.Column("department_id", UUID(as_uuid=True), primary_key=True),
        sa.Column(
            "organisation_id",
            UUID(as_uuid=True),
            sa.ForeignKey("organisation.organisation_id"),
            nullable=False,
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("country", sa.Text),
        sa.Column("street", sa.Text),
        sa.Column("postal_code", sa.Text),
        sa.Column("town", sa.Text),
        sa.Column("invoice_email", sa.Text),
        sa.Column("invoicing", JSONB),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.UniqueConstraint("organisation_id", "name"),
        sa.UniqueConstraint("organisation_id", "department_id"),
        sa.CheckConstraint(
            "num_nulls(country, street, postal_code, town) IN (0, 4)", name="a_whole_address_or_none"
        ),
    )
    op.create_table(
        "former_address",
        sa.Column("change_id", UUID(as_uuid=True), primary_key=True),
        sa.Column(
            "person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False, index=True
        ),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False),
    )
    op.create_table(
        "former_invoice_address",
        sa.Column("change_id", UUID(as_uuid=True), primary_key=True),
        sa.Column(
            "organisation_id",
            UUID(as_uuid=True),
            sa.ForeignKey("organisation.organisation_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("department_id", UUID(as_uuid=True)),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False),
    )
    op.create_table(
        "merged_entry",
        sa.Column("merge_id", UUID(as_uuid=True), primary_key=True),
        sa.Column(
            "person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False, index=True
        ),
        sa.Column("given_name", sa.Text, nullable=False),
        sa.Column("family_name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False, index=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("organisation_id", UUID(as_uuid=True), sa.ForeignKey("organisation.organisation_id")),
        sa.Column("department_id", UUID(as_uuid=True)),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
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
    _create_admission()
    op.create_table(
        "supervisor",
        sa.Column("supervisor_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), primary_key=True),
        sa.Column("languages", ARRAY(sa.Text), nullable=False),
        sa.Column("regions", ARRAY(sa.Text), nullable=False),
        sa.Column("remote", sa.Boolean, nullable=False),
        sa.Column("audiences", ARRAY(sa.Text), nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("leaves_on", sa.Date),
    )
    _create_alterations()
    op.create_table(
        "credential",
        sa.Column(
            "supervisor_id", UUID(as_uuid=True), sa.ForeignKey("supervisor.supervisor_id"), primary_key=True
        ),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("valid_until", sa.Date, nullable=False),
    )
    op.create_table(
        "credential_entry",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column(
            "supervisor_id",
            UUID(as_uuid=True),
            sa.ForeignKey("supervisor.supervisor_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", UUID(as_uuid=True), sa.ForeignKey("person.person_id")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "passkey",
        sa.Column("credential_id", sa.Text, primary_key=True),
        sa.Column(
            "person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False, index=True
        ),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "first_link",
        sa.Column("secret_hash", sa.Text, primary_key=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "dated_promises",
        sa.Column("valid_from", sa.Date, primary_key=True),
        sa.Column("promises", JSONB, nullable=False),
        sa.Column("set_by", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_alterations() -> None:
    op.create_table(
        "entry_alteration",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entry_id", UUID(as_uuid=True), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", UUID(as_uuid=True), sa.ForeignKey("person.person_id")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("alteration_of_entry", "entry_alteration", ["entry_id", "id"])


def _create_admission() -> None:
    op.create_table(
        "admission",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("person_id", UUID(as_uuid=True), sa.ForeignKey("person.person_id"), nullable=False),
        sa.Column(
            "organisation_id",
            UUID(as_uuid=True),
            sa.ForeignKey("organisation.organisation_id"),
            nullable=False,
        ),
        sa.Column("department_id", UUID(as_uuid=True)),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coordinator_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", UUID(as_uuid=True), sa.ForeignKey("person.person_id")),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("over_because", sa.Text),
        sa.ForeignKeyConstraint(
            ["organisation_id", "department_id"], ["department.organisation_id", "department.department_id"]
        ),
    )
    op.create_index("admission_of_person", "admission", ["person_id"])
    op.create_index(
        "admission_waiting",
        "admission",
        ["organisation_id", "asked_at"],
        postgresql_where=sa.text("status = 'waiting'"),
    )
