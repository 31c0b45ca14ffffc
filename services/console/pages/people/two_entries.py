"""What is to be known of two entries before they become one; and why they may not."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.messages.directory import Entry, MergeFault, MergePreview
from services.messages.intake import ListParts, PersonPart
from services.messages.operations import ListSignIns
from services.web.access_log.both_doors import DOORS
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.refusals import SENTENCES
from services.web.pages.visit import Visit

_OTHERWISE: Mapping[MergeFault, str] = {
    "not_yours_to_give": _(
        "The entry that goes has a role that you may not give to the other. Swap them, or have it given first."
    ),
}
"""What a refusal's own sentence does not say here."""


def in_words(fault: MergeFault) -> str:
    """English, to be translated."""
    return _OTHERWISE.get(fault) or SENTENCES[fault]


@dataclass(frozen=True)
class Side:
    """running: on how many browsers they are signed in, at both doors; last_at: when they last were, if ever.

    away: a door did not answer, so that there may be more.
    """

    entry: Entry
    parts: list[PersonPart]
    running: int
    last_at: datetime | None
    away: bool


async def sides(visit: Visit, preview: MergePreview) -> list[Side]:
    """The one that stays, and the one that goes."""
    both = (preview.kept, preview.absorbed)
    ids = [one.person_id for one in both]
    parts = (await visit.ask(ListParts(person_ids=ids))).parts
    asked = (answer_or_none(visit, ListSignIns(person_ids=ids), door) for door in DOORS)
    answers = await asyncio.gather(*asked)
    found = [one for answer in answers if answer for one in answer.people]
    return [
        Side(
            entry,
            [one for one in parts if one.person_id == entry.person_id],
            sum(one.running for one in found if one.person_id == entry.person_id),
            max((one.last_at for one in found if one.person_id == entry.person_id), default=None),
            None in answers,
        )
        for entry in both
    ]
