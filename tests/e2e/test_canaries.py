"""The words that only few may read, searched for in every store of a platform that has lived through its year.

A search that finds nothing proves nothing: the last test plants words in each kind of store, and all are found.
To see the first ones turn red, log a command's body in services/runtime/commands/edge.py, answer.
"""

import base64
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from uuid import uuid4

import pytest
import typst
from temporalio.client import Client

from deploy.demo import people as who
from deploy.demo.commissions import PLAIN
from deploy.demo.year import GOALS, NOTE
from deploy.machine.installation import NAMESPACE
from deploy.machine.mailbox import keep
from tests.e2e.reading import superuser
from tests.e2e.searching import DATABASES, STORES, Kept, everything, search
from tests.e2e.walking import Walk
from tests.patience import PATIENCE_S, nats_connection

NOTE_CANARY = "HAUKKA-7719"
ALL_GOALS = tuple(goal for goals in GOALS.values() for goal in goals)
SUPERVISEES = tuple(one for commission in PLAIN.commissions for one in commission.supervisees)
SIGNERS = (*SUPERVISEES, who.MUNICIPAL_HR, who.COMPANY_HR)
CONTACTS = (who.MUNICIPAL_HR, who.COMPANY_HR, who.NEWCOMER_HR)


@pytest.fixture(scope="module")
async def stored(walk: Walk) -> list[Kept]:
    """All that the platform keeps when the year is over."""
    await walk.to_the_end()
    return await everything(walk.installation)


@pytest.mark.parametrize("words", [NOTE_CANARY, NOTE, *ALL_GOALS])
def test_notes_and_goals_are_readable_nowhere(stored: Sequence[Kept], words: str) -> None:
    assert NOTE_CANARY in NOTE
    assert search(stored, words) == {}


@pytest.mark.parametrize("person", [*SUPERVISEES, *who.STAFF, *CONTACTS], ids=str)
def test_a_persons_name_is_with_directory_and_in_mails_only(
    stored: Sequence[Kept], person: who.Someone
) -> None:
    # What is written to any database passes through the one log.
    found = search([one for one in stored if one.store != "wal"], *names_of(person))
    allowed = {"directory", "mails"}
    if person in CONTACTS:
        allowed.add("intake")  # an inquiry is kept as it came, with whoever sent it
    if person in SIGNERS:
        allowed.add("contracts")  # the file of a signed contract is kept, with the names of that day
    assert "directory" in found and set(found) <= allowed, found


@pytest.mark.parametrize("person", SUPERVISEES, ids=str)
def test_no_mail_but_their_own_names_a_supervisee(stored: Sequence[Kept], person: who.Someone) -> None:
    mails = search([one for one in stored if one.store == "mails"], person.family_name)["mails"]
    assert all(mail.startswith(f"to {person.email}:") for mail in mails), mails


def names_of(person: who.Someone) -> tuple[str, ...]:
    """A short family name alone would turn up by chance in megabytes of sealed bytes."""
    return (str(person), person.email, f'"{person.family_name}"')


async def test_words_planted_in_each_kind_of_store_are_found(walk: Walk) -> None:
    await walk.to_the_end()
    canary = f"KANARIA-{uuid4().hex[:8]}"
    async with planted(walk, canary):
        found = search(await everything(walk.installation), canary)
    assert set(found) == set(STORES)
    assert any(name.endswith("-wal") for name in found["temporal"])


@asynccontextmanager
async def planted(walk: Walk, words: str) -> AsyncIterator[None]:
    """In each store as it would hold them by mistake; taken out again where figures would see it."""
    installation = walk.installation
    connection = await nats_connection(installation.broker)
    jetstream = connection.jetstream(timeout=PATIENCE_S)
    await jetstream.publish("events.directory.planted", words.encode())  # nobody listens to it
    await connection.close()
    readable = await Client.connect(installation.temporal_address, namespace=NAMESPACE)
    left = await readable.start_workflow("Planted", words, id=f"planted/{uuid4()}", task_queue="nobody")
    log, mail = installation.logs / "planted.log", keep(installation.mail, planted_mail(words).as_bytes())
    log.write_text(f'{{"event": "planted", "body": "{base64.b64encode(words.encode()).decode()}"}}\n')
    for name in DATABASES:
        await carry_out(walk, name, f"CREATE TABLE planted AS SELECT '{words}'::text AS words")
    try:
        yield
    finally:
        for name in DATABASES:
            await carry_out(walk, name, "DROP TABLE planted")
        log.unlink()
        mail.unlink()
        await left.terminate()


def planted_mail(words: str) -> EmailMessage:
    """With the words in a base64 text, and in a PDF."""
    mail = EmailMessage()
    mail["Delivered-To"], mail["Subject"], mail["Message-ID"] = (
        "nobody@luotsi.example",
        "planted",
        "<planted>",
    )
    mail.set_content(words, cte="base64")
    pdf = typst.compile(words.encode(), format="pdf")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="planted.pdf")
    return mail


async def carry_out(walk: Walk, database: str, statement: str) -> None:
    connection = await superuser(walk.installation, database)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
