"""Supervisors' cards: registered, kept, their credentials recorded and their hours offered."""

from datetime import date
from typing import Any
from uuid import UUID

from services.messages.directory import NO_END, ListSupervisors, SupervisorCard
from services.messages.sessions import AvailabilityCard, ListAvailability
from services.messages.values import Role, Viewer
from tests.integration.console.arranged import Arranged
from tests.integration.intake import builders as intake

CARD: dict[str, Any] = {
    "languages": ["sv", "fi"],
    "regions": ["Uusimaa", "Kanta-Häme"],
    "remote": "true",
    "audiences": ["manager", "group"],
    "capacity": "4",
}
PERSON = {
    "given_name": "Gustav",
    "family_name": "Granberg",
    "email": "gustav@luotsi.example",
    "language": "sv",
}
HOURS = {
    "weekday": "1",
    "from_time": "09:00",
    "to_time": "16:00",
    "valid_from": "2026-11-23",
    "valid_until": "2027-12-31",
}


async def _card(arranged: Arranged, supervisor_id: UUID) -> SupervisorCard:
    known = await arranged.house.ask(ListSupervisors())
    return next(one for one in known.supervisors if one.supervisor_id == supervisor_id)


async def _hours(arranged: Arranged, supervisor_id: UUID) -> list[AvailabilityCard]:
    viewer = Viewer(person_id=arranged.staff["coordinator"], role=Role.COORDINATOR)
    asked = ListAvailability(supervisor_id=supervisor_id, viewer=viewer)
    return (await arranged.house.ask(asked)).availability


async def test_a_new_supervisor_has_a_card_without_credentials(arranged: Arranged) -> None:
    path = await arranged.send("/supervisors/new", PERSON | CARD)
    card = await _card(arranged, UUID(path.rsplit("/", 1)[-1]))
    assert (card.regions, card.languages, card.remote) == (["Uusimaa", "Kanta-Häme"], ["sv", "fi"], True)
    assert (await arranged.open(path)).count("not recorded yet") == 3
    page = await arranged.send("/supervisors/new", PERSON | CARD | {"languages": []}, status=422)
    nowhere = {"languages": [], "regions": [], "remote": ""}
    page = await arranged.send("/supervisors/new", PERSON | CARD | nowhere, status=422)
    assert 'href="#field-languages' in page and 'href="#field-regions' in page, "all at once"
    assert "Languages of supervision: Choose at least one." in page and 'value="Gustav"' in page


async def test_the_list_tells_whose_credentials_hold_expire_and_have_lapsed(arranged: Arranged) -> None:
    house = arranged.house
    arranged.house.move_clock(house.clock.now().replace(year=2028, month=11, day=15))
    assert "Expires within 60 days" in await arranged.open("/supervisors?state=expires_soon")
    path = await arranged.send("/supervisors/new", PERSON | CARD)
    lapsed = await arranged.open("/supervisors?state=lapsed")
    assert path in lapsed and f"/supervisors/{arranged.staff['supervisor']}" not in lapsed


async def test_supervisors_are_found_by_their_family_names(arranged: Arranged) -> None:
    names = [("Öivind", "Aalto"), ("Kai", "von Essen"), ("Anna", "Mäkinen"), ("Zoe", "Mårtensson")]
    names += [("Bo", "Åberg"), ("Aino", "Åberg"), ("Aamu", "Äijälä")]
    for number, (given, family) in enumerate(names):
        person = {"given_name": given, "family_name": family, "email": f"ours{number}@luotsi.example"}
        await arranged.send("/supervisors/new", PERSON | CARD | person)
    inland = ["Öivind Aalto", "Zoe Mårtensson", "Anna Mäkinen", "Kai von Essen"]
    inland += ["Aino Åberg", "Bo Åberg", "Aamu Äijälä"]
    abroad = ["Öivind Aalto", "Aino Åberg", "Bo Åberg", "Aamu Äijälä", "Anna Mäkinen"]
    abroad += ["Zoe Mårtensson", "Kai von Essen"]
    for language, told in (("fi", inland), ("sv", inland), ("en", abroad)):
        async with await arranged.browser(language=language) as browser:
            for path in ("/supervisors", "/calendar"):
                page = (await browser.get(path)).text
                places = [page.index(name) for name in told]
                assert places == sorted(places), (language, path)


async def test_a_later_day_of_a_credential_holds(arranged: Arranged) -> None:
    supervisor_id = arranged.staff["supervisor"]
    path = f"/supervisors/{supervisor_id}/credentials"
    await arranged.send(path, {"kind": "membership", "holds_until": "2030-06-30"}, "administrator")
    async with await arranged.browser() as browser:
        shorter = {"kind": "membership", "holds_until": "2029-06-30"}
        told = (await browser.post(path, data=shorter, follow_redirects=True)).text
    assert "It holds longer already: until 30 June 2030. The day was not changed." in told
    assert "The credential is recorded." not in told
    assert (await _card(arranged, supervisor_id)).credentials["membership"] == date(2030, 6, 30)
    page = await arranged.send(path, {"kind": "membership"}, status=422)
    assert "Last valid day: Write the last valid day." in page


