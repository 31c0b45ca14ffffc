"""Only who asked reads the answer; nobody else puts another in its place."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.messages.directory import ProofKeys, ShowProofKeys
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import FAULT_HEADER, REFUSAL_HEADER, Fault
from services.runtime.commands.sealed_answers import KEY_HEADER, SEALED_HEADER, AnswerKey, Unsealed, sealed

SUBJECT, BODY = "viewed.supervisor.sessions.read_note", b'{"text": "Keskustelimme."}'


def test_whoever_asked_reads_it_and_nobody_else() -> None:
    key, other = AnswerKey(), AnswerKey()
    body, headers = sealed(SUBJECT, BODY, {"one": "more"}, key.headers)
    assert b"Keskustelimme" not in body and headers["one"] == "more"
    assert key.headers[KEY_HEADER] not in str(headers)
    assert key.read(SUBJECT, body, headers) == BODY
    for reads, subject, came in (
        (other, SUBJECT, body),
        (key, "viewed.supervisor.sessions.list_notes", body),
        (key, SUBJECT, body[:-1] + bytes([body[-1] ^ 1])),
        (key, SUBJECT, b""),
    ):
        with pytest.raises(Unsealed):
            reads.read(subject, came, headers)


def test_no_two_answers_look_alike() -> None:
    key = AnswerKey()
    assert sealed(SUBJECT, BODY, {}, key.headers) != sealed(SUBJECT, BODY, {}, key.headers)


def test_an_answer_in_the_clear_or_with_another_refusal_is_not_believed() -> None:
    key = AnswerKey()
    assert sealed(SUBJECT, BODY, {"one": "more"}, {}) == (BODY, {"one": "more"})
    body, headers = sealed(SUBJECT, b"{}", {REFUSAL_HEADER: "no"}, key.headers)
    assert key.read(SUBJECT, body, headers) == b"{}"
    for came, told in (
        (BODY, {"one": "more"}),
        (body, {REFUSAL_HEADER: "yes"} | {SEALED_HEADER: "1"}),
        (body, {}),
    ):
        with pytest.raises(Unsealed):
            key.read(SUBJECT, came, told)


@pytest.mark.parametrize("no_key", ["", "x", "ä" * 43, "A" * 10])
def test_what_is_no_key_is_told_nothing(no_key: str) -> None:
    assert sealed(SUBJECT, BODY, {}, {KEY_HEADER: no_key}) == (b"{}", {FAULT_HEADER: "Unsealed"})


async def test_the_answer_to_one_question_is_none_to_the_next() -> None:
    """Whoever hears what comes to an inbox may lay it there again."""
    kept: list[tuple[bytes, dict[str, str]]] = []

    class Broker:
        is_connected = True

        async def request(self, subject: str, _: bytes, timeout: float, headers: dict[str, str]) -> Any:
            reply = ProofKeys(keys={"k1": "x"}).model_dump_json().encode()
            kept.append(sealed(subject, reply, {}, headers))
            data, told = kept[0]
            return SimpleNamespace(data=data, headers=told)

    ask = Asker(Broker())  # type: ignore[arg-type]  # all of a connection that is used
    assert (await ask(ShowProofKeys())).keys == {"k1": "x"}
    with pytest.raises(Fault):
        await ask(ShowProofKeys())
