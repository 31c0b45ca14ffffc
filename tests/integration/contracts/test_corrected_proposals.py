"""An accepted proposal is corrected while its contract is a draft."""

from datetime import UTC, date, datetime

import pytest

from services.messages.contracts import ShowContract, WithdrawContract
from services.messages.intake import (
    ExpireProposal,
    ProposalAnswered,
    ProposalExpired,
    ProposalSent,
    ShowInquiry,
    ShowProposal,
    WithdrawInquiry,
)
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    accepted,
    completion,
    draft,
    drafted,
    show,
    sign_by,
    signature,
    signing,
)
from tests.integration.intake.builders import LATER, answer, price, proposal, said

OVER = datetime(2026, 12, 20, 22, 0, tzinfo=UTC)


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


def corrected(process_id, **facts):
    """A later first day; valid for longer than the one before."""
    anew = {"starts_on": date(2027, 2, 1), "valid_until": date(2026, 12, 20), "replaces": 1}
    return proposal(process_id, **(anew | facts))


async def status(house, process_id):
    return (await house.ask(ShowInquiry(process_id=process_id))).status


async def test_an_accepted_proposal_is_corrected_and_its_draft_says_what_was_accepted_last(contracts):
    process_id = await drafted(contracts)
    await contracts.ask(price(26500, duration_minutes=120))
    sent = await contracts.ask(corrected(process_id, duration_minutes=120))
    assert (sent.revision, await status(contracts, process_id)) == (2, "reproposed")
    await contracts.ask(answer(process_id, revision=2))
    await contracts.ask(draft(process_id))
    terms = (await show(contracts, process_id)).terms
    assert (terms.starts_on, terms.duration_minutes, terms.price_cents) == (date(2027, 2, 1), 120, 26500)
    await sign_by(contracts, await contracts.ask(completion(process_id)))
    assert (await show(contracts, process_id)).status == "signed"
    assert await code(contracts, corrected(process_id, replaces=2)) == "not_matched"
    assert [(one.corrects, one.reopens) for one in await said(contracts, ProposalSent)] == [
        (False, False),
        (True, False),
    ]


async def test_what_people_wrote_in_the_draft_stays_when_its_terms_are_corrected(contracts):
    process_id = await drafted(contracts)
    words = completion(process_id, clauses={}, payment_days=21, disputes_to="Toinen taho")
    await contracts.ask(words)
    await contracts.ask(corrected(process_id))
    await contracts.ask(answer(process_id, revision=2))
    await contracts.ask(draft(process_id))
    card = await show(contracts, process_id)
    assert (card.terms.payment_days, card.parties.supervisee_ids) == (21, MEMBERS)
    assert card.terms.starts_on == date(2027, 2, 1)


async def test_a_draft_is_not_completed_while_a_correction_waits_nor_before_it_has_taken_it_in(contracts):
    process_id = await drafted(contracts)
    await contracts.ask(corrected(process_id))
    assert await code(contracts, completion(process_id)) == "proposal_open"
    await contracts.ask(answer(process_id, revision=2))
    assert await code(contracts, completion(process_id)) == "proposal_changed"
    await contracts.ask(draft(process_id))
    assert (await contracts.ask(completion(process_id))).status == "signing"


@pytest.mark.parametrize("said_no", ["decline", "ask_change", None])
async def test_what_was_accepted_stands_when_its_correction_is_not(contracts, said_no):
    process_id = await drafted(contracts)
    await contracts.ask(corrected(process_id))
    if said_no:
        await contracts.ask(answer(process_id, said_no, reason="Ei sittenkään.", revision=2))
        [_, last] = await said(contracts, ProposalAnswered)
        assert last.stands and last.complete_by
    else:
        found = await contracts.ask(ExpireProposal(process_id=process_id, as_of=OVER))
        assert found.expired and found.stands
        assert [one.stands for one in await said(contracts, ProposalExpired)] == [True]
    assert await status(contracts, process_id) == "accepted"
    await contracts.ask(draft(process_id))
    card = await contracts.ask(completion(process_id))
    assert (card.status, card.terms.starts_on) == ("signing", date(2027, 1, 18))


async def test_a_correction_that_came_to_nothing_is_followed_by_another_one(contracts):
    process_id = await drafted(contracts)
    await contracts.ask(corrected(process_id))
    await contracts.ask(ExpireProposal(process_id=process_id, as_of=OVER))
    third = corrected(process_id, replaces=2, as_of=OVER, valid_until=date(2027, 1, 5))
    assert (await contracts.ask(third)).revision == 3
    assert not any(one.reopens for one in await said(contracts, ProposalSent))
    shown = await contracts.ask(ShowProposal(process_id=process_id))
    assert shown.corrects and not shown.is_being_corrected
    stands = await contracts.ask(ShowProposal(process_id=process_id, accepted=True))
    assert stands.revision == 1 and stands.is_being_corrected


async def test_a_proposal_is_not_corrected_under_its_signers_but_after_the_paper_was_taken_back(contracts):
    card = await signing(contracts)
    assert await code(contracts, corrected(card.process_id)) == "already_signing"
    await contracts.ask(signature(card, Party.COMMISSIONER))
    assert await code(contracts, corrected(card.process_id)) == "already_signing"
    back = {"version": 1, "reason": "Alkaa myöhemmin.", "withdrawn_by": COORDINATOR, "as_of": LATER}
    await contracts.ask(WithdrawContract(process_id=card.process_id, **back))
    await contracts.ask(corrected(card.process_id))
    await contracts.ask(answer(card.process_id, revision=2))
    await contracts.ask(draft(card.process_id))
    again = await contracts.ask(completion(card.process_id, version=2))
    assert (again.status, again.version, again.terms.starts_on) == ("signing", 2, date(2027, 2, 1))


async def test_a_correction_is_not_accepted_once_the_paper_is_with_its_signers(contracts):
    """The order that completed the paper had looked just before the correction was sent."""
    process_id = await accepted(contracts)
    await contracts.ask(draft(process_id))
    await contracts.ask(corrected(process_id))
    await contracts.rows(
        "contracts", "UPDATE contract SET status = 'signing' WHERE process_id = $1", process_id
    )
    assert await code(contracts, answer(process_id, revision=2)) == "already_signing"
    await contracts.ask(answer(process_id, "decline", reason="Ei.", revision=2))
    assert (await contracts.ask(ShowContract(process_id=process_id))).terms.starts_on == date(2027, 1, 18)


async def test_what_was_accepted_is_not_asked_back_as_an_inquiry_while_it_is_corrected(contracts):
    process_id = await drafted(contracts)
    await contracts.ask(corrected(process_id))
    back = WithdrawInquiry(process_id=process_id, withdrawn_by=COMMISSIONER, reason="Ei.", as_of=LATER)
    assert await code(contracts, back) == "already_decided"
