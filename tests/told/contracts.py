"""What contracts says: the paper, and the ends of a year."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.messages import contracts
from services.messages.envelope import Event
from services.messages.values import Party
from tests.told import amending, joining, pausing, trying
from tests.told.known import (
    A_DAY,
    BEGIN,
    CONTACT,
    NEXT_YEAR,
    OVER,
    PARTIES,
    REPRESENTATIVE,
    SUPERVISOR,
    TERMS,
    UNSIGNED,
    YEAR,
    known,
)


def of_a_year() -> list[Event]:
    return [
        *trying.of_contract(YEAR),
        contracts.DraftDated(process_id=YEAR, version=1, lapses_at=BEGIN),
        contracts.DraftOverdue(process_id=YEAR, version=1, level=1),
        contracts.MeetingArranged(
            process_id=YEAR,
            starts_at=BEGIN - 30 * A_DAY,
            supervisor_id=PARTIES.supervisor_id,
            supervisee_ids=[],
        ),
        contracts.MeetingHeld(process_id=YEAR, held_on=date(2026, 12, 1)),
        contracts.MeetingCorrected(process_id=YEAR, outcome="held", held_on=date(2026, 12, 2)),
        completed(YEAR),
        *consents(YEAR),
        asked_to_sign(YEAR, Party.COMMISSIONER),
        asked_to_sign(YEAR, Party.COMMISSIONER, 3),
        declined(YEAR, Party.COMMISSIONER),
        asked_to_sign(YEAR, Party.COMMISSIONER),
        signature(YEAR, Party.COMMISSIONER, 7),
        asked_to_sign(YEAR, Party.SUPERVISEE),
        signed(YEAR),
        *pausing.of_contract(YEAR, BEGIN + 60 * A_DAY),
        *joining.newcomer(YEAR, known("newcomer"), date(2027, 4, 10), BEGIN + 82 * A_DAY),
        *amending.of_contract(YEAR, TERMS, PARTIES, BEGIN + 120 * A_DAY),
        contracts.ContinuationDue(
            process_id=YEAR,
            ends_on=TERMS.ends_on,
            commissioner_id=CONTACT,
            representative_id=REPRESENTATIVE,
        ),
        contracts.ContinuationSaid(process_id=YEAR, party=Party.COMMISSIONER, choice="close"),
        contracts.ContinuationChosen(
            process_id=YEAR, choice="close", successor_id=None, chosen_at=BEGIN + 300 * A_DAY
        ),
        contracts.ContinuationTakenBack(
            process_id=YEAR, successor_id=None, taken_back_at=BEGIN + 380 * A_DAY
        ),
        contracts.ContinuationChosen(
            process_id=YEAR, choice="renew", successor_id=NEXT_YEAR, chosen_at=BEGIN + 385 * A_DAY
        ),
        contracts.ProcessRenewed(process_id=YEAR, successor_id=NEXT_YEAR, renewed_at=BEGIN + 400 * A_DAY),
        contracts.RenewalLapsed(process_id=OVER, successor_id=NEXT_YEAR, lapsed_at=BEGIN + 430 * A_DAY),
        asked_to_sign(NEXT_YEAR, Party.COMMISSIONER),
        contracts.MeetingWaived(process_id=UNSIGNED),
        *taken_back(UNSIGNED),
        contracts.ContractExpired(process_id=UNSIGNED, version=1),
        contracts.ProcessTerminated(
            process_id=OVER,
            version=1,
            by=Party.SUPERVISOR,
            last_day=date(2027, 9, 15),
            ends_at=BEGIN + 296 * A_DAY,
            final_review="open",
            terminated_at=BEGIN + 265 * A_DAY,
        ),
        contracts.EarlierEndProposed(
            process_id=OVER,
            number=1,
            by=Party.SUPERVISEE,
            last_day=date(2027, 9, 1),
            answer_by=date(2027, 8, 29),
            asked=[Party.COMMISSIONER, Party.SUPERVISOR],
        ),
        contracts.EarlierEndAgreed(process_id=OVER, by=Party.COMMISSIONER, last_day=date(2027, 9, 1)),
        contracts.EarlierEndRefused(
            process_id=OVER, number=1, by=Party.SUPERVISOR, last_day=date(2027, 9, 1)
        ),
        contracts.EarlierEndTakenBack(
            process_id=OVER, number=2, by=Party.SUPERVISEE, last_day=date(2027, 9, 1)
        ),
        contracts.EndingToConfirm(process_id=OVER, act_by=BEGIN + 268 * A_DAY),
        contracts.EndingConfirmed(process_id=OVER, charges=False),
        contracts.ContractGivenUp(process_id=OVER, version=1, asked=[], given_up_at=BEGIN + 400 * A_DAY),
        contracts.ProcessClosed(process_id=OVER, closed_at=BEGIN + 400 * A_DAY),
    ]


def completed(process_id: UUID) -> contracts.ContractCompleted:
    return contracts.ContractCompleted(
        process_id=process_id,
        version=1,
        supervisee_ids=[REPRESENTATIVE],
        representative_id=REPRESENTATIVE,
        commissioner_id=CONTACT,
        supervisor_id=SUPERVISOR,
        signing_since=BEGIN + 6 * A_DAY,
    )


def consents(process_id: UUID) -> list[Event]:
    about = {"process_id": process_id, "version": 1, "person_id": REPRESENTATIVE}
    return [
        contracts.ConsentAsked.model_validate(about | {"level": 0}),
        contracts.ConsentGiven.model_validate(about | {"consented_at": BEGIN + 6 * A_DAY}),
    ]


def asked_to_sign(process_id: UUID, party: Party, level: int = 0) -> contracts.SignatureAsked:
    return contracts.SignatureAsked(
        process_id=process_id,
        version=1,
        party=party,
        person_id=CONTACT,
        level=level,
        act_by=BEGIN + 8 * A_DAY if level == 3 else None,
    )


def declined(process_id: UUID, party: Party) -> contracts.SigningDeclined:
    complete_by = BEGIN + 10 * A_DAY
    return contracts.SigningDeclined(process_id=process_id, version=1, party=party, complete_by=complete_by)


def taken_back(process_id: UUID) -> list[Event]:
    """A member does not consent, and the paper is taken back."""
    paper: dict[str, Any] = {"process_id": process_id, "version": 1}
    refused = contracts.ConsentRefused(
        **paper,
        person_id=REPRESENTATIVE,
        refused_at=BEGIN + 7 * A_DAY,
        refusing=1,
        act_by=BEGIN + 8 * A_DAY,
    )
    withdrawn = contracts.ContractWithdrawn(
        **paper, asked=[REPRESENTATIVE], complete_by=BEGIN + 10 * A_DAY, reminders_at=[]
    )
    return [refused, withdrawn]


def signature(process_id: UUID, party: Party, days: int) -> contracts.SignatureGiven:
    at = BEGIN + days * A_DAY
    return contracts.SignatureGiven(
        process_id=process_id, version=1, party=party, person_id=CONTACT, signed_at=at
    )


def signed(process_id: UUID, days: int = 9) -> contracts.ContractSigned:
    return contracts.ContractSigned(
        process_id=process_id,
        version=1,
        terms=TERMS,
        parties=PARTIES,
        renews=None,
        signed_at=BEGIN + days * A_DAY,
        continuation_reminders_at=[datetime(2027, 12, day, 6, 0, tzinfo=UTC) for day in (1, 17)],
        ends_at=datetime(2027, 12, 31, 6, 0, tzinfo=UTC),
    )
