"""The screening's page: what was asked, the rule's suggestion with its reasons, and the decision."""

from datetime import timedelta

from services.messages.directory import ShowRelations
from services.messages.intake import ShowInquiry
from tests.integration.console.arranged import Arranged


async def test_the_page_shows_what_was_asked_and_why_the_rule_suggests_what_it_does(
    arranged: Arranged,
) -> None:
    _id, number = await arranged.asked(wishes=["treat_illness", "clarify_roles"])
    page = await arranged.open(f"/processes/{number}/screening")
    assert "Toivomme selkeämpää työnjakoa." in page and "Pirkanmaa" in page and "helena.laine@" in page
    because = page.split("Because of these answers:")[1].split("</ul>")[0]
    assert "The rule suggests: Therapy or occupational health care" in page
    assert "Help with an illness" in because and "Make roles clearer" not in because


async def test_a_redirect_without_a_reason_is_refused_and_the_choice_kept(arranged: Arranged) -> None:
    process_id, number = await arranged.asked()
    page = await arranged.send(f"/processes/{number}/screening", {"outcome": "training"}, status=422)
    assert "Reason: Write the reason." in page and 'value="training" checked' in page
    assert (await arranged.house.ask(ShowInquiry(process_id=process_id))).outcome is None


async def test_supervision_leads_on_to_the_matching_and_a_redirect_back_to_the_process(
    arranged: Arranged,
) -> None:
    _id, number = await arranged.asked()
    assert (
        await arranged.send(f"/processes/{number}/screening", {"outcome": "supervision"})
        == f"/matching/{number}"
    )
    process_id, other = await arranged.asked()
    form = {"outcome": "orientation", "reason": "Perehdytys kuuluu työnantajalle."}
    assert await arranged.send(f"/processes/{other}/screening", form) == f"/processes/{other}"
    assert "Perehdytys kuuluu" in await arranged.open(f"/processes/{other}/screening")
    lines = await arranged.house.rows("console", "SELECT act, process_id FROM access_log ORDER BY id")
    assert ("decide_screening", process_id) in [(line["act"], line["process_id"]) for line in lines]


async def test_nobody_but_a_coordinator_finds_the_page(arranged: Arranged) -> None:
    _id, number = await arranged.asked()
    for role in ("finance", "administrator", "supervisor"):
        await arranged.open(f"/processes/{number}/screening", role, status=404)
        await arranged.send(f"/processes/{number}/screening", {"outcome": "supervision"}, role, status=404)


async def test_a_new_contact_of_a_known_organisation_is_shown_as_one_and_gets_no_role(
    arranged: Arranged,
) -> None:
    await arranged.in_matching()
    typed = {"organisation_name": "Järvikunta, kirjasto", "contact_email": "outi@evil.example"}
    process_id, number = await arranged.asked(**typed)
    page = await arranged.open(f"/processes/{number}/screening")
    assert "New contact of a known organisation" in page and "Another mail domain" in page
    assert "Typed otherwise than it is known" in page and "Järvikunta, kirjasto" in page
    path, form = f"/processes/{number}/screening", {"outcome": "supervision"}
    assert "Choose for whom it is." in await arranged.send(path, form, status=422)
    page = await arranged.send(path, form | {"place": "whole"}, status=422)
    assert "Say which holds." in page
    page = await arranged.send(path, form | {"place": "new"}, status=422)
    assert "Name the department." in page
    await arranged.send(path, form | {"place": "new", "department_name": "Kirjasto"})
    card = await arranged.house.ask(ShowInquiry(process_id=process_id))
    assert card.organisation_name.endswith(", Kirjasto")
    known = await arranged.house.ask(ShowRelations(person_id=card.contact_id))
    assert (known.relations, known.waits) == ([], True)
    page = await arranged.open(f"/organisations/{card.organisation_id}")
    assert "Waits to be let in" in page and "You may answer from" in page and "Kirjasto" in page


async def test_the_same_person_again_is_a_known_customer(arranged: Arranged) -> None:
    await arranged.in_matching()
    _id, number = await arranged.asked()
    page = await arranged.open(f"/processes/{number}/screening")
    assert "Known customer" in page and "Another mail domain" not in page
    form = {"outcome": "supervision", "place": "whole"}
    assert await arranged.send(f"/processes/{number}/screening", form) == f"/matching/{number}"


async def test_a_day_that_is_past_is_called_due_and_not_next(arranged: Arranged) -> None:
    _id, number = await arranged.asked(as_of=arranged.house.clock.now())
    await arranged.house.quiet()
    pages = (f"/processes/{number}", "/processes?view=list")
    one, every = [await arranged.open(page) for page in pages]
    assert ">Next<" in one and "Was due" not in one + every and "was due" not in every
    arranged.house.move_clock(arranged.house.clock.now() + timedelta(days=30))
    one, every = [await arranged.open(page) for page in pages]
    assert "Was due" in one and ">Next<" not in one and "was due" in every
