"""The code for signing in, mailed at once."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.envelope import Command, Done
from services.messages.texts import in_one_line
from services.messages.values import Email, Language, Utc, Value

CODE_GOOD_FOR = timedelta(minutes=10)
MOST_CODES_AN_HOUR = 30
"""To one person, from all doors together: whoever asks for more is told what everybody is, and no mail goes out."""
"""For the door that takes it, and for its mail: one that could not be sent until then would only bewilder."""


_InOneLine = Annotated[str, Field(max_length=320), BeforeValidator(in_one_line)]


class AskedFor(Value):
    """Who asked on the reader's behalf: the code is to be read to them. phone: empty for none."""

    name: _InOneLine
    email: Email
    phone: _InOneLine = ""


class MailSignInCode(Command[Done]):
    """Sends a code at once; one for each person, door and as_of. Code, link and address are kept until it is sent.

    purpose: the door at which it was asked for. proves: what the code is typed for.
    link: the page with the button that takes the code. asked_by: who is signed in at a door and asked for it; of
    another than the reader name and telephone are looked up, and no link is told. asker: the same from a service; of
    a door it counts for nothing.
    Refuses: link_elsewhere (it leads to no door of ours).
    """

    email: Email
    person_id: UUID
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    language: Language
    link: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[!-~]+$")]
    purpose: Literal["portal", "console"]
    proves: Literal["sign_in", "address"] = "sign_in"
    asker: AskedFor | None = None
    asked_by: UUID | None = None
    as_of: Utc
