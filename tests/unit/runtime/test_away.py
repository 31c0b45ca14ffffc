"""Who is away is told by an error's own code, and asked where the error alone does not tell."""

import socket
from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from nats import errors as nats_errors
from nats.js import errors as jetstream_errors
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from temporalio.service import RPCError, RPCStatusCode

from services.notices.mailing.post import NotSent, mail_judge
from services.notices.mailing.replies import read
from services.runtime import away
from services.runtime.away import Dependencies, Judge, Suspicion, pause_after
from services.runtime.broker.connection import broker_judge
from services.runtime.commands.asking import Asker, services_judge
from services.runtime.commands.refusal import Fault, Refusal, Unavailable
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import database_judge
from workflows.temporal_connection import temporal_judge


class SaidWithCode(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def by_database(sqlstate: str, *, lost: bool = False) -> DBAPIError:
    return DBAPIError("SELECT 1", {}, SaidWithCode(sqlstate), connection_invalidated=lost)


def by_temporal(status: RPCStatusCode, words: str = "") -> RPCError:
    return RPCError(words, status, b"")


database = database_judge(engine_for("postgresql+asyncpg://nobody@127.0.0.1:1/nothing"))
services = services_judge(Asker(None))  # type: ignore[arg-type]  # nobody is asked here
temporal = temporal_judge(None)  # type: ignore[arg-type]

TOO_MUCH = asyncpg.InterfaceError("the number of query arguments cannot exceed 32767")
SAYS_SO: list[tuple[Judge, BaseException]] = [
    *((database, by_database(code)) for code in ("53100", "53300", "25006", "28P01", "28000", "3D000")),
    (database, asyncpg.InvalidPasswordError()),
    (database, asyncpg.CannotConnectNowError()),
    (broker_judge, nats_errors.ConnectionClosedError()),
    (broker_judge, nats_errors.OutboundBufferLimitError()),
    (broker_judge, nats_errors.TimeoutError()),
    (broker_judge, jetstream_errors.NoStreamResponseError()),
    (broker_judge, jetstream_errors.ServiceUnavailableError(code=503)),
    (broker_judge, jetstream_errors.APIError(code=503, err_code=10077, description="maximum bytes exceeded")),
    (temporal, by_temporal(RPCStatusCode.RESOURCE_EXHAUSTED, "namespace rate limit exceeded")),
    (temporal, by_temporal(RPCStatusCode.UNAUTHENTICATED)),
    (temporal, by_temporal(RPCStatusCode.UNAVAILABLE, "shard status unknown")),
    (services, Unavailable("it waits for its database", "directory", waits_for="database")),
    (services, Unavailable("commands.directory.show_contacts: NoRespondersError", "directory", is_gone=True)),
    (mail_judge, NotSent("no mail server")),
    (mail_judge, NotSent("closing", read(421, ""))),
    (mail_judge, NotSent("the sender was refused", read(530, ""), of_every_mail=True)),
]
MAY_MEAN_IT: list[tuple[Judge, BaseException]] = [
    *((database, by_database(code)) for code in ("57P01", "57P02", "08006", "58030", "53200")),
    (database, by_database("", lost=True)),
    (database, OperationalError("SELECT 1", {}, Exception("the server closed the connection"))),
    (database, ConnectionRefusedError()),
    (database, OSError("Multiple exceptions: [Errno 111] Connect call failed")),
    (database, socket.gaierror(socket.EAI_NONAME, "Name or service not known")),
    (database, PoolTimeout()),
    (database, TimeoutError()),
    (services, Unavailable("commands.directory.show_contacts: NoRespondersError", "directory")),
    (temporal, by_temporal(RPCStatusCode.UNAVAILABLE)),
    (temporal, by_temporal(RPCStatusCode.DEADLINE_EXCEEDED)),
    (temporal, by_temporal(RPCStatusCode.NOT_FOUND, "Namespace luotsi is not found.")),
]
THE_MESSAGES_OWN: list[tuple[Judge, BaseException]] = [
    (database, InterfaceError("INSERT", {}, TOO_MUCH)),
    *(
        (database, by_database(code))
        for code in ("22001", "22P02", "23503", "42601", "54001", "57014", "XX000")
    ),
    (database, FileNotFoundError(2, "No such file")),
    (database, ValueError("connection is closed")),
    (broker_judge, nats_errors.MaxPayloadError()),
    (broker_judge, nats_errors.BadSubjectError()),
    (broker_judge, jetstream_errors.BadRequestError(code=400, err_code=10060)),
    (temporal, by_temporal(RPCStatusCode.NOT_FOUND, "workflow not found for ID: process/1")),
    (temporal, by_temporal(RPCStatusCode.ALREADY_EXISTS)),
    (temporal, by_temporal(RPCStatusCode.INVALID_ARGUMENT, "Blob data size exceeds limit.")),
    (temporal, by_temporal(RPCStatusCode.RESOURCE_EXHAUSTED, "grpc: received message larger than max")),
    (services, Fault("directory: ZeroDivisionError")),
    (services, Refusal("unknown_person")),
    (mail_judge, NotSent("full", read(450, ""))),
    (mail_judge, NotSent("content", read(554, ""))),
]


@pytest.mark.parametrize(("judge", "error"), SAYS_SO)
def test_an_error_that_says_that_nobody_is_served_means_away(judge: Judge, error: BaseException) -> None:
    found = judge(error)
    assert found and found.answers is None


@pytest.mark.parametrize(("judge", "error"), MAY_MEAN_IT)
def test_an_error_that_a_message_might_bring_about_too_has_somebody_asked(
    judge: Judge, error: BaseException
) -> None:
    found = judge(error)
    assert found and found.answers is not None


@pytest.mark.parametrize(("judge", "error"), THE_MESSAGES_OWN)
def test_what_can_never_work_is_the_messages_own(judge: Judge, error: BaseException) -> None:
    assert judge(error) is None


async def answers() -> None:
    pass


async def is_silent() -> None:
    raise ConnectionRefusedError


def on(asked: Callable[[], Awaitable[object]]) -> Dependencies:
    return Dependencies(
        lambda error: Suspicion("directory", asked) if isinstance(error, TimeoutError) else None
    )


async def test_a_suspicion_counts_when_everybody_answers() -> None:
    assert await on(answers).pause_for(TimeoutError(), "one") is None
    assert await on(is_silent).pause_for(ValueError(), "one") is None
    assert await on(is_silent).pause_for(TimeoutError(), "one") is not None


async def test_who_has_just_come_back_is_not_held_against_what_waited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(away, "_BELIEVED_S", 0.0)
    silent = [True, False, False]

    async def comes_back() -> None:
        if silent.pop(0):
            raise ConnectionRefusedError

    needs = on(comes_back)
    assert await needs.pause_for(TimeoutError(), "one") is not None
    assert await needs.pause_for(TimeoutError(), "one") is not None
    assert needs.away() == []
    assert await needs.pause_for(TimeoutError(), "one") is None


async def test_who_asks_while_somebody_comes_back_hears_that_they_were_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An order that began while they were away fails when they are there again already."""
    gone, now = [OSError()], 100.0
    monkeypatch.setattr("services.runtime.away.time.monotonic", lambda: now)

    async def asked() -> None:
        if gone:
            raise gone[0]

    dependencies = on(asked)
    assert await dependencies.who_was_away(TimeoutError()) == "directory"
    gone.clear()
    assert await dependencies.who_is_away(TimeoutError()) is None
    assert await dependencies.who_was_away(TimeoutError()) == "directory"
    assert await dependencies.who_was_away(ValueError()) is None
    now += 60
    assert await dependencies.who_was_away(TimeoutError()) is None


async def test_an_absence_is_told_until_everything_that_waited_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    needs = on(is_silent)
    for message in ("one", "two", "one"):
        await needs.pause_for(TimeoutError(), message)
    assert [one.who for one in needs.away()] == ["directory"]
    needs.done("one")
    needs.done("never waited")
    assert [one.who for one in needs.away()] == ["directory"]
    needs.done("two")
    assert needs.away() == []
    told = capsys.readouterr().out
    assert told.count("dependency_away") == told.count("dependency_back") == 1
    assert "age_s" in told


def test_the_pauses_grow_with_the_absence_and_end_at_half_a_minute() -> None:
    assert [pause_after(age) for age in (0, 8, 60, 86_400)] == [1, 2, 15, 30]
