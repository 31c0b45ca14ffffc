"""How one person wants their mails."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Asked, Command, Reply
from services.messages.values import Utc

Invitations = Literal["plan", "single"]
"""plan: one letter with all the sessions; single: an invitation to each of them."""
Tasks = Literal["each", "daily"]
"""Of letters to staff. each: as they come; daily: once in the morning, together."""


class MailChoices(Reply):
    invitations: Invitations = "plan"
    tasks: Tasks = "each"


class ChooseMails(Command[MailChoices]):
    """A person's own choice; what is not said stays as it is.

    Who chooses single invitations gets those to the sessions that are still to come.
    """

    proved = "person_id"
    person_id: UUID
    invitations: Invitations | None = None
    tasks: Tasks | None = None
    as_of: Utc


class ShowMailChoices(Asked[MailChoices]):
    """The usual ones for who has chosen nothing."""

    own_at = frozenset(("portal", "console"))
    person_id: UUID
