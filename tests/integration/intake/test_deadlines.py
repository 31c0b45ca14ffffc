"""The owner of an answer decides whether it came in time, however late the process asks."""

from datetime import date, datetime, time, timedelta

import pytest

from services.messages.intake import ExpireProposal, ProposalAnswered, ProposalExpired, ShowInquiry
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import to_utc
from tests.house import House
from tests.integration.intake.builders import answer, proposed, said, supervisor

MIDNIGHT = to_utc(date(2026, 12, 1), time(0))
"""The end of the proposal's last day."""
IN_TIME, ASKED_AT = MIDNIGHT - timedelta(seconds=5), MIDNIGHT + timedelta(seconds=11)


async def test_an_answer_of_five_seconds_before_midnight_is_found_though_the_process_asks_after_it(
    intake: House,
) -> None:
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(process_id, as_of=IN_TIME))
    found = await intake.ask(ExpireProposal(process_id=process_id, as_of=ASKED_AT))
    assert (found.expired, found.answer, found.answered_at) == (False, "accept", IN_TIME)
    assert (await intake.ask(ShowInquiry(process_id=process_id))).status == "accepted"
    assert await said(intake, ProposalExpired) == []


@pytest.mark.parametrize("late", [MIDNIGHT, ASKED_AT])
async def test_an_answer_of_midnight_or_later_is_none_whether_or_not_the_process_has_asked(
    intake: House, late: datetime
) -> None:
    process_id = await proposed(intake, await supervisor(intake))
    for _ in range(2):
        with pytest.raises(Refusal, match="proposal_expired"):
            await intake.ask(answer(process_id, as_of=late))
        found = await intake.ask(ExpireProposal(process_id=process_id, as_of=ASKED_AT))
        assert (found.expired, found.answer) == (True, None)
    assert await said(intake, ProposalAnswered) == []
