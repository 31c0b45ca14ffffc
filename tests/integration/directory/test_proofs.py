"""Who has the console's own seed, and no browser's session, is nobody: what only one person may do asks for a proof."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.msg import Msg

from services.messages import directory as messages
from services.messages.envelope import Command, Done
from services.messages.notices import ListUndelivered, MailSignInCode
from services.messages.sessions import ListMySessions, ReadNote, WriteNote
from services.messages.values import Role, Viewer
from services.runtime.broker.address import inbox_of
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import REFUSAL_HEADER, Fault, Refusal, Unavailable
from services.runtime.commands.sealed_answers import AnswerKey
from services.runtime.commands.sealed_questions import Question, Questions
from services.runtime.commands.viewing import subject_of
from services.runtime.proofs.people import Door, Proof, ProofKeys
from services.runtime.proofs.signing import header
from tests.house import House
from tests.integration.directory.builders import NOW, person
from tests.integration.directory.test_orders_at_the_portal import related
from tests.integration.directory.test_passkeys import keeping
from tests.integration.web.builders import Mailbox, wrong
from tests.patience import PATIENCE_S, nats_connection
from tests.visitor import proof_of

pytestmark = pytest.mark.servers
BROWSER = "a" * 64


@pytest.fixture
async def thief(house: House) -> AsyncIterator[Asker]:
    await house.open("directory", "sessions")
    connection = await nats_connection(house.as_program("console"))
    yield Asker(connection, PATIENCE_S, who="console")
    await connection.close()


async def refused(asking: Asker, message: Command[Any], proof: str = "") -> str:
    with pytest.raises(Refusal) as no:
        await asking(message, proof=proof)
    return no.value.code


def powers(somebody: UUID, another: UUID) -> list[Command[Any]]:
    """What leads to the notes of somebody: to read them, and to come in as them."""
    return [
        ReadNote(session_id=uuid4(), viewer=Viewer(person_id=somebody, role=Role.COORDINATOR)),
        WriteNote(session_id=uuid4(), author_id=somebody, text="Muistiinpano.", as_of=NOW),
        keeping(somebody, "thiefs"),
        messages.RemovePasskey(person_id=somebody, credential_id="theirs", removed_by=somebody),
        messages.ChangeAddress(person_id=somebody, email="thief@example.org", changed_by=somebody, as_of=NOW),
        messages.MergePeople(
            kept_id=another,
            absorbed_id=somebody,
            absorbed_email="x@example.org",
            merged_by=somebody,
            as_of=NOW,
        ),
        messages.RelatePerson(person_id=another, relation="administrator", given_by=somebody, as_of=NOW),
    ]


async def test_nothing_that_leads_to_a_note_is_done_for_whom_the_console_only_names(
    house: House, thief: Asker
) -> None:
    somebody, another = await related(house, "Kerttu", "coordinator"), await person(house, "Aino")
    for message in powers(somebody, another):
        assert await refused(thief, message) == "not_proved", message


async def test_on_an_empty_platform_the_consoles_word_makes_no_administrator(
    house: House, thief: Asker
) -> None:
    """Only the link does, which whoever runs the machine has had printed."""
    aino = await person(house, "Aino")
    order = messages.RelatePerson(person_id=aino, relation="administrator", as_of=NOW)
    assert await refused(thief, order) == "not_proved"


async def test_another_proof_is_none(house: House, thief: Asker) -> None:
    somebody, another = await related(house, "Kerttu", "coordinator"), await person(house, "Aino")
    past, soon = datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC) + timedelta(hours=1)
    good = proof_of(house, somebody, "console")
    key_id, body, signature = good.split(".")
    others_body = proof_of(house, another, "console").split(".")[1]
    made_up = ProofKeys("k1", {"k1": Ed25519PrivateKey.generate()})
    false = {
        "another person's": proof_of(house, another, "console"),
        "of the other door": proof_of(house, somebody, "portal"),
        "over": proof_of(house, somebody, "console", until=past),
        "with another body": f"{key_id}.{others_body}.{signature}",
        "with another signature": f"{key_id}.{body}.{'A' * len(signature)}",
        "of another key": made_up.sign(Proof(somebody, "console", "passkey", soon)),
        "rubbish": "k1.x.y",
        "long": "k1." + "x" * 3000 + ".y",
    }
    for message in powers(somebody, another):
        for which, proof in false.items():
            assert await refused(thief, message, proof) == "not_proved", which
    for message in powers(somebody, another)[:2]:
        assert await refused(thief, message, good) in {"unknown_note", "not_the_supervisor"}


async def test_a_code_is_mailed_and_told_to_nobody_who_asks_for_it(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
    asked = messages.AskSignInCode(email=row["email"], browser=BROWSER, as_of=NOW)
    assert await thief(asked) == Done()
    code = (await mailbox.next()).code
    said = await house.events("directory")
    assert not any(code in one.model_dump_json() for one in said if "code" in type(one).__name__.lower())
    kept = await house.rows("directory", "SELECT to_jsonb(sign_in_code)::text AS row FROM sign_in_code")
    assert BROWSER not in kept[0]["row"] and f'"{code}"' not in kept[0]["row"]

    async def typed(what: str, email: str = row["email"], browser: str = BROWSER) -> UUID | None:
        order = messages.TakeSignInCode(email=email, browser=browser, code=what, as_of=NOW)
        return (await thief(order)).person_id

    assert await typed(code, browser="b" * 64) is None
    assert await typed(code, email="aino@example.org") is None
    for _ in range(5):
        assert await typed(wrong(code)) is None
    assert await typed(code) is None


async def test_whoever_has_the_mail_is_proved_once(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
    await thief(messages.AskSignInCode(email=row["email"], browser=BROWSER, as_of=NOW))
    mail: MailSignInCode = await mailbox.next()
    assert mail.purpose == "console" and mail.link.startswith(house.address("console"))
    order = messages.TakeSignInCode(email=row["email"], browser=BROWSER, code=mail.code, as_of=NOW)
    proved = await thief(order)
    assert proved.person_id == somebody
    note = powers(somebody, somebody)[0]
    assert await refused(thief, note, proved.proof) == "unknown_note"
    assert (await thief(order)).person_id == somebody, "the answer may have been lost"
    await house.rows("directory", "UPDATE sign_in_code SET used_at = used_at - interval '2 minutes'")
    assert (await thief(order)).person_id is None


async def test_who_listens_beside_the_console_reads_no_proof_in_an_answer(house: House, thief: Asker) -> None:
    """The door asks over a connection of its own, and the thief hears what comes to its inbox."""
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
    heard: list[bytes] = []

    async def hears(message: Msg) -> None:
        heard.append(message.data)

    await thief.nats.subscribe(f"{inbox_of('console')}.>", cb=hears)
    await thief.nats.flush()
    door = await nats_connection(house.as_program("console"))
    try:
        asking = Asker(door, PATIENCE_S, who="console")
        await asking(messages.AskSignInCode(email=row["email"], browser=BROWSER, as_of=NOW))
        code = (await mailbox.next()).code
        order = messages.TakeSignInCode(email=row["email"], browser=BROWSER, code=code, as_of=NOW)
        proved = await asking(order)
    finally:
        await door.close()
    await thief.nats.flush()
    assert proved.proof and len(heard) >= 2
    assert not any(proved.proof.encode() in one or str(somebody).encode() in one for one in heard)


async def test_guesses_are_counted_for_a_person_in_whatever_browser(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
    await thief(messages.AskSignInCode(email=row["email"], browser="c" * 64, as_of=NOW))
    await mailbox.next()
    await house.rows("directory", "UPDATE sign_in_code SET tries = 200")
    await thief(messages.AskSignInCode(email=row["email"], browser=BROWSER, as_of=NOW))
    code = (await mailbox.next()).code
    order = messages.TakeSignInCode(email=row["email"], browser=BROWSER, code=code, as_of=NOW)
    assert (await thief(order)).person_id is None


async def test_who_guesses_elsewhere_keeps_nobody_out_of_their_own_browser(
    house: House, thief: Asker
) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)

    async def comes_in(browser: str) -> bool:
        await thief(messages.AskSignInCode(email=row["email"], browser=browser, as_of=NOW))
        code = (await mailbox.next()).code
        order = messages.TakeSignInCode(email=row["email"], browser=browser, code=code, as_of=NOW)
        return (await thief(order)).person_id == somebody

    assert await comes_in(BROWSER)
    await thief(messages.AskSignInCode(email=row["email"], browser="c" * 64, as_of=NOW))
    await mailbox.next()
    await house.rows("directory", "UPDATE sign_in_code SET tries = 200 WHERE used_at IS NULL")
    assert not await comes_in("d" * 64)
    assert await comes_in(BROWSER)
    await house.rows("directory", "UPDATE sign_in_code SET tries = 200 WHERE used_at IS NOT NULL")
    assert not await comes_in(BROWSER)


async def test_the_way_of_the_services_is_closed_to_the_console(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    connection = await nats_connection(house.as_program("console"))
    try:
        for message in powers(somebody, somebody):
            with pytest.raises(Unavailable):
                await Asker(connection, timeout_s=0.2)(message)
    finally:
        await connection.close()


async def test_a_code_makes_no_second_passkey(house: House, thief: Asker) -> None:
    somebody = await related(house, "Kerttu", "coordinator")
    by_code = proof_of(house, somebody, "console", "code")
    kept = await thief(keeping(somebody, "first"), proof=by_code)
    for sent in (by_code, proof_of(house, somebody, "console", "half")):
        assert await refused(thief, keeping(somebody, "second"), sent) in {"passkey_needed", "not_proved"}
    await thief(keeping(somebody, "second"), proof=kept.proof)


async def test_the_code_of_who_has_a_passkey_reads_and_orders_nothing(house: House) -> None:
    """As with the seeds of notices, which hears the code, and of the door, which types it."""
    door: Door = "console"
    await house.open("directory", "sessions")
    somebody = await related(house, "Kerttu", "coordinator")
    mailbox = await Mailbox.open(house)
    [row] = await house.rows("directory", "SELECT email FROM person WHERE person_id = $1", somebody)
    connection = await nats_connection(house.as_program(door))

    async def typed() -> messages.Proved:
        await asking(messages.AskSignInCode(email=row["email"], browser=BROWSER, as_of=NOW))
        code = (await mailbox.next()).code
        return await asking(
            messages.TakeSignInCode(email=row["email"], browser=BROWSER, code=code, as_of=NOW)
        )

    try:
        asking = Asker(connection, PATIENCE_S, who=door)
        before = await typed()
        note = powers(somebody, somebody)[0]
        assert await refused(asking, note, before.proof) == "unknown_note" and not before.needs_passkey
        await asking(keeping(somebody, "hers"), proof=before.proof)
        half = await typed()
        assert (half.person_id, half.needs_passkey) == (somebody, True)
        for message in powers(somebody, somebody):
            assert await refused(asking, message, half.proof) in {"not_proved", "passkey_needed"}, message
        a_minute_later(house)
        assert await refused(asking, note, before.proof) == "not_proved"
        proved = proof_of(house, somebody, door)
        gone = messages.RemovePasskey(person_id=somebody, credential_id="hers", removed_by=somebody)
        await asking(gone, proof=proved)
        assert not (await typed()).needs_passkey
        a_minute_later(house)
        assert await refused(asking, note, before.proof) == "unknown_note"
    finally:
        await connection.close()


async def test_what_directory_tells_of_its_keys_signs_nothing(house: House, thief: Asker) -> None:
    told = (await thief(messages.ShowProofKeys())).keys
    ring = json.loads((house.folder / "keys" / "proofs.json").read_text())["keys"]
    assert set(told) == set(ring) and not {key.rstrip("=") for key in ring.values()} & set(told.values())


async def test_who_has_the_seed_of_directory_alone_is_believed_by_no_service(house: House) -> None:
    """They answer in its place, and tell a public key of their own for the proofs that they sign."""
    await house.open("sessions")
    somebody, soon = uuid4(), datetime.now(UTC) + timedelta(hours=1)
    for name in ("k1", "k2"):
        own = ProofKeys(name, {name: Ed25519PrivateKey.generate()})
        told = messages.ProofKeys(keys=own.public()).model_dump_json().encode()

        async def tells(message: Msg, keys: bytes = told) -> None:
            await message.respond(keys)

        await house.stand_in(messages.ShowProofKeys, tells)
        await house.stand_in(messages.ShowRelations, coordinates)
        connection = await nats_connection(house.as_program("console"))
        try:
            asking = Asker(connection, PATIENCE_S, who="console")
            made_up = own.sign(Proof(somebody, "console", "passkey", soon))
            note = powers(somebody, somebody)[0]
            assert await refused(asking, note, made_up) == "not_proved"
            assert await refused(asking, note, proof_of(house, somebody, "console")) == "unknown_note"
        finally:
            await connection.close()
        await house.end_standing_in()


async def test_the_seeds_of_two_programs_read_nothing_with_a_proof_that_one_of_them_heard(
    house: House, thief: Asker
) -> None:
    """Of notices, which hears what it is asked, or of sessions itself; and of the console."""
    somebody = await related(house, "Kerttu", "coordinator")
    kept, as_her = (
        proof_of(house, somebody, "console"),
        Viewer(person_id=somebody, role=Role.COORDINATOR),
    )
    asked: list[Command[Any]] = [
        ListUndelivered(viewer=as_her, as_of=NOW),
        ListMySessions(viewer=as_her, from_=NOW, until=NOW),
    ]

    async def answered(message: Command[Any], headers: dict[str, str]) -> str:
        subject, body = subject_of(message, asker="console"), message.model_dump_json().encode()
        answer = await thief.nats.request(subject, body, PATIENCE_S, headers=headers)
        return (answer.headers or {}).get(REFUSAL_HEADER, "")

    for message in asked:
        brought, own = AnswerKey(), AnswerKey()
        body = message.model_dump_json().encode()
        signed = header(kept, subject_of(message, asker="console"), body, brought.text)
        for power in powers(somebody, somebody):
            for key in (brought, own):
                assert "not_proved" in await answered(power, signed | key.headers), power
    assert "not_proved" in await answered(asked[-1], signed | own.headers)
    assert await answered(asked[-1], signed | brought.headers) == ""


def a_minute_later(house: House) -> None:
    """Each asks directory again what has ended."""
    for service in house.services.values():
        prover: Any = service.transactions.prover
        prover._asked_at = None


async def coordinates(message: Msg) -> None:
    """Whoever it is."""
    card = messages.RelationCard(relation="coordinator", organisation_id=None, organisation_name=None)
    known = messages.Relations(relations=[card], is_supervisor=False)
    await message.respond(known.model_dump_json().encode())


async def test_in_a_role_that_is_not_theirs_nobody_asks_for_anything(house: House, thief: Asker) -> None:
    """With the console's seed, and an account of one's own: directory mails a code to whoever is known to it."""
    aino = await person(house, "Aino")
    proof = proof_of(house, aino, "console")
    for role in (Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR, Role.SUPERVISOR):
        asked = ListMySessions(viewer=Viewer(person_id=aino, role=role), from_=NOW, until=NOW)
        assert await refused(thief, asked, proof) == "not_proved"
    hers = Viewer(person_id=await related(house, "Kerttu", "coordinator"), role=Role.COORDINATOR)
    asked = ListMySessions(viewer=hers, from_=NOW, until=NOW)
    assert await thief(asked, proof=proof_of(house, hers.person_id, "console"))


async def test_with_the_seed_of_a_service_no_word_to_it_is_read_and_no_answer_given(house: House) -> None:
    """The door asks by the keys that it has been handed; the thief listens and answers beside the service."""
    await house.open("directory", "sessions")
    somebody = await related(house, "Kerttu", "coordinator")
    folder, heard = house.folder / "keys", list[bytes]()
    connections = [await nats_connection(house.as_program(name)) for name in ("sessions", "console")]
    listening, door = connections

    async def answers(message: Msg) -> None:
        heard.append(message.data + json.dumps(message.headers).encode())
        question = Question(message.subject, message.data, message.headers or {})
        body, headers = question.answered(b"{}", {})
        await listening.publish(message.reply, body, headers=headers)

    try:
        await listening.subscribe("at_console.sessions.>", cb=answers)
        await listening.subscribe("viewed_at_console.*.sessions.>", cb=answers)
        await listening.flush()
        asking = Asker(door, PATIENCE_S, who="console", sealing=Questions.read(folder))
        note = powers(somebody, somebody)[1]
        kept = proof_of(house, somebody, "console")
        for message in powers(somebody, somebody)[:2]:
            with pytest.raises((Refusal, Fault)) as no:
                await asking(message, proof=kept)
            assert not isinstance(no.value, Refusal) or no.value.code != "not_proved"
        text, proof = note.text.encode(), kept.partition("~")[0].encode()  # type: ignore[attr-defined]
        assert len(heard) >= 2 and not any(text in one or proof in one for one in heard)
    finally:
        for one in connections:
            await one.close()
