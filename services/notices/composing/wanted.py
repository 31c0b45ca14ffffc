"""What a customer reads of the references for which its invoices wait: asked of billing when the letter goes."""

from typing import Any

from services.messages.billing import ListWantedReferences, WantedReference
from services.messages.values import Viewer
from services.notices.composing.readers import customer_part
from services.notices.wording import Fact, wording
from services.runtime.commands.asking import Asker
from services.wording.formats import Formats


async def wanted_references(notice: Any, ask: Asker, viewer: Viewer) -> list[WantedReference]:
    """Of the row's payer."""
    whole, department_id = customer_part(notice)
    query = ListWantedReferences(
        viewer=viewer,
        organisation_id=whole,
        department_id=department_id,
    )
    return (await ask(query)).wanted


def in_words(wanted: list[WantedReference], language: str) -> str:
    """Which each of them is, what it has to look like, and for which processes and months."""
    return "\n\n".join("\n".join(_lines(one, language)) for one in wanted)


def _lines(one: WantedReference, language: str) -> list[str]:
    words = wording(language)
    formats = Formats(words.language)
    facts: dict[str, Fact] = {
        "which": words.word("references", one.reference),
        "pattern": one.pattern,
        "processes": ", ".join(one.process_numbers),
        "months": ", ".join(formats.month(month) for month in one.months),
    }
    said = [
        "missing" if one.missing else "unfitting",
        *(["pattern"] if one.pattern else []),
        *(["processes"] if one.process_numbers else []),
        "months",
    ]
    return [words.fill(words.word("wanted_reference", name), facts) for name in said]
