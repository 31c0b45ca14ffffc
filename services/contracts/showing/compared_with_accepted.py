"""What a paper that is not signed yet says otherwise than the proposal that was accepted."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import clauses, drafting, versions
from services.contracts.papers.accepted import Accepted
from services.contracts.papers.terms import terms_of
from services.contracts.papers.wording import wording
from services.contracts.showing.belonging import belongs_of
from services.contracts.showing.exact_places import exactly, only_in
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.contracts import Clause
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import can

_OPEN = ("draft", "signing")


async def compare(
    db: AsyncSession, query: messages.CompareDraft, supervisor_id: UUID
) -> messages.AcceptedCompared:
    """supervisor_id: who is chosen by now. Refuses: see CompareDraft."""
    contract = await versions.find(db, query.process_id, lock=False)
    if not can(query.viewer, "complete_contract", belongs_of(contract)):
        raise Refusal("unknown_process", "process_id")
    if contract.status != "draft":
        raise Refusal("already_signing", "process_id")
    columns = drafting.content_of(contract, query)
    wanted = Contract(**contract.model_dump() | columns | {"supervisor_id": supervisor_id})
    return compared(wanted, query.named) or messages.AcceptedCompared()


def compared(contract: Contract, named: int | None = None) -> messages.AcceptedCompared | None:
    """None: it is signed, a change of what was signed, or of no proposal that was kept.

    named: how many members there would be, where the contract names others yet.
    """
    if contract.accepted is None or contract.supersedes or contract.status not in _OPEN:
        return None
    offered = Accepted.model_validate(contract.accepted)
    named = named or len(contract.supervisee_ids)
    others = named if named and named != offered.headcount else None
    place = _exact_place(contract, offered)
    differing = [one for one in _clauses(contract, offered) if not (place and one.clause is Clause.PLACE)]
    return messages.AcceptedCompared(
        clauses=differing,
        exact_place=place,
        people=_people(contract, offered),
        headcount=offered.headcount if others else None,
        named=others,
        because=contract.differs_because,
    )


def _exact_place(contract: Contract, offered: Accepted) -> str:
    words = wording(terms_of(contract).language)
    return exactly(offered.place, _drafted(contract).get(Clause.PLACE, ""), words)


def _clauses(contract: Contract, offered: Accepted) -> list[messages.ClauseCompared]:
    before, now = _offered(contract, offered), _drafted(contract)
    titles = wording(terms_of(contract).language).with_own(contract.texts)
    return [
        messages.ClauseCompared(
            clause=one,
            title=titles.title(one),
            old=_but(before.get(one, ""), now.get(one, "")),
            new=_but(now.get(one, ""), before.get(one, "")),
        )
        for one in Clause
        if before.get(one, "") != now.get(one, "")
    ]


def _but(text: str, other: str) -> str | None:
    """Its sentences that the other has not, so that what differs is seen; none where it has no more."""
    return " ".join(only_in(text, other)) or None


def _offered(contract: Contract, offered: Accepted) -> dict[Clause, str]:
    place = {Clause.PLACE: offered.place} if offered.place else {}
    return clauses.from_numbers(offered.terms, contract.texts) | place


def _drafted(contract: Contract) -> dict[Clause, str]:
    """As the numbers tell it, with what was added to that by hand."""
    told = clauses.from_numbers(terms_of(contract), contract.texts)
    said = {one: "\n\n".join([text, *_added(contract, one)]) for one, text in told.items()}
    place = contract.clauses.get(Clause.PLACE, "").strip()
    return said | ({Clause.PLACE: place} if place else {})


def _added(contract: Contract, clause: Clause) -> list[str]:
    """Of how it is ended, what stands below the numbers is people's own words in every contract."""
    words = contract.clauses.get(clause, "").strip()
    return [words] if words and clause is not Clause.INTERRUPTION else []


def _people(contract: Contract, offered: Accepted) -> list[messages.PersonCompared]:
    pairs = {
        Party.COMMISSIONER: (offered.contact_id, contract.commissioner_id),
        Party.SUPERVISOR: (offered.supervisor_id, contract.supervisor_id),
    }
    return [
        messages.PersonCompared(party=party, before_id=before, person_id=now)
        for party, (before, now) in pairs.items()
        if before != now
    ]
