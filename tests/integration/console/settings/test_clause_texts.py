"""An administrator words the contract's clauses: looked at in a sample, set from a day on, taken back."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from services.contracts.papers.own_texts import CLAUSE_OF
from services.messages.contracts import ShowClauseText
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged

ALL, PAGE = "/settings/clauses", "/settings/clauses/no_recording/fi"
OURS = "Emme nauhoita. <script>alert(1)</script> #panic()"
SHOWN = "Emme nauhoita. &lt;script&gt;alert(1)&lt;/script&gt; #panic()"


def typed(arranged: Arranged, **facts: object) -> dict[str, object]:
    return {"text": OURS, "valid_from": local_date(arranged.house.clock.now()), "act": "save"} | facts


async def test_every_text_is_listed_in_each_language_and_has_its_page(arranged: Arranged) -> None:
    for language in ("fi", "sv", "en"):
        page = await arranged.open(f"{ALL}?language={language}", "administrator")
        assert all(f'href="{ALL}/{name}/{language}"' in page for name in CLAUSE_OF)
    assert ALL in await arranged.open("/settings", "administrator")
    page = await arranged.open(f"{ALL}/total/sv", "administrator")
    assert "<code>{sessions}</code>, <code>{total}</code>" in page


async def test_a_text_is_looked_at_set_and_taken_back(arranged: Arranged) -> None:
    page = await arranged.send(PAGE, typed(arranged, act="look"), "administrator", status=200)
    assert SHOWN in page and "<script>alert(1)" not in page and "Your own" not in page
    assert "nothing is saved yet" in page
    assert await arranged.send(PAGE, typed(arranged), "administrator") == PAGE
    page = await arranged.open(PAGE, "administrator")
    assert page.count(SHOWN) == 2 and "Set by " in page  # in the field, and in the history
    assert "Your own" in await arranged.open(f"{ALL}?language=fi", "administrator")
    later = local_date(arranged.house.clock.now()) + timedelta(days=3)
    usual = typed(arranged, act="usual", valid_from=later, text="")
    assert await arranged.send(PAGE, usual, "administrator") == PAGE
    shown = await arranged.house.ask(ShowClauseText(name="no_recording", language="fi"))
    assert [(one.valid_from == later, one.text) for one in shown.history] == [(True, None), (False, OURS)]


async def test_the_usual_texts_are_found_right_once_and_whoever_words_one_has_read_them(
    arranged: Arranged,
) -> None:
    assert "Are they right as they stand?" in await arranged.open(ALL, "administrator")
    for _again in (1, 2):
        assert await arranged.send(ALL, {}, "administrator") == ALL
    assert "Are they right as they stand?" not in await arranged.open(ALL, "administrator")
    assert len(await arranged.house.rows("contracts", "select * from confirmed_texts")) == 1
    await arranged.send(ALL, {}, "coordinator", status=404)


async def test_who_words_one_is_not_asked(arranged: Arranged) -> None:
    await arranged.send(PAGE, typed(arranged), "administrator")
    assert "Are they right as they stand?" not in await arranged.open(ALL, "administrator")


async def test_the_sample_is_a_paper(arranged: Arranged) -> None:
    async with await arranged.browser("administrator") as browser:
        answer = await browser.post(PAGE, data=typed(arranged, act="print"))
    assert answer.headers["content-type"] == "application/pdf"
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "<script>alert(1)</script> #panic()" in " ".join(printed.split())


@pytest.mark.parametrize("act", ["look", "print", "save"])
async def test_what_cannot_stand_is_told_at_its_field(arranged: Arranged, act: str) -> None:
    for text in ("Emme {nauhoita}.", ""):
        form = typed(arranged, act=act, text=text)
        page = await arranged.send(PAGE, form, "administrator", status=422)
        assert 'href="#field-text"' in page
    form = typed(arranged, valid_from="2020-01-01")
    assert 'href="#field-valid_from"' in await arranged.send(PAGE, form, "administrator", status=422)


async def test_nobody_else_finds_the_pages(arranged: Arranged) -> None:
    for role in ("coordinator", "finance", "supervisor"):
        await arranged.open(ALL, role, status=404)
        await arranged.open(PAGE, role, status=404)
        await arranged.send(PAGE, typed(arranged), role, status=404)
    await arranged.open(f"{ALL}/nothing/fi", "administrator", status=404)


async def test_a_text_that_was_changed_in_one_language_is_marked_there_and_before_a_proposal_is_sent(
    arranged: Arranged,
) -> None:
    _id, number = await arranged.matched()
    proposing = f"/processes/{number}/proposing"
    warned = "Texts of the proposal that were changed in another language only"
    assert warned not in await arranged.open(proposing)
    today = local_date(arranged.house.clock.now())
    said = {"text": "Vi träffas på Kyrkogatan.", "valid_from": f"{today}", "act": "save"}
    await arranged.send("/settings/clauses/place/sv", said, "administrator")
    marked = "Not changed in: Finnish, English"
    assert (await arranged.open("/settings/clauses", "administrator")).count(marked) == 1
    assert marked in await arranged.open("/settings/clauses/place/fi", "administrator")
    page = await arranged.open(proposing)
    assert warned in page and "Paikka" in page.split(warned)[1]
    await arranged.send(
        "/settings/clauses/place/fi", said | {"text": "Tapaamme Kirkkokadulla."}, "administrator"
    )
    assert warned not in await arranged.open(proposing)
    assert "Not changed in: English" in await arranged.open("/settings/clauses", "administrator")
