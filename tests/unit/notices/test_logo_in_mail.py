"""The logo above a letter: the same words, nothing fetched from anywhere, and invitations stay invitations."""

import email
import email.policy
from email.message import EmailMessage

import pytest

from services.notices.composing.letters import Link, Recipient, compose, message_id
from services.notices.composing.logo_in_mail import with_logo
from services.notices.letter_kinds import LetterKind
from services.printing.pictures import Picture
from tests.unit.notices.sample_letters import FACTS, READER, SENT_ON
from tests.unit.pictures.drawings import png

LOGO = Picture(png(480, 100), 480, 100)
NAME = 'Virta & "Veli" Oy'


def letter(reader: Recipient = READER) -> EmailMessage:
    link = Link("page", "https://portaali.example/processes/TO-1005?a=1&b=2")
    return compose(LetterKind.TRIAL_MAIL, "fi", reader, FACTS, message_id("n-1"), SENT_ON, link=link)


def read(mail: EmailMessage) -> EmailMessage:
    again = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    assert isinstance(again, EmailMessage)
    return again


def kinds(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


def text_of(mail: EmailMessage) -> str:
    plain = mail.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content()).replace("\r\n", "\n")


def page_of(mail: EmailMessage) -> str:
    page = mail.get_body(("html",))
    assert page is not None
    return str(page.get_content())


def test_the_plain_words_stay_and_the_page_says_the_same_with_the_picture_in_the_mail() -> None:
    plain, mail = letter(), letter()
    with_logo(mail, LOGO, NAME)
    mail = read(mail)
    assert text_of(mail) == text_of(read(plain))
    assert kinds(mail) == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    page = page_of(mail)
    assert 'alt="Virta &amp; &quot;Veli&quot; Oy" width="240" height="50"' in page
    assert 'href="https://portaali.example/processes/TO-1005?a=1&amp;b=2"' in page
    assert 'src="cid:logo@luotsi.invalid"' in page and page.count("src=") == 1
    [image] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert image["Content-ID"] == "<logo@luotsi.invalid>" and image.get_content() == LOGO.content


def test_what_somebody_is_called_is_no_tag() -> None:
    mail = letter(Recipient("<script>alert(1)</script>", "a@example.org"))
    with_logo(mail, LOGO, NAME)
    assert "<script" not in page_of(read(mail)) and "&lt;script&gt;" in page_of(read(mail))


def test_with_a_file_the_words_and_the_page_are_one_part_beside_it() -> None:
    mail = letter()
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="1.pdf")
    with_logo(mail, LOGO, NAME)
    assert kinds(read(mail)) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_comes_last_of_the_alternatives(method: str) -> None:
    mail = letter()
    mail.add_alternative("BEGIN:VCALENDAR", subtype="calendar", params={"method": method})
    with_logo(mail, LOGO, NAME)
    assert kinds(read(mail)) == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/calendar",
    ]
