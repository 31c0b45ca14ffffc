"""What woke a loop seldom is a row that is due: a look for nothing is one question, and no transaction."""

import asyncio
import re
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from services.notices.mailing.sending import send_batch
from services.runtime.service import Service
from services.runtime.storage.database import execute, transaction
from tests.house import House
from tests.house.statements import asked
from tests.patience import PATIENCE_S

LOOPS = {
    "sessions": ("proposed_plan", lambda resources: resources.waking),
    "contracts": ("sealed_paper", lambda resources: resources.rows.waking),
    "billing": ("delivery", lambda resources: resources.due.waking),
}
"""Of the loops that see to rows with a time: a table in which some stand, and how the loop is woken."""


@contextmanager
def looks(
    service: Service[Any], table: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Awaitable[list[str]]]:
    """What the loop asks of the table in its next whole look. One that was on its way when this began may have asked
    before, and what had woken it may have been told a moment before.
    """
    asked_for: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
    with asked(service, table) as questions, monkeypatch.context() as patched:

        def ended(*_: object) -> None:
            if questions and not asked_for.done():
                asked_for.set_result(list(questions))
            questions.clear()

        patched.setattr(service, "is_done", ended)
        yield asked_for


@pytest.mark.parametrize("name", LOOPS)
async def test_a_loop_that_is_woken_for_nothing_asks_one_question(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    table, waking = LOOPS[name]
    await house.open(name)
    await house.quiet()
    service = house.services[name]
    with looks(service, table, monkeypatch) as look:
        waking(service.resources).tell()
        async with asyncio.timeout(PATIENCE_S):
            questions = await look
    assert len(questions) == 1
    plan = await plan_once_for_all(service, *questions)
    assert "Seq Scan" not in plan and "Aggregate" not in plan


async def test_letters_are_looked_for_by_one_question_after_a_commit(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.open("notices")
    await house.quiet()
    service = house.services["notices"]
    with looks(service, "notice", monkeypatch) as look:
        async with transaction(service.engine) as db:
            await execute(db, sa.text("SELECT 'an event was heard'"))
        async with asyncio.timeout(PATIENCE_S):
            questions = await look
    assert len(questions) == 1
    assert "Seq Scan" not in await plan_once_for_all(service, *questions)


async def test_letters_that_are_due_are_counted_and_taken_by_the_index_of_those_that_wait(
    house: House,
) -> None:
    await house.open("notices")
    await house.quiet()
    service = house.services["notices"]
    with asked(service, "notice") as questions:
        await service.report()
        await send_batch(service)
    assert any("FOR UPDATE" in one for one in questions) and any("count(" in one for one in questions)
    for question in set(questions):
        assert "Seq Scan" not in await plan_once_for_all(service, question)


async def plan_once_for_all(service: Service[Any], statement: str) -> str:
    """As PostgreSQL makes it for a statement that is asked often: whatever it is asked with. With a price on reading
    whole tables that only who has no index of use pays, however small they are.
    """
    asked_with = ", ".join("NULL" for _ in set(re.findall(r"\$\d+", statement)))
    async with service.engine.connect() as connection:
        for words in (
            "SET LOCAL enable_seqscan = off",
            "SET LOCAL plan_cache_mode = force_generic_plan",
            f"PREPARE planned AS {statement}",
        ):
            await connection.exec_driver_sql(words)
        explained = f"EXPLAIN EXECUTE planned {f'({asked_with})' if asked_with else ''}"
        lines = (await connection.exec_driver_sql(explained)).scalars().all()
        await connection.exec_driver_sql("DEALLOCATE planned")
    return "\n".join(lines)
