"""Where and when the sessions are to be, as the inquiry asked for it: row by row, ready to print."""

from dataclasses import dataclass

from services.contracts.papers.wording import Wording
from services.messages.intake import ProposalCard
from services.messages.regions import Region


@dataclass(frozen=True)
class Place:
    """region: none where they meet at a distance only."""

    region: Region | None = None
    remote: bool = False


def place_of(proposal: ProposalCard) -> Place:
    return Place(proposal.region, proposal.remote_ok)


def where_rows(place: Place, proposal: ProposalCard, words: Wording) -> list[tuple[str, str]]:
    days = [words.at(f"weekday_{day}") for day in sorted(proposal.preferred_weekdays)]
    times = [words.at(f"time_{time}") for time in proposal.preferred_times]
    return [
        (words.at("place"), place_in_words(place, words)),
        (words.at("weekdays"), ", ".join(days) or words.at("any")),
        (words.at("times"), ", ".join(times) or words.at("any")),
        (words.at("agreed"), words.at("agreed_how")),
    ]


def in_a_sentence(place: Place, words: Wording) -> str:
    """The same, as it stands by itself."""
    said = place_in_words(place, words)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def place_in_words(place: Place, words: Wording) -> str:
    """Empty where nobody said one."""
    if place.region is None:
        return words.at("remotely") if place.remote else ""
    region = words.tables["regions"][place.region]
    return words.at("either" if place.remote else "face_to_face", region=region)
