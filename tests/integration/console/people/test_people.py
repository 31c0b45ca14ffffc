"""The provider's own staff: a role is given and ended by a press, and the last administrator stays."""

from services.messages.directory import ShowRelations
from tests.integration.console.arranged import Arranged
from tests.integration.directory.builders import person

NEW = {"given_name": "Tauno", "family_name": "Tamminen", "email": "tauno@luotsi.example", "language": "fi"}


async def _roles(arranged: Arranged, role: str) -> list[str]:
    known = await arranged.house.ask(ShowRelations(person_id=arranged.staff[role]))
    return [one.relation for one in known.relations]


async def test_somebody_becomes_staff_and_one_who_is_known_gets_one_more_role(arranged: Arranged) -> None:
    await arranged.send("/people/new", NEW | {"relation": "finance"}, "administrator")
    assert "tauno@luotsi.example" in await arranged.open("/people")
    known = {"given_name": "Other", "email": "finance@luotsi.example", "relation": "coordinator"}
    await arranged.send("/people/new", NEW | known, "administrator")
    assert await _roles(arranged, "finance") == ["finance", "coordinator"]
    page = await arranged.send("/people/new", NEW | {"relation": "hr"}, "administrator", status=422)
    assert "Role: Choose one of the alternatives." in page


async def test_a_role_that_somebody_has_is_not_given_again_and_one_they_have_not_is_not_ended(
    arranged: Arranged,
) -> None:
    """It is said plainly, undoes nothing, and stands in no log as something that was done."""
    has = NEW | {"email": "finance@luotsi.example", "relation": "finance"}
    coordinator = f"/people/{arranged.staff['finance']}/coordinator/end"
    async with await arranged.browser("administrator") as browser:
        given = (await browser.post("/people/new", data=has, follow_redirects=True)).text
        ended = (await browser.post(coordinator, follow_redirects=True)).text
    assert "This person has the role already. Nothing was changed." in given and "can sign in." not in given
    assert "This person does not have the role. Nothing was changed." in ended and "/again" not in ended
    acts = await arranged.house.rows("console", "SELECT act FROM access_log")
    assert not {"relate_person", "end_relation"} & {row["act"] for row in acts}
    assert await _roles(arranged, "finance") == ["finance"]


async def test_a_role_is_ended_and_the_ending_undone(arranged: Arranged) -> None:
    path = f"/people/{arranged.staff['finance']}/finance"
    async with await arranged.browser("administrator") as browser:
        await browser.post(f"{path}/end")
        told = (await browser.get("/people")).text
    assert "The role has ended." in told and f'action="{path}/again"' in told
    assert await _roles(arranged, "finance") == []
    await arranged.send(f"{path}/again", {}, "administrator")
    assert await _roles(arranged, "finance") == ["finance"]


async def test_a_coordinator_makes_nobody_administrator_least_of_all_herself(arranged: Arranged) -> None:
    page = await arranged.open("/people")
    assert "Add a person" not in page and "/end" not in page
    await arranged.open("/people/new", status=404)
    for form in (NEW, NEW | {"email": "coordinator@luotsi.example"}):
        page = await arranged.send("/people/new", form | {"relation": "administrator"}, status=404)
    own = f"/people/{arranged.staff['coordinator']}/administrator/again"
    async with await arranged.browser() as browser:
        assert (await browser.post(own)).status_code >= 400
    assert await _roles(arranged, "coordinator") == ["coordinator"]
    await arranged.send(f"/people/{arranged.staff['administrator']}/administrator/end", {}, status=404)
    assert await _roles(arranged, "administrator") == ["administrator"]


async def test_the_last_administrator_stays_and_nobody_ends_a_role_of_their_own(arranged: Arranged) -> None:
    last = f"/people/{arranged.staff['administrator']}/administrator/end"
    await arranged.send(last, {}, "administrator", status=404)
    assert await _roles(arranged, "administrator") == ["administrator"]
    own = f"/people/{arranged.staff['coordinator']}/coordinator/end"
    await arranged.send(own, {}, status=404)
    assert await _roles(arranged, "coordinator") == ["coordinator"]
    for role in ("finance", "supervisor"):
        await arranged.open("/people", role, status=404)
        await arranged.send("/people/new", NEW | {"relation": "administrator"}, role, status=404)


async def test_an_administrator_types_a_colleagues_number_and_nobody_else_does(arranged: Arranged) -> None:
    """A customer's people have none."""
    path = f"/people/{arranged.staff['coordinator']}/phone"
    assert f'href="{path}"' in await arranged.open("/people", "administrator")
    assert "Telephone at work" in await arranged.open(path, "administrator")
    assert await arranged.send(path, {"phone": "040 765 4321"}, "administrator") == "/people"
    assert "040 765 4321" in await arranged.open("/people")
    refused = await arranged.send(path, {"phone": "call me"}, "administrator", status=422)
    assert 'href="#field-phone"' in refused
    assert 'value="040 765 4321"' in await arranged.open(path, "administrator")
    await arranged.send(path, {"phone": ""}, "administrator")
    assert "040 765 4321" not in await arranged.open("/people")
    customers = f"/people/{await person(arranged.house, 'Aino', 'Laine')}/phone"
    await arranged.send(customers, {"phone": "040 765 4321"}, "administrator", status=422)
    for role in ("coordinator", "finance"):
        await arranged.open(f"/people/{arranged.staff['administrator']}/phone", role, status=404)


async def test_whoever_begins_alone_takes_a_further_role_and_acts_as_before(arranged: Arranged) -> None:
    """The list of the first day leads here for a role; what one is stays until one changes it."""
    async with await arranged.browser("administrator") as browser:
        page = (await browser.get("/people/new?relation=coordinator")).text
        assert 'value="coordinator" checked' in page and "Take the role Coordinator yourself" in page
        told = await browser.post("/people/myself", data={"relation": "coordinator"}, follow_redirects=True)
        assert "You act as before until you change your role under your name." in told.text
        assert "Take the role" not in (await browser.get("/people/new?relation=coordinator")).text
    assert await _roles(arranged, "administrator") == ["administrator", "coordinator"]
    await arranged.send("/people/myself", {"relation": "administrator"}, "coordinator", status=409)
    assert "Take the role" not in await arranged.open("/people/new", "administrator")
