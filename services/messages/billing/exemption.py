"""A process whose service bears no VAT: finance says so, with the ground in the law."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import Day, LongText, Utc, Viewer

ExemptionGround = Literal["health_care", "social_welfare", "education"]
"""The words stand on every document, in the customer's language; see `services/billing/items/exemptions.py`."""


class ExemptFromVat(Command[Done]):
    """What is performed on from_day or later, and is on no invoice yet, bears no tax.

    exemption_id: given to the form, so that the same sent twice is one. reason: what finance relies on, in its own
    words; on no document.
    Refuses: not_yours_to_decide, unknown_process, reason_missing, already_exempt (or the same exemption_id said
    otherwise).
    """

    exemption_id: UUID
    process_id: UUID
    ground: ExemptionGround
    from_day: Day
    reason: Annotated[LongText, Field(max_length=500)]
    set_by: UUID
    as_of: Utc


class EndExemption(Command[Done]):
    """What is on no invoice yet is taxed as the contract says. Once; the same again is nothing more.

    Refuses: not_yours_to_decide, unknown_exemption.
    """

    exemption_id: UUID
    ended_by: UUID
    as_of: Utc


class Exemption(Reply):
    """code: of the ground in documents. ended_by, ended_at: none while it is in force."""

    exemption_id: UUID
    process_id: UUID
    ground: ExemptionGround
    code: str
    from_day: Day
    reason: str
    set_by: UUID
    set_at: Utc
    ended_by: UUID | None = None
    ended_at: Utc | None = None


class Exemptions(Reply):
    exemptions: list[Exemption]


class ListExemptions(Query[Exemptions]):
    """The newest first; empty for whoever may not say so."""

    viewer: Viewer
    process_id: UUID
