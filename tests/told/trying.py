"""A trial before the contract: put off once, agreed, held, decided late, and the year begins."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from services.messages import contracts, sessions
from services.messages.envelope import Event
from services.messages.values import Party
from tests.told.known import A_DAY, BEGIN, CONTACT, PARTIES, SUPERVISOR, TERMS, known

_HELD_AT = datetime(2026, 12, 9, 7, 0, tzinfo=UTC)


def of_contract(process_id: UUID) -> list[Event]:
    decision = {"reminder_at": BEGIN + 20 * A_DAY, "due_at": BEGIN + 23 * A_DAY}
    lapses_at = BEGIN + 37 * A_DAY
    whose = {"parties": PARTIES, "price": "credited"}
    return [
        contracts.TrialPrepared.model_validate(
            {"process_id": process_id, "revision": 1, "terms": TERMS} | whose
        ),
        contracts.TrialAsked.model_validate(
            {
                "process_id": process_id,
                "revision": 1,
                "price_cents": TERMS.price_cents,
                "starts_at": [_HELD_AT],
                "answer_until": BEGIN + A_DAY,
                **whose,
            }
        ),
        contracts.TrialPutOff(process_id=process_id, revision=1, why="unanswered", act_by=BEGIN + 4 * A_DAY),
        contracts.TrialPrepared.model_validate(
            {"process_id": process_id, "revision": 2, "terms": TERMS} | whose
        ),
        contracts.TrialAccepted(
            process_id=process_id, revision=2, party=Party.COMMISSIONER, person_id=CONTACT, accepted_at=BEGIN
        ),
        contracts.TrialAgreed.model_validate(
            {
                "process_id": process_id,
                "revision": 2,
                "terms": TERMS,
                "agreed_at": BEGIN,
                "lapses_at": lapses_at,
                **whose,
                **decision,
            }
        ),
        contracts.TrialReminded(process_id=process_id, person_id=SUPERVISOR, due_at=decision["due_at"]),
        contracts.TrialOverdue(process_id=process_id, act_by=BEGIN + 25 * A_DAY, lapses_at=lapses_at),
        contracts.TrialMoved(process_id=process_id, lapses_at=lapses_at, **decision),
        contracts.TrialHandedOver(
            process_id=process_id,
            former_id=known("another supervisor"),
            decide_by=decision["due_at"],
            parties=PARTIES,
        ),
        contracts.TrialDecided(
            process_id=process_id,
            outcome="go",
            decided_at=BEGIN + 24 * A_DAY,
            parties=PARTIES,
            agreed=True,
            complete_by=BEGIN + 27 * A_DAY,
        ),
    ]


def of_sessions(process_id: UUID) -> list[Event]:
    """It is in no count of the contract's."""
    session_id, ends_at = uuid5(process_id, "T1"), _HELD_AT + timedelta(minutes=90)
    when = {"starts_at": _HELD_AT, "ends_at": ends_at, "confirm_by": ends_at + A_DAY}
    return [
        sessions.SeriesPlanned(
            process_id=process_id,
            supervisor_id=SUPERVISOR,
            attendee_ids=[*PARTIES.supervisee_ids, SUPERVISOR],
            sessions=[sessions.PlannedSession(session_id=session_id, number=1, **when)],
            trial=True,
        ),
        sessions.SessionHeld(
            process_id=process_id,
            session_id=session_id,
            number=1,
            performed_on=_HELD_AT.date(),
            minutes=90,
            present=1,
            trial=True,
        ),
    ]
