"""What a provider has to say before its first process can run: what of it is there, asked of whoever keeps it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import col

from services.console.pages.labels.first_steps import FIRST_STEPS
from services.console.pages.people.credentials import worst_of
from services.console.pages.settings.unpriced import Unpriced, unpriced
from services.console.tables import ProcessCard
from services.messages.billing import ShowSeller
from services.messages.contracts import ShowTextsConfirmed
from services.messages.directory import (
    ListPromises,
    ListSupervisors,
    Relation,
    ShowLanguages,
    ShowLogo,
    ShowStaff,
)
from services.messages.intake import ListPrices
from services.messages.notices import ShowMailSettings
from services.messages.policy import WHO_DOES_WHAT, Right
from services.messages.sessions import ShowHoursOffered
from services.messages.values import Language, Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import execute
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit
from services.web.sign_in.identity import Standing


@dataclass(frozen=True)
class Step:
    """code: its words are under `first_step`. path: the page on which it is taken. done: none where it is not known."""

    code: str
    path: str
    right: Right
    done: bool | None
    lacks: tuple[Language, ...] = ()
    """Of supervisors: in which languages nobody could be proposed yet. It keeps nobody waiting."""
    unpriced: Unpriced = field(default_factory=dict)
    """Of the price list: what may be asked for and has no price. The same."""

    @property
    def roles(self) -> list[Role]:
        """Who may take it."""
        return [role for role in Role if role in WHO_DOES_WHAT[self.right]]

    def standing(self, visit: Visit) -> Standing | None:
        return other_standing(visit, self.right)


def other_standing(visit: Visit, right: Right) -> Standing | None:
    """The visitor's other role in which they may do it themselves; none where this one does, or none does."""
    if visit.may(right) or not visit.identity:
        return None
    return next((one for one in visit.identity.standings if one.role in WHO_DOES_WHAT[right]), None)


async def first_steps(visit: Visit) -> list[Step]:
    """In the order in which they are best taken. How mail leaves the house, only an administrator is told."""
    asked = await asyncio.gather(*(done(visit) for *_, done in _STEPS))
    steps = [
        known if isinstance(known, Step) else Step(code, path, right, known)
        for (code, path, right, _), known in zip(_STEPS, asked, strict=True)
    ]
    return [step for step in steps if step.code != "mail" or visit.may(step.right)]


async def next_step(visit: Visit, here: str) -> tuple[Step, str] | None:
    """Which this visitor may take next, with its words, from the page of another; none where the list is not shown, and
    while a step that they take on this page is missing: it comes first.

    here: the path of the page.
    """
    steps = await first_steps(visit) if visit.may("watch_system") else []
    missing = [one for one in steps if one.done is False]
    if any(one.path == here and visit.may(one.right) for one in missing):
        return None
    missing = [one for one in missing if one.path != here]
    taken_here = (one for one in missing if one.code != _ASKS)
    one = next((one for one in taken_here if visit.may(one.right) or one.standing(visit)), None)
    if one is None and any(one.done is False for one in steps if one.code == _ASKS) and len(missing) == 1:
        one = Step(
            _ASKS, "/", "watch_system", False
        )  # a customer does it; the list has the way to the portal
    return (one, visit.text(FIRST_STEPS[one.code][0])) if one else None


def are_missing(steps: list[Step]) -> bool:
    return any(step.done is False for step in steps)


async def _company(visit: Visit) -> bool | None:
    try:
        return None if await answer_or_none(visit, ShowSeller()) is None else True
    except Refusal as refusal:
        if refusal.code != "seller_missing":
            raise
        return False


async def _logo(visit: Visit) -> bool | None:
    """Whether somebody has decided on one, or on none."""
    told = await answer_or_none(visit, ShowLogo(on=local_date(visit.now)))
    return None if told is None else told.ever_set


async def _mail(visit: Visit) -> bool | None:
    """Whether a trial mail was taken with the settings as they are, and nothing is wrong with them at sight."""
    if not visit.may("try_mail"):
        return None
    told = await answer_or_none(visit, ShowMailSettings(viewer=visit.viewer))
    return None if told is None else told.tried and not told.faults


