"""Who speaks for a party of a signed contract: ends it, pauses it, has it go on."""

from uuid import UUID

from services.contracts.tables import Contract
from services.messages.values import Party, Role, Viewer

_PARTIES = {Role.COMMISSIONER: Party.COMMISSIONER, Role.SUPERVISOR: Party.SUPERVISOR}


def speaks_for(party: Party, person_id: UUID, contract: Contract) -> bool:
    """Of the supervisees who signs for them, of supervisors their own; who acts for the customer, directory knows."""
    named = {Party.SUPERVISEE: contract.representative_id, Party.SUPERVISOR: contract.supervisor_id}
    return named.get(party) == person_id


def party_of(viewer: Viewer, contract: Contract) -> Party | None:
    """For whom the viewer may say it."""
    if viewer.role is Role.SUPERVISEE:
        signs = speaks_for(Party.SUPERVISEE, viewer.person_id, contract)
        return Party.SUPERVISEE if signs else None
    return _PARTIES.get(viewer.role)


def speaks(viewer: Viewer, contract: Contract) -> bool:
    """For one of the parties, or as a coordinator for any of them."""
    return party_of(viewer, contract) is not None or viewer.role is Role.COORDINATOR
