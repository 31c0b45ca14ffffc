"""Where a new paper's numbers come from: the accepted proposal, or the contract that it renews."""

from datetime import date, timedelta
from typing import Any

from services.contracts.tables import Contract
from services.messages.contracts import CompleteContract, Parties, Terms
from services.messages.intake import ProposalCard
from services.messages.values import Audience, CancellationTier, Percent

# Domain page, rules of the field (after Nordic practice). A tier: with at least this notice, so many percent.
_IN_TIME: Percent = 0
_TOO_LATE: Percent = 100
CANCELLATION_TIERS = {
    "individual": (
        CancellationTier(notice_hours=48, percent=_IN_TIME),
        CancellationTier(notice_hours=0, percent=_TOO_LATE),
    ),
    "group": (
        CancellationTier(notice_working_days=5, percent=_IN_TIME),
        CancellationTier(notice_working_days=0, percent=_TOO_LATE),
    ),
}
# Taxable until finance records a ground for exemption: domain page, open questions.
_VAT_CATEGORY = "S"
# What CompleteContract would say by itself stands in the draft until somebody says otherwise.
_POLICY = ("no_show_percent", "unit_minutes", "payment_days")
_CARRIED_ON = {
    "commissioner_id", "representative_id", "supervisee_ids", "supervisor_id", "largest_group",
    "organisation_id", "audience", "language", "duration_minutes", "base_interval_days", "unit_minutes",
    "price_cents", "vat_category", "payment_days", "cancellation_tiers", "no_show_percent", "clauses",
    "disputes_to",
}  # fmt: skip


def from_proposal(proposal: ProposalCard) -> dict[str, Any]:
    """A draft's columns. Until the members are named, the contact stands for them; no more than were priced."""
    copied = proposal.model_dump(
        include={
            "organisation_id",
            "supervisor_id",
            "audience",
            "language",
            "starts_on",
            "ends_on",
            "duration_minutes",
            "base_interval_days",
            "price_cents",
        }
    )
    return {
        **copied,
        **{name: CompleteContract.model_fields[name].default for name in _POLICY},
        "commissioner_id": proposal.contact_id,
        "representative_id": proposal.contact_id,
        "supervisee_ids": [],
        "largest_group": proposal.headcount,
        "vat_category": _VAT_CATEGORY,
        "cancellation_tiers": default_tiers(proposal.audience),
        "clauses": {},
    }


def default_tiers(audience: Audience) -> list[dict[str, int | None]]:
    return [tier.model_dump() for tier in CANCELLATION_TIERS[audience.session_format]]


def from_renewed(old: Contract) -> dict[str, Any]:
    """A draft's columns: everything as before, for the year that begins where the old one ends."""
    return {
        **old.model_dump(include=_CARRIED_ON),
        "starts_on": old.ends_on + timedelta(days=1),
        "ends_on": a_year_on(old.ends_on),
    }


def a_year_on(day: date) -> date:
    """The same date of the next year; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def terms_of(contract: Contract) -> Terms:
    return Terms.model_validate(contract.model_dump())


def parties_of(contract: Contract) -> Parties:
    return Parties.model_validate(contract.model_dump())
