"""The provider's promises, from a day on."""

from uuid import UUID

from services.messages.envelope import Asked, Command, Done, Query, Reply
from services.messages.promises import Promises
from services.messages.values import NEVER_SET, Day, Mark, Utc


class SetPromises(Command[Done]):
    """All of them, from that day on until other ones begin; processes that are under way keep theirs.

    Natural key: valid_from. set_by: an administrator of the provider. seen: PromisesList's mark, of what was looked at.
    Refuses: administrators_only, validity_in_the_past, falls_due_too_early (a number of days that has to be larger
    than another one, and is not), tiers_in_two_units, notice_twice, later_costs_less, notice_too_long, day_too_late,
    set_meanwhile (what was looked at is no longer what stands).
    """

    valid_from: Day
    promises: Promises
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class PromisesInForce(Reply):
    """valid_from: since when; none where none were set: then they are the usual ones. set_by, set_at: who said so."""

    promises: Promises
    valid_from: Day | None = None
    set_by: UUID | None = None
    set_at: Utc | None = None


class ShowPromises(Query[PromisesInForce]):
    """Those that hold on a local day."""

    on: Day


class PromisesList(Reply):
    """The latest day first, and of one day what was said last. mark: of them all."""

    promises: list[PromisesInForce]
    mark: Mark = NEVER_SET


class ListPromises(Asked[PromisesList]):
    """All that were ever set, the latest day first, coming ones too."""
