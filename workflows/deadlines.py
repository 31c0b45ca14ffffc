"""Finland's time, as the workflows read it; what it is stands in `services/runtime/finland.py`."""

from services.runtime.finland import (
    HELSINKI,
    days_after,
    end_of,
    morning_of,
    next_morning,
    working_days_after,
)

__all__ = ["HELSINKI", "days_after", "end_of", "morning_of", "next_morning", "working_days_after"]
