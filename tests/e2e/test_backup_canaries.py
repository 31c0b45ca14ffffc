"""A backup is read by whoever keeps it: what is in it, and what a sealed one tells.

That what lies in databases, streams and mails is sealed itself, tests/e2e/test_canaries.py has searched.
"""

import json
from pathlib import Path

from deploy.backup.copying import back_up
from deploy.backup.sealed import key_pairs
from deploy.demo import people as who
from deploy.demo.year import NOTE
from tests.e2e.searching import Kept, raw, search
from tests.e2e.test_canaries import ALL_GOALS, NOTE_CANARY, names_of
from tests.e2e.walking import Walk


def ignore(line: str) -> None:
    """What it tells of its work is no news here."""


async def test_a_backup_holds_no_note_no_goal_and_no_key_and_a_sealed_one_no_name(
    walk: Walk, tmp_path: Path
) -> None:
    await walk.to_the_end()
    held = raw("backup", await back_up(walk.installation, tmp_path / "plain", ignore))
    assert set(search(held, *names_of(who.COORDINATOR))) == {"backup"}  # directory's table is in it
    for words in (NOTE_CANARY, NOTE, *ALL_GOALS, *secrets(walk.installation.keys)):
        assert search(held, words) == {}, words[:4]
    recipient = key_pairs.recipient_of(key_pairs.new())
    sealed = await back_up(walk.installation, tmp_path / "sealed", ignore, seal_for=recipient)
    assert search([Kept("sealed", sealed.name, sealed.read_bytes())], *names_of(who.COORDINATOR)) == {}


def secrets(keys: Path) -> list[str]:
    """All that lies in the folder of keys, seeds too."""
    seeds = [file.read_text().strip() for file in (keys / "nats").glob("*.nk")]
    return seeds + [one for file in keys.glob("*.json") for one in leaves(json.loads(file.read_text()))]


def leaves(told: object) -> list[str]:
    """Passwords and keys; certificates are on every sealed paper, and which key is current is no secret."""
    if isinstance(told, dict):
        return [one for name, below in told.items() if name != "current" for one in leaves(below)]
    return [told] if isinstance(told, str) and "CERTIFICATE" not in told else []
