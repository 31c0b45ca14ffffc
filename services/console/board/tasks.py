"""What waits for a person of the house: a pure function of what the card, its sessions and its reviews know."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from services.console.board.phases import OPEN, Phase, paused_openly, phase_of
from services.console.tables import KnownLeaver, ProcessCard, ProcessReview, ProcessSession, Task
from services.messages.values import Role
from services.runtime.finland import end_of, local_date

TaskKind = Literal[
    "decide_screening",
    "match",
    "send_proposal",
    "change_proposal",
    "chase_answer",
    "prepare_trial",
    "answer_trial",
    "chase_trial",
    "complete_contract",
    "name_commissioner",
    "mend_contract",
    "chase_signature",
    "decide_interest",
    "answer_member",
    "settle_group",
    "replan_session",
    "propose_plan",
    "find_supervisor",
    "replace_chosen",
    "end_pause",
    "end_wait",
    "take_change_back",
    "confirm_ending",
    "chase_confirmation",
    "settle_review",
    "chase_review",
    "chase_continuation",
    "record_review",
    "confirm_session",
    "bill_by_hand",
    "resolve_dispute",
]
"""confirm_session is not kept as a task: the worklist finds the sessions that are over."""
_FOR_THEIR_SUPERVISOR: dict[Phase, TaskKind] = {
    Phase.PROPOSAL: "match",
    Phase.TRIAL: "replace_chosen",
    Phase.CONTRACT: "replace_chosen",
    Phase.SESSIONS: "find_supervisor",
    Phase.CONTINUATION: "find_supervisor",
}
"""What is to be done where who leaves is the one of it; before and after these, they are of no process."""
_ESCALATED = 2
_SIGNATURE_ESCALATED = 3


def tasks_of(
    card: ProcessCard,
    meetings: Sequence[ProcessSession],
    reviews: Iterable[ProcessReview],
    left_since: datetime | None = None,
    leaver: KnownLeaver | None = None,
) -> list[Task]:
    """Each kind at most once for each session or review. meetings: those of the process, or of them those that wait.

    left_since: since when nobody acts for its customer. leaver: its supervisor, where they leave.
    """
    phase = [*_of_the_phase(card), *_without_supervisor(card, leaver)]
    customer = [*_customer(card, left_since), *_invoice(card)]
    of_sessions = [*_called_off(card, meetings), *_confirmations(card, meetings)]
    paused = _pause(card, leaver)
    group = [*_interest(card), *_group(card), *paused, *_change(card), *_ending(card), *_plan(card)]
    return [*phase, *customer, *group, *of_sessions, *_reviews(card, reviews, leaver)]


def next_deadline(card: ProcessCard, tasks: Iterable[Task]) -> datetime | None:
    """The next session, the next task's due time or the day that ends the phase, whichever is first."""
    ends = {
        Phase.PROPOSAL: card.proposal_until if card.proposal == "sent" else None,
        Phase.CONTINUATION: card.ends_on,
    }.get(phase_of(card)[0])
    known = [card.next_session_at, *(task.due_at for task in tasks), end_of(ends) if ends else None]
    return min((instant for instant in known if instant), default=None)


def _of_the_phase(card: ProcessCard) -> Iterator[Task]:
    phase, since = phase_of(card)
    if phase is Phase.SCREENING and since:
        yield _step(card, "decide_screening", since, "screening")
    elif phase is Phase.MATCHING and since:
        yield _step(card, "match", since, "matching")
    elif phase is Phase.PROPOSAL and since:
        yield from _proposal(card, since)
    elif phase is Phase.TRIAL and since:
        yield from _trial(card, since)
    elif phase is Phase.CONTRACT and since:
        yield from _contract(card, since)
    elif phase is Phase.CONTINUATION and since and not card.continuation:
        yield _task(card, "chase_continuation", since, end_of(card.ends_on) if card.ends_on else since)


def _without_supervisor(card: ProcessCard, leaver: KnownLeaver | None) -> Iterator[Task]:
    """What goes on after the last day of who leaves has nobody then; before a contract, somebody else is chosen.

    Of what is to end early, the sessions that are left alone need another.
    """
    phase, _ = phase_of(card)
    if leaver is None or phase not in _FOR_THEIR_SUPERVISOR:
        return
    if card.ends_on and card.ends_on <= leaver.last_day and not paused_openly(card):
        return
    if card.early_end_on and card.next_session_at is None:
        return
    yield _task(card, _FOR_THEIR_SUPERVISOR[phase], leaver.since, end_of(leaver.last_day))


