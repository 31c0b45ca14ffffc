"""What the provider promises, in numbers: how long each step may take, what notice is owed, how a year is planned.

The only place that knows these numbers. `directory` keeps other ones from a day on; a process keeps what held when
its inquiry was received, and everybody who acts on it reads its own. A source stands beside each: [provider] the
provider's own description of the service, [field] the practice of the association and of buyers, [ours] a decision
of this house. Working days and local days are Finland's.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.messages.cancelling import MOST_TIERS
from services.messages.headcounts import LARGEST_GROUP, Size, size_of
from services.messages.values import Audience, CancellationTier, Percent, SessionFormat, UnitMinutes, Value

MOST_MONTHS, MOST_DAYS = 12, 365
"""[ours] The longest notice of ending a contract: a year."""
Days = Annotated[int, Field(ge=1, le=365)]
WorkingDays = Annotated[int, Field(ge=1, le=60)]
TrialDays = Annotated[int, Field(ge=1, le=60)]
PaymentDays = Annotated[int, Field(ge=7, le=30)]
"""[field] the law's longest is 30."""
Tiers = Annotated[list[CancellationTier], Field(max_length=MOST_TIERS)]
"""The steps of what cancelling costs."""
IntervalDays = Annotated[int, Field(ge=7, le=60)]
"""[ours] from a week to two months, between two sessions."""


