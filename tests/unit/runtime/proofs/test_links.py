"""A link opens as it was made: whole, for its purpose, by one of our keys, in its time."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.machine import keys as installation
from services.runtime.proofs.links import BrokenLink, ExpiredLink, LinkKeys, open_link, seal

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
ENDS = NOW + timedelta(days=30)
FACTS = {"process_id": "0190a0a0-0000-7000-8000-00000000e001", "version": "1", "party": "supervisee"}
KEYS = LinkKeys("k2", {"k1": b"1" * 32, "k2": b"2" * 32})


def test_the_facts_come_back_until_the_last_moment() -> None:
    token = seal(KEYS, "sign", FACTS, ENDS)
    assert open_link(KEYS, "sign", token, ENDS - timedelta(seconds=1)) == FACTS
    with pytest.raises(ExpiredLink, match=r"^expired_link$") as over:
        open_link(KEYS, "sign", token, ENDS)
    assert over.value.facts == FACTS


def test_the_same_facts_make_the_same_link_of_letters_that_a_url_takes() -> None:
    token = seal(KEYS, "sign", FACTS, ENDS)
    assert token == seal(KEYS, "sign", dict(reversed(FACTS.items())), ENDS)
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_no_changed_letter_gets_through() -> None:
    token = seal(KEYS, "sign", FACTS, ENDS)
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        with pytest.raises(BrokenLink):
            open_link(KEYS, "sign", changed, NOW)


@pytest.mark.parametrize("token", ["", ".", "..", "k2..", "a.b.c", "k2.ä.ö", "k2." + "A" * 5000 + ".A"])
def test_rubbish_is_no_link(token: str) -> None:
    with pytest.raises(BrokenLink):
        open_link(KEYS, "sign", token, NOW)


def test_a_link_is_good_for_its_own_purpose_only() -> None:
    with pytest.raises(BrokenLink):
        open_link(KEYS, "feed", seal(KEYS, "sign", FACTS, ENDS), NOW)


def test_an_older_key_still_opens_and_a_strangers_does_not() -> None:
    old = seal(LinkKeys("k1", KEYS.keys), "sign", FACTS, ENDS)
    assert open_link(KEYS, "sign", old, NOW) == FACTS
    with pytest.raises(BrokenLink):
        open_link(KEYS, "sign", seal(LinkKeys("k2", {"k2": b"3" * 32}), "sign", FACTS, ENDS), NOW)


def test_the_installations_ring_is_read_from_its_folder(tmp_path: Path) -> None:
    installation.make(tmp_path / "keys")
    keys = LinkKeys.read(tmp_path / "keys")
    assert keys.current in keys.keys
    assert len(keys.keys[keys.current]) == 32
    assert json.loads((tmp_path / "keys" / "links.json").read_text())["current"] == keys.current
    with pytest.raises(LookupError):
        LinkKeys.read(None)
