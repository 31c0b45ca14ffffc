"""An administrator says which languages are served: both doors, new inquiries and letters go by it."""

import pytest

from services.messages.directory import ShowLanguages
from services.messages.intake import ChangeInquiry, ShowInquiry
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.integration.intake import builders as intake
from tests.visitor import stranger

PAGE = "/settings/languages"


async def serve(arranged: Arranged, *languages: str) -> None:
    assert await arranged.send(PAGE, {"languages": languages}, "administrator") == PAGE
    await arranged.house.quiet()
    async with await arranged.browser() as browser:
        await browser.get("/")  # the door looks it up with a page


async def test_only_served_ones_are_read_and_offered(arranged: Arranged) -> None:
    page = await arranged.open(PAGE, "administrator")
    assert "None were set: all of them are served." in page and page.count("checked") == 3
    await serve(arranged, "fi", "en")
    async with stranger(arranged.house, "console", "sv") as browser:
        read = (await browser.get("/sign-in")).text
    assert '<html lang="fi"' in read and 'value="en" lang="en"' in read and 'lang="sv"' not in read
    form = await arranged.open("/people/new", "administrator")
    assert 'value="sv"' not in form and form.count('name="language"') == 2 + 2, "of the bar and of the form"
    await serve(arranged, "fi")
    page = await arranged.open("/", "administrator")
    assert '<html lang="fi"' in page and 'action="/language"' not in page


async def test_none_at_all_cannot_be_served(arranged: Arranged) -> None:
    page = await arranged.send(PAGE, {"press": ""}, "administrator", status=422)
    assert 'href="#field-languages"' in page
    assert not (await arranged.house.ask(ShowLanguages(on=local_date(arranged.house.clock.now())))).ever_set
    await arranged.open(PAGE, "finance", status=404)


async def test_a_new_inquiry_is_in_a_served_one_and_an_earlier_one_keeps_its_own(arranged: Arranged) -> None:
    earlier, _number = await arranged.asked(language="sv")
    await serve(arranged, "fi", "en")
    now = arranged.house.clock.now()
    with pytest.raises(Refusal, match="language_not_served"):
        await arranged.asked(language="sv", as_of=now)
    staff = Viewer(person_id=arranged.staff["coordinator"], role=Role.COORDINATOR)
    card = await arranged.house.ask(ShowInquiry(process_id=earlier, viewer=staff))
    assert card.language == "sv"
    said = intake.inquiry(inquiry_id=earlier, language="sv", headcount=6, as_of=now).model_dump()
    by = {"revision": card.revision, "changed_by": staff.person_id}
    await arranged.house.ask(ChangeInquiry.model_validate(said | by))
    with pytest.raises(Refusal, match="language_not_served"):
        again = said | by | {"language": "en", "revision": card.revision + 1}
        await serve(arranged, "fi")
        await arranged.house.ask(ChangeInquiry.model_validate(again))
