"""The provider's logo, for anybody who sees a page with it."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from services.messages.directory import PictureUse, ShowPicture
from services.runtime.commands.files import whole_file
from services.runtime.provider import logos
from services.runtime.storage.database import looking
from services.web.http.errors import NotFound
from services.web.pages.visit import Anyone, Visit

router = APIRouter()
_FOR_GOOD = "public, max-age=31536000, immutable"
"""What a picture's address shows never changes."""


@router.get("/logo/{picture_id}")
async def logo(visit: Anyone, picture_id: UUID) -> Response:
    """One that is, or was, the provider's; what was only tried is shown to nobody here."""
    async with looking(visit.door.service.engine) as connection:
        if not await logos.was_ever(connection, picture_id):
            raise NotFound
    return await picture(visit, picture_id, "logo", keep=_FOR_GOOD)


async def picture(visit: Visit, picture_id: UUID, use: PictureUse, keep: str = "no-store") -> Response:
    """Whether this visitor may see it, the page has settled before."""
    query = ShowPicture(picture_id=picture_id, use=use)
    file, content = await whole_file(visit.ask, query, lambda part: part.content)
    headers = {"cache-control": keep, "content-disposition": "inline"}
    return Response(content, media_type=file.media_type, headers=headers)
