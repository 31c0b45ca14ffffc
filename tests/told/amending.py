"""What contracts and sessions say of a change of a contract: one that lapses, and one that is signed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.messages import contracts, sessions
from services.messages.envelope import Event
from services.messages.values import Party
from services.runtime.finland import morning_of
from tests.told.known import known

FROM = date(2027, 6, 1)


def of_contract(
    process_id: UUID, terms: contracts.Terms, parties: contracts.Parties, drafted_at: datetime
) -> list[Event]:
    key: dict[str, Any] = {"process_id": process_id, "effective_from": FROM, "changes": ["price_cents"]}
    asked = {"asks": [Party.COMMISSIONER], "members": False, "tells": [Party.SUPERVISOR]}
    drafted = key | asked | {"supersedes": 1, "lapses_at": drafted_at}
    signed = {
        "supersedes": 1,
        "terms": terms,
        "parties": parties,
        "signed_at": drafted_at,
        "continuation_reminders_at": [],
        "ends_at": morning_of(terms.ends_on),
    }
    return [
        contracts.AmendmentDrafted.model_validate(drafted | {"version": 2}),
        contracts.AmendmentTooLate(process_id=process_id, version=2, effective_from=FROM, act_by=drafted_at),
        contracts.AmendmentEnded(
            process_id=process_id, version=2, ended_as="lapsed", parties=[Party.COMMISSIONER], asked=[]
        ),
        contracts.AmendmentDrafted.model_validate(drafted | {"version": 3}),
        contracts.ContractAmended.model_validate(key | signed | {"version": 3}),
    ]


def handed_over(process_id: UUID, supervisor_id: UUID) -> sessions.SessionsHandedOver:
    """To somebody who stands in on days without a session."""
    return sessions.SessionsHandedOver(
        process_id=process_id,
        version=4,
        from_day=FROM,
        until_day=FROM,
        former_supervisor_id=supervisor_id,
        supervisor_id=known("other supervisor"),
        sessions=[],
        moved_ids=[],
        waiting=0,
        attendee_ids=[known("other supervisor")],
    )


def of_series(process_id: UUID, supervisor_id: UUID, ends_on: date) -> sessions.SeriesAmended:
    """Nothing of it has another time."""
    return sessions.SeriesAmended(
        process_id=process_id,
        version=3,
        effective_from=FROM,
        ends_on=ends_on,
        sessions=[],
        changed_ids=[],
        taken_ids=[],
        taken_sequences=[],
        lost=0,
        supervisor_id=supervisor_id,
        attendee_ids=[supervisor_id],
    )
