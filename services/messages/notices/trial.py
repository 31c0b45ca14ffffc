"""How mail leaves the house, and trying whether it does."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Query, Reply
from services.messages.values import Email, Language, Utc, Viewer

SettingsFault = Literal[
    "sender_is_an_example",
    "not_encrypted",
    "no_portal",
    "no_console",
    "portal_not_https",
    "console_not_https",
]


class MailSettings(Reply):
    """As the service that sends mail was told them. user: none where the server asks for none.

    sender: Name <address>, as mails bear it: the name is that of the provider's company, once it is given.
    reply_to: empty where replies go to the coordinators. organiser: empty where it is the coordinator in charge.
    Of the password no more is told than whether there is one. tried: the mail server has taken a trial mail since these
    settings hold; on one machine, where all mail is caught, always.
    """

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"]
    user: str
    has_password: bool
    sender: str
    reply_to: str
    organiser: str
    portal_url: str
    console_url: str
    faults: list[SettingsFault]
    tried: bool = False


class ShowMailSettings(Query[MailSettings]):
    """For administrators. Refuses: administrators_only."""

    viewer: Viewer


class TrialOutcome(Reply):
    """reason: as of an undelivered mail; away, login, encryption, certificate where the mail server was not spoken with
    at all; broke_off where it hung up in the talk; login_needed where it takes mail only from those whom it knows.

    digits: the mail server's, where it gave any.
    """

    sent: bool
    reason: str | None = None
    digits: str | None = None


class SendTrialMail(Command[TrialOutcome]):
    """One short mail at once, told as it went. Kept is only that one was taken with these settings.

    Refuses: not_yours_to_decide.
    """

    sent_by: UUID
    email: Email
    language: Language
    as_of: Utc
