"""Conflicts of interest before the choice: asked, said, entered for somebody; shown, blocking, and of a party."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.intake.supervisors.declaring import MOST
from services.messages.directory import RelatePerson
from services.messages.envelope import Command
from services.messages.intake import (
    AskForInterest,
    InterestAsked,
    InterestDeclared,
    ListInterestsAsked,
    ShortlistSupervisors,
    ShowInquiry,
    ShowInterestAsked,
    ShowInterests,
    ShowProposal,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.intake.builders import (
    COORDINATOR,
    LATER,
    choice,
    chosen,
    declaration,
    in_matching,
    price,
    proposal,
    said,
    supervisor,
)


async def code(house: House, order: Command[Any]) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


def question(process_id: UUID, supervisor_id: UUID) -> AskForInterest:
    return AskForInterest(
        process_id=process_id, supervisor_id=supervisor_id, asked_by=COORDINATOR, as_of=LATER
    )


def as_supervisor(who: UUID) -> Viewer:
    return Viewer(person_id=who, role=Role.SUPERVISOR)


AS_COORDINATOR = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)


async def test_without_a_word_nobody_is_chosen_and_with_none_they_are(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    assert await code(intake, choice(process_id, who)) == "interest_not_declared"
    await intake.ask(declaration(process_id, who))
    await intake.ask(choice(process_id, who))
    assert (await intake.ask(ShowInquiry(process_id=process_id))).supervisor_id == who


async def test_what_blocks_stops_the_choice_until_it_is_said_otherwise(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    await intake.ask(declaration(process_id, who, "present_therapy_or_care", words="Ei kenellekään."))
    assert await code(intake, choice(process_id, who)) == "interest_blocks"
    for _ in range(2):
        await intake.ask(declaration(process_id, who, "private_acquaintance", since=2020))
    await intake.ask(choice(process_id, who))
    assert len(await said(intake, InterestDeclared)) == 2


async def test_a_supervisor_says_otherwise_only_so_often_and_a_coordinator_may_still_be_told(
    intake: House,
) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    for number in range(MOST):
        order = declaration(process_id, who, "former_customer", since=1990 + number)
        await intake.ask(order)
    await intake.ask(order)
    assert await code(intake, declaration(process_id, who, since=2000)) == "too_many"
    assert len(await intake.rows("intake", "select number from interest_declaration")) == MOST
    await intake.ask(declaration(process_id, who, "family", declared_by=FOUNDER))
    assert await code(intake, choice(process_id, who)) == "interest_blocks"


async def test_what_is_said_after_the_choice_stops_the_proposal(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    await intake.ask(price())
    await chosen(intake, process_id, who)
    await intake.ask(declaration(process_id, who, "family"))
    assert await code(intake, proposal(process_id)) == "interest_blocks"


async def test_a_supervisor_is_asked_answers_and_sees_no_more_than_that_takes(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    mine = as_supervisor(who)
    assert await code(intake, ShowInterestAsked(process_id=process_id, viewer=mine)) == "unknown_process"
    for _ in range(2):
        await intake.ask(question(process_id, who))
    assert len(await said(intake, InterestAsked)) == 1
    [asked] = (await intake.ask(ListInterestsAsked(viewer=mine))).waiting
    assert (asked.organisation_name, asked.headcount) == ("Järvikunta, sosiaalipalvelut", 5)
    assert "Toivomme" not in asked.model_dump_json() and "Helena" not in asked.model_dump_json()
    await intake.ask(
        declaration(process_id, who, "former_colleague", since=2019, until=2024, words="Samassa.")
    )
    assert (await intake.ask(ListInterestsAsked(viewer=mine))).waiting == []
    [declared] = await said(intake, InterestDeclared)
    assert declared.was_asked and not {"code", "words"} & set(declared.model_dump())
    [card] = (await intake.ask(ShowInterests(process_id=process_id, viewer=AS_COORDINATOR))).cards
    assert card.interest
    assert (card.interest.words, card.effect, card.declared_by) == ("Samassa.", "shown", who)


async def test_the_commissioner_reads_code_and_years_with_the_proposal_and_no_words(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    await intake.ask(price())
    await intake.ask(declaration(process_id, who, "former_customer", since=2021, words="Omia sanoja."))
    await intake.ask(choice(process_id, who))
    await intake.ask(proposal(process_id))
    organisation_id = (await intake.ask(ShowInquiry(process_id=process_id))).organisation_id
    reads = Viewer(person_id=uuid4(), role=Role.COMMISSIONER, organisation_id=organisation_id)
    pays = Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=organisation_id)
    shown = await intake.ask(ShowProposal(process_id=process_id, viewer=reads))
    assert shown.interest
    assert (shown.interest.code, shown.interest.since) == ("former_customer", 2021)
    assert "Omia" not in shown.model_dump_json()
    assert (await intake.ask(ShowProposal(process_id=process_id, viewer=pays))).interest is None
    assert await code(intake, ShowInterests(process_id=process_id, viewer=reads)) == "unknown_process"


async def test_a_coordinator_enters_what_was_said_and_nobody_else_for_another(intake: House) -> None:
    who, other = await supervisor(intake), await supervisor(intake, "toinen@virta.example")
    process_id = await in_matching(intake)
    for stranger in (other, uuid4()):
        order = declaration(process_id, who, declared_by=stranger)
        assert await code(intake, order) == "not_yours_to_decide"
    await intake.ask(declaration(process_id, who, declared_by=COORDINATOR))
    [card] = (await intake.ask(ShowInterests(process_id=process_id, viewer=AS_COORDINATOR))).cards
    assert (card.supervisor_id, card.declared_by) == (who, COORDINATOR)
    assert (
        await code(intake, declaration(process_id, uuid4(), declared_by=COORDINATOR)) == "unknown_supervisor"
    )
    reversed_years = declaration(process_id, who, "former_customer", since=2024, until=2019)
    assert await code(intake, reversed_years) == "years_reversed"
    to_come = declaration(process_id, who, "former_customer", since=2024, until=reversed_years.as_of.year + 1)
    assert await code(intake, to_come) == "years_reversed"
    assert await code(intake, question(process_id, uuid4())) == "unknown_supervisor"
    await intake.ask(choice(process_id, who))
    await intake.ask(price())
    await intake.ask(proposal(process_id))
    assert await code(intake, question(process_id, other)) == "not_in_matching"
    assert await code(intake, declaration(process_id, other)) == "not_in_matching"


async def test_what_is_said_once_more_after_the_choice_is_answered_as_it_was(intake: House) -> None:
    who, other = await supervisor(intake), await supervisor(intake, "toinen@virta.example")
    process_id = await in_matching(intake)
    first = await intake.ask(declaration(process_id, other))
    await chosen(intake, process_id, who)
    await intake.ask(price())
    await intake.ask(proposal(process_id))
    assert await intake.ask(declaration(process_id, other)) == first
    assert (
        await code(intake, declaration(process_id, other, "former_customer", since=2024)) == "not_in_matching"
    )


async def test_a_line_manager_of_the_customer_is_no_supervisor_of_it(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    await intake.ask(declaration(process_id, who))
    organisation_id = (await intake.ask(ShowInquiry(process_id=process_id))).organisation_id
    await intake.ask(
        RelatePerson(
            person_id=who,
            relation="line_manager",
            organisation_id=organisation_id,
            given_by=FOUNDER,
            as_of=LATER,
        )
    )
    listed = await intake.ask(ShortlistSupervisors(process_id=process_id, as_of=LATER))
    assert [one.reasons for one in listed.excluded] == [["supervisor_is_a_party"]]
    assert await code(intake, choice(process_id, who)) == "supervisor_is_a_party"
