"""Making the environment: complete, or not at all."""

import threading
from collections import namedtuple
from pathlib import Path

import pytest

from deploy import CHECKOUT
from deploy.checkout import environment
from deploy.checkout.installing import CannotInstall, cause, installing_variables, python_of


def fake_python(folder: Path) -> None:
    """What `venv` leaves, as far as `environment` looks."""
    behind = folder / "lib" / "python3.11" / "python3.11"
    behind.parent.mkdir(parents=True)
    behind.touch()
    python_of(folder).parent.mkdir()
    python_of(folder).symlink_to(behind)
    (folder / "pyvenv.cfg").touch()


@pytest.fixture
def installs(monkeypatch):
    """How often, and whether from nothing, packages were installed; nothing is downloaded."""
    calls: list[bool] = []

    def install(folder: Path, *, fresh: bool) -> None:
        calls.append(fresh)
        if fresh:
            fake_python(folder)

    monkeypatch.setattr(environment, "install", install)
    return calls


def failing_install(folder: Path, *, fresh: bool) -> None:
    (folder / "half").touch()
    raise CannotInstall("no registry")


def test_the_first_use_makes_it_and_the_second_finds_it_ready(tmp_path, installs):
    folder = tmp_path / "with a space" / "environment"
    environment.prepare(folder)
    environment.prepare(folder)
    assert environment.is_ready(folder)
    assert installs == [True]


def test_a_changed_lock_is_brought_up_to_date_in_place(tmp_path, installs, monkeypatch):
    (tmp_path / "uv.lock").write_text("one")
    monkeypatch.setattr(environment, "CHECKOUT", tmp_path)
    folder = tmp_path / "environment"
    environment.prepare(folder)
    (tmp_path / "uv.lock").write_text("two")
    assert not environment.is_ready(folder)
    environment.prepare(folder)
    assert environment.is_ready(folder)
    assert installs == [True, False]
    assert len(list(folder.glob(environment.READY + "*"))) == 1


def test_a_failed_installation_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "install", failing_install)
    with pytest.raises(CannotInstall, match="no registry"):
        environment.prepare(tmp_path / "environment")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_update_keeps_what_was_there_and_is_tried_again(tmp_path, installs, monkeypatch):
    folder = tmp_path / "environment"
    fake_python(folder)
    monkeypatch.setattr(environment, "install", failing_install)
    with pytest.raises(CannotInstall):
        environment.prepare(folder)
    assert python_of(folder).exists()
    assert not environment.is_ready(folder)


def test_what_a_killed_installation_left_is_begun_anew(tmp_path, installs):
    folder = tmp_path / "environment"
    fake_python(folder)
    (folder / environment.UNFINISHED).touch()
    (folder / "half").touch()
    environment.prepare(folder)
    assert installs == [True]
    assert not (folder / "half").exists()
    assert not (folder / environment.UNFINISHED).exists()


def test_an_environment_whose_python_is_gone_is_begun_anew(tmp_path, installs):
    folder = tmp_path / "environment"
    environment.prepare(folder)
    python_of(folder).resolve().unlink()
    environment.prepare(folder)
    assert installs == [True, True]


def test_a_folder_with_other_things_is_refused_and_kept(tmp_path, installs):
    (tmp_path / "photographs").mkdir()
    (tmp_path / "photographs" / "one").touch()
    with pytest.raises(CannotInstall, match="is not an environment of Luotsi"):
        environment.prepare(tmp_path / "photographs")
    assert (tmp_path / "photographs" / "one").exists()
    assert installs == []


def test_too_little_space_is_said_before_anything_is_written(tmp_path, installs, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("deploy.checkout.environment.shutil.disk_usage", lambda _: usage(9, 9, 1_200_000_000))
    with pytest.raises(CannotInstall, match=r"needs 2\.0 GB free .* there are 1\.2 GB"):
        environment.prepare(tmp_path / "environment")
    assert installs == []
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_ensurepip_is_said_with_its_remedy(tmp_path, installs, monkeypatch):
    only_venv = {"venv": True}
    monkeypatch.setattr("deploy.checkout.environment.importlib.util.find_spec", only_venv.get)
    with pytest.raises(CannotInstall, match=r"has no ensurepip: install it .*apt install python3\.\d+-venv"):
        environment.prepare(tmp_path / "environment")
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_install_once(tmp_path, monkeypatch):
    folder, calls, inside = tmp_path / "environment", [], threading.Event()
    waiting = threading.Event()

    def install(folder: Path, *, fresh: bool) -> None:
        calls.append(fresh)
        inside.set()
        assert waiting.wait(20), "the second one did not wait"
        fake_python(folder)

    monkeypatch.setattr(environment, "install", install)
    monkeypatch.setattr(environment, "say", lambda line: waiting.set())
    both = [threading.Thread(target=environment.prepare, args=[folder]) for _ in range(2)]
    both[0].start()
    assert inside.wait(20)
    both[1].start()
    for one in both:
        one.join(20)
    assert calls == [True]
    assert environment.is_ready(folder)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "NewConnectionError: Failed to establish a new connection: [Errno 111]",
            "registry could not be reached",
        ),
        ("error: Failed to fetch: https://...\n Caused by: dns error", "registry could not be reached"),
        ("Failed to fetch: invalid peer certificate: UnknownIssuer", "certificate is not trusted"),
        ("failed to copy file: No space left on device (os error 28)", "disk became full"),
        ("something nobody has seen", "the step above failed"),
    ],
)
def test_what_failed_is_told_in_one_sentence(said, told):
    sentence = cause(said.splitlines())
    assert told in sentence
    assert "\n" not in sentence


def test_variables_that_would_lead_packages_elsewhere_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    found = installing_variables(tmp_path, tmp_path / "spare")
    assert "/elsewhere" not in found.values()
    assert found["HTTPS_PROXY"] == "http://proxy.example:3128"
    assert found["UV_PROJECT_ENVIRONMENT"] == str(tmp_path)


def test_a_command_finds_our_packages_wherever_the_person_stands(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    found = environment.surroundings()
    assert found["PYTHONPATH"] == str(CHECKOUT)
    assert found["PYTHONSAFEPATH"] == "1"
