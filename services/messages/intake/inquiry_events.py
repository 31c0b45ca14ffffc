"""What happens to an inquiry."""

from uuid import UUID

from services.messages.envelope import Event
from services.messages.promises import Promises
from services.messages.values import (
    Audience,
    Language,
    Utc,
)


class InquiryReceived(Event):
    """promises: the provider's, which hold for this process from now on.

    reminders_at: while the screening is not decided; the first is when it is due. entered: by a coordinator, for them.
    """

    process_id: UUID
    number: str
    entered: bool = False
    audience: Audience
    language: Language
    contact_id: UUID
    received_at: Utc
    reminders_at: list[Utc]
    promises: Promises = Promises()
    organisation_name: str | None = None


class InquiryChanged(Event):
    """As it stands now. organisation_name: none of a private person.

    asks_anew: another person is its contact from now on, and is to confirm it. by_staff: a coordinator did it.
    """

    process_id: UUID
    revision: int
    audience: Audience
    language: Language
    contact_id: UUID
    organisation_name: str | None = None
    asks_anew: bool
    by_staff: bool = False
    changed_at: Utc


class InquiryConfirmed(Event):
    process_id: UUID
    confirmed_at: Utc


class InquiryWithdrawn(Event):
    """by_staff: a coordinator did it, for them. offered: a proposal had been sent, which nobody accepts any more.
    is_test: it never was one, and lists leave it out.
    """

    process_id: UUID
    withdrawn_at: Utc
    by_staff: bool
    offered: bool = False
    is_test: bool = False


class SuccessorNumbered(Event):
    """A renewal's successor has got its readable number; promises are of its own first day, the rest is the old
    process's. complete_by: when its contract is to be ready for signing.
    """

    process_id: UUID
    number: str
    renews: UUID
    language: Language
    complete_by: Utc
    promises: Promises = Promises()
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    contact_id: UUID | None = None
    supervisor_id: UUID | None = None
    audience: Audience | None = None
