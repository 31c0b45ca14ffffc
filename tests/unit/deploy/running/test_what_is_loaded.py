"""What stays in memory for a year: who watches loads no messages, and no program what none of them uses."""

import subprocess
import sys

from deploy import CHECKOUT

ALONG = {"aiohttp", "pygments", "rich"}
"""Libraries that others would load, which none of ours uses at rest."""


def loaded_by(said: str) -> set[str]:
    """The modules that are there after that has been run in a Python of its own."""
    told = f"import sys\n{said}\nprint(*(name for name, found in sys.modules.items() if found))"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_who_watches_the_programs_loads_neither_messages_nor_what_checks_them() -> None:
    loaded = loaded_by("import deploy.up")
    assert "nats.aio.client" in loaded and "deploy.platform" in loaded
    unneeded = {"pydantic", "sqlalchemy", "services.messages.envelope", "deploy.rights.table"}
    assert not loaded & (unneeded | ALONG)


def test_no_program_loads_what_none_of_ours_uses_nor_what_only_printing_needs() -> None:
    programs = ["services.console", "services.contracts"]
    loaded = loaded_by(f"from deploy.running.fork_server.server import load\nload({programs})")
    assert {"nats.aio.client", "structlog", "httpx", "services.console.app"} <= loaded
    assert not loaded & (ALONG | {"typst"})


def test_who_needs_it_finds_what_others_are_loaded_without() -> None:
    assert "aiohttp" in loaded_by("import services.runtime.service, services.paper_seals.authorities")


def test_of_all_countries_and_banks_the_two_that_are_asked_are_loaded() -> None:
    asked = "finland.day_off_name(date(2026, 12, 6), 'sv'), finland.is_banking_day(date(2026, 12, 7))"
    loaded = loaded_by(
        f"from datetime import date\nfrom services.runtime import finland\nassert all(({asked}))"
    )
    rooms = {name for name in loaded if name.startswith(("holidays.countries.", "holidays.financial."))}
    assert rooms == {"holidays.countries.finland", "holidays.financial.european_central_bank"}
