"""The page of caught mails is there at once, however many there are: each heading is read once, no mail whole."""

from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from services.console.pages.operations import mailbox
from services.console.pages.operations.mailbox import list_mail, read_mail

MOST = 8
CAUGHT = 40


@pytest.fixture(scope="module")
def caught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    for number in range(CAUGHT):
        catch(folder, number)
    return folder


@pytest.fixture
def folder(caught: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With mails in it of which none may be read whole for the list."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a mail was read whole")

    monkeypatch.setattr(mailbox, "message_from_bytes", never)
    mailbox._heading.cache_clear()
    return caught


def catch(folder: Path, number: int) -> None:
    mail = EmailMessage(policy.SMTPUTF8 if number % 2 else policy.SMTP)
    mail["To"] = f"Äijä Öst <reader{number}@{'järvi' if number % 2 else 'luotsi'}.test>"
    mail["Subject"] = (
        f"Tervetuloa työnohjaukseen, kutsu numero {number}, ja pidempi otsikko kuin mitä riville mahtuu"
    )
    mail.set_content(f"Hei {number}")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="lasku.pdf")
    (folder / f"{1_800_000_000_000_000_000 + number}-aaaa.eml").write_bytes(mail.as_bytes())


def read() -> int:
    """How many headings have been read so far."""
    return mailbox._heading.cache_info().misses


def test_a_page_of_mails_reads_no_more_than_it_shows_and_nothing_twice(folder: Path) -> None:
    first = list_mail(folder, "", MOST)
    assert len(first.mails) == MOST and first.older and first.all == CAUGHT
    assert read() == MOST + 1, "one more tells whether there are older ones"
    assert list_mail(folder, "", MOST) == first and read() == MOST + 1
    assert [one.to for one in list_mail(folder, "READER7@", MOST).mails] == ["Äijä Öst <reader7@järvi.test>"]
    assert list_mail(folder, "nobody", MOST).mails == [] and read() == CAUGHT, "a search reads each once"


def test_older_mails_are_on_the_next_pages(folder: Path) -> None:
    shown, before = [], ""
    while True:
        page = list_mail(folder, "@luotsi", MOST, before)
        shown += [one.to for one in page.mails]
        if not page.older:
            break
        before = page.mails[-1].name
    assert shown == [f"Äijä Öst <reader{number}@luotsi.test>" for number in range(CAUGHT - 2, -1, -2)]


def test_a_heading_is_read_as_it_was_written(folder: Path) -> None:
    newest, next_newest = list_mail(folder, "", MOST).mails[:2]
    for one, number in ((newest, CAUGHT - 1), (next_newest, CAUGHT - 2)):
        assert (
            one.subject.startswith("Tervetuloa työnohjaukseen")
            and f"numero {number}, ja pidempi" in one.subject
        )
        assert one.subject.endswith("mitä riville mahtuu")


def test_one_mail_is_read_whole_and_an_unknown_one_is_not_there(tmp_path: Path) -> None:
    catch(tmp_path, 5)
    found = read_mail(tmp_path, "1800000000000000005-aaaa")
    assert found and found.text.strip() == "Hei 5" and found.attachments == ("lasku.pdf",)
    assert read_mail(tmp_path, "../test_mailbox") is None


@pytest.mark.parametrize("header", ["=?none?q?x?=", "=?utf-8?b?x?=", "", "plain"])
def test_a_heading_that_cannot_be_decoded_stands_as_it_is(tmp_path: Path, header: str) -> None:
    (tmp_path / "1800000000000000000-aaaa.eml").write_bytes(
        f"Subject: {header}\r\nTo: a@b.test\r\n\r\n".encode()
    )
    assert [one.subject for one in list_mail(tmp_path, "", MOST).mails] == [header]
