"""A link in a mail: opened by the service that it leads to, and sent along with what its reader asks and says."""

from uuid import UUID

from pydantic import ValidationError

from services.messages.mailed_links import LinkQuery, LinkShown
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.proving import LINK
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit
from services.web.sign_in.identity import viewer_of


async def opened(visit: Visit, kind: type[LinkQuery], purpose: str, token: str) -> LinkShown:
    """From here on the visit is proved by it. Raises NotFound for a link not of ours."""
    try:
        shown = await visit.ask(kind.model_validate({"purpose": purpose, "token": token}))
    except (Refusal, ValidationError):
        raise NotFound from None
    visit.proof, visit.proved_as = LINK + token, shown.person_id
    return shown


async def viewers_as(visit: Visit, party: Party, person_id: UUID) -> list[Viewer]:
    """Who acts for the customer does so in a role of today: another than who asked, and no longer who has left."""
    if party is not Party.COMMISSIONER:
        return [Viewer(person_id=person_id, role=Role(party.value))]
    identity = await visit.door.identities.of(person_id, visit.proof)
    standings = identity.standings if identity else ()
    return [viewer_of(identity, one) for one in standings if identity and one.role is Role.COMMISSIONER]
