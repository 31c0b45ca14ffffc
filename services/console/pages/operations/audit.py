"""Who opened and did what, at both doors: filters in the address, page by page, and as a file. For administrators."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.console.pages.labels.platform import SOURCES
from services.console.pages.names import names_of
from services.messages.directory import FindPerson
from services.messages.intake import FindProcess
from services.messages.values import YEARS
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import comes_twice, end_of, start_of, to_local
from services.web.access_log.acts import act_in_words
from services.web.access_log.both_doors import AT_ONCE, Line, lines_of_both
from services.web.pages.forms import Filled, Form
from services.web.pages.languages import marked as _
from services.web.pages.spreadsheets import spreadsheet
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
ON_A_PAGE = 50
MOST_IN_A_FILE = 10_000


class Asked(Form):
    """The address's own words. person: a mail address, or an id. before_...: where the page goes on at each door."""

    person: Annotated[str, Query(max_length=200)] = ""
    process: Annotated[str, Query(max_length=30)] = ""
    day: Annotated[str, Query(max_length=10)] = ""
    before_portal: Annotated[int | None, Query(ge=1, lt=2**63)] = None
    before_console: Annotated[int | None, Query(ge=1, lt=2**63)] = None

    @property
    def before(self) -> dict[str, int]:
        told = {"portal": self.before_portal, "console": self.before_console}
        return {door: line_id for door, line_id in told.items() if line_id}

    def address(self, path: str = "/audit", **other: Any) -> str:
        """The same filter elsewhere."""
        said = self.model_dump(include={"person", "process", "day"}) | other
        told = {name: value for name, value in said.items() if value}
        return path + (f"?{urlencode(told)}" if told else "")


@router.get("/audit")
async def show(visit: SignedIn, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    visit.must("read_audit")
    form = Filled[Form](asked.model_dump())
    wanted = await _wanted(visit, asked, form)
    if not form.is_valid:
        return await visit.page("audit/show.html", 422, asked=asked, form=form, rows=[], older=None, away=[])
    found = await lines_of_both(visit, asked.before, ON_A_PAGE, **wanted)
    following: dict[str, Any] = {f"before_{door}": line_id for door, line_id in (found.next or {}).items()}
    await visit.note("read_audit", wanted.get("process_id"), wanted.get("person_id"))
    return await visit.page(
        "audit/show.html",
        asked=asked,
        form=form,
        rows=await _rows(visit, found.lines),
        older=asked.address(**following) if following else None,
        away=[visit.text(SOURCES[door]) for door in found.away],
    )


@router.get("/audit.csv")
async def as_file(visit: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    """What the filter lets through, the newest ten thousand lines of it."""
    visit.must("read_audit")
    form = Filled[Form](asked.model_dump())
    wanted = await _wanted(visit, asked, form)
    if not form.is_valid:
        return await visit.page("audit/show.html", 422, asked=asked, form=form, rows=[], older=None, away=[])
    lines = [one async for one in _all(visit, wanted)]
    await visit.note("exported_audit", wanted.get("process_id"), wanted.get("person_id"))
    head = (
        _("When"),
        _("Application"),
        _("Who"),
        _("In which role"),
        _("What"),
        _("Process"),
        _("About whom"),
    )
    rows = [(_when(row["at"]), *(row[name] for name in _IN_A_FILE)) for row in await _rows(visit, lines)]
    return spreadsheet("audit.csv", [visit.text(one) for one in head], rows)


def _when(at: datetime) -> str:
    """Helsinki's time, with its offset where that time comes twice."""
    return f"{to_local(at):{'%Y-%m-%d %H:%M:%S%z' if comes_twice(at) else '%Y-%m-%d %H:%M:%S'}}"


_IN_A_FILE = ("door", "who", "role", "act", "process", "about")


async def _all(visit: Visit, wanted: dict[str, Any]) -> Any:
    before: dict[str, int] = {}
    told = 0
    while told < MOST_IN_A_FILE:
        found = await lines_of_both(visit, before, AT_ONCE, **wanted)
        for one in found.lines:
            yield one
        told += len(found.lines)
        if found.next is None:
            return
        before = found.next


async def _wanted(visit: Visit, asked: Asked, form: Filled[Form]) -> dict[str, Any]:
    """The filter as ListAccess has it; what names nobody and nothing is said at its field."""
    wanted: dict[str, Any] = {}
    if asked.person:
        wanted["person_id"] = await _person(visit, asked.person)
        if wanted["person_id"] is None:
            form.refuse("person", _("Nobody here has this mail address."))
    if asked.process:
        wanted["process_id"] = await _process(visit, asked.process)
        if wanted["process_id"] is None:
            form.refuse("process", _("No process has this number."))
    if asked.day:
        try:
            wanted |= _of_the_day(date.fromisoformat(asked.day))
        except ValueError:
            form.refuse("day", _("Write a date."))
    return wanted


async def _person(visit: Visit, text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        person = (await visit.ask(FindPerson(email=text))).person
        return person.person_id if person else None


async def _process(visit: Visit, number: str) -> UUID | None:
    try:
        return (await visit.ask(FindProcess(number=number, viewer=visit.viewer))).process_id
    except Refusal:
        return None


def _of_the_day(day: date) -> dict[str, datetime]:
    """Helsinki's day. Raises ValueError for one of other centuries."""
    if day.year not in YEARS:
        raise ValueError
    return {"since": start_of(day), "until": end_of(day)}


async def _rows(visit: Visit, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """With names, numbers and words; each looked up once."""
    names = await names_of(visit, _people(lines))
    async with visit.transaction() as db:
        numbers = await numbers_of(db, [one.line.process_id for one in lines if one.line.process_id])
    acts = {one.line.act: act_in_words(visit, one.line.act) for one in lines}
    doors = {door: visit.text(SOURCES[door]) for door in ("portal", "console")}
    roles = {one.line.role: visit.label("role", one.line.role) for one in lines}
    return [
        {
            "at": one.line.at,
            "door": doors[one.door],
            "who": names.get(one.line.person_id, ""),
            "person_id": one.line.person_id,
            "role": roles[one.line.role],
            "act": acts[one.line.act],
            "process": numbers.get(one.line.process_id, "") if one.line.process_id else "",
            "about": names.get(one.line.about_person_id, "") if one.line.about_person_id else "",
        }
        for one in lines
    ]


def _people(lines: Sequence[Line]) -> Iterable[UUID | None]:
    for one in lines:
        yield one.line.person_id
        yield one.line.about_person_id
