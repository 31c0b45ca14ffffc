"""The script at the root: it must speak even to a Python that cannot run Luotsi."""

import ast
import subprocess
import sys
from pathlib import Path

from deploy import CHECKOUT
from tests.patience import PATIENCE_S

LAUNCHER = CHECKOUT / "luotsi"
AS_OLD_PYTHON = (
    "import runpy, sys\n"
    "sys.version_info = (3, 6, 15, 'final', 0)\n"
    "sys.argv = sys.argv[1:]\n"
    "runpy.run_path(sys.argv[0], run_name='__main__')\n"
)


def run_with_an_old_python(path: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-S", "-c", AS_OLD_PYTHON, str(LAUNCHER), *words]
    return subprocess.run(
        command, env={"PATH": str(path)}, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_an_old_python_can_read_the_launcher():
    ast.parse(LAUNCHER.read_text(), feature_version=(3, 7))


def test_an_old_python_alone_gets_one_clear_sentence(tmp_path):
    done = run_with_an_old_python(tmp_path, "up")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11, 3.12 or 3.13, but python3 here is 3.6" in done.stderr


def test_a_fitting_python_on_the_path_takes_over_with_the_same_words(tmp_path):
    program(tmp_path, "python3.12", 'case "$1" in -c) echo 3.12 ;; *) shift; echo "took over: $*" ;; esac')
    assert run_with_an_old_python(tmp_path, "up", "--ports", "4000").stdout == "took over: up --ports 4000\n"


def test_a_shim_that_only_complains_is_passed_over(tmp_path):
    program(tmp_path, "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    program(tmp_path, "python3.11", 'case "$1" in -c) echo 3.11 ;; *) echo "the real one" ;; esac')
    assert run_with_an_old_python(tmp_path, "up").stdout == "the real one\n"


def test_a_name_that_answers_with_another_version_is_passed_over(tmp_path):
    program(tmp_path, "python3.13", "echo 3.9")
    assert run_with_an_old_python(tmp_path, "up").returncode == 1


def test_help_and_its_parts_need_no_package_at_all():
    """Without site-packages: whatever these modules import at their top comes with Python."""
    parts = "import deploy.__main__, deploy.command_line; from deploy.checkout import doctor, environment, installing"
    script = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); {parts}"
    subprocess.run([sys.executable, "-I", "-S", "-c", script], check=True, timeout=PATIENCE_S)


def test_help_makes_no_environment(tmp_path):
    folder = tmp_path / "environment"
    done = subprocess.run(
        [sys.executable, str(LAUNCHER), "demo", "--help"],
        env={"PATH": "/nowhere", "LUOTSI_VENV": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0
    assert "--once" in done.stdout
    assert not folder.exists()
