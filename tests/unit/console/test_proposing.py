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
    asked = {
        "process_id": uuid4(),
        "number": "TO-1007",
        "status": "matched",
        "audience": "group",
        "headcount": 5,
        "language": "fi",
        "organisation_name": "Esimerkkilän kunta",
        "duration_minutes": 90,
        "template": template,
        "promises": OTHER,
    }
    nothing = dict.fromkeys(
        ("organisation_id", "contact_id", "suggestion", "outcome", "outcome_reason", "supervisor_id")
    )
    begins = TODAY + timedelta(days=OTHER.begins_after_days)
    assert as_promised(InquiryCard.model_validate(asked | nothing), TODAY) == {
        "duration_minutes": 90,
        "base_interval_days": OTHER.interval_days,
        "starts_on": begins,
        "ends_on": begins + timedelta(days=days_long - 1),
        "valid_until": TODAY + timedelta(days=OTHER.proposal_valid_days),
        "trial_decision_days": OTHER.trial_decision_days,
        "trial_price": "normal",
    }