def _proposal(card: ProcessCard, matched_at: datetime) -> Iterator[Task]:
    if card.proposal is None:
        yield _step(card, "send_proposal", matched_at, "proposal")
    elif card.proposal == "ask_change" and card.proposal_at:
        yield _step(card, "change_proposal", card.proposal_at, "proposal")
    elif card.late_step == "proposal_answer" and card.late_at and card.proposal_until:
        yield _task(card, "chase_answer", card.late_at, end_of(card.proposal_until))


def _contract(card: ProcessCard, since: datetime) -> Iterator[Task]:
    """A draft is for the coordinator; a paper that is signed is for its parties, until their time has run long."""
    if card.consents_refused and card.consent_refused_at:
        due_at = card.consent_act_by or card.consent_refused_at
        yield _task(card, "answer_member", card.consent_refused_at, due_at)
    if card.declined_at:
        yield _draft(card, "mend_contract", card.declined_at, card.mend_by)
    elif card.awaited_party is None:
        yield _draft(card, "complete_contract", since, card.mend_by or card.complete_by)
    elif card.awaited_level >= _SIGNATURE_ESCALATED and card.awaited_at:
        task = _task(card, "chase_signature", card.awaited_at, card.act_by or card.awaited_at)
        task.escalated = True
        yield task


def _trial(card: ProcessCard, since: datetime) -> Iterator[Task]:
    """Before the contract: it is to be prepared, also anew, or nobody has decided in time."""
    if card.trial_state is None:
        yield _task(card, "prepare_trial", since, card.complete_by or since)
    elif card.trial_state == "put_off" and card.trial_since:
        yield _task(card, "prepare_trial", card.trial_since, card.trial_act_by or card.trial_since)
    elif card.trial_state == "declined" and card.trial_since:
        yield _task(card, "answer_trial", card.trial_since, card.trial_act_by or card.trial_since)
    elif card.trial_state == "overdue" and card.trial_since:
        yield _task(card, "chase_trial", card.trial_since, card.trial_act_by or card.trial_since)


def _customer(card: ProcessCard, left_since: datetime | None) -> Iterator[Task]:
    """Its letters wait until somebody is named who may act for it; all coordinators see that at once."""
    if left_since and phase_of(card)[0] in OPEN:
        task = _task(card, "name_commissioner", left_since, left_since)
        task.escalated = True
        yield task


def _invoice(card: ProcessCard) -> Iterator[Task]:
    """Finance's, as long as no run makes it."""
    if card.invoice_held_at:
        task = _task(card, "bill_by_hand", card.invoice_held_at, card.invoice_held_at)
        task.role, task.coordinator_id = Role.FINANCE.value, None
        yield task
    if card.disputed_since:
        due_at = card.decide_by or card.disputed_since
        task = _task(card, "resolve_dispute", card.disputed_since, due_at)
        task.role, task.coordinator_id = Role.FINANCE.value, None
        yield task


def _group(card: ProcessCard) -> Iterator[Task]:
    if card.group_unsettled_at and phase_of(card)[0] in OPEN:
        due_at = card.settle_group_by or card.group_unsettled_at
        yield _task(card, "settle_group", card.group_unsettled_at, due_at)


def _interest(card: ProcessCard) -> Iterator[Task]:
    if interest_waits(card) and card.interest_hinders_at and phase_of(card)[0] in OPEN:
        due_at = card.decide_interest_by or card.interest_hinders_at
        yield _task(card, "decide_interest", card.interest_hinders_at, due_at)


def interest_waits(card: ProcessCard) -> bool:
    """Whether a coordinator is to decide what becomes of what a supervisor told at a signature: the paper stands."""
    hindered_at = card.interest_hinders_at
    return hindered_at is not None and (card.paper_ended_at is None or card.paper_ended_at < hindered_at)


