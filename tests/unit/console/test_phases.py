"""The phase as a table: what is known of a process, and where it is then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.console.board.phases import OPEN, Phase, phase_of
from services.console.tables import ProcessCard

BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    return BEGIN + timedelta(days=number)


ASKED = {"began_at": day(0)}
SCREENED = ASKED | {"outcome": "supervision", "screened_at": day(1)}
MATCHED = SCREENED | {"matched_at": day(2)}
SENT = MATCHED | {"proposal": "sent", "proposal_at": day(3), "proposal_until": date(2026, 12, 15)}
ACCEPTED = SENT | {"proposal": "accept", "proposal_at": day(4)}
SIGNED = ACCEPTED | {"signed_at": day(9)}
DUE = SIGNED | {"continuation_asked_at": day(300)}
SUCCESSOR = {"began_at": day(0), "renews": uuid4()}
NEVER_BEGAN = {"starts_on": date(2027, 3, 22), "early_end_on": date(2027, 2, 22)}
TABLE: list[tuple[dict[str, Any], Phase, int | None]] = [
    ({}, Phase.SCREENING, None),
    (ASKED, Phase.SCREENING, 0),
    (SCREENED, Phase.MATCHING, 1),
    (ASKED | {"outcome": "training", "screened_at": day(1)}, Phase.REDIRECTED, 1),
    (ASKED | {"outcome": "unclear", "screened_at": day(1)}, Phase.REDIRECTED, 1),
    (MATCHED, Phase.PROPOSAL, 2),
    (SENT, Phase.PROPOSAL, 2),
    (SENT | {"proposal": "ask_change", "proposal_at": day(4)}, Phase.PROPOSAL, 2),
    (SENT | {"proposal": "decline", "proposal_at": day(4)}, Phase.DECLINED, 4),
    (SENT | {"proposal": "expired", "proposal_at": day(20)}, Phase.EXPIRED, 20),
    (SENT | {"withdrawn_at": day(5)}, Phase.WITHDRAWN, 5),
    (ACCEPTED, Phase.CONTRACT, 4),
    (ACCEPTED | {"trial_sessions": 1}, Phase.TRIAL, 4),
    (ACCEPTED | {"trial_sessions": 1, "trial_state": "overdue", "trial_since": day(30)}, Phase.TRIAL, 4),
    (ACCEPTED | {"trial_sessions": 1, "trial_state": "go", "trial_since": day(40)}, Phase.CONTRACT, 40),
    (SUCCESSOR, Phase.CONTRACT, 0),
    (ACCEPTED | {"awaited_party": "supervisee", "awaited_at": day(7)}, Phase.CONTRACT, 4),
    (ACCEPTED | {"contract_expired_at": day(34)}, Phase.EXPIRED, 34),
    (SIGNED, Phase.SESSIONS, 9),
    (SUCCESSOR | {"signed_at": day(9)}, Phase.SESSIONS, 9),
    (DUE, Phase.CONTINUATION, 300),
    (SIGNED | {"continuation": "close", "continuation_at": day(290)}, Phase.CONTINUATION, 290),
    (
        SIGNED | {"continuation": "close", "continuation_at": day(90), "early_end_on": date(2027, 3, 22)},
        Phase.SESSIONS,
        9,
    ),
    (DUE | {"continuation": "close", "continuation_at": day(310)}, Phase.CONTINUATION, 300),
    (DUE | {"ended_as": "closed", "ended_at": day(330)}, Phase.CLOSED, 330),
    (DUE | {"ended_as": "renewed", "ended_at": day(330)}, Phase.RENEWED, 330),
    (
        DUE | {"ended_as": "renewed", "ended_at": day(330), "renewal_lapsed_at": day(331)},
        Phase.NOT_RENEWED,
        330,
    ),
    (SIGNED | NEVER_BEGAN | {"ended_as": "closed", "ended_at": day(60)}, Phase.NEVER_BEGAN, 60),
]


@pytest.mark.parametrize(("facts", "phase", "since"), TABLE)
def test_the_phase_follows_from_the_facts(facts: dict[str, Any], phase: Phase, since: int | None) -> None:
    assert phase_of(ProcessCard(process_id=uuid4(), **facts)) == (
        phase,
        None if since is None else day(since),
    )


def test_the_table_has_every_phase() -> None:
    assert {phase for _, phase, _ in TABLE} == set(Phase)


def test_a_late_fact_of_an_early_phase_moves_nothing_back() -> None:
    """Contracts was heard before intake: the card is where the contract says, also once intake comes."""
    heard_of_intake: tuple[dict[str, Any], ...] = ({}, ASKED, SCREENED, MATCHED, SENT, ACCEPTED)
    for facts in heard_of_intake:
        card = ProcessCard(process_id=uuid4(), signed_at=day(9), **facts)
        assert phase_of(card) == (Phase.SESSIONS, day(9))


def test_what_is_open_is_what_can_still_go_on() -> None:
    assert set(Phase) - set(OPEN) == {
        Phase.CLOSED, Phase.RENEWED, Phase.NOT_RENEWED, Phase.NEVER_BEGAN, Phase.REDIRECTED, Phase.DECLINED,
        Phase.EXPIRED, Phase.WITHDRAWN,
    }  # fmt: skip
