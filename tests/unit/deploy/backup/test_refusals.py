"""What a backup or its restoring is refused for: each in a sentence, before anything is laid out."""

import asyncio
import dataclasses
import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from deploy.backup import copying, restoring
from deploy.backup.manifest import FILE, Manifest, check_mark, secrets_in, sums
from deploy.machine import keys
from deploy.running.launch import CannotStart
from services.runtime.version import VERSION


def manifest(folder: Path, **other: Any) -> Manifest:
    keys.make(folder)
    told = {"taken_at": "2027-05-02T01:00:00+00:00", "release": VERSION, "schemas": {}, "files": {}}
    return Manifest(**{**told, "keys": secrets_in(folder), **other})


def test_a_manifest_is_read_as_it_was_written_and_holds_no_secret(tmp_path: Path) -> None:
    written = manifest(tmp_path / "keys")
    written.write(tmp_path)
    assert Manifest.read(tmp_path) == written
    text = (tmp_path / FILE).read_text()
    for file in (tmp_path / "keys").glob("*.json"):
        told = json.loads(file.read_text())
        secrets = told["keys"].values() if "keys" in told else told.values()
        assert not any(str(secret) in text for secret in secrets)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', "\x00", "[" * 200_000])
def test_what_is_no_backup_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(CannotStart, match=r"is no backup|made by another release"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("release", 5),
        ("schemas", []),
        ("schemas", {"billing": 1}),
        ("keys", []),
        ("keys", {"notes.json": []}),
        ("keys", {"notes.json": {"keys.k9": None}}),
        ("files", {"a": 1}),
        ("mark", 5),
        ("taken_at", None),
    ],
)
def test_a_manifest_of_other_kinds_is_no_backup(tmp_path: Path, field: str, told: Any) -> None:
    """Who can write where backups lie writes one; the mark is looked at later."""
    manifest(tmp_path / "keys").write(tmp_path)
    written = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps(written | {field: told}))
    with pytest.raises(CannotStart, match="is no backup"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("kind", ["pipe", "endless", "large"])
def test_a_manifest_that_is_no_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "pipe":
        os.mkfifo(tmp_path / FILE)
    elif kind == "endless":
        (tmp_path / FILE).symlink_to("/dev/zero")
    else:
        monkeypatch.setattr("deploy.backup.manifest._LARGEST", 10)
        manifest(tmp_path / "keys").write(tmp_path)
    with pytest.raises(CannotStart, match="is no backup"):
        Manifest.read(tmp_path)


def test_a_database_that_there_is_not_and_a_mark_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="nobody has a schema"):
        restoring.check_release(manifest(tmp_path, schemas={"nobody": "1"}))
    with pytest.raises(CannotStart, match="somebody has changed"):
        check_mark(dataclasses.replace(manifest(tmp_path), mark="ä"), tmp_path)


def test_a_backup_is_not_restored_into_itself_or_its_keys(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    manifest(tmp_path / "keys").marked(tmp_path / "keys").write(backup)
    for whole in (backup, tmp_path / "keys"):
        with pytest.raises(CannotStart, match="which is read"):
            asyncio.run(restoring.restore(backup, tmp_path / "keys", whole / "new", lambda line: None))
        assert not (whole / "new").exists()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    restoring.check_empty(tmp_path)
    restoring.check_empty(tmp_path / "not there")
    (tmp_path / "theirs").touch()
    with pytest.raises(CannotStart, match="holds something already"):
        restoring.check_empty(tmp_path)


def test_keys_of_another_platform_are_refused_and_a_rotation_since_then_is_not(tmp_path: Path) -> None:
    of_then = manifest(tmp_path / "keys")
    restoring.check_keys(of_then, tmp_path / "keys")
    ring = json.loads((tmp_path / "keys" / "notes.json").read_text())
    ring = {"current": "k2", "keys": ring["keys"] | {"k2": "bmV3"}}
    (tmp_path / "keys" / "notes.json").write_text(json.dumps(ring))
    restoring.check_keys(of_then, tmp_path / "keys")
    keys.make(tmp_path / "others")
    with pytest.raises(CannotStart, match="has not the key"):
        restoring.check_keys(of_then, tmp_path / "others")
    shutil.rmtree(tmp_path / "others")
    with pytest.raises(CannotStart, match="has not the key"):
        restoring.check_keys(of_then, tmp_path / "others")


def test_a_schema_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    heads = {role: restoring.newest(role) for role in keys.ROLES}
    restoring.check_release(manifest(tmp_path, schemas=heads))
    with pytest.raises(CannotStart, match=rf"of a newer release \({VERSION}\): billing"):
        restoring.check_release(manifest(tmp_path, schemas=heads | {"billing": "9999"}))


@pytest.mark.parametrize(
    ("release", "why"),
    [("0.10.0", r"of a newer release \(0.10.0\), and this is 0.9.0"), ("1", "newer"), ("soon", "no release")],
)
def test_a_newer_release_is_refused_though_every_schema_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, why: str
) -> None:
    """By its number: as texts, 0.10.0 comes before 0.9.0."""
    monkeypatch.setattr(restoring, "VERSION", "0.9.0")
    keys.make(tmp_path / "keys")
    for known in ("0.9.0", "0.8.12"):
        restoring.check_release(manifest(tmp_path / "keys", release=known))
    manifest(tmp_path / "keys", release=release).write(tmp_path)
    with pytest.raises(CannotStart, match=why):
        asyncio.run(restoring.restore(tmp_path, tmp_path / "keys", tmp_path / "data", lambda line: None))
    assert not (tmp_path / "data").exists()


