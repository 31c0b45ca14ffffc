"""The provider's own texts of letters: which may be worded, what they must have, how they look in a sample."""

from typing import get_args

import pytest

from services.messages.notices import LetterWords
from services.messages.values import Language
from services.notices import own_letters
from services.notices.composing.letters import compose, message_id
from services.notices.composing.sample import sample_letter
from services.notices.letter_kinds import LetterKind
from services.notices.wording import wording
from services.runtime.commands.refusal import Refusal
from services.runtime.settings import Settings
from services.wording.blanks import blanks_in, fault
from tests.unit.notices.sample_letters import FACTS, READER, SENT_ON

LANGUAGES: tuple[Language, ...] = get_args(Language)
WORDED = [one for one in LetterKind if one not in own_letters.NOT_TO_BE_WORDED]
MARK = "Omat sanat #panic() <script>alert(1)</script> *ei*"
CONFIDENTIAL = {"{code}", "{link}", "{asked_by}"}


def own(kind: LetterKind, language: Language) -> dict[str, str]:
    subject, body = wording(language).letter(kind)
    return {"subject": f"Omat: {subject}", "body": f"{MARK}\n\n{body}"}


def test_nothing_that_lets_anybody_in_is_a_field_of_a_letter_that_is_worded() -> None:
    for kind in WORDED:
        assert not CONFIDENTIAL & set(blanks_in("".join(wording("fi").letter(kind)))), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_worded_and_looks_as_it_arrives(language: Language) -> None:
    settings = Settings(
        database_url="postgresql://x", nats_url="nats://x", mail_from='"Ohjaamo Oy" <posti@ohjaamo.example>'
    )
    for kind in WORDED:
        words = own(kind, language)
        own_letters.check(kind, language, LetterWords(**words))
        subject, text = sample_letter(kind, language, words, settings)
        assert subject.startswith("Omat: ") and MARK in text and "Ohjaamo Oy" in text, kind
        assert not {"{", "}"} & set(subject + text), kind


def test_a_sample_has_what_stands_around_such_a_letter() -> None:
    settings = Settings(database_url="postgresql://x", nats_url="nats://x")

    def text(kind: LetterKind) -> str:
        return sample_letter(kind, "fi", own(kind, "fi"), settings)[1]

    assert "Lue ja anna suostumuksesi: https://portal.example/sign/..." in text(LetterKind.CONSENT_TO_GIVE)
    assert "Paikka:" in text(LetterKind.SESSION_MOVED) and "Paikka:" not in text(LetterKind.CONTRACT_TO_SIGN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_texts_have_no_braces_but_their_fields(language: Language) -> None:
    for kind in WORDED:
        for text in wording(language).letter(kind):
            assert fault(text, text) is None, kind


def test_what_goes_out_says_the_providers_words_in_their_language_alone() -> None:
    kind, held = LetterKind.CONTRACT_EXPIRED, {}
    held[(str(kind), "fi")] = own(kind, "fi")
    said = {
        language: str(
            compose(kind, language, READER, FACTS, message_id("n"), SENT_ON, own=held).get_content()
        )
        for language in LANGUAGES
    }
    assert [MARK in said[language] for language in LANGUAGES] == [True, False, False]


def test_a_kept_letter_that_lacks_a_field_of_this_release_gives_way_to_the_usual_one() -> None:
    kind = LetterKind.CONTRACT_EXPIRED
    old = {"subject": "Rauennut", "body": "Sopimus {number} on rauennut."}
    assert wording("fi").letter(kind, old) == wording("fi").letter(kind)


@pytest.mark.parametrize(
    ("kind", "changed", "code", "field"),
    [
        ("contract_expired", {"subject": "Rauennut"}, "blank_missing", "subject"),
        ("contract_expired", {"body": "{process_number} {person}"}, "unknown_blank", "body"),
        ("contract_expired", {"body": "{process_number} {"}, "brace_alone", "body"),
        ("contract_expired", {"body": "{process_number.x}"}, "brace_alone", "body"),
        ("sign_in_code", {}, "unknown_letter", "kind"),
        ("no_such_letter", {}, "unknown_letter", "kind"),
    ],
)
def test_what_a_letter_must_have_is_told_at_its_field(
    kind: str, changed: dict[str, str], code: str, field: str
) -> None:
    words = LetterWords(**own(LetterKind.CONTRACT_EXPIRED, "fi") | changed)
    with pytest.raises(Refusal) as refused:
        own_letters.check(kind, "fi", words)
    assert (refused.value.code, refused.value.field) == (code, field)
