"""When people would like to meet: weekdays and parts of the day."""

from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import Field

Weekday = Annotated[int, Field(ge=0, le=6)]
"""0 is Monday."""
_NOON, _FOUR = time(12), time(16)


class TimeOfDay(StrEnum):
    """A part of the day that suits whoever asks; noon and four o'clock divide them."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @classmethod
    def of(cls, start: time) -> "TimeOfDay":
        """In which part a meeting is that begins at this local time, however long it lasts."""
        if start < _NOON:
            return cls.MORNING
        return cls.AFTERNOON if start < _FOUR else cls.EVENING
