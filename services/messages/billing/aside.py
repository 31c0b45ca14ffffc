"""Lines that finance keeps from being invoiced: held until they are taken back, or left out for good, with a reason."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.billing.item import ItemKind
from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import Day, LongText, Period, Utc, Viewer

AsideKind = Literal["held", "left_out"]
"""held: no run takes it while it is held. left_out: nobody is billed for it, and nobody waits for it."""


KeptKind = Literal[AsideKind, "reported"]
"""reported: by the session's supervisor, and neither finance nor a coordinator has accepted it yet."""


class SetItemAside(Command[Done]):
    """aside_id: given to the form, so that the same sent twice is one.

    Refuses: not_yours_to_decide, unknown_item, reason_missing, not_waiting (it is on an invoice, or nothing is to be
    paid of it), already_aside (or the same aside_id said otherwise).
    """

    aside_id: UUID
    item_id: UUID
    kind: AsideKind
    reason: Annotated[LongText, Field(max_length=500)]
    set_by: UUID
    as_of: Utc


class TakeItemBack(Command[Done]):
    """The next run takes it. Once; the same again is nothing more. Refuses: not_yours_to_decide, unknown_aside."""

    aside_id: UUID
    taken_back_by: UUID
    as_of: Utc


class ItemAside(Reply):
    """net_cents: what its line would come to, VAT excluded."""

    aside_id: UUID
    item_id: UUID
    process_id: UUID
    number: int | None
    performed_on: Day
    item_kind: ItemKind
    net_cents: int
    kind: KeptKind
    reason: str
    set_by: UUID
    set_at: Utc


class ItemsAside(Reply):
    """count, net_cents: of all of them, also of those for whom there is no room."""

    items: list[ItemAside]
    count: int = 0
    net_cents: int = 0


class ListItemsAside(Query[ItemsAside]):
    """What is aside now, the last first; empty for all but those of the provider who see prices.

    period: what the run of that month would take but for this: what is held of it and before, and what of it is left
    out.
    """

    viewer: Viewer
    process_id: UUID | None = None
    period: Period | None = None
