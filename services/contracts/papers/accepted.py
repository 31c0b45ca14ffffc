"""What was accepted, as it was: kept beside a draft, so that whoever reads it sees what has become another."""

from collections.abc import Mapping
from uuid import UUID

from services.contracts.papers import terms
from services.contracts.papers.where_rows import in_a_sentence, place_of
from services.contracts.papers.wording import wording
from services.messages.contracts import Clause, Terms
from services.messages.intake import ProposalCard
from services.messages.values import Value


class Accepted(Value):
    """place: what the draft's clause of it begins with; empty where nobody said one."""

    terms: Terms
    headcount: int
    contact_id: UUID
    supervisor_id: UUID
    place: str = ""

    def clauses(self) -> dict[str, str]:
        """What the draft's clauses say of it, until somebody writes otherwise."""
        return {Clause.PLACE.value: self.place} if self.place else {}


def of_proposal(proposal: ProposalCard, texts: Mapping[str, str]) -> Accepted:
    """proposal: as it was when it was sent. texts: the provider's own that held then, of which what they say of the
    place stands below the one that was offered.
    """
    said = in_a_sentence(place_of(proposal), wording(proposal.language))
    lines = [said, texts.get(Clause.PLACE, "")] if said else []
    return Accepted(
        terms=Terms.model_validate(terms.from_proposal(proposal)),
        **proposal.model_dump(include={"headcount", "contact_id", "supervisor_id"}),
        place="\n".join(line for line in lines if line),
    )
