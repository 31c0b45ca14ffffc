"""The supervisees' goals, by whose words their ids follow."""

from uuid import UUID

from deploy.demo import people as who
from deploy.demo.commission import Commission

CARRIED_ON = "Sanomme ajoissa, kun työtä on liikaa."


def goal_id(commission: Commission, words: str) -> UUID:
    return who.id_of(f"{commission.name}: {words}")
