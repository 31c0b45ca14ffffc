"""Who asked in the name of a known organisation has nothing there until somebody who may says that they belong."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.messages.envelope import Command
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import working_days_after
from tests.house import House
from tests.integration.directory.builders import NOW, person, relate, viewer
from tests.integration.directory.test_authority import Town


@pytest.fixture
async def town(house: House) -> Town:
    town = Town(house)
    await town.settle()
    return town


def asking(town: Town, person_id: UUID, department: UUID | None = None) -> messages.AskAdmission:
    return messages.AskAdmission(
        process_id=uuid4(),
        person_id=person_id,
        organisation_id=town.own,
        department_id=department,
        as_of=NOW,
    )


def answering(asked: messages.AskAdmission, by: UUID, *, admit: bool = True) -> messages.AnswerAdmission:
    return messages.AnswerAdmission(
        process_id=asked.process_id, admit=admit, answered_by=by, as_of=NOW + timedelta(hours=1)
    )


async def test_a_stranger_who_types_a_known_y_tunnus_has_no_role_until_hr_of_the_whole_lets_them_in(
    town: Town,
) -> None:
    house, stranger = town.house, await person(town.house, "Outi")
    asked = asking(town, stranger, town.library)
    for _ in range(2):
        assert (await house.ask(asked)).status == "waiting"
    relations = await house.ask(messages.ShowRelations(person_id=stranger))
    assert (relations.relations, relations.waits) == ([], True)
    for by in ("stranger", "payer", "line_manager", "care_hr", "nobody"):
        with pytest.raises(Refusal, match="unknown_admission"):
            await house.ask(answering(asked, town.who[by]))
    with pytest.raises(Refusal, match="unknown_admission"):
        await house.ask(answering(asked, stranger))
    seen = messages.ListAdmissions(viewer=viewer(Role.COMMISSIONER, town.own))
    assert [one.person_id for one in (await house.ask(seen)).admissions] == [stranger]
    for who in (viewer(Role.COMMISSIONER, town.own, town.library), viewer(Role.COMMISSIONER, town.other)):
        assert (await house.ask(messages.ListAdmissions(viewer=who))).admissions == []

    await house.ask(answering(asked, town.who["hr"]))
    relations = await house.ask(messages.ShowRelations(person_id=stranger))
    assert [(one.relation, one.department_id) for one in relations.relations] == [("hr", town.library)]
    assert not relations.waits and (await house.ask(seen)).admissions == []
    with pytest.raises(Refusal, match="already_answered"):
        await house.ask(answering(asked, town.who["hr"], admit=False))


async def test_a_coordinator_lets_them_in_when_hr_has_not_answered_in_three_working_days(town: Town) -> None:
    house, stranger = town.house, await person(town.house, "Outi")
    asked = asking(town, stranger)
    await house.ask(asked)
    (card,) = (await house.ask(messages.ListAdmissions(viewer=viewer(Role.COORDINATOR)))).admissions
    assert card.coordinator_from == working_days_after(NOW, 3)
    house.move_clock(NOW)
    assert await _who_may_answer(town) == {"hr"}
    early = answering(asked, town.who["coordinator"])
    role = messages.RelatePerson(
        person_id=stranger,
        relation="hr",
        organisation_id=town.own,
        given_by=town.who["coordinator"],
        as_of=NOW + timedelta(hours=1),
    )
    orders: tuple[Command[Any], ...] = (early, role)
    for order in orders:  # the other way to the same end is no shorter
        with pytest.raises(Refusal, match="admission_waits"):
            await house.ask(order)
    house.move_clock(card.coordinator_from)
    assert await _who_may_answer(town) == {"hr", "coordinator"}
    await house.ask(role.model_copy(update={"as_of": card.coordinator_from}))
    await house.quiet()
    events = await house.events("directory")
    (answered,) = [one for one in events if isinstance(one, messages.AdmissionAnswered)]
    assert (answered.process_id, answered.admitted) == (asked.process_id, True)


async def test_where_there_is_no_hr_of_the_whole_a_coordinator_need_not_wait_for_any(town: Town) -> None:
    house = town.house
    end = messages.EndRelation(
        person_id=town.who["hr"],
        relation="hr",
        organisation_id=town.own,
        ended_by=town.who["coordinator"],
        as_of=NOW,
    )
    await house.ask(end)
    asked = asking(town, await person(house, "Outi"), town.library)
    await house.ask(asked)
    await house.ask(answering(asked, town.who["coordinator"], admit=False))
    await house.quiet()
    answered = [one for one in await house.events("directory") if isinstance(one, messages.AdmissionAnswered)]
    assert [one.admitted for one in answered] == [False]


async def test_who_acts_for_it_already_waits_for_nobody(town: Town) -> None:
    for who, department in (("hr", town.care), ("line_manager", None), ("care_hr", town.care)):
        assert (await town.house.ask(asking(town, town.who[who], department))).status == "not_needed"
    # Of the department beside theirs, and of the whole, they are none yet; a payer acts for nobody.
    for who, department in (("care_hr", town.library), ("care_hr", None), ("payer", None)):
        assert (await town.house.ask(asking(town, town.who[who], department))).status == "waiting"
    acting = messages.ListCommissioners(organisation_id=town.own, department_id=town.care)
    found = {one.person_id for one in (await town.house.ask(acting)).people}
    assert found == {town.who["hr"], town.who["line_manager"], town.who["care_hr"]}


async def test_a_role_that_is_given_by_a_department_where_one_asked_lets_them_in_there(town: Town) -> None:
    outi = await person(town.house, "Outi")
    asked = asking(town, outi, town.care)
    await town.house.ask(asked)
    await relate(town.house, outi, "payer", town.own, town.care)
    assert (await town.house.ask(messages.ShowRelations(person_id=outi))).waits
    role = messages.RelatePerson(
        person_id=outi,
        relation="line_manager",
        organisation_id=town.own,
        department_id=town.care,
        given_by=town.who["care_hr"],
        as_of=NOW,
    )
    await town.house.ask(role)
    assert not (await town.house.ask(messages.ShowRelations(person_id=outi))).waits


async def test_asked_for_another_department_while_it_waits_the_newest_word_holds_and_an_answer_ends_that(
    town: Town,
) -> None:
    house, stranger = town.house, await person(town.house, "Outi")
    first = asking(town, stranger)
    other = first.model_copy(update={"department_id": town.library})
    for one in (first, other):
        assert (await house.ask(one)).status == "waiting"
    await house.ask(answering(first, town.who["hr"]))
    [given] = (await house.ask(messages.ShowRelations(person_id=stranger))).relations
    assert given.department_id == town.library
    with pytest.raises(Refusal, match="already_answered"):
        await house.ask(first)


async def _who_may_answer(town: Town) -> set[str]:
    """As its owner says on the card, to whomever the list shows it."""
    looking = {"hr": Role.COMMISSIONER, "line_manager": Role.COMMISSIONER, "coordinator": Role.COORDINATOR}
    found = set()
    for name, role in looking.items():
        of = None if role is Role.COORDINATOR else town.own
        seen = viewer(role, of).model_copy(update={"person_id": town.who[name]})
        cards = (await town.house.ask(messages.ListAdmissions(viewer=seen))).admissions
        found |= {name for one in cards if one.may_answer}
    return found


async def test_whose_request_has_ended_is_told_for_a_month_to_hr_of_the_whole_alone(town: Town) -> None:
    house, stranger = town.house, await person(town.house, "Outi")
    asked = asking(town, stranger, town.library)
    await house.ask(asked)
    house.move_clock(NOW + timedelta(hours=2))
    because = {"because": "asked_back_by_staff", "as_of": NOW + timedelta(hours=1)}
    await house.ask(messages.DropAdmission.model_validate({"process_id": asked.process_id} | because))
    hr = messages.ListAdmissions(viewer=viewer(Role.COMMISSIONER, town.own))
    listed = await house.ask(hr)
    [over] = listed.over
    assert listed.admissions == [] and (over.name.split()[0], over.because) == ("Outi", "asked_back_by_staff")
    for who in (viewer(Role.COMMISSIONER, town.own, town.library), viewer(Role.COMMISSIONER, town.other)):
        assert (await house.ask(messages.ListAdmissions(viewer=who))).over == []
    house.move_clock(NOW + timedelta(days=31))
    assert (await house.ask(hr)).over == []
