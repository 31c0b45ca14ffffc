"""A page that sends a command: it is asked, noted in the access log by its own name, said, and the visitor goes on.

Whether this visitor may do it, the page has settled before. What comes to be by several commands, or by the door's own
tables, is written out at its page.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from fastapi.responses import Response

from services.messages.envelope import Command, Reply
from services.web.http.errors import NotFound
from services.web.pages.forms import F, Filled
from services.web.pages.visit import Visit

R = TypeVar("R", bound=Reply)


async def send_command(
    visit: Visit,
    command: Command[R],
    *,
    then: str,
    said: str,
    process_id: UUID | None = None,
    about: UUID | None = None,
    undo: str = "",
) -> Response:
    """Where there is nothing to fill in: a refusal is the errors' page. said: marked English."""
    await visit.ask(command)
    await visit.note(type(command), process_id, about)
    return await visit.go(then, visit.text(said), undo)


async def send_form(
    visit: Visit,
    form: Filled[F],
    command: Callable[[F], Command[R] | Awaitable[Command[R]]],
    *,
    then: str | Callable[[R], str],
    said: str | Callable[[R], str],
    shown_again: Callable[[], Awaitable[Response]],
    process_id: UUID | None = None,
    about: UUID | Callable[[R], UUID] | None = None,
) -> Response:
    """command: from what was typed. then, said, about: themselves, or from the answer, when `form.data` is valid.

    said: marked English; from the answer, in the visitor's language. shown_again: the form with its faults.
    """

    async def ask(typed: F) -> tuple[type[Command[R]], R]:
        made = command(typed)
        sent = made if isinstance(made, Command) else await made
        return type(sent), await visit.ask(sent)

    done = await form.carry_out(ask)
    if done is None:
        return await _shown_again(form, shown_again)
    act, answer = done
    await visit.note(act, process_id, about(answer) if callable(about) else about)
    words = said(answer) if callable(said) else visit.text(said)
    return await visit.go(then(answer) if callable(then) else then, words)


async def _shown_again(form: Filled[F], page: Callable[[], Awaitable[Response]]) -> Response:
    """What was refused because it is over may have no page any more: then the refusal is what is told."""
    try:
        return await page()
    except NotFound:
        if form.refused_by is None:
            raise
        raise form.refused_by from None


class Numbered(Protocol):
    """A process, as either door knows it."""

    @property
    def process_id(self) -> UUID: ...

    @property
    def number(self) -> str: ...


@dataclass(frozen=True)
class ProcessPage:
    """A page about one process. Its forms lead back to it, unless they say where else.

    address: its path below the process's own. shown_again: the page, with the faults of the form that was sent.
    """

    visit: Visit
    process: Numbered
    address: str
    shown_again: Callable[[Filled[Any]], Awaitable[Response]]

    @property
    def process_id(self) -> UUID:
        return self.process.process_id

    async def send(
        self,
        form: Filled[F],
        command: Callable[[F], Command[R] | Awaitable[Command[R]]],
        *,
        said: str | Callable[[R], str],
        then: str | Callable[[R], str] | None = None,
    ) -> Response:
        """As `send_form`. then: another path below the process's own; empty: the process itself."""

        def onward(answer: R) -> str:
            address = self.address if then is None else then(answer) if callable(then) else then
            return f"/processes/{self.process.number}/{address}".rstrip("/")

        return await send_form(
            self.visit,
            form,
            command,
            then=onward,
            said=said,
            shown_again=lambda: self.shown_again(form),
            process_id=self.process_id,
        )
