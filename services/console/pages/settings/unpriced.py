"""Usual lengths of a session of which the price list says nothing: no inquiry offers them, no proposal has them."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

from services.messages.intake import PriceLine
from services.messages.lengths import ASKED_FOR
from services.messages.values import SessionFormat

Unpriced = dict[SessionFormat, tuple[int, ...]]


def unpriced(lines: Sequence[PriceLine], today: date) -> Unpriced:
    """By kind, in minutes; a kind that lacks none is not named."""
    held = {(one.format, one.duration_minutes) for one in lines if one.valid_from <= today}
    kinds: tuple[SessionFormat, ...] = get_args(SessionFormat)
    found = {kind: tuple(one for one in ASKED_FOR if (kind, one) not in held) for kind in kinds}
    return {kind: lengths for kind, lengths in found.items() if lengths}
