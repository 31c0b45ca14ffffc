"""From the accepted proposal to the signed contract, and from there to a renewal or a closure."""

import hashlib
from datetime import date
from uuid import uuid4

import pytest

from services.messages.contracts import (
    AskContinuation,
    Clause,
    ConsentAsked,
    ContinuationDue,
    ContractCompleted,
    ContractExpired,
    ContractSigned,
    ProcessClosed,
    ProcessRenewed,
    RemindSigner,
    SignatureAsked,
)
from services.messages.sessions import ReviewDone
from services.messages.values import Party
from tests.integration.contracts.builders import (
    COMMISSIONER,
    ENDED,
    MEMBERS,
    SIGNED,
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
    said,
    show,
    sign_by,
    signature,
    signed,
    signing,
)
from tests.unit.contracts.builders import WRITTEN_BY_PEOPLE


async def test_an_accepted_proposal_becomes_a_draft_with_its_numbers(contracts):
    process_id = await accepted(contracts)
    card = await contracts.ask(draft(process_id))
    assert (card.version, card.status, card.renews, card.next_party) == (1, "draft", None, None)
    assert (card.terms.price_cents, card.terms.starts_on) == (17500, date(2027, 1, 18))
    assert [tier.notice_working_days for tier in card.terms.cancellation_tiers] == [5, 0]
    assert card.missing_clauses == [clause for clause in WRITTEN_BY_PEOPLE if clause != Clause.PLACE]
    assert await said(contracts) == []


async def test_the_commissioner_is_asked_to_sign_only_when_the_last_clause_is_there(contracts):
    process_id = await drafted(contracts)
    without_goals = {clause: text for clause, text in WRITTEN_BY_PEOPLE.items() if clause is not Clause.GOALS}
    card = await contracts.ask(completion(process_id, clauses=without_goals))
    assert (card.status, card.missing_clauses) == ("draft", [Clause.GOALS])
    assert await said(contracts, SignatureAsked) == []
    card = await contracts.ask(completion(process_id, clauses={Clause.GOALS: "Selkeämpi työnjako."}))
    assert (card.status, card.missing_clauses, card.next_party) == ("signing", [], Party.COMMISSIONER)
    [asked] = await said(contracts, SignatureAsked)
    assert (asked.party, asked.person_id, asked.level) == (Party.COMMISSIONER, COMMISSIONER, 0)


async def test_the_parties_are_told_each_time_that_they_are_written_and_once_for_the_same_words(contracts):
    process_id = await drafted(contracts)
    order = completion(process_id, supervisee_ids=MEMBERS[:2], clauses={})
    for one in (order, order, completion(process_id), completion(process_id)):
        await contracts.ask(one)
    first, second = await said(contracts, ContractCompleted)
    assert (first.supervisee_ids, second.supervisee_ids) == (MEMBERS[:2], MEMBERS)
    assert (second.version, second.commissioner_id, second.representative_id) == (1, COMMISSIONER, MEMBERS[0])


async def test_three_signatures_in_order_make_the_contract(contracts):
    card = await signing(contracts, payment_days=30, no_show_percent=80, unit_minutes=60)
    assert card.missing_consents == MEMBERS
    await sign_by(contracts, card)
    shown = await show(contracts, card.process_id)
    assert (shown.status, shown.signed, shown.next_party) == ("signed", list(Party), None)
    assert shown.missing_consents == []
    assert await names_said(contracts) == [
        "ContractCompleted",
        "SignatureAsked",
        *["SignatureGiven", "SignatureAsked"] * 2,
        "SignatureGiven",
        "ContractSigned",
    ]
    [event] = await said(contracts, ContractSigned)
    assert (event.terms, event.parties, event.signed_at) == (shown.terms, shown.parties, SIGNED)
    assert (event.terms.payment_days, event.terms.no_show_percent, event.terms.unit_minutes) == (30, 80, 60)


async def test_every_signature_carries_the_fingerprint_of_the_text_that_was_read(contracts):
    card = await signed(contracts)
    rows = await contracts.rows("contracts", "select * from signature order by party")
    [kept] = await contracts.rows("contracts", "select paper from contract")
    assert {row["party"]: row["person_id"] for row in rows} == {
        "commissioner": COMMISSIONER,
        "supervisee": MEMBERS[0],
        "supervisor": card.parties.supervisor_id,
    }
    expected = hashlib.sha256(kept["paper"].encode()).hexdigest()
    assert [(row["version"], row["signed_at"], row["paper_sha256"]) for row in rows] == [
        (1, SIGNED, expected)
    ] * 3
    assert all(f"[{clause}]" in kept["paper"] for clause in Clause)


async def test_a_change_of_the_draft_asks_the_members_again(contracts):
    process_id = await drafted(contracts)
    await contracts.ask(completion(process_id, clauses={}))
    await contracts.ask(consent(process_id, MEMBERS[1]))
    card = await contracts.ask(completion(process_id))
    assert card.missing_consents == MEMBERS


