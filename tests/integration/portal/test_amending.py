"""A signed contract is changed: drafted at the console, read side by side and signed in the portal."""

import re
from datetime import date, timedelta
from html import unescape

import httpx
import pytest

from services.messages.contracts import (
    AmendmentEnded,
    ContractAmended,
    ContractCard,
    PreviewTermination,
    ShowChangedDays,
    ShowContract,
)
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date, start_of
from services.runtime.proofs.by_link import BY_LINK
from services.runtime.proofs.links import SIGNING
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import said
from tests.integration.contracts.test_terminating import termination
from tests.integration.directory.builders import person, relate
from tests.integration.portal.test_goals_and_reviews import Group, signed_by_all
from tests.integration.sessions.builders import held, hours, plan
from tests.visitor import visitor

OWN = "/processes/TO-1001"
CHANGE, DRAFT = f"{OWN}/contract/change", f"{OWN}/amendment"
PRICE = "280.00"
ANSWER = "Answer about the change of the contract"


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _with_both_doors))


async def _with_both_doors(house: House) -> ContractCard:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal", "console")
    return await signed_by_all(house)


async def coordinator(group: Group) -> httpx.AsyncClient:
    """At the console. To be closed."""
    who = await person(group.house, "Kaisa")
    await relate(group.house, who, "coordinator")
    await group.house.quiet()
    return await visitor(group.house, "console", who, language="en")


def fields(page: str) -> dict[str, str]:
    """What the form of a change holds as it is opened."""
    form = page.split(f'action="{DRAFT}/look"')[1].split("</form>")[0]
    inputs = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form))
    areas = dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>', form))
    chosen = re.findall(r'<select[^>]* name="([^"]+)".*?<option value="([^"]+)" selected', form, re.S)
    return {name: unescape(value) for name, value in {**inputs, **areas, **dict(chosen)}.items()}


def from_day(group: Group) -> date:
    return max(local_date(group.house.clock.now()), group.contract.terms.starts_on) + timedelta(days=60)


async def drafted(group: Group, **typed: str) -> None:
    """As a coordinator does: first looked at, then sent as it was looked at."""
    async with await coordinator(group) as staff:
        form = fields((await staff.get(DRAFT)).text) | typed
        looked = await staff.post(f"{DRAFT}/look", data=form)
        assert looked.status_code == 200, looked.text[-2000:]
        sent = looked.text.split(f'action="{DRAFT}"')[1].split("</form>")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', sent))
        answer = await staff.post(DRAFT, data={name: unescape(told) for name, told in hidden.items()})
        assert (answer.status_code, answer.headers["location"]) == (303, DRAFT), answer.text[-2000:]
    await group.house.quiet()


