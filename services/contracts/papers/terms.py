"""Where a new paper's numbers come from: the accepted proposal, or the contract that it renews."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.contracts.tables import Contract
from services.messages.contracts import Parties, Terms
from services.messages.headcounts import Size
from services.messages.intake import ProposalCard
from services.messages.promises import Promises
from services.messages.values import Audience
from services.runtime.far_days import years_after

_ALMOST_A_YEAR = 300
"""[ours] Days of a term that is meant as a year, and goes on to the same date of the next."""
_UNLESS_SAID: dict[str, Any] = {
    "vat_category": "S",  # [ours] taxable, until finance has recorded a ground for exemption
}
# As promised, until somebody says otherwise in the draft.
_AS_PROMISED = {"no_show_percent", "unit_minutes", "payment_days", "termination_fee_percent"}
_AS_PROPOSED = {
    "organisation_id", "department_id", "supervisor_id", "audience", "language", "starts_on", "ends_on",
    "duration_minutes", "base_interval_days", "sessions_agreed", "price_cents", "consumer_price_cents",
    "length_prices", "preferred_weekdays", "preferred_times",
}  # fmt: skip
_CARRIED_ON = {
    "commissioner_id", "representative_id", "supervisee_ids", "supervisor_id", "largest_group",
    "organisation_id", "department_id", "audience", "language", "duration_minutes", "base_interval_days",
    "sessions_agreed", "unit_minutes", "preferred_weekdays", "preferred_times",
    "price_cents", "consumer_price_cents", "length_prices",
    "vat_category", "payment_days", "cancellation_tiers", "no_show_percent",
    "notice", "termination_fee_percent", "clauses", "disputes_to",
}  # fmt: skip


def as_proposed(proposal: ProposalCard) -> dict[str, Any]:
    """The columns that say what was accepted, and nothing else."""
    return {**proposal.model_dump(include=_AS_PROPOSED), "proposal_revision": proposal.revision}


def from_proposal(proposal: ProposalCard) -> dict[str, Any]:
    """A draft's columns. Until the members are named, the contact stands for them."""
    return {
        **as_proposed(proposal),
        **proposal.promises.model_dump(include=_AS_PROMISED),
        "notice": {"unit": proposal.promises.notice_unit, "number": proposal.promises.notice_number},
        "promises": proposal.promises.model_dump(),
        "commissioner_id": proposal.contact_id,
        "representative_id": proposal.contact_id,
        "supervisee_ids": [],
        "largest_group": proposal.promises.size_of(proposal.audience).most,
        **_UNLESS_SAID,
        "cancellation_tiers": [
            tier.model_dump() for tier in proposal.promises.tiers_for(proposal.audience.session_format)
        ],
        "clauses": {},
    }


def from_renewed(
    old: Contract, promises: Promises, left: Collection[UUID], represents: UUID | None
) -> dict[str, Any]:
    """A draft's columns: everything as before, for the term that begins where the old one ends.

    promises: the successor's own; what was agreed in the old contract's terms goes on. left: members of the old one
    who are none any more. represents: who acts for the group at its end; where nobody does, the coordinator asks those
    who stay.
    """
    staying = [one for one in old.supervisee_ids if one not in left]
    return {
        **old.model_dump(include=_CARRIED_ON),
        "supervisee_ids": staying,
        "representative_id": represents or next(iter(staying), old.representative_id),
        "promises": promises.model_dump(),
        **next_term(old.starts_on, old.ends_on),
    }


def next_term(starts_on: date, ends_on: date) -> dict[str, date]:
    """The term that follows on another, from the day after it: a year after a year, else as many days again."""
    days = (ends_on - starts_on).days + 1
    is_a_year = days >= _ALMOST_A_YEAR
    last = years_after(ends_on, 1) if is_a_year else ends_on + timedelta(days=days)
    return {"starts_on": ends_on + timedelta(days=1), "ends_on": last}


def never_began(contract: Contract) -> bool:
    """Whether it ended, or is to end, before its first day."""
    return contract.ends_on < contract.starts_on


def size_of(contract: Contract) -> Size:
    """How many members it takes: what an inquiry said of their number was a guess."""
    usual = Promises.model_validate(contract.promises).size_of(Audience(contract.audience))
    return usual.model_copy(update={"most": contract.largest_group})


def terms_of(contract: Contract) -> Terms:
    return Terms.model_validate(contract.model_dump())


def parties_of(contract: Contract) -> Parties:
    return Parties.model_validate(contract.model_dump())


def unpriced(terms: Terms) -> Terms:
    """As they are shown to those who see no prices."""
    none: dict[str, object] = {"price_cents": 0, "consumer_price_cents": None, "length_prices": []}
    return terms.model_copy(update=none)
