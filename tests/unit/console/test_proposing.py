"""What the form of a proposal says before anybody has changed it: as it was promised to this process."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.console.pages.processes.arranging.proposing import as_promised
from services.messages.intake import InquiryCard, Template
from services.messages.promises import Promises
from tests.other_promises import OTHER

TODAY = date(2027, 1, 4)


def test_every_number_of_the_other_provider_is_another() -> None:
    usual = Promises().model_dump()
    assert [name for name, number in OTHER.model_dump().items() if number == usual[name]] == []


def asked(promises: Promises, **facts: object) -> InquiryCard:
    told = {
        "process_id": uuid4(),
        "number": "TO-1007",
        "status": "matched",
        "audience": "group",
        "headcount": 5,
        "language": "fi",
        "organisation_name": "Esimerkkilän kunta",
        "duration_minutes": 90,
        "promises": promises,
    }
    nothing = dict.fromkeys(
        ("organisation_id", "contact_id", "suggestion", "outcome", "outcome_reason", "supervisor_id")
    )
    return InquiryCard.model_validate(told | nothing | facts)


@pytest.mark.parametrize(
    ("template", "days_long"),
    [
        ("year", OTHER.year_days),
        ("short", OTHER.short_days),
        ("crisis", OTHER.crisis_days),
        (None, OTHER.year_days),
    ],
)
def test_a_proposal_is_as_long_as_was_promised_for_what_was_asked(
    template: Template | None, days_long: int
) -> None:
    process = asked(OTHER, template=template)
    begins = TODAY + timedelta(days=OTHER.begins_after_days)
    assert as_promised(process, TODAY) == {
        "duration_minutes": 90,
        "base_interval_days": OTHER.interval_days,
        "starts_on": begins,
        "ends_on": begins + timedelta(days=days_long - 1),
        "valid_until": TODAY + timedelta(days=OTHER.proposal_valid_days),
        "trial_decision_days": OTHER.trial_decision_days,
        "trial_price": "normal",
    }


def test_it_begins_after_its_last_day_by_promises_of_before_too() -> None:
    """Of a provider who promised both in fourteen days."""
    before = Promises(proposal_valid_days=14, begins_after_days=14)
    usual, then = as_promised(asked(Promises()), TODAY), as_promised(asked(before), TODAY)
    assert (usual["valid_until"], usual["starts_on"]) == (date(2027, 1, 18), date(2027, 2, 1))
    assert (then["valid_until"], then["starts_on"]) == (date(2027, 1, 18), date(2027, 1, 19))
