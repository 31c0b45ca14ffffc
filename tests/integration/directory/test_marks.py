"""Whoever has directory's password of the database, and none of its keys, is nobody by what they write there."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import cbor2
import pytest

from services.directory.proving import marks
from services.directory.tables import Person
from services.messages import directory as messages
from services.runtime.clock import SystemClock
from services.runtime.commands.asking import Asker
from tests.authenticator import Authenticator
from tests.house import House
from tests.integration.directory.builders import NOW, person
from tests.integration.directory.test_orders_at_the_portal import related
from tests.integration.directory.test_proofs import thief
from tests.integration.web.builders import Mailbox
from tests.visitor import proof_of

__all__ = ["thief"]
pytestmark = pytest.mark.servers
BROWSER, SECRET = "a" * 64, "a-secret"


class Device(Authenticator):
    def public(self) -> tuple[str, str]:
        """As a row has it: the credential's id and its key."""
        key = urlsafe_b64encode(cbor2.dumps(self._public_key())).decode().rstrip("=")
        return self._answer()["id"], key


async def comes_in(house: House, thief: Asker, device: Device) -> UUID | None:
    challenge = (await thief(messages.AskChallenge())).challenge
    host = urlsplit(house.address("console")).hostname
    answer = json.dumps(device.use({"challenge": challenge, "rpId": host}))
    order = messages.ProvePasskey(challenge=challenge, credential=answer, as_of=NOW)
    return (await thief(order)).person_id


async def laid_in(house: House, who: UUID, device: Device, mark: str | None = None) -> None:
    sql = """INSERT INTO passkey (credential_id, person_id, public_key, sign_count, name, added_at, door, mark)
    VALUES ($1, $2, $3, 0, 'x', now(), 'console', $4) RETURNING 1"""
    assert await house.rows("directory", sql, device.public()[0], who, device.public()[1], mark)


async def made(house: House, thief: Asker, who: UUID, device: Device) -> None:
    id_, key = device.public()
    order = messages.KeepPasskey(
        credential_id=id_, person_id=who, public_key=key, sign_count=0, name="Puhelin", as_of=NOW
    )
    await thief(order, proof=proof_of(house, who, "console"))


async def test_a_passkey_that_was_laid_into_the_table_opens_nothing(house: House, thief: Asker) -> None:
    """Nor does one of theirs that was made over to somebody else."""
    somebody, another = await related(house, "Kerttu", "coordinator"), await person(house, "Aino")
    own, false, given = (Device(house.address("console")) for _ in range(3))
    await made(house, thief, somebody, own)
    assert await comes_in(house, thief, own) == somebody
    await laid_in(house, somebody, false)
    assert await comes_in(house, thief, false) is None
    [row] = await house.rows("directory", "SELECT mark FROM passkey WHERE mark IS NOT NULL")
    await laid_in(house, somebody, given, row["mark"])
    assert await comes_in(house, thief, given) is None
    await house.rows("directory", "UPDATE passkey SET person_id = $1 RETURNING 1", another)
    assert await comes_in(house, thief, own) is None


async def test_it_is_no_passkey_of_theirs_and_is_replaced_by_their_own(house: House, thief: Asker) -> None:
    somebody = await person(house, "Aino")
    device = Device(house.address("console"))
    await laid_in(house, await person(house, "Veera"), device)
    await made(house, thief, somebody, device)
    assert await comes_in(house, thief, device) == somebody
    listed = await house.ask(messages.ListPasskeys(person_id=somebody))
    assert len(listed.passkeys) == 1


async def test_an_address_that_was_written_into_the_table_gets_no_code(house: House, thief: Asker) -> None:
    """Though it was changed by our code in all else since then."""
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
    set_to = "UPDATE person SET email = $2 WHERE person_id = $1 RETURNING 1"
    await house.rows("directory", set_to, somebody, "thief@example.org")
    change = messages.ChangePerson(person_id=somebody, language="sv", changed_by=somebody, as_of=NOW)
    await house.ask(change)
    asked = messages.AskSignInCode(email="thief@example.org", browser=BROWSER, as_of=NOW)
    await thief(asked)
    await house.rows("directory", set_to, somebody, row["email"])
    await thief(asked.model_copy(update={"email": row["email"]}))
    assert (await mailbox.next()).email == row["email"]


