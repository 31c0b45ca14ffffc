"""Matching on hard facts: who may be suggested, and why the others are not. No database here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args
from uuid import UUID

from services.messages.directory import CredentialKind, SupervisorCard
from services.messages.intake import Candidate, Shortlist
from services.messages.regions import Region
from services.messages.values import Audience, Language

AT_MOST = 3  # a choice, not a catalogue: one to three


@dataclass(frozen=True)
class Need:
    """What the process asks of its supervisor. region: none where they meet at a distance only.

    on: the local day on which the credentials must hold.
    """

    language: Language
    audience: Audience
    region: Region | None
    remote_ok: bool
    on: date


def shortlist(
    need: Need,
    cards: Sequence[SupervisorCard],
    open_processes: Mapping[UUID, int],
    parties: Collection[UUID] = (),
) -> Shortlist:
    """At most three; nearby before remote, then who has most room, then by id: the same facts, the same list.

    open_processes: how many each supervisor has now; none counts as 0. parties: who can be no supervisor of it.
    Reasons of the excluded: those of `obstacles`, or beyond_shortlist (could be chosen all the same).
    """
    found = {
        card.supervisor_id: obstacles(need, card, open_processes, is_party=card.supervisor_id in parties)
        for card in cards
    }
    fit = [card for card in cards if not found[card.supervisor_id]]
    fit.sort(key=lambda card: (not _is_near(need, card), -_room(card, open_processes), card.supervisor_id))
    rooms = {card.supervisor_id: max(0, _room(card, open_processes)) for card in cards}
    could = {card.supervisor_id for card in fit}

    def candidate(who: UUID, reasons: list[str]) -> Candidate:
        return Candidate(
            supervisor_id=who, reasons=reasons, may_be_chosen=who in could, free_places=rooms[who]
        )

    suggested = [candidate(one.supervisor_id, _merits(need, one, open_processes)) for one in fit[:AT_MOST]]
    found |= {card.supervisor_id: ["beyond_shortlist"] for card in fit[AT_MOST:]}
    excluded = [candidate(one, found[one]) for one in sorted(found) if found[one]]
    return Shortlist(suggested=suggested, excluded=excluded)


def obstacles(
    need: Need, card: SupervisorCard, open_processes: Mapping[UUID, int], *, is_party: bool = False
) -> list[str]:
    """Why this supervisor cannot be chosen; empty: can be.

    credential_expired:<kind> (expired, or never recorded), language, region, audience, no_capacity, leaves,
    supervisor_is_a_party.
    """
    expired = [
        f"credential_expired:{kind}"
        for kind in get_args(CredentialKind)
        if card.credentials.get(kind, date.min) < need.on
    ]
    others = {
        "language": need.language not in card.languages,
        "region": not _is_near(need, card) and not (need.remote_ok and card.remote),
        "audience": need.audience not in card.audiences,
        "no_capacity": _room(card, open_processes) <= 0,
        "leaves": card.leaves_on is not None,
        "supervisor_is_a_party": is_party,
    }
    return expired + [code for code, hinders in others.items() if hinders]


def _merits(need: Need, card: SupervisorCard, open_processes: Mapping[UUID, int]) -> list[str]:
    place = "region" if _is_near(need, card) else "remote"
    return ["credentials_valid", "language", place, "audience", f"free_places:{_room(card, open_processes)}"]


def _is_near(need: Need, card: SupervisorCard) -> bool:
    return need.region in card.regions


def _room(card: SupervisorCard, open_processes: Mapping[UUID, int]) -> int:
    return card.capacity - open_processes.get(card.supervisor_id, 0)