async def _terms(visit: Visit) -> bool | None:
    """Whether an administrator has looked at what is promised, and saved it."""
    told = await answer_or_none(visit, ListPromises())
    return None if told is None else bool(told.promises)


async def _clauses(visit: Visit) -> bool | None:
    """Whether an administrator has read what papers say, or worded some of it."""
    told = await answer_or_none(visit, ShowTextsConfirmed())
    return None if told is None else told.confirmed


async def _languages(visit: Visit) -> bool | None:
    """Whether an administrator has said which are served."""
    told = await answer_or_none(visit, ShowLanguages(on=local_date(visit.now)))
    return None if told is None else told.ever_set


async def _coordinator(visit: Visit) -> bool | None:
    return await _staff(visit, "coordinator")


async def _finance(visit: Visit) -> bool | None:
    return await _staff(visit, "finance")


async def _staff(visit: Visit, relation: Relation) -> bool | None:
    told = await answer_or_none(visit, ShowStaff(relation=relation))
    return None if told is None else bool(told.people)


async def _prices(visit: Visit) -> Step:
    path, told = "/prices", await answer_or_none(visit, ListPrices())
    if told is None:
        return Step("prices", path, "manage_prices", None)
    lacks = unpriced(told.prices, local_date(visit.now)) if told.prices else {}
    return Step("prices", path, "manage_prices", bool(told.prices), unpriced=lacks)


async def _supervisors(visit: Visit) -> Step:
    """Done once one could be matched: all three credentials hold, and they are not about to leave."""
    today, path = local_date(visit.now), "/supervisors"
    told = await answer_or_none(visit, ListSupervisors())
    if told is None:
        return Step("supervisor", path, "manage_supervisors", None)
    matched = [
        one
        for one in told.supervisors
        if worst_of(one.credentials, today) != "lapsed" and not one.ended_on and not one.leaves_on
    ]
    spoken = {language for one in matched for language in one.languages}
    lacks = tuple(one for one in visit.door.languages if one not in spoken) if matched else ()
    return Step("supervisor", path, "manage_supervisors", bool(matched), lacks)


async def _hours(visit: Visit) -> bool | None:
    told = await answer_or_none(visit, ShowHoursOffered(on=local_date(visit.now)))
    return None if told is None else told.supervisors > 0


async def _asked(visit: Visit) -> bool:
    """Whether an inquiry has come in, a trial one too."""
    async with visit.transaction() as db:
        return bool((await execute(db, sa.select(sa.exists().select_from(ProcessCard)))).scalar_one())


_ASKS = "inquiry"
_BEFORE_A_CONTRACT = ("screening", "matching", "proposal")
_SEVERAL = 2
"""With so many processes nobody tries any more."""


async def only_inquiry(visit: Visit) -> str:
    """The number of the first process while there is no other and it has no contract: it may be a trial of the
    provider's own. Empty else, and for who does not screen.
    """
    if not visit.may("decide_screening"):
        return ""
    async with visit.transaction() as db:
        first = sa.select(col(ProcessCard.number), col(ProcessCard.phase)).order_by(col(ProcessCard.began_at))
        rows = (await execute(db, first.limit(_SEVERAL))).all()
    if len(rows) != 1 or rows[0].phase not in _BEFORE_A_CONTRACT:
        return ""
    return rows[0].number or ""


_Asked = Callable[[Visit], Awaitable[bool | Step | None]]
_STEPS: tuple[tuple[str, str, Right, _Asked], ...] = (
    ("mail", "/system/mail", "try_mail", _mail),
    ("terms", "/settings/promises", "set_promises", _terms),
    ("clauses", "/settings/clauses", "set_texts", _clauses),
    ("languages", "/settings/languages", "set_promises", _languages),
    ("coordinator", "/people/new?relation=coordinator", "give_coordinator", _coordinator),
    ("finance", "/people/new?relation=finance", "give_finance", _finance),
    ("company", "/seller", "manage_seller", _company),
    ("logo", "/settings/logo", "set_logo", _logo),
    ("prices", "/prices", "manage_prices", _prices),
    ("supervisor", "/supervisors", "manage_supervisors", _supervisors),
    ("hours", "/supervisors", "offer_availability", _hours),
    (_ASKS, "/processes", "decide_screening", _asked),
)
