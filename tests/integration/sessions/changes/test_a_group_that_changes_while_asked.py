"""Members leave, and another acts for them, while a change of their contract waits for their word."""

from uuid import UUID

from services.messages import contracts as messages
from services.messages.contracts import ContractCard
from services.messages.values import Party, Role
from services.runtime.finland import ONE_DAY, local_date
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, MEMBERS
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.sessions.builders import viewer
from tests.integration.sessions.changes.test_amending import signature
from tests.integration.sessions.changes.test_handing_over import (
    ASKED,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.members.test_joining import NEWCOMER, joined, refusal
from tests.integration.sessions.members.test_leaving import leaving
from tests.integration.sessions.members.test_representatives import answer, naming

FIRST, SECOND, *OTHERS, LAST = MEMBERS


async def asked(house: House) -> ContractCard:
    """Another supervisor is proposed, and every member is asked."""
    contract, other, _ = await mondays(house)
    draft = await house.ask(proposal(contract, other))
    await house.quiet()
    return draft


def consent(draft: ContractCard, person_id: UUID) -> messages.RecordConsent:
    facts = {"process_id": draft.process_id, "version": draft.version}
    return messages.RecordConsent(**facts, person_id=person_id, as_of=ASKED)


async def leave(house: House, draft: ContractCard, person_id: UUID) -> None:
    await house.ask(leaving(draft, person_id, as_of=ASKED))
    await house.quiet()


async def to_sign(house: House) -> list[UUID]:
    """Whom the members' signature has been asked of, in that order."""
    told = await said_of_contracts(house, messages.SignatureAsked)
    return [one.person_id for one in told if one.amends and one.party is Party.SUPERVISEE]


async def own(house: House, draft: ContractCard, person_id: UUID) -> messages.OwnPart:
    query = messages.ShowContract(
        process_id=draft.process_id, version=draft.version, viewer=viewer(person_id, Role.SUPERVISEE)
    )
    return (await house.ask(query)).own


async def sees_nothing_of(house: House, draft: ContractCard, person_id: UUID) -> bool:
    """Neither the change, nor that there is one; the contract itself they read still."""
    query = messages.ShowContract(process_id=draft.process_id, viewer=viewer(person_id, Role.SUPERVISEE))
    card = await house.ask(query)
    change = query.model_copy(update={"version": draft.version})
    unknown = await refusal(house, change) == ("unknown_process", "process_id")
    return unknown and (card.open_amendment, card.last_amendment) == (None, None)


async def test_the_last_who_had_not_consented_leaves_and_their_signer_is_asked(sessions: House) -> None:
    draft = await asked(sessions)
    for member in (SECOND, *OTHERS):
        await sessions.ask(consent(draft, member))
    assert await to_sign(sessions) == []
    assert (await own(sessions, draft, FIRST)).turn == "consents_first"
    await leave(sessions, draft, LAST)
    assert await to_sign(sessions) == [FIRST]
    assert (await own(sessions, draft, FIRST)).may_sign
    card = await sessions.ask(messages.ShowContract(process_id=draft.process_id, version=draft.version))
    assert LAST not in [one.person_id for one in card.consents] and card.missing_consents == [FIRST]
    await sessions.ask(signature(draft, Party.SUPERVISEE, ASKED))
    await sessions.ask(signature(draft, Party.SUPERVISOR, ASKED))


async def test_who_has_left_says_neither_yes_nor_no_and_nobody_hears_that_it_is_over(sessions: House) -> None:
    draft = await asked(sessions)
    await leave(sessions, draft, LAST)
    key = {"process_id": draft.process_id, "version": draft.version, "person_id": LAST, "as_of": ASKED}
    assert await refusal(sessions, messages.RecordConsent(**key)) == ("not_a_member", "person_id")
    assert await refusal(sessions, messages.RefuseConsent(**key, reason="Ei")) == (
        "not_a_member",
        "person_id",
    )
    assert await sees_nothing_of(sessions, draft, LAST)
    await sessions.ask(messages.WithdrawAmendment(
        process_id=draft.process_id, version=draft.version, reason="Toinen löytyi",
        withdrawn_by=COORDINATOR, as_of=ASKED,
    ))  # fmt: skip
    [over] = await said_of_contracts(sessions, messages.AmendmentEnded)
    assert LAST not in over.asked


async def test_who_acted_for_them_and_left_does_not_sign_and_who_does_now_is_asked(sessions: House) -> None:
    draft = await asked(sessions)
    for member in (SECOND, *OTHERS, LAST):
        await sessions.ask(consent(draft, member))
    assert await to_sign(sessions) == [FIRST]
    await leave(sessions, draft, FIRST)
    theirs = signature(draft, Party.SUPERVISEE, ASKED)
    assert await refusal(sessions, theirs) == ("not_the_signer", "signer_id")
    assert await sees_nothing_of(sessions, draft, FIRST)
    card = await sessions.ask(messages.ShowContract(process_id=draft.process_id, version=draft.version))
    assert [one.turn for one in card.signers] == ["not_yet", "not_yet"]

    today = local_date(ASKED)
    await sessions.ask(naming(draft, SECOND, representative_id=LAST, from_day=today, as_of=ASKED))
    for member in (*OTHERS, LAST):
        await sessions.ask(answer(draft, member, representative_id=LAST, as_of=ASKED))
    await sessions.quiet()
    assert await to_sign(sessions) == [FIRST, LAST]
    assert (await own(sessions, draft, LAST)).may_sign and not (await own(sessions, draft, SECOND)).may_sign
    signed = await sessions.ask(theirs.model_copy(update={"signer_id": LAST}))
    assert [one.turn for one in signed.signers] == ["signed", "now"]


async def test_another_acts_for_them_and_who_did_consents_as_any_member(sessions: House) -> None:
    draft = await asked(sessions)
    for member in (*OTHERS, LAST):
        await sessions.ask(consent(draft, member))
    today = local_date(ASKED)
    await sessions.ask(naming(draft, FIRST, representative_id=SECOND, from_day=today, as_of=ASKED))
    for member in (SECOND, *OTHERS, LAST):
        await sessions.ask(answer(draft, member, representative_id=SECOND, as_of=ASKED))
    await sessions.quiet()
    assert await to_sign(sessions) == []
    told = await said_of_contracts(sessions, messages.ConsentAsked)
    assert told[-1].person_id == FIRST
    assert (await own(sessions, draft, FIRST)).may_consent
    await sessions.ask(consent(draft, FIRST))
    assert await to_sign(sessions) == [SECOND]
    by_her = signature(draft, Party.SUPERVISEE, ASKED).model_copy(update={"signer_id": SECOND})
    assert (await sessions.ask(by_her)).signers[0].turn == "signed"


async def test_who_had_left_before_it_is_shown_nothing_of_it(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    await leave(sessions, contract, LAST)
    draft = await sessions.ask(proposal(contract, other))
    assert await sees_nothing_of(sessions, draft, LAST)


async def test_who_comes_after_it_was_asked_is_shown_nothing_of_it_until_it_stands(sessions: House) -> None:
    draft = await asked(sessions)
    as_signed = draft.model_copy(update={"version": draft.supersedes})
    await joined(sessions, as_signed, from_day=local_date(ASKED) + ONE_DAY, as_of=ASKED)
    assert await sees_nothing_of(sessions, draft, NEWCOMER)
    await signed_by_members_and_new(sessions, draft)
    query = messages.ShowContract(process_id=draft.process_id, viewer=viewer(NEWCOMER, Role.SUPERVISEE))
    assert (await sessions.ask(query)).last_amendment == draft.version
