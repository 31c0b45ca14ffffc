"""`./luotsi doctor` says which file of keys a program lacks that is started elsewhere."""

from pathlib import Path

from deploy.machine import keys
from deploy.machine.rotation import another_key
from deploy.processes import PROCESSES, PUBLIC_PROOFS
from deploy.production.checking import keys_of
from deploy.production.told import programs
from services.directory.proving.marks import Marks

SESSIONS = next(one for one in PROCESSES if one.name == "sessions")


def test_what_a_program_is_handed_and_is_not_there_is_named(tmp_path: Path) -> None:
    keys.make(tmp_path)
    assert not any(keys_of(tmp_path, one) for one in programs())
    kept = (tmp_path / PUBLIC_PROOFS).read_text()
    (tmp_path / PUBLIC_PROOFS).unlink()
    said = keys_of(tmp_path, SESSIONS)
    assert said and said[:3] == ("sessions's keys", False, f"{tmp_path / 'proofs.pub'} is not there")
    assert "./luotsi install again" in said[3]
    (tmp_path / PUBLIC_PROOFS).write_text(kept.replace("k1", "k2"))
    other = keys_of(tmp_path, SESSIONS)
    assert other and not other[1] and "nobody would come in" in other[2]


def test_a_key_of_marks_says_whether_there_were_rows_before_it(tmp_path: Path) -> None:
    """Where passwords of databases were made before, there were; a new installation takes in no row without a mark."""
    keys.make(tmp_path)
    assert not Marks.read(tmp_path).of_before
    (tmp_path / "marks.json").unlink()
    keys.make(tmp_path)
    assert Marks.read(tmp_path).of_before
    another_key(tmp_path, "marks")
    assert Marks.read(tmp_path).of_before and Marks.read(tmp_path).current == "k2"
