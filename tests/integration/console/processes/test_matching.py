"""The matching's page: who could supervise and why, who could not and why not, and the choice."""

from datetime import date

from services.messages.intake import ShowInquiry
from tests.integration.console.arranged import Arranged
from tests.integration.intake import builders as intake


async def test_the_reasons_for_and_against_are_told_in_words(arranged: Arranged) -> None:
    far = await intake.supervisor(
        arranged.house, "far@virta.example", regions=["Lappi"], audiences=["manager"], capacity=0
    )
    _id, number = await arranged.in_matching()
    suggested, others = (await arranged.open(f"/matching/{number}")).split(
        "Other supervisors, and why they do not fit"
    )
    assert "The credentials are valid" in suggested and "9 free places" in suggested
    assert "Too far away, and remote does not suit" in others and "Does not supervise: A group" in others
    for field in ("regions", "audiences", "capacity"):
        assert f'href="/supervisors/{far}/card#field-{field}"' in others
    assert f'href="/processes/{number}/correct"' in others
    assert "#field-" not in suggested


async def test_when_they_would_like_to_meet_is_read_by_who_matches_proposes_and_supervises(
    arranged: Arranged,
) -> None:
    wished = {
        "preferred_weekdays": [1, 3],
        "preferred_times": ["morning"],
        "preferred_from": date(2027, 9, 6),
    }
    process_id, number = await arranged.in_matching(**wished)
    for page in ("screening", "matching"):
        path = f"/processes/{number}/screening" if page == "screening" else f"/matching/{number}"
        told = await arranged.open(path)
        assert "Tuesday, Thursday" in told and "Morning" in told and "6 September 2027" in told
    await arranged.house.ask(intake.declaration(process_id, arranged.staff["supervisor"]))
    await arranged.send(f"/matching/{number}", {"supervisor_id": str(arranged.staff["supervisor"])})
    offer = await arranged.open(f"/processes/{number}/proposing")
    assert "Tuesday, Thursday" in offer and 'name="starts_on" type="date" value="2027-09-06"' in offer
    assert "Tuesday, Thursday" in await arranged.open(f"/processes/{number}", "supervisor")
    _other, plain = await arranged.in_matching()
    assert "Weekdays that suit" not in await arranged.open(f"/matching/{plain}")


async def test_the_chosen_supervisor_has_the_process_and_the_proposal_comes_next(arranged: Arranged) -> None:
    process_id, number = await arranged.in_matching()
    chosen = {"supervisor_id": str(arranged.staff["supervisor"])}
    await arranged.house.ask(intake.declaration(process_id, arranged.staff["supervisor"]))
    assert await arranged.send(f"/matching/{number}", chosen) == f"/processes/{number}/proposing"
    known = await arranged.house.ask(ShowInquiry(process_id=process_id))
    assert known.supervisor_id == arranged.staff["supervisor"]
    assert "Sari Salo has been chosen" in await arranged.open(f"/matching/{number}")


async def test_whoever_does_not_fit_cannot_be_chosen_by_a_forged_form(arranged: Arranged) -> None:
    far = await intake.supervisor(arranged.house, "far@virta.example", regions=["Lappi"])
    _id, number = await arranged.in_matching()
    page = await arranged.send(f"/matching/{number}", {"supervisor_id": str(far)}, status=422)
    assert "This supervisor cannot be matched" in page
    await arranged.send(f"/matching/{number}", {"supervisor_id": "nobody"}, status=422)
    await arranged.open(f"/matching/{number}", "finance", status=404)


async def test_a_supervisor_is_asked_and_answers_on_their_own_page_before_they_can_be_chosen(
    arranged: Arranged,
) -> None:
    process_id, number = await arranged.in_matching()
    who = arranged.staff["supervisor"]
    own = f"/interests/{process_id}"
    await arranged.open(own, "supervisor", status=404)
    page = await arranged.open(f"/matching/{number}")
    assert "Not asked about conflicts of interest" in page and "Choose Sari Salo" not in page
    forged = await arranged.send(f"/matching/{number}", {"supervisor_id": str(who)}, status=422)
    assert "has not said yet what they have to do" in forged
    await arranged.send(f"/matching/{number}/interests", {"supervisor_id": str(who)})
    assert "Asked about conflicts of interest" in await arranged.open(f"/matching/{number}")
    assert own in await arranged.open("/", "supervisor")
    assert "Tampere" not in await arranged.open(own, "supervisor")
    await arranged.send(own, {"since": "2019"}, "supervisor", status=422)
    said = {"code": "former_colleague", "since": "2019", "until": "2024", "words": "Samassa talossa."}
    assert await arranged.send(own, said, "supervisor") == "/"
    assert own not in await arranged.open("/", "supervisor")
    page = await arranged.open(f"/matching/{number}")
    assert "A former colleague, 2019–2024" in page and "Samassa talossa." in page
    assert "said by themselves" in page and "Choose Sari Salo" in page


async def test_what_a_supervisor_said_on_the_telephone_is_entered_by_who_heard_it(arranged: Arranged) -> None:
    _id, number = await arranged.in_matching()
    who = arranged.staff["supervisor"]
    entering = f"/matching/{number}/interests/{who}"
    assert "Sari Salo" in await arranged.open(entering)
    await arranged.send(entering, {"code": "family"})
    page = await arranged.open(f"/matching/{number}")
    assert "Cannot be chosen" in page and "entered by a coordinator" in page and "Choose Sari" not in page
    await arranged.send(entering, {"code": "none"})
    assert "Choose Sari Salo" in await arranged.open(f"/matching/{number}")
    await arranged.open(entering, "finance", status=404)
    await arranged.open(entering, "supervisor", status=404)
