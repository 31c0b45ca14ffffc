"""Seeds in the broker's own letters; the broker's own tools read and make the same."""

from pathlib import Path

import pytest

from services.runtime.broker import nkeys
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.connection import RightsRefused

# Of the makers' own tests (nkeys: a seed and the public key that belongs to it).
SEED = "SUAMLK2ZNL35WSMW37E7UD4VZ7ELPKW7DHC3BWBSD2GCZ7IUQQXZIORRBU"
PUBLIC = "UCK5N7N66OBOINFXAYC2ACJQYFSOD4VYNU6APEJTAVFZB2SVHLKGEW7L"


def test_a_seed_of_theirs_has_the_public_key_that_they_say() -> None:
    assert nkeys.public_key(SEED) == PUBLIC


def test_a_seed_that_is_made_begins_as_a_users_does_and_is_read_again(tmp_path: Path) -> None:
    seed = nkeys.seed_of(bytes(range(32)))
    (tmp_path / "one.nk").write_text(seed + "\n")
    assert nkeys.read(tmp_path / "one.nk") == seed
    assert seed.startswith("SU") and nkeys.public_key(seed).startswith("U")


@pytest.mark.parametrize(
    "text", ["", "SU", SEED[:-1], SEED[:9] + "A" + SEED[10:], PUBLIC, "not a seed at all"]
)
def test_what_is_no_seed_is_refused_without_an_echo(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.nk").write_text(text)
    with pytest.raises(ValueError, match=r"^is not a seed$"):
        nkeys.read(tmp_path / "one.nk")


def test_several_servers_of_one_cluster_stand_in_one_setting() -> None:
    assert BrokerAddress("nats://a:4222, nats://b:4222").servers == ["nats://a:4222", "nats://b:4222"]


async def test_what_the_broker_does_not_permit_is_a_line_of_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused = RightsRefused()
    await refused.hear(Exception('nats: Permissions Violation for Publish to "events.billing.x"'))
    await refused.hear(
        Exception('nats: Permissions Violation for Subscription to "events.>" using queue "q"')
    )
    await refused.hear(Exception('nats: permissions violation for publish with reply of "_r_.abc.def"'))
    written = capsys.readouterr().out
    assert written.count("permission_refused") == 3
    assert "events.billing.x" in written and "events.>" in written
    assert (refused.times, refused.last) == (3, "_r_.abc.def")
