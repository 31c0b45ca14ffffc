"""Items that come of no session: somebody enters them, and takes them back while they are on no invoice."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.billing.item import ItemKind
from services.messages.envelope import Asked, Command, Done, Query, Reply
from services.messages.values import NEVER_SET, Cents, Day, LongText, Mark, Period, Utc, Viewer

EnteredKind = Literal["travel", "travel_time", "material", "fixed_fee", "correction"]
"""What stands on the invoice: these words, in the customer's language, and no others."""

ReportedKind = Literal["travel", "travel_time", "material"]
"""What a supervisor reports of a session of theirs."""

EnteredState = Literal["waits", "reported", "aside", "invoiced", "billed_by_hand", "let_go", "withdrawn"]
"""reported: by the supervisor, and nobody has accepted it yet. aside: finance keeps it off the invoice. let_go: nobody
is billed for it, after a credit note.
"""

Amount = Annotated[int, Field(ge=-10_000, le=10_000)]


class EnterItem(Command[Done]):
    """item_id: given to the form, so that the same sent twice is one. performed_on: the day of supply.

    quantity: kilometres of travel, minutes of travel_time, pieces of the others. price_cents: of one without VAT, of
    travel_time of an hour; none: what the provider's prices say, and a kilometre without one what the tax
    administration allows on that day. note: for those of the provider who see prices; it stands on no document.

    Refuses: not_yours_to_decide, unknown_process, outside_the_contract, in_the_future, quantity_wrong (below zero, but
    of a correction; or none at all), price_not_said (also of nothing), comes_to_nothing, vat_rate_missing,
    already_entered (the same item_id said otherwise).
    """

    item_id: UUID
    process_id: UUID
    kind: EnteredKind
    performed_on: Day
    quantity: Amount = 1
    price_cents: Cents | None = None
    note: Annotated[LongText, Field(max_length=500)] = ""
    entered_by: UUID
    as_of: Utc


class WithdrawItem(Command[Done]):
    """Nobody is billed for it. Once; the same again is nothing more.

    Refuses: not_yours_to_decide, unknown_item, already_aside (take it back first), not_waiting.
    """

    item_id: UUID
    withdrawn_by: UUID
    as_of: Utc


class ReportCost(Command[Done]):
    """What a session cost its supervisor besides; entered for its day, and on no invoice before it is accepted.

    quantity: as of EnterItem. price_cents: of a piece of material; of travel the prices of the provider hold. note: for
    those of the provider who see prices, and for who wrote it.
    Refuses: not_yours_to_decide, unknown_session, price_is_set, travel_price_missing (the provider has none for its
    contract), reported_already (an equal one of that session stands), and as EnterItem does.
    """

    item_id: UUID
    session_id: UUID
    kind: ReportedKind
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    price_cents: Cents | None = None
    note: Annotated[LongText, Field(max_length=500)] = ""
    reported_by: UUID
    as_of: Utc


class AcceptReport(Command[Done]):
    """The next run takes it. Once; the same again is nothing more.

    Refuses: not_yours_to_decide, unknown_item, is_withdrawn, already_aside (kept off its invoice since).
    """

    item_id: UUID
    accepted_by: UUID
    as_of: Utc


class EnteredItem(Reply):
    """quantity, price_cents: as they were entered. net_cents: what its line comes to, VAT excluded.

    withdrawn_by: who entered it, or whoever did not accept it; none while nobody has withdrawn it.
    """

    item_id: UUID
    process_id: UUID
    kind: ItemKind
    performed_on: Day
    quantity: int
    price_cents: int
    net_cents: int
    note: str
    state: EnteredState
    entered_by: UUID
    entered_at: Utc
    session_id: UUID | None = None
    withdrawn_by: UUID | None = None


class EnteredItems(Reply):
    """count: of all of them, also of those for whom there is no room."""

    items: list[EnteredItem]
    count: int = 0


class ListEnteredItems(Query[EnteredItems]):
    """The last day first; empty for all but those of the provider who see prices. period: of the day of supply.

    reported: only what waits to be accepted.
    """

    viewer: Viewer
    process_id: UUID | None = None
    period: Period | None = None
    reported: bool = False


class ListSessionCosts(Query[EnteredItems]):
    """What was reported of one session, the first first: all of it for those of the provider who see prices, to a
    supervisor their own.
    """

    session_id: UUID
    viewer: Viewer


class TravelPrice(Reply):
    """cents: of a kilometre; hour_cents: of an hour of travelling. none: nobody has said what it is on that day."""

    cents: int | None
    hour_cents: int | None = None


class ShowTravelPrice(Asked[TravelPrice]):
    """What travel costs where whoever enters it says nothing else.

    process_id: of its contract; without one, of a contract that begins on that day.
    Refuses: unknown_process, outside_the_contract.
    """

    on: Day
    process_id: UUID | None = None


TravelKind = Literal["travel", "travel_time"]


class SetTravelPrice(Command[Done]):
    """What a kilometre, or an hour of travelling, costs in contract versions that begin on that day or later.

    Those that have begun keep theirs. The same kind and day again replaces it.

    seen: TravelPrices' mark. Refuses: not_yours_to_decide, set_meanwhile (of that day there is another price than was
    seen).
    """

    kind: TravelKind
    valid_from: Day
    price_cents: Annotated[Cents, Field(gt=0)]
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class TravelPriceLine(Reply):
    kind: TravelKind
    valid_from: Day
    price_cents: int


class TravelPrices(Reply):
    prices: list[TravelPriceLine]
    mark: Mark = NEVER_SET


class ListTravelPrices(Asked[TravelPrices]):
    """By kind, the last day first."""
