"""Pictures: the provider's logo, from a day on, and a supervisor's."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Command, Done, Event, FilePart, FileQuery, FileSent, Reply
from services.messages.values import NEVER_SET, Day, Mark, Utc

PictureUse = Literal["logo", "supervisor"]


class SendPicturePart(FileSent):
    """Of a picture's file."""


class PictureTaken(Reply):
    """As it was drawn anew. media_type: image/png or image/jpeg. width, height: in pixels."""

    picture_id: UUID
    media_type: str
    width: int
    height: int


class TakeInPicture(Command[PictureTaken]):
    """The file that was sent is drawn anew, as large as its use needs, and the file itself is not kept.

    It goes after a day unless it is set. Natural key: file_id, which is the picture's id.
    Refuses: not_yours_to_decide, unknown_file, file_damaged, picture_of_another_kind (no PNG and no JPEG, by what is in
    it), picture_too_large (in pixels), picture_too_small, picture_unreadable, others_first.
    """

    file_id: UUID
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    use: PictureUse
    sent_by: UUID


class SetLogo(Command[Done]):
    """From today on, on doors, letters and papers. picture_id: none for no logo any more.

    seen: LogoInForce's mark. Refuses: not_yours_to_decide, unknown_picture, set_meanwhile.
    """

    picture_id: UUID | None
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class SetSupervisorPicture(Command[Done]):
    """picture_id: none for no picture any more. seen: SupervisorPicture's mark.

    Refuses: not_yours_to_decide, unknown_supervisor, unknown_picture, set_meanwhile.
    """

    supervisor_id: UUID
    picture_id: UUID | None
    set_by: UUID
    seen: Mark | None = None


class PictureFile(FilePart):
    """content: a part of it, base64."""

    picture_id: UUID
    media_type: str
    width: int
    height: int
    content: str


class ShowPicture(FileQuery[PictureFile], Asked[PictureFile]):
    """use: what it has to be. A logo is shown to a stranger too. Refuses: unknown_picture."""

    picture_id: UUID
    use: PictureUse


class LogoInForce(Reply):
    """picture_id: none for none. ever_set: whether anybody has ever decided. mark: of what was set last."""

    picture_id: UUID | None
    since: Day | None = None
    ever_set: bool = False
    mark: Mark = NEVER_SET


class LogoList(Reply):
    logos: list[LogoInForce]


class ShowLogo(Asked[LogoInForce]):
    """Which holds on a local day."""

    on: Day


class ListLogos(Asked[LogoList]):
    """All that were ever set, the latest first."""


class SupervisorPicture(Reply):
    picture_id: UUID | None
    mark: Mark = NEVER_SET


class ShowSupervisorPicture(Asked[SupervisorPicture]):
    """Who is introduced on a proposal is shown with it."""

    supervisor_id: UUID


class LogoSet(Event):
    """picture_id: none for no logo any more."""

    about: ClassVar[str] = "provider_id"
    provider_id: UUID
    picture_id: UUID | None
    valid_from: Day
