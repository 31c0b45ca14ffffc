"""The provider words its clauses otherwise from a day on: what is there keeps its words and its fingerprint."""

import io
import json
from base64 import b64decode
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from services.contracts.papers.wording import wording
from services.messages.contracts import (
    Clause,
    ContractText,
    DraftContract,
    ListClauseTexts,
    PreviewClauseText,
    PrintClauseText,
    SetClauseText,
    ShowClauseText,
    ShowContractText,
    TellProposal,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import (
    CHOSEN,
    COORDINATOR,
    MEMBERS,
    SUCCESSOR,
    accepted,
    draft,
    renew,
    signed,
)
from tests.integration.directory.builders import person, relate
from tests.integration.intake.builders import ASKED, LATER

VIEWER = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)
OURS = "Emme nauhoita mitään."
HOSTILE = '#panic("x") <script>alert(1)</script> $x$ *ei* \\ @preview'


async def order(house: House, **facts: Any) -> SetClauseText:
    who = await person(house, "Aila")
    await relate(house, who, "administrator")
    said = {"name": "no_recording", "language": "fi", "text": OURS, "valid_from": local_date(ASKED)}
    return SetClauseText.model_validate({**said, "set_by": who, "as_of": ASKED} | facts)


async def text(house: House, process_id: UUID, **facts: Any) -> ContractText:
    return await house.ask(ShowContractText(process_id=process_id, viewer=VIEWER, **facts))


def said(paper: ContractText, clause: Clause) -> str:
    return next(one.text for one in paper.clauses if one.clause == clause)


async def test_a_new_draft_and_its_proposal_take_the_text_that_holds_on_their_day(contracts: House) -> None:
    await contracts.open("billing")
    await contracts.ask(await order(contracts))
    process_id = await accepted(contracts)
    told = await contracts.ask(TellProposal(process_id=process_id, viewer=VIEWER))
    assert OURS in [one.text for one in told.clauses]
    await contracts.ask(draft(process_id))
    assert said(await text(contracts, process_id), Clause.NO_RECORDING) == OURS


async def test_a_draft_has_the_texts_of_the_proposal_that_was_accepted(contracts: House) -> None:
    process_id = await accepted(contracts)
    await contracts.ask(
        await order(contracts, as_of=LATER + timedelta(hours=1), valid_from=local_date(LATER))
    )
    await contracts.ask(draft(process_id))
    assert said(await text(contracts, process_id), Clause.NO_RECORDING) != OURS


async def test_what_is_there_keeps_its_words_and_its_fingerprint(contracts: House) -> None:
    card = await signed(contracts)
    before = await text(contracts, card.process_id)
    await contracts.ask(await order(contracts, as_of=CHOSEN, valid_from=local_date(CHOSEN)))
    after = await text(contracts, card.process_id)
    assert (after.clauses, after.paper_sha256) == (before.clauses, before.paper_sha256)
    await renew(contracts, card.process_id)
    await contracts.ask(DraftContract(process_id=SUCCESSOR, renews=card.process_id, as_of=CHOSEN))
    assert said(await text(contracts, SUCCESSOR), Clause.NO_RECORDING) == OURS


async def test_a_clause_that_people_write_is_filled_with_the_providers_words(contracts: House) -> None:
    await contracts.ask(await order(contracts, name="place", text="Tapaamme Kirkkokadulla."))
    process_id = await accepted(contracts)
    await contracts.ask(draft(process_id))
    paper = await text(contracts, process_id)
    assert paper.usual_words[Clause.PLACE] == "Tapaamme Kirkkokadulla."
    assert paper.usual_words[Clause.GOALS] == wording("fi").text("goals")
    assert paper.usual_disputes_to == wording("fi").text("disputes_to")
    assert paper.own_words[Clause.PLACE].splitlines()[1:] == ["Tapaamme Kirkkokadulla."]
    assert Clause.GOALS in paper.missing_clauses


