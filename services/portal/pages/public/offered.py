"""For whom, and in which lengths, the provider has something to offer: what has a price. No database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from services.messages.intake import PriceLine
from services.messages.lengths import ASKED_FOR
from services.messages.values import Audience, SessionFormat
from services.portal.pages.public.inquiry_steps import ForWhom
from services.web.pages.forms import Filled, Form
from services.web.pages.languages import marked as _


@dataclass(frozen=True)
class Offered:
    """lengths_of: by kind of sessions, in minutes; a kind without any is not offered."""

    lengths_of: Mapping[SessionFormat, Sequence[int]]

    @property
    def lengths(self) -> list[int]:
        """Of any kind, the shortest first."""
        return sorted({one for lengths in self.lengths_of.values() for one in lengths})

    @property
    def audiences(self) -> list[str]:
        return [one.value for one in Audience if one.session_format in self.lengths_of]

    def has(self, audience: Audience, minutes: int) -> bool:
        return minutes in self.lengths_of.get(audience.session_format, ())


def offered_by(lines: Sequence[PriceLine]) -> Offered:
    """By the price list, also of a day to come; what is usual as long as that is empty."""
    kinds: tuple[SessionFormat, ...] = get_args(SessionFormat)
    if not lines:
        return Offered(dict.fromkeys(kinds, ASKED_FOR))
    found = {kind: sorted({one.duration_minutes for one in lines if one.format == kind}) for kind in kinds}
    return Offered({kind: lengths for kind, lengths in found.items() if lengths})


def check_offered(form: Filled[Form], offers: Offered) -> None:
    """That there is a price for whom and how long was chosen."""
    if not form.is_valid or not isinstance(typed := form.data, ForWhom):
        return
    if offers.has(typed.audience, typed.duration_minutes):
        return
    form.refuse(
        "duration_minutes", _("We do not offer this length for whom you chose. Choose another length.")
    )
