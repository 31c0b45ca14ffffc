"""A supervisor reports travel and material of a session; no invoice has it before it is accepted."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    AcceptReport,
    EnteredItem,
    ListDraftItems,
    ListEnteredItems,
    ListSessionCosts,
    ReportCost,
    SetItemAside,
    SetTravelPrice,
    WithdrawItem,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.founder import FOUNDER
from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import FINANCE
from tests.integration.console.arranged import Arranged
from tests.integration.console.in_series import InSeries, in_series


@pytest.fixture
async def over(house: House) -> InSeries:
    """The first session has ended. Travel has its prices."""
    staff, process_id, number = await grown(house, _over)
    return InSeries(Arranged(house, staff), process_id, number)


async def _over(house: House) -> tuple[dict[str, UUID], UUID, str]:
    year = await in_series(house)
    first = await year.first()
    for kind, cents in (("travel", 60), ("travel_time", 4500)):
        day = local_date(first.starts_at) - timedelta(days=300)
        facts = {"valid_from": day, "price_cents": cents, "set_by": FOUNDER, "as_of": first.starts_at}
        await house.ask(SetTravelPrice.model_validate(facts | {"kind": kind}))
    year.move_clock(first.ends_at + timedelta(minutes=5))
    return year.arranged.staff, year.process_id, year.number


async def items(year: InSeries) -> list[EnteredItem]:
    return (await year.house.ask(ListEnteredItems(viewer=FINANCE))).items


async def drafted(year: InSeries) -> list[int]:
    found = await year.house.ask(ListDraftItems(viewer=FINANCE, process_id=year.process_id))
    period = f"{(await year.first()).starts_at:%Y-%m}"
    taken = await year.house.ask(ListDraftItems(viewer=FINANCE, period=period))
    assert {one.item_id for one in taken.items} <= {one.item_id for one in found.items}
    return [one.net_cents for one in taken.items]


async def report(year: InSeries, **typed: str) -> None:
    path = await year.path()
    page = await year.get("supervisor", path)
    found = re.search(r'name="item_id" value="([^"]+)"', page)
    assert found
    for _again in (1, 2):
        status, _page = await year.post("supervisor", f"{path}/costs", item_id=found[1], **typed)
        assert status == 303


async def test_it_waits_until_it_is_accepted_and_is_a_line_without_words_then(over: InSeries) -> None:
    await report(over, kind="travel", quantity="84", note="Oma auto")
    await report(over, kind="travel_time", quantity="90")
    [hours, way] = sorted(await items(over), key=lambda one: one.net_cents, reverse=True)
    assert [(one.net_cents, one.state) for one in (hours, way)] == [(6750, "reported"), (5040, "reported")]
    assert {one.performed_on for one in (hours, way)} == {local_date((await over.first()).starts_at)}
    assert await drafted(over) == []
    everything = await over.house.ask(ListDraftItems(viewer=FINANCE, process_id=over.process_id))
    assert everything.count == 0
    shown = await over.get("supervisor", await over.path())
    assert "Oma auto" in shown and "84 km" in shown and "Waits to be accepted" in shown
    entering = f"/processes/{over.number}/items"
    for role in ("coordinator", "finance"):
        day = await over.get(role, "/")
        assert f'href="{entering}"' in day and "2 lines" in day
    assert f"{entering}/{way.item_id}/accept" in await over.get("coordinator", entering)
    for _again in (1, 2):
        assert (await over.post("coordinator", f"{entering}/{way.item_id}/accept"))[0] == 303
    assert (await over.post("finance", f"{entering}/{hours.item_id}/withdraw"))[0] == 303
    assert sorted(one.state for one in await items(over)) == ["waits", "withdrawn"]
    assert await drafted(over) == [5040]
    assert f'href="{entering}"' not in await over.get("coordinator", "/")


async def test_its_supervisor_withdraws_it_until_it_is_accepted_and_not_after(over: InSeries) -> None:
    for quantity in ("10", "20"):
        await report(over, kind="travel", quantity=quantity)
    first, second = sorted(await items(over), key=lambda one: one.quantity)
    path = f"{await over.path()}/costs"
    assert f"{path}/{first.item_id}/withdraw" in await over.get("supervisor", await over.path())
    assert (await over.post("supervisor", f"{path}/{first.item_id}/withdraw"))[0] == 303
    await over.post("coordinator", f"/processes/{over.number}/items/{second.item_id}/accept")
    order = WithdrawItem(
        item_id=second.item_id, withdrawn_by=over.arranged.staff["supervisor"], as_of=second.entered_at
    )
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await over.house.ask(order)
    assert await drafted(over) == [1200]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "travel", "quantity": "84", "price": "2"}, "leave this empty"),
        ({"kind": "material", "quantity": "1"}, "Enter a price"),
        ({"kind": "travel", "quantity": "0"}, 'id="error-quantity"'),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(over: InSeries, typed: dict[str, str], said: str) -> None:
    status, page = await over.post("supervisor", f"{await over.path()}/costs", item_id=str(uuid4()), **typed)
    assert status == 422 and said in page
    assert await items(over) == []


async def test_nobody_else_reports_it_and_no_supervisor_before_its_day(over: InSeries) -> None:
    first, last = (await over.sessions())[0], (await over.sessions())[-1]
    for role in ("coordinator", "finance"):
        assert (await over.post(role, f"/sessions/{first.session_id}/costs", item_id=str(uuid4())))[0] == 404
    facts = {"item_id": uuid4(), "kind": "travel", "quantity": 1, "as_of": first.ends_at}
    for by, session, cents, code in (
        (over.arranged.staff["coordinator"], first, None, "unknown_session"),
        (over.arranged.staff["supervisor"], last, None, "in_the_future"),
        (over.arranged.staff["supervisor"], first, 60, "price_is_set"),
    ):
        told = facts | {"session_id": session.session_id, "reported_by": by, "price_cents": cents}
        order = ReportCost.model_validate(told)
        with pytest.raises(Refusal, match=code):
            await over.house.ask(order)
    path = f"/sessions/{last.session_id}"
    assert f'action="{path}/costs"' not in await over.get("supervisor", path)


async def test_what_has_no_price_yet_is_finances_to_price(house: House) -> None:
    year = await in_series(house)
    first = await year.first()
    year.move_clock(first.ends_at + timedelta(minutes=5))
    facts = {"item_id": uuid4(), "session_id": first.session_id, "kind": "travel_time", "quantity": 90}
    by = {"reported_by": year.arranged.staff["supervisor"], "as_of": first.ends_at}
    with pytest.raises(Refusal, match="travel_price_missing"):
        await house.ask(ReportCost.model_validate(facts | by))
    typed = {"item_id": str(uuid4()), "kind": "travel_time", "quantity": "90"}
    status, page = await year.post("supervisor", f"{await year.path()}/costs", **typed)
    assert status == 422 and "ask finance to enter one" in page


async def test_another_supervisor_sees_nothing_of_what_was_reported(over: InSeries) -> None:
    await report(over, kind="travel", quantity="84")
    session_id = (await over.first()).session_id
    for role, seen in ((Role.FINANCE, 1), (Role.SUPERVISOR, 0), (Role.ADMINISTRATOR, 0)):
        asked = ListSessionCosts(session_id=session_id, viewer=Viewer(person_id=uuid4(), role=role))
        assert len((await over.house.ask(asked)).items) == seen, role


async def test_what_is_withdrawn_or_kept_off_meanwhile_is_not_accepted(over: InSeries) -> None:
    """As two pages that were opened before either was pressed do."""
    for quantity in ("10", "20"):
        await report(over, kind="travel", quantity=quantity)
    first, second = sorted(await items(over), key=lambda one: one.quantity)
    entering = f"/processes/{over.number}/items"
    await over.post("finance", f"{entering}/{first.item_id}/withdraw")
    status, page = await over.post("finance", f"{entering}/{first.item_id}/accept")
    assert status == 409 and "withdrawn already" in page
    facts = {"item_id": second.item_id, "as_of": second.entered_at}
    accepting = AcceptReport.model_validate(facts | {"accepted_by": over.arranged.staff["finance"]})
    with pytest.raises(Refusal, match="is_withdrawn"):
        await over.house.ask(accepting.model_copy(update={"item_id": first.item_id}))
    for _again in (1, 2):
        await over.house.ask(accepting)
    aside = {"aside_id": uuid4(), "kind": "held", "reason": "Odottaa", "set_by": FOUNDER}
    await over.house.ask(SetItemAside.model_validate(facts | aside))
    with pytest.raises(Refusal, match="already_aside"):
        await over.house.ask(accepting)


async def test_what_somebody_else_withdrew_says_so_to_who_reported_it(over: InSeries) -> None:
    for quantity in ("10", "20"):
        await report(over, kind="travel", quantity=quantity)
    own, refused = sorted(await items(over), key=lambda one: one.quantity)
    path = await over.path()
    await over.post("supervisor", f"{path}/costs/{own.item_id}/withdraw")
    page = await over.get("supervisor", path)
    assert "Withdrawn" in page and "Not accepted by finance" not in page
    await over.post("finance", f"/processes/{over.number}/items/{refused.item_id}/withdraw")
    assert (await over.get("supervisor", path)).count("Not accepted by finance or a coordinator") == 1


async def test_an_equal_line_of_another_form_is_refused_until_it_is_withdrawn(over: InSeries) -> None:
    await report(over, kind="travel", quantity="11")
    path = f"{await over.path()}/costs"
    typed = {"kind": "travel", "quantity": "11"}
    status, page = await over.post("supervisor", path, item_id=str(uuid4()), **typed)
    assert status == 422 and "an equal line already" in page
    [kept] = await items(over)
    facts = {"session_id": kept.session_id, "reported_by": kept.entered_by, "as_of": kept.entered_at}
    equal = ReportCost.model_validate(facts | {"item_id": uuid4(), "kind": "travel", "quantity": 11})
    with pytest.raises(Refusal, match="reported_already"):
        await over.house.ask(equal)
    note = {"note": "Paluumatka"}
    assert (await over.post("supervisor", path, item_id=str(uuid4()), **typed, **note))[0] == 303
    [first] = [one for one in await items(over) if not one.note]
    await over.post("supervisor", f"{path}/{first.item_id}/withdraw")
    assert (await over.post("supervisor", path, item_id=str(uuid4()), **typed))[0] == 303
