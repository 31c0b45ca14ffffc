"""What preparing a trial now would come to: its days and its price, before anybody is asked."""

import hashlib
from datetime import date, datetime

from services.contracts.tables import Trial
from services.contracts.trials import costs, opening
from services.contracts.trials.preparing import check_first_day, check_may_change
from services.contracts.trials.shown import belongs_of
from services.messages.contracts import PreviewTrial, TrialPreview
from services.messages.sessions import FindTrialDays, TrialDaysFound
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import can

_AS_PROPOSED = {
    "ends_on", "sessions_agreed", "duration_minutes", "preferred_weekdays", "preferred_times", "cancellation_tiers",
}  # fmt: skip


def days_wanted(trial: Trial, query: PreviewTrial) -> FindTrialDays:
    """What sessions is asked. Refuses: as `PreviewTrial`, but for what there is no trial of."""
    if not can(query.viewer, "prepare_trial", belongs_of(trial)):
        raise Refusal("unknown_process", "process_id")
    check_may_change(trial)
    return days_from(trial, query.first_day, query.as_of)


def days_from(trial: Trial, first_day: date, at: datetime) -> FindTrialDays:
    """Refuses: not_before_tomorrow, outside_the_trial."""
    check_first_day(trial, first_day, at)
    terms = opening.terms_of(trial)
    own = {"supervisor_id": trial.supervisor_id, "starts_on": first_day, "promises": terms.promises}
    return FindTrialDays(
        process_id=trial.process_id, **terms.model_dump(include=_AS_PROPOSED) | own, as_of=at
    )


def fingerprint(found: TrialDaysFound) -> str:
    shown = "|".join(f"{one.number} {one.starts_at}" for one in found.sessions)
    return hashlib.sha256(shown.encode()).hexdigest()


def preview(trial: Trial, found: TrialDaysFound) -> TrialPreview:
    return TrialPreview(
        starts_at=[one.starts_at for one in found.sessions],
        wanted=trial.sessions,
        answer_until=found.free_until,
        cost=costs.in_all(trial.price, opening.terms_of(trial), len(found.sessions)),
        fingerprint=fingerprint(found),
    )
