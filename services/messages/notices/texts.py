"""The texts of letters, as the provider words them itself, in each language and from a day on."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.envelope import Asked, Command, Done, Reply
from services.messages.texts import in_one_line, written
from services.messages.values import NEVER_SET, Day, Language, Mark, Utc

LetterName = Annotated[str, Field(pattern="^[a-z_]{1,60}$")]
LetterSubject = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(in_one_line)]
LetterBody = Annotated[str, Field(min_length=1, max_length=4000), BeforeValidator(written)]


class LetterWords(Reply):
    subject: LetterSubject
    body: LetterBody


class SetLetterText(Command[Done]):
    """From that day on, for what is sent from then on. Greeting, closing, link and what stands below stay ours.

    words: none for the usual ones again. Natural key: kind, language, valid_from, as_of. set_by: an administrator.
    seen: the mark of what was looked at.
    Refuses: not_yours_to_decide, unknown_letter (also one whose words are not the provider's, as that with a code for
    signing in), brace_alone, unknown_blank, blank_missing (of the subject or the body), validity_in_the_past,
    day_too_late, set_meanwhile.
    """

    kind: LetterName
    language: Language
    words: LetterWords | None
    valid_from: Day
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class LetterInForce(Reply):
    """area: of what it is, such as contract or session. subject: as it holds today, with its blanks.
    behind: as of ClauseTextInForce.
    """

    kind: str
    area: str
    subject: str
    own: bool
    behind: list[Language] = []


class LetterTexts(Reply):
    letters: list[LetterInForce]


class ListLetterTexts(Asked[LetterTexts]):
    """Of the kinds that the provider may word, by area."""

    language: Language


class LetterSet(Reply):
    """What it was set to. words: none for the usual ones."""

    valid_from: Day
    words: LetterWords | None
    set_by: UUID
    set_at: Utc


class LetterTextShown(LetterInForce):
    """usual: what holds where nothing was set. blanks: what must stand in each part, and nothing else may.

    history: the latest day first, coming ones too, and of one day what was said last. mark: of all that.
    """

    body: str
    usual: LetterWords
    subject_blanks: list[str]
    body_blanks: list[str]
    history: list[LetterSet]
    mark: Mark = NEVER_SET


class ShowLetterText(Asked[LetterTextShown]):
    """Refuses: unknown_letter."""

    kind: LetterName
    language: Language


class SampleLetter(Reply):
    """As it would arrive, to nobody about nothing."""

    subject: str
    text: str


class PreviewLetterText(Asked[SampleLetter]):
    """Nothing is kept and nothing sent. Refuses: as SetLetterText, but for who sets it and the day."""

    kind: LetterName
    language: Language
    words: LetterWords
