"""What a process costs by now, what it will cost as it is planned, and what part of its price a session costs."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.billing.item import PartOf
from services.messages.envelope import Query, Reply
from services.messages.values import Day, Minutes, Value, Viewer

MOST_PLANNED = 400


class PlannedCharge(Value):
    """A session that is planned still, as `sessions` has it."""

    performed_on: Day
    minutes: Minutes
    trial: bool = False


class ProcessCost(Reply):
    """invoiced_cents: with what was credited taken off. waiting_cents: recorded, and on no invoice yet; what finance
    bills by hand is in neither. to_come_cents: of the planned sessions, if each is held; none where one has no price.

    trial_credit_cents: what the contract's invoices still take off for its trial, of what waits and is to come.
    with_vat: a private person's, who agreed a price with the tax; all others' without.
    """

    invoiced_cents: int
    waiting_cents: int
    to_come_cents: int | None
    trial_credit_cents: int = 0
    with_vat: bool = False


class ShowCost(Query[ProcessCost]):
    """For those who see the process's prices. planned: by `sessions`, which alone knows them.

    Refuses: unknown_process - also for those who see no prices of it.
    """

    process_id: UUID
    planned: Annotated[list[PlannedCharge], Field(max_length=MOST_PLANNED)] = []
    viewer: Viewer


class SessionShare(Reply):
    """percent: of the session's price; 0: it costs nothing."""

    session_id: UUID
    percent: PartOf


class SessionShares(Reply):
    """Of sessions to which nobody came, and of those that were called off and cost something. Not of what is not
    decided - in dispute, or called off by an end that nobody has confirmed -, nor of what was credited or let go.
    """

    shares: list[SessionShare]


class ListSessionShares(Query[SessionShares]):
    """For those who see the process's prices; for its supervisees, who read these percents in their contract, of their
    own days. Refuses: unknown_process.
    """

    process_id: UUID
    viewer: Viewer