async def test_the_history_tells_who_said_what_when_and_what_holds(contracts: House) -> None:
    first = await order(contracts)
    again = first.model_copy(update={"text": "Toisin.", "as_of": ASKED + timedelta(hours=1)})
    later = first.model_copy(update={"text": None, "valid_from": date(2027, 3, 1)})
    for one in (first, first, again, again, later):
        await contracts.ask(one)
    shown = await contracts.ask(ShowClauseText(name="no_recording", language="fi"))
    assert [(one.valid_from, one.text) for one in shown.history] == [
        (date(2027, 3, 1), None),
        (first.valid_from, "Toisin."),
        (first.valid_from, OURS),
    ]
    assert {one.set_by for one in shown.history} == {first.set_by}
    assert shown.usual == wording("fi").text("no_recording") and shown.blanks == []
    swedish = await contracts.ask(ListClauseTexts(language="sv"))
    assert not any(one.own for one in swedish.texts)


async def test_who_may_not_and_what_cannot_stand_is_refused(contracts: House) -> None:
    right = await order(contracts)
    for changed, code, field in (
        ({"set_by": MEMBERS[0]}, "not_yours_to_decide", "set_by"),
        ({"name": "no_such"}, "unknown_text", "name"),
        ({"name": "total", "text": "Yhteensä {total}."}, "blank_missing", "text"),
        ({"name": "total", "text": "{sessions} {total} {customer}"}, "unknown_blank", "text"),
        ({"text": "Emme {nauhoita!r}."}, "brace_alone", "text"),
        ({"valid_from": date(2026, 1, 1)}, "validity_in_the_past", "valid_from"),
        ({"valid_from": date(2090, 1, 1)}, "day_too_late", "valid_from"),
    ):
        with pytest.raises(Refusal) as refused:
            await contracts.ask(right.model_copy(update=changed))
        assert (refused.value.code, refused.value.field) == (code, field)
    assert await contracts.rows("contracts", "select * from provider_text") == []


async def test_a_hostile_text_is_text_on_the_page_and_on_paper(contracts: House) -> None:
    await contracts.open("billing")
    asked = {"name": "no_recording", "language": "fi", "text": HOSTILE}
    sample = await contracts.ask(PreviewClauseText(**asked))
    assert HOSTILE in [one.text for one in sample.clauses]
    file = await contracts.ask(PrintClauseText(**asked))
    pages = PdfReader(io.BytesIO(b64decode(file.pdf))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert '#panic("x") <script>alert(1)</script> $x$ *ei* \\ @preview' in printed
    assert "Mallikunta" in printed and "Maija Malli" in printed


async def test_headings_are_worded_too_and_a_paper_that_is_there_keeps_its_own(contracts: House) -> None:
    card = await signed(contracts)
    told = [one.title for one in (await text(contracts, card.process_id)).clauses]
    own = await order(
        contracts, name="title_goals", text="Mihin pyritään", as_of=CHOSEN, valid_from=local_date(CHOSEN)
    )
    await contracts.ask(own)
    assert [one.title for one in (await text(contracts, card.process_id)).clauses] == told
    await renew(contracts, card.process_id)
    await contracts.ask(DraftContract(process_id=SUCCESSOR, renews=card.process_id, as_of=CHOSEN))
    listed = {one.name: one for one in (await contracts.ask(ListClauseTexts(language="fi"))).texts}
    assert listed["title_goals"].title == listed["goals"].title == "Tavoitteet"  # of today, before that day
    paper = await text(contracts, SUCCESSOR)
    titles = {one.clause: one.title for one in paper.clauses}
    assert titles[Clause.NO_RECORDING] in told and set(titles.values()) <= {*told, "Mihin pyritään"}
    version = await contracts.rows(
        "contracts", f"select texts from contract where process_id = '{SUCCESSOR}'"
    )
    assert json.loads(version[0]["texts"]) == {"title_goals": "Mihin pyritään"}


async def test_the_sheet_of_evidence_is_looked_at_as_it_would_stand(contracts: House) -> None:
    await contracts.open("billing")
    for name, said in (("evidence_heading", "Kuka sopi"), ("evidence_checked_at", "Tarkista: {address}")):
        asked = {"name": name, "language": "fi", "text": said}
        sample = await contracts.ask(PreviewClauseText(**asked))
        assert (sample.heading == "Kuka sopi") is (name == "evidence_heading") and "{" not in sample.said
        file = await contracts.ask(PrintClauseText(**asked))
        pages = PdfReader(io.BytesIO(b64decode(file.pdf))).pages
        assert said.partition("{")[0].strip() in " ".join(page.extract_text() for page in pages)
