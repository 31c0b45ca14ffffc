"""A figure that can only be 0 proves nothing: each case plants what `lost`, `duplicates` or `gaps_in_numbers` count.

The platform is the walk's, at the end of its year; what a case plants, it takes out again.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage

import pytest

from deploy.demo.arranging import GROUP
from deploy.machine.mailbox import keep
from deploy.operating.figures import Figures, count
from tests.e2e.reading import superuser
from tests.e2e.walking import Walk

UNSEEN_BY_TRIGGERS = "SET session_replication_role = replica"
"""An issued invoice can be neither changed nor deleted, by nobody: for this session the triggers are off."""


@pytest.fixture
async def before(walk: Walk) -> Figures:
    """How it stands without anything planted."""
    await walk.to_the_end()
    figures = await count(walk.installation)
    assert (figures.lost, figures.duplicates, figures.gaps_in_numbers) == (0, 0, 0)
    return figures


@asynccontextmanager
async def planted(walk: Walk, service: str, plant: str, take_out: str) -> AsyncIterator[Figures]:
    """The figures while it is planted."""
    connection = await superuser(walk.installation, service)
    try:
        await connection.execute(UNSEEN_BY_TRIGGERS)
        await connection.execute(plant)
        try:
            yield await count(walk.installation)
        finally:
            await connection.execute(take_out)
    finally:
        await connection.close()


async def test_an_event_that_never_reached_its_stream_is_lost(walk: Walk, before: Figures) -> None:
    plant = """INSERT INTO outbox (event_id, subject, headers, payload, published_at)
               VALUES (gen_random_uuid(), 'events.intake.planted', '{}', '', now())"""
    take_out = "DELETE FROM outbox WHERE subject = 'events.intake.planted'"
    async with planted(walk, "intake", plant, take_out) as figures:
        assert figures.lost == 1


async def test_an_event_that_a_listener_has_not_reached_is_lost(walk: Walk, before: Figures) -> None:
    mine = f"WHERE source = 'sessions' AND aggregate_id = '{GROUP.process_id}'"
    plant = f"UPDATE position SET version = version - 2 {mine}"
    take_out = f"UPDATE position SET version = version + 2 {mine}"
    async with planted(walk, "billing", plant, take_out) as figures:
        assert figures.lost == 2


async def test_a_held_session_without_an_item_is_lost(walk: Walk, before: Figures) -> None:
    plant = """INSERT INTO session (session_id, calendar_uid, process_id, supervisor_id, number, starts_at, ends_at,
                                    confirm_by, status, sequence)
               SELECT gen_random_uuid(), gen_random_uuid(), process_id, gen_random_uuid(), 99, starts_at, ends_at,
                      confirm_by, 'held', 0
               FROM session WHERE status = 'held' LIMIT 1"""
    async with planted(walk, "sessions", plant, "DELETE FROM session WHERE number = 99") as figures:
        assert figures.lost == 1


async def test_an_item_of_an_invoiced_month_without_a_line_is_lost(walk: Walk, before: Figures) -> None:
    plant = """CREATE TABLE taken_out AS SELECT * FROM invoice_line ORDER BY item_id LIMIT 1;
               DELETE FROM invoice_line WHERE item_id IN (SELECT item_id FROM taken_out)"""
    take_out = "INSERT INTO invoice_line SELECT * FROM taken_out; DROP TABLE taken_out"
    async with planted(walk, "billing", plant, take_out) as figures:
        assert figures.lost == 1


async def test_a_notice_that_counts_as_sent_without_a_mail_is_lost(walk: Walk, before: Figures) -> None:
    file = next(walk.installation.mail.glob("*.eml"))
    aside = file.rename(file.with_suffix(".aside"))
    try:
        assert (await count(walk.installation)).lost == 1
    finally:
        aside.rename(file)


async def test_a_session_on_two_lines_is_a_duplicate(walk: Walk, before: Figures) -> None:
    plant = """DROP INDEX one_live_line_an_item;
               INSERT INTO invoice_line SELECT (
                   jsonb_populate_record(one, jsonb_build_object('line_id', gen_random_uuid()))
               ).* FROM invoice_line AS one ORDER BY item_id LIMIT 1"""
    take_out = """DELETE FROM invoice_line one USING invoice_line other
                  WHERE one.item_id = other.item_id AND one.ctid > other.ctid;
                  CREATE UNIQUE INDEX one_live_line_an_item ON invoice_line (item_id)
                  WHERE credited_by IS NULL"""
    async with planted(walk, "billing", plant, take_out) as figures:
        assert figures.duplicates == 1


async def test_a_mail_that_no_notice_sent_is_a_duplicate(walk: Walk, before: Figures) -> None:
    mail = EmailMessage()
    mail["Message-ID"] = "<foreign@luotsi.example>"
    file = keep(walk.installation.mail, mail.as_bytes())
    try:
        figures = await count(walk.installation)
    finally:
        file.unlink()
    assert figures.duplicates == 1
    assert figures.mails == before.mails + 1


async def test_a_copy_under_the_same_message_id_is_no_duplicate(walk: Walk, before: Figures) -> None:
    copy = keep(walk.installation.mail, next(walk.installation.mail.glob("*.eml")).read_bytes())
    try:
        figures = await count(walk.installation)
    finally:
        copy.unlink()
    assert (figures.duplicates, figures.mails, figures.mail_copies) == (
        0,
        before.mails,
        before.mail_copies + 1,
    )


async def test_a_skipped_invoice_number_is_a_gap(walk: Walk, before: Figures) -> None:
    plant = "UPDATE invoice SET number = number + 1 WHERE number = (SELECT max(number) FROM invoice)"
    take_out = "UPDATE invoice SET number = number - 1 WHERE number = (SELECT max(number) FROM invoice)"
    async with planted(walk, "billing", plant, take_out) as figures:
        assert figures.gaps_in_numbers == 1
