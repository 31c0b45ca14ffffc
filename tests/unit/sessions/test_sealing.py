"""Confidential texts: readable with the right key by the right author, and by nobody otherwise."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sessions.content.sealing import KeyOfKeys, Unreadable, new_process_key, open_sealed, seal
from tests.searching import ANY_LETTER

OLD, NEW = (b64encode(bytes([n]) * 32).decode() for n in (1, 2))
MASTER: KeyOfKeys = {"current": "2026", "keys": {"2026": OLD}}
NOTE = "Ryhmä palasi perustehtävään."
AUTHOR = b"process 1, author 1"


@given(st.text(ANY_LETTER))
def test_a_note_is_read_back_as_it_was_written(words: str) -> None:
    key = new_process_key(MASTER)
    assert open_sealed(MASTER, key, seal(MASTER, key, words, AUTHOR), AUTHOR) == words


def test_neither_the_text_nor_the_key_nor_the_author_shows_in_what_is_stored() -> None:
    key = new_process_key(MASTER)
    sealed = seal(MASTER, key, NOTE, AUTHOR)
    assert NOTE.encode() not in sealed
    assert AUTHOR not in sealed
    assert OLD not in key


def test_the_same_note_never_looks_the_same_twice() -> None:
    key = new_process_key(MASTER)
    assert seal(MASTER, key, NOTE, AUTHOR) != seal(MASTER, key, NOTE, AUTHOR)
    assert new_process_key(MASTER) != new_process_key(MASTER)


def test_every_altered_byte_of_a_sealed_note_is_noticed() -> None:
    key = new_process_key(MASTER)
    sealed = seal(MASTER, key, NOTE, AUTHOR)
    for place in range(len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            open_sealed(MASTER, key, altered, AUTHOR)


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_cut_note_is_unreadable(length: int) -> None:
    key = new_process_key(MASTER)
    with pytest.raises(Unreadable):
        open_sealed(MASTER, key, seal(MASTER, key, NOTE, AUTHOR)[:length], AUTHOR)


@pytest.mark.parametrize("other", [b"process 1, author 2", b"process 2, author 1", b""])
def test_a_note_is_unreadable_as_another_persons_or_another_processs(other: bytes) -> None:
    key = new_process_key(MASTER)
    with pytest.raises(Unreadable):
        open_sealed(MASTER, key, seal(MASTER, key, NOTE, AUTHOR), other)


def test_once_its_process_key_is_deleted_a_note_is_unreadable_with_any_new_one() -> None:
    sealed = seal(MASTER, new_process_key(MASTER), NOTE, AUTHOR)
    for wrapped in (new_process_key(MASTER), "", "2026.", "2026.not base64"):
        with pytest.raises(Unreadable):
            open_sealed(MASTER, wrapped, sealed, AUTHOR)


def test_an_altered_process_key_is_unreadable() -> None:
    key = new_process_key(MASTER)
    sealed = seal(MASTER, key, NOTE, AUTHOR)
    altered = key[:-8] + ("A" if key[-8] != "A" else "B") + key[-7:]
    with pytest.raises(Unreadable):
        open_sealed(MASTER, altered, sealed, AUTHOR)


def test_notes_survive_a_new_key_of_keys_and_die_with_the_loss_of_their_own() -> None:
    key = new_process_key(MASTER)
    sealed = seal(MASTER, key, NOTE, AUTHOR)
    renewed: KeyOfKeys = {"current": "2027", "keys": {"2026": OLD, "2027": NEW}}
    assert open_sealed(renewed, key, sealed, AUTHOR) == NOTE
    assert new_process_key(renewed).startswith("2027.")
    for lost in ({"2027": NEW}, {"2026": NEW}):
        with pytest.raises(Unreadable):
            open_sealed({"current": "2027", "keys": lost}, key, sealed, AUTHOR)


def test_a_key_of_keys_of_the_wrong_length_is_never_used() -> None:
    with pytest.raises(ValueError, match="not_32_bytes"):
        new_process_key({"current": "x", "keys": {"x": b64encode(b"short").decode()}})
