"""What the row of a kind of letter says, and what rows of several areas have in common."""

from dataclasses import dataclass
from typing import Literal

from services.messages import intake
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind

PROCESS = "/processes/{process_number}"
SCHEDULE = f"{PROCESS}/schedule"


@dataclass(frozen=True)
class LetterRow:
    """written_on: the events that lead to it. portal, console: the page on which its reader does what it asks for.

    console is for the staff and the process's supervisor, portal for everybody else. signed_by_link: it carries a
    link of its own instead, good without an account; confirmed_by_link: the same, for what somebody else has typed;
    answered_by_link: for a yes or no, to a newcomer or a trial. about_link: it leads to the reader's link for signing,
    where it has the facts of one, but for the supervisor: that page says what became of the paper.
    names_organisation: it may say whose process it is.
    names_customer: it says which organisation or department a role is in. names_person: who has got or lost it.
    why: the word for why its reader gets it; attendee: or supervisor, whichever they are. tells_with_whom: it says who
    the supervisor is and for whom it is, to an attendee also where. tells_place: so too to whoever is to take part.
    reminds_of: it is put off for who has got one of these within the last day, or is to get it still.
    answered_by: what needs no reminder any more; of: only those of the same review, session or newcomer, or to who did
    it; what ends the whole process answers each of them.
    """

    written_on: tuple[type[Event], ...]
    portal: str | None = None
    console: str | None = None
    signed_by_link: bool = False
    confirmed_by_link: bool = False
    answered_by_link: Literal["join", "trial"] | None = None
    about_link: bool = False
    names_organisation: bool = False
    names_customer: bool = False
    names_person: bool = False
    why: str = ""
    tells_with_whom: bool = False
    tells_place: bool = False
    answered_by: tuple[type[Event], ...] = ()
    of: Literal["process", "person", "review", "session", "newcomer"] = "process"
    reminds_of: tuple[LetterKind, ...] = ()

    @property
    def is_for_staff(self) -> bool:
        """What somebody of the provider's is to do or to know: may be told once a day."""
        return self.console is not None and self.portal is None


def for_coordinators(*answered_by: type[Event], written_on: type[Event] = intake.StepOverdue) -> LetterRow:
    """A step that waits for the provider."""
    return LetterRow(
        (written_on,), console=PROCESS, names_organisation=True, why="coordinator", answered_by=answered_by
    )
