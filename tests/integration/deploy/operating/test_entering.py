"""Commands where the broker is not there, does not believe them, or is one of several: a sentence, and no trace."""

import asyncio
from pathlib import Path

import pytest

from deploy import __main__ as commands
from deploy.command_line import parse
from deploy.machine import keys
from deploy.operating.entering import entered
from deploy.operating.figures import figures
from deploy.production.elsewhere import Elsewhere
from deploy.running.launch import CannotStart
from services.runtime.broker import nkeys
from services.runtime.broker.address import BrokerAddress
from tests.integration.deploy.production.installed import installed
from tests.integration.deploy.production.tls_proxy import authority
from tests.integration.deploy.rights.brokers import broker
from tests.patience import PATIENCE_S, nats_connection
from tests.servers import Servers

pytestmark = pytest.mark.servers
NOBODY = "nats://127.0.0.1:1"
ASKED = ("health", "parked list", "rebuild", "release", "begin-lost")


@pytest.mark.parametrize("words", ASKED)
def test_no_broker_is_said_in_a_sentence_and_at_once(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CannotStart, match="the broker does not answer"):
        commands.at_the_broker(parse(words.split()), BrokerAddress(NOBODY))
    said = capsys.readouterr()
    assert said.out == said.err == ""


async def test_a_seed_that_is_unknown_and_one_that_is_none_are_told_apart(
    servers: Servers, tmp_path: Path
) -> None:
    (tmp_path / "theirs.nk").write_text(nkeys.seed_of(bytes(32)))
    (tmp_path / "none.nk").write_text("no seed")
    there = servers.installation.nats_url
    for file, why in (("theirs", "does not know"), ("none", "our seed is none"), ("lost", "cannot be read")):
        with pytest.raises(CannotStart, match=why):
            await entered(BrokerAddress(there, nkey=tmp_path / f"{file}.nk"))


async def test_of_several_any_one_that_is_there_will_do(servers: Servers) -> None:
    at = servers.broker
    for url in (f"{NOBODY},{at.url}", f"{at.url},{NOBODY}"):
        await (await entered(BrokerAddress(url, at.user, at.nkey))).close()


async def test_by_tls_the_line_ends_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads what a command says reads that alone."""
    known = authority(tmp_path / "tls")
    by = f"tls {{ cert_file: '{known.chain}', key_file: '{known.key}' }}"
    async with broker(tmp_path, local=False, more=by) as (url, seeds):
        at = BrokerAddress(url, keys.OPERATOR, seeds / "operator.nk", known.certificate)
        for _ in range(2):
            await (await entered(at)).close()
        lasting = await nats_connection(at)
    async with asyncio.timeout(PATIENCE_S):
        while lasting.is_connected:
            await asyncio.sleep(0.01)
    await lasting.close()
    assert "eof_received" not in capsys.readouterr().err


def test_figures_of_a_platform_that_is_not_there_are_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = installed(tmp_path / "luotsi", {"portal": "p.example", "console": "c.example"}, "127.0.0.1:1")
    with pytest.raises(CannotStart, match="its database server does not answer"):
        figures(Elsewhere(folder), json_file=None)