async def test_a_code_that_was_written_into_the_table_is_nobodys(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    mine = await related(house, "Aino", "finance")
    emails = {
        row["person_id"]: row["email"]
        for row in await house.rows("directory", "SELECT person_id, email FROM person")
    }
    await thief(messages.AskSignInCode(email=emails[mine], browser=BROWSER, as_of=NOW))
    code = (await mailbox.next()).code
    to = "UPDATE sign_in_code SET person_id = $1, email = $2 RETURNING 1"
    await house.rows("directory", to, somebody, emails[somebody])

    async def typed(email: str) -> UUID | None:
        order = messages.TakeSignInCode(email=email, browser=BROWSER, code=code, as_of=NOW)
        return (await thief(order)).person_id

    assert await typed(emails[somebody]) is None
    await house.rows("directory", to, mine, emails[mine])
    assert await typed(emails[mine]) == mine


async def test_a_feed_and_a_first_link_that_were_laid_in_are_none(house: House, thief: Asker) -> None:
    somebody = await person(house, "Aino")
    hash_ = hashlib.sha256(SECRET.encode()).digest()
    laid = "INSERT INTO calendar_feed (secret_hash, person_id, door) VALUES ($1, $2, 'console') RETURNING 1"
    await house.rows("directory", laid, hash_, somebody)
    assert not (await thief(messages.ProveFeed(secret=SECRET))).proof
    keeps = messages.KeepFeeds(person_id=somebody, secret_hashes=[hash_.hex()])
    await thief(keeps, proof=proof_of(house, somebody, "console"))
    assert (await thief(messages.ProveFeed(secret=SECRET))).person_id == somebody
    link = (
        "INSERT INTO first_link (secret_hash, expires_at) VALUES ($1, now() + interval '1 hour') RETURNING 1"
    )
    await house.rows("directory", link, "b" * 64)
    assert not (await thief(messages.FindFirstLink(secret_hash="b" * 64))).is_good
    await house.ask(messages.KeepFirstLink(secret_hash="c" * 64))
    assert (await thief(messages.FindFirstLink(secret_hash="c" * 64))).is_good


async def marked_later(house: House, ring: marks.Marks, **later: int) -> list[bool]:
    """Whether each person's row is good, after a start so much later than its key was made."""
    engine = house.services["directory"].engine
    await marks.mark_those_of_before(engine, ring, ring.made_at + timedelta(**later))
    sql = "SELECT person_id, email, mark FROM person ORDER BY email"
    people = [dict(row) for row in await house.rows("directory", sql)]
    return [ring.is_good(Person(**row)) for row in people]


async def test_rows_from_before_are_marked_for_two_days_and_no_longer(house: House) -> None:
    await house.open("directory")
    ring = replace(marks.Marks.read(house.folder / "keys"), of_before=True)
    assert abs(ring.made_at - SystemClock().now()) < timedelta(hours=1)
    for name in ("Aino", "Veera"):
        await person(house, name)
    taken = "UPDATE person SET mark = NULL WHERE given_name = 'Aino' RETURNING 1"
    await house.rows("directory", taken)
    assert await marked_later(house, ring, hours=49) == [False, True]
    assert await marked_later(house, ring, hours=47) == [True, True]


async def test_where_nothing_was_before_no_row_is_marked_that_has_none(house: House) -> None:
    """From the first hour on: a new installation."""
    await house.open("directory")
    ring = marks.Marks.read(house.folder / "keys")
    await person(house, "Aino")
    await house.rows("directory", "UPDATE person SET mark = NULL RETURNING 1")
    assert await marked_later(house, ring, minutes=1) == [False]


async def test_by_another_key_rows_are_marked_anew_and_laid_in_ones_are_not(house: House) -> None:
    await house.open("directory")
    ring = marks.Marks.read(house.folder / "keys")
    for name in ("Aino", "Veera"):
        await person(house, name)
    laid = "UPDATE person SET mark = 'k1.00' WHERE given_name = 'Veera' RETURNING 1"
    await house.rows("directory", laid)
    rotated = marks.Marks("k2", {**ring.keys, "k2": b"2" * 32}, ring.made_at)
    assert await marked_later(house, rotated, days=15) == [True, False]
    newest = marks.Marks("k2", {"k2": b"2" * 32}, ring.made_at)
    assert await marked_later(house, newest, days=15) == [True, False]