async def test_a_training_says_what_it_is_and_never_ends(arranged: Arranged) -> None:
    supervisor_id = await intake.supervisor(arranged.house, "second@virta.example", credentials=())
    path = f"/supervisors/{supervisor_id}"
    page = await arranged.send(f"{path}/credentials", {"kind": "training"}, status=422)
    assert "Description: Write what the training is: its name, who gave it, and the year." in page
    training = "Arbetshandledarutbildning 60 sp, Helsingfors, 2016"
    await arranged.send(f"{path}/credentials", {"kind": "training", "description": training})
    page = await arranged.open(path)
    assert training in page and "Has no last day" in page
    card = await _card(arranged, supervisor_id)
    assert (card.credentials, card.descriptions) == ({"training": NO_END}, {"training": training})
    shorter = {"kind": "training", "description": training, "holds_until": "2030-06-30"}
    await arranged.send(f"{path}/credentials", shorter)
    assert (await _card(arranged, supervisor_id)).credentials == {"training": NO_END}
    other = {"description": "Kurs, 2017", "valid_until": "", "replaces": f"{NO_END}"}
    await arranged.send(f"{path}/credentials/training", other)
    assert (await _card(arranged, supervisor_id)).descriptions == {"training": "Kurs, 2017"}
    history = await arranged.open(f"{path}/credentials/training")
    assert training in history and "2099" not in history.replace(f'value="{NO_END}"', "")


async def test_a_supervisor_reads_how_customers_are_told_of_them(arranged: Arranged) -> None:
    assert intake.TRAINING in await arranged.open("/me", "supervisor")
    assert "How customers are told of you" not in await arranged.open("/me")


async def test_a_credentials_day_is_corrected_ended_and_taken_away_and_what_was_said_stays(
    arranged: Arranged,
) -> None:
    supervisor_id = arranged.staff["supervisor"]
    path = f"/supervisors/{supervisor_id}/credentials/membership"
    seen = (await _card(arranged, supervisor_id)).credentials["membership"]
    earlier = {"valid_until": "2026-12-31", "replaces": f"{seen}", "reason": "Väärä vuosi"}
    await arranged.send(path, earlier)
    assert (await _card(arranged, supervisor_id)).credentials["membership"] == date(2026, 12, 31)
    async with await arranged.browser("coordinator") as browser:
        after = await browser.post(path, data=earlier | {"replaces": "2026-12-31"}, follow_redirects=True)
    assert "Nothing was changed." in after.text and "is put right" not in after.text
    stale = await arranged.send(path, earlier | {"valid_until": "2027-06-30"}, status=422)
    assert "Somebody has changed this meanwhile." in stale
    await arranged.send(path, {"valid_until": "", "replaces": "2026-12-31"}, status=422)
    await arranged.send(path, {"take_away": "true", "replaces": "2026-12-31"})
    assert "membership" not in (await _card(arranged, supervisor_id)).credentials
    page = await arranged.open(path)
    assert "Väärä vuosi" in page and page.index("Taken away") < page.index("Corrected")
    assert page.index("Corrected") < page.index(">Recorded")
    _process, number = await arranged.in_matching()
    assert f'href="/supervisors/{supervisor_id}#credentials"' in await arranged.open(f"/matching/{number}")
    await arranged.send(path, earlier, "finance", status=404)


async def test_hours_are_offered_withdrawn_and_offered_again(arranged: Arranged) -> None:
    supervisor_id = arranged.staff["supervisor"]
    path = f"/supervisors/{supervisor_id}"
    await arranged.send(f"{path}/hours", HOURS)
    [offered] = await _hours(arranged, supervisor_id)
    assert "Tuesday 9:00–16:00" in await arranged.open(path)
    async with await arranged.browser() as browser:
        await browser.post(f"{path}/hours/{offered.availability_id}/withdraw")
        assert await _hours(arranged, supervisor_id) == []
        told = (await browser.get(path)).text
        undo = told.split(f'action="{path}/hours/again')[1].split('"')[0].replace("&amp;", "&")
        await browser.post(f"{path}/hours/again{undo}")
    assert await _hours(arranged, supervisor_id) == [offered]
    page = await arranged.send(f"{path}/hours", HOURS | {"to_time": "08:00"}, status=422)
    assert "Ends: The end is before the beginning." in page


async def test_the_card_is_changed_and_an_unknown_supervisors_is_not_there(arranged: Arranged) -> None:
    supervisor_id = arranged.staff["supervisor"]
    path = f"/supervisors/{supervisor_id}/card"
    assert 'value="Pirkanmaa" checked' in await arranged.open(path)
    page = await arranged.send(path, CARD | {"regions": ["Uusimaa; Kanta-Häme"]}, status=422)
    assert "Regions: Choose one of the alternatives." in page
    page = await arranged.send(path, CARD | {"regions": [], "remote": ""}, status=422)
    assert "Regions: Choose a region, or remote meetings." in page
    await arranged.send(path, CARD)
    assert (await _card(arranged, supervisor_id)).capacity == 4
    await arranged.open(f"/supervisors/{arranged.staff['finance']}", status=404)
    for role in ("finance", "supervisor"):
        await arranged.open(path, role, status=404)
        await arranged.send(path, CARD, role, status=404)


async def test_an_administrator_keeps_cards_but_sees_nobodys_hours(arranged: Arranged) -> None:
    path = f"/supervisors/{await intake.supervisor(arranged.house, 'second@virta.example')}"
    assert "Weekly hours" not in await arranged.open(path, "administrator")
    await arranged.send(f"{path}/hours", HOURS, "administrator", status=404)
    assert "Weekly hours" in await arranged.open(path)
