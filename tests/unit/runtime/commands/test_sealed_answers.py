"""Only who asked reads the answer; who asks without a key, as an older release does, is answered in the clear."""

import pytest

from services.runtime.commands.refusal import FAULT_HEADER
from services.runtime.commands.sealed_answers import KEY_HEADER, AnswerKey, Unsealed, sealed

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


def test_without_a_key_it_is_as_before() -> None:
    assert sealed(SUBJECT, BODY, {"one": "more"}, {}) == (BODY, {"one": "more"})
    assert AnswerKey().read(SUBJECT, BODY, {"one": "more"}) == BODY


@pytest.mark.parametrize("no_key", ["", "x", "ä" * 43, "A" * 10])
def test_what_is_no_key_is_told_nothing(no_key: str) -> None:
    assert sealed(SUBJECT, BODY, {}, {KEY_HEADER: no_key}) == (b"{}", {FAULT_HEADER: "Unsealed"})
