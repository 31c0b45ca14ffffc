"""Mails that did not reach their readers: shown with the reason, sent again, or left."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.notices.mail import MailStatus
from services.messages.values import Utc, Viewer

MOST_AT_ONCE = 200
MailIds = Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class UndeliveredMail(Reply):
    """status: waiting (it is tried again by itself, next at next_try_at), refused (it is not).

    Its reader is a person, a customer's address for invoices (of the department, where it is one's), or a role that
    nobody has. reason: no_such_address, address_letters, quota, rate, greylisted, too_large, refused, put_off, or the
    name of an error for what could not be written. reply: the mail server's digits.
    """

    notice_id: UUID
    kind: str
    process_id: UUID | None
    process_number: str | None
    person_id: UUID | None
    organisation_id: UUID | None
    department_id: UUID | None
    role: str | None
    status: MailStatus
    reason: str
    reply: str | None
    since: Utc
    failed_at: Utc
    next_try_at: Utc | None


class UndeliveredMails(Reply):
    """more: there are more than a message holds; the longest undelivered are told."""

    mails: list[UndeliveredMail]
    more: bool = False


class ListUndelivered(Query[UndeliveredMails]):
    """What a person of the house should look at, the longest undelivered first; for finance those with invoices.

    A mail that a full mailbox or a greylist keeps waiting is among them after some hours, any other at once.
    """

    viewer: Viewer
    as_of: Utc


class SendAgain(Command[Done]):
    """To where the reader is reached now. One that was sent meanwhile, or left, is not sent again.

    Refuses: not_yours_to_decide, unknown_mail (also one that is not theirs to mend).
    """

    sent_by: UUID
    notice_ids: MailIds
    as_of: Utc


class LeaveUndelivered(Command[Done]):
    """They need not be sent any more. Refuses: as of SendAgain."""

    left_by: UUID
    notice_ids: MailIds
