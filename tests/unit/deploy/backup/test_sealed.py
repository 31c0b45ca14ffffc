"""A sealed backup is opened by its key alone, and by that only as it was sealed; the form is that of age."""

import base64
import io
import tarfile
from pathlib import Path

import pytest

from deploy.backup.opening import read_into
from deploy.backup.sealed import bech32, files, header, key_pairs
from deploy.backup.sealed.payload import PIECE, Opening, Sealing
from deploy.running.launch import CannotStart

SECRET = "AGE-SECRET-KEY-19H2ETKVAPW7FW022J6MN34M09YUNSPXT0QR8703RMA4MGL6WAFCSFSFULL"
RECIPIENT = "age1d9wnkaxaekja7mu4y0guq50h7ymu2kmknnv2arnnh0l7fqcuscrqyyt9yw"
OF_ANOTHER_TOOL = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBpeGNLSlZ3Zk9lSnU3N1ZscCtDbnE0M1ZKbWpwVHRXaFdPSzR6bnlTREY4Cm9NZW5M"
    "UHRBNGJMZ0syT1gvUUFrOEFqSzdHaGFpU3oyK2Q3anpWM2FVL2cKLT4geTAtZ3JlYXNlIDUuNQpoZnZQSWF1VDd0NjlBY2dECi0tLSB0RVpv"
    "WlBlaWlsSUJTZEhaZGxyZ0xMdDZUOG9yaDdEdlcxNWZOY2l2MzVvCnJeHkgMUvJ9SimUw4oSjmcWkchgCLHJGj3S2xmIF9LVmyp54UudZgdV"
    "Pu5FpBO7"
)
"""Made by pyrage 1.4.0 for that key, of the words wholewholewhole; with a line of another kind in its head."""
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7)


def sealed(content: bytes, recipient: str = RECIPIENT) -> bytes:
    to = io.BytesIO()
    with Sealing(to, header.write(to, key_pairs.read_recipient(recipient))) as sealing:
        sealing.write(content)
    return to.getvalue()


def content_of(file: bytes, secret: str = SECRET) -> bytes:
    source = io.BytesIO(file)
    return io.BufferedReader(Opening(source, header.read(source, key_pairs.read_secret(secret)))).read()


def test_a_key_is_written_as_the_tool_writes_it() -> None:
    assert key_pairs.recipient_of(SECRET) == RECIPIENT
    assert key_pairs.recipient_of(f"# created: today\n{SECRET}\n") == RECIPIENT
    assert key_pairs.new().startswith("AGE-SECRET-KEY-1")


@pytest.mark.parametrize(
    "text", ["", "age1", RECIPIENT[:-1], RECIPIENT.replace("9w", "w9"), SECRET, RECIPIENT.title()]
)
def test_a_key_that_was_mistyped_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        key_pairs.read_recipient(text)


def test_what_the_tool_has_sealed_is_opened() -> None:
    assert content_of(OF_ANOTHER_TOOL) == b"wholewholewhole"


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_opened(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    assert content_of(sealed(content[:size])) == content[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_cut_off_or_changed_is_refused(size: int) -> None:
    file = sealed(bytes(size))
    for spoilt in (
        file[:-1],
        file[: -PIECE - 16],
        file + b"x",
        file[:-20] + bytes([file[-20] ^ 1]) + file[-19:],
        file[:100],
    ):
        with pytest.raises(ValueError, match=r"."):
            content_of(spoilt)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(ValueError, match="for another key"):
        content_of(sealed(b"content"), key_pairs.new())


def test_its_head_cannot_be_changed() -> None:
    file = sealed(b"content")
    with pytest.raises(ValueError, match="head was changed"):
        content_of(file.replace(b"\n---", b"\n-> another words\n---"))


def test_a_folder_comes_out_as_it_was(tmp_path: Path) -> None:
    below = tmp_path / "folder" / "below"
    below.mkdir(mode=0o700, parents=True)
    (below / "file").write_bytes(b"content")
    (below / "file").chmod(0o600)
    (tmp_path / "folder" / "empty").mkdir()
    files.seal(tmp_path / "folder", tmp_path / "sealed", key_pairs.read_recipient(RECIPIENT))
    assert b"content" not in (tmp_path / "sealed").read_bytes()
    (tmp_path / "key").write_text(SECRET)
    folder = tmp_path / "data" / "read"
    with read_into(folder, tmp_path / "sealed", tmp_path / "key", print):
        assert (folder / "below" / "file").read_bytes() == b"content"
        assert (folder / "below").stat().st_mode & 0o777 == 0o700
        assert (folder / "empty").is_dir()
    assert not folder.exists()


def test_a_sealed_one_is_refused_without_its_key_or_with_another(tmp_path: Path) -> None:
    (tmp_path / "sealed").write_bytes(OF_ANOTHER_TOOL)
    with (
        pytest.raises(CannotStart, match="say with --opened-by"),
        read_into(tmp_path / "read", tmp_path / "sealed", None, print),
    ):
        pass
    (tmp_path / "key").write_text(key_pairs.new())
    with (
        pytest.raises(CannotStart, match="sealed for another key"),
        read_into(tmp_path / "read", tmp_path / "sealed", tmp_path / "key", print),
    ):
        pass
    assert sorted(one.name for one in tmp_path.iterdir()) == ["key", "sealed"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_is_refused_in_a_sealed_one_too(tmp_path: Path, kind: bytes) -> None:
    """Anybody seals for our key: a link in it would have the next file written elsewhere."""
    (tmp_path / "key").write_text(SECRET)
    (tmp_path / "theirs").write_text("as it was")
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        link = tarfile.TarInfo("mail")
        link.type, link.linkname = kind, str(tmp_path / "theirs")
        tar.addfile(link)
        file = tarfile.TarInfo("mail")
        file.size = len(b"of somebody else")
        tar.addfile(file, io.BytesIO(b"of somebody else"))
    (tmp_path / "sealed").write_bytes(sealed(content.getvalue()))
    with (
        pytest.raises(CannotStart, match="is no backup"),
        read_into(tmp_path / "data" / "read", tmp_path / "sealed", tmp_path / "key", print),
    ):
        pass
    assert (tmp_path / "theirs").read_text() == "as it was"


def test_bech32_is_that_of_its_paper() -> None:
    """Source: BIP 173, the valid ones of its list that hold whole bytes."""
    assert bech32.read("A12UEL5L", "a") == b""
    assert bech32.written("a", b"") == "a12uel5l"
