"""The provider's promises, from a day on."""

from uuid import UUID

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.promises import Promises
from services.messages.values import Day, Utc


class SetPromises(Command[Done]):
    """All of them, from that day on until other ones begin; processes that are under way keep theirs.

    Natural key: valid_from. set_by: an administrator of the provider.
    Refuses: administrators_only, validity_in_the_past, falls_due_too_early (a number of days that has to be larger
    than another one, and is not), tiers_in_two_units, notice_twice, later_costs_less, day_too_late.
    """

    valid_from: Day
    promises: Promises
    set_by: UUID
    as_of: Utc


class PromisesInForce(Reply):
    """valid_from: since when; none where none were set: then they are the usual ones."""

    promises: Promises
    valid_from: Day | None = None


class ShowPromises(Query[PromisesInForce]):
    """Those that hold on a local day."""

    on: Day


class PromisesList(Reply):
    promises: list[PromisesInForce]


class ListPromises(Query[PromisesList]):
    """All that were ever set, the latest day first, coming ones too."""
