"""A figure that can only be 0 proves nothing, and one that cries wolf neither: each has planted and quiet cases.

The platform is the walk's, at the end of its year; what a case plants, it takes out again. What people do on a
healthy platform stays.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import uuid4

import pytest

from deploy.demo.commissions import GROUP
from deploy.demo.people import COORDINATOR
from deploy.machine.mailbox import keep
from deploy.operating.counted import Figures
from deploy.operating.figures import count
from services.messages.directory import RegisterPerson
from services.messages.notices import MailSignInCode
from tests.e2e.reading import superuser
from tests.e2e.walking import Walk, eventually

UNSEEN_BY_TRIGGERS = "SET session_replication_role = replica"
"""An issued invoice can be neither changed nor deleted, by nobody: for this session the triggers are off."""


_counted: list[Figures] = []
"""How it stands without anything planted; empty where somebody has done something since it was counted."""


@pytest.fixture
async def before(walk: Walk) -> Figures:
    """Counted anew only where it may be another: each case says to the unit what its plant makes of it."""
    await walk.to_the_end()
    if not _counted:
        figures = await count(walk.installation)
        assert (figures.lost, figures.duplicates, figures.gaps_in_numbers) == (0, 0, 0)
        _counted.append(figures)
    return _counted[0]


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


async def test_an_event_that_waits_for_its_stream_is_not_lost(walk: Walk, before: Figures) -> None:
    plant = """INSERT INTO outbox (event_id, subject, headers, payload)
               VALUES (gen_random_uuid(), 'planted.where.no.stream.is', '{}', '')"""
    take_out = "DELETE FROM outbox WHERE subject = 'planted.where.no.stream.is'"
    async with planted(walk, "intake", plant, take_out) as figures:
        assert figures.lost == 0


async def test_an_event_that_a_listener_has_in_hand_is_not_lost(walk: Walk, before: Figures) -> None:
    name = {"given_name": "Silja", "family_name": "Suvanto", "email": "silja.suvanto@example.fi"}
    order = RegisterPerson(person_id=uuid4(), language="fi", as_of=await walk.now(), **name)
    connection = await superuser(walk.installation, "console")
    _counted.clear()
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE position IN EXCLUSIVE MODE")
            await walk.ask(order)
            assert (await count(walk.installation)).lost == 0
    finally:
        await connection.close()
    await walk.quiet()


async def test_an_event_that_a_listener_has_not_reached_is_lost(walk: Walk, before: Figures) -> None:
    mine = f"WHERE source = 'sessions' AND aggregate_id = '{GROUP.process_id}'"
    plant = f"UPDATE position SET version = version - 2 {mine}"
    take_out = f"UPDATE position SET version = version + 2 {mine}"
    async with planted(walk, "billing", plant, take_out) as figures:
        assert figures.lost == 2


def held_session(settled_at: str, number: str = "99", trial: str = "false") -> str:
    """Of a month that is invoiced, and without an item. settled_at: SQL for when its supervisor recorded it."""
    return f"""INSERT INTO session (session_id, calendar_uid, process_id, supervisor_id, number, starts_at, ends_at,
                                    confirm_by, status, sequence, settled_at, moves_free, longer_agreed, revision,
                                    trial)
               SELECT gen_random_uuid(), gen_random_uuid(), process_id, gen_random_uuid(), {number}, starts_at, ends_at,
                      confirm_by, 'held', 0, {settled_at}, false, false, 0, {trial}
               FROM session WHERE status = 'held' LIMIT 1"""


async def test_a_held_session_without_an_item_is_lost(walk: Walk, before: Figures) -> None:
    take_out = "DELETE FROM session WHERE number = 99"
    async with planted(walk, "sessions", held_session("ends_at"), take_out) as figures:
        assert figures.lost == 1


async def test_a_session_recorded_after_its_months_run_waits_for_the_next_one(
    walk: Walk, before: Figures
) -> None:
    plant = held_session("'9999-01-01'")
    async with planted(walk, "sessions", plant, "DELETE FROM session WHERE number = 99") as figures:
        assert figures.lost == 0


async def test_an_item_of_an_invoiced_month_without_a_line_is_lost(walk: Walk, before: Figures) -> None:
    plant = """CREATE TABLE taken_out AS SELECT * FROM invoice_line ORDER BY item_id LIMIT 1;
               DELETE FROM invoice_line WHERE item_id IN (SELECT item_id FROM taken_out)"""
    take_out = "INSERT INTO invoice_line SELECT * FROM taken_out; DROP TABLE taken_out"
    async with planted(walk, "billing", plant, take_out) as figures:
        assert figures.lost == 1


async def test_an_item_that_finance_holds_is_on_hold_and_not_lost(walk: Walk, before: Figures) -> None:
    plant = """CREATE TABLE taken_out AS SELECT * FROM invoice_line ORDER BY item_id LIMIT 1;
               DELETE FROM invoice_line WHERE item_id IN (SELECT item_id FROM taken_out);
               INSERT INTO invoice_hold (process_id, organisation_id, period, reason, held_at)
               SELECT process_id, gen_random_uuid(), '2026-01', 'planted', now()
               FROM billable_item JOIN taken_out USING (item_id)"""
    take_out = """INSERT INTO invoice_line SELECT * FROM taken_out; DROP TABLE taken_out;
                  DELETE FROM invoice_hold WHERE reason = 'planted'"""
    async with planted(walk, "billing", plant, take_out) as figures:
        assert (figures.lost, figures.sessions_on_hold) == (0, 1)
    assert before.sessions_on_hold == 0


async def test_an_item_that_finance_billed_by_hand_is_not_lost(walk: Walk, before: Figures) -> None:
    plant = """CREATE TABLE taken_out AS SELECT * FROM invoice_line ORDER BY item_id LIMIT 1;
               DELETE FROM invoice_line WHERE item_id IN (SELECT item_id FROM taken_out);
               INSERT INTO hand_bill (bill_id, process_id, organisation_id, period, held_because, number, reason,
                                      net_cents, items, billed_by, billed_at)
               SELECT item_id, process_id, process_id, '2026-01', 'planted', '1', '', 1, 1, process_id, now()
               FROM billable_item JOIN taken_out USING (item_id);
               UPDATE billable_item SET hand_bill_id = item_id WHERE item_id IN (SELECT item_id FROM taken_out)"""
    take_out = """UPDATE billable_item SET hand_bill_id = NULL WHERE hand_bill_id IS NOT NULL;
                  DELETE FROM hand_bill; INSERT INTO invoice_line SELECT * FROM taken_out; DROP TABLE taken_out"""
    async with planted(walk, "billing", plant, take_out) as figures:
        assert (figures.lost, figures.sessions_on_hold, figures.sessions_billed_by_hand) == (0, 0, 1)


async def test_an_item_that_the_credit_of_a_trial_has_paid_is_not_lost(walk: Walk, before: Figures) -> None:
    plant = """CREATE TABLE taken_out AS SELECT * FROM invoice_line ORDER BY item_id LIMIT 1;
               DELETE FROM invoice_line WHERE item_id IN (SELECT item_id FROM taken_out);
               UPDATE billable_item SET settled_by = item_id WHERE item_id IN (SELECT item_id FROM taken_out)"""
    take_out = """UPDATE billable_item SET settled_by = NULL WHERE settled_by IS NOT NULL;
                  INSERT INTO invoice_line SELECT * FROM taken_out; DROP TABLE taken_out"""
    async with planted(walk, "billing", plant, take_out) as figures:
        assert (figures.lost, figures.sessions_billable) == (0, figures.sessions_invoiced)
        assert figures.sessions_billable == before.sessions_billable - 1


async def test_the_first_session_of_a_trial_and_of_its_contract_are_no_duplicate(
    walk: Walk, before: Figures
) -> None:
    plant = held_session("'9999-01-01'", number="number", trial="true")
    take_out = "DELETE FROM session WHERE trial"
    async with planted(walk, "sessions", plant, take_out) as figures:
        assert (figures.lost, figures.duplicates) == (0, 0)


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


async def test_the_mails_of_people_who_sign_in_are_no_duplicates(walk: Walk, before: Figures) -> None:
    await sign_in_mail(walk)
    figures = await count(walk.installation)
    assert (figures.lost, figures.duplicates) == (0, 0)
    assert figures.mails == before.mails + 1


async def test_a_code_that_counts_as_sent_without_a_mail_is_lost(walk: Walk, before: Figures) -> None:
    await sign_in_mail(walk)
    file = max(walk.installation.mail.glob("*.eml"))
    aside = file.rename(file.with_suffix(".aside"))
    try:
        assert (await count(walk.installation)).lost == 1
    finally:
        aside.rename(file)


async def sign_in_mail(walk: Walk) -> None:
    """A code for the coordinator, asked for as the console does, and its mail."""
    _counted.clear()
    order = MailSignInCode(
        email=COORDINATOR.email,
        person_id=COORDINATOR.person_id,
        code="123456",
        language=COORDINATOR.language,
        link="http://localhost/sign-in/link?code=123456",
        purpose="console",
        as_of=datetime.now(UTC),
    )
    await walk.ask(order)

    async def is_sent() -> bool:
        return not await walk.rows("notices", "SELECT 1 FROM sign_in_mail WHERE status = 'waiting'")

    await eventually(is_sent, "the code is mailed")


async def test_a_mail_whose_row_was_not_marked_before_a_kill_is_no_duplicate(
    walk: Walk, before: Figures
) -> None:
    [one] = await walk.rows("notices", "SELECT notice_id FROM notice WHERE status = 'sent' LIMIT 1")
    mine = f"WHERE notice_id = '{one[0]}'"
    plant = f"UPDATE notice SET status = 'dropped' {mine}"
    async with planted(walk, "notices", plant, f"UPDATE notice SET status = 'sent' {mine}") as figures:
        assert (figures.duplicates, figures.mails) == (0, before.mails)


async def test_a_mail_without_an_id_is_a_mail_that_nobody_wrote(walk: Walk, before: Figures) -> None:
    file = keep(walk.installation.mail, b"Subject: planted\r\n\r\nwithout an id\r\n")
    try:
        assert (await count(walk.installation)).duplicates == 1
    finally:
        file.unlink()


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


async def test_a_message_that_was_parked_counts_until_it_was_handled(walk: Walk, before: Figures) -> None:
    """As `./luotsi parked` tells it; once it was handled again it is nobody's worry."""
    waiting, handled = (parked_message(at) for at in ("NULL", "now()"))
    take_out = "DELETE FROM parked WHERE subject = 'events.planted'"
    async with planted(walk, "billing", waiting, take_out) as figures:
        assert (figures.parked, figures.lost) == (before.parked + 1, 0)
    async with planted(walk, "billing", handled, take_out) as figures:
        assert figures.parked == before.parked


def parked_message(replayed_at: str) -> str:
    return f"""INSERT INTO parked (id, source, subject, stream_seq, headers, payload, reason, replayed_at)
               VALUES (gen_random_uuid(), 'planted', 'events.planted', 1, '{{}}', '', 'planted', {replayed_at})"""
