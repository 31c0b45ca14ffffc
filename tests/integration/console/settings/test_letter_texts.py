"""An administrator words the letters: looked at in a sample, set from a day on, sent, taken back."""

from datetime import timedelta

import pytest

from services.messages.notices import ShowLetterText
from services.notices.own_letters import NOT_TO_BE_WORDED
from services.notices.wording import wording
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.integration.notices.mailbox import Mailbox

ALL, PAGE = "/settings/letters", "/settings/letters/inquiry_received/fi"
_SUBJECT, _BODY = wording("fi").letter("inquiry_received")
SUBJECT, BODY = f"Kiitos! {_SUBJECT}", f"Hienoa. <script>alert(1)</script> #panic()\n\n{_BODY}"
SHOWN = "Hienoa. &lt;script&gt;alert(1)&lt;/script&gt; #panic()"


@pytest.fixture
async def posting(arranged: Arranged) -> Arranged:
    await arranged.house.open("notices")
    return arranged


def typed(arranged: Arranged, **facts: object) -> dict[str, object]:
    day = local_date(arranged.house.clock.now())
    return {"subject": SUBJECT, "body": BODY, "valid_from": day, "act": "save"} | facts


async def test_every_letter_is_listed_but_those_with_a_code(posting: Arranged) -> None:
    page = await posting.open(f"{ALL}?language=sv", "administrator")
    assert f'href="{ALL}/contract_signed/sv"' in page
    assert not any(f"{ALL}/{kind}/" in page for kind in NOT_TO_BE_WORDED)
    assert ALL in await posting.open("/settings", "administrator")
    await posting.open(f"{ALL}/sign_in_code/fi", "administrator", status=404)
    for role in ("coordinator", "finance", "supervisor"):
        await posting.open(ALL, role, status=404)
        await posting.send(PAGE, typed(posting), role, status=404)


async def test_a_letter_is_looked_at_set_and_taken_back(posting: Arranged) -> None:
    page = await posting.send(PAGE, typed(posting, act="look"), "administrator", status=200)
    assert SHOWN in page and "<script>alert(1)" not in page and "Maija Malli" in page
    assert await posting.send(PAGE, typed(posting), "administrator") == PAGE
    page = await posting.open(PAGE, "administrator")
    assert page.count(SHOWN) == 2 and "Set by " in page
    later = local_date(posting.house.clock.now()) + timedelta(days=3)
    usual = typed(posting, act="usual", valid_from=later, subject="", body="")
    assert await posting.send(PAGE, usual, "administrator") == PAGE
    shown = await posting.house.ask(ShowLetterText(kind="inquiry_received", language="fi"))
    assert [one.words is None for one in shown.history] == [True, False]
    assert shown.history[1].words and shown.history[1].words.subject == SUBJECT


@pytest.mark.parametrize("act", ["look", "save"])
async def test_what_cannot_stand_is_told_at_its_field(posting: Arranged, act: str) -> None:
    for field, text in (("subject", "Ilman numeroa"), ("body", "{process_number} {code}"), ("body", "")):
        form = typed(posting, act=act, **{field: text})
        page = await posting.send(PAGE, form, "administrator", status=422)
        assert f'href="#field-{field}"' in page
    two_lines = typed(posting, act=act, subject=f"{SUBJECT}\r\nBcc: x@y.example")
    assert 'href="#field-subject"' in await posting.send(PAGE, two_lines, "administrator", status=422)


async def test_what_is_sent_from_that_day_on_says_it(arranged: Arranged) -> None:
    mailbox = Mailbox()
    mailbox.open_for(arranged.house)
    await arranged.house.open("notices")
    await arranged.send(PAGE, typed(arranged), "administrator")
    await arranged.asked()
    await arranged.house.quiet()
    said = [mail for mail in mailbox.mails if mail["Subject"].startswith("Kiitos! ")]
    mailbox.close()
    [mail] = said
    assert "Hienoa. <script>alert(1)</script> #panic()" in mail.get_content()
    assert mail.get_content_type() == "text/plain"
