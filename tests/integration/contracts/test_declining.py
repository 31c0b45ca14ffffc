"""A party says no: the paper is a draft again, and nobody's signature or consent goes with it."""

from typing import Any

import pytest

from services.messages.contracts import (
    ContractCard,
    ContractCompleted,
    ContractExpired,
    ContractSigned,
    DeclineSigning,
    RemindSigner,
    ShowContractText,
    SignatureAsked,
    SigningDeclined,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import (
    MEMBERS,
    SIGNED,
    STRANGER,
    completion,
    consent,
    drafted,
    expiry,
    names_said,
    said,
    show,
    sign_by,
    signature,
    signed,
    signing,
)

REASON = "Peruutusehto on meille liian tiukka."


def no(card: ContractCard, party: Party, **facts: Any) -> DeclineSigning:
    order = signature(card, party).model_dump(exclude={"interest", "way"}) | {"reason": REASON}
    return DeclineSigning.model_validate(order | facts)


async def code(house, order):
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def test_a_no_makes_a_new_draft_that_everybody_signs_anew(contracts):
    card = await signing(contracts)
    await sign_by(contracts, card, [Party.COMMISSIONER])
    again = await contracts.ask(no(card, Party.SUPERVISEE))
    assert (again.version, again.status, again.signed, again.next_party) == (2, "draft", [], None)
    assert (again.terms, again.parties, again.missing_consents) == (card.terms, card.parties, MEMBERS)
    [declined] = await said(contracts, SigningDeclined)
    assert (declined.version, declined.party) == (1, Party.SUPERVISEE)
    await contracts.ask(completion(card.process_id, no_show_percent=50))
    assert [one.version for one in await said(contracts, ContractCompleted)] == [1, 2]
    second = await show(contracts, card.process_id)
    assert (second.status, second.next_party) == ("signing", Party.COMMISSIONER)
    await sign_by(contracts, second)
    [event] = await said(contracts, ContractSigned)
    assert (event.version, event.terms.no_show_percent) == (2, 50)


async def test_the_first_versions_signatures_and_text_stay_as_evidence(contracts):
    card = await signing(contracts)
    await sign_by(contracts, card, [Party.COMMISSIONER])
    await contracts.ask(no(card, Party.SUPERVISEE))
    rows = await contracts.rows("contracts", "select version, party from signature")
    assert [(row["version"], row["party"]) for row in rows] == [(1, "commissioner")]
    kept = await contracts.rows(
        "contracts", "select status, paper is null as bare from contract order by version"
    )
    assert [tuple(row) for row in kept] == [("declined", False), ("draft", True)]


async def test_the_reason_reaches_the_coordinator_and_no_event(contracts):
    card = await signing(contracts)
    await contracts.ask(no(card, Party.COMMISSIONER))
    coordinator = Viewer(person_id=STRANGER, role=Role.COORDINATOR)
    text = await contracts.ask(ShowContractText(process_id=card.process_id, viewer=coordinator))
    assert [(one.version, one.party, one.reason) for one in text.declined] == [(1, "commissioner", REASON)]
    assert all("tiukka" not in event.model_dump_json() for event in await said(contracts))
    theirs = {"role": Role.COMMISSIONER, "organisation_id": card.terms.organisation_id}
    commissioner = Viewer(person_id=card.parties.commissioner_id, **theirs)
    first = ShowContractText(process_id=card.process_id, viewer=commissioner, version=1)
    assert ((await contracts.ask(first)).status, (await contracts.ask(first)).declined) == ("declined", [])


async def test_saying_no_twice_is_saying_it_once(contracts):
    card = await signing(contracts)
    assert await contracts.ask(no(card, Party.COMMISSIONER)) == await contracts.ask(
        no(card, Party.COMMISSIONER)
    )
    assert len(await said(contracts, SigningDeclined)) == 1


async def test_a_late_order_for_the_declined_version_changes_nothing(contracts):
    card = await signing(contracts)
    await contracts.ask(no(card, Party.COMMISSIONER))
    before = await names_said(contracts)
    assert await code(contracts, signature(card, Party.COMMISSIONER)) == "version_changed"
    assert await code(contracts, completion(card.process_id, version=1)) == "version_changed"
    late = consent(card.process_id, MEMBERS[1]).model_copy(update={"version": 1})
    assert await code(contracts, late) == "version_changed"
    await contracts.ask(RemindSigner(process_id=card.process_id, level=1, as_of=SIGNED))
    assert await names_said(contracts) == before


async def test_reminders_begin_anew_for_the_next_version_and_it_expires_as_the_newest(contracts):
    card = await signing(contracts)
    await contracts.ask(RemindSigner(process_id=card.process_id, level=1, as_of=SIGNED))
    await contracts.ask(no(card, Party.COMMISSIONER))
    await contracts.ask(completion(card.process_id))
    for level in (1, 2):
        await contracts.ask(RemindSigner(process_id=card.process_id, level=level, as_of=SIGNED))
    asked = [(one.version, one.level) for one in await said(contracts, SignatureAsked)]
    assert asked == [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]
    await contracts.ask(expiry(card.process_id))
    [expired] = await said(contracts, ContractExpired)
    assert expired.version == 2


async def test_only_whose_turn_it_is_says_no_and_says_why(contracts):
    card = await signing(contracts)
    assert await code(contracts, no(card, Party.SUPERVISEE)) == "signature_out_of_order"
    assert await code(contracts, no(card, Party.COMMISSIONER, signer_id=STRANGER)) == "not_the_signer"
    assert await code(contracts, no(card, Party.COMMISSIONER, reason="  ")) == "reason_missing"
    assert await code(contracts, no(card, Party.COMMISSIONER, version=2)) == "version_changed"
    assert await said(contracts, SigningDeclined) == []


async def test_a_draft_and_a_signed_or_expired_paper_cannot_be_declined(contracts):
    card = await show(contracts, await drafted(contracts))
    assert await code(contracts, no(card, Party.COMMISSIONER)) == "clauses_incomplete"
    await contracts.ask(completion(card.process_id))
    await contracts.ask(expiry(card.process_id))
    assert await code(contracts, no(card, Party.COMMISSIONER)) == "contract_expired"


async def test_a_signed_contract_cannot_be_declined(contracts):
    card = await signed(contracts)
    assert await code(contracts, no(card, Party.SUPERVISOR)) == "signature_out_of_order"
