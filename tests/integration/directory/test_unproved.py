"""Whoever has a door's own seed, and nobody's sign-in, hears nothing about people."""

from typing import Any
from uuid import uuid4

import pytest

from services.directory.proving.turns import Turns
from services.messages import directory as messages
from services.messages.envelope import Asked, command_subject
from services.runtime.commands.asking import Asker
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate
from tests.integration.directory.test_orders_at_the_portal import related
from tests.integration.directory.test_proofs import refused, thief
from tests.integration.web.builders import Mailbox
from tests.patience import PATIENCE_S, nats_connection
from tests.visitor import proof_of

__all__ = ["thief"]
pytestmark = pytest.mark.servers


async def test_no_question_about_people_is_answered_to_a_seed_alone(house: House, thief: Asker) -> None:
    somebody = await person(house, "Aino")
    questions: list[Asked[Any]] = [
        messages.ShowPerson(person_id=somebody),
        messages.ShowContacts(person_ids=[somebody]),
        messages.FindPerson(email="aino@kunta.example"),
        messages.ShowRelations(person_id=somebody),
        messages.ListPasskeys(person_id=somebody),
        messages.ShowCustomer(organisation_id=uuid4()),
        messages.ListCommissioners(organisation_id=uuid4()),
        messages.ShowStaff(relation="coordinator"),
        messages.ListSupervisors(),
    ]
    for asked in questions:
        assert await refused(thief, asked) == "not_proved"
        assert await refused(thief, asked.by(somebody)) == "not_proved"
        assert await refused(thief, asked.by(somebody), proof_of(house, uuid4(), "console")) == "not_proved"
    assert (await thief(questions[0].by(somebody), proof=proof_of(house, somebody, "console"))).email


async def test_what_is_for_who_is_signed_in_is_told_to_no_seed_and_a_right_to_its_own_person_alone(
    house: House, thief: Asker
) -> None:
    somebody, other = await related(house, "Kerttu", "coordinator"), await person(house, "Aino")
    proof = proof_of(house, other, "console")
    questions: list[Asked[Any]] = [
        messages.ShowSupervisorPicture(supervisor_id=somebody),
        messages.ListPromises(),
        messages.ListLogos(),
        messages.ShowLogo(on=NOW.date()),
        messages.ShowLanguages(on=NOW.date()),
        messages.ListLanguages(),
    ]
    for asked in questions:
        assert await refused(thief, asked) == "not_proved"
        assert await thief(asked.by(other), proof=proof)
    right = messages.ShowPermission(person_id=somebody, action="handle_exceptions")
    for by in (None, somebody, other):
        assert await refused(thief, right.by(by), proof) == "not_proved"
    own = messages.ShowPermission(person_id=other, action="handle_exceptions").by(other)
    assert not (await thief(own, proof=proof)).allowed
    assert (await thief(right.by(somebody), proof=proof_of(house, somebody, "console"))).allowed


async def test_of_pictures_a_seed_alone_is_shown_a_logo(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "administrator")
    laid = """INSERT INTO kept_picture
        (picture_id, use, media_type, width, height, content, sent_by)
        VALUES ($1, $2, 'image/png', 1, 1, 'x', $3) RETURNING 1"""
    uses: tuple[messages.PictureUse, ...] = ("logo", "supervisor")
    logo, picture = [messages.ShowPicture(picture_id=uuid4(), use=use) for use in uses]
    for one in (logo, picture):
        assert await house.rows("directory", laid, one.picture_id, one.use, somebody)
    assert (await thief(logo)).content
    assert await refused(thief, picture) == "unknown_picture"
    assert await refused(thief, picture.by(somebody)) == "not_proved"
    assert (await thief(picture.by(somebody), proof=proof_of(house, somebody, "console"))).content


