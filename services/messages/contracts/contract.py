"""Asking for the legal paper: as a card, as its text, and what became of one that is no more."""

from datetime import date
from typing import Literal
from uuid import UUID

from services.messages.contracts.card import ContractCard, ContractList, ContractText
from services.messages.contracts.paper_parts import PaperSection
from services.messages.contracts.terms import Terms
from services.messages.envelope import Asked, FilePart, FileQuery, ListPart, Query, Reply
from services.messages.values import (
    Day,
    Party,
    Version,
    Viewer,
)


class Membership(Reply):
    """was_named: as a member, in any paper, also in one that came to nothing."""

    member: bool
    was_named: bool = False


class ShowContract(Query[ContractCard]):
    """The version that counts. viewer: none, when a service asks. version: this one. on: what held on that day.

    Refuses: unknown_process, unknown_version.
    """

    process_id: UUID
    viewer: Viewer | None = None
    version: Version | None = None
    on: Day | None = None


WhatBecame = Literal[
    "open", "being_corrected", "replaced", "left_out", "given_up", "expired", "signed", "change_off", "change_lapsed",
    "terminated",
]  # fmt: skip


class PaperBecame(Reply):
    """open: it waits for its signatures still. left_out: another has taken its place, and names them no more.

    not_joining: it is signed, and who asks had been asked to join its group, which came to nothing.
    """

    became: WhatBecame
    not_joining: bool = False


class ShowWhatBecame(Query[PaperBecame]):
    """What became of a version that somebody has a link of. Tells nothing that is in it. Refuses: unknown_process,
    unknown_version.
    """

    process_id: UUID
    version: Version
    party: Party
    person_id: UUID


class PlaceFrom(Reply):
    """Where sessions are from a day on, until the next one's: in people's own words; empty where the contract names
    none, or only how one is agreed.
    """

    from_day: Day
    place: str


class ProcessPlaces(Reply):
    """Of the trial, and by signed version, the oldest first: a later one holds from its day on. A supervisor is told
    their own alone.
    """

    process_id: UUID
    places: list[PlaceFrom]

    def on(self, day: date) -> str:
        """Before the first day of all, what is to hold on it."""
        first = min((one.from_day for one in self.places), default=day)
        return next((one.place for one in reversed(self.places) if one.from_day <= max(day, first)), "")


class PlaceList(ListPart):
    processes: list[ProcessPlaces]


class ListPlaces(Query[PlaceList]):
    """Where sessions are on their days, for letters and calendars: of every process of the viewer's, to whom the
    policy shows it. process_id: of this one alone. after: go on after this process.
    """

    viewer: Viewer
    process_id: UUID | None = None
    after: UUID | None = None


class TermsShown(Reply):
    """What the signed version says that held on a day. effective_from: its first day. terms: without prices where
    prices_hidden; its last day as it was agreed by then. end_changed_on: when another last day was agreed later, the
    first time. paused_from, paused_until: of the pause of that day; without a last day, it is open. stands_in_until:
    the last day of who stands in as its supervisor.
    """

    version: Version
    effective_from: Day
    terms: Terms
    prices_hidden: bool = False
    end_changed_on: Day | None = None
    paused_from: Day | None = None
    paused_until: Day | None = None
    stands_in_until: Day | None = None


class ShowTerms(Query[TermsShown]):
    """What was agreed for a day, of the version in force on it.

    Refuses: as ShowRoster does, by which it is known who had a part in it on that day.
    """

    process_id: UUID
    viewer: Viewer
    on: Day


class ListContracts(Query[ContractList]):
    """Of each process that the viewer has to do with the version that counts, newest first."""

    viewer: Viewer
    after: UUID | None = None


class ShowContractText(Query[ContractText]):
    """For the parties and the coordinator; a draft for the coordinator only. version, on: as of ShowContract.

    Refuses: unknown_process, unknown_version, still_a_draft.
    """

    process_id: UUID
    viewer: Viewer
    version: Version | None = None
    on: Day | None = None


class PartyShown(Reply):
    """what: who it is of the parties, in the contract's language. lines: names, addresses, ids."""

    what: str
    lines: list[str]


class ContractParties(Reply):
    """heading: of them all, in the contract's language. price: what it comes to, with the tax of its first day."""

    heading: str
    parties: list[PartyShown]
    price: PaperSection | None = None


class ShowContractParties(Query[ContractParties]):
    """Who the contract is between, by name, as its printed paper has it. As of ShowContractText."""

    process_id: UUID
    viewer: Viewer
    version: Version | None = None
    on: Day | None = None


class ContractFile(FilePart):
    """pdf: a part of it, base64. number: of the process, which its file is called by."""

    number: str
    version: int
    pdf: str


class ShowContractPdf(FileQuery[ContractFile]):
    """As of ShowContractText: the same words as a paper, in the contract's language, with its parties by name."""

    process_id: UUID
    viewer: Viewer
    version: Version | None = None
    on: Day | None = None


class IsMember(Asked[Membership]):
    """Whether the person is a supervisee of any contract that has not expired or been given up."""

    own_at = frozenset(("portal", "console"))
    person_id: UUID
