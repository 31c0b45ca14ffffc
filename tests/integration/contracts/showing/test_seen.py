"""Who is shown which contract, and how much of it."""

from contextlib import ExitStack
from datetime import date
from uuid import UUID

import pytest

from services.messages.contracts import (
    AskContinuation,
    Clause,
    ContractCard,
    IsMember,
    ListContracts,
    ListPlaces,
    ShowContract,
    ShowContractText,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house.statements import asked
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    SIGNED,
    STRANGER,
    SUCCESSOR,
    completion,
    draft,
    drafted,
    end,
    expiry,
    hear_final_review,
    renew,
    sign_by,
    signed,
    signing,
)
from tests.unit.contracts.builders import WRITTEN_BY_PEOPLE


def viewers(card: ContractCard) -> dict[str, Viewer]:
    """One of each kind that the contract has to do with."""
    organisation = card.terms.organisation_id
    people = {
        "commissioner": (COMMISSIONER, organisation),
        "colleague": (STRANGER, organisation),
        "payer": (STRANGER, organisation),
        "supervisee": (MEMBERS[1], None),
        "supervisor": (card.parties.supervisor_id, None),
        "coordinator": (STRANGER, None),
        "finance": (STRANGER, None),
        "administrator": (STRANGER, None),
    }
    return {name: viewer(name, *who) for name, who in people.items()}


def viewer(name: str, person_id: UUID, organisation_id: UUID | None = None) -> Viewer:
    role = Role.COMMISSIONER if name == "colleague" else Role(name)
    return Viewer(person_id=person_id, role=role, organisation_id=organisation_id)


STRANGERS = [
    viewer("commissioner", STRANGER),
    viewer("commissioner", COMMISSIONER),
    viewer("commissioner", STRANGER, SUCCESSOR),
    viewer("commissioner", COMMISSIONER),  # whose role has ended
    viewer("payer", COMMISSIONER),
    viewer("supervisee", COMMISSIONER),
    viewer("supervisor", MEMBERS[0]),
    viewer("coordinator", STRANGER, SUCCESSOR),
]


async def refused(house, query):
    with pytest.raises(Refusal) as refusal:
        await house.ask(query)
    return refusal.value.code


async def test_whoever_has_to_do_with_it_is_shown_it_and_has_it_in_the_list(contracts):
    card = await signing(contracts)
    for name, who in viewers(card).items():
        shown = await contracts.ask(ShowContract(process_id=card.process_id, viewer=who))
        assert (shown.status, shown.next_party) == ("signing", Party.COMMISSIONER), name
        assert (await contracts.ask(ListContracts(viewer=who))).contracts == [shown], name


async def test_to_a_stranger_it_does_not_exist(contracts):
    card = await signing(contracts)
    for who in STRANGERS:
        assert (
            await refused(contracts, ShowContract(process_id=card.process_id, viewer=who))
            == "unknown_process"
        )
        text = ShowContractText(process_id=card.process_id, viewer=who)
        assert await refused(contracts, text) == "unknown_process"
        assert (await contracts.ask(ListContracts(viewer=who))).contracts == []


async def test_what_most_contracts_have_nothing_of_is_asked_in_one_question(contracts):
    card = await signed(contracts)
    service = contracts.services["contracts"]
    tables = ("consent_refusal", "continuation_word", "pause", "termination", "meeting", "meeting_word")
    with ExitStack() as stack:
        read = [stack.enter_context(asked(service, table)) for table in ("contract", *tables)]
        await contracts.ask(ShowContract(process_id=card.process_id))
    assert len({one for questions in read for one in questions}) <= 2
    with asked(service, "trial") as of_trials:
        viewer = Viewer(person_id=MEMBERS[0], role=Role.SUPERVISEE)
        await contracts.ask(ListPlaces(process_id=card.process_id, viewer=viewer))
    assert len(of_trials) == 1 and "FROM contract" in of_trials[0]


async def test_the_place_by_itself_is_what_the_card_says_of_it_to_each(contracts):
    places = {}
    for card in (await signing(contracts), await signed(contracts)):
        for name, who in viewers(card).items():
            shown = await contracts.ask(ShowContract(process_id=card.process_id, viewer=who))
            listed = await contracts.ask(ListPlaces(process_id=card.process_id, viewer=who))
            alone = "".join(one.on(card.terms.starts_on) for one in listed.processes)
            assert alone == shown.place, name
            places[card.status, name] = alone
            among_all = (await contracts.ask(ListPlaces(viewer=who))).processes
            assert [one for one in among_all if one.process_id == card.process_id] == listed.processes, name
    assert not any(place for (status, _), place in places.items() if status == "signing")
    assert places["signed", "supervisee"] and places["signed", "supervisor"]
    for who in STRANGERS:
        stranger = ListPlaces(process_id=card.process_id, viewer=who)
        assert (await contracts.ask(stranger)).processes == []


