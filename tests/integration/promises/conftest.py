"""A provider that has promised other numbers: everything is open, and a process begins after they were set."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from services.messages.directory import SetPromises
from services.messages.promises import Promises
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.notices.mailbox import Mailbox

FROM = date(2026, 11, 5)
SET = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OTHER = Promises(
    screening_working_days=3,
    screening_escalates_working_days=5,
    matching_working_days=4,
    matching_escalates_working_days=8,
    proposal_working_days=5,
    proposal_escalates_working_days=9,
    proposal_valid_days=23,
    proposal_reminder_days=5,
    begins_after_days=29,
    year_days=301,
    short_days=151,
    crisis_days=61,
    contract_working_days=7,
    contract_escalates_working_days=11,
    signing_reminder_days=4,
    signing_second_reminder_days=9,
    signing_escalates_days=16,
    signing_ends_days=41,
    signature_chase_working_days=2,
    unit_minutes=60,
    payment_days=22,
    individual_notice_hours=72,
    group_notice_working_days=7,
    late_cancellation_percent=81,
    no_show_percent=62,
    interval_days=28,
    interval_slack_days=14,
    first_gaps=1,
    first_gap_days=12,
    first_gap_slack_days=9,
    session_reminder_days=2,
    confirmation_days=3,
    review_days=20,
    continuation_days=45,
    continuation_again_days=19,
    largest_group=8,
)


def promising(arranged: Arranged, promises: Promises, valid_from: date = FROM) -> SetPromises:
    by = arranged.staff["administrator"]
    return SetPromises(valid_from=valid_from, promises=promises, set_by=by, as_of=SET)


@pytest.fixture
async def promised(house: House) -> AsyncIterator[Arranged]:
    mailbox = Mailbox()
    house.smtp_port = mailbox.open()
    arranged = await arrange(house)
    await house.open("notices", "portal")
    await house.ask(promising(arranged, OTHER))
    yield arranged
    mailbox.close()
