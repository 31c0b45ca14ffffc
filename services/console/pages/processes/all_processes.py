"""All processes, as a live board or as a list: filters in the address, cards given to coordinators, and undone."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from json import dumps
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import Field, field_validator

from services.console.board import live_changes
from services.console.board.assignments import assign, undo
from services.console.board.phases import Phase
from services.console.board.queries.card_queries import board, card_by_id, listing
from services.console.board.queries.searching import name_words
from services.console.board.queries.views import COUNTED_TO, Card, Filters, Place
from services.console.board.search_words import search_words
from services.console.board.seen import Seen, seen_of
from services.console.pages.names import coordinators, names_of, with_customers
from services.messages.directory import Person
from services.messages.intake import FindPersonsProcesses
from services.messages.texts import searched
from services.messages.values import Audience, Utc
from services.runtime.commands.refusal import Refusal
from services.web.http import limits
from services.web.http.errors import NotFound
from services.web.http.event_stream import LONGEST_ID, Frame, last_seen, stream
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.refusals import sentence
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_TAKES_AWAY = frozenset({"supervisor_matched"})
_MOST_WORDS = 50


class Asked(Form):
    """The address's own words: q, phase, assignee (me, nobody, or an id), supervisor, audience, view, after."""

    q: Annotated[str, Query(max_length=200)] = ""
    phase: Phase | Literal[""] = ""
    assignee: UUID | Literal["", "me", "nobody"] = ""
    supervisor: UUID | Literal[""] = ""
    audience: Audience | Literal[""] = ""
    view: Literal["board", "list"] = "board"
    after_at: Utc | None = None
    after_id: UUID | None = None

    @field_validator("q", mode="before")
    @classmethod
    def _searched(cls, value: Any) -> Any:
        return searched(value)

    def filters(self, visit: Visit, persons: Sequence[UUID]) -> Filters:
        """persons: processes of private customers whom the words name."""
        return Filters(
            text=self.q,
            persons=persons,
            phase=self.phase or None,
            assignee=visit.person_id if self.assignee == "me" else self.assignee or None,
            supervisor_id=self.supervisor or None,
            audience=self.audience or None,
        )

    def address(self, **other: Any) -> str:
        """The same question with something otherwise."""
        said = self.model_dump(mode="json", exclude={"after_at", "after_id"}) | other
        told = {name: value for name, value in said.items() if value not in ("", None, "board")}
        return "/processes" + (f"?{urlencode(told)}" if told else "")


class AssignForm(Form):
    """coordinator: empty for nobody. back: where the page was."""

    chosen: Annotated[list[UUID], Field(max_length=300)]
    coordinator: UUID | None = None
    back: Annotated[str, Field(max_length=2000)] = "/processes"


