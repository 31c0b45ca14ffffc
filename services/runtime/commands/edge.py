"""The edge that every handler stands behind: what came over the wire is read, carried out, and answered."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError

from services.messages.envelope import Command, Reply, command_subject
from services.runtime.away import Dependencies
from services.runtime.commands.refusal import AWAY_HEADER, FAULT_HEADER, AnswerTooLarge, Refusal, refusal_of
from services.runtime.commands.sizes import LARGEST_BODY
from services.runtime.commands.viewing import came_by, check_viewer
from services.runtime.logs import log

CarryOut = Callable[[Command[Any], str | None], Awaitable[Reply]]
Check = Callable[[Command[Any]], Awaitable[None]]
"""Whether it comes from whom it names. Raises Refusal."""


async def answer(
    dependencies: Dependencies,
    carry_out: CarryOut,
    command: type[Command[Any]],
    body: bytes,
    cause: str | None,
    way: str,
    check: Check,
) -> tuple[bytes, dict[str, str]]:
    """The reply's body and headers for one command as it came over the wire. Never raises, never echoes. way: its
    subject, which proves as whom it is asked. check: who it is.
    """
    subject = command_subject(command)
    try:
        message = command.model_validate_json(body)
    except ValidationError as error:
        return _refused(subject, refusal_of(error, command))
    try:
        check_viewer(message, way)
        await check(message)
        came_by(way)
        return _told(subject, (await carry_out(message, cause)).model_dump_json().encode())
    except Refusal as refusal:
        return _refused(subject, refusal)
    except Exception as error:
        return await _broken(dependencies, subject, error)


async def _broken(dependencies: Dependencies, subject: str, error: Exception) -> tuple[bytes, dict[str, str]]:
    kind = type(error).__name__
    away = await dependencies.who_was_away(error)
    log.error("command_failed", subject=subject, error_type=kind, away=away, where=_where(error))
    return b"{}", {FAULT_HEADER: kind} | ({AWAY_HEADER: away} if away else {})


def _told(subject: str, body: bytes) -> tuple[bytes, dict[str, str]]:
    """What the broker would not carry is said, so that nobody waits for it until the time is over."""
    if len(body) <= LARGEST_BODY:
        return body, {}
    log.error("answer_too_large", subject=subject, bytes=len(body), most=LARGEST_BODY)
    return b"{}", {FAULT_HEADER: AnswerTooLarge.__name__}


def _refused(subject: str, refusal: Refusal) -> tuple[bytes, dict[str, str]]:
    log.info("command_refused", subject=subject, code=refusal.code, field=refusal.field)
    return b"{}", refusal.headers()


def _where(error: BaseException) -> str:
    """File and line of the fault; its text may hold what a person wrote and is left out."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else ""