def test_a_file_that_was_changed_or_is_gone_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    (folder / "temporal").mkdir(parents=True)
    sqlite3.connect(folder / "temporal" / "temporal.db").close()
    (folder / "worker.json").write_text("{}")
    told = manifest(tmp_path / "keys", files=sums(folder))
    (folder / "worker.json").write_text("{ }")
    with pytest.raises(CannotStart, match=r"worker\.json is not what was copied"):
        copying.verify(folder, told)
    (folder / "worker.json").unlink()
    with pytest.raises(CannotStart, match=r"worker\.json is not what was copied"):
        copying.verify(folder, told)


def test_a_backup_into_the_platforms_own_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data" / "postgres").mkdir(parents=True)
    with pytest.raises(CannotStart, match="lies in the platform's own folder"):
        copying.check_room(tmp_path / "data", tmp_path / "data" / "backups", is_sealed=False)


def test_a_disk_without_room_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is to be sealed both forms lie on it for a while, where it is the platform's own as well."""
    data, to = tmp_path / "data", tmp_path / "elsewhere" / "backups"
    (data / "mail").mkdir(parents=True)
    (data / "mail" / "letter").write_bytes(b"0" * (3 << 20))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 4 << 20))
    copying.check_room(data, to, is_sealed=False)
    with pytest.raises(CannotStart, match="has 4 MB free and 6 MB are needed: make room first"):
        copying.check_room(data, to, is_sealed=True)
    (data / "postgres").mkdir()
    (data / "postgres" / "large").write_bytes(b"0" * (1 << 20))
    with pytest.raises(CannotStart, match="make room first"):
        copying.check_room(data, to, is_sealed=False)


@pytest.mark.parametrize("changed", ["files", "keys", "mark"])
def test_who_has_no_key_changes_nothing_in_a_backup(tmp_path: Path, changed: str) -> None:
    folder = tmp_path / "keys"
    made = manifest(folder, files={"worker.json": "0" * 64}).marked(folder)
    check_mark(made, folder)
    other: dict[str, Any] = {"files": {"worker.json": "1" * 64}, "keys": {}, "mark": ""}
    with pytest.raises(CannotStart, match=r"somebody has changed|names no key|nobody has marked"):
        check_mark(dataclasses.replace(made, **{changed: other[changed]}), folder)


def test_a_mark_is_known_after_a_rotation_and_by_no_other_keys(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    made = manifest(folder).marked(folder)
    ring = json.loads((folder / "notes.json").read_text())
    (folder / "notes.json").write_text(json.dumps({"current": "k2", "keys": ring["keys"] | {"k2": "bmV3"}}))
    check_mark(made, folder)
    changed = {name: "b3RoZXI=" for name in ring["keys"]}
    (folder / "notes.json").write_text(json.dumps(ring | {"keys": changed}))
    with pytest.raises(CannotStart, match="somebody has changed"):
        check_mark(made, folder)


@pytest.mark.parametrize("name", ["postgres/postgresql.auto.conf", "postgres/manifest.json", "a link"])
def test_a_file_that_nobody_copied_is_named(tmp_path: Path, name: str) -> None:
    """PostgreSQL's own check passes over its settings, and those may name a program."""
    told = manifest(tmp_path / "keys", files=sums(tmp_path / "backup"))
    laid = tmp_path / "backup" / name
    laid.parent.mkdir(parents=True)
    if name == "a link":
        laid.symlink_to(tmp_path / "keys")
    else:
        laid.write_text("archive_mode = on")
    with pytest.raises(CannotStart, match="which was not copied"):
        copying.verify(tmp_path / "backup", told)
