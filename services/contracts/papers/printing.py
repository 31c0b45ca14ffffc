"""The paper as a PDF: the parties by name, the clauses as they are signed, who has signed and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from services.contracts.papers import clauses, introducing, party_rows
from services.contracts.papers.evidence import Evidence, sheet
from services.contracts.papers.introducing import NOBODY, Introduced
from services.contracts.papers.wording import Wording, wording
from services.messages.billing import SellerCard
from services.messages.contracts import ContractText, SignerShown
from services.messages.directory import DepartmentCard, OrganisationShown
from services.messages.values import Party
from services.printing.papers import printed
from services.printing.pictures import Picture
from services.runtime.finland import ONE_DAY
from services.wording import who_sees_what
from services.wording.formats import Formats

Rows = Sequence[tuple[str, str]]
_TEMPLATE = Path(__file__).parent / "templates" / "contract.typ"


@dataclass(frozen=True)
class Named:
    """Who stands on the paper. provider: none where it has not said yet who it is. people: names by person.

    introduced: the supervisor.
    """

    number: str
    provider: SellerCard | None
    customer: OrganisationShown
    department: DepartmentCard | None
    people: Mapping[UUID, str]
    introduced: Introduced = NOBODY


def contract_pdf(
    text: ContractText,
    named: Named,
    on: date,
    evidence: Evidence | None = None,
    logo: Picture | None = None,
    price: Rows = (),
) -> bytes:
    """In the contract's language. on: the day of the file's stamp, so that a version is the same file each time.

    evidence: of a signed one, what stands on the sheet behind it. price: what it comes to with the tax.
    """
    return printed(_TEMPLATE, content(text, named, evidence, price), on, logo)


def content(
    text: ContractText, named: Named, evidence: Evidence | None = None, price: Rows = ()
) -> dict[str, Any]:
    """What the template sets, all of it ready to print."""
    words = wording(text.language)
    heading = words.on_paper("heading")
    return {
        "language": text.language,
        "heading": heading,
        "title": f"{heading} {named.number}",
        "seller": party_rows.foot(named.provider, words),
        "words": dict(words.tables["paper"]),
        "facts": _facts(text, named, words),
        "parties": [list(row) for row in party_lines(text, named)],
        "price": [list(row) for row in price],
        "clauses": [clauses.shown(one.clause, one.title, one.text, text.language) for one in text.clauses],
        "follows": words.proven("follows", version=text.follows) if text.follows else "",
        "signatures": [_signature(one, text, named, words) for one in text.signers],
        "fingerprint": text.paper_sha256 or "",
        "evidence": sheet(evidence, named.people, text.language) if evidence else {},
    }


def _facts(text: ContractText, named: Named, words: Wording) -> list[list[str]]:
    is_signed = text.status in ("signed", "terminated")
    facts = [
        (words.on_paper("version"), str(text.version)),
        (words.on_paper("standing"), words.on_paper("signed" if is_signed else "not_signed")),
        (words.on_paper("valid_from"), Formats(text.language).day(text.effective_from)),
        *_stand_in(text, named, words),
        (words.offered("interest"), introducing.interest(text.interest, words) if text.interest else ""),
        (words.on_paper("disputes_to"), text.disputes_to or ""),
    ]
    return [[name, value] for name, value in facts if value]


def _stand_in(text: ContractText, named: Named, words: Wording) -> list[tuple[str, str]]:
    """Until when its supervisor stands in, and who is the supervisor again after that."""
    if text.stands_in is None:
        return []
    day, until = Formats(text.language).day, text.stands_in.until_day
    again = named.people.get(text.stands_in.comes_back_id, "")
    return [
        (words.on_paper("stands_in_until"), day(until)),
        (words.on_paper("supervisor_after"), words.on_paper("from_on", day=day(until + ONE_DAY), name=again)),
    ]


def party_lines(text: ContractText, named: Named) -> list[tuple[str, str]]:
    """Who it is, line by line below each other: a line without a name goes on with the one before."""
    words, names, parties = wording(text.language), named.people, text.parties
    rows = party_rows.of_customer(named.customer, named.department, text.language)
    rows += [(_role("commissioner", text), names.get(parties.commissioner_id, ""))]
    rows += _of_group(text, names, words)
    rows += [(_role("supervisor", text), names.get(parties.supervisor_id, ""))]
    rows += [("", line) for line in _of_supervisor(named.introduced, words)]
    return [*rows, *party_rows.of_provider(named.provider, words)]


def _of_supervisor(who: Introduced, words: Wording) -> list[str]:
    """Below the name."""
    spoken = introducing.languages(who, words)
    said = [f"{words.offered('languages')}: {spoken}"] if spoken else []
    return [*introducing.credentials(who, words), *said]


def _of_group(text: ContractText, names: Mapping[UUID, str], words: Wording) -> list[tuple[str, str]]:
    """A change of what is signed names who signs for the group alone: beside the first version, a list would tell the
    customer who has come and who has left.
    """
    parties = text.parties
    if text.supersedes and len(parties.supervisee_ids) > 1:
        signs = words.on_paper("represents", name=names.get(parties.representative_id, ""))
        return [(words.on_paper("supervisees"), words.on_paper("and_the_others", name=signs))]
    return [
        (_of_members(text, words) if not place else "", _member(one, text, names, words))
        for place, one in enumerate(parties.supervisee_ids)
    ]


def _of_members(text: ContractText, words: Wording) -> str:
    several = len(text.parties.supervisee_ids) > 1
    return words.on_paper("supervisees") if several else _role("supervisee", text)


def _member(person_id: UUID, text: ContractText, names: Mapping[UUID, str], words: Wording) -> str:
    name, parties = names.get(person_id, ""), text.parties
    is_of_a_group = len(parties.supervisee_ids) > 1
    if is_of_a_group and person_id == parties.representative_id:
        return words.on_paper("represents", name=name)
    return name


def _signature(one: SignerShown, text: ContractText, named: Named, words: Wording) -> list[str]:
    when = Formats(text.language).moment(one.signed_at) if one.signed_at else words.on_paper("awaited")
    return [_role(one.party, text), named.people.get(one.person_id, ""), when]


def _role(party: Party | str, text: ContractText) -> str:
    return who_sees_what.heading(who_sees_what.role(str(party), text.language))