async def test_another_price_is_looked_at_drafted_read_beside_the_old_one_and_signed(group: Group) -> None:
    first = from_day(group)
    await drafted(group, price=PRICE, effective_from=first.isoformat())
    # Whose price it is not is told nothing of it before it is so, but where the paper can be read anyhow.
    own = await group.page(group.commissioner, f"{OWN}/contract")
    assert f'href="{CHANGE}"' in own
    seen = await group.page(group.commissioner, CHANGE)
    assert "280,00" in seen and "Sign the contract" in seen and "Until then" in seen
    async with group.browser(group.members[0]) as browser:
        assert "Sign the contract" not in (await browser.get(CHANGE)).text
    async with group.browser(group.commissioner) as browser:
        unread = await browser.post(f"{OWN}/contract/sign", data={"version": "2"})
        assert unread.status_code == 422 and "Until then" in unread.text
        answer = await browser.post(f"{OWN}/contract/sign", data={"version": "2", "read": "true"})
        assert answer.status_code == 303
    [told] = await said(group.house, ContractAmended)
    assert (told.effective_from, told.terms.price_cents) == (first, 28000)
    # What held on a day.
    for day, price in ((first - timedelta(days=1), group.contract.terms.price_cents), (first, 28000)):
        page = await group.page(group.commissioner, f"{OWN}/contract?on={day.isoformat()}")
        euros = f"{price / 100:.2f}".replace(".", ",")
        assert euros in page, (day, euros)
        page = await group.page(group.commissioner, f"{OWN}/what-held?on={day.isoformat()}")
        assert f"{price / 100:.2f}" in page and f"/contract?on={day.isoformat()}" in page, (day, price)
    today = await group.page(group.commissioner, f"{OWN}/contract")
    assert "280,00" not in today and "A change of it is signed and holds from" in today
    process = (await group.page(group.commissioner, OWN)).split("Price of a session")[1][:300]
    assert f"{group.contract.terms.price_cents / 100:.2f}" in process and "280.00" in process
    paper = await group.page(group.commissioner, f"{OWN}/contract?on={first.isoformat()}")
    assert "alkaen; sitä aikaisempi tapaaminen" in paper and "maksaa yhteensä" not in paper
    for outside in (group.contract.terms.ends_on + timedelta(days=1), "eilen"):
        async with group.browser(group.commissioner) as browser:
            wrong = await browser.get(f"{OWN}/what-held?on={outside}")
        assert wrong.status_code == 422 and 'href="#field-on"' in wrong.text, outside
    own = await group.page(group.members[1], f"{OWN}/what-held?on={first.isoformat()}")
    assert "280.00" not in own and "Who acts for the group" in own and "Price of a session" not in own
    assert f'href="{OWN}/what-held"' in await group.page(group.members[1], OWN)
    after = await group.house.ask(ShowContract(process_id=group.contract.process_id))
    assert (after.version, after.terms.price_cents) == (2, 28000)
    # And at the console each day's price stands from that day on, the last one's after it.
    old = f"€{group.contract.terms.price_cents / 100:.2f}"
    over = group.contract.terms.ends_on + timedelta(days=1)
    for day, euros in ((first - timedelta(days=1), old), (first, "€280.00"), (over, "€280.00")):
        group.house.move_clock(start_of(day))
        async with await coordinator(group) as staff:
            shown = (await staff.get(OWN)).text
        assert euros in shown.split("Price of a session")[1][:300]


async def test_a_change_whose_days_are_recorded_is_asked_of_nobody_any_more(group: Group) -> None:
    who = group.contract.parties.supervisor_id
    await group.house.ask(hours(who))
    [first, *_] = await plan(group.house, group.contract.process_id)
    group.house.move_clock(first.starts_at - timedelta(days=1))
    await drafted(group, price=PRICE, effective_from=local_date(first.starts_at).isoformat())
    assert "Sign the contract" in await group.page(group.commissioner, CHANGE)
    assert ANSWER in await group.page(group.commissioner, "/home")
    group.house.move_clock(first.ends_at)
    await group.house.ask(held(first, who, present=group.members))
    await group.house.quiet()
    page = await group.page(group.commissioner, CHANGE)
    assert "This change comes too late" in page and "Sign the contract" not in page
    assert "It holds from" not in page
    assert ANSWER not in await group.page(group.commissioner, "/home")
    async with await coordinator(group) as staff:
        shown = await staff.get("/")
        assert f'href="{DRAFT}"' in shown.text and "begin it anew" in shown.text
        again = (await staff.get(DRAFT)).text
        assert "This change comes too late" in again and "Not yet" not in again
        assert "Being signed" not in again and "Take it back, and draft it" in again


async def test_another_length_shows_the_sessions_before_and_asks_every_member(group: Group) -> None:
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    series = await plan(group.house, group.contract.process_id)
    first = from_day(group).isoformat()
    stands = next(one for one in series if local_date(one.starts_at).isoformat() > first)
    async with await coordinator(group) as staff:
        priced = fields((await staff.get(DRAFT)).text) | {"price": PRICE}
        for day in (local_date(stands.starts_at), local_date(stands.starts_at) + timedelta(days=1)):
            seen = (await staff.post(f"{DRAFT}/look", data=priced | {"effective_from": f"{day}"})).text
            assert ("is on the first day" in seen) is (day == local_date(stands.starts_at)), day
        form = fields((await staff.get(DRAFT)).text) | {"duration_minutes": "60", "effective_from": first}
        looked = (await staff.post(f"{DRAFT}/look", data=form)).text
        assert "Sessions from that day on" in looked and "Every member" in looked
        nothing = await staff.post(f"{DRAFT}/look", data=form | {"duration_minutes": "90"})
        assert nothing.status_code == 422 and "This is what is agreed already." in nothing.text
        late = await staff.post(f"{DRAFT}/look", data=form | {"effective_from": "2020-01-01"})
        assert late.status_code == 422 and 'href="#field-effective_from"' in late.text
    await drafted(group, duration_minutes="60", effective_from=first)
    for who in (group.members[1], group.commissioner):
        seen = await group.page(who, CHANGE)
        assert "Until then" in seen and "Sessions from that day on" in seen, who
    assert "Give my consent" in await group.page(group.members[1], CHANGE)
    async with await coordinator(group) as staff:
        assert "Sessions from that day on" in (await staff.get(DRAFT)).text


