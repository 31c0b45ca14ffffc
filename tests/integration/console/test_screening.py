"""The screening's page: what was asked, the rule's suggestion with its reasons, and the decision."""

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
