"""Where an answer to a letter goes, and who is told no to by a calendar."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from icalendar import Calendar

from services.notices.composing.invitations import invitation
from services.notices.composing.letters import Recipient, compose, message_id
from services.notices.composing.replying import Replies
from services.notices.letter_kinds import LetterKind
from services.notices.wording import LANGUAGES
from services.runtime.settings import Settings
from tests.unit.notices.sample_letters import FACTS
from tests.unit.notices.test_invitations import AINO, SESSION, STAMP

PIRKKO = Recipient("Pirkko Pilotti", "pirkko@työ.example")
ALL = (PIRKKO, Recipient("Kaisa Koordinoija", "kaisa@luotsi.example"))
PROCESS, OTHER = uuid4(), uuid4()


def replies(**told: Any) -> Replies:
    settings = Settings.model_validate({"database_url": "postgresql://", "nats_url": "nats://", **told})
    return Replies(settings, {PROCESS: PIRKKO}, ALL)


def row(process_id: UUID | None) -> Any:
    return SimpleNamespace(process_id=process_id)


def test_the_coordinator_in_charge_reads_the_answer_and_without_one_all_of_them_do() -> None:
    assert list(replies().of(row(PROCESS), AINO)) == [PIRKKO]
    assert list(replies().of(row(OTHER), AINO)) == list(ALL)
    assert list(replies().of(row(None), AINO)) == list(ALL)


def test_nobody_is_asked_to_answer_themselves() -> None:
    assert list(replies().of(row(PROCESS), PIRKKO)) == [ALL[1]]


def test_a_declined_invitation_goes_to_the_coordinator_in_charge_or_to_the_mailbox_that_is_set() -> None:
    sent = {"mail_from": "Luotsi <luotsi@luotsi.fi>"}
    for told, process_id, organiser in (
        (sent, PROCESS, "mailto:pirkko@xn--ty-gka.example"),
        (sent | {"mail_organiser": "Kutsut <kutsut@luotsi.fi>"}, PROCESS, "mailto:kutsut@luotsi.fi"),
        (sent, OTHER, "mailto:pirkko@xn--ty-gka.example"),
    ):
        found = replies(**told).organiser(row(process_id))
        (event,) = Calendar.from_ical(invitation(SESSION, AINO, found, "REQUEST", STAMP)).walk("VEVENT")
        assert event["organizer"] == organiser
        assert event["organizer"].params["SENT-BY"] == "mailto:luotsi@luotsi.fi"


def test_a_letter_says_who_reads_an_answer_and_one_that_nobody_reads_says_so() -> None:
    sent_on = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)
    for language, answered, not_answered in zip(
        LANGUAGES,
        ("vastauksesi lukee Pirkko Pilotti", "ditt svar läses av Pirkko Pilotti", "read by Pirkko Pilotti"),
        ("Siihen ei voi vastata.", "Det går inte att svara på det.", "It cannot be replied to."),
        strict=True,
    ):
        for reply_to in ((PIRKKO,), ()):
            mail = compose(
                LetterKind.PROCESS_CLOSED, language, AINO, FACTS, message_id("n"), sent_on, reply_to=reply_to
            )
            text = mail.get_content()
            assert (answered in text, not_answered in text) == (bool(reply_to), not reply_to)
            assert (mail["Reply-To"] is not None) == bool(reply_to)