async def test_reminders_go_to_whose_turn_it_is_and_end_with_the_signatures(contracts):
    card = await signing(contracts)
    await contracts.ask(RemindSigner(process_id=card.process_id, level=1, as_of=SIGNED))
    await sign_by(contracts, card, [Party.COMMISSIONER])
    await contracts.ask(RemindSigner(process_id=card.process_id, level=3, as_of=SIGNED))
    reminded = [(one.party, one.level) for one in await said(contracts, SignatureAsked) if one.level]
    assert reminded == [(Party.COMMISSIONER, 1), (Party.SUPERVISEE, 3)]
    await sign_by(contracts, card, [Party.SUPERVISEE, Party.SUPERVISOR])
    before = await names_said(contracts)
    await contracts.ask(RemindSigner(process_id=card.process_id, level=3, as_of=SIGNED))
    await contracts.ask(expiry(card.process_id))
    assert await names_said(contracts) == before


async def test_while_a_consent_is_missing_its_member_is_reminded_and_the_signer_is_asked_when_it_comes(
    contracts,
):
    card = await signing(contracts)
    await contracts.ask(signature(card, Party.COMMISSIONER))
    for member in MEMBERS[2:]:
        await contracts.ask(consent(card.process_id, member))
    await contracts.ask(RemindSigner(process_id=card.process_id, level=1, as_of=SIGNED))
    asked = [(one.person_id, one.level) for one in await said(contracts, ConsentAsked)]
    assert asked == [(member, 0) for member in MEMBERS[1:]] + [(MEMBERS[1], 1)]
    assert [one.party for one in await said(contracts, SignatureAsked)] == [Party.COMMISSIONER]
    await contracts.ask(consent(card.process_id, MEMBERS[0]))
    await contracts.ask(consent(card.process_id, MEMBERS[1]))
    assert [(one.party, one.person_id, one.level) for one in await said(contracts, SignatureAsked)][1:] == [
        (Party.SUPERVISEE, MEMBERS[0], 0)
    ]


async def test_a_paper_that_nobody_signs_expires(contracts):
    card = await signing(contracts)
    await contracts.ask(expiry(card.process_id))
    [event] = await said(contracts, ContractExpired)
    assert (event.process_id, event.version) == (card.process_id, 1)
    shown = await show(contracts, card.process_id)
    assert (shown.status, shown.next_party) == ("expired", None)


async def test_a_chosen_renewal_ends_the_process_and_its_successor_drafts_from_it(contracts):
    card = await signed(contracts)
    await contracts.ask(AskContinuation(process_id=card.process_id, as_of=SIGNED))
    [due] = await said(contracts, ContinuationDue)
    assert (due.ends_on, due.commissioner_id, due.representative_id) == (
        date(2027, 12, 10),
        COMMISSIONER,
        MEMBERS[0],
    )
    await renew(contracts, card.process_id)
    await contracts.say(
        "sessions",
        ReviewDone(process_id=card.process_id, kind="final", wants_to_continue=True, benefit=True),
    )
    await contracts.quiet()
    await contracts.ask(end(card.process_id))
    assert (await names_said(contracts))[-3:] == ["ContinuationDue", "ContinuationChosen", "ProcessRenewed"]
    [renewed] = await said(contracts, ProcessRenewed)
    assert (renewed.successor_id, renewed.renewed_at) == (SUCCESSOR, ENDED)
    assert len(await contracts.rows("contracts", "select * from contract")) == 1

    successor = await contracts.ask(draft(SUCCESSOR, renews=card.process_id))
    assert (successor.status, successor.version, successor.renews) == ("draft", 1, card.process_id)
    assert (successor.parties, successor.signed) == (card.parties, [])
    assert (successor.terms.starts_on, successor.terms.ends_on) == (date(2027, 12, 11), date(2028, 12, 10))
    signing_again = await contracts.ask(completion(SUCCESSOR))
    assert (signing_again.status, signing_again.next_party) == ("signing", Party.COMMISSIONER)


async def test_a_process_for_which_nobody_chose_closes(contracts):
    card = await signed(contracts)
    await hear_final_review(contracts, card.process_id)
    await contracts.ask(end(card.process_id))
    [closed] = await said(contracts, ProcessClosed)
    assert (closed.process_id, closed.closed_at) == (card.process_id, ENDED)
    assert (closed.last_day, closed.without_review) == (card.terms.ends_on, False)


async def test_a_chosen_closure_closes_the_process(contracts):
    card = await signed(contracts)
    await contracts.ask(choice(card.process_id, "close"))
    await hear_final_review(contracts, card.process_id)
    await contracts.ask(end(card.process_id))
    assert (await names_said(contracts))[-2:] == ["ContinuationChosen", "ProcessClosed"]


@pytest.mark.parametrize(("audience", "asked", "named"), [("group", 4, 5), ("work_community", 25, 25)])
async def test_as_many_as_were_asked_for_and_one_more_come_to_the_contract(contracts, audience, asked, named):
    process_id = await accepted(contracts, audience=audience, headcount=asked)
    await contracts.ask(draft(process_id))
    members = [MEMBERS[0], *(uuid4() for _ in range(named - 1))]
    card = await contracts.ask(completion(process_id, supervisee_ids=members))
    assert (card.status, len(card.parties.supervisee_ids)) == ("signing", named)


async def test_a_single_supervisee_signs_for_herself(contracts):
    process_id = await accepted(contracts, audience="manager", headcount=1)
    await contracts.ask(draft(process_id))
    card = await contracts.ask(completion(process_id, supervisee_ids=[MEMBERS[0]]))
    for party in Party:
        card = await contracts.ask(signature(card, party))
    assert (card.status, card.missing_consents) == ("signed", [])
