"""A process whose history is lost begins in the phase that the services know of, and waits for the same as before."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages.contracts import ContractProgress, EndFound, EndProcess, PauseStands
from services.messages.intake import InquiryProgress
from services.messages.sessions import ReviewCard
from tests.unit.workflows.simulated import Simulated
from tests.workflows.stand_in import StandIn
from workflows.lost.beginning_anew import Known, state_of
from workflows.supervision import facts
from workflows.supervision.facts import Told
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waits import Awaited

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
PROCESS = UUID(int=1)
NO_PAPER = ContractProgress(status=None)


def days(*numbers: float) -> list[datetime]:
    return [NOW + number * A_DAY for number in numbers]


def inquiry(status: str, **facts: Any) -> InquiryProgress:
    return InquiryProgress.model_validate({"status": status, "is_over": False} | facts)


def signed(**said: Any) -> ContractProgress:
    agreed = {"status": "signed", "continuation_at": days(70, 86), "ends_at": NOW + 100 * A_DAY}
    return ContractProgress.model_validate(agreed | said)


def begun(known: Known) -> ProcessState:
    state = state_of(PROCESS, known, NOW)
    assert state is not None
    return ProcessState.model_validate_json(state.model_dump_json())  # as it comes to its history


class GoingOn:
    """A process that begins anew on a clock of ours, and the services that it asks."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.services = StandIn(
            [NOW + (7 * n - 10) * A_DAY for n in range(12)]
        )  # a week apart, the first is past

    def __call__(self, known: Known) -> Simulated:
        self.process = self._stack.enter_context(Simulated(begun(known), self.services).standing_in())
        self.process.pass_until(NOW)
        return self.process

    def asked_until(self, until: datetime) -> list[str]:
        """Since it began."""
        self.process.pass_until(until)
        return self.services.diary(PROCESS, NOW)


@pytest.fixture
def going_on() -> Iterator[GoingOn]:
    with ExitStack() as stack:
        yield GoingOn(stack)


@pytest.mark.parametrize(
    ("phase", "known", "what"),
    [
        (Phase.SCREENING, inquiry("received", reminders_at=days(2)), "day 2: remind_of_step screening 1"),
        (Phase.MATCHING, inquiry("in_matching", reminders_at=days(2)), "day 2: remind_of_step matching 1"),
        (Phase.PROPOSAL, inquiry("matched", reminders_at=days(2)), "day 2: remind_of_step proposal 1"),
        (
            Phase.PROPOSAL,
            inquiry("proposed", reminders_at=days(2), expires_at=NOW + 5 * A_DAY),
            "day 2: remind_of_step proposal_answer 1",
        ),
    ],
)
async def test_before_the_contract_it_reminds_of_the_step_that_is_waited_for(
    phase: Phase, known: InquiryProgress, what: str, going_on: GoingOn
) -> None:
    process = going_on(Known(known, NO_PAPER))
    assert process.state.phase is phase
    assert going_on.asked_until(NOW + 3 * A_DAY) == [what]


async def test_what_was_reminded_of_meanwhile_is_reminded_of_once_with_the_latest(going_on: GoingOn) -> None:
    going_on(Known(inquiry("received", reminders_at=days(-3, -1)), NO_PAPER))
    assert going_on.asked_until(NOW + A_DAY) == ["day 0: remind_of_step screening 2"]


async def test_an_unanswered_proposal_expires_on_its_day(going_on: GoingOn) -> None:
    process = going_on(Known(inquiry("proposed", expires_at=NOW + 5 * A_DAY), NO_PAPER))
    assert going_on.asked_until(NOW + 6 * A_DAY) == ["day 5: expire_proposal"]
    assert process.ended == "proposal_expired"


async def test_of_a_trial_its_owner_is_asked_at_once(going_on: GoingOn) -> None:
    known = inquiry("accepted", trial_ends_at=NOW + 30 * A_DAY)
    going_on(Known(known, NO_PAPER))
    assert begun(Known(known, NO_PAPER)).phase is Phase.TRIAL
    assert going_on.asked_until(NOW + A_DAY) == ["day 0: look_at_trial"]


@pytest.mark.parametrize(
    "paper", [NO_PAPER, ContractProgress(status="draft"), ContractProgress(status="signing")]
)
@pytest.mark.parametrize("of", [inquiry("accepted"), inquiry("renewal", renews=UUID(int=2))])
async def test_of_a_paper_its_owner_says_what_it_waits_for(
    paper: ContractProgress, of: InquiryProgress, going_on: GoingOn
) -> None:
    process = going_on(Known(of, paper))
    assert process.state.phase is Phase.CONTRACT
    assert going_on.asked_until(NOW + A_DAY) == ["day 0: draft_contract"]
    assert process.state.renews == of.renews


