"""The proposal as a PDF, on which one can decide: what is offered, what it costs in all, on which terms.

The terms are told in the contract's own words, as its draft will have them unless it is agreed otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from services.contracts.papers import clauses, introducing, party_rows, terms
from services.contracts.papers.introducing import NOBODY, Introduced
from services.contracts.papers.price_rows import Vat, price_rows
from services.contracts.papers.where_rows import Place, where_rows
from services.contracts.papers.wording import Wording, wording
from services.messages.billing import SellerCard
from services.messages.contracts import Clause, Terms
from services.messages.directory import DepartmentCard, OrganisationShown, Person
from services.messages.intake import ProposalCard
from services.printing.papers import printed
from services.printing.pictures import Picture
from services.runtime.finland import local_date
from services.wording.formats import Formats

_TEMPLATE = Path(__file__).parent / "templates" / "proposal.typ"
_TOLD_AS_FACTS = {Clause.DURATION_AND_AMOUNT}
"""It has its own table on the first page."""


@dataclass(frozen=True)
class Offered:
    """What is offered, and between whom. provider: none where it has not said yet who it is.

    introduced: the supervisor, whose name stands beside. asked: who of the provider may be asked about it.
    vat: none where the tax is not Finland's. place: as asked for. texts: of clauses, the provider's own that held when
    it was sent.
    """

    number: str
    proposal: ProposalCard
    provider: SellerCard | None
    customer: OrganisationShown
    department: DepartmentCard | None
    contact: str
    supervisor: str
    vat: Vat | None
    place: Place
    introduced: Introduced = NOBODY
    asked: Person | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


def proposal_pdf(offered: Offered, on: date, *pictures: Picture | None) -> bytes:
    """In the proposal's language. on: the day of the file's stamp, so that a revision is the same file each time."""
    return printed(_TEMPLATE, content(offered), on, *pictures)


def content(offered: Offered) -> dict[str, Any]:
    """What the template sets, all of it ready to print."""
    proposal = offered.proposal
    words = wording(proposal.language)
    agreed = Terms.model_validate(terms.from_proposal(proposal))
    titles = words.with_own(offered.texts)
    every = clauses.from_numbers(agreed, offered.texts)
    told = {name: text for name, text in every.items() if name not in _TOLD_AS_FACTS}
    heading = words.offered("heading")
    return {
        "language": proposal.language,
        "title": f"{heading} {offered.number}",
        "seller": party_rows.foot(offered.provider, words),
        "words": {**words.tables["paper"], **words.tables["proposal"], "where": words.at("heading")},
        "facts": _rows(_facts(offered, words)),
        "parties": _rows(_parties(offered, words)),
        "supervisor": [list(row) for row in _supervisor(offered, words)],
        "plan": _rows(_plan(proposal, words)),
        "where": _rows(where_rows(offered.place, proposal, words)),
        "price": _rows(price_rows(proposal, offered.vat, words, tried=charged_in_trial(proposal))),
        "clauses": [
            clauses.shown(name, titles.title(name), text, proposal.language) for name, text in told.items()
        ],
    }


def _rows(rows: list[tuple[str, str]]) -> list[list[str]]:
    return [[name, value] for name, value in rows if value]


def _facts(offered: Offered, words: Wording) -> list[tuple[str, str]]:
    day, proposal = Formats(offered.proposal.language).day, offered.proposal
    return [
        (words.on_paper("version"), str(proposal.revision)),
        (words.offered("dated"), day(local_date(proposal.sent_at)) if proposal.sent_at else ""),
        (words.offered("valid_until"), day(proposal.valid_until)),
    ]


def _parties(offered: Offered, words: Wording) -> list[tuple[str, str]]:
    return [
        *party_rows.of_customer(offered.customer, offered.department, offered.proposal.language),
        (words.offered("contact"), offered.contact),
        *party_rows.of_provider(offered.provider, words),
        *_whom_to_ask(offered, words),
    ]


def _whom_to_ask(offered: Offered, words: Wording) -> list[tuple[str, str]]:
    """By their own telephone, or the firm's."""
    asked, firm = offered.asked, offered.provider.phone if offered.provider else ""
    lines = [asked.name, asked.phone or firm, asked.email] if asked else [firm]
    said = [line for line in lines if line]
    return list(zip([words.offered("questions"), *("" for _ in said[1:])], said, strict=False))


def _supervisor(offered: Offered, words: Wording) -> list[tuple[str, str]]:
    """A value without a name goes on with the one before."""
    held = introducing.credentials(offered.introduced, words)
    names = [words.offered("credentials"), *("" for _ in held[1:])]
    rows = [(words.offered("supervisor"), offered.supervisor), *zip(names, held, strict=False)]
    spoken = introducing.languages(offered.introduced, words)
    if spoken:
        rows.append((words.offered("languages"), spoken))
    if told := offered.proposal.interest:
        rows.append((words.offered("interest"), introducing.interest(told, words)))
    return rows


def _plan(proposal: ProposalCard, words: Wording) -> list[tuple[str, str]]:
    day = Formats(proposal.language).day
    begins, ends = day(proposal.starts_on), day(proposal.ends_on)
    return [
        (words.offered("for_whom"), words.offered(f"audience_{proposal.audience}")),
        (words.offered("headcount"), str(proposal.headcount) if proposal.headcount > 1 else ""),
        (words.offered("term"), f"{begins} \u2013 {ends}"),
        (words.offered("sessions"), _count(proposal, words)),
        (words.offered("length"), words.offered("minutes", number=proposal.duration_minutes)),
        (
            words.offered("interval"),
            words.offered(f"interval_{_how_often(proposal)}", number=proposal.base_interval_days),
        ),
        (words.offered("meeting"), words.offered("meeting_first") if proposal.three_way_meeting else ""),
        (words.offered("trial"), _trial(proposal, words) if proposal.trial_sessions else ""),
    ]


def _how_often(proposal: ProposalCard) -> str:
    return "days" if proposal.promises.begins_closer(proposal.base_interval_days) else "evenly"


def _count(proposal: ProposalCard, words: Wording) -> str:
    if proposal.sessions_agreed is None:
        return ""
    return words.offered("at_most", number=proposal.sessions_agreed)


def charged_in_trial(proposal: ProposalCard) -> int:
    """Sessions. What is credited costs no more in the end than without a trial, and is no part of the most."""
    return proposal.trial_sessions if proposal.trial_price == "normal" else 0


def _trial(proposal: ProposalCard, words: Wording) -> str:
    price = words.offered(f"trial_{proposal.trial_price}")
    by = Formats(proposal.language).day(proposal.trial_ends_by)
    return words.offered("trial_first", number=proposal.trial_sessions, day=by, price=price)
