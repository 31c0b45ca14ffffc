"""The mailbox of one machine: a mail that it cannot keep now is not refused for good."""

from pathlib import Path

from aiosmtpd.smtp import Envelope

from deploy.machine.mailbox import Catcher


def a_mail() -> Envelope:
    envelope = Envelope()
    envelope.mail_from, envelope.rcpt_tos = "a@luotsi.test", ["b@luotsi.test"]
    envelope.content = b"Subject: x\r\n\r\ny\r\n"
    return envelope


async def answer(folder: Path) -> str:
    server, session = object(), object()
    return await Catcher(folder).handle_DATA(server, session, a_mail())  # type: ignore[arg-type]


async def test_a_folder_that_was_taken_away_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    assert await answer(folder) == "250 OK"
    assert len(list(folder.glob("*.eml"))) == 1


async def test_what_cannot_be_kept_is_asked_for_again_later(tmp_path: Path) -> None:
    in_the_way = tmp_path / "mail"
    in_the_way.touch()
    assert (await answer(in_the_way)).startswith("451 ")