async def test_a_correction_of_what_was_accepted_is_waited_for(going_on: GoingOn) -> None:
    known = inquiry("reproposed", reminders_at=days(1), expires_at=NOW + 9 * A_DAY)
    process = going_on(Known(known, ContractProgress(status="draft")))
    assert going_on.asked_until(NOW + 2 * A_DAY) == ["day 1: remind_of_step proposal_answer 1"]
    process.tell(facts.ProposalAnswered(answer="accept", reminders_at=[]))
    assert going_on.asked_until(NOW + 3 * A_DAY)[-1] == "day 2: draft_contract"


async def test_the_sessions_go_on_with_their_plan_reviews_and_questions(going_on: GoingOn) -> None:
    process = going_on(Known(inquiry("accepted"), signed()))
    assert process.state.phase is Phase.SESSIONS
    asked = going_on.asked_until(NOW + 101 * A_DAY)
    assert asked[:2] == ["day 0: propose_first_plan", "day 0: look_at_series"]
    assert [one for one in asked if "open_review" in one] == [
        "day 40: open_review interim",
        "day 61: open_review final",
    ]
    assert [one for one in asked if "continuation" in one] == [
        "day 70: ask_continuation",
        "day 86: ask_continuation",
    ]
    assert asked[-1] == "day 100: end_process"
    assert process.ended == "closed"


def test_a_review_that_is_open_is_waited_for_and_one_that_is_closed_is_known() -> None:
    reviews = [
        ReviewCard(kind="interim", status="waived", opened_at=NOW - 30 * A_DAY),
        ReviewCard(kind="final", status="open", opened_at=NOW - A_DAY),
    ]
    state = begun(Known(inquiry("accepted"), signed(), reviews))
    assert state.closed_reviews == ["interim"]
    assert set(state.waits) == {Awaited.FINAL_REVIEW}


async def test_while_it_is_paused_its_clock_stands_still(going_on: GoingOn) -> None:
    pause = PauseStands(stops_at=NOW - 3 * A_DAY, goes_on_at=NOW + 20 * A_DAY)
    going_on(Known(inquiry("accepted"), signed(pauses=[pause])))
    assert going_on.asked_until(NOW + 19 * A_DAY) == ["day 0: propose_first_plan"]
    assert going_on.asked_until(NOW + 21 * A_DAY)[1] == "day 20: look_at_series"


async def test_of_an_open_pause_a_coordinator_is_told_when_it_has_been_long(going_on: GoingOn) -> None:
    pause = PauseStands(stops_at=NOW - 3 * A_DAY, ask_again_at=NOW + 20 * A_DAY)
    going_on(Known(inquiry("accepted"), signed(pauses=[pause])))
    assert going_on.asked_until(NOW + 90 * A_DAY)[1:] == ["day 20: remind_of_pause"]


async def test_what_is_terminated_is_asked_nothing_before_its_last_day(going_on: GoingOn) -> None:
    paper = signed(is_terminated=True, continuation_at=[], ends_at=NOW + 9 * A_DAY)
    going_on(Known(inquiry("accepted"), paper))
    assert going_on.asked_until(NOW + 10 * A_DAY) == ["day 9: end_process"]


async def test_after_its_last_day_the_end_is_asked_for_at_once_and_a_missing_review_waited_for(
    going_on: GoingOn,
) -> None:
    going_on.services.session_starts = days(*range(-90, -2, 7))
    going_on.services.finds[EndProcess] = [
        EndFound(ended_as=None, ends_at=NOW + 7 * A_DAY, review_missing=True)
    ]
    paper = signed(continuation_at=days(-30), ends_at=NOW - A_DAY)
    process = going_on(
        Known(inquiry("accepted"), paper, [ReviewCard(kind="final", status="open", opened_at=NOW)])
    )
    going_on.asked_until(NOW + A_DAY)
    assert process.state.phase is Phase.CONTINUATION
    process.tell(facts.ReviewClosed(review="final"))
    assert process.ended == "closed"


@pytest.mark.parametrize(
    "known",
    [
        Known(inquiry("redirected", is_over=True), NO_PAPER),
        Known(inquiry("accepted"), ContractProgress(status="expired", is_over=True)),
        Known(inquiry("accepted"), signed(is_over=True)),
    ],
)
def test_what_has_ended_does_not_begin(known: Known) -> None:
    assert state_of(PROCESS, known, NOW) is None


def test_what_it_begins_with_and_is_told_again_changes_nothing() -> None:
    pause = {"stops_at": NOW + A_DAY, "goes_on_at": NOW + 20 * A_DAY}
    state = begun(Known(inquiry("accepted"), signed(pauses=[PauseStands.model_validate(pause)])))
    before = state.pauses
    agreed = {"continuation_at": days(70, 86), "ends_at": NOW + 100 * A_DAY}
    state.take(Told(event_id="1", fact=facts.Paused.model_validate(pause | agreed)))
    assert state.pauses == before
