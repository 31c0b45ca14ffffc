"""A paper's end and our own work on it: its owner says how it stands, and never lets a customer wait for nothing."""

from datetime import datetime, timedelta

import pytest

from services.messages.contracts import (
    ConsentAsked,
    ContractExpired,
    DraftOverdue,
    RemindOfDraft,
    RemindSigner,
    SignatureAsked,
)
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import days_after, end_of
from tests.integration.contracts.builders import (
    DRAFTED,
    MEMBERS,
    SIGNED,
    TOO_LATE,
    completion,
    drafted,
    end,
    expiry,
    hear_final_review,
    renew,
    said,
    show,
    sign_by,
    signature,
    signed,
    signing,
)
from tests.integration.contracts.test_declining import no

NEXT_YEAR = TOO_LATE + timedelta(days=365)
PREPARED = TOO_LATE + timedelta(days=60)


async def test_a_contract_that_we_have_not_completed_waits_for_us_and_not_for_its_end(contracts):
    process_id = await drafted(contracts)
    await contracts.ask(completion(process_id, clauses={}))
    found = await contracts.ask(expiry(process_id, NEXT_YEAR))
    assert (found.status, found.expires_at, found.agreed) == ("draft", None, None)
    await contracts.ask(completion(process_id, as_of=PREPARED))
    assert (await contracts.ask(expiry(process_id, at=days_after(PREPARED, 29)))).status == "signing"
    assert await said(contracts, ContractExpired) == []
    found = await contracts.ask(expiry(process_id, at=days_after(PREPARED, 30)))
    assert (found.status, found.expires_at) == ("expired", days_after(PREPARED, 30))


async def test_a_contract_is_completed_by_its_last_day_and_not_after(contracts):
    """Nobody is asked to sign what no session can be held by."""
    process_id = await drafted(contracts)
    over = end_of((await show(contracts, process_id)).terms.ends_on)
    with pytest.raises(Refusal) as refused:
        await contracts.ask(completion(process_id, as_of=over))
    assert (refused.value.code, refused.value.field) == ("term_over", "ends_on")
    assert (await show(contracts, process_id)).status == "draft"
    sent = await contracts.ask(completion(process_id, as_of=over - timedelta(hours=1)))
    assert sent.status == "signing"


async def test_whoever_is_asked_or_reminded_is_told_until_when_the_paper_waits(contracts):
    card = await signing(contracts)
    await contracts.ask(RemindSigner(process_id=card.process_id, level=1, as_of=SIGNED))
    asked = [*await said(contracts, ConsentAsked), *await said(contracts, SignatureAsked)]
    assert {one.level for one in asked} == {0, 1}
    assert {one.lapses_at for one in asked} == {
        (await contracts.ask(expiry(card.process_id, SIGNED))).expires_at
    }


async def test_a_contract_that_was_signed_in_time_is_found_signed_when_its_end_is_asked_for(contracts):
    card = await signed(contracts)
    found = await contracts.ask(expiry(card.process_id))
    assert (found.status, found.agreed.signed_at) == ("signed", SIGNED)
    assert found.agreed.supervisor_id == card.parties.supervisor_id
    assert await said(contracts, ContractExpired) == []


async def test_a_last_signature_of_five_seconds_before_the_end_is_found_though_it_is_asked_for_after_it(
    contracts,
):
    card = await signing(contracts)
    await sign_by(contracts, card, [Party.COMMISSIONER, Party.SUPERVISEE])
    in_time = TOO_LATE - timedelta(seconds=5)
    await contracts.ask(signature(card, Party.SUPERVISOR, as_of=in_time))
    found = await contracts.ask(expiry(card.process_id, TOO_LATE + timedelta(seconds=11)))
    assert (found.status, found.agreed.signed_at) == ("signed", in_time)
    assert await said(contracts, ContractExpired) == []


async def test_after_a_declined_paper_the_end_counts_from_the_new_one(contracts):
    card = await signing(contracts)
    await contracts.ask(no(card, Party.COMMISSIONER))
    assert (await contracts.ask(expiry(card.process_id))).status == "draft"
    await contracts.ask(completion(card.process_id, as_of=PREPARED, payment_days=21))
    found = await contracts.ask(expiry(card.process_id, at=PREPARED))
    assert (found.version, found.status, found.expires_at) == (2, "signing", days_after(PREPARED, 30))
    again = await show(contracts, card.process_id)
    await sign_by(contracts, again)
    assert (await show(contracts, card.process_id)).status == "signed"


async def test_we_are_reminded_of_a_draft_once_for_each_level_and_of_the_next_one_anew(contracts):
    card = await show(contracts, await drafted(contracts))

    async def remind(*levels: int) -> None:
        for level in levels:
            await contracts.ask(RemindOfDraft(process_id=card.process_id, level=level, as_of=SIGNED))

    await remind(1, 1, 2)
    await contracts.ask(completion(card.process_id))
    await remind(1)
    await contracts.ask(no(await show(contracts, card.process_id), Party.COMMISSIONER))
    await remind(1)
    told = [(one.version, one.level) for one in await said(contracts, DraftOverdue)]
    assert told == [(1, 1), (1, 2), (2, 1)]


@pytest.mark.parametrize(("chosen", "outcome"), [("renew", "renewed"), (None, "closed")])
async def test_a_process_ends_on_its_last_morning_and_says_as_what(contracts, chosen, outcome):
    card = await signed(contracts)
    await hear_final_review(contracts, card.process_id)
    if chosen:
        await renew(contracts, card.process_id)
    early: datetime = DRAFTED
    found = await contracts.ask(end(card.process_id).model_copy(update={"as_of": early}))
    assert found.ended_as is None and found.ends_at > early
    for _ in range(2):
        assert (await contracts.ask(end(card.process_id))).ended_as == outcome
    assert (await show(contracts, card.process_id)).parties.supervisee_ids == MEMBERS
