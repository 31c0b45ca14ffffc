"""A backup is read into the folder that it is for, and checked there: where it lay, others may write."""

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from deploy.backup import copying, restoring
from deploy.backup.manifest import Manifest, check_files, sums
from deploy.backup.opening import BEING_READ, read_into
from deploy.backup.room import size_of
from deploy.machine.installation import FREE_BYTES_NEEDED
from deploy.running.launch import CannotStart
from tests.unit.deploy.backup.test_refusals import manifest

SAID: list[str] = []


def made(tmp_path: Path) -> Path:
    """With a letter in it, and no store."""
    backup = tmp_path / "backup"
    (backup / "mail").mkdir(parents=True)
    (backup / "mail" / "letter").write_text("as it was")
    (backup / "worker.json").write_text("{}")
    manifest(tmp_path / "keys", files=sums(backup)).marked(tmp_path / "keys").write(backup)
    return backup


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    async def in_step(*_: object) -> list[str]:
        return []

    def verify(folder: Path, told: Manifest) -> None:
        check_files(folder, told)

    monkeypatch.setattr(restoring, "in_step", in_step)
    monkeypatch.setattr(restoring, "verify", verify)


async def restored(tmp_path: Path, backup: Path) -> Path:
    data = tmp_path / "data"
    await restoring.restore(backup, tmp_path / "keys", data, SAID.append)
    return data


