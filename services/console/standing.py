"""In which roles a person may come in at the console: the provider's own people and its supervisors."""

from uuid import UUID

from services.messages.directory import ShowRelations
from services.messages.values import Role
from services.runtime.proofs.standings import OF_THE_PROVIDER
from services.web.sign_in.identity import AsksOfItself, Standing


async def standings(ask: AsksOfItself, person_id: UUID) -> list[Standing]:
    """None for everybody else: they are not let in."""
    known = await ask(ShowRelations(person_id=person_id))
    roles = {
        OF_THE_PROVIDER[one.relation]
        for one in known.relations
        if one.relation in OF_THE_PROVIDER and not one.organisation_id
    }
    if known.is_supervisor:
        roles.add(Role.SUPERVISOR)
    return [Standing(role) for role in (*OF_THE_PROVIDER.values(), Role.SUPERVISOR) if role in roles]
