"""What a supervisor has to do with those whom they would supervise: asked before they are chosen, and when they sign.

The words and the codes that block stay with intake; a code and its years are shown to those who decide by them.
"""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.regions import Region
from services.messages.values import Audience, Language, LongText, Utc, Value, Viewer

Year = Annotated[int, Field(ge=1940, le=2099)]


class InterestCode(StrEnum):
    """The gravest of what there is."""

    NONE = "none"
    FAMILY = "family"
    PRESENT_LINE_OF_COMMAND = "present_line_of_command"
    PRESENT_THERAPY_OR_CARE = "present_therapy_or_care"
    PARTY_OF_THE_CONFLICT = "party_of_the_conflict"
    OWNER_OF_CUSTOMER = "owner_of_customer"
    FORMER_COLLEAGUE = "former_colleague"
    FORMER_CUSTOMER = "former_customer"
    SUPERVISES_THEIR_MANAGER = "supervises_their_manager"
    SUPERVISES_ANOTHER_GROUP_OF_THE_UNIT = "supervises_another_group_of_the_unit"
    PRIVATE_ACQUAINTANCE = "private_acquaintance"


InterestEffect = Literal["goes_on", "shown", "blocks"]
"""shown: to the commissioner and the members, before they consent and sign."""


class Interest(Value):
    """What a supervisor says. since, until: of which years, where it is known. words: for the coordinators alone."""

    code: InterestCode
    since: Year | None = None
    until: Year | None = None
    words: LongText = ""


class InterestShown(Value):
    """What those may read who decide by it."""

    code: InterestCode
    since: Year | None = None
    until: Year | None = None


class InterestWeighed(Reply):
    """shown: what is shown of it, if anything is. hinders: what was said at the signature; it cannot be given so."""

    effect: InterestEffect
    shown: InterestShown | None = None
    hinders: bool = False


class DeclareInterest(Command[InterestWeighed]):
    """By the supervisor, or by a coordinator to whom they said it. What is declared last, counts.

    at_signing: once more, with the signature; on_paper: what the paper shows of it, and the members have consented to.
    The same again, nothing more.
    Refuses: unknown_process, not_yours_to_decide, unknown_supervisor, not_in_matching (of any but who is chosen),
    years_reversed, too_many (different ones by the supervisor; a coordinator can still be told).
    """

    process_id: UUID
    supervisor_id: UUID
    interest: Interest
    at_signing: bool = False
    on_paper: InterestShown | None = None
    declared_by: UUID
    as_of: Utc


class AskForInterest(Command[Done]):
    """A coordinator has the supervisor asked by letter; asked again while nothing is said, nothing more.

    Refuses: unknown_process, not_yours_to_decide, not_in_matching, unknown_supervisor.
    """

    process_id: UUID
    supervisor_id: UUID
    asked_by: UUID
    as_of: Utc


class ShowInterest(Query[InterestWeighed]):
    """Of what a supervisor declared last about a process; asked by a service. It goes on where nothing is declared."""

    process_id: UUID
    supervisor_id: UUID


class InterestCard(Reply):
    """declared_by: another than the supervisor where a coordinator entered it. asked_at: none where nobody asked.

    interest: none where nothing is declared; its words only to those who may read them. also: what else was told at a
    signature and hindered it, since a coordinator has entered something.
    """

    supervisor_id: UUID
    asked_at: Utc | None = None
    interest: Interest | None = None
    effect: InterestEffect = "goes_on"
    declared_by: UUID | None = None
    declared_at: Utc | None = None
    at_signing: bool = False
    also: list[Interest] = []


class InterestCards(Reply):
    """The newest of each supervisor."""

    cards: list[InterestCard]


class ShowInterests(Query[InterestCards]):
    """What supervisors have said about a process, with their words. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer


class InterestAskedOf(Reply):
    """What a supervisor has to know to say what they have to do with it, and no more.

    withdrawn_at: when the inquiry was withdrawn. is_open: it can be said still.
    """

    process_id: UUID
    number: str
    organisation_name: str
    audience: Audience
    headcount: int
    language: Language
    region: Region | None
    asked_at: Utc | None
    declared: Interest | None = None
    withdrawn_at: Utc | None = None
    is_open: bool = True


class InterestsAsked(Reply):
    waiting: list[InterestAskedOf]


class ListInterestsAsked(Query[InterestsAsked]):
    """What a supervisor is asked about and has not said, the oldest first."""

    viewer: Viewer


class ShowInterestAsked(Query[InterestAskedOf]):
    """Of a process that the viewer was asked about, said or not. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer


class InterestAsked(Event):
    process_id: UUID
    supervisor_id: UUID
    asked_at: Utc


class InterestDeclared(Event):
    """Never what. was_asked: a coordinator waits for it. hinders: at the signature, which cannot be given so.
    is_known: it hinders for what a coordinator was told of already, and has not answered since. decide_by: when a
    coordinator is to have said what becomes of what hinders. settled: by a coordinator's entry nothing stands in the
    way of the signature any more.
    """

    process_id: UUID
    supervisor_id: UUID
    declared_at: Utc
    was_asked: bool = False
    hinders: bool = False
    is_known: bool = False
    decide_by: Utc | None = None
    settled: bool = False
