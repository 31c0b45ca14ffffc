"""Asking twice is asking once: the same answer, no second row, no second event."""

import asyncio

import pytest

from services.messages.contracts import AskContinuation, RemindSigner
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import (
    MEMBERS,
    SIGNED,
    SUCCESSOR,
    accepted,
    choice,
    completion,
    consent,
    draft,
    end,
    expiry,
    hear_final_review,
    names_said,
    show,
    sign_by,
    signature,
    signed,
    signing,
)

TIMES = {"completing_reminders_at", "signing_reminders_at", "signing_expires_at"}


async def test_ten_drafts_at_once_are_one(contracts):
    process_id = await accepted(contracts)
    cards = await asyncio.gather(*(contracts.ask(draft(process_id)) for _ in range(10)))
    assert all(card == cards[0] for card in cards)
    assert len(await contracts.rows("contracts", "select * from contract")) == 1


async def test_a_draft_asked_for_again_is_the_paper_as_it_stands(contracts):
    card = await signed(contracts)
    again = await contracts.ask(draft(card.process_id))
    assert again.model_dump(exclude=TIMES) == card.model_dump()


async def test_the_same_content_again_changes_nothing_also_after_the_signatures(contracts):
    card = await signing(contracts)
    assert await contracts.ask(completion(card.process_id)) == card
    assert await names_said(contracts) == ["ContractCompleted", "SignatureAsked"]
    await sign_by(contracts, card)
    said_before = await names_said(contracts)
    shown = await show(contracts, card.process_id)
    assert await contracts.ask(completion(card.process_id)) == shown
    assert await names_said(contracts) == said_before


async def test_a_member_named_twice_is_left_out_by_nobody_but_who_named_them(contracts):
    with pytest.raises(Refusal) as no:
        await signing(contracts, supervisee_ids=[*MEMBERS, MEMBERS[1]])
    assert (no.value.code, no.value.field) == ("named_twice", "supervisee_ids")


async def test_a_signature_given_again_is_answered_with_the_card(contracts):
    card = await signing(contracts)
    first = await contracts.ask(signature(card, Party.COMMISSIONER))
    assert await contracts.ask(signature(card, Party.COMMISSIONER)) == first
    await sign_by(contracts, card)
    before = await names_said(contracts)
    await sign_by(contracts, card)
    assert await names_said(contracts) == before


async def test_of_twenty_signatures_at_once_one_counts(contracts):
    card = await signing(contracts)
    orders = [signature(card, Party.COMMISSIONER) for _ in range(10)]
    orders += [signature(card, Party.SUPERVISOR) for _ in range(10)]
    answers = await asyncio.gather(*map(contracts.ask, orders), return_exceptions=True)
    assert {one.code for one in answers if isinstance(one, Refusal)} == {"signature_out_of_order"}
    assert len(await contracts.rows("contracts", "select * from signature")) == 1
    assert await names_said(contracts) == [
        "ContractCompleted",
        "SignatureAsked",
        "SignatureGiven",
    ]


async def test_consents_reminders_and_the_expiry_happen_once(contracts):
    card = await signing(contracts)
    for _ in range(2):
        await contracts.ask(consent(card.process_id, MEMBERS[1]))
        await contracts.ask(RemindSigner(process_id=card.process_id, level=2, as_of=SIGNED))
    for _ in range(2):
        await contracts.ask(expiry(card.process_id))
    assert len(await contracts.rows("contracts", "select * from consent")) == 1
    assert await names_said(contracts) == [
        "ContractCompleted",
        "SignatureAsked",
        "SignatureAsked",
        "ContractExpired",
    ]


def _by_the_group(process_id, chosen, successor):
    """Where it is to go on."""
    order = choice(process_id, chosen, successor).model_copy(update={"chosen_by": MEMBERS[0]})
    return [order] if chosen == "renew" else []


@pytest.mark.parametrize(("chosen", "successor"), [("renew", SUCCESSOR), ("close", None)])
async def test_asking_choosing_and_ending_happen_once(contracts, chosen, successor):
    card = await signed(contracts)
    await hear_final_review(contracts, card.process_id)
    before = await names_said(contracts)
    for order in (
        AskContinuation(process_id=card.process_id, as_of=SIGNED),
        choice(card.process_id, chosen, successor),
        *_by_the_group(card.process_id, chosen, successor),
        end(card.process_id),
    ):
        await asyncio.gather(*(contracts.ask(order) for _ in range(5)))
    outcome = "ProcessRenewed" if chosen == "renew" else "ProcessClosed"
    after = await names_said(contracts)
    assert after[len(before) :] == ["ContinuationDue", "ContinuationChosen", outcome]
    await contracts.ask(choice(card.process_id, chosen, successor))
    await contracts.ask(AskContinuation(process_id=card.process_id, as_of=SIGNED))
    assert await names_said(contracts) == after
