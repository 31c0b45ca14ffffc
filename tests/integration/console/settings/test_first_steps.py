"""What a new provider still lacks stands on my day and in the settings until all of it is there."""

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest

from services.messages.contracts import ConfirmClauseTexts
from services.messages.directory import RecordCredential, RelatePerson, ServeLanguages, SetLogo, SetPromises
from services.messages.promises import Promises
from services.runtime.finland import local_date
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import SELLER
from tests.integration.console.arranged import one_of_ours
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import hours
from tests.visitor import visitor


@pytest.fixture
async def empty(house: House) -> House:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "console")
    return house


async def page(house: House, path: str, person_id: UUID) -> str:
    async with await visitor(house, "console", person_id, language="en") as browser:
        answer = await browser.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def missing(text: str) -> list[str]:
    """The steps that are marked so."""
    rows = text.partition('id="first-steps"')[2].partition("</ol>")[0].split("<li>")[1:]
    named = [(re.search(r"<(?:a [^>]*|strong)>([^<]*)<", row), "Missing" in row) for row in rows]
    return [name[1] for name, lacks in named if name and lacks]


async def test_my_day_of_an_empty_platform_is_what_it_lacks_and_never_that_nothing_waits(
    empty: House,
) -> None:
    await empty.open("notices")
    administrator = await one_of_ours(empty, "administrator")
    day = await page(empty, "/", administrator)
    assert 'id="waiting"' not in day, "no number of nothing stands above the list"
    assert "Nothing waits for you" not in day and "Outgoing mail" in day
    assert missing(day) == [
        "Your promises, and what cancelling costs",
        "Texts of proposals and contracts",
        "Languages that you serve",
        "A coordinator",
        "Somebody in finance",
        "Your company",
        "Your logo",
        "A price list",
        "A supervisor with credentials",
        "A supervisor's weekly hours",
        "An inquiry",
    ]
    assert missing(await page(empty, "/settings", administrator)) == missing(day)
    assert (
        "Done by: finance" in day
        and 'href="/people/new?relation=finance"' in day
        and 'href="/seller"' not in day
    )


async def test_the_list_is_gone_once_all_of_it_is_there(empty: House) -> None:
    administrator = await one_of_ours(empty, "administrator")
    coordinator, finance = [await one_of_ours(empty, role) for role in ("coordinator", "finance")]
    await empty.ask(SELLER)
    await empty.ask(intake.price())
    now = empty.clock.now()
    today = local_date(now)
    await empty.ask(SetPromises(valid_from=today, promises=Promises(), set_by=administrator, as_of=now))
    await empty.ask(ConfirmClauseTexts(set_by=administrator, as_of=now))
    await empty.ask(ServeLanguages(languages=["fi", "en"], set_by=administrator, as_of=now))
    await empty.ask(SetLogo(picture_id=None, set_by=finance, as_of=empty.clock.now()))
    supervisor = await intake.supervisor(empty)
    assert "Outgoing mail" not in await page(empty, "/", coordinator)
    day = await page(empty, "/", coordinator)
    assert missing(day) == ["A supervisor's weekly hours", "An inquiry"]
    day = await page(empty, "/", coordinator)  # the door looks up with a page what is served
    assert "Nobody supervises yet in: english<" in day
    assert (
        "Has no price, and is not offered to customers: for one person 45, 60, 90, 120 min; for a group 45,"
        in day
    )
    prices = await page(empty, "/prices", coordinator)
    assert "These lengths have none, and their inquiry does not offer them:" in prices
    assert "Next on the list:" in prices and 'href="/supervisors">A supervisor' in prices
    card = await page(empty, f"/supervisors/{supervisor}", coordinator)
    assert "Next on the list:" not in card, "the hours of this page come first"
    until = local_date(empty.clock.now()) + timedelta(days=300)
    await empty.ask(hours(supervisor, valid_until=until))
    assert "Next on the list:" in await page(empty, f"/supervisors/{supervisor}", coordinator)
    assert missing(await page(empty, "/", finance)) == ["An inquiry"]
    await empty.ask(intake.inquiry())
    await empty.quiet()
    for one in (administrator, coordinator, finance):
        assert 'id="first-steps"' not in await page(empty, "/", one)
    assert 'id="first-steps"' not in await page(empty, "/settings", finance)


async def test_who_has_the_role_as_well_opens_the_step_in_it(empty: House) -> None:
    """The first person of a platform has every role, and acts in one of them at a time."""
    administrator, both = await one_of_ours(empty, "administrator"), await one_of_ours(empty, "coordinator")
    now = empty.clock.now()
    await empty.ask(RelatePerson(person_id=both, relation="finance", given_by=FOUNDER, as_of=now))
    assert 'name="back" value="/seller"' not in await page(empty, "/", administrator)
    for path in ("/", "/settings"):
        shown = await page(empty, path, both)
        assert 'name="back" value="/seller"' in shown and "Open it as Finance" in shown
    await empty.ask(SELLER)
    settings = await page(empty, "/settings", both)
    assert 'name="back" value="/seller"' in settings, "the pages of the other role stay within reach"


async def test_a_supervisor_is_there_once_all_three_credentials_hold(empty: House) -> None:
    """Nobody is matched before, and the first process would stand still."""
    coordinator = await one_of_ours(empty, "coordinator")
    supervisor = await intake.supervisor(empty, credentials=("training", "own_supervision"))
    assert "A supervisor with credentials" in missing(await page(empty, "/", coordinator))
    record = RecordCredential(
        supervisor_id=supervisor,
        kind="membership",
        valid_until=local_date(empty.clock.now()) + timedelta(days=1),
        recorded_by=FOUNDER,
        as_of=empty.clock.now(),
    )
    await empty.ask(record)
    assert "A supervisor with credentials" not in missing(await page(empty, "/", coordinator))


async def test_a_supervisors_own_day_says_nothing_of_it(empty: House) -> None:
    supervisor = await intake.supervisor(empty)
    day = await page(empty, "/", supervisor)
    assert "Nothing waits for you" in day and 'id="first-steps"' not in day
