"""Is it supervision? The form's answers suggest, a coordinator decides."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, promised_times
from services.intake.askers.registering import Place
from services.intake.tables import Inquiry
from services.messages.intake import (
    DecideScreening,
    InquiryStatus,
    ScreeningDecided,
    ScreeningOutcome,
    Suggestion,
    Wish,
)
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce

# What each wish points to when it stands alone. Supervision is not training, work instruction, orientation or
# therapy: the provider's own description of the service.
POINTS_TO = {
    Wish.STUDY_OWN_WORK: ScreeningOutcome.SUPERVISION,
    Wish.CLARIFY_ROLES: ScreeningOutcome.SUPERVISION,
    Wish.WELLBEING_AT_WORK: ScreeningOutcome.SUPERVISION,
    Wish.DEVELOP_COOPERATION: ScreeningOutcome.SUPERVISION,
    Wish.LEARN_A_SUBJECT: ScreeningOutcome.TRAINING,
    Wish.INSTRUCT_TASKS: ScreeningOutcome.WORK_INSTRUCTION,
    Wish.ORIENT_NEW_EMPLOYEES: ScreeningOutcome.ORIENTATION,
    Wish.TREAT_ILLNESS: ScreeningOutcome.THERAPY_OR_OCCUPATIONAL_HEALTH,
    Wish.SETTLE_CONFLICT: ScreeningOutcome.WORKPLACE_MEDIATION,
    Wish.REACH_PERSONAL_TARGET: ScreeningOutcome.COACHING_OR_CONSULTATION,
    Wish.DECIDE_FOR_MANAGEMENT: ScreeningOutcome.MANAGEMENT_MATTER,
    Wish.NOT_SURE: ScreeningOutcome.UNCLEAR,
}
# These come before anything else that is wished for, in this order: supervision waits until they are tended to.
FIRST_OF_ALL = (ScreeningOutcome.THERAPY_OR_OCCUPATIONAL_HEALTH, ScreeningOutcome.WORKPLACE_MEDIATION)


def suggest(wishes: Sequence[Wish]) -> Suggestion:
    """What the answers point to, and those of them that do.

    wishes: at least one; order and repetition mean nothing. Where they point to several things: illness, then
    conflict, goes first; otherwise supervision if it is among them; otherwise unclear, because of all of them.
    "Not sure" says nothing beside another answer.
    """
    given = sorted(set(wishes), key=list(Wish).index)
    telling = [wish for wish in given if wish is not Wish.NOT_SURE] or given
    outcome = _outcome({POINTS_TO[wish] for wish in telling})
    pointing = [wish for wish in telling if POINTS_TO[wish] is outcome]
    return Suggestion(outcome=outcome, because=pointing or telling)


def _outcome(pointed_to: set[ScreeningOutcome]) -> ScreeningOutcome:
    for candidate in (*FIRST_OF_ALL, ScreeningOutcome.SUPERVISION):
        if candidate in pointed_to:
            return candidate
    return pointed_to.pop() if len(pointed_to) == 1 else ScreeningOutcome.UNCLEAR


async def decide(db: AsyncSession, order: DecideScreening, place: Place | None) -> None:
    """Supervision goes on to matching; anything else closes the inquiry with its reason.

    place: for supervision only, as registered.
    Refuses: unknown_process, already_decided (otherwise in anything), reason_missing (for a redirect).
    Next: services/intake/supervisors/choosing.py:choose
    """
    inquiry = await inquiries.hold(db, order.process_id)
    if inquiry.outcome:
        return check_same(inquiry, order)
    check_is_read(inquiry, order)
    is_supervision = order.outcome is ScreeningOutcome.SUPERVISION
    if not is_supervision and not order.reason.strip():
        raise Refusal("reason_missing", "reason", "is needed for a redirect")
    inquiry.status = InquiryStatus.IN_MATCHING if is_supervision else InquiryStatus.REDIRECTED
    if place:
        inquiry.organisation_id, inquiry.department_id = place.organisation_id, place.department_id
        inquiry.customer_name = place.name
        inquiry.asker_id = None if place.settled else inquiry.asker_id
    inquiry.outcome, inquiry.outcome_reason = order.outcome, order.reason.strip() or None
    inquiry.decision = _content(order)
    inquiry.decided_by, inquiry.decided_at = order.decided_by, order.as_of
    await announce(db, _decided(inquiry, order))


def check_is_read(inquiry: Inquiry, order: DecideScreening) -> None:
    """Refuses: inquiry_changed (it says something else than what was read), asked_back."""
    inquiries.check_stands(inquiry)
    if order.revision not in (None, inquiry.revision):
        raise Refusal("inquiry_changed", "revision", "is not the newest any more")


def check_same(inquiry: Inquiry, order: DecideScreening) -> None:
    """Whether what was decided says all that the order says. Refuses: already_decided, asked_back."""
    if inquiry.decision != _content(order):
        raise inquiries.refusal(inquiry, "already_decided", "outcome", "was decided otherwise")


def _content(order: DecideScreening) -> dict[str, Any]:
    said = order.model_dump(mode="json", exclude={"process_id", "revision", "decided_by", "as_of"})
    return said | {"reason": order.reason.strip()}


def _decided(inquiry: Inquiry, order: DecideScreening) -> ScreeningDecided:
    goes_on = order.outcome is ScreeningOutcome.SUPERVISION
    promises = inquiries.promises_of(inquiry)
    return ScreeningDecided(
        process_id=order.process_id,
        outcome=order.outcome,
        organisation_id=inquiry.organisation_id,
        department_id=inquiry.department_id,
        decided_at=order.as_of,
        reminders_at=promised_times.matching(promises, order.as_of) if goes_on else [],
    )
