"""A signed contract is ended before its last day, with notice or at once."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.promises import MOST_DAYS as MOST_DAYS
from services.messages.promises import MOST_MONTHS as MOST_MONTHS
from services.messages.values import Day, LongText, Party, Percent, Utc, Value, Viewer

EndReason = Literal["wish_of_supervisees", "wish_of_commissioner", "wish_of_supervisor", "illness", "other"]

EndHow = Literal["notice", "at_once", "agreed"]
EndCosts = Literal["nothing", "agreed_fee", "by_notice"]
"""What a session costs that is called off by the end: by_notice as if it had been cancelled, once that is confirmed."""


class NoticePeriod(Value):
    """How long a contract goes on after it was terminated: up to a year."""

    unit: Literal["months", "days"]
    number: Annotated[int, Field(ge=0, le=MOST_DAYS)]

    @model_validator(mode="after")
    def _within_a_year(self) -> "NoticePeriod":
        if self.unit == "months" and self.number > MOST_MONTHS:
            raise ValueError("more than a year")
        return self


class TerminationPreview(Reply):
    """last_day: the contract's, were it terminated now. notice, fee_percent: as the contract has them; the latter
    of the price of each session that is called off, unless the supervisor terminates.

    may_terminate: the viewer. as_party: for whom; none for a coordinator, who writes down what a party has said.
    already: it was terminated, and last_day is what came of that. by, how, reason_code, reason: of the word that holds;
    the last two to a coordinator only. at_once_by: for which parties the viewer may end it at once. to_confirm: it was,
    and no coordinator has confirmed it; charges: as they did. may_confirm: the viewer. may_agree: the viewer
    may propose an earlier last day, or one is proposed. may_charge: where somebody pays. follows_on: when the contract
    begins that follows, where all have signed it; successor_stands: as of TerminateProcess, once it was said.
    withdraws_until: until when a consumer withdraws by ending it at once, at no cost; none where nobody does.
    withdraws: the word that holds was that. alone: commissioner and supervisees are one person.
    renewal_off: it was chosen that it goes on, which not all have signed, and that comes to nothing by this.
    amendment_off: so does a change of the contract that concerns the viewer, and to which not all have agreed.
    begins_on: its first day, while that is to come; unbegun_from: the same, where last_day is before it.
    """

    last_day: Day
    notice: NoticePeriod
    fee_percent: int = 0
    may_terminate: bool
    as_party: Party | None = None
    already: bool = False
    by: Party | None = None
    reason_code: EndReason | None = None
    reason: str = ""
    how: EndHow | None = None
    at_once_by: list[Party] = []
    to_confirm: bool = False
    charges: bool | None = None
    may_confirm: bool = False
    may_charge: bool = False
    may_agree: bool = False
    follows_on: Day | None = None
    successor_stands: bool | None = None
    withdraws_until: Day | None = None
    withdraws: bool = False
    alone: bool = False
    renewal_off: bool = False
    amendment_off: bool = False
    begins_on: Day | None = None
    unbegun_from: Day | None = None


class PreviewTermination(Query[TerminationPreview]):
    """Changes nothing. Refuses: unknown_process - also to those who may not end it -, contract_not_signed."""

    process_id: UUID
    viewer: Viewer
    as_of: Utc


class TerminateProcess(Command[TerminationPreview]):
    """by: the party that ends it; terminated_by: one of its own, or a coordinator to whom it was said.

    last_day: the one that was shown. reason: for the coordinators. waives_review: no final review is held, for that
    reason. successor_stands: the contract that follows does, where all have signed it; else it ends by the same word.
    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, reason_missing (waived without one),
    process_ended, already_terminated (otherwise), last_day_changed.
    """

    process_id: UUID
    by: Party
    reason_code: EndReason
    reason: LongText = ""
    waives_review: bool = False
    successor_stands: bool = False
    last_day: Day
    terminated_by: UUID
    as_of: Utc


class EndAtOnce(Command[TerminationPreview]):
    """Without notice: by the supervisor where somebody is in danger, by the commissioner where a credential has lapsed,
    by the supervisees of their own motion. Also after a notice.

    by, ended_by, successor_stands: as of TerminateProcess. reason: for the coordinators; a supervisor says what it is.
    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, reason_missing, credentials_in_force,
    process_ended, already_terminated (at once, otherwise).
    """

    process_id: UUID
    by: Party
    reason: LongText = ""
    waives_review: bool = False
    successor_stands: bool = False
    ended_by: UUID
    as_of: Utc


class ConfirmEnding(Command[Done]):
    """A coordinator has looked at an end at once, and says whether what it called off late is paid for.

    ground: for the coordinators. Refuses: unknown_process, nothing_to_confirm, not_yours_to_decide, nobody_pays
    (it was not the supervisees who ended it), already_confirmed (otherwise).
    """

    process_id: UUID
    charges: bool
    ground: LongText = ""
    confirmed_by: UUID
    as_of: Utc


class EndingToConfirm(Event):
    """It was ended at once. act_by: for a coordinator."""

    process_id: UUID
    act_by: Utc


class EndingConfirmed(Event):
    """charges: what was called off within the notice costs what cancelling it would have."""

    process_id: UUID
    charges: bool


class ProcessTerminated(Event):
    """The contract ends on last_day for every rule. ends_at: the morning on which the process is closed.

    final_review: opened now and due on the last day, or waived. costs: of what is called off. stops_at: nothing begins
    from then on, also on the last day; none: it stands. agreed: by all three parties, as the one in `by` proposed.
    fee_percent: of the price of what a notice calls off; none where it ends otherwise. withdraws: a consumer's right.
    renewal_off: what was to follow, as was chosen, and comes to nothing by this, as not all had signed it.
    amendment_off: whom the change of the contract concerned that was open, and has come to nothing by this.
    unbegun_from: its first day, where it ends before that.
    """

    process_id: UUID
    version: int
    by: Party
    last_day: Day
    ends_at: Utc
    final_review: Literal["open", "waived"]
    terminated_at: Utc
    costs: EndCosts = "nothing"
    stops_at: Utc | None = None
    agreed: bool = False
    withdraws: bool = False
    fee_percent: Percent | None = None
    renewal_off: UUID | None = None
    amendment_off: list[Party] = []
    unbegun_from: Day | None = None
