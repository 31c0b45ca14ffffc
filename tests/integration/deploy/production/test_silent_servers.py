"""Servers that let everybody in and answer nobody: each command ends within seconds, with a sentence a server."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deploy.backup.tables.taking import back_up
from deploy.checkout import mail_check
from deploy.machine.ports import HOST
from deploy.operating import entering, event_counts, opened, rebuild_board
from deploy.operating.counted import Figures
from deploy.operating.event_counts import count_histories
from deploy.operating.figures import figures
from deploy.operating.health import health
from deploy.production import checking
from deploy.production.checking import looked_at
from deploy.production.elsewhere import Elsewhere
from deploy.production.migrating import migrate_all
from deploy.running.launch import CannotStart
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from tests.integration.deploy.production.installed import installed
from tests.patience import PATIENCE_S

SOON_S = 0.3
HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of one for everything: the system takes connections in its name."""
    with socket.create_server((HOST, 0), backlog=200) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def where(silent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    for module in (opened, checking, event_counts):
        monkeypatch.setattr(module, "ANSWERS_WITHIN_S", SOON_S)
    monkeypatch.setattr(entering, "WITHIN_S", SOON_S)
    monkeypatch.setattr(mail_check, "PATIENCE_S", SOON_S)
    folder = installed(tmp_path / "luotsi", HOSTS, f"{HOST}:{silent}?sslmode=prefer")
    with (folder / "common.env").open("a") as common:
        common.write(f"LUOTSI_NATS_URL=nats://{HOST}:{silent}\n")
    with (folder / "workflows.env").open("a") as workflows:
        workflows.write(f"LUOTSI_TEMPORAL_ADDRESS={HOST}:{silent}\n")
    return Elsewhere(folder)


async def test_a_look_at_them_is_over_within_seconds_and_says_one_sentence_each(where: Elsewhere) -> None:
    async with asyncio.timeout(PATIENCE_S):
        said = [one async for one in looked_at(where)]
    assert [what for what, *_ in said] == ["database", "broker", "Temporal"]
    assert all(not is_well and "does not answer" in found for _, is_well, found, _ in said)


async def test_tables_are_not_waited_for_role_by_role(where: Elsewhere) -> None:
    async with asyncio.timeout(PATIENCE_S):
        [said] = await migrate_all(where.folder)
    assert said.startswith("directory, intake, ") and "does not answer within" in said


async def test_a_backup_and_a_count_are_refused(where: Elsewhere, tmp_path: Path) -> None:
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(CannotStart, match="its database server does not answer within"):
            await back_up(where, tmp_path / "backups", lambda line: None)
        with pytest.raises(CannotStart, match="Temporal does not answer within"):
            await count_histories(where, Figures(), set())
    with pytest.raises(CannotStart, match="its database server does not answer within"):
        await asyncio.to_thread(figures, where, json_file=None)


async def test_what_asks_the_broker_is_refused(where: Elsewhere) -> None:
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(CannotStart, match="the broker does not answer"):
            await asyncio.to_thread(health, where.broker, (), None)


def test_a_mail_server_is_told_of(where: Elsewhere, silent: int) -> None:
    told = {mail_check.HOST: HOST, mail_check.PORT: str(silent)}
    what, is_well, found, _ = mail_check.server(told, "office@firm.example")
    assert (what, is_well) == ("mail server", False) and "does not answer" in found


async def test_a_database_that_lets_in_and_answers_no_statement_is_told_of(where: Elsewhere) -> None:
    async def lets_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(int.from_bytes(await reader.readexactly(4)) - 4)
        version = b"server_version\x0018.0\x00"
        told = b"S" + (4 + len(version)).to_bytes(4) + version
        writer.write(b"R\x00\x00\x00\x08\x00\x00\x00\x00" + told + b"Z\x00\x00\x00\x05I")
        await reader.read()
        writer.close()

    async with await asyncio.start_server(lets_in, HOST, 0) as server, asyncio.timeout(PATIENCE_S):
        url = f"postgresql://billing:x@{HOST}:{server.sockets[0].getsockname()[1]}/billing"
        with pytest.raises(CannotStart, match="billing: its database server does not answer within"):
            await opened.opened("billing", url)


def test_a_mail_server_that_begins_an_answer_and_does_not_end_it_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail_check, "WHOLE_S", SOON_S)
    with socket.create_server((HOST, 0)) as listening:
        ended = threading.Event()

        def drips() -> None:
            line, _ = listening.accept()
            with line, contextlib.suppress(OSError):
                while not ended.wait(SOON_S / 10):
                    line.sendall(b"220-more\r\n")

        dripping = threading.Thread(target=drips)
        dripping.start()
        told = {mail_check.HOST: HOST, mail_check.PORT: str(listening.getsockname()[1])}
        _, is_well, found, _ = mail_check.server_soon(told, "office@firm.example")
        ended.set()
        dripping.join()
    assert not is_well and "did not come to an end within" in found


async def test_a_broker_that_lets_in_and_answers_nothing_is_not_waited_for_as_long_as_the_work_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lets_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"server_id": "x", "headers": true, "max_payload": 1048576}\r\n')
        while line := await reader.readline():
            if line.startswith(b"PING"):
                writer.write(b"PONG\r\n")
        writer.close()

    monkeypatch.setattr(rebuild_board, "Asker", partial(Asker, timeout_s=SOON_S))
    async with await asyncio.start_server(lets_in, HOST, 0) as server, asyncio.timeout(PATIENCE_S):
        at = BrokerAddress(f"nats://{HOST}:{server.sockets[0].getsockname()[1]}")
        assert await asyncio.to_thread(rebuild_board.rebuild, at) == 1
    assert "no answer" in capsys.readouterr().out
