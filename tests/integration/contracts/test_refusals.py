"""Understood, and no: each refusal by its code, and nothing half done."""

from uuid import uuid4

import pytest

from services.messages.contracts import (
    AskContinuation,
    EndProcess,
    RemindSigner,
    ShowContract,
    SignContract,
)
from services.messages.sessions import ReviewDone
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import morning_of
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    SIGNED,
    STRANGER,
    SUCCESSOR,
    accepted,
    choice,
    completion,
    consent,
    draft,
    drafted,
    end,
    expiry,
    hear_final_review,
    names_said,
    renew,
    show,
    sign_by,
    signature,
    signed,
    signing,
)
from tests.integration.intake.builders import proposed, supervisor


async def code(house, order):
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def test_nothing_is_drafted_before_the_proposal_is_accepted(contracts):
    process_id = await proposed(contracts, await supervisor(contracts))
    assert await code(contracts, draft(process_id)) == "proposal_not_accepted"
    assert await code(contracts, draft(uuid4())) == "unknown_process"
    assert await contracts.rows("contracts", "select * from contract") == []


async def test_only_a_signed_contract_can_be_renewed(contracts):
    process_id = await drafted(contracts)
    assert await code(contracts, draft(SUCCESSOR, renews=process_id)) == "contract_not_signed"
    assert await code(contracts, draft(SUCCESSOR, renews=uuid4())) == "unknown_process"


async def test_every_order_about_a_process_without_a_paper_is_refused(contracts):
    process_id = await accepted(contracts)
    signing_it = SignContract(
        process_id=process_id, version=1, party=Party.COMMISSIONER, signer_id=COMMISSIONER, as_of=SIGNED
    )
    for order in (
        completion(process_id),
        consent(process_id, MEMBERS[0]),
        signing_it,
        RemindSigner(process_id=process_id, level=1, as_of=SIGNED),
        expiry(process_id),
        ShowContract(process_id=process_id),
        AskContinuation(process_id=process_id, as_of=SIGNED),
        choice(process_id, "close"),
        end(process_id),
    ):
        assert await code(contracts, order) == "unknown_process"


async def test_the_members_must_be_plausible(contracts):
    process_id = await drafted(contracts)
    for who in (STRANGER, COMMISSIONER, MEMBERS[0]):
        order = completion(process_id, completed_by=who)
        assert await code(contracts, order) == "not_yours_to_decide"
    for who in (STRANGER, MEMBERS[0], COORDINATOR):
        assert await code(contracts, completion(process_id, commissioner_id=who)) == "not_a_commissioner"
    order = completion(process_id, representative_id=STRANGER)
    assert await code(contracts, order) == "representative_not_a_member"
    order = completion(process_id, supervisee_ids=[MEMBERS[0]])
    assert await code(contracts, order) == "group_too_small"
    order = completion(process_id, supervisee_ids=[MEMBERS[0], *(uuid4() for _ in range(12))])
    assert await code(contracts, order) == "group_too_large"
    assert (await show(contracts, process_id)).parties.supervisee_ids == []


async def test_other_words_are_refused_once_signing_has_begun(contracts):
    card = await signing(contracts)
    assert await code(contracts, completion(card.process_id, disputes_to="Joku muu")) == "already_signing"
    await sign_by(contracts, card)
    assert await code(contracts, completion(card.process_id, payment_days=7)) == "already_signing"


async def test_a_paper_with_missing_clauses_cannot_be_signed(contracts):
    process_id = await drafted(contracts)
    card = await contracts.ask(completion(process_id, clauses={}))
    assert await code(contracts, signature(card, Party.COMMISSIONER)) == "clauses_incomplete"


async def test_signatures_out_of_order_are_refused_and_leave_no_trace(contracts):
    card = await signing(contracts)
    assert await code(contracts, signature(card, Party.SUPERVISEE)) == "signature_out_of_order"
    assert await code(contracts, signature(card, Party.SUPERVISOR)) == "signature_out_of_order"
    assert await code(contracts, signature(card, Party.COMMISSIONER, signer_id=STRANGER)) == "not_the_signer"
    assert await code(contracts, signature(card, Party.COMMISSIONER, version=2)) == "version_changed"
    assert await contracts.rows("contracts", "select * from signature") == []
    assert await names_said(contracts) == ["ContractCompleted", "SignatureAsked"]