async def test_the_way_of_the_services_is_closed_to_both_doors(house: House) -> None:
    await house.open("directory")
    body = messages.ShowPerson(person_id=await person(house, "Aino")).model_dump_json().encode()
    for door in ("portal", "console"):
        connection = await nats_connection(house.as_program(door))
        try:
            with pytest.raises(Exception, match=r"(?i)timeout|responders"):
                await connection.request(command_subject(messages.ShowPerson), body, timeout=0.3)
        finally:
            await connection.close()


async def test_anothers_passkeys_sees_who_may_remove_them(house: House, thief: Asker) -> None:
    somebody = await person(house, "Aino")
    administrator = await related(house, "Aatos", "administrator")
    coordinator = await person(house, "Kerttu")
    gives = messages.RelatePerson(
        person_id=coordinator, relation="coordinator", given_by=administrator, as_of=NOW
    )
    await house.ask(gives)
    asked = messages.ListPasskeys(person_id=somebody)
    for by, door, said in (
        (somebody, "console", None),
        (administrator, "console", None),
        (coordinator, "console", "not_yours_to_change"),
        (administrator, "portal", "not_proved"),
    ):
        connection = await nats_connection(house.as_program(door))
        try:
            asking = Asker(connection, PATIENCE_S, who=door)
            proof = proof_of(house, by, door)
            if said:
                assert await refused(asking, asked.by(by), proof) == said
            else:
                assert (await asking(asked.by(by), proof=proof)).passkeys == []
        finally:
            await connection.close()


async def test_at_the_portal_a_customers_data_is_for_who_has_a_role_there_and_an_address_names_nobody(
    house: House,
) -> None:
    """Though the question was proved: with the portal's seed and an account of one's own."""
    await house.open("directory")
    mine, theirs = [await organisation(house, name) for name in ("Ähtärin kaupunki", "Järvikunta")]
    somebody = await related(house, "Kerttu", "administrator")
    aino = await person(house, "Aino")
    await relate(house, aino, "hr", mine)
    connection = await nats_connection(house.as_program("portal"))
    try:
        asking, proof = Asker(connection, PATIENCE_S, who="portal"), proof_of(house, aino, "portal")
        shown = await asking(messages.ShowCustomer(organisation_id=mine).by(aino), proof=proof)
        assert shown.organisation_id == mine
        others = messages.ShowCustomer(organisation_id=theirs).by(aino)
        assert await refused(asking, others, proof) == "unknown_organisation"
        [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
        found = (await asking(messages.FindPerson(email=row["email"]).by(aino), proof=proof)).person
        assert found and (found.person_id, found.name, found.family_name) == (somebody, "", "")
    finally:
        await connection.close()


async def test_who_has_an_address_is_told_by_id_alone_and_so_many_times(
    house: House, thief: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = await person(house, "Aino")
    card = await house.ask(messages.ShowPerson(person_id=somebody))
    told = await thief(messages.FindAddressee(email=card.email))
    assert told.model_dump() == {"person_id": somebody}
    turns = house.services["directory"].resources.addressees
    monkeypatch.setattr(turns, "take", lambda: False)
    assert (await thief(messages.FindAddressee(email=card.email))).person_id is None


def test_turns_come_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("services.directory.proving.turns.monotonic", lambda: now[0])
    turns = Turns()
    assert [turns.take() for _ in range(Turns.MOST + 1)] == [True] * Turns.MOST + [False]
    now[0] += 1
    assert turns.take() and not turns.take()


async def test_a_code_goes_to_nobody_who_has_no_business_at_the_console(house: House, thief: Asker) -> None:
    """Whatever a door says of them."""
    customer, staff = await person(house, "Aino"), await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    for who in (customer, staff):
        [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", who)
        await thief(messages.AskSignInCode(email=row["email"], browser="a" * 64, as_of=NOW))
    assert (await mailbox.next()).person_id == staff
    kept = await house.rows("directory", "SELECT person_id FROM sign_in_code ORDER BY asked_at")
    assert [row["person_id"] for row in kept] == [None, staff]