class Promises(Value):
    """Frozen. In an event or a reply a newer one may hold more than an older reader knows."""

    model_config = ConfigDict(extra="ignore")

    # Screening, matching and proposing: each is due after so many working days, and if it still waits after the
    # second number, every coordinator is told.
    screening_working_days: WorkingDays = 2  # [provider] an answer within two working days
    screening_escalates_working_days: WorkingDays = 4  # [ours]
    matching_working_days: WorkingDays = 3  # [ours]
    matching_escalates_working_days: WorkingDays = 6  # [ours]
    proposal_working_days: WorkingDays = 3  # [ours]
    proposal_escalates_working_days: WorkingDays = 6  # [ours]

    # The proposal: what is proposed unless a coordinator says otherwise, and how long it holds.
    proposal_valid_days: Days = 14  # [ours] its last day is so many days after the day on which it is written
    proposal_reminder_days: Days = 3  # [ours] before its last day
    begins_after_days: Days = 28  # [ours] the first day of what is proposed, after its last day
    year_days: Days = 365  # [provider] at least a year
    short_days: Days = 182  # [provider] shorter processes for other needs
    crisis_days: Days = 84  # [provider] the same

    # A trial before the contract.
    trial_decision_days: TrialDays = 14  # [ours] after its last session, for both to say whether it goes on
    trial_reminder_days: Days = 3  # [ours] before that is over
    trial_lapses_days: Days = 14  # [ours] after that: silence is no

    # The contract: how long our own work on it may take, and how long it waits for its signatures.
    contract_working_days: WorkingDays = 3  # [ours] to complete a draft, or to mend one that a party declined
    contract_escalates_working_days: WorkingDays = 6  # [ours]
    signing_reminder_days: Days = 3  # [ours] counted from the first signature asked, as the next three
    signing_second_reminder_days: Days = 7  # [ours]
    signing_escalates_days: Days = 14  # [ours]
    signing_ends_days: Days = 30  # [ours] the paper expires
    renewal_hurries_days: Days = (
        30  # [ours] before its first day: until then nobody hurries to sign for the next year
    )
    trial_answer_working_days: WorkingDays = (
        3  # [ours] for everybody to say yes to a trial's days, at the least
    )
    meeting_days: Days = 14  # [ours] for the three parties to meet, where they do before they sign
    amendment_days: Days = 14  # [ours] how long a change waits for its signatures: silence is no
    signature_chase_working_days: WorkingDays = 1  # [ours] for the coordinator, once it has escalated
    unit_minutes: UnitMinutes = 45  # [field] a supervision unit
    payment_days: PaymentDays = 14  # [field]

    # Cancelling, and not coming: what a contract says unless it is agreed otherwise.
    individual_notice_hours: Annotated[int, Field(ge=0, le=720)] = 48  # [field] Nordic practice
    group_notice_working_days: Annotated[int, Field(ge=0, le=30)] = 5  # [field] the same
    late_cancellation_percent: Percent = 100  # [field] the same
    # In steps, where the provider has set some: these hold instead of the three numbers before.
    individual_tiers: Tiers = []
    group_tiers: Tiers = []
    no_show_percent: Percent = 100  # [field] the same

    # Ending it before its last day: what a contract says unless it is agreed otherwise.
    notice_number: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 1  # [field] the usual clause: a month
    notice_unit: Literal["months", "days"] = "months"
    termination_fee_percent: Percent = 0  # [ours] nobody pays for having ended it

    # The sessions.
    interval_days: IntervalDays = 21  # [provider] every three to four weeks
    interval_slack_days: Annotated[int, Field(ge=0, le=30)] = 7  # [provider] the fourth week
    first_gaps: Annotated[int, Field(ge=0, le=10)] = 2  # [provider] a couple of meetings closer together
    first_gap_days: Annotated[int, Field(ge=1, le=60)] = 14  # [field]
    first_gap_slack_days: Annotated[int, Field(ge=0, le=30)] = 7  # [ours] reaches the same weekday again
    session_reminder_days: Annotated[int, Field(ge=1, le=30)] = 1  # [ours] a mail so many days before
    # [ours] the same, at the latest so many working days before the last one on which cancelling costs nothing
    free_limit_reminder_working_days: Annotated[int, Field(ge=1, le=30)] = 1
    plan_reminder_days: Days = (
        3  # [ours] whoever is asked about a plan is reminded; counted from the proposal
    )
    plan_escalates_days: Days = (
        7  # [ours] the same: a coordinator sees to it; until then its times are held for sure
    )
    plan_ends_days: Days = 14  # [ours] the same: its times are free again, as silence binds nobody
    confirmation_days: Days = 1  # [ours] for the supervisor, to say what happened
    review_days: Days = 14  # [ours] to hold a review; and between its reminders

    # A pause.
    pause_extends: bool = True  # [ours] the last day moves by as long as it was paused
    longest_pause_days: Days = 182  # [ours] then a coordinator asks: go on, or end it?
    resuming_working_days: WorkingDays = 5  # [ours] from the order to go on to the first session

    # The end.
    continuation_days: Days = 30  # [ours] before the last day: renew or close?
    continuation_again_days: Days = 14  # [ours] the same, once more
    earlier_end_days: Days = 14  # [ours] for the other two to answer whether it ends sooner

    # A dispute.
    dispute_days: Days = 14  # [ours] from an invoice's own day on a line of it can be disputed
    dispute_decision_working_days: WorkingDays = 5  # [ours] for finance, to decide one

    largest_group: Annotated[int, Field(ge=2, le=LARGEST_GROUP)] = (
        LARGEST_GROUP  # [ours] and of a leadership team
    )

    def size_of(self, audience: Audience) -> Size:
        """How many people may be in it, from the inquiry to the contract."""
        return size_of(audience, self.largest_group)

    def tiers_for(self, of: SessionFormat) -> list[CancellationTier]:
        """What cancelling costs unless it is agreed otherwise, the longest notice first."""
        set_ones, unit, notice = {
            "individual": (self.individual_tiers, "notice_hours", self.individual_notice_hours),
            "group": (self.group_tiers, "notice_working_days", self.group_notice_working_days),
        }[of]
        steps = [(notice, 0), (0, self.late_cancellation_percent)]
        return list(set_ones) or [
            CancellationTier.model_validate({unit: least, "percent": percent}) for least, percent in steps
        ]

    def first_gap(self, interval_days: int) -> int:
        """Days between the first sessions of a series: no longer than between the later ones."""
        return min(self.first_gap_days, interval_days)

    def begins_closer(self, interval_days: int) -> bool:
        """Whether the first sessions of a series come sooner after each other than the later ones."""
        return bool(self.first_gaps) and self.first_gap(interval_days) < interval_days

    @property
    def interval_weeks(self) -> str:
        """As people say it: 3–4."""
        weeks = (self.interval_days // 7, (self.interval_days + self.interval_slack_days) // 7)
        return "–".join(str(each) for each in sorted(set(weeks)))
