"""What a contract binds to: its clauses, its parties, its terms."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.contracts.termination import NoticePeriod
from services.messages.envelope import Reply
from services.messages.promises import Promises
from services.messages.texts import written
from services.messages.values import (
    Audience,
    CancellationTier,
    Count,
    Day,
    Language,
    LengthPrice,
)
from services.messages.wished_times import TimeOfDay, Weekday


class Clause(StrEnum):
    """The association's eleven, then our two (the last is rendered from the table of who sees what)."""

    DURATION_AND_AMOUNT = "duration_and_amount"
    AGREEING_MEETINGS = "agreeing_meetings"
    PLACE = "place"
    GOALS = "goals"
    EVALUATION = "evaluation"
    METHODS = "methods"
    PRICE_AND_PAYMENT = "price_and_payment"
    CANCELLATION = "cancellation"
    UNUSED_TIME = "unused_time"
    INTERRUPTION = "interruption"
    DISSATISFACTION = "dissatisfaction"
    NO_RECORDING = "no_recording"
    INFORMATION_EXCHANGE = "information_exchange"


ClauseText = Annotated[str, Field(max_length=4000), BeforeValidator(written)]
"""Empty: what was written by hand is taken away."""

LONGEST_PLACE = 120
"""A name and an address. What is longer tells how a place is agreed: no title of a calendar's entry, and no place."""


SigningWay = Literal["signed_in", "mailed_link"]
"""How somebody came to the paper that they signed: into their own pages, or by the link in a mail to them alone."""

ContractStatus = Literal[
    "draft", "signing", "signed", "expired", "given_up", "declined", "withdrawn", "lapsed", "terminated"
]
"""given_up: the process ended with it, unsigned.

declined, withdrawn: of a version that a party said no to, or that we took back; never of the newest, but for an
amendment. lapsed, terminated: of an amendment that was not signed in time, or before the contract was terminated.
"""


class Parties(Reply):
    """supervisee_ids: every member; representative_id signs for them and is one of them."""

    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: list[UUID]
    supervisor_id: UUID


class Terms(Reply):
    """What the signed paper says in numbers. price_cents: for one session of duration_minutes, VAT excluded;
    consumer_price_cents: the same to a private person.

    promises: the provider's, as they held when the process began; the rest of this was agreed. sessions_agreed: how
    many sessions; none: as many as the plan of the term has, see PreviewSeries. department_id: the organisation's part
    that it is for; none for the whole of it. notice: of terminating it. termination_fee_percent: of the price of each
    session that is called off since the customer or the supervisees terminated it. length_prices: of sessions of other
    lengths, by length, for one that turns out shorter, or longer as the commissioner agrees.
    preferred_weekdays, preferred_times: what was wished, for the plan of the series; not agreed, and not on the paper.
    Of each none means any.
    """

    organisation_id: UUID
    audience: Audience
    language: Language
    starts_on: Day
    ends_on: Day
    duration_minutes: int
    base_interval_days: int
    unit_minutes: int
    price_cents: int
    vat_category: str
    payment_days: int
    cancellation_tiers: list[CancellationTier]
    no_show_percent: int
    promises: Promises = Promises()
    notice: NoticePeriod = NoticePeriod(unit="months", number=1)
    termination_fee_percent: int = 0
    sessions_agreed: Count | None = None
    department_id: UUID | None = None
    consumer_price_cents: int | None = None
    length_prices: list[LengthPrice] = []
    preferred_weekdays: list[Weekday] = []
    preferred_times: list[TimeOfDay] = []
