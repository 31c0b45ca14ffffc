"""What stands above a letter, and what may never get into one."""

import pytest

from services.notices.composing.letters import Recipient, compose, message_id
from services.notices.letter_kinds import LetterKind
from services.notices.wording import as_typed
from tests.unit.notices.sample_letters import FACTS, READER, SENT_ON, a_letter, text_of

pytestmark = pytest.mark.usefixtures("headers_written_once")


def test_the_headers_are_those_of_an_automatic_mail_with_a_fixed_id() -> None:
    mail = a_letter(LetterKind.PROCESS_CLOSED)
    assert mail["Message-ID"] == "<n-1@luotsi.invalid>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Luotsi <no-reply@luotsi.example>"
    assert mail["To"].addresses[0].display_name == "Aino Öhman"
    assert mail["To"].addresses[0].addr_spec == "aino@kunta.example"
    assert mail["Date"].datetime == SENT_ON


def test_the_same_notice_makes_the_same_bytes() -> None:
    assert a_letter(LetterKind.REVIEW_DUE).as_bytes() == a_letter(LetterKind.REVIEW_DUE).as_bytes()


def test_another_sender_signs_with_its_own_name() -> None:
    mail = compose(
        LetterKind.PROCESS_CLOSED,
        "en",
        READER,
        FACTS,
        message_id("n-1"),
        SENT_ON,
        "Työnohjaus Oy <posti@oma.example>",
    )
    assert mail["From"].addresses[0].addr_spec == "posti@oma.example"
    assert "Kind regards\nTyönohjaus Oy\n" in text_of(mail).replace("\r\n", "\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_a_newline_in_a_name_or_a_fact_cannot_add_a_header(newline: str) -> None:
    plain = a_letter(LetterKind.SCREENING_DUE)
    evil = f'Matti, "M" <a@b.example>{newline}Bcc: thief@evil.example{newline}{newline}Hei'
    mail = a_letter(
        LetterKind.SCREENING_DUE, recipient=Recipient(evil, "aino@kunta.example"), process_number=evil
    )
    assert mail.keys() == plain.keys()
    assert [found.addr_spec for found in mail["To"].addresses] == ["aino@kunta.example"]
    assert not [line for line in mail.as_string().splitlines() if line.startswith("Bcc")]


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: thief@evil.example", "a@b.example, c@d.example", "päivi@b.example", ""]
)
def test_an_address_that_is_not_one_address_is_a_fault(address: str) -> None:
    with pytest.raises(ValueError, match=r"^this is no mail address$"):
        a_letter(LetterKind.PROCESS_CLOSED, recipient=Recipient("Aino", address))


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\u202e", "\u200b"])
def test_invisible_characters_of_a_name_do_not_reach_the_reader(hidden: str) -> None:
    mail = a_letter(
        LetterKind.SCREENING_DUE,
        recipient=Recipient(f"Ai{hidden}no", READER.address),
        organisation=f"Oy{hidden}",
    )
    assert hidden not in text_of(mail) + mail["Subject"] + mail["To"].addresses[0].display_name


def test_blanks_typed_by_a_person_stay_text() -> None:
    assert "{reference} {0.x}" in text_of(
        a_letter(LetterKind.SCREENING_DUE, organisation="{reference} {0.x}")
    )


@pytest.mark.parametrize("notice_id", ["", "a b", "a@b", "a>\r\nBcc: x", ".a", "a..b", "ä"])
def test_a_notice_id_that_would_break_the_message_id_is_a_fault(notice_id: str) -> None:
    with pytest.raises(ValueError):
        message_id(notice_id)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Verkkokauppa.com Oyj", "Verkkokauppa. com Oyj"),
        ("Aino\r\nBcc: kaikki", "Aino Bcc: kaikki"),
        ("Kunta " * 50, "Kunta " * 16 + "Kun…"),
        ("J. R. Laine", "J. R. Laine"),
    ],
)
def test_a_name_that_somebody_typed_is_short_and_no_link(typed: str, told: str) -> None:
    assert as_typed(typed) == told
    mail = a_letter(LetterKind.PROCESS_CLOSED, recipient=Recipient(typed, READER.address))
    assert told in text_of(mail) and mail["To"].addresses[0].display_name == told
