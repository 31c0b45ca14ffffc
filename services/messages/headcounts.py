"""How many people each kind of supervision is for: one table for every step, from the inquiry to the contract."""

from typing import Literal

from services.messages.values import Audience, Value

LARGEST_GROUP = 12
"""No provider may promise to take a larger group. Source: [field] 3 to 6 is the norm, beyond 8 it is warned of."""


class Size(Value):
    """fewest, most: people. usual_most: more than these are taken, and warned of."""

    fewest: int
    most: int
    usual_most: int

    def fault(self, people: int) -> Literal["group_too_small", "group_too_large"] | None:
        """The refusal that so many people are met with."""
        if people < self.fewest:
            return "group_too_small"
        return "group_too_large" if people > self.most else None

    def is_large(self, people: int) -> bool:
        return people > self.usual_most


_ONE = Size(fewest=1, most=1, usual_most=1)
_GROUP = Size(fewest=2, most=LARGEST_GROUP, usual_most=8)
_SIZES = {
    Audience.INDIVIDUAL: _ONE,
    Audience.MANAGER: _ONE,
    Audience.PAIR: Size(fewest=2, most=2, usual_most=2),
    Audience.GROUP: _GROUP,
    Audience.LEADERSHIP: _GROUP,
    Audience.WORK_COMMUNITY: Size(fewest=3, most=60, usual_most=60),
}

MOST_MEMBERS = max(size.most for size in _SIZES.values())
"""More people than this no contract, page or record of a session has room for."""


def size_of(audience: Audience, largest_group: int) -> Size:
    """largest_group: as the provider has promised; a group or a leadership team is no larger."""
    size = _SIZES[audience]
    return size.model_copy(update={"most": largest_group}) if size is _GROUP else size
