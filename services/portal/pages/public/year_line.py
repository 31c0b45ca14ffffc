"""The line of a year, for the front page: where a process's sessions lie on it, and the fairway's shape."""

from dataclasses import dataclass
from math import cos, pi

from services.web.pages.languages import marked as _

WIDTH, HEIGHT = 1000, 120
_MIDDLE, _SWELL, _EDGE = 60, 26, 30
_BEGINS, _ENDS = 0.2, 0.94
# A picture of a year: a few sessions closer together, then some weeks apart, nothing in July.
_DAYS = (0, 14, 28, 52, 76, 100, 124, 148, 208, 232, 256, 280, 304)
_REVIEWS = {7: "interim", 11: "final"}


@dataclass(frozen=True)
class Mark:
    """kind: agree (before the sessions), session, interim, final, end."""

    x: int
    y: int
    kind: str


@dataclass(frozen=True)
class Stop:
    """evenly: its words where no session is promised to be closer to the next than the others."""

    title: str
    words: str
    evenly: str | None = None


STOPS = (
    Stop(
        _("We look together"),
        _("Is supervision the right help? If something else is, we say so and tell where to turn."),
    ),
    Stop(
        _("A supervisor and a proposal"),
        _(
            "We propose a trained supervisor who fits, with a price and dates. You accept, ask for a change or decline."
        ),
    ),
    Stop(
        _("The three-party contract"),
        _(
            "The supervisees, the commissioner and the supervisor make one contract together. "
            "Every member consents; then all three sign."
        ),
    ),
    Stop(
        _("Sessions through the year"),
        _(
            "1–2 hours every %(weeks)s weeks; the first ones closer together. July is free unless you agree otherwise."
        ),
        _("1–2 hours every %(weeks)s weeks. July is free unless you agree otherwise."),
    ),
    Stop(
        _("Looking back, going on"),
        _(
            "An interim review half-way and a final one near the end. Then you close, or go on for another year."
        ),
    ),
)


def marks() -> list[Mark]:
    """From left to right."""
    before = [Mark(*_at(share), "agree") for share in (0.0, 0.06, 0.12)]
    span = (_ENDS - _BEGINS) / _DAYS[-1]
    sessions = [
        Mark(*_at(_BEGINS + day * span), _REVIEWS.get(number, "session")) for number, day in enumerate(_DAYS)
    ]
    return [*before, *sessions, Mark(*_at(1.0), "end")]


def fairway() -> str:
    """The curve under the marks, as an SVG path."""
    points = [_at(number / 80) for number in range(81)]
    return "M" + " L".join(f"{x} {y}" for x, y in points)


def _at(share: float) -> tuple[int, int]:
    """The point so far along the way, 0 to 1."""
    x = _EDGE + share * (WIDTH - 2 * _EDGE)
    return round(x), round(_MIDDLE + _SWELL * cos(share * 3 * pi))