async def test_nobody_signs_again_for_a_party_that_has_signed(contracts):
    card = await signed(contracts)
    assert await code(contracts, signature(card, Party.COMMISSIONER, signer_id=STRANGER)) == "not_the_signer"


async def test_the_representative_cannot_sign_before_every_member_has_consented(contracts):
    card = await signing(contracts)
    await contracts.ask(signature(card, Party.COMMISSIONER))
    for member in MEMBERS[1:-1]:
        await contracts.ask(consent(card.process_id, member))
    assert await code(contracts, signature(card, Party.SUPERVISEE)) == "consents_missing"
    await contracts.ask(consent(card.process_id, MEMBERS[-1]))
    assert (await contracts.ask(signature(card, Party.SUPERVISEE))).missing_consents == []


async def test_only_members_consent(contracts):
    card = await signing(contracts)
    assert await code(contracts, consent(card.process_id, STRANGER)) == "not_a_member"


async def test_nobody_consents_for_the_first_time_after_the_signatures(contracts):
    card = await signed(contracts)
    # A member whose consent is gone: as one who joined without it.
    await contracts.rows(
        "contracts", f"delete from consent where person_id = '{MEMBERS[1]}' returning person_id"
    )
    assert await code(contracts, consent(card.process_id, MEMBERS[1])) == "contract_signed"


async def test_an_expired_paper_is_neither_completed_nor_signed(contracts):
    card = await signing(contracts)
    await contracts.ask(expiry(card.process_id))
    assert await code(contracts, signature(card, Party.COMMISSIONER)) == "contract_expired"
    assert await code(contracts, completion(card.process_id, payment_days=7)) == "contract_expired"


async def test_a_process_does_not_go_on_before_its_contract_is_signed(contracts):
    card = await signing(contracts)
    assert (
        await code(contracts, AskContinuation(process_id=card.process_id, as_of=SIGNED))
        == "contract_not_signed"
    )
    assert await code(contracts, choice(card.process_id, "close")) == "contract_not_signed"
    assert await code(contracts, end(card.process_id)) == "contract_not_signed"


async def test_a_renewal_names_its_successor_and_a_choice_stands(contracts):
    card = await signed(contracts)
    assert await code(contracts, choice(card.process_id, "renew")) == "successor_missing"
    assert await code(contracts, choice(card.process_id, "renew", card.process_id)) == "successor_missing"
    await renew(contracts, card.process_id)
    assert await code(contracts, choice(card.process_id, "close")) == "already_chosen"
    assert await code(contracts, choice(card.process_id, "renew", STRANGER)) == "already_chosen"


async def test_a_closure_waits_for_its_final_review_and_never_for_ever(contracts):
    card = await signed(contracts)
    interim = ReviewDone(process_id=card.process_id, kind="interim", wants_to_continue=True, benefit=True)
    await contracts.say("sessions", interim)
    await contracts.quiet()
    found = await contracts.ask(end(card.process_id))
    days = found.ends_at - morning_of(card.terms.ends_on)
    assert (found.ended_as, found.review_missing, days.days) == (None, True, 14)
    await contracts.ask(EndProcess(process_id=card.process_id, as_of=found.ends_at))
    assert (await names_said(contracts))[-1] == "ProcessClosed"


async def test_a_closure_waits_for_no_review_that_the_process_has_heard_of_sooner(contracts):
    card = await signed(contracts)
    found = await contracts.ask(end(card.process_id).model_copy(update={"reviewed": True}))
    assert found.ended_as == "closed"


async def test_a_renewal_is_carried_out_on_its_day_whatever_reviews_are_open(contracts):
    card = await signed(contracts)
    await renew(contracts, card.process_id)
    assert (await contracts.ask(end(card.process_id))).ended_as == "renewed"


async def test_a_renewal_cannot_be_chosen_after_the_process_has_closed(contracts):
    card = await signed(contracts)
    await hear_final_review(contracts, card.process_id)
    await contracts.ask(end(card.process_id))
    assert await code(contracts, choice(card.process_id, "renew", SUCCESSOR)) == "already_chosen"