def _pause(card: ProcessCard, leaver: KnownLeaver | None) -> Iterator[Task]:
    """It goes on, or is ended: open for as long as any is to be, or in wait for another than who stays or came."""
    if phase_of(card)[0] not in OPEN:
        return
    if card.pause_overdue_at:
        due_at = card.pause_act_by or card.pause_overdue_at
        yield _task(card, "end_pause", card.pause_overdue_at, due_at)
    elif card.supervisor_awaited_at and card.paused_from and paused_openly(card) and leaver is None:
        yield _task(card, "end_wait", card.supervisor_awaited_at, end_of(card.paused_from))


def _change(card: ProcessCard) -> Iterator[Task]:
    """Nobody can sign it any more: it is taken back and drafted from a later day."""
    if card.change_too_late_at and phase_of(card)[0] in OPEN:
        due_at = card.take_change_back_by or card.change_too_late_at
        yield _task(card, "take_change_back", card.change_too_late_at, due_at)


def _ending(card: ProcessCard) -> Iterator[Task]:
    """Also when it is over: what it called off is invoiced only then."""
    if card.ending_to_confirm_at:
        due_at = card.confirm_ending_by or card.ending_to_confirm_at
        yield _task(card, "confirm_ending", card.ending_to_confirm_at, due_at)


def _plan(card: ProcessCard) -> Iterator[Task]:
    """Other days are asked for, or nobody has answered about those proposed; nothing once it is terminated."""
    if card.plan_waits_since and not card.early_end_on and phase_of(card)[0] in OPEN:
        yield _task(card, "propose_plan", card.plan_waits_since, card.plan_act_by or card.plan_waits_since)


def _called_off(card: ProcessCard, meetings: Iterable[ProcessSession]) -> Iterator[Task]:
    """By its supervisor, and nothing was free: the customer has a session to come."""
    for one in meetings:
        if one.replan_since and one.replan_by and phase_of(card)[0] in OPEN:
            task = _task(card, "replan_session", one.replan_since, one.replan_by, about=str(one.session_id))
            task.session_id = one.session_id
            yield task


def _confirmations(card: ProcessCard, meetings: Iterable[ProcessSession]) -> Iterator[Task]:
    """The supervisor sees a session that is over at once (see `worklist`); the coordinator once it is overdue."""
    for one in meetings:
        if one.status == "planned" and one.overdue_at:
            task = _task(
                card, "chase_confirmation", one.overdue_at, one.overdue_at, about=str(one.session_id)
            )
            task.session_id = one.session_id
            yield task


def _reviews(
    card: ProcessCard, reviews: Iterable[ProcessReview], leaver: KnownLeaver | None
) -> Iterator[Task]:
    """A coordinator's at once where nobody can hold it, as its supervisor had left before; of any other, once it is
    overdue.
    """
    for one in reviews:
        if one.status not in ("due", "overdue"):
            continue
        left = leaver is not None and leaver.last_day < local_date(one.due_since)
        holds = _stands_in(card, one) if left else card.supervisor_id is not None
        if holds:
            task = _task(card, "record_review", one.due_since, one.due_at, about=one.kind)
            task.role, task.coordinator_id = Role.SUPERVISOR.value, None  # whose, its owner says on the day
            yield task
        if one.overdue_at:
            yield _task(card, "chase_review", one.overdue_at, one.due_at, about=one.kind)
        elif left and not holds:
            yield _task(card, "settle_review", one.due_since, one.due_at, about=one.kind)


def _stands_in(card: ProcessCard, review: ProcessReview) -> bool:
    """Whether somebody has taken the place of the one who left, on the day on which it is due from."""
    until = card.stands_in_until
    return until is not None and local_date(review.due_since) <= until


def _step(card: ProcessCard, kind: TaskKind, since: datetime, step: str) -> Task:
    task = _task(card, kind, since, card.step_due_at or since)
    task.escalated = card.late_step == step and card.late_level >= _ESCALATED
    return task


def _draft(card: ProcessCard, kind: TaskKind, since: datetime, due_at: datetime | None) -> Task:
    task = _task(card, kind, since, due_at or since)
    task.escalated = card.draft_late_level >= _ESCALATED
    return task


def _task(card: ProcessCard, kind: TaskKind, since: datetime, due_at: datetime, about: str = "") -> Task:
    return Task(
        process_id=card.process_id,
        kind=kind,
        about=about,
        role=Role.COORDINATOR.value,
        coordinator_id=card.coordinator_id,
        since=since,
        due_at=due_at,
    )