async def test_prices_members_and_consents_are_shown_to_those_whom_they_concern(contracts):
    card = await signing(contracts)
    seen = {}
    for name, who in viewers(card).items():
        shown = await contracts.ask(ShowContract(process_id=card.process_id, viewer=who))
        assert shown.prices_hidden == (shown.terms.price_cents == 0)
        awaited = len(MEMBERS) - 1 if shown.missing_consents else 0
        assert shown.consents_awaited == awaited, (
            "who signs for them consents by that; the employer is told no number"
        )
        assert bool(shown.consents) == bool(shown.missing_consents)
        parts = (not shown.prices_hidden, bool(shown.parties.supervisee_ids), bool(shown.missing_consents))
        seen[name] = parts
    assert seen == {
        "commissioner": (True, True, False),
        "colleague": (True, True, False),
        "payer": (True, False, False),
        "supervisee": (False, True, True),
        "supervisor": (False, True, False),
        "coordinator": (True, True, True),
        "finance": (True, False, False),
        "administrator": (False, False, False),
    }


async def test_the_parties_and_the_coordinator_read_the_text_and_nobody_else(contracts):
    card = await signing(contracts)
    may_read = set()
    for name, who in viewers(card).items():
        query = ShowContractText(process_id=card.process_id, viewer=who)
        try:
            text = await contracts.ask(query)
        except Refusal as refusal:
            assert refusal.code == "unknown_process"
            continue
        may_read.add(name)
        assert [one.clause for one in text.clauses] == list(Clause)
        assert bool(text.own_words) == (name == "coordinator")
    assert may_read == {"commissioner", "colleague", "supervisee", "supervisor", "coordinator"}


async def test_the_text_is_the_one_that_the_signatures_stand_under(contracts):
    card = await signing(contracts)
    await sign_by(contracts, card, [Party.COMMISSIONER, Party.SUPERVISEE])
    query = ShowContractText(process_id=card.process_id, viewer=viewers(card)["supervisor"])
    text = await contracts.ask(query)
    assert (text.status, text.next_party, text.missing_consents) == ("signing", Party.SUPERVISOR, [])
    assert [(one.party, one.person_id, one.signed_at) for one in text.signed] == [
        (Party.COMMISSIONER, COMMISSIONER, SIGNED),
        (Party.SUPERVISEE, MEMBERS[0], SIGNED),
    ]
    [kept] = await contracts.rows("contracts", "select paper from contract")
    assert all(f"[{one.clause}]\n{one.text}" in kept["paper"] for one in text.clauses)
    rows = await contracts.rows("contracts", "select distinct paper_sha256 from signature")
    assert [row["paper_sha256"] for row in rows] == [text.paper_sha256]
    price = next(one for one in text.clauses if one.clause is Clause.PRICE_AND_PAYMENT)
    assert (price.title, "175,00" in price.text) == ("Hinta ja maksaminen", True)


async def test_a_draft_is_for_the_coordinator_alone(contracts):
    process_id = await drafted(contracts)
    goals = {Clause.GOALS: "Selkeämpi työnjako."}
    card = await contracts.ask(completion(process_id, clauses=goals))
    everybody = viewers(card)
    for name in ("commissioner", "supervisee", "supervisor"):
        query = ShowContractText(process_id=process_id, viewer=everybody[name])
        assert await refused(contracts, query) == "still_a_draft"
    text = await contracts.ask(ShowContractText(process_id=process_id, viewer=everybody["coordinator"]))
    assert (text.status, text.paper_sha256) == ("draft", None)
    assert text.own_words == goals | {Clause.PLACE: text.own_words[Clause.PLACE]}
    assert text.missing_clauses == [clause for clause in WRITTEN_BY_PEOPLE if clause not in text.own_words]
    assert text.disputes_to == "Suomen työnohjaajat ry"


async def test_a_version_that_is_not_there_is_refused(contracts):
    card = await signing(contracts)
    query = ShowContractText(process_id=card.process_id, viewer=viewers(card)["supervisor"], version=7)
    assert await refused(contracts, query) == "unknown_version"


async def test_a_member_is_one_until_the_paper_expires(contracts):
    card = await signing(contracts)
    members = [(await contracts.ask(IsMember(person_id=one))).member for one in (*MEMBERS, COMMISSIONER)]
    assert members == [True] * len(MEMBERS) + [False]
    await contracts.ask(expiry(card.process_id))
    assert not (await contracts.ask(IsMember(person_id=MEMBERS[0]))).member


async def test_the_card_tells_how_the_process_goes_on_and_the_newest_is_first(contracts):
    card = await signed(contracts)
    coordinator = viewers(card)["coordinator"]
    await contracts.ask(AskContinuation(process_id=card.process_id, as_of=SIGNED))
    asked = await contracts.ask(ShowContract(process_id=card.process_id, viewer=coordinator))
    assert (asked.continuation_asked_at, asked.continuation_choice, asked.ended) == (SIGNED, None, False)
    assert asked.terms.ends_on == date(2027, 12, 10)
    await renew(contracts, card.process_id)
    await hear_final_review(contracts, card.process_id)
    await contracts.ask(end(card.process_id))
    later = draft(SUCCESSOR, renews=card.process_id).model_copy(update={"as_of": SIGNED})
    await contracts.ask(later)
    new, old = (await contracts.ask(ListContracts(viewer=coordinator))).contracts
    assert (old.continuation_choice, old.successor_id, old.ended) == ("renew", SUCCESSOR, True)
    assert (new.process_id, new.renews, new.ended) == (SUCCESSOR, card.process_id, False)
