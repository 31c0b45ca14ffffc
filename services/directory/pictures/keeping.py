"""A picture from the file that was sent to what is kept of it; what nothing refers to goes after a day."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.rights import authority
from services.directory.tables import KeptPicture, Logo, SupervisorPicture, metadata
from services.messages import directory as messages
from services.messages import keep_times
from services.messages.policy import Right
from services.pictures.bounded import TooManyAtOnce, drawn_anew
from services.pictures.drawn import NotDrawn, Place
from services.runtime.commands.files import part_of
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.viewing import is_at_a_door
from services.runtime.files import parts
from services.runtime.policy import Belongs
from services.runtime.storage.forgetting import Old

LARGEST_FILE = 5 << 20
"""[ours] Bytes, of what is sent in."""
PLACES = {"logo": Place(800, 240, least=16), "supervisor": Place(480, 600, least=60)}
"""[ours] Twice what a paper and a page show, so that both are sharp."""
RIGHTS: dict[str, Right] = {"logo": "set_logo", "supervisor": "manage_supervisors"}
_SHOWN = [
    select(column).where(col(column) == col(KeptPicture.picture_id)).exists()
    for column in (Logo.picture_id, SupervisorPicture.picture_id)
]
SWEPT = (
    parts.swept(metadata.tables["sent_part"]),
    Old(
        metadata.tables["kept_picture"],
        metadata.tables["kept_picture"].c.sent_at,
        keep_times.SENT_FILES,
        which=~_SHOWN[0] & ~_SHOWN[1],
    ),
)


async def keep_part(db: AsyncSession, order: messages.SendPicturePart) -> None:
    """Refuses: not_yours_to_decide, and as parts.keep does."""
    if not [right for right in RIGHTS.values() if await authority.may(db, order.sent_by, right, Belongs())]:
        raise Refusal("not_yours_to_decide", "sent_by")
    await parts.keep(db, order, LARGEST_FILE)


async def check_may(db: AsyncSession, person_id: UUID, use: str, field: str) -> None:
    """Refuses: not_yours_to_decide."""
    if not await authority.may(db, person_id, RIGHTS[use], Belongs()):
        raise Refusal("not_yours_to_decide", field)


async def take_in(db: AsyncSession, order: messages.TakeInPicture) -> messages.PictureTaken:
    """Refuses: not_yours_to_decide, unknown_file, file_damaged, others_first, and the reasons of NotDrawn."""
    await check_may(db, order.sent_by, order.use, "sent_by")
    row = await db.get(KeptPicture, order.file_id)
    if row is None:
        file = await parts.take(db, order.file_id, order.sha256, order.sent_by)
        row = await _drawn(order, file)
        db.add(row)
        await db.flush()
    return messages.PictureTaken.model_validate(row.model_dump(exclude={"content"}))


async def _drawn(order: messages.TakeInPicture, file: bytes) -> KeptPicture:
    try:
        drawn = await drawn_anew(file, PLACES[order.use])
    except NotDrawn as error:
        raise Refusal(error.reason, "file_id") from None
    except TooManyAtOnce:
        raise Refusal("others_first", "file_id") from None
    return KeptPicture(picture_id=order.file_id, use=order.use, sent_by=order.sent_by, **vars(drawn))


async def find(db: AsyncSession, picture_id: UUID, use: str) -> KeptPicture:
    """Locked, so that no sweep takes it meanwhile. Refuses: unknown_picture."""
    row = await db.get(KeptPicture, picture_id, with_for_update={"read": True})
    if row is None or row.use != use:
        raise Refusal("unknown_picture", "picture_id")
    return row


async def show(db: AsyncSession, query: messages.ShowPicture) -> messages.PictureFile:
    """To a stranger a logo alone. Refuses: unknown_picture."""
    row = await db.get(KeptPicture, query.picture_id)
    is_for_all = query.use == "logo" or query.asked_by is not None or not is_at_a_door()
    if row is None or row.use != query.use or not is_for_all:
        raise Refusal("unknown_picture", "picture_id")
    facts = row.model_dump(include={"picture_id", "media_type", "width", "height"})
    return messages.PictureFile(**facts, **vars(part_of(row.content, query.part)))