@pytest.mark.parametrize("answer", ["consent", "refuse"])
async def test_who_answers_a_change_stays_at_it(group: Group, answer: str) -> None:
    """Who is to join later may read that and not yet the contract that holds."""
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    await plan(group.house, group.contract.process_id)
    await drafted(group, duration_minutes="60", effective_from=from_day(group).isoformat())
    async with await visitor(group.house, "portal", group.members[1], language="en") as browser:
        sent = await browser.post(f"{OWN}/contract/{answer}", data={"version": "2", "read": "true"})
        assert (sent.status_code, sent.headers["location"]) == (303, CHANGE)
        assert (await browser.get(CHANGE)).status_code == 200


async def test_who_signs_sees_that_sessions_find_no_day(group: Group) -> None:
    await group.house.ask(hours(group.contract.parties.supervisor_id))
    await plan(group.house, group.contract.process_id)
    await drafted(group, base_interval_days="42", effective_from=from_day(group).isoformat())
    for who in (*group.members, group.commissioner):
        assert "find no day" in await group.page(who, CHANGE), who
    # By the link in the mail, which proves its reader to contracts alone, as well.
    reader = Viewer(person_id=group.members[1], role=Role.SUPERVISEE)
    asked = {"process_id": group.contract.process_id, "version": 2, "viewer": reader}
    days = await group.house.ask(ShowChangedDays.model_validate(asked | {"as_of": group.house.clock.now()}))
    assert days.lost and days.planned
    assert "contracts.show_changed_days" in BY_LINK[SIGNING]


async def test_what_is_taken_back_leaves_what_was_agreed_and_is_there_to_be_drafted_again(
    group: Group,
) -> None:
    await drafted(group, price=PRICE, effective_from=from_day(group).isoformat())
    async with await coordinator(group) as staff:
        waiting = (await staff.get(DRAFT)).text
        assert "Who is asked" in waiting and "Take the change back" in waiting
        assert f'action="{DRAFT}/look"' not in waiting
        unsaid = await staff.post(f"{DRAFT}/take-back", data={"version": "2", "reason": ""})
        assert unsaid.status_code == 422
        why = {"version": "2", "reason": "Kanarialintu: väärä hinta"}
        answer = await staff.post(f"{DRAFT}/take-back", data=why)
        assert answer.status_code == 303, answer.text[-2000:]
        otherwise = await staff.post(f"{DRAFT}/take-back", data=why | {"reason": "Toinen syy"})
        assert otherwise.status_code == 422 and "with another reason" in otherwise.text
        await group.house.quiet()
        assert fields((await staff.get(DRAFT)).text)["price"] == PRICE
    [ended] = await said(group.house, AmendmentEnded)
    assert ended.ended_as == "withdrawn" and "Kanarialintu" not in ended.model_dump_json()
    seen = await group.page(group.commissioner, CHANGE)
    assert "It did not come into force." in seen and "Kanarialintu" not in seen


async def test_a_change_that_ends_with_the_contract_says_so(group: Group) -> None:
    await drafted(group, price=PRICE, effective_from=from_day(group).isoformat())
    process_id, at = group.contract.process_id, group.house.clock.now()
    signs = Viewer(person_id=group.members[0], role=Role.SUPERVISEE)
    shown = await group.house.ask(PreviewTermination(process_id=process_id, viewer=signs, as_of=at))
    ending = termination(group.contract, terminated_by=group.members[0], last_day=shown.last_day, as_of=at)
    await group.house.ask(ending)
    seen = await group.page(group.commissioner, CHANGE)
    assert "It did not come into force: the contract ends." in seen and "goes on as it was" not in seen
