"""The texts of a contract's clauses, as the provider words them itself, in each language and from a day on."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.contracts.card import ClauseShown
from services.messages.contracts.terms import Clause
from services.messages.envelope import Asked, Command, Done, FilePart, FileQuery, Reply
from services.messages.texts import written
from services.messages.values import NEVER_SET, Day, Language, Mark, Utc

TextName = Annotated[str, Field(pattern="^[a-z_]{1,60}$")]
ProvidersText = Annotated[str, Field(min_length=1, max_length=4000), BeforeValidator(written)]


class SetClauseText(Command[Done]):
    """From that day on, for papers that begin then; a contract keeps the texts with which it was drafted.

    text: none for the usual one again. Natural key: name, language, valid_from, as_of. set_by: an administrator.
    seen: the mark of what was looked at.
    Refuses: not_yours_to_decide, unknown_text, brace_alone, unknown_blank (one that this text does not know),
    blank_missing (one that it needs), not_printed, validity_in_the_past, day_too_late, set_meanwhile.
    """

    name: TextName
    language: Language
    text: ProvidersText | None
    valid_from: Day
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class ConfirmClauseTexts(Command[Done]):
    """An administrator has read what papers say, and finds it right: a step of the first day. The first time counts.

    Refuses: not_yours_to_decide.
    """

    set_by: UUID
    as_of: Utc


class TextsConfirmed(Reply):
    """confirmed: whether an administrator has read them, or worded one."""

    confirmed: bool


class ShowTextsConfirmed(Asked[TextsConfirmed]):
    """Of the clauses' texts."""


class ClauseTextInForce(Reply):
    """clause: in which it stands; none for whom disputes go to. text: as it holds today. own: not the usual one.
    behind: in which languages it was not changed when it was in another.
    """

    name: str
    clause: Clause | None
    title: str
    text: str
    own: bool
    behind: list[Language] = []


class ClauseTexts(Reply):
    texts: list[ClauseTextInForce]


class ListClauseTexts(Asked[ClauseTexts]):
    """In the order of the paper. title: of the clause, in the language."""

    language: Language


class TextSet(Reply):
    """What it was set to. text: none for the usual one."""

    valid_from: Day
    text: str | None
    set_by: UUID
    set_at: Utc


class ClauseTextShown(ClauseTextInForce):
    """usual: what holds where nothing was set. blanks: what must stand in it, and nothing else may.

    history: the latest day first, coming ones too, and of one day what was said last. mark: of all that.
    """

    usual: str
    blanks: list[str]
    history: list[TextSet]
    mark: Mark = NEVER_SET


class ShowClauseText(Asked[ClauseTextShown]):
    """Refuses: unknown_text."""

    name: TextName
    language: Language


class SampleClauses(Reply):
    """clauses: of a contract of nobody's, in whose numbers this text is said. heading, said: of a text of no clause,
    under what it stands there and how it reads.
    """

    clauses: list[ClauseShown]
    disputes_to: str
    heading: str = ""
    said: str = ""


class PreviewClauseText(Asked[SampleClauses]):
    """Nothing is kept. Refuses: as SetClauseText, but for who sets it and the day."""

    name: TextName
    language: Language
    text: ProvidersText


class SampleContract(FilePart):
    """pdf: a part of it, base64."""

    pdf: str


class PrintClauseText(FileQuery[SampleContract], Asked[SampleContract]):
    """The same as a paper, between the provider and nobody. Refuses: as PreviewClauseText."""

    name: TextName
    language: Language
    text: ProvidersText
