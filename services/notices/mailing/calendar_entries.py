"""Which letters carry a calendar entry, and the entry made of such a letter's facts."""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr

from services.notices.letter_kinds import LetterKind
from services.notices.mailing.invitations import Method, SessionEvent, attach, invitation
from services.notices.mailing.letters import SENDER, Recipient
from services.notices.mailing.readers import Reader
from services.notices.wording import Fact

METHODS: Mapping[str, Method] = {
    LetterKind.SESSION_INVITATION: "REQUEST",
    LetterKind.SESSION_MOVED: "REQUEST",
    LetterKind.SESSION_CANCELLED: "CANCEL",
}

# The mails' own sender: calendars take an update only from whoever sent the invitation.
_ORGANISER = Recipient(*parseaddr(SENDER))


def attach_session(
    mail: EmailMessage, kind: LetterKind, facts: Mapping[str, Fact], reader: Reader, stamped_at: datetime
) -> None:
    """Adds the entry to a letter of one of the kinds above; to any other nothing."""
    if method := METHODS.get(kind):
        ics = invitation(_session(facts, reader.language), reader.recipient, _ORGANISER, method, stamped_at)
        attach(mail, ics, method)


def _session(facts: Mapping[str, Fact], language: str) -> SessionEvent:
    """The place is agreed in the contract, and is not told by mail."""
    wanted = ("calendar_uid", "sequence", "starts_at", "ends_at", "number", "process_number")
    found = {name: facts[name] for name in wanted}
    return SessionEvent(**found, place="", language=language)  # type: ignore[arg-type]  # as meetings wrote them
