"""Where people meet, said more exactly in a draft than it was offered: a region, or at a distance, is no address."""

import re

from services.contracts.papers.where_rows import Place, in_a_sentence
from services.contracts.papers.wording import Wording
from services.messages.regions import Region

_OFFERED = [Place(region, remote) for region in Region for remote in (False, True)] + [Place(remote=True)]
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return [one for one in _BETWEEN_SENTENCES.split(text) if one]


def only_in(text: str, other: str) -> list[str]:
    """Its sentences that the other has not."""
    there = sentences(other)
    return [one for one in sentences(text) if one not in there]


def exactly(offered: str, drafted: str, words: Wording) -> str:
    """What the draft says in place of the region that was offered, or below it; empty where that is another place.

    That an address lies in the region, nobody checks: it is another place where it names another region, or is at a
    distance where that was not offered, or is none where nothing else was.
    """
    place = next((one for one in _OFFERED if in_a_sentence(one, words) == offered.split("\n")[0]), None)
    said = " ".join(only_in(drafted, offered))
    if place is None or not said or set(only_in(offered, drafted)) - {in_a_sentence(place, words)}:
        return ""
    return said if _fits(said, place, words) else ""


def _fits(said: str, offered: Place, words: Wording) -> bool:
    regions = words.tables["regions"]
    if any(_names(said, regions[one]) for one in Region if one is not offered.region):
        return False
    is_remote = bool(_LINK.search(said)) or _names(said, words.at("remotely"))
    return is_remote if offered.region is None else offered.remote or not is_remote


def _names(said: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said, re.IGNORECASE) is not None
