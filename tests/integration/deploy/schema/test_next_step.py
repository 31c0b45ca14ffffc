"""The step that `./luotsi migration` writes: whole where it can be, and never silent where it cannot."""

from pathlib import Path

import pytest

from deploy.running.launch import CannotStart
from deploy.schema.migration import migration, next_step
from deploy.schema.next_step import Step
from services.runtime.storage.migrating import upgrade
from tests.integration.deploy.schema.databases import empty_database, url_of
from tests.integration.deploy.schema.small_service import AFTER, BEFORE, write_service
from tests.servers import Servers

pytestmark = pytest.mark.usefixtures("on_the_path")


@pytest.fixture
def on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)


async def asked(servers: Servers, package: str, words: str) -> Step | None:
    async with empty_database(servers, "made") as migrated, empty_database(servers, "said") as declared:
        return await next_step(package, words, migrated, declared)


async def test_all_that_was_changed_is_in_the_step(servers: Servers, tmp_path: Path) -> None:
    write_service(tmp_path / "changed_slots", AFTER)
    step = await asked(servers, "changed_slots", "Slots have a kind, notes are apart")
    assert step is not None
    assert step.by_hand == []
    assert step.doubtful == [
        "column slot.size has no default: where there are rows the step fails",
        "column slot.note is dropped with all that is kept there; renaming is by hand",
    ]
    assert step.file == tmp_path.joinpath(
        "changed_slots", "migrations", "versions", "0002_slots_have_a_kind_notes_are_apart.py"
    )
    written = step.file.read_text()
    assert written.startswith('"""Slots have a kind, notes are apart"""\n\nimport sqlalchemy as sa\n')
    assert 'revision = "0002"\ndown_revision = "0001"\n' in written
    async with empty_database(servers, "anew") as again:
        await upgrade("changed_slots", url_of(again))


async def test_where_nothing_was_changed_nothing_is_written(servers: Servers, tmp_path: Path) -> None:
    write_service(tmp_path / "same_slots", BEFORE)
    assert await asked(servers, "same_slots", "nothing") is None
    assert [file.name for file in tmp_path.rglob("0*.py")] == ["0001_slots.py"]


@pytest.mark.parametrize(
    ("package", "before", "after", "named"),
    [
        ("retyped", "note: str | None", "note: int | None", "cannot be cast automatically to type integer"),
        (
            "computed",
            "note: str | None = None",
            """note: str = Field(sa_column=sa.Column(sa.Text, sa.Computed("'x'", persisted=True)))""",
            "column slot.note: migrations: text; tables: text GENERATED STORED 'x'::text",
        ),
    ],
)
async def test_what_cannot_be_written_is_named(
    servers: Servers, tmp_path: Path, package: str, before: str, after: str, named: str
) -> None:
    write_service(tmp_path / package, BEFORE.replace(before, after))
    step = await asked(servers, package, "another type")
    assert step is not None
    assert named in " ".join(step.by_hand)


async def test_tables_that_cannot_be_made_are_refused(servers: Servers, tmp_path: Path) -> None:
    write_service(tmp_path / "impossible", BEFORE.replace('"first < last"', '"first < later"'))
    with pytest.raises(CannotStart, match='PostgreSQL refuses the tables: column "later" does not exist'):
        await asked(servers, "impossible", "a check")


@pytest.mark.parametrize(
    ("service", "words", "said"),
    [
        ("payments", ["a table"], "there is no service 'payments': one of directory, intake, "),
        ("billing", [""], "in a few plain words"),
        ("billing", ["../elsewhere"], "in a few plain words"),
        ("billing", ['quotes """'], "in a few plain words"),
    ],
)
def test_what_is_not_understood_is_refused(service: str, words: list[str], said: str) -> None:
    with pytest.raises(CannotStart, match=said):
        migration(service, words)