async def test_what_is_laid_out_is_what_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may write where it lies exchanges a file once it was found good."""
    backup = made(tmp_path)

    def verify(folder: Path, told: Manifest) -> None:
        check_files(folder, told)
        (backup / "mail" / "letter").write_text("another one")
        (backup / "mail" / "more").write_text("never copied")

    monkeypatch.setattr(restoring, "verify", verify)
    data = await restored(tmp_path, backup)
    assert (data / "mail" / "letter").read_text() == "as it was"
    assert not (data / "mail" / "more").exists()
    assert not (data / BEING_READ).exists()


async def test_the_folder_is_its_owners_alone_whoever_made_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o777)
    data = await restored(tmp_path, made(tmp_path))
    assert data.stat().st_mode & 0o777 == 0o700


async def test_what_is_exchanged_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, before = made(tmp_path), restoring.check_before_reading

    def checked(*told: Any) -> None:
        before(*told)
        (backup / "mail" / "letter").write_text("another one")

    monkeypatch.setattr(restoring, "check_before_reading", checked)
    with pytest.raises(CannotStart, match="mail/letter is not what was copied"):
        await restored(tmp_path, backup)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
async def test_what_leads_elsewhere_is_refused(tmp_path: Path, kind: str) -> None:
    """A link to the same content is as it was copied, until somebody changes what it leads to."""
    backup = made(tmp_path)
    if kind == "link":
        shutil.move(backup / "mail" / "letter", tmp_path / "theirs")
        (backup / "mail" / "letter").symlink_to(tmp_path / "theirs")
    elif kind == "folder":
        shutil.move(backup / "mail", tmp_path / "theirs")
        (backup / "mail").symlink_to(tmp_path / "theirs")
    else:
        os.mkfifo(backup / "mail" / "pipe")
    with pytest.raises(CannotStart, match="which is no file: nobody copied that"):
        await restored(tmp_path, backup)
    assert not (tmp_path / "data").exists()


async def test_what_somebody_else_began_in_the_folder_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, data = made(tmp_path), tmp_path / "data"
    monkeypatch.setattr(restoring, "verify", lambda *_: (data / "theirs").touch())
    with pytest.raises(CannotStart, match="holds something already"):
        await restored(tmp_path, backup)
    assert [one.name for one in data.iterdir()] == ["theirs"]


async def test_two_at_once_do_not_share_a_folder(tmp_path: Path) -> None:
    backup = made(tmp_path)
    (tmp_path / "data").mkdir()
    with (
        read_into(tmp_path / "data" / BEING_READ, backup, None, SAID.append),
        pytest.raises(CannotStart, match="holds something already"),
    ):
        await restored(tmp_path, backup)
    assert await restored(tmp_path, backup)


async def test_a_disk_without_room_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(tmp_path)
    SAID.clear()
    free = {"bytes": 0}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, free["bytes"]))
    for free["bytes"] in (0, FREE_BYTES_NEEDED):  # the second: for the backup, and not for a start behind it
        with pytest.raises(CannotStart, match="make room first"):
            await restored(tmp_path, backup)
        assert not (tmp_path / "data").exists() and SAID == []


async def test_rows_need_more_room_than_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = made(tmp_path)
    (backup / "databases" / "intake").mkdir(parents=True)
    (backup / "databases" / "intake" / "public.inquiry").write_bytes(b"0" * (4 << 20))
    room = FREE_BYTES_NEEDED + (8 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, room))
    with pytest.raises(CannotStart, match="1032 MB free and 1044 MB are needed"):
        await restored(tmp_path, backup)


async def test_a_link_in_the_place_of_tables_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, counted = made(tmp_path), list[Path]()
    (backup / "databases").symlink_to("/proc")

    def counting(one: Path) -> int:
        counted.append(one)
        return 0

    monkeypatch.setattr(restoring, "size_of", counting)
    with pytest.raises(CannotStart, match="the backup holds databases, which is no file"):
        await restored(tmp_path, backup)
    assert counted == [] and not (tmp_path / "data").exists()


def test_a_size_is_of_what_lies_there_and_of_nothing_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "whole" / "below").mkdir(parents=True)
    (tmp_path / "large").write_bytes(b"0" * 4096)
    (tmp_path / "whole" / "below" / "one").write_bytes(b"0" * 100)
    before = size_of(tmp_path / "whole")
    for name, to in (("file", tmp_path / "large"), ("folder", Path("/proc")), ("none", tmp_path / "none")):
        (tmp_path / "whole" / name).symlink_to(to)
    assert before == 100 and size_of(tmp_path / "whole") < 4096


async def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    backup = made(tmp_path)
    (tmp_path / "data").write_text("theirs")
    with pytest.raises(CannotStart, match="data is no folder: give another"):
        await restored(tmp_path, backup)
    with pytest.raises(CannotStart, match="data is no folder: give another"):
        copying.check_room(tmp_path / "platform", tmp_path / "data", is_sealed=False)
    assert (tmp_path / "data").read_text() == "theirs"


async def test_a_folder_in_which_others_may_write_is_theirs_no_more_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, data = made(tmp_path), tmp_path / "data"
    data.mkdir()
    data.chmod(0o777)
    seen = []

    def verify(folder: Path, told: Manifest) -> None:
        seen.append(stat.S_IMODE(data.stat().st_mode))

    monkeypatch.setattr(restoring, "verify", verify)
    with monkeypatch.context() as as_another, pytest.raises(CannotStart, match="belongs to somebody else"):
        as_another.setattr(os, "geteuid", lambda: os.getuid() + 1)
        await restored(tmp_path, backup)
    await restored(tmp_path, backup)
    assert (seen, stat.S_IMODE(data.stat().st_mode)) == ([0o700], 0o700)


async def test_a_disk_that_fills_meanwhile_is_told_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(CannotStart, match="No space left on device"):
        await restored(tmp_path, backup)
    assert not (tmp_path / "data").exists()


def test_how_far_reading_has_come_is_told(tmp_path: Path) -> None:
    backup, said = tmp_path / "backup", list[str]()
    backup.mkdir()
    for name in range(40):
        (backup / str(name)).write_bytes(b"0" * (1 << 18))
    with read_into(tmp_path / "read", backup, None, said.append):
        pass
    assert said[0] == "reading the backup" and said[-1] == "10 of 10 MB are read"
    assert len(said) == 11


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_an_unsealed_copy_is_made_where_nobody_else_may_write(tmp_path: Path, mode: int) -> None:
    """Who may, puts another folder in its place while it is made, and it would be marked as ours."""
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups").chmod(mode)
    with pytest.raises(CannotStart, match="others may write there"):
        copying.make_ready(tmp_path / "backups", is_sealed=False)
    copying.make_ready(tmp_path / "backups", is_sealed=True)
    (tmp_path / "backups").chmod(mode | 0o1000)
    copying.make_ready(tmp_path / "backups", is_sealed=False)
    (tmp_path / "backups").chmod(0o750)
    copying.make_ready(tmp_path / "backups", is_sealed=False)
