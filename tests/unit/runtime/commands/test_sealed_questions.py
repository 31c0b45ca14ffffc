"""Who has a service's seed alone reads no question to it, and no answer of theirs is taken for its own."""

import json
from pathlib import Path

import pytest

from deploy.machine import keys
from services.runtime.commands.refusal import PROOF_HEADER, REFUSAL_HEADER
from services.runtime.commands.sealed_answers import KEY_HEADER, SEALED_HEADER, Unsealed
from services.runtime.commands.sealed_questions import FOR_HEADER, Opening, Questions, SealedQuestion

WAY, BODY, PROOF = "at_console.sessions.write_note", b'{"text":"Kanarialintu"}', "k1.x.y 1 z"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    keys.make(made)
    return made


def put(folder: Path, service: str = "sessions") -> tuple[SealedQuestion, bytes, dict[str, str]]:
    asked = Questions.read(folder).to(service)
    assert asked
    return asked, *asked.sent(WAY, BODY, {PROOF_HEADER: PROOF})


def test_only_the_service_that_is_asked_reads_it_and_only_the_asker_its_answer(folder: Path) -> None:
    asked, sent, headers = put(folder)
    assert b"Kanarialintu" not in sent and set(headers) == {FOR_HEADER}
    question = Opening.read(folder, "sessions").question(WAY, sent, headers)
    assert question.body == BODY
    assert question.headers[PROOF_HEADER] == PROOF and question.headers[KEY_HEADER] == asked.text
    answer, told = question.answered(b"{}", {REFUSAL_HEADER: "no"})
    assert asked.read(WAY, answer, told) == b"{}" and b"{}" not in answer
    for other in ("directory", "notices"):
        with pytest.raises(Unsealed):
            Opening.read(folder, other).question(WAY, sent, headers)


def test_nothing_is_changed_on_the_way_and_no_answer_is_another_questions(folder: Path) -> None:
    asked, sent, headers = put(folder)
    opening = Opening.read(folder, "sessions")
    for way, body in (
        ("at_console.sessions.read_note", sent),
        (WAY, sent[:-1] + bytes([sent[-1] ^ 1])),
        (WAY, b""),
    ):
        with pytest.raises(Unsealed):
            opening.question(way, body, headers)
    for told in ("", "x", f"{headers[FOR_HEADER][:-4]}AAAA", headers[FOR_HEADER].partition(".")[0] + "."):
        with pytest.raises(Unsealed):
            opening.question(WAY, sent, {FOR_HEADER: told})
    answer, told_back = opening.question(WAY, sent, headers).answered(b"{}", {})
    again, _, _ = put(folder)
    same_line = Questions.read(folder)
    first, second = same_line.to("sessions"), same_line.to("sessions")
    assert first and second
    of_first = opening.question(WAY, *first.sent(WAY, BODY, {})).answered(b"1", {})
    opening.question(WAY, *second.sent(WAY, BODY, {}))
    for question, said in (
        (again, (answer, told_back)),
        (second, of_first),
        (asked, (sent, {SEALED_HEADER: "1"})),
        (asked, (answer, {})),
        (asked, (answer, told_back | {REFUSAL_HEADER: "no"})),
    ):
        with pytest.raises(Unsealed):
            question.read(WAY, *said)
    assert first.read(WAY, *of_first) == b"1"


def test_a_key_is_of_one_program_and_what_was_replaced_opens_nothing(folder: Path, tmp_path: Path) -> None:
    public = json.loads((folder / "asked.pub").read_text())
    assert set(public) == set(keys.ROLES) and len({one["key"] for one in public.values()}) == len(public)
    assert Questions.read(folder).to("process") and Questions.read(None).to("sessions") is None
    (folder / "asked_sessions.key").rename(tmp_path / "old")
    keys.make(folder)
    assert keys.are_published(folder) and json.loads((folder / "asked.pub").read_text()) != public
    with pytest.raises(Unsealed):
        Opening.read(folder, "sessions").question(WAY, *Questions(public).to("sessions").sent(WAY, BODY, {}))  # type: ignore[union-attr]


@pytest.mark.parametrize("proof", [b"\xff\xfe", "pääsy".encode(), b"\xc3"])
def test_a_proof_that_is_no_text_is_no_question(folder: Path, proof: bytes) -> None:
    """Whoever speaks with a door's seed seals what they like."""
    asked, _, headers = put(folder)
    sent = asked._line.put(b"question", WAY, proof + b"\n" + BODY)
    with pytest.raises(Unsealed):
        Opening.read(folder, "sessions").question(WAY, sent, headers)