@router.get("/processes")
async def processes(visit: SignedIn, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    if asked.q:
        await limit_search(visit)
    return await (_board(visit, asked) if asked.view == "board" else _list(visit, asked))


@router.get("/processes/stream")
async def changes(
    visit: SignedIn, since: Annotated[str, Query(max_length=LONGEST_ID)] = ""
) -> StreamingResponse:
    """Which cards have changed: ids and numbers of those that this visitor may see, and nothing else."""
    return stream(visit.request, _changes(visit, seen_of(last_seen(visit.request) or since)), visit.goes_on)


@router.post("/processes/assign")
async def give(visit: SignedIn, form: Annotated[Filled[AssignForm], Depends(filled(AssignForm))]) -> Response:
    visit.must("assign_process")
    if "chosen" in form.errors:
        form.errors["chosen"] = _("Choose at least one process.")
    undo_id = await form.carry_out(lambda typed: _assign(visit, typed))
    if undo_id is None:
        said = form.said or next(iter(form.errors.values()))
        return await visit.go(str(form.values["back"]), said=visit.text(said))
    await visit.note("assign_process")
    said = visit.door.renderer.plural(
        visit.language,
        "One process is assigned.",
        "%(number)s processes are assigned.",
        len(form.data.chosen),
    )
    return await visit.go(
        form.data.back, said=said % {"number": len(form.data.chosen)}, undo=f"/processes/undo/{undo_id}"
    )


@router.post("/processes/undo/{undo_id}")
async def take_back(visit: SignedIn, undo_id: UUID) -> Response:
    visit.must("assign_process")
    try:
        async with visit.transaction() as db:
            await undo(db, undo_id, visit.person_id, visit.door.real_clock.now())
    except Refusal as refusal:
        if refusal.code.startswith("unknown_"):
            raise NotFound from None
        return await visit.go("/processes", said=visit.text(sentence(refusal)))
    return await visit.go("/processes", said=visit.text(_("The assignment is undone.")))


async def _assign(visit: Visit, typed: AssignForm) -> UUID:
    known = {one.person_id for one in await coordinators(visit)}
    if typed.coordinator and typed.coordinator not in known:
        raise Refusal("unknown_person", "coordinator")
    async with visit.transaction() as db:
        return await assign(db, typed.chosen, typed.coordinator, visit.person_id, visit.door.real_clock.now())


async def _board(visit: Visit, asked: Asked) -> HTMLResponse:
    persons = await persons_named(visit, asked.q)
    async with visit.transaction() as db:
        newest = await live_changes.newest(db)
        columns = await board(db, visit.viewer, asked.filters(visit, persons))
    cards = await with_customers(visit, [card for column in columns for card in column.cards])
    called = {card.process_id: card for card in cards}
    columns = [
        replace(column, cards=[called[card.process_id] for card in column.cards]) for column in columns
    ]
    return await _page(visit, asked, "processes/board.html", cards, columns=columns, newest=newest)


async def _list(visit: Visit, asked: Asked) -> HTMLResponse:
    persons = await persons_named(visit, asked.q)
    after = Place(asked.after_at, asked.after_id) if asked.after_at and asked.after_id else None
    async with visit.transaction() as db:
        newest = await live_changes.newest(db)
        page = await listing(db, visit.viewer, asked.filters(visit, persons), after)
    following = page.next and asked.address(
        after_at=page.next.began_at.isoformat(), after_id=str(page.next.process_id)
    )
    cards = await with_customers(visit, page.cards)
    return await _page(visit, asked, "processes/list.html", cards, cards=cards, newest=newest, next=following)


async def persons_named(visit: Visit, text: str) -> list[UUID]:
    """Private customers' processes; none while their owner is away, so that the rest is found all the same."""
    words = name_words(search_words(text))
    if not words:
        return []
    query = FindPersonsProcesses(viewer=visit.viewer, words=words[:_MOST_WORDS])
    found = await answer_or_none(visit, query)
    return found.process_ids if found else []


async def _page(
    visit: Visit, asked: Asked, template: str, shown: Sequence[Card], **more: Any
) -> HTMLResponse:
    people = [one for card in shown for one in (card.coordinator_id, card.supervisor_id)]
    names, colleagues = await asyncio.gather(names_of(visit, people), _assignable(visit))
    return await visit.page(
        template,
        asked=asked,
        names=names,
        coordinators=colleagues,
        now=visit.now,
        counted_to=COUNTED_TO,
        **more,
    )


async def _assignable(visit: Visit) -> list[Person]:
    return await coordinators(visit) if visit.may("assign_process") else []


async def limit_search(visit: Visit) -> None:
    """Raises Refusal: too_many_tries."""
    async with visit.transaction() as db:
        if await limits.take(db, limits.SEARCH, str(visit.person_id), visit.door.real_clock.now()):
            return
    raise Refusal("too_many_tries")


async def _changes(visit: Visit, since: Seen) -> AsyncGenerator[Frame, None]:
    """A process that goes to another supervisor leaves a page too: that is told without saying which."""
    engine = visit.door.service.engine
    async for changes, now in live_changes.follow(engine, since):
        everything = any(change.process_id is None or change.kind in _TAKES_AWAY for change in changes)
        ids = list(dict.fromkeys(change.process_id for change in changes if change.process_id))
        async with visit.transaction() as db:
            seen = [card for one in ids if (card := await card_by_id(db, visit.viewer, one))]
        if seen or everything:
            told = {
                "ids": [str(card.process_id) for card in seen],
                "said": ", ".join(card.number for card in seen),
            }
            yield Frame("changed", dumps(told), str(now))
