"""A contract under signature is taken back, corrected and sent again; a member says no."""

from datetime import timedelta

import pytest

from services.messages.contracts import (
    AskToSignAgain,
    ConsentAsked,
    ConsentGiven,
    ConsentRefused,
    ContractGivenUp,
    ContractWithdrawn,
    DeclineSigning,
    GiveUpContract,
    RefuseConsent,
    ShowContractText,
    SignatureAsked,
    WithdrawContract,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.integration.contracts.builders import (
    COMMISSIONER,
    DRAFTED,
    MEMBERS,
    SIGNED,
    STRANGER,
    completion,
    consent,
    drafted,
    said,
    show,
    sign_by,
    signature,
    signing,
)

AS_COORDINATOR = Viewer(person_id=FOUNDER, role=Role.COORDINATOR)


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


def taking_back(card, reason="Hinta oli väärä.", **facts):
    told = {"process_id": card.process_id, "version": card.version, "reason": reason, "as_of": SIGNED}
    return WithdrawContract.model_validate(told | {"withdrawn_by": FOUNDER} | facts)


def refusal(card, member, reason="", **facts):
    told = {"process_id": card.process_id, "version": card.version, "person_id": member, "reason": reason}
    return RefuseConsent.model_validate(told | {"as_of": SIGNED} | facts)


def again(card, **facts):
    told = {"process_id": card.process_id, "version": card.version, "asked_by": FOUNDER, "as_of": SIGNED}
    return AskToSignAgain.model_validate(told | facts)


async def text_of(house, process_id):
    return await house.ask(ShowContractText(process_id=process_id, viewer=AS_COORDINATOR))


async def test_a_contract_under_signature_is_taken_back_corrected_and_sent_again(contracts):
    card = await signing(contracts)
    await contracts.ask(signature(card, Party.COMMISSIONER))
    draft = await contracts.ask(taking_back(card))
    assert (draft.version, draft.status, draft.signed) == (2, "draft", [])
    assert await code(contracts, signature(card, Party.SUPERVISEE)) == "version_changed"
    again = await contracts.ask(completion(card.process_id, version=2, payment_days=21))
    assert (again.status, again.terms.payment_days) == ("signing", 21)
    await sign_by(contracts, again)
    assert (await show(contracts, card.process_id)).status == "signed"
    [withdrawn] = await said(contracts, ContractWithdrawn)
    assert (withdrawn.version, set(withdrawn.asked)) == (1, set(MEMBERS))
    [told] = (await text_of(contracts, card.process_id)).withdrawn
    assert (told.version, told.reason) == (1, "Hinta oli väärä.")


async def test_it_is_taken_back_once_for_one_reason_and_by_who_may(contracts):
    card = await signing(contracts)
    assert await code(contracts, taking_back(card, " ")) == "reason_missing"
    assert await code(contracts, taking_back(card, withdrawn_by=STRANGER)) == "not_yours_to_decide"
    for _ in range(2):
        await contracts.ask(taking_back(card))
    assert await code(contracts, taking_back(card, "Muu syy.")) == "already_withdrawn"
    draft = await show(contracts, card.process_id)
    assert draft.version == 2
    assert await code(contracts, taking_back(draft)) == "still_a_draft"


async def test_a_second_reason_for_not_signing_is_refused(contracts):
    card = await signing(contracts)
    told = {
        "process_id": card.process_id,
        "version": 1,
        "party": Party.COMMISSIONER,
        "signer_id": COMMISSIONER,
    }
    no = DeclineSigning(**told, reason="Hinta.", as_of=SIGNED)
    for _ in range(2):
        await contracts.ask(no)
    assert await code(contracts, no.model_copy(update={"reason": "Aikataulu."})) == "already_declined"


@pytest.mark.parametrize("state", ["draft", "signing"])
async def test_a_process_that_comes_to_nothing_is_ended_before_anybody_has_signed(contracts, state):
    card = await (signing(contracts) if state == "signing" else drafted_card(contracts))
    told = {"process_id": card.process_id, "version": 1, "given_up_by": FOUNDER, "as_of": SIGNED}
    for _ in range(2):
        await contracts.ask(GiveUpContract(**told, reason="Rahoitus peruuntui."))
    assert await code(contracts, GiveUpContract(**told, reason="Muu syy.")) == "already_withdrawn"
    [ended] = await said(contracts, ContractGivenUp)
    assert set(ended.asked) == (set(MEMBERS) if state == "signing" else set())
    assert (await show(contracts, card.process_id)).status == "given_up"
    assert await code(contracts, signature(card, Party.COMMISSIONER)) == "contract_given_up"
    other = completion(card.process_id, disputes_to="Joku muu")
    assert await code(contracts, other) == "contract_given_up"


async def drafted_card(house):
    return await show(house, await drafted(house))


async def test_the_letters_are_sent_again_to_all_who_are_waited_for_once_in_an_hour(contracts):
    card = await signing(contracts)
    await contracts.ask(consent(card.process_id, MEMBERS[1]))
    await contracts.ask(again(card))
    asked = [one for one in await said(contracts, ConsentAsked) if one.again_at]
    assert {one.person_id for one in asked} == set(MEMBERS[2:])
    [signer] = [one for one in await said(contracts, SignatureAsked) if one.again_at]
    assert (signer.party, signer.level) == (Party.COMMISSIONER, 0)
    assert signer.again_at == SIGNED.replace(minute=0)
    await contracts.ask(again(card, as_of=SIGNED + timedelta(minutes=5)))
    assert len({one.again_at for one in await said(contracts, SignatureAsked)}) == 2
    draft_id = await drafted(contracts)
    assert await code(contracts, again(await show(contracts, draft_id))) == "still_a_draft"


async def test_a_member_says_no_and_may_consent_after_all(contracts):
    card = await signing(contracts)
    member = MEMBERS[1]
    await contracts.ask(consent(card.process_id, member))
    for _ in range(2):
        await contracts.ask(refusal(card, member, "En halua mukaan."))
    assert await code(contracts, refusal(card, member, "Muu syy.")) == "already_declined"
    [no] = await said(contracts, ConsentRefused)
    assert (no.person_id, no.refusing) == (member, 1) and no.act_by > no.refused_at
    shown = await text_of(contracts, card.process_id)
    assert [(one.person_id, one.reason) for one in shown.refused] == [(member, "En halua mukaan.")]
    for other in MEMBERS[2:]:
        await contracts.ask(consent(card.process_id, other))
    await contracts.ask(signature(card, Party.COMMISSIONER))
    assert await code(contracts, signature(card, Party.SUPERVISEE)) == "consents_missing"
    await contracts.ask(consent(card.process_id, member))
    first, *_others, last = await said(contracts, ConsentGiven)
    assert (last.refusing, last.after_no, first.after_no) == (0, True, False)
    await contracts.ask(signature(card, Party.SUPERVISEE))
    assert await code(contracts, refusal(card, member)) == "members_have_signed"


async def test_only_the_coordinator_sees_who_said_no(contracts):
    card = await signing(contracts)
    await contracts.ask(refusal(card, MEMBERS[1], "Yksityinen syy."))
    for role, person in ((Role.COMMISSIONER, COMMISSIONER), (Role.SUPERVISEE, MEMBERS[2])):
        viewer = Viewer(person_id=person, role=role, organisation_id=card.terms.organisation_id)
        text = await contracts.ask(ShowContractText(process_id=card.process_id, viewer=viewer))
        assert "Yksityinen" not in text.model_dump_json() and text.refused == []
    own = Viewer(person_id=MEMBERS[1], role=Role.SUPERVISEE)
    mine = (await contracts.ask(ShowContractText(process_id=card.process_id, viewer=own))).own
    assert mine.refused_at and mine.may_consent and not mine.may_refuse


async def test_a_stranger_or_a_draft_says_no_to_nothing(contracts):
    card = await signing(contracts)
    assert await code(contracts, refusal(card, STRANGER)) == "not_a_member"
    draft = await show(contracts, await drafted(contracts))
    assert await code(contracts, refusal(draft, MEMBERS[1])) == "still_a_draft"
    assert DRAFTED < SIGNED
