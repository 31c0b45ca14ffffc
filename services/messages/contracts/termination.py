"""A signed contract is ended before its last day, with notice."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from services.messages.envelope import Command, Event, Reply
from services.messages.values import Day, LongText, Party, Utc, Value, Viewer

EndReason = Literal["wish_of_supervisees", "wish_of_commissioner", "wish_of_supervisor", "illness", "other"]

MOST_MONTHS = 12


class NoticePeriod(Value):
    """How long a contract goes on after it was terminated: up to a year."""

    unit: Literal["months", "days"]
    number: Annotated[int, Field(ge=0, le=365)]

    @model_validator(mode="after")
    def _within_a_year(self) -> "NoticePeriod":
        if self.unit == "months" and self.number > MOST_MONTHS:
            raise ValueError("more than a year")
        return self


class TerminationPreview(Reply):
    """last_day: the contract's, were it terminated now. notice, fee_percent: as the contract has them; the latter
    of the price of each session that is called off, unless the supervisor terminates.

    may_terminate: the viewer. as_party: for whom; none for a coordinator, who writes down what a party has said.
    already: it was terminated, and last_day is what came of that. by, reason_code, reason: of that one; the last two to
    a coordinator only.
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


class PreviewTermination(Command[TerminationPreview]):
    """Changes nothing. Refuses: unknown_process - also to those who may not end it -, contract_not_signed."""

    process_id: UUID
    viewer: Viewer
    as_of: Utc


class TerminateProcess(Command[TerminationPreview]):
    """by: the party that ends it; terminated_by: one of its own, or a coordinator to whom it was said.

    last_day: the one that was shown. reason: for the coordinators. waives_review: no final review is held, for that
    reason.
    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, reason_missing (waived without one),
    process_ended, already_terminated (otherwise), last_day_changed.
    """

    process_id: UUID
    by: Party
    reason_code: EndReason
    reason: LongText = ""
    waives_review: bool = False
    last_day: Day
    terminated_by: UUID
    as_of: Utc


class ProcessTerminated(Event):
    """The contract ends on last_day for every rule. ends_at: the morning on which the process is closed.

    final_review: opened now and due on the last day, or waived.
    """

    process_id: UUID
    version: int
    by: Party
    last_day: Day
    ends_at: Utc
    final_review: Literal["open", "waived"]
    terminated_at: Utc
